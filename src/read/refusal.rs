//! Why an input is no article, before it is known which input.

use super::{Input, MAX_RECORD_BYTES, Options};
use crate::article::Reject;

#[derive(Debug, PartialEq, Eq)]
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

    pub fn after(mut self, read: u64) -> Self {
        self.read = read;
        self
    }

    pub fn of(self, input: &Input) -> Reject {
        // A file's size is known beforehand; of standard input only what came.
        let bytes = self.read.max(input.bytes);
        self.at(input.uri.clone(), bytes)
    }

    pub fn at(self, source_uri: String, bytes: u64) -> Reject {
        Reject { source_uri, record: None, stage: self.stage, reason: self.reason, detail: self.detail, bytes }
    }
}
