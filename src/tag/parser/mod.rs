//! Who depends on whom: a transition parser that decides step by step (Nivre 2008), learnt from treebanks.

pub mod arcs;
pub mod features;
pub mod moves;
pub mod system;
pub mod way;

use crate::analysis::{Relation, Sentence, Token};
use crate::error::{Error, Result};
use crate::model::file::Reader;
use crate::model::{Classes, Model};
use arcs::Arcs;
use moves::Moves;
use way::Way;

/// The name in a model's file.
pub const NAME: &str = "parser";

/// Sections of the model's file; word classes are in `classes`.
pub const RELATIONS: &str = "relations";
pub const MOVES: &str = "moves";
pub const ARCS: &str = "arcs";

/// So many sentences take turns: while the weights of one come from memory, the others go on.
const TURNS: usize = 4;

/// Memory used again from sentence to sentence; one for each thread.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    ways: [Way; TURNS],
}

/// Immutable, for all threads.
#[derive(Clone, Debug)]
pub struct Parser {
    pub classes: Classes,
    moves: Moves,
    arcs: Arcs,
}

impl Parser {
    /// # Errors
    /// The model lacks a section or is damaged.
    pub fn new(model: &Model) -> Result<Self> {
        let unknown = |word: &str| Error::failed(format!("knows a relation “{word}”, which is none")).file(NAME);
        let damaged = |section: &str| Error::failed(format!("is damaged in its section “{section}”")).file(NAME);
        let words = model.words(RELATIONS)?;
        let relations = words.iter().map(|word| Relation::named(word).map(number).ok_or_else(|| unknown(word)));
        let relations: Vec<u8> = relations.collect::<Result<_>>()?;
        if relations.is_empty() || relations.len() > arcs::MOST {
            return Err(damaged(RELATIONS));
        }
        let moves = Moves::read(&mut Reader::new(model.section(MOVES)?)).ok_or_else(|| damaged(MOVES))?;
        let arcs = Arcs { weights: model.linear(ARCS)?, relations };
        Ok(Parser { classes: Classes::new(model)?, moves, arcs })
    }

    /// Finds the head and relation of each token: `tokens[i].head` is an index into `tokens`, within the same sentence;
    /// the root points at itself. Tags must be there. Takes time in proportion to the number of tokens.
    pub fn parse(&self, text: &str, tokens: &mut [Token], sentences: &[Sentence], scratch: &mut Scratch) {
        let mut waiting = sentences.iter().map(|sentence| sentence.tokens.clone()).filter(|own| !own.is_empty());
        let mut begin = |way: &mut Way, tokens: &[Token]| {
            let own = waiting.next()?;
            way.words.begin();
            for token in tokens.get(own.start as usize..own.end as usize).unwrap_or_default() {
                way.words.push(token.span.of(text), token.pos, token.tag, &self.classes);
            }
            way.begin(&self.moves);
            Some(own.start)
        };
        let mut turns: Vec<(&mut Way, u32)> = Vec::with_capacity(TURNS);
        for way in &mut scratch.ways {
            if let Some(first) = begin(way, tokens) {
                turns.push((way, first));
            }
        }
        while !turns.is_empty() {
            turns.retain_mut(|(way, first)| {
                if !way.advance(&self.moves, &self.arcs) {
                    return true;
                }
                fill(tokens, *first, &way.state.tree);
                match begin(way, tokens) {
                    Some(next) => *first = next,
                    None => return false,
                }
                true
            });
        }
    }

    /// Parses the words in `way`, and leaves the tree there.
    pub fn run(&self, way: &mut Way) {
        way.begin(&self.moves);
        while !way.advance(&self.moves, &self.arcs) {}
    }
}

/// Heads and relations of the tokens of a sentence, the first of which is `first`.
fn fill(tokens: &mut [Token], first: u32, tree: &[(u32, u8)]) {
    let tokens = tokens.get_mut(first as usize..).unwrap_or_default();
    for (at, (token, found)) in tokens.iter_mut().zip(tree.iter().skip(1)).enumerate() {
        (token.head, token.relation) = match *found {
            (0, _) => (first + at as u32, Relation::Root),
            (head, own) => (first + head - 1, relation(own)),
        };
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
