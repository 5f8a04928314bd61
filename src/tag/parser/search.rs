//! Beam search over the steps of a parse (Zhang and Clark 2008): the best few parses of what was read so far go on side by
//! side. All have taken the same number of steps, so their sums of weights can be compared. Those far behind the best are
//! given up, so most of the time there is only one.

use super::features::{self, Keys, Words};
use super::system::{Chart, Move, State};
use super::weights::Arcs;
use crate::model::linear::best;

/// The moves in the order of their labels.
pub const MOVES: [Move; 3] = [Move::Shift, Move::Left, Move::Right];

/// Sentences of more words are parsed with a beam of one, so that memory stays small.
const LONG: u32 = 600;

/// What the features of a step weigh: a running parser's weights, or those of one that still learns.
pub trait Weigh {
    /// The sums for an arc to the left and to the right, compared with a shift.
    fn weigh(&self, keys: &[u32]) -> (i32, i32);
}

/// How wide to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Width {
    /// How many parses are followed at most; at least one.
    pub beam: u32,
    /// One that is so far behind the best is given up.
    pub margin: i32,
}

/// One parse among several.
#[derive(Clone, Copy, Debug, Default)]
pub struct Item {
    pub state: State,
    /// How much less it weighs than the best one: 0 or below.
    pub score: i32,
}

/// Sums for words that met before in this sentence; see `features::step`.
#[derive(Clone, Debug, Default)]
struct Sums {
    top: Vec<(i32, i32)>,
    second: Vec<(i32, i32)>,
    coming: Vec<(i32, i32)>,
    /// By which words they are, a place for several: the one that came last.
    met: Vec<Met>,
    sentence: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Met {
    words: [u32; 4],
    sum: (i32, i32),
}

const PLACES: usize = 1 << 9;
/// Stands for no word, where fewer than three met.
const NOBODY: u32 = u32::MAX;

impl Sums {
    /// Works out what is known of each word by itself.
    fn begin(&mut self, words: &Words, weigh: &impl Weigh, keys: &mut Keys) {
        self.sentence = self.sentence.wrapping_add(1);
        if self.sentence == 0 || self.met.is_empty() {
            self.met.clear();
            self.met.resize(PLACES, Met::default());
            self.sentence = 1;
        }
        self.top.clear();
        self.second.clear();
        self.coming.clear();
        for word in 0..=words.len() + 1 {
            keys.0.clear();
            features::top(words, word, keys);
            self.top.push(weigh.weigh(&keys.0));
            keys.0.clear();
            features::second(words, word, keys);
            self.second.push(weigh.weigh(&keys.0));
            keys.0.clear();
            if word > 0 {
                features::coming(words, word, keys);
            }
            self.coming.push(weigh.weigh(&keys.0));
        }
    }

    /// The sum for these words, worked out by `features` unless it is known.
    #[inline]
    fn of(
        &mut self,
        met: [u32; 3],
        weigh: &impl Weigh,
        keys: &mut Keys,
        features: impl FnOnce(&mut Keys),
    ) -> (i32, i32) {
        let words = [met[0], met[1], met[2], self.sentence];
        let mixed = met.iter().fold(0u32, |mixed, word| (mixed.rotate_left(9) ^ word).wrapping_mul(0x9E37_79B1));
        let place = mixed as usize >> 16 & (PLACES - 1);
        if self.met[place].words == words {
            return self.met[place].sum;
        }
        keys.0.clear();
        features(keys);
        let sum = weigh.weigh(&keys.0);
        self.met[place] = Met { words, sum };
        sum
    }
}

/// A step that could be taken next.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    score: i32,
    item: u32,
    step: Move,
}

/// The parses of one sentence, and memory used again for the next.
#[derive(Clone, Debug, Default)]
pub struct Search {
    pub chart: Chart,
    /// The best first.
    pub items: Vec<Item>,
    after: Vec<Item>,
    candidates: Vec<Candidate>,
    keys: Keys,
    sums: Sums,
    /// How much the best parse weighs.
    pub weight: i64,
}

impl Search {
    pub fn begin(&mut self, words: &Words, weigh: &impl Weigh) {
        self.items.clear();
        let state = self.chart.begin(words.len());
        self.items.push(Item { state, score: 0 });
        self.weight = 0;
        self.sums.begin(words, weigh, &mut self.keys);
    }

    pub fn is_done(&self) -> bool {
        self.items.first().is_none_or(|item| self.chart.is_done(&item.state))
    }

    /// What the steps to the left and to the right weigh for a parse, compared with a shift.
    pub fn weigh(&mut self, words: &Words, state: &State, weigh: &impl Weigh) -> (i32, i32) {
        let Search { chart, keys, sums, .. } = self;
        let [top, second, next] = {
            let [top, second, _] = chart.stack(state);
            [top.word, second.word, state.next]
        };
        keys.0.clear();
        features::dependents(words, chart, state, keys);
        let own = weigh.weigh(&keys.0);
        let parts = [
            sums.top[top as usize],
            sums.second[second as usize],
            sums.coming[next as usize],
            sums.of([top, next, NOBODY], weigh, keys, |keys| features::top_coming(words, top, next, keys)),
            sums.of([second, NOBODY, top], weigh, keys, |keys| features::second_top(words, second, top, keys)),
            sums.of([second, top, next], weigh, keys, |keys| features::three(words, second, top, next, keys)),
        ];
        parts.iter().fold(own, |sum, part| (sum.0 + part.0, sum.1 + part.1))
    }

    /// Takes one step in every parse and keeps the best.
    pub fn advance(&mut self, words: &Words, weigh: &impl Weigh, arcs: &Arcs, width: Width) {
        self.candidates.clear();
        for number in 0..self.items.len() {
            let item = self.items[number];
            let allowed = MOVES.map(|step| self.chart.allows(&item.state, step));
            let alone = allowed.iter().filter(|allowed| **allowed).count() == 1;
            let (left, right) = if alone { (0, 0) } else { self.weigh(words, &item.state, weigh) };
            for ((step, allowed), score) in MOVES.into_iter().zip(allowed).zip([0, left, right]) {
                if allowed {
                    self.candidates.push(Candidate { score: item.score + score, item: number as u32, step });
                }
            }
        }
        // Of equal ones the first, so that the same sentence always has the same parse.
        self.candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.score));
        let beam = if words.len() > LONG { 1 } else { width.beam.max(1) as usize };
        self.candidates.truncate(beam);
        let Some(first) = self.candidates.first().map(|candidate| candidate.score) else { return };
        self.weight += i64::from(first);
        self.after.clear();
        for at in 0..self.candidates.len() {
            let Candidate { score, item, step } = self.candidates[at];
            if first - score > width.margin {
                break;
            }
            let state = self.items[item as usize].state;
            let relation = self.relation(words, &state, step, arcs);
            let state = self.chart.apply(&state, step, relation);
            self.after.push(Item { state, score: score - first });
        }
        std::mem::swap(&mut self.items, &mut self.after);
    }

    /// The relation of the arc that a move makes, counted from 1; 0 for a shift.
    pub fn relation(&mut self, words: &Words, state: &State, step: Move, arcs: &Arcs) -> u8 {
        if step == Move::Shift {
            return 0;
        }
        self.keys.0.clear();
        features::arc(words, &self.chart, state, step, &mut self.keys);
        let mut scores = [0; 64];
        arcs.add(&self.keys.0, &mut scores);
        arcs.relation(best(&scores[..arcs.relations()]))
    }
}
