//! Where articles come from: files, folders, globs and standard input become [`Article`]s or [`Reject`]s.
//!
//! [`inputs::discover`] lists what there is to read, [`articles`] reads it, one file at a time:
//!
//! ```text
//! file → unpack (gzip, zstd) → decode to text → take off what is no text (BOM, front matter) → Article
//! ```
//!
//! Content decides, not names: compression and encoding are told by the bytes. After reading, an article's text never
//! changes, and it is the file's own decoded text: line ends, controls and odd characters stay. Only two things are
//! taken off, both at the very start: a byte order mark ([`clean`]) and a Markdown file's front matter
//! ([`front_matter`]). Memory is bounded by [`MAX_ARTICLE_BYTES`], and one bad file never stops the others.

pub mod clean;
pub mod compression;
pub mod dates;
pub mod duplicates;
pub mod encoding;
mod file;
pub mod front_matter;
mod glob;
pub mod inputs;
mod names;
pub mod page;
mod refusal;
mod sniff;
mod text;
mod wide;

use crate::article::{Article, Reject};
pub use compression::MAX_ARTICLE_BYTES;
pub use duplicates::{Seen, Sighting};
pub use inputs::{Input, Inputs, Place, Skipped, discover};
pub use names::shown;

/// The formats there is a reader for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, and whatever else is text and has no format of its own.
    Text,
    /// Text that may open with front matter.
    Markdown,
    /// A web page: what it shows of an article.
    Html,
}

impl Format {
    /// The word in the column `format`.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Html => "html",
        }
    }
}

/// Opens one input. Nothing stays open between two records of a one-article format.
pub fn open(input: &Input) -> Records {
    match input.format {
        Format::Text | Format::Markdown => Records::one(text::read(input)),
        Format::Html => Records::one(page::file::read(input)),
    }
}

/// The records of one input, in their order.
#[derive(Debug)]
pub struct Records {
    one: Option<Result<Article, Reject>>,
    replaced: u64,
}

impl Records {
    fn one((outcome, replaced): (Result<Article, Reject>, u64)) -> Self {
        Records { one: Some(outcome), replaced }
    }

    /// How many byte sequences so far were no valid text and became U+FFFD.
    pub fn replaced(&self) -> u64 {
        self.replaced
    }
}

impl Iterator for Records {
    type Item = Result<Article, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        self.one.take()
    }
}

/// Reads all of `inputs` in order: first the rejects known since discovery, then each file's records. A file is opened
/// when its turn comes and closed before the next.
pub fn articles(inputs: &Inputs) -> Articles<'_> {
    Articles { rejects: inputs.rejects.iter(), files: inputs.files.iter(), records: None, replaced: 0 }
}

/// See [`articles`].
#[derive(Debug)]
pub struct Articles<'a> {
    rejects: std::slice::Iter<'a, Reject>,
    files: std::slice::Iter<'a, Input>,
    records: Option<Records>,
    replaced: u64,
}

impl Articles<'_> {
    /// How many byte sequences so far were no valid text and became U+FFFD, over all inputs.
    pub fn replaced(&self) -> u64 {
        self.replaced + self.records.as_ref().map_or(0, Records::replaced)
    }
}

impl Iterator for Articles<'_> {
    type Item = Result<Article, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(reject) = self.rejects.next() {
            return Some(Err(reject.clone()));
        }
        loop {
            if let Some(record) = self.records.as_mut().and_then(Records::next) {
                return Some(record);
            }
            self.replaced += self.records.take().map_or(0, |done| done.replaced());
            self.records = Some(open(self.files.next()?));
        }
    }
}

#[cfg(test)]
mod tests;
