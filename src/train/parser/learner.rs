//! Goes through the sentences, some at a time, and moves the numbers of the network.

use rayon::prelude::*;

use super::adam::Adam;
use super::batch::Batch;
use super::net::{Net, Sizes, VECTORS};
use super::slopes::slopes;
use super::{Example, Settings};
use crate::tag::parser::features::{TAG, TEMPLATES, WORD};
use crate::train::random::Random;
use crate::train::random::shuffle;

/// So many parts of a batch are learnt from side by side; their slopes are added up in order.
const PARTS: usize = 4;

/// A network on its way.
#[derive(Clone)]
pub struct Learner<'e> {
    examples: &'e [Example],
    /// So many of them are annotated; the others are only learnt from in the first rounds.
    gold: usize,
    settings: &'e Settings,
    net: Net,
    pub adam: Adam,
    seed: u64,
    random: Random,
    /// Words so far, and steps; and how many words there will be.
    seen: usize,
    steps: u64,
    all: usize,
}

impl<'e> Learner<'e> {
    pub fn new(examples: &'e [Example], gold: usize, sizes: Sizes, settings: &'e Settings) -> Self {
        let mut random = Random::apart(settings.seed);
        let net = Net::new(sizes, &mut random);
        let adam = Adam::new(&net);
        let words = |examples: &[Example]| examples.iter().map(|example| example.heads.len()).sum::<usize>();
        let plain = settings.plain_rounds.min(settings.rounds) as usize;
        let all = settings.rounds as usize * words(&examples[..gold]) + plain * words(&examples[gold..]);
        Learner { examples, gold, settings, net, adam, seed: settings.seed, random, seen: 0, steps: 0, all }
    }

    /// From now on chance is another.
    pub fn turn(&mut self, seed: u64) {
        (self.seed, self.random) = (seed, Random::apart(seed));
    }

    /// Goes once through all sentences of a round.
    pub fn round(&mut self, round: u64) {
        let mut slopes = Net::zeros(self.net.sizes);
        let count = if round < self.settings.plain_rounds { self.examples.len() } else { self.gold };
        let mut order: Vec<&Example> = self.examples[..count].iter().collect();
        shuffle(&mut order, self.seed + round);
        let (mut batch, mut words, mut loss, began) = (Vec::new(), 0, 0.0, self.seen);
        for (at, example) in order.iter().enumerate() {
            batch.push(*example);
            words += example.heads.len();
            if words >= self.settings.together || at + 1 == order.len() {
                loss += self.step(&batch, words, &mut slopes);
                batch.clear();
                words = 0;
            }
        }
        let (round, loss) = (round + 1, loss / (self.seen - began).max(1) as f64);
        tracing::info!("parser: round {round} of {}, order {}, loss {loss:.3} a word", self.settings.rounds, self.seed);
    }

    /// Learns from some sentences; returns what they lost. `slopes` are nothing before and afterwards.
    fn step(&mut self, examples: &[&Example], words: usize, all: &mut Net) -> f64 {
        let Learner { settings, net, random, .. } = self;
        let vector = net.sizes.vector;
        let mut parts: Vec<(Batch, Random)> = (0..PARTS)
            .map(|part| (Batch::default(), Random::apart(self.seed << 32 | self.steps << 3 | part as u64)))
            .collect();
        for (at, example) in examples.iter().enumerate() {
            add(&mut parts[at % PARTS].0, example, settings, random);
        }
        let drop = settings.drop as f32 / 100.0;
        let slope = |(part, random): &mut (Batch, Random)| slopes(net, part, words, drop, random);
        let found: Vec<_> = parts.par_iter_mut().map(slope).collect();
        for ((part, _), found) in parts.iter().zip(&found) {
            all.add(&found.net);
            for (rows, own) in part.features().zip(found.vectors.chunks_exact(vector)) {
                for row in rows {
                    let to = &mut all.tensors[VECTORS][*row as usize * vector..][..vector];
                    to.iter_mut().zip(own).for_each(|(to, own)| *to += own);
                }
            }
        }
        let rate = settings.rate as f64 / 1e4 * rate(self.steps, self.seen as f64 / self.all as f64);
        self.adam.step(&mut self.net, all, rate as f32);
        self.seen += words;
        self.steps += 1;
        found.iter().map(|found| found.loss).sum()
    }
}

/// The share of the longest step, after so many steps and such a share of all words.
fn rate(steps: u64, done: f64) -> f64 {
    (steps as f64 / 200.0).min(1.0) * (1.0 - 0.97 * done)
}

/// Adds a sentence to what is learnt from together; some of its words and tags are taken for unknown ones.
fn add(batch: &mut Batch, example: &Example, settings: &Settings, random: &mut Random) {
    for rows in example.rows.chunks_exact(TEMPLATES) {
        let start = batch.rows.len();
        batch.rows.extend_from_slice(rows);
        for (template, percent) in [(WORD, settings.unknown_words), (TAG, settings.unknown_tags)] {
            if random.share() * 100.0 < percent as f32 {
                batch.rows[start + template] = template as u32;
            }
        }
    }
    batch.heads.extend_from_slice(&example.heads);
    batch.relations.extend_from_slice(&example.relations);
    batch.ends.push(batch.heads.len());
}
