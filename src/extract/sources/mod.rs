//! One source per speaker, named or not, with title, affiliation and the fullest words that introduce it: fills `sources`
//! and links quotes to them.

mod after;
mod before;
mod clauses;
pub(crate) mod introductions;
mod kinds;
mod named;
mod nouns;
mod owners;
mod references;
#[cfg(test)]
mod tests;
mod titles;
mod unnamed;

use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, Attribution, Source};
use crate::extract::names::Words;
use crate::extract::names::view::View;

/// What makes quotes share a source: the speaker, or the words for somebody unnamed, within one story.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Entity(u32, u32),
    Words(String, u32),
}

/// Fills `found.sources`, in order of their first words, and sets `source` of quotes. `found` must be resolved
/// ([`coreference::resolve`](crate::extract::coreference::resolve)). Takes time linear in the text.
pub fn describe(text: &str, found: &mut Analysis, words: &Words) {
    let (sources, of_quotes) = {
        let view = View::new(text, found, words);
        sources(&view)
    };
    found.sources = sources;
    for (quote, source) in found.quotes.iter_mut().zip(of_quotes) {
        quote.source = source;
    }
}

fn sources(view: &View) -> (Vec<Source>, Vec<Option<u32>>) {
    let mut sources: Vec<Source> = Vec::new();
    let mut numbers: FxHashMap<Key, usize> = FxHashMap::default();
    let mut of_quotes: Vec<Option<usize>> = Vec::with_capacity(view.found.quotes.len());
    let speakers = named::Speakers::gather(view);
    for quote in &view.found.quotes {
        let story = view.story(quote.sentence);
        let key = match (quote.speaker, quote.source_span) {
            (Some(entity), _) => Some(Key::Entity(entity, story)),
            (None, Some(span)) => unnamed::key(view, span).map(|words| Key::Words(words, story)),
            (None, None) if quote.attribution == Attribution::Continuation => {
                of_quotes.push(of_quotes.last().copied().flatten());
                continue;
            }
            (None, None) => None,
        };
        let Some(key) = key else {
            of_quotes.push(None);
            continue;
        };
        let number = *numbers.entry(key.clone()).or_insert_with(|| {
            sources.push(match (&key, quote.source_span) {
                (Key::Entity(entity, _), span) => named::source(view, *entity, story, span, &speakers),
                (Key::Words(..), Some(span)) => unnamed::source(view, span, story > 0),
                (Key::Words(..), None) => unnamed::source(view, quote.envelope(), story > 0),
            });
            sources.len() - 1
        });
        // An unnamed source may be described more fully later.
        if let (Key::Words(..), Some(span)) = (&key, quote.source_span) {
            unnamed::enrich(view, &mut sources[number], span);
        }
        of_quotes.push(Some(number));
    }
    sources.extend(references::find(view));
    // In the order of the text.
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.sort_by_key(|at| (sources[*at].first_start, *at));
    let mut place = vec![0; sources.len()];
    for (to, from) in order.iter().enumerate() {
        place[*from] = to as u32;
    }
    let sorted = order.iter().map(|at| sources[*at].clone()).collect();
    (sorted, of_quotes.into_iter().map(|source| source.map(|at| place[at])).collect())
}
