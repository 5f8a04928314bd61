//! Reads ahead on a thread of its own and cuts the stream of records into batches.

use std::ops::ControlFlow;
use std::sync::mpsc::SyncSender;

use super::stages::panicked;
use super::{Stop, quietly};
use crate::read::{self, Inputs, Outcome};

/// A batch ends after this many bytes, articles or rejects. Constants, so that the data set depends on nothing but the
/// inputs; small, so that memory stays bounded, and large enough to keep all cores busy.
const MAX_BYTES: usize = 2 << 20;
const MAX_RECORDS: usize = 256;

/// Of so many bytes of a page, one is text.
const MARKUP: usize = 8;

#[derive(Debug, Default)]
pub struct Batch {
    /// In the order of the inputs.
    pub outcomes: Vec<Outcome>,
    /// Files read to their end.
    pub files: u64,
    /// Length of all texts, as far as it is known.
    bytes: usize,
}

impl Batch {
    fn is_full(&self) -> bool {
        self.bytes >= MAX_BYTES || self.outcomes.len() >= MAX_RECORDS
    }

    fn add(&mut self, outcome: Outcome) {
        self.bytes += match &outcome {
            Outcome::Article(article) => article.text.len(),
            Outcome::Page(page) => page.html.len() / MARKUP,
            Outcome::Reject(_) | Outcome::Skipped => 0,
        };
        self.outcomes.push(outcome);
    }
}

/// Sends all that is in `inputs`; ends early when told to stop, or when nobody receives any more.
pub fn read(inputs: &Inputs, options: &read::Options, stop: &Stop, sender: &SyncSender<Batch>) {
    let mut batch = Batch::default();
    let mut take = |outcome: Option<Outcome>| {
        match outcome {
            Some(outcome) => batch.add(outcome),
            None => batch.files += 1,
        }
        let unheard = batch.is_full() && sender.send(std::mem::take(&mut batch)).is_err();
        if unheard || stop.is_set() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let mut all = || {
        for reject in &inputs.rejects {
            take(Some(Outcome::Reject(reject.clone())))?;
        }
        for input in &inputs.files {
            // Should the reader panic, that costs the rest of this input, which becomes a reject.
            match quietly(|| read::read(input, options, &mut |outcome| take(Some(outcome)))) {
                Ok(flow) => flow?,
                Err(panic) => take(Some(Outcome::Reject(panicked(&input.uri, "read", &panic, input.bytes))))?,
            }
            take(None)?;
        }
        ControlFlow::Continue(())
    };
    if all().is_continue() {
        // Fails only if nobody listens any more.
        let _ = sender.send(batch);
    }
}
