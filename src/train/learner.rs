//! Learns weights of hashed features by stochastic gradients on the log-likelihood of the right choice, each weight at its
//! own pace (AdaGrad: Duchi, Hazan and Singer 2011).

use crate::model::hashed::{BITS, Weights, softmax};
use crate::model::lists::Lists;
use crate::train::random::shuffle;

/// What is kept of a weight beside itself.
#[derive(Clone, Copy, Debug, Default)]
struct Past {
    /// The sum of the squares of its gradients.
    squares: f32,
    /// Its sum over the examples up to `since`.
    since: u32,
    total: f64,
}

#[derive(Clone, Debug)]
pub struct Learner {
    /// Always moving.
    pub weights: Weights,
    past: Vec<Past>,
    examples: u32,
    rate: f32,
    /// How much a weight is drawn to nothing whenever it is touched.
    decay: f32,
    /// What the squares of a weight's gradients are taken to sum up to before the first: what is seen seldom moves slowly.
    prior: f32,
}

impl Learner {
    pub fn new(rate: f32, decay: f32, prior: f32) -> Self {
        Learner { weights: Weights::default(), past: vec![Past::default(); 1 << BITS], examples: 0, rate, decay, prior }
    }

    /// One step against `gradient`, the score's part in the loss.
    pub fn step(&mut self, features: &[u32], gradient: f32) {
        let Weights::Moving(weights) = &mut self.weights else { return };
        for &feature in features {
            let weight = &mut weights[feature as usize];
            let past = &mut self.past[feature as usize];
            past.total += f64::from(*weight) * f64::from(self.examples - past.since);
            past.since = self.examples;
            let slope = gradient + self.decay * *weight;
            past.squares += slope * slope;
            *weight -= self.rate * slope / (past.squares + self.prior).sqrt();
        }
    }

    /// Counts an example: means are taken over examples.
    pub fn tick(&mut self) {
        self.examples += 1;
    }

    /// Replaces all weights by their means over the examples since the last time (Polyak and Juditsky 1992).
    pub fn settle(&mut self) {
        let Weights::Moving(weights) = &mut self.weights else { return };
        // A plain loop: a debug build calls nothing for each of the many weights that never moved.
        let (weights, pasts, mut at) = (weights.as_mut_slice(), self.past.as_mut_slice(), 0);
        while at < weights.len() && at < pasts.len() {
            if pasts[at].squares > 0.0 {
                let (weight, past) = (&mut weights[at], &mut pasts[at]);
                let total = past.total + f64::from(*weight) * f64::from(self.examples - past.since);
                *weight = (total / f64::from(self.examples.max(1))) as f32;
                (past.total, past.since) = (0.0, 0);
            }
            at += 1;
        }
        self.examples = 0;
    }

    /// Learns that `right` is to be chosen among the candidates. Returns its share before.
    pub fn choose(&mut self, lists: &Lists, right: usize, scores: &mut Vec<f32>) -> f32 {
        lists.scores(&self.weights, scores);
        softmax(scores);
        for (at, share) in scores.iter().enumerate() {
            let gradient = share - if at == right { 1.0 } else { 0.0 };
            if gradient.abs() > 0.001 {
                self.step(lists.get(at), gradient);
            }
        }
        scores[right]
    }
}

/// The numbers below `count`, in an order that `seed` fixes.
pub fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    shuffle(&mut order, seed);
    order
}
