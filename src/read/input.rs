//! One thing to read: where it is, and what is known of it before it is read.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::names::{self, Kind};
use super::{Format, remote};
use crate::article::{Article, ArticleId, Meta};

/// One file, an entry of an archive, or standard input.
#[derive(Clone, Debug)]
pub struct Input {
    pub place: Place,
    /// What the user calls it; see the column `article_key`.
    pub key: String,
    /// What identifies it: its path below the folder, with all its endings.
    pub identity: String,
    /// The path as given; `-` for standard input.
    pub uri: String,
    /// Size on disk when it was listed; 0 for standard input.
    pub bytes: u64,
    /// When it was last written, in nanoseconds since 1970-01-01 UTC, where that can be known.
    pub modified: Option<i64>,
    /// What its name says it is; the content is asked first.
    pub named: Option<Format>,
    /// In how many archives it is.
    pub depth: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    File(PathBuf),
    /// In a bucket, or behind an address.
    Remote(remote::Object),
    Stdin,
    /// Inside an archive that is being read.
    Entry,
}

impl Input {
    /// Bytes that are called `name`.
    pub(super) fn in_memory(name: &str, bytes: usize) -> Self {
        let named = match names::kind(OsStr::new(name.rsplit('/').next().unwrap_or(name))) {
            Kind::Known(format) => Some(format),
            Kind::Foreign | Kind::Unknown => None,
        };
        let (key, identity) = (names::key(Path::new(""), Path::new(name)), name.to_owned());
        Input {
            place: Place::Stdin,
            key,
            identity,
            uri: name.to_owned(),
            bytes: bytes as u64,
            modified: None,
            named,
            depth: 0,
        }
    }

    /// An article that is the whole of this input, without its text.
    pub(super) fn article(&self, format: Format) -> Article {
        Article {
            id: ArticleId::of(&self.identity),
            key: self.key.clone(),
            source_uri: self.uri.clone(),
            format: format.as_str(),
            text: String::new(),
            marked: Vec::new(),
            meta: Meta::default(),
            kept: Vec::new(),
            replaced: 0,
        }
    }

    /// The entry called `name` of this archive; `None` if it is hidden, or of a format that has no reader.
    pub(super) fn entry(&self, name: &str, bytes: u64) -> Option<Input> {
        let path = name.replace('\\', "/");
        let is_hidden = |part: &str| part.starts_with('.') && !matches!(part, "." | "..") || part == "__MACOSX";
        let last = path.rsplit('/').next().unwrap_or_default();
        let named = match names::kind(OsStr::new(last)) {
            _ if path.split('/').any(is_hidden) => return None,
            Kind::Foreign => return None,
            Kind::Known(format) => Some(format),
            Kind::Unknown => None,
        };
        Some(Input {
            place: Place::Entry,
            key: format!("{}/{}", self.key, names::key(Path::new(""), Path::new(&path))),
            identity: format!("{}/{path}", self.identity),
            uri: format!("{}/{path}", self.uri),
            bytes,
            modified: None,
            named,
            depth: self.depth + 1,
        })
    }
}

impl Place {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Place::File(path) => path.as_os_str().as_encoded_bytes(),
            Place::Remote(object) => object.key(),
            Place::Stdin | Place::Entry => b"-",
        }
    }

    pub(super) fn is_entry(&self) -> bool {
        *self == Place::Entry
    }
}
