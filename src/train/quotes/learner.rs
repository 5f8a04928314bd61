//! Learns weights of hashed features by stochastic gradients on the log-likelihood of the right choice, each weight at its
//! own pace (AdaGrad: Duchi, Hazan and Singer 2011).

use crate::extract::quotes::report::lists::Lists;
use crate::extract::quotes::report::weights::{BITS, Weights, softmax};

#[derive(Clone, Debug)]
pub struct Learner {
    pub weights: Weights,
    squares: Vec<f32>,
    /// Sum of each weight over the steps up to the one noted beside it.
    totals: Vec<(f64, u32)>,
    steps: u32,
    rate: f32,
    /// How much a weight is drawn to nothing whenever it is touched.
    decay: f32,
}

impl Learner {
    pub fn new(rate: f32, decay: f32) -> Self {
        Learner {
            weights: Weights::default(),
            squares: vec![0.0; 1 << BITS],
            totals: vec![(0.0, 0); 1 << BITS],
            steps: 0,
            rate,
            decay,
        }
    }

    /// One step against `gradient`, the score's part in the loss.
    pub fn step(&mut self, features: &[u32], gradient: f32) {
        for &feature in features {
            let weight = self.weights.of(feature);
            let (total, since) = &mut self.totals[feature as usize];
            *total += f64::from(*weight) * f64::from(self.steps - *since);
            *since = self.steps;
            let slope = gradient + self.decay * *weight;
            let square = &mut self.squares[feature as usize];
            *square += slope * slope;
            *weight -= self.rate * slope / (square.sqrt() + 1e-3);
        }
    }

    /// Counts an example: means are taken over examples.
    pub fn tick(&mut self) {
        self.steps += 1;
    }

    /// Replaces all weights by their means over the examples since the last time (Polyak and Juditsky 1992).
    pub fn settle(&mut self) {
        for (feature, (total, since)) in self.totals.iter().enumerate() {
            let weight = self.weights.of(feature as u32);
            let total = total + f64::from(*weight) * f64::from(self.steps - since);
            *weight = (total / f64::from(self.steps.max(1))) as f32;
        }
        self.totals.fill((0.0, 0));
        self.steps = 0;
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
