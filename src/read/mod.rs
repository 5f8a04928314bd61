//! Where articles come from: files, folders, globs and standard input become [`Article`]s or [`Reject`]s.
//!
//! [`discover`] lists what there is to read, [`read`] reads one input and hands on what it finds, one by one:
//!
//! ```text
//! file → unpack (gzip, zstd, bzip2, xz) → told by content → its reader → Outcome
//!                                                                          ├ Article   text, ready
//!                                                                          ├ Page      HTML, for `settle`
//!                                                                          ├ Reject    with the reason
//!                                                                          └ Skipped   not meant as an article
//! ```
//!
//! Content decides, then names: packing, encoding and format are told by the bytes. An archive's entries go the same way
//! as files do. Pages are handed on as they are, because taking them apart is worth all threads: [`settle`] does it.
//! After reading, an article's text never changes. Memory is bounded by one record of at most [`MAX_RECORD_BYTES`], and
//! one bad record never stops the others.

mod archive;
pub mod clean;
mod columns;
pub mod compression;
mod content;
pub mod dates;
mod delimited;
pub mod duplicates;
pub mod encoding;
mod feed;
mod fields;
mod file;
pub mod front_matter;
mod glob;
mod html;
mod input;
pub mod inputs;
mod json;
pub mod language;
mod layout;
mod lines;
mod look;
mod names;
mod near;
mod options;
pub mod page;
mod reading;
mod record;
mod refusal;
pub mod remote;
mod sniff;
mod text;
mod values;
mod warc;
mod wide;

use std::ops::ControlFlow;

use crate::article::{Article, Reject};
pub use content::Format;
pub use duplicates::{Seen, Sight, Sighting, TextHash};
pub use fields::Field;
pub use html::{Page, settle};
pub use input::{Input, Place};
pub use inputs::{Inputs, Skipped, discover, discover_with};
pub use layout::Layout;
pub use look::{Look, look};
pub use names::shown;
pub use near::{Near, Sketch};
pub use options::Options;
use reading::Reading;

/// One record of a file that holds many, markup and all, may have so many bytes. Nothing longer is held in memory.
pub const MAX_RECORD_BYTES: usize = 64 << 20;

/// What an input, or one record of it, turned out to be.
#[derive(Debug)]
pub enum Outcome {
    Article(Article),
    /// To be made an article by [`settle`].
    Page(Box<Page>),
    Reject(Reject),
    /// An entry of an archive that is not meant as an article: a picture, a hidden file.
    Skipped,
}

/// Whoever takes what is read says when it is enough.
pub type Flow = ControlFlow<()>;

/// Reads `input` to its end, or until `take` breaks, and hands on all that is in it, in its order.
pub fn read(input: &Input, options: &Options, take: &mut dyn FnMut(Outcome) -> Flow) -> Flow {
    let mut reading = Reading::new(options, take);
    match file::open(input) {
        Ok(file) => reading.input(input, file),
        Err(refusal) => reading.refuse(input, None, refusal),
    }
}

/// What is in `bytes`, as if they were a file called `name`: for data that is in memory already.
pub fn from_bytes(name: &str, bytes: &[u8], options: &Options) -> Vec<Result<Article, Reject>> {
    let mut all = Vec::new();
    let mut take = |outcome| {
        all.extend(settle(outcome, options));
        Flow::Continue(())
    };
    let _ = Reading::new(options, &mut take).bytes(&Input::in_memory(name, bytes.len()), bytes, None);
    all
}

/// All of `inputs`, in order: first the rejects known since discovery, then what each file holds. For a few files: it is
/// all in memory.
pub fn articles(inputs: &Inputs, options: &Options) -> Vec<Result<Article, Reject>> {
    let mut all: Vec<_> = inputs.rejects.iter().cloned().map(Err).collect();
    for input in &inputs.files {
        let _ = read(input, options, &mut |outcome| {
            all.extend(settle(outcome, options));
            Flow::Continue(())
        });
    }
    all
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
