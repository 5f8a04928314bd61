//! What stands in a table's cells instead of something: "Aldmouth XX XX .596". It is in no name.

use rustc_hash::FxHashSet;

use super::recognise::Found;
use crate::extract::names::words::{Shape, Word};

/// Fillers are no longer than this, in bytes.
const LONGEST: usize = 3;

/// Cuts fillers off the names that were found, and drops those that are nothing else. A filler is short and in capitals,
/// and somewhere in the article it stands beside itself.
pub(super) fn cut(words: &[Word], found: &mut [Vec<Found>]) {
    let twice = |pair: &&[Word]| {
        let text = pair[0].text;
        text == pair[1].text && pair[0].shape == Shape::Upper && (2..=LONGEST).contains(&text.len())
    };
    let fillers: FxHashSet<&str> = words.windows(2).filter(twice).map(|pair| pair[0].text).collect();
    if fillers.is_empty() {
        return;
    }
    let filler = |at: &usize| fillers.contains(words[*at].text);
    for names in found {
        for name in names.iter_mut() {
            let start = name.words.clone().find(|at| !filler(at)).unwrap_or(name.words.end);
            let end = (start..name.words.end).find(filler).unwrap_or(name.words.end);
            name.words = start..end;
        }
        names.retain(|name| !name.words.is_empty());
    }
}
