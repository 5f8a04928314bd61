//! Names by a learnt model: a structured perceptron (Collins 2002) over runs of words in which names can stand, that looks
//! twice, the second time with what the first found elsewhere in the article.

mod article;
mod atoms;
pub(crate) mod decode;
pub(crate) mod features;
mod fillers;
pub(crate) mod gazetteer;
pub(crate) mod labels;
mod lines;
mod mend;
pub(crate) mod model;
pub(crate) mod recognise;
pub(crate) mod runs;
mod settle;
mod trim;

pub use model::NameModel;

use std::ops::Range;

use super::lists::{flag, known};
use super::rules::{self, Guess};
use super::sentences::{self, Evidence, Region};
use super::words::{self, Word};
use super::{name, span_of};
use crate::analysis::{Analysis, EntityType, Mention};
use features::View;
use gazetteer::Gazetteer;
use runs::Run;

/// An article as the recogniser sees it, before it looks: its words, how each sentence writes capitals, and what the rules
/// make of it. Running and training both begin here.
pub(crate) struct Scene<'a> {
    pub text: &'a str,
    pub words: &'a [Word<'a>],
    pub regions: Vec<Region>,
    pub evidence: Evidence<'a>,
    pub guesses: Vec<Guess>,
}

impl<'a> Scene<'a> {
    /// `words` are those of `text`, and `found` holds its sentences.
    pub fn new(text: &'a str, words: &'a [Word<'a>], found: &Analysis) -> Self {
        let regions = sentences::regions(words, found);
        let evidence = Evidence::gather(words, &regions);
        let guesses = rules::find(text, words, &regions, &evidence);
        Scene { text, words, regions, evidence, guesses }
    }

    /// Calls `f` with the view of the words and the runs in which names may stand.
    pub fn look<R>(&self, gazetteer: &Gazetteer, f: impl FnOnce(&View, &[Run]) -> R) -> R {
        let runs = runs::find(self.words, &self.regions, gazetteer);
        f(&View::new(self, &runs, gazetteer), &runs)
    }
}

/// The named mentions, in order.
pub(crate) fn find(scene: &Scene, model: &NameModel) -> Vec<Mention> {
    let Scene { text, words, regions, .. } = scene;
    let runs = runs::find(words, regions, &model.gazetteer);
    // What is seen of each word is not kept any longer.
    let mut found = recognise::names(&View::new(scene, &runs, &model.gazetteer), &runs, model);
    fillers::cut(words, &mut found);
    let mut settled = settle::settle(words, regions, &runs, found, &model.gazetteer, |margin| model.confidence(margin));
    mend::mend(scene, &mut settled);
    let mut mentions = Vec::with_capacity(settled.len());
    for found in &settled {
        let Some(range) = trim::trim(words, found.words.clone(), found.kind) else { continue };
        let sentence = regions[found.region].sentence;
        let mut push = |range: Range<usize>, kind: Option<EntityType>| {
            let span = span_of(words, &range);
            // A well-known name of several words is what it is.
            let known = if range.len() > 1 || kind.is_none() { known(&words::phrase(text, span)) } else { None };
            if let Some(kind) = known.map(|known| known.entity_type).or(kind) {
                mentions.push(name(span, kind, sentence, found.confidence));
            }
        };
        // "US" of "US President Emil Hart", if it is known for something.
        let title = words[found.words.start..range.start].iter().position(|w| w.is(flag::TITLE | flag::TITLE_PART));
        if let Some(count) = title.filter(|count| *count > 0) {
            push(found.words.start..found.words.start + count, None);
        }
        push(range, Some(found.kind));
    }
    mentions
}
