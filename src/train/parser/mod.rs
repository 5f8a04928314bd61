//! Learns the parser from treebanks: for each word its head among all words, and the relation of that arc.

mod adam;
mod batch;
mod gold;
mod learner;
mod loss;
mod net;
mod recurrent;
mod slopes;
mod vocabulary;
mod whole;

use std::ops::RangeInclusive;

use rayon::prelude::*;

use crate::analysis::{Relation, Tag};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::tag::parser::features::{TAGS, WORD};
use crate::tag::parser::{NAME, Parser, Scratch};
use crate::train::conllu::Sentence;
use crate::train::orders;
use gold::Gold;
use learner::Learner;
use net::{Net, Sizes};
use vocabulary::Vocabulary;

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// How often all sentences are seen.
    pub rounds: u64,
    /// Numbers of a feature's vector; numbers that a layer carries in each direction; layers; numbers that words are compared by.
    pub vector: usize,
    pub state: usize,
    pub layers: usize,
    pub view: usize,
    /// Words that are learnt from together, at least.
    pub together: usize,
    /// The length of the longest steps, in ten-thousandths; they grow to it, and then shrink in proportion to what is left to do.
    pub rate: u64,
    /// Percent of numbers left out by chance, of words taken for unknown ones, and of tags.
    pub drop: u64,
    pub unknown_words: u64,
    pub unknown_tags: u64,
    /// A word has a vector from so many sightings on, and any other feature but tags.
    pub least_words: u64,
    pub least: u64,
    /// The first rounds also learn from plain text, with the trees of a parser that learnt for `first_rounds`.
    pub plain_rounds: u64,
    pub first_rounds: u64,
    /// So many rounds are in one order, the others in each of so many.
    pub trunk: u64,
    pub orders: u64,
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            rounds: 30,
            vector: 80,
            state: 96,
            layers: 2,
            view: 64,
            together: 800,
            rate: 30,
            drop: 20,
            unknown_words: 15,
            unknown_tags: 5,
            least_words: 2,
            least: 4,
            plain_rounds: 5,
            first_rounds: 16,
            trunk: 15,
            orders: 4,
            seed: 1,
        }
    }
}

impl Settings {
    pub fn named(&self) -> Vec<(&'static str, i64)> {
        let Settings { rounds, vector, state, layers, view, together, rate, drop, unknown_words, unknown_tags, .. } =
            *self;
        vec![
            ("rounds", rounds as i64),
            ("vector", vector as i64),
            ("state", state as i64),
            ("layers", layers as i64),
            ("view", view as i64),
            ("together", together as i64),
            ("rate", rate as i64),
            ("drop", drop as i64),
            ("unknown_words", unknown_words as i64),
            ("unknown_tags", unknown_tags as i64),
            ("least_words", self.least_words as i64),
            ("least", self.least as i64),
            ("plain_rounds", self.plain_rounds as i64),
            ("first_rounds", self.first_rounds as i64),
            ("trunk", self.trunk as i64),
            ("orders", self.orders as i64),
            ("seed", self.seed as i64),
        ]
    }

    /// How often a feature of a template must be seen.
    fn least(&self, template: u32) -> u64 {
        match template as usize {
            WORD => self.least_words,
            tag if TAGS.contains(&tag) => 1,
            _ => self.least,
        }
    }
}

/// The number of a relation that is not learnt: the root's, which goes without saying.
const NO_RELATION: u8 = u8::MAX;

/// A sentence to learn from: the rows of its words' features, and its tree.
pub struct Example {
    rows: Vec<u32>,
    heads: Vec<u32>,
    relations: Vec<u8>,
}

/// Learns from `sentences`, in an order that `settings.seed` fixes, and in the first rounds from `plain` too: text that nobody
/// annotated, with the trees that a first parser finds in it. Tags are taken as they stand there.
///
/// # Errors
/// A tree is broken, or there is nothing to learn from.
pub fn train(sentences: &[Sentence], mut plain: Vec<Sentence>, settings: &Settings) -> Result<Model> {
    plain.retain(|sentence| PLAIN.contains(&sentence.words.len()));
    if plain.is_empty() {
        return of_trees(sentences, &[], settings);
    }
    let first = Settings { rounds: settings.first_rounds, orders: 1, ..*settings };
    let parser = Parser::new(&of_trees(sentences, &[], &first)?)?;
    plain.par_iter_mut().for_each_init(Scratch::default, |scratch, sentence| {
        let tree = parser.tree(&tagged(sentence).collect::<Vec<_>>(), scratch);
        for (word, (head, relation)) in sentence.words.iter_mut().zip(tree) {
            (word.head, word.relation) = (head as usize, relation.as_str().to_owned());
        }
    });
    of_trees(sentences, &plain, settings)
}

/// So many words have sentences of plain text that are learnt from.
const PLAIN: RangeInclusive<usize> = 3..=80;

fn of_trees(sentences: &[Sentence], plain: &[Sentence], settings: &Settings) -> Result<Model> {
    let gold = sentences.len();
    let sentences: Vec<&Sentence> = sentences.iter().chain(plain).collect();
    let golds: Vec<Gold> = sentences.iter().copied().map(Gold::of).collect::<Result<_>>()?;
    let relations = relations(&golds[..gold]);
    if relations.is_empty() || relations.len() >= usize::from(NO_RELATION) {
        return Err(Error::failed("the treebank has no arcs to learn from").file(NAME));
    }
    let vocabulary = Vocabulary::of(&sentences, settings);
    let example = |(sentence, gold): (&&Sentence, Gold)| {
        let number = |(head, relation): (&u32, &Relation)| match relations
            .binary_search_by_key(&(*relation as u8), |own| *own as u8)
        {
            Ok(number) if *head != 0 => number as u8,
            _ => NO_RELATION,
        };
        let relations = gold.heads.iter().zip(&gold.relations).map(number).collect();
        Example { rows: vocabulary.rows(sentence), heads: gold.heads, relations }
    };
    let examples: Vec<Example> = sentences.iter().zip(golds).map(example).collect();
    let Settings { vector, state, layers, view, .. } = *settings;
    let sizes = Sizes { rows: vocabulary.count(), vector, state, layers, view, relations: relations.len() };
    let net = learn(&examples, gold, sizes, settings);
    Ok(whole::model(&net, &relations, &vocabulary.known))
}

/// The first rounds in one order, the others in several, each from where the first ended; their mean is kept (Wortsman and
/// others 2022).
fn learn(examples: &[Example], gold: usize, sizes: Sizes, settings: &Settings) -> Net {
    let mut learner = Learner::new(examples, gold, sizes, settings);
    let trunk = settings.trunk.min(settings.rounds);
    (0..trunk).for_each(|round| learner.round(round));
    let orders = orders::each(settings.orders, settings.seed + 1, |_, seed| {
        let mut own = learner.clone();
        own.turn(seed);
        (trunk..settings.rounds).for_each(|round| own.round(round));
        own.adam.mean
    });
    let mut mean = Net::zeros(sizes);
    orders.iter().for_each(|net| mean.add(net));
    let share = 1.0 / orders.len() as f32;
    mean.tensors.iter_mut().flatten().for_each(|value| *value *= share);
    mean
}

/// The relations of all arcs, but for those to the root.
fn relations(golds: &[Gold]) -> Vec<Relation> {
    let arcs = golds.iter().flat_map(|gold| gold.heads.iter().zip(&gold.relations));
    let mut relations: Vec<Relation> = arcs.filter(|(head, _)| **head != 0).map(|(_, own)| *own).collect();
    relations.sort_unstable_by_key(|relation| *relation as u8);
    relations.dedup();
    relations
}

/// The words of a sentence and their tags.
fn tagged(sentence: &Sentence) -> impl Iterator<Item = (&str, Tag)> {
    sentence.words.iter().map(|word| (word.form.as_str(), Tag::named(&word.xpos).unwrap_or(Tag::Xx)))
}

/// How many words got the right head (UAS), head and universal relation (LAS, as CoNLL 2018 counts it), head and full
/// relation. All words count, punctuation too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    pub words: usize,
    pub heads: usize,
    pub labelled: usize,
    pub with_subtypes: usize,
}

impl Scores {
    /// In percent: UAS, LAS, LAS with subtypes.
    pub fn percent(&self) -> [f64; 3] {
        [self.heads, self.labelled, self.with_subtypes].map(|right| 100.0 * right as f64 / self.words.max(1) as f64)
    }
}

/// Parses the sentences with the tags that stand there and compares.
pub fn evaluate(parser: &Parser, sentences: &[Sentence]) -> Scores {
    let mut scratch = Scratch::default();
    let mut scores = Scores::default();
    for sentence in sentences {
        let tree = parser.tree(&tagged(sentence).collect::<Vec<_>>(), &mut scratch);
        for (word, (own, relation)) in sentence.words.iter().zip(tree) {
            let found = relation.as_str();
            let universal = |relation: &str| relation.split(':').next().map(str::to_owned);
            let head = own as usize == word.head;
            scores.words += 1;
            scores.heads += usize::from(head);
            scores.labelled += usize::from(head && universal(found) == universal(&word.relation));
            scores.with_subtypes += usize::from(head && found == word.relation);
        }
    }
    scores
}

#[cfg(test)]
mod tests;
