//! Which features have a row of their own.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Settings, tagged};
use crate::model::features::hash;
use crate::model::{Atom, Sink, Template};
use crate::tag::parser::features::{TEMPLATES, Words};
use crate::train::conllu::Sentence;

/// The features that have a row of their own. Rows of what is unknown come before them, by template.
pub struct Vocabulary {
    /// Rising.
    pub known: Vec<u32>,
    numbers: FxHashMap<u32, u32>,
}

/// Features with the numbers of their templates.
#[derive(Default)]
struct Numbered(Vec<(u32, u32)>);

impl Sink for Numbered {
    fn add(&mut self, template: Template, atoms: &[Atom]) {
        self.0.push((template.0, hash(template, atoms)));
    }
}

impl Vocabulary {
    pub fn of(sentences: &[&Sentence], settings: &Settings) -> Vocabulary {
        let mut counts: BTreeMap<u32, (u32, u64)> = BTreeMap::new();
        let (mut words, mut found) = (Words::default(), Numbered::default());
        for sentence in sentences {
            fill(&mut words, sentence);
            (0..words.len()).for_each(|at| words.features(at, &mut found));
            for (template, feature) in found.0.drain(..) {
                counts.entry(feature).or_insert((template, 0)).1 += 1;
            }
        }
        let known = counts.into_iter().filter(|(_, (template, count))| *count >= settings.least(*template));
        let known: Vec<u32> = known.map(|(feature, _)| feature).collect();
        let numbers = known.iter().zip(TEMPLATES as u32..).map(|(feature, number)| (*feature, number)).collect();
        Vocabulary { known, numbers }
    }

    pub fn count(&self) -> usize {
        TEMPLATES + self.known.len()
    }

    pub fn rows(&self, sentence: &Sentence) -> Vec<u32> {
        let (mut words, mut found) = (Words::default(), Numbered::default());
        fill(&mut words, sentence);
        (0..words.len()).for_each(|at| words.features(at, &mut found));
        found.0.iter().map(|(template, feature)| self.numbers.get(feature).copied().unwrap_or(*template)).collect()
    }
}

/// The words of a sentence as the parser sees them.
fn fill(words: &mut Words, sentence: &Sentence) {
    words.clear();
    tagged(sentence).for_each(|(form, tag)| words.push(form, tag));
}
