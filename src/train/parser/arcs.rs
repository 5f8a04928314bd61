//! Learns the relations of arcs, on the way to the right trees, with an averaged perceptron.

use super::{Example, Settings};
use crate::model::file::Reader;
use crate::model::linear::best;
use crate::tag::parser::features::{self, Keys};
use crate::tag::parser::system::{Chart, Move};
use crate::tag::parser::weights::{Arcs, Weight};
use crate::train::perceptron::{Perceptron, shuffle};

pub struct Learner {
    perceptron: Perceptron,
    /// Numbers of relations by label.
    relations: Vec<u8>,
    chart: Chart,
    keys: Keys,
    scores: Vec<i32>,
}

impl Learner {
    pub fn train(examples: &[&Example], relations: &[u8], settings: &Settings) -> Self {
        let mut learner = Learner {
            perceptron: Perceptron::new(relations.len()).counting_from(settings.changes.into()),
            relations: relations.to_vec(),
            chart: Chart::default(),
            keys: Keys::default(),
            scores: Vec::new(),
        };
        let mut order: Vec<&Example> = examples.to_vec();
        for round in 0..settings.arc_rounds {
            shuffle(&mut order, settings.seed.wrapping_add(round));
            order.iter().for_each(|example| learner.see(example, round > 0));
        }
        learner
    }

    /// Goes the way to the right tree; with `guessing` its dependents have the relations that were guessed.
    fn see(&mut self, Example { words, gold }: &Example, guessing: bool) {
        let mut state = self.chart.begin(words.len());
        while !self.chart.is_done(&state) {
            let step = gold.step(&self.chart, &state);
            let mut relation = 0;
            if step != Move::Shift {
                self.keys.0.clear();
                features::arc(words, &self.chart, &state, step, &mut self.keys);
                self.scores.clear();
                self.scores.resize(self.relations.len(), 0);
                self.perceptron.score(&self.keys.0, &mut self.scores);
                let guess = best(&self.scores);
                let [top, ..] = self.chart.stack(&state);
                relation = gold.relations[top.word as usize];
                let right = self.relations.binary_search(&relation).unwrap_or(guess);
                self.perceptron.learn(&self.keys.0, right, guess);
                if guessing {
                    relation = self.relations[guess];
                }
            }
            state = self.chart.apply(&state, step, relation);
        }
    }

    /// The mean weights, in tenths of an update.
    pub fn rows(self, settings: &Settings) -> Vec<(u32, Vec<Weight>)> {
        let tenth = |value: i16| ((i32::from(value) + 5 * i32::from(value.signum())) / 10).clamp(-127, 127) as i8;
        let rows = self.perceptron.finish(settings.least_arc).into_iter().map(|(key, row)| {
            let mut row: Vec<Weight> = row.iter().map(|weight| (weight.label, tenth(weight.value))).collect();
            row.retain(|(_, weight)| *weight != 0);
            (key, row)
        });
        rows.filter(|(_, row)| !row.is_empty()).collect()
    }

    pub fn finish(self, settings: &Settings) -> Arcs {
        let relations = self.relations.clone();
        let bytes = Arcs::write(self.rows(settings));
        Arcs::read(&mut Reader::new(&bytes), relations).expect("what was written can be read")
    }
}
