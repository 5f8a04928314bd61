//! Who depends on whom: a transition parser that decides step by step (Nivre 2008), with a beam, learnt from treebanks.

pub mod features;
pub mod search;
pub mod system;
pub mod weights;

use crate::analysis::{Relation, Sentence, Token};
use crate::error::{Error, Result};
use crate::model::file::Reader;
use crate::model::{Classes, Model};
use features::Words;
use search::{Search, Width};
use weights::{Arcs, Moves};

/// The name in a model's file.
pub const NAME: &str = "parser";

/// Sections of the model's file; word classes are in `classes`.
pub const RELATIONS: &str = "relations";
pub const WIDTH: &str = "width";
pub const MOVES: &str = "moves";
pub const ARCS: &str = "arcs";

/// Memory used again from sentence to sentence; one for each thread.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub words: Words,
    search: Search,
    /// The head and the relation's number of each word, counted from 1; the root's head is 0.
    pub tree: Vec<(u32, u8)>,
}

/// Immutable, for all threads.
#[derive(Clone, Debug)]
pub struct Parser {
    pub classes: Classes,
    width: Width,
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
        if relations.is_empty() || relations.len() > 64 {
            return Err(damaged(RELATIONS));
        }
        let read = |section| Ok::<_, Error>(Reader::new(model.section(section)?));
        let mut width = read(WIDTH)?;
        let mut number = || width.number().and_then(|number| u32::try_from(number).ok()).ok_or_else(|| damaged(WIDTH));
        Ok(Parser {
            classes: Classes::new(model)?,
            width: Width { beam: number()?.min(64), margin: number()?.min(1 << 20) as i32 },
            moves: Moves::read(&mut read(MOVES)?).ok_or_else(|| damaged(MOVES))?,
            arcs: Arcs::read(&mut read(ARCS)?, relations).ok_or_else(|| damaged(ARCS))?,
        })
    }

    /// Searches more or less widely than the model asks for.
    pub fn with_width(self, width: Width) -> Self {
        Parser { width, ..self }
    }

    /// Finds the head and relation of each token: `tokens[i].head` is an index into `tokens`, within the same sentence;
    /// the root points at itself. Tags must be there. Takes time in proportion to the number of tokens.
    pub fn parse(&self, text: &str, tokens: &mut [Token], sentences: &[Sentence], scratch: &mut Scratch) {
        for sentence in sentences {
            let first = sentence.tokens.start;
            let Some(tokens) = tokens.get_mut(first as usize..sentence.tokens.end as usize) else { continue };
            scratch.words.begin();
            for token in tokens.iter() {
                scratch.words.push(token.span.of(text), token.pos, token.tag, &self.classes);
            }
            self.run(scratch);
            for (at, (token, found)) in tokens.iter_mut().zip(scratch.tree.iter().skip(1)).enumerate() {
                (token.head, token.relation) = match *found {
                    (0, _) => (first + at as u32, Relation::Root),
                    (head, own) => (first + head - 1, relation(own)),
                };
            }
        }
    }

    /// Parses the words in `scratch`, and leaves the tree there.
    pub fn run(&self, scratch: &mut Scratch) {
        let Scratch { words, search, tree } = scratch;
        search.begin(words, &self.moves);
        while !search.is_done() {
            search.advance(words, &self.moves, &self.arcs, self.width);
        }
        tree.clear();
        tree.resize(words.len() as usize + 1, (0, 0));
        if let Some(best) = search.items.first() {
            search.chart.arcs(&best.state).for_each(|arc| tree[arc.word as usize] = (arc.head, arc.relation));
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
