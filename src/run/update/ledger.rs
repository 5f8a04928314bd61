//! What came of each input, for the run after this one.

use super::known::Known;
use super::plan::listing;
use crate::read::Inputs;
use crate::write::state::{Article, Input, State};

/// A file that was written to so shortly before it was listed may be written to again without that showing, in nanoseconds.
const RECENT: i64 = 2_000_000_000;

/// Inputs by their place: those that are there, and then the known ones that are gone and stay.
#[derive(Debug, Default)]
pub struct Ledger {
    state: State,
}

impl Ledger {
    /// `listed_at`: nanoseconds since 1970, taken before the inputs were listed.
    pub fn begin(inputs: &Inputs, known: Option<&Known>, kept: &[u32], listed_at: i64) -> Self {
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
        Ledger { state: State { listing: listing(inputs), inputs: files.chain(kept).collect(), articles: Vec::new() } }
    }

    /// An article of this input has rows. To be told in the order of the rows.
    pub fn article(&mut self, place: u32, article: Article) {
        self.state.inputs[place as usize].articles += 1;
        self.state.articles.push(article);
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

    pub fn end(self) -> State {
        self.state
    }
}
