//! The first look: a structured perceptron (Collins 2002) over runs of words.

use std::{panic, thread};

use rustc_hash::FxHashMap;

use super::Options;
use super::gold::Gold;
use crate::extract::names::learnt::decode::{Decoder, Transitions};
use crate::extract::names::learnt::gazetteer::Gazetteer;
use crate::extract::names::learnt::labels::{self, LABELS, OUTSIDE};
use crate::extract::names::learnt::model::{self, Rows};
use crate::extract::names::learnt::runs::Run;
use crate::train::perceptron::{Perceptron, finish_together};
use crate::train::random::shuffle;

/// Runs of the training articles with their gold labels and their features.
#[derive(Default)]
pub(super) struct Runs {
    /// For each run its first word, and how much a step on it moves; one more at the end.
    pub starts: Vec<(u32, i32)>,
    pub labels: Vec<u8>,
    /// Where each word's features begin; one more at the end.
    pub offsets: Vec<u32>,
    pub features: Vec<u32>,
}

impl Runs {
    pub fn words(&self, run: usize) -> std::ops::Range<usize> {
        self.starts[run].0 as usize..self.starts.get(run + 1).map_or(self.labels.len(), |next| next.0 as usize)
    }

    pub fn features(&self, word: usize) -> &[u32] {
        let end = self.offsets.get(word + 1).map_or(self.features.len(), |end| *end as usize);
        &self.features[self.offsets[word] as usize..end]
    }

    pub fn add(&mut self, runs: &[Run], gold: &Gold) {
        let mut next = 0;
        for run in runs {
            self.starts.push((self.labels.len() as u32, gold.weight));
            let first = self.labels.len();
            self.labels.resize(first + run.words.len(), OUTSIDE as u8);
            while next < gold.names.len() && gold.names[next].0.start < run.words.start {
                next += 1;
            }
            while next < gold.names.len() && gold.names[next].0.end <= run.words.end {
                let (range, kind) = &gold.names[next];
                for (at, label) in range.clone().zip(labels::of(*kind, range.len())) {
                    self.labels[first + at - run.words.start] = label as u8;
                }
                next += 1;
            }
        }
    }

    /// Drops features seen in fewer than `least` words.
    pub fn drop_rare(&mut self, least: u32) {
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        self.features.iter().for_each(|feature| *counts.entry(*feature).or_default() += 1);
        let mut kept = Vec::with_capacity(self.features.len());
        let mut offsets = Vec::with_capacity(self.offsets.len());
        for word in 0..self.labels.len() {
            offsets.push(kept.len() as u32);
            kept.extend(self.features(word).iter().copied().filter(|feature| counts[feature] >= least));
        }
        (self.features, self.offsets) = (kept, offsets);
    }
}

pub(super) fn prepare<'g>(all: impl Iterator<Item = &'g Gold>, gazetteer: &Gazetteer) -> Runs {
    let mut prepared = Runs::default();
    for gold in all {
        gold.look(gazetteer, |view, runs| {
            prepared.add(runs, gold);
            for run in runs {
                for at in run.words.clone() {
                    prepared.offsets.push(prepared.features.len() as u32);
                    view.features(run, at, &mut prepared.features);
                }
            }
        });
    }
    prepared
}

/// Learns the weights of the first look: the mean of several perceptrons, for what one makes of rare words is half chance.
pub(super) fn learn(runs: &Runs, settings: &Options, note: &mut dyn FnMut(String)) -> Rows {
    let learnt: Vec<(Perceptron, Vec<String>)> = thread::scope(|scope| {
        let one = |number| scope.spawn(move || learn_once(runs, settings, settings.seed + number * 1000));
        let threads: Vec<_> = (0..settings.orders.max(1) as u64).map(one).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic))).collect()
    });
    learnt.iter().flat_map(|(_, lines)| lines).for_each(|line| note(line.clone()));
    finish_together(learnt.into_iter().map(|(perceptron, _)| perceptron).collect(), settings.least)
}

/// One perceptron, with the examples in the order of this seed, and what is to be said of its rounds.
fn learn_once(runs: &Runs, settings: &Options, seed: u64) -> (Perceptron, Vec<String>) {
    let mut notes = Vec::new();
    let mut perceptron = Perceptron::new(LABELS);
    let mut transitions = Transitions::default();
    let mut order: Vec<usize> = (0..runs.starts.len()).filter(|run| !runs.words(*run).is_empty()).collect();
    let mut decoder = Decoder::default();
    let (mut scores, mut guess) = (Vec::new(), Vec::new());
    for round in 0..settings.rounds {
        shuffle(&mut order, seed + round as u64);
        let mut wrong = 0;
        for run in &order {
            let words = runs.words(*run);
            scores.clear();
            for word in words.clone() {
                let mut row = [0; LABELS];
                perceptron.score(runs.features(word), &mut row);
                scores.push(row);
            }
            guess.clear();
            decoder.best(&scores, &transitions, &mut guess);
            perceptron.tick();
            let gold = &runs.labels[words.clone()];
            if guess == gold {
                continue;
            }
            wrong += 1;
            let by = runs.starts[*run].1;
            let mut before = (OUTSIDE, OUTSIDE);
            for (number, word) in words.enumerate() {
                let (gold, guess) = (gold[number] as usize, guess[number] as usize);
                if gold != guess {
                    perceptron.move_by(runs.features(word), gold, by);
                    perceptron.move_by(runs.features(word), guess, -by);
                }
                if (before.0, gold) != (before.1, guess) {
                    for (from, to, by) in [(before.0, gold, by), (before.1, guess, -by)] {
                        perceptron.move_by(&[model::after(from)], to, by);
                        transitions.after[from][to] += by;
                    }
                }
                before = (gold, guess);
            }
            if before.0 != before.1 {
                for (from, by) in [(before.0, by), (before.1, -by)] {
                    perceptron.move_by(&[model::after(from)], OUTSIDE, by);
                    transitions.after[from][OUTSIDE] += by;
                }
            }
        }
        notes.push(format!("order {seed}, round {}: {wrong} of {} runs wrong", round + 1, order.len()));
    }
    (perceptron, notes)
}
