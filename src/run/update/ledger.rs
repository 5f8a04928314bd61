//! What came of each input, for the manifest and for the run after this one.

use super::known::Known;
use super::plan::listing;
use crate::read::Inputs;
use crate::write::manifest;
use crate::write::state::{Article, Input, State};

/// A file that was written to so shortly before it was listed may be written to again without that showing, in nanoseconds.
const RECENT: i64 = 2_000_000_000;

/// Inputs by their place: those that are there, and then the known ones that are gone and stay.
#[derive(Debug, Default)]
pub struct Ledger {
    state: State,
    /// Whether the next run is to go on from here, so that each article must be known.
    remembers: bool,
}

impl Ledger {
    /// `listed_at`: nanoseconds since 1970, taken before the inputs were listed.
    pub fn begin(inputs: &Inputs, known: Option<&Known>, kept: &[u32], listed_at: i64, remembers: bool) -> Self {
        let files = inputs.files.iter().map(|input| Input {
            uri: input.uri.clone(),
            identity: input.identity.clone(),
            bytes: input.bytes,
            modified: input.modified.filter(|modified| *modified < listed_at - RECENT),
            plain: true,
            ..Input::default()
        });
        let kept = kept.iter().filter_map(|input| {
            let input = &known?.state.inputs[*input as usize];
            Some(Input { articles: 0, skipped: 0, ..input.clone() })
        });
        let inputs_with_kept = files.chain(kept).collect();
        let state = State { listing: listing(inputs), inputs: inputs_with_kept, ..State::default() };
        Ledger { state, remembers }
    }

    /// An article of this input has rows. To be told in the order of the rows.
    pub fn article(&mut self, place: u32, article: impl FnOnce() -> Article) {
        if let Some(input) = self.state.inputs.get_mut(place as usize) {
            input.articles += 1;
        }
        if self.remembers {
            self.state.articles.push(article());
        }
    }

    /// An input has entries that are no articles.
    pub fn skipped(&mut self, place: u32, entries: u64) {
        self.state.inputs[place as usize].skipped += entries;
    }

    /// Something else came of an input, so it has to be read again to know what.
    pub fn other(&mut self, place: u32) {
        if let Some(input) = self.state.inputs.get_mut(place as usize) {
            input.plain = false;
        }
    }

    /// An input could not be read to its end; perhaps it can the next time.
    pub fn unread(&mut self, place: u32) {
        if let Some(input) = self.state.inputs.get_mut(place as usize) {
            input.modified = None;
        }
    }

    /// The inputs as the manifest names them, and what the next run is to know.
    pub fn end(self) -> (Vec<manifest::Input>, Option<State>) {
        let input = |input: &Input| manifest::Input {
            uri: input.uri.clone(),
            bytes: input.bytes,
            articles: input.articles.into(),
        };
        (self.state.inputs.iter().map(input).collect(), self.remembers.then_some(self.state))
    }
}
