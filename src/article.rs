//! What every reader hands over: one article, or the reason why there is none.

use std::fmt;

use crate::analysis::Role;
use crate::span::Span;

/// 32 hex digits: a hash of what identifies the article at its source, not of when or how it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId([u8; 16]);

impl ArticleId {
    /// The id of the article that its source knows under `identity` (a path relative to the input, a URL, a record id).
    pub fn of(identity: &str) -> Self {
        let hash = blake3::hash(identity.as_bytes());
        let mut id = [0; 16];
        id.copy_from_slice(&hash.as_bytes()[..16]);
        ArticleId(id)
    }

    /// An id as [`ArticleId::bytes`] gave it.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        ArticleId(bytes)
    }

    pub fn bytes(self) -> [u8; 16] {
        self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// One article. `text` never changes after reading; all that is found later points into it.
#[derive(Clone, Debug)]
pub struct Article {
    pub id: ArticleId,
    /// What the user calls it: path relative to the input root without extension, record id, or URL.
    pub key: String,
    pub source_uri: String,
    pub format: &'static str,
    pub text: String,
    /// Its paragraphs and what each is, where the source marks them, in order and apart from each other; their edges are no
    /// white space. Empty leaves it to what segmenting finds in the text.
    pub marked: Vec<(Span, Role)>,
    /// What the source says beside the text. `None` leaves it to what segmenting finds in the text.
    pub meta: Meta,
    /// Further columns that were asked for, and what the source has in them; the same ones for all articles of a run.
    pub kept: Vec<(&'static str, Option<String>)>,
    /// How many byte sequences were no valid text and became U+FFFD.
    pub replaced: u64,
}

impl Article {
    /// An article of text in memory, known as `key`, without facts beside it. Texts of 4 GiB and more are not for
    /// [`Span`](crate::span::Span)s.
    pub fn from_text(key: impl Into<String>, text: impl Into<String>) -> Self {
        let key = key.into();
        let (id, source_uri) = (ArticleId::of(&key), key.clone());
        let (marked, meta, kept) = Default::default();
        Article { id, key, source_uri, format: "text", text: text.into(), marked, meta, kept, replaced: 0 }
    }
}

/// Facts that came beside the text (none in plain text files).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    pub title: Option<String>,
    pub byline: Option<String>,
    pub publisher: Option<String>,
    /// The part of the paper it stood in ("World", "Opinion").
    pub section: Option<String>,
    /// Microseconds since 1970-01-01 UTC.
    pub published_at: Option<i64>,
    /// BCP 47 tag.
    pub language: Option<String>,
}

/// One input, or one record of it, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    pub source_uri: String,
    /// 0-based record number within the file, for formats that hold many.
    pub record: Option<u64>,
    /// Where it failed: `read`, `decode`, `analyze`.
    pub stage: &'static str,
    /// Stable code, e.g. `empty`, `unreadable`, `not_text`, `too_large`, `duplicate_id`.
    pub reason: &'static str,
    /// A sentence for people, with the remedy where there is one.
    pub detail: String,
    /// Size of the input in bytes, as far as it was read.
    pub bytes: u64,
}
