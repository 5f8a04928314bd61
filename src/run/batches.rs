//! Reads ahead on a thread of its own and cuts the stream of records into batches.

use std::ops::ControlFlow;
use std::sync::mpsc::SyncSender;

use super::Stop;
use super::stages::panicked;
use super::update::Plan;
use crate::article::Reject;
use crate::panics::quietly;
use crate::read::{self, Inputs, Outcome};

/// A batch ends after this many bytes, articles or rejects. Constants, so that the data set depends on nothing but the
/// inputs; small, so that memory stays bounded, and large enough to keep all cores busy.
const MAX_BYTES: usize = 2 << 20;
const MAX_RECORDS: usize = 256;

/// Of so many bytes of a page, one is text.
const MARKUP: usize = 8;

#[expect(clippy::large_enum_variant, reason = "most are of the larger kind")]
#[derive(Debug)]
pub enum Item {
    Read(Outcome),
    /// All articles of this known input, unread.
    Known(u32),
}

#[derive(Debug, Default)]
pub struct Batch {
    /// In the order of the inputs, each with the place of its input.
    pub items: Vec<(u32, Item)>,
    /// Files read to their end.
    pub files: u64,
    /// Length of all texts, as far as it is known.
    bytes: usize,
}

impl Batch {
    fn is_full(&self) -> bool {
        self.bytes >= MAX_BYTES || self.items.len() >= MAX_RECORDS
    }

    fn add(&mut self, place: u32, item: Item) {
        self.bytes += match &item {
            Item::Read(Outcome::Article(article)) => article.text.len(),
            Item::Read(Outcome::Page(page)) => page.html.len() / MARKUP,
            Item::Read(Outcome::Reject(_) | Outcome::Skipped) | Item::Known(_) => 0,
        };
        self.items.push((place, item));
    }
}

/// The place of what belongs to no input.
pub const NOWHERE: u32 = u32::MAX;

/// Sends all that is in `inputs`, or is known of them, and then what is known of inputs that are gone; ends early when told to
/// stop, or when nobody receives any more.
pub fn read(inputs: &Inputs, plan: &Plan, options: &read::Options, stop: &Stop, sender: &SyncSender<Batch>) {
    let mut batch = Batch::default();
    let mut take = |item: Option<(u32, Item)>| {
        match item {
            Some((place, item)) => batch.add(place, item),
            None => batch.files += 1,
        }
        let unheard = batch.is_full() && sender.send(std::mem::take(&mut batch)).is_err();
        if unheard || stop.is_set() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let reject = |reject: Reject| Item::Read(Outcome::Reject(reject));
    let mut all = || {
        for one in &inputs.rejects {
            take(Some((NOWHERE, reject(one.clone()))))?;
        }
        for (place, input) in (0..).zip(&inputs.files) {
            if let Some(known) = plan.known.get(place as usize).copied().flatten() {
                take(Some((place, Item::Known(known))))?;
            } else {
                let mut outcome = |outcome| take(Some((place, Item::Read(outcome))));
                // Should the reader panic, that costs the rest of this input, which becomes a reject.
                match quietly(|| read::read(input, options, &mut outcome)) {
                    Ok(flow) => flow?,
                    Err(panic) => outcome(Outcome::Reject(panicked(&input.uri, "read", &panic, input.bytes)))?,
                }
            }
            take(None)?;
        }
        for (place, known) in (inputs.files.len() as u32..).zip(&plan.kept) {
            take(Some((place, Item::Known(*known))))?;
        }
        ControlFlow::Continue(())
    };
    if all().is_continue() {
        // Fails only if nobody listens any more.
        let _ = sender.send(batch);
    }
}
