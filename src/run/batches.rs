//! Reads ahead on a thread of its own and cuts the stream of articles into batches.

use std::sync::mpsc::SyncSender;

use super::stages::panicked;
use super::{Stop, quietly};
use crate::article::{Article, Reject};
use crate::read::{self, Input, Inputs, Seen, Sighting};

/// A batch ends after this many bytes of text, articles or rejects. Constants, so that the data set depends on nothing
/// but the inputs; small, so that memory stays bounded, and large enough to keep all cores busy.
const MAX_BYTES: usize = 2 << 20;
const MAX_RECORDS: usize = 256;

#[derive(Debug, Default)]
pub struct Batch {
    /// In the order of the inputs.
    pub articles: Vec<Article>,
    pub rejects: Vec<Reject>,
    /// Articles that came again with the same id and the same text.
    pub duplicates: u64,
    /// Files read to their end.
    pub files: u64,
    /// Length of all texts.
    pub bytes: usize,
}

impl Batch {
    fn is_full(&self) -> bool {
        self.bytes >= MAX_BYTES || self.articles.len().max(self.rejects.len()) >= MAX_RECORDS
    }

    fn add(&mut self, record: Result<Article, Reject>, seen: &mut Seen) {
        match record.map(|article| (seen.meet(&article), article)) {
            Ok((Sighting::First, article)) => {
                self.bytes += article.text.len();
                self.articles.push(article);
            }
            Ok((Sighting::Again, _)) => self.duplicates += 1,
            Ok((Sighting::Clash(reject), _)) | Err(reject) => self.rejects.push(reject),
        }
    }
}

/// Sends all that is in `inputs`; ends early when told to stop, or when nobody receives any more.
pub fn read(inputs: &Inputs, stop: &Stop, sender: &SyncSender<Batch>) {
    let (mut batch, mut seen) = (Batch::default(), Seen::new());
    let known = inputs.rejects.iter().map(|reject| Err(reject.clone()));
    let files = inputs.files.iter().flat_map(|input| records(input).map(Some).chain([None]));
    for record in known.map(Some).chain(files) {
        match record {
            Some(record) => batch.add(record, &mut seen),
            None => batch.files += 1,
        }
        if batch.is_full() && sender.send(std::mem::take(&mut batch)).is_err() || stop.is_set() {
            return;
        }
    }
    // Fails only if nobody listens any more.
    let _ = sender.send(batch);
}

/// The records of one file. Should its reader panic, that is its last record, and a reject.
fn records(input: &Input) -> impl Iterator<Item = Result<Article, Reject>> {
    let mut records = Some(read::open(input));
    std::iter::from_fn(move || match quietly(|| records.as_mut()?.next()) {
        Ok(record) => record,
        Err(panic) => {
            records = None;
            Some(Err(panicked(&input.uri, "read", &panic, input.bytes)))
        }
    })
}
