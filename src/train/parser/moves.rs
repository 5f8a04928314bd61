//! Learns steps with an averaged perceptron and a dynamic oracle (Goldberg and Nivre 2013): the parser goes its own way, wrong
//! steps too, and learns at each what is best from there on.

use rustc_hash::FxHashMap;

use super::{Example, Settings};
use crate::tag::parser::arcs::Arcs;
use crate::tag::parser::features::{self, Keys, Words};
use crate::tag::parser::moves::{MOST, Pair};
use crate::tag::parser::system::{MOVES, Move, State};

use crate::train::orders;
use crate::train::perceptron::shuffle;

/// Finished weights count so many parts of an update.
pub const SCALE: i64 = 10;

/// One feature's weights for shift, left and right now; key 0 is an empty place.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    key: u32,
    now: [i16; 3],
    /// How often they changed.
    changes: u16,
}

/// Weights while they are learnt, in a table with open addressing, at most half full.
#[derive(Debug)]
struct Table {
    rows: Vec<Row>,
    /// For each row the sum of its changes, each times the sentences seen before it: what the mean lacks.
    late: Vec<[i64; 3]>,
    used: usize,
    /// A feature counts once its weights changed so often (Goldberg and Elhadad 2011): most never do, and the model is
    /// small without them.
    changes: u16,
}

impl Table {
    fn new(changes: u16) -> Self {
        let size = 1 << 16;
        Table { rows: vec![Row::default(); size], late: vec![[0; 3]; size], used: 0, changes }
    }

    #[inline]
    fn place(&self, key: u32) -> usize {
        let mask = self.rows.len() - 1;
        let mut at = key.wrapping_mul(0x9E37_79B1) as usize & mask;
        while self.rows[at].key != key && self.rows[at].key != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    fn change(&mut self, keys: &[u32], step: Move, by: i16, seen: i64) {
        for key in keys {
            // Key 0 is lost: one feature in four thousand million.
            let mut at = self.place(*key);
            if self.rows[at].key != *key {
                self.used += 1;
                if self.used * 2 > self.rows.len() {
                    self.grow();
                    at = self.place(*key);
                }
                self.rows[at].key = *key;
            }
            let row = &mut self.rows[at];
            row.now[step as usize] = row.now[step as usize].saturating_add(by);
            row.changes = row.changes.saturating_add(1);
            self.late[at][step as usize] += i64::from(by) * seen;
        }
    }

    fn grow(&mut self) {
        let size = self.rows.len() * 2;
        let rows = std::mem::replace(&mut self.rows, vec![Row::default(); size]);
        let late = std::mem::replace(&mut self.late, vec![[0; 3]; size]);
        for (row, late) in rows.into_iter().zip(late).filter(|(row, _)| row.key != 0) {
            let at = self.place(row.key);
            (self.rows[at], self.late[at]) = (row, late);
        }
    }

    /// The mean weights for left and right compared with shift, in hundredths of an update.
    fn means(&self, seen: i64) -> impl Iterator<Item = (u32, [i64; 2])> {
        let counts = |(row, _): &(&Row, &[i64; 3])| row.key != 0 && row.changes >= self.changes;
        self.rows.iter().zip(&self.late).filter(counts).map(move |(row, late)| {
            let mean =
                |step: Move| (i64::from(row.now[step as usize]) * seen - late[step as usize]) * 100 / seen.max(1);
            (row.key, [Move::Left, Move::Right].map(|step| mean(step) - mean(Move::Shift)))
        })
    }
}

impl Table {
    /// The sums for an arc to the left and to the right, compared with a shift.
    fn weigh(&self, keys: &[u32]) -> (i32, i32) {
        let mut sum = [0; 3];
        for key in keys {
            let row = &self.rows[self.place(*key)];
            if row.changes >= self.changes {
                sum.iter_mut().zip(row.now).for_each(|(sum, now)| *sum += i32::from(now));
            }
        }
        (sum[1] - sum[0], sum[2] - sum[0])
    }
}

/// Learns from all examples; `arcs` name relations, the first for even examples and the second for odd ones. What one weight
/// owes to the order of the examples is evened out.
pub fn train(examples: &[Example], arcs: &[Arcs; 2], settings: &Settings) -> Vec<(u32, Pair)> {
    let learnt = orders::each(settings.orders, settings.seed, |_, seed| learn(examples, arcs, settings, seed));
    let orders = learnt.len() as i64;
    let mut sums: FxHashMap<u32, [i64; 2]> = FxHashMap::default();
    for (key, own) in learnt.into_iter().flatten() {
        sums.entry(key).or_default().iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
    }
    let part = |sum: i64| {
        let weight = sum / orders;
        let weight = if weight.abs() < settings.least_move { 0 } else { weight };
        ((weight * SCALE + 50 * weight.signum()) / 100).clamp((-MOST).into(), MOST.into()) as i16
    };
    let mut rows: Vec<(u32, Pair)> = sums.into_iter().map(|(key, sums)| (key, sums.map(part))).collect();
    rows.retain(|(_, pair)| *pair != [0, 0]);
    rows.sort_unstable_by_key(|(key, _)| *key);
    rows
}

/// The mean weights from one order of the examples.
fn learn(examples: &[Example], arcs: &[Arcs; 2], settings: &Settings, seed: u64) -> Vec<(u32, [i64; 2])> {
    let mut table = Table::new(settings.changes);
    let mut state = State::default();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seen = 0;
    for round in 0..settings.rounds {
        shuffle(&mut order, seed.wrapping_add(round));
        let mut wrong = 0;
        for at in &order {
            let (example, arcs) = (&examples[*at], &arcs[at % 2]);
            wrong += follow(&mut table, &mut state, example, arcs, round > 0, &mut seen);
        }
        tracing::info!(
            "round {}: {wrong} wrong steps in {} sentences, {} features",
            round + 1,
            order.len(),
            table.used
        );
    }
    table.means(seen).collect()
}

/// Parses one sentence step by step and learns from each wrong one; with `explore` it follows its own guesses. Returns how
/// many steps were wrong.
fn follow(
    table: &mut Table,
    state: &mut State,
    Example { words, gold }: &Example,
    arcs: &Arcs,
    explore: bool,
    seen: &mut i64,
) -> usize {
    state.begin(words.len());
    let (mut keys, mut rows) = (Keys::default(), Vec::new());
    let mut wrong = 0;
    while !state.is_done() {
        let costs = MOVES.map(|step| match state.allows(step) {
            true => gold.cost(state, step),
            false => u32::MAX,
        });
        keys.0.clear();
        let mut scores = [0; 3];
        if state.only().is_none() {
            all(words, state, &mut keys);
            let (left, right) = table.weigh(&keys.0);
            scores = [0, left, right];
        }
        let best_of = |kept: &dyn Fn(u32) -> bool| {
            let kept = (0..MOVES.len()).filter(|at| kept(costs[*at]));
            kept.reduce(|best, at| if scores[at] > scores[best] { at } else { best }).unwrap_or(0)
        };
        let least = costs.into_iter().min().unwrap_or(0);
        let (guess, aim) = (best_of(&|cost| cost < u32::MAX), best_of(&|cost| cost == least));
        *seen += 1;
        if costs[guess] > least {
            wrong += 1;
            table.change(&keys.0, MOVES[aim], 1, *seen);
            table.change(&keys.0, MOVES[guess], -1, *seen);
        }
        let step = MOVES[if explore { guess } else { aim }];
        let mut own = 0;
        if step != Move::Shift {
            keys.0.clear();
            features::arc(words, state, step, &mut keys);
            rows.clear();
            arcs.weights.find_all(&keys.0, &mut rows);
            own = arcs.relation(&rows);
        }
        state.apply(step, own);
    }
    wrong
}

/// All features of a step.
fn all(words: &Words, state: &State, keys: &mut Keys) {
    let ([top, second, _], next) = (state.top(), state.next);
    features::top(words, top, keys);
    features::second(words, second, keys);
    features::coming(words, next, keys);
    features::top_coming(words, top, next, keys);
    features::second_top(words, second, top, keys);
    features::three(words, second, top, next, keys);
    features::dependents(words, state, keys);
}
