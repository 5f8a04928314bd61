//! One sentence's way to its tree, step by step, the likeliest step each time. A stride ends where weights are needed that
//! are not at hand: they are asked for, and while they come another sentence has its turn.

use super::arcs::Arcs;
use super::features::{self, Keys, Words};
use super::moves::Moves;
use super::system::{Move, State};
use crate::model::linear::Row;

/// What the next stride does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stride {
    /// Takes the words by themselves into account.
    #[default]
    Begin,
    /// Chooses a move.
    Choose,
    /// Finds the weights of the relation of the arc that the move makes.
    Find(Move),
    /// Chooses the relation.
    Relate(Move),
    Done,
}

/// What features weigh together for an arc to the left and to the right, compared with a shift.
type Sum = (i32, i32);

/// A sentence, how far its parse is, and the weights that are on their way; memory is used again for the next.
#[derive(Clone, Debug, Default)]
pub struct Way {
    pub words: Words,
    pub state: State,
    stride: Stride,
    /// The features that the next stride weighs.
    keys: Keys,
    /// Where the weights are that the next stride adds up.
    rows: Vec<Row>,
    /// By word: what it weighs as the top of the stack, as the second, as the next.
    alone: Vec<[Sum; 3]>,
    /// For each word on the stack what it weighs together with the one below it.
    pairs: Vec<Sum>,
    /// So many of `keys` are those of the newest pair.
    pair: usize,
}

impl Way {
    /// Begins with the words that are there.
    pub fn begin(&mut self, moves: &Moves) {
        self.state.begin(self.words.len());
        self.keys.0.clear();
        self.alone.clear();
        self.pairs.clear();
        self.pair = 0;
        for word in 0..=self.words.len() + 1 {
            features::top(&self.words, word, &mut self.keys);
            features::second(&self.words, word, &mut self.keys);
            features::coming(&self.words, word, &mut self.keys);
        }
        moves.fetch(&self.keys.0);
        self.stride = Stride::Begin;
    }

    /// Goes on to where weights are needed next; says whether the tree is done.
    pub fn advance(&mut self, moves: &Moves, arcs: &Arcs) -> bool {
        match self.stride {
            Stride::Begin => {
                self.weigh_words(moves);
                self.look(moves, arcs);
            }
            Stride::Choose => match self.choose(moves) {
                Move::Shift => {
                    self.state.apply(Move::Shift, 0);
                    self.look(moves, arcs);
                }
                step => self.name(step, arcs),
            },
            Stride::Find(step) => {
                self.rows.clear();
                arcs.weights.find_all(&self.keys.0, &mut self.rows);
                self.stride = Stride::Relate(step);
            }
            Stride::Relate(step) => {
                self.state.apply(step, arcs.relation(&self.rows));
                self.pairs.truncate(self.state.height());
                self.look(moves, arcs);
            }
            Stride::Done => {}
        }
        self.stride == Stride::Done
    }

    fn weigh_words(&mut self, moves: &Moves) {
        let each = features::TOP + features::SECOND + features::COMING;
        self.alone.extend(self.keys.0.chunks_exact(each).map(|keys| {
            let (top, rest) = keys.split_at(features::TOP);
            let (second, coming) = rest.split_at(features::SECOND);
            [moves.weigh(top), moves.weigh(second), moves.weigh(coming)]
        }));
    }

    /// Asks for what the next choice weighs.
    fn look(&mut self, moves: &Moves, arcs: &Arcs) {
        match self.state.only() {
            _ if self.state.is_done() => return self.stride = Stride::Done,
            Some(Move::Shift) => {
                self.state.apply(Move::Shift, 0);
                return self.look(moves, arcs);
            }
            Some(step) => return self.name(step, arcs),
            None => {}
        }
        let Way { words, state, keys, .. } = self;
        let [top, second, _] = state.top();
        keys.0.clear();
        if self.pairs.len() < state.height() {
            features::second_top(words, second, top, keys);
        }
        self.pair = keys.0.len();
        features::top_coming(words, top, state.next, keys);
        features::three(words, second, top, state.next, keys);
        features::dependents(words, state, keys);
        moves.fetch(&keys.0);
        self.stride = Stride::Choose;
    }

    /// The likeliest move; of equal ones the first, so that the same sentence always has the same tree.
    fn choose(&mut self, moves: &Moves) -> Move {
        let (pair, own) = self.keys.0.split_at(self.pair);
        if !pair.is_empty() {
            self.pairs.push(moves.weigh(pair));
        }
        let [top, second, _] = self.state.top();
        let alone = |word: u32, place: usize| self.alone[word as usize][place];
        let known = [alone(top, 0), alone(second, 1), alone(self.state.next, 2)];
        let pair = self.pairs.last().copied().unwrap_or_default();
        let (left, right) =
            known.iter().chain([&pair]).fold(moves.weigh(own), |sum, part| (sum.0 + part.0, sum.1 + part.1));
        let right = if self.state.allows(Move::Right) { right } else { i32::MIN };
        let left = if self.state.allows(Move::Left) { left } else { i32::MIN };
        let shift = if self.state.allows(Move::Shift) { 0 } else { i32::MIN };
        match () {
            () if shift >= left && shift >= right => Move::Shift,
            () if left >= right => Move::Left,
            () => Move::Right,
        }
    }

    /// Asks for what the relation of the arc weighs.
    fn name(&mut self, step: Move, arcs: &Arcs) {
        self.keys.0.clear();
        features::arc(&self.words, &self.state, step, &mut self.keys);
        arcs.weights.fetch(&self.keys.0);
        self.stride = Stride::Find(step);
    }
}
