//! Learns the parser from treebanks: first the relations of the arcs of right trees, then the steps, by what a parser with
//! them gets wrong.

mod arcs;
mod gold;
mod moves;

use crate::analysis::{Pos, Relation, Tag};
use crate::error::{Error, Result};
use crate::model::{Classes, Model, classes};
use crate::tag::parser::arcs::MOST;
use crate::tag::parser::features::Words;
use crate::tag::parser::moves::Moves;
use crate::tag::parser::way::Way;
use crate::tag::parser::{ARCS, MOVES, NAME, Parser, RELATIONS, relation};
use crate::train::conllu::Sentence;
use crate::train::orders;
use gold::Gold;

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// How often all sentences are seen for their steps, and for their relations.
    pub rounds: u64,
    pub arc_rounds: u64,
    /// A feature counts once its weights changed so often; a change has two sides.
    pub changes: u16,
    /// Weights of moves smaller than this are left out, in hundredths of an update.
    pub least_move: i64,
    /// The same for weights of relations.
    pub least_arc: i64,
    /// The mean of the weights learnt from so many orders of the sentences is kept.
    pub orders: u64,
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { rounds: 8, arc_rounds: 6, changes: 8, least_move: 60, least_arc: 40, orders: 8, seed: 1 }
    }
}

impl Settings {
    pub fn named(&self) -> Vec<(&'static str, i64)> {
        let Settings { rounds, arc_rounds, changes, least_move, least_arc, orders, seed } = *self;
        vec![
            ("rounds", rounds as i64),
            ("arc_rounds", arc_rounds as i64),
            ("changes", changes.into()),
            ("least_move", least_move),
            ("least_arc", least_arc),
            ("orders", orders as i64),
            ("seed", seed as i64),
        ]
    }
}

/// A sentence to learn from.
struct Example {
    words: Words,
    gold: Gold,
}

/// Learns from all sentences, in an order that `settings.seed` fixes. Tags are taken as they stand there.
///
/// # Errors
/// A tree is broken, or there is nothing to learn from.
pub fn train(sentences: &[Sentence], known: &Model, settings: &Settings) -> Result<Model> {
    let kin = Classes::new(known)?;
    let example = |sentence: &Sentence| {
        let mut words = Words::default();
        fill(&mut words, sentence, &kin);
        Ok(Example { words, gold: Gold::of(sentence)? })
    };
    let examples: Vec<Example> = sentences.iter().map(example).collect::<Result<_>>()?;
    let relations = relations(&examples);
    if relations.is_empty() || relations.len() > MOST {
        return Err(Error::failed("the treebank has no arcs to learn from").file(NAME));
    }
    let words: Vec<String> = relations.iter().map(|own| relation(*own).as_str().to_owned()).collect();
    // Steps are learnt with relations as wrong as they will be: by half the sentences for the other half.
    let half = |part| {
        let own: Vec<&Example> = examples.iter().skip(part).step_by(2).collect();
        arcs::Learner::train(&own, &relations, settings, settings.seed).finish(settings)
    };
    let halves = rayon::join(|| half(1), || half(0)).into();
    let moves = moves::train(&examples, &halves, settings);
    let all: Vec<&Example> = examples.iter().collect();
    let learn = |_, seed| arcs::Learner::train(&all, &relations, settings, seed);
    let arcs = arcs::rows(orders::each(settings.orders, settings.seed, learn), settings);
    let mut model = Model::new(NAME);
    model.add_words(RELATIONS, &words);
    model.add(classes::NAME, known.section(classes::NAME)?.to_vec());
    model.add(MOVES, Moves::write(moves));
    model.add_linear(ARCS, relations.len(), &arcs);
    Ok(model)
}

/// The numbers of the relations of all arcs.
fn relations(examples: &[Example]) -> Vec<u8> {
    let arcs = examples.iter().flat_map(|example| example.gold.heads.iter().zip(&example.gold.relations).skip(1));
    let mut relations: Vec<u8> = arcs.filter(|(head, _)| **head != 0).map(|(_, own)| *own).collect();
    relations.sort_unstable();
    relations.dedup();
    relations
}

/// The words of a sentence as the parser sees them.
fn fill(words: &mut Words, sentence: &Sentence, classes: &Classes) {
    words.begin();
    for word in &sentence.words {
        let (pos, tag) = (Pos::named(&word.upos).unwrap_or(Pos::Other), Tag::named(&word.xpos).unwrap_or(Tag::Xx));
        words.push(&word.form, pos, tag, classes);
    }
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
    let mut way = Way::default();
    let mut scores = Scores::default();
    for sentence in sentences {
        fill(&mut way.words, sentence, &parser.classes);
        parser.run(&mut way);
        for (word, (own, named)) in sentence.words.iter().zip(&way.state.tree[1..]) {
            let found = if *own == 0 { Relation::Root } else { relation(*named) }.as_str();
            let universal = |relation: &str| relation.split(':').next().map(str::to_owned);
            let head = *own as usize == word.head;
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
