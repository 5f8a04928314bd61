//! Learns steps with the structured perceptron (Collins 2002): a beam search parses each sentence, and where its best parse
//! is ahead of the right one by most, the weights of all steps up to there move (Huang, Fayong and Guo 2012).

use super::{Example, Settings};
use crate::tag::parser::features::{self, Keys, Words};
use crate::tag::parser::search::{MOVES, Search, Weigh, Width};
use crate::tag::parser::system::{Chart, Move, State};
use crate::tag::parser::weights::{Arcs, MOST, Pair};
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

    /// The mean weights for left and right compared with shift.
    fn finish(&self, seen: i64, least: i64) -> Vec<(u32, Pair)> {
        let mean = |row: &Row, late: &[i64; 3], step: Move| {
            let at = step as usize;
            (i64::from(row.now[at]) * seen - late[at]) * 100 / seen.max(1)
        };
        let mut rows = Vec::new();
        let counts = |row: &Row| row.key != 0 && row.changes >= self.changes;
        for (row, late) in self.rows.iter().zip(&self.late).filter(|(row, _)| counts(row)) {
            let shift = mean(row, late, Move::Shift);
            let pair = [Move::Left, Move::Right].map(|step| {
                let weight = mean(row, late, step) - shift;
                let weight = if weight.abs() < least { 0 } else { weight };
                ((weight * SCALE + 50 * weight.signum()) / 100).clamp((-MOST).into(), MOST.into()) as i16
            });
            if pair != [0, 0] {
                rows.push((row.key, pair));
            }
        }
        rows.sort_unstable_by_key(|(key, _)| *key);
        rows
    }
}

impl Weigh for Table {
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

/// Learns from all examples; `arcs` name relations, the first for even examples and the second for odd ones.
pub fn train(examples: &[Example], arcs: &[Arcs; 2], settings: &Settings) -> Vec<(u32, Pair)> {
    let mut table = Table::new(settings.changes);
    let mut search = Search::default();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seen = 0;
    for round in 0..settings.rounds {
        shuffle(&mut order, settings.seed.wrapping_add(round));
        let mut wrong = 0;
        for at in &order {
            let (example, arcs) = (&examples[*at], &arcs[at % 2]);
            if settings.beam == 1 {
                wrong += follow(&mut table, &mut search, example, arcs, round > 0, &mut seen);
            } else {
                wrong += usize::from(learn(&mut table, &mut search, example, arcs, settings, seen));
                seen += 1;
            }
        }
        tracing::info!("round {}: {wrong} wrong in {} sentences, {} features", round + 1, order.len(), table.used);
    }
    table.finish(seen, settings.least_move)
}

/// Parses one sentence step by step and learns from each wrong one, with a dynamic oracle (Goldberg and Nivre 2013): with
/// `explore` it follows its own guesses and learns what is best from there on. Returns how many steps were wrong.
fn follow(
    table: &mut Table,
    search: &mut Search,
    Example { words, gold }: &Example,
    arcs: &Arcs,
    explore: bool,
    seen: &mut i64,
) -> usize {
    let mut state = search.chart.begin(words.len());
    let mut keys = Keys::default();
    let mut wrong = 0;
    while !search.chart.is_done(&state) {
        let costs = MOVES.map(|step| match search.chart.allows(&state, step) {
            true => gold.cost(&search.chart, &state, step),
            false => u32::MAX,
        });
        keys.0.clear();
        let mut scores = [0; 3];
        if !alone(&search.chart, &state) {
            all(words, &search.chart, &state, &mut keys);
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
        let relation = search.relation(words, &state, step, arcs);
        state = search.chart.apply(&state, step, relation);
    }
    wrong
}

/// Parses one sentence and learns from it; says whether the parse was wrong.
fn learn(
    table: &mut Table,
    search: &mut Search,
    Example { words, gold }: &Example,
    arcs: &Arcs,
    settings: &Settings,
    seen: i64,
) -> bool {
    let width = Width { beam: settings.beam, margin: i32::MAX };
    search.begin(words, table);
    let mut right = search.items[0].state;
    let mut weight = 0;
    let mut worst: Option<(i64, State, State)> = None;
    while !search.is_done() {
        let step = gold.step(&search.chart, &right);
        weight += i64::from(of(step, search.weigh(words, &right, table), alone(&search.chart, &right)));
        let relation = search.relation(words, &right, step, arcs);
        right = search.chart.apply(&right, step, relation);
        search.advance(words, table, arcs, width);
        let best = search.items[0].state;
        let ahead = search.weight - weight;
        if worst.is_none_or(|(most, ..)| ahead >= most) && differ(&search.chart, &best, &right) {
            worst = Some((ahead, best, right));
        }
    }
    // The right parse may have won in the end, after being behind: then nothing was wrong.
    let Some((_, guess, right_then)) = worst.filter(|_| differ(&search.chart, &search.items[0].state, &right)) else {
        return false;
    };
    let steps = |state: &State| search.chart.history(state).map(|step| step.step).collect::<Vec<_>>();
    let (guess, right) = (steps(&guess), steps(&right_then));
    let same = guess.iter().rev().zip(right.iter().rev()).take_while(|(guess, right)| guess == right).count();
    let mut keys = Keys::default();
    for (way, by) in [(&right, 1), (&guess, -1)] {
        let mut state = search.chart.begin(words.len());
        for (number, step) in way.iter().rev().enumerate() {
            // A shift weighs nothing, whatever it is compared with: only arcs are learnt.
            if number >= same && *step != Move::Shift && !alone(&search.chart, &state) {
                keys.0.clear();
                all(words, &search.chart, &state, &mut keys);
                table.change(&keys.0, *step, by, seen);
            }
            let relation = search.relation(words, &state, *step, arcs);
            state = search.chart.apply(&state, *step, relation);
        }
    }
    true
}

/// All features of a step.
fn all(words: &Words, chart: &Chart, state: &State, keys: &mut Keys) {
    let [top, second, _] = chart.stack(state);
    let (top, second, next) = (top.word, second.word, state.next);
    features::top(words, top, keys);
    features::second(words, second, keys);
    features::coming(words, next, keys);
    features::top_coming(words, top, next, keys);
    features::second_top(words, second, top, keys);
    features::three(words, second, top, next, keys);
    features::dependents(words, chart, state, keys);
}

/// Whether only one step can be taken, which then weighs nothing.
fn alone(chart: &Chart, state: &State) -> bool {
    MOVES.iter().filter(|step| chart.allows(state, **step)).count() == 1
}

fn of(step: Move, (left, right): (i32, i32), alone: bool) -> i32 {
    match step {
        _ if alone => 0,
        Move::Shift => 0,
        Move::Left => left,
        Move::Right => right,
    }
}

fn differ(chart: &Chart, a: &State, b: &State) -> bool {
    let steps = |state| chart.history(state).map(|step| step.step);
    !steps(a).eq(steps(b))
}
