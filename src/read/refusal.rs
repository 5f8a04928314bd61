//! Why an input is no article, before it is known which input.

use std::error::Error;
use std::fmt;
use std::io;

use super::{Input, MAX_RECORD_BYTES, Options};
use crate::article::Reject;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub stage: &'static str,
    pub reason: &'static str,
    pub detail: String,
    /// Bytes read before the refusal.
    pub read: u64,
}

impl Refusal {
    /// The bytes could not be had.
    pub fn read(reason: &'static str, detail: impl Into<String>) -> Self {
        Refusal { stage: "read", reason, detail: detail.into(), read: 0 }
    }

    /// The bytes are there, but they are no article.
    pub fn decode(reason: &'static str, detail: impl Into<String>) -> Self {
        Refusal { stage: "decode", reason, detail: detail.into(), read: 0 }
    }

    /// There is more text than an article may have.
    pub fn too_large(options: &Options) -> Self {
        let detail = format!(
            "it has more than {} bytes of text, which hardly any article has; split it, or raise --max-article-bytes",
            options.max_article_bytes
        );
        Refusal::read("too_large", detail)
    }

    /// One record is longer than is held in memory.
    pub fn record_too_large() -> Self {
        Refusal::read("too_large", format!("more than {} MiB in one record; split it", MAX_RECORD_BYTES >> 20))
    }

    /// The refusal that whoever yielded the bytes gave as the error, however often it was wrapped on its way.
    pub fn within(error: &io::Error) -> Option<Self> {
        let mut cause: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(error) = cause {
            if let Some(refusal) = error.downcast_ref::<Refusal>() {
                return Some(refusal.clone());
            }
            // An `io::Error` says what caused its content, not that the content is the cause.
            cause = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
                Some(content) => Some(content),
                None => error.source(),
            };
        }
        None
    }

    pub fn after(mut self, read: u64) -> Self {
        self.read = read;
        self
    }

    pub fn of(self, input: &Input) -> Reject {
        // A file's size is known beforehand; of standard input only what came.
        let bytes = self.read.max(input.bytes);
        self.at(input.uri.clone(), bytes)
    }

    /// Of one record of an input that holds many.
    pub fn of_record(self, input: &Input, number: u64) -> Reject {
        Reject { record: Some(number), ..self.of(input) }
    }

    pub fn at(self, source_uri: String, bytes: u64) -> Reject {
        Reject { source_uri, record: None, stage: self.stage, reason: self.reason, detail: self.detail, bytes }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_found_however_it_is_wrapped() {
        let refusal = Refusal::read("changed", "the object changed");
        let error = io::Error::other(refusal.clone());
        assert_eq!(Refusal::within(&error), Some(refusal.clone()));
        let twice = io::Error::new(io::ErrorKind::InvalidData, io::Error::other(error));
        assert_eq!(Refusal::within(&twice), Some(refusal));
        assert_eq!(Refusal::within(&io::ErrorKind::NotFound.into()), None);
    }
}
