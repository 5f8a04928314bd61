//! Learns weights of hashed features by stochastic gradients on the log-likelihood of the right choice, each weight at its
//! own pace (AdaGrad: Duchi, Hazan and Singer 2011).

use crate::extract::quotes::report::lists::Lists;
use crate::extract::quotes::report::weights::{BITS, Weights, softmax};

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
        for &feature in features {
            let weight = self.weights.of(feature);
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
        for (feature, past) in self.past.iter_mut().enumerate().filter(|(_, past)| past.squares > 0.0) {
            let weight = self.weights.of(feature as u32);
            let total = past.total + f64::from(*weight) * f64::from(self.examples - past.since);
            *weight = (total / f64::from(self.examples.max(1))) as f32;
            (past.total, past.since) = (0.0, 0);
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

/// A small generator of numbers (splitmix64), for the order of examples.
pub fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut state = seed;
    let mut next = move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    };
    let mut order: Vec<usize> = (0..count).collect();
    for at in (1..count).rev() {
        order.swap(at, (next() % (at as u64 + 1)) as usize);
    }
    order
}
