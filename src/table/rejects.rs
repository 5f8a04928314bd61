//! `rejects`: what could not be read, and why.

use super::column::Table;
use crate::article::Reject;

pub(super) fn table<'a>() -> Table<&'a Reject> {
    Table::<&Reject>::new("rejects", "one row per input, or record of an input, that could not be read")
        .text("source_uri", "the input", |r| &r.source_uri)
        .long_or_null("record", "number of the record in the input, from 0; null if it is the whole input", |r| {
            r.record
        })
        .text("stage", "where it failed: read, decode or analyze", |r| r.stage)
        .text("reason", "a stable code: empty, unreadable, not_text, too_large, duplicate_id …", |r| r.reason)
        .text("detail", "what happened, in words", |r| &r.detail)
        .long("bytes", "size of the input as far as it was read", |r| r.bytes)
}
