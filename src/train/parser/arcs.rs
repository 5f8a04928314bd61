//! Learns the relations of arcs, on the way to the right trees, with an averaged perceptron.

use super::{Example, Settings};
use crate::model::linear::best;
use crate::model::{Linear, Rows, Weight};
use crate::tag::parser::arcs::Arcs;
use crate::tag::parser::features::{self, Keys};
use crate::tag::parser::system::{Move, State};
use crate::train::perceptron::{Perceptron, finish_together, shuffle};

pub struct Learner {
    perceptron: Perceptron,
    /// Numbers of relations by label.
    relations: Vec<u8>,
    state: State,
    keys: Keys,
    scores: Vec<i32>,
}

impl Learner {
    pub fn train(examples: &[&Example], relations: &[u8], settings: &Settings, seed: u64) -> Self {
        let mut learner = Learner {
            perceptron: Perceptron::new(relations.len()).counting_from(settings.changes.into()),
            relations: relations.to_vec(),
            state: State::default(),
            keys: Keys::default(),
            scores: Vec::new(),
        };
        let mut order: Vec<&Example> = examples.to_vec();
        for round in 0..settings.arc_rounds {
            shuffle(&mut order, seed.wrapping_add(round));
            order.iter().for_each(|example| learner.see(example, round > 0));
        }
        learner
    }

    /// Goes the way to the right tree; with `guessing` its dependents have the relations that were guessed.
    fn see(&mut self, Example { words, gold }: &Example, guessing: bool) {
        self.state.begin(words.len());
        while !self.state.is_done() {
            let step = gold.step(&self.state);
            let mut relation = 0;
            if step != Move::Shift {
                self.keys.0.clear();
                features::arc(words, &self.state, step, &mut self.keys);
                self.scores.clear();
                self.scores.resize(self.relations.len(), 0);
                self.perceptron.score(&self.keys.0, &mut self.scores);
                let guess = best(&self.scores);
                let [top, ..] = self.state.top();
                relation = gold.relations[top as usize];
                let right = self.relations.binary_search(&relation).unwrap_or(guess);
                self.perceptron.learn(&self.keys.0, right, guess);
                if guessing {
                    relation = self.relations[guess];
                }
            }
            self.state.apply(step, relation);
        }
    }

    pub fn finish(self, settings: &Settings) -> Arcs {
        let relations = self.relations.clone();
        Arcs { weights: Linear::new(&Rows::new(relations.len(), &rows(vec![self], settings))), relations }
    }
}

/// The mean weights of all, in tenths of an update.
pub fn rows(learners: Vec<Learner>, settings: &Settings) -> Vec<(u32, Vec<Weight>)> {
    let tenth = |value: i16| ((i32::from(value) + 5 * i32::from(value.signum())) / 10) as i16;
    let perceptrons = learners.into_iter().map(|learner| learner.perceptron).collect();
    let mut rows = finish_together(perceptrons, settings.least_arc);
    for (_, row) in &mut rows {
        row.iter_mut().for_each(|weight| weight.value = tenth(weight.value));
        row.retain(|weight| weight.value != 0);
    }
    rows.retain(|(_, row)| !row.is_empty());
    rows
}
