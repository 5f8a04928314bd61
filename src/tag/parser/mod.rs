//! Who depends on whom: a transition parser that decides one step at a time (Nivre 2008), learnt from treebanks.

pub mod features;
pub mod system;
mod weights;

use crate::analysis::{Relation, Sentence, Token};
use crate::error::{Error, Result};
use crate::model::linear::best;
use crate::model::{Linear, Model};
use features::Words;
use system::{Move, State};
use weights::Moves;

/// The name in a model's file.
pub const NAME: &str = "parser";

/// The moves in the order of their labels.
pub const MOVES: [Move; 3] = [Move::Shift, Move::Left, Move::Right];

/// The allowed move with the highest score; of equal ones the first.
#[inline]
pub fn best_move(state: &State, scores: [i32; 3]) -> Move {
    let mut best = (i32::MIN, Move::Shift);
    for (step, score) in MOVES.into_iter().zip(scores) {
        if score > best.0 && state.allows(step) {
            best = (score, step);
        }
    }
    best.1
}

/// Memory used again from sentence to sentence; one for each thread.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub words: Words,
    pub state: State,
    features: Vec<u32>,
    scores: Vec<i32>,
}

/// Immutable, for all threads.
#[derive(Clone, Debug)]
pub struct Parser {
    relations: Vec<Relation>,
    moves: Moves,
    arcs: Linear,
}

impl Parser {
    /// # Errors
    /// The model lacks a section or is damaged.
    pub fn new(model: &Model) -> Result<Self> {
        let unknown = |word: &str| Error::failed(format!("knows a relation “{word}”, which is none")).file(NAME);
        let words = model.words("relations")?;
        let relations: Vec<Relation> =
            words.iter().map(|word| Relation::named(word).ok_or_else(|| unknown(word))).collect::<Result<_>>()?;
        let arcs = model.linear("arcs")?;
        if relations.is_empty() || arcs.labels() != relations.len() {
            return Err(Error::failed("is damaged: its relations and weights do not agree").file(NAME));
        }
        Ok(Parser { relations, moves: Moves::new(&model.linear("moves")?.rows()), arcs })
    }

    /// Finds the head and relation of each token: `tokens[i].head` is an index into `tokens`, within the same sentence;
    /// the root points at itself. Tags must be there. Takes time in proportion to the number of tokens.
    pub fn parse(&self, text: &str, tokens: &mut [Token], sentences: &[Sentence], scratch: &mut Scratch) {
        for sentence in sentences {
            let first = sentence.tokens.start;
            let Some(tokens) = tokens.get_mut(first as usize..sentence.tokens.end as usize) else { continue };
            scratch.words.begin();
            tokens.iter().for_each(|token| scratch.words.push(token.span.of(text), token.pos, token.tag));
            self.run(scratch);
            for (at, token) in tokens.iter_mut().enumerate() {
                let node = scratch.state.node(at as u32 + 1);
                (token.head, token.relation) = match node.head {
                    0 => (first + at as u32, Relation::Root),
                    head => (first + head - 1, relation(node.relation)),
                };
            }
        }
    }

    /// Parses the words in `scratch`; the tree is in its state.
    pub fn run(&self, scratch: &mut Scratch) {
        let Scratch { words, state, features, scores } = scratch;
        state.begin(words.len());
        while !state.is_done() {
            features.clear();
            features::step(state, words, features);
            let (left, right) = self.moves.score(features);
            let step = best_move(state, [0, left, right]);
            if step == Move::Shift {
                state.apply(step, 0);
                continue;
            }
            features.clear();
            features::arc(state, words, step, features);
            scores.clear();
            scores.resize(self.relations.len(), 0);
            self.arcs.score(features, scores);
            state.apply(step, self.relations.get(best(scores)).map_or(0, |relation| number(*relation)));
        }
    }
}

/// The number of a relation in the tree, counted from 1.
pub fn number(relation: Relation) -> u8 {
    relation as u8 + 1
}

/// The relation of a number.
pub fn relation(number: u8) -> Relation {
    number.checked_sub(1).and_then(|at| Relation::ALL.get(at as usize)).copied().unwrap_or(Relation::Dep)
}
