//! The averaged perceptron (Freund and Schapire 1999; Collins 2002): after each wrong guess the right label's weights go up
//! and the guessed one's down, and the model keeps each weight's mean over all steps. Whole numbers throughout, so the
//! same examples in the same order give the same weights on any machine.

use rustc_hash::FxHashMap;

use crate::model::Weight;

#[derive(Clone, Copy, Debug)]
struct Cell {
    label: u8,
    weight: i32,
    /// Sum of the weight over the steps up to `since`.
    total: i64,
    since: u32,
}

impl Cell {
    fn settle(&mut self, step: u32) {
        self.total += i64::from(self.weight) * i64::from(step - self.since);
        self.since = step;
    }
}

/// Weights while they are learnt.
#[derive(Debug, Default)]
pub struct Perceptron {
    labels: usize,
    rows: FxHashMap<u32, Row>,
    step: u32,
    changes: u32,
}

#[derive(Debug, Default)]
struct Row {
    cells: Vec<Cell>,
    /// How often they changed.
    changes: u32,
}

impl Perceptron {
    /// For labels numbered below `labels`, of which there may be 256.
    pub fn new(labels: usize) -> Self {
        assert!(labels <= 256, "a model has at most 256 labels, not {labels}");
        Perceptron { labels, ..Perceptron::default() }
    }

    /// A feature counts once its weights changed so often (Goldberg and Elhadad 2011): most never do, and the model is small
    /// without them. A wrong guess changes two weights.
    pub fn counting_from(self, changes: u32) -> Self {
        Perceptron { changes, ..self }
    }

    pub fn labels(&self) -> usize {
        self.labels
    }

    /// Adds the features' weights to `scores`, as the finished model will.
    pub fn score(&self, features: &[u32], scores: &mut [i32]) {
        for feature in features {
            let Some(row) = self.rows.get(feature).filter(|row| row.changes >= self.changes) else { continue };
            for cell in &row.cells {
                scores[cell.label as usize] += cell.weight;
            }
        }
    }

    /// One step: call it for each example, right or wrong, or the mean is not over all of them.
    pub fn tick(&mut self) {
        self.step += 1;
    }

    /// Moves the weights of `features` for `label` by `by`.
    pub fn move_by(&mut self, features: &[u32], label: usize, by: i32) {
        let step = self.step;
        for feature in features {
            let row = self.rows.entry(*feature).or_default();
            row.changes += 1;
            let cells = &mut row.cells;
            let at = cells.iter().position(|cell| cell.label as usize == label).unwrap_or_else(|| {
                cells.push(Cell { label: label as u8, weight: 0, total: 0, since: step });
                cells.len() - 1
            });
            cells[at].settle(step);
            cells[at].weight += by;
        }
    }

    /// A step that moves towards `gold` and away from `guess`.
    pub fn learn(&mut self, features: &[u32], gold: usize, guess: usize) {
        self.tick();
        if gold != guess {
            self.move_by(features, gold, 1);
            self.move_by(features, guess, -1);
        }
    }

    /// The mean weights as whole numbers, at most 16 bits, in rising order of features. Those that would be below `least`
    /// hundredths of a step are left out: most weights are tiny, and the model is a quarter of the size without them.
    pub fn finish(self, least: i64) -> Vec<(u32, Vec<Weight>)> {
        finish_together(vec![self], least)
    }

    /// The mean weights, in hundredths of a step.
    fn means(mut self) -> impl Iterator<Item = (u32, u8, i64)> {
        let step = self.step.max(1);
        let changes = self.changes;
        let rows = std::mem::take(&mut self.rows).into_iter().filter(move |(_, row)| row.changes >= changes);
        rows.flat_map(move |(feature, row)| {
            row.cells.into_iter().map(move |mut cell| {
                cell.settle(step);
                (feature, cell.label, cell.total * HUNDREDTHS / i64::from(step))
            })
        })
    }
}

/// As [`Perceptron::finish`], the mean of several that learnt the same examples in other orders: what one weight owes to the
/// order is evened out.
pub fn finish_together(perceptrons: Vec<Perceptron>, least: i64) -> Vec<(u32, Vec<Weight>)> {
    let count = perceptrons.len().max(1) as i64;
    let mut sums: FxHashMap<u32, Vec<(u8, i64)>> = FxHashMap::default();
    for (feature, label, mean) in perceptrons.into_iter().flat_map(Perceptron::means) {
        let row = sums.entry(feature).or_default();
        match row.iter_mut().find(|(own, _)| *own == label) {
            Some((_, sum)) => *sum += mean,
            None => row.push((label, mean)),
        }
    }
    let mean = |(label, sum): (u8, i64)| (label, sum / count);
    let mut rows: Vec<(u32, Vec<(u8, i64)>)> = Vec::with_capacity(sums.len());
    for (feature, row) in sums {
        let mut row: Vec<_> = row.into_iter().map(mean).filter(|(_, mean)| mean.abs() >= least.max(1)).collect();
        row.sort_unstable();
        if !row.is_empty() {
            rows.push((feature, row));
        }
    }
    rows.sort_unstable_by_key(|(feature, _)| *feature);
    let largest = rows.iter().flat_map(|(_, row)| row).map(|(_, mean)| mean.abs()).max().unwrap_or(1);
    // Only what would not fit is scaled, and then everything by the same.
    let scale = ((largest + i64::from(i16::MAX) - 1) / i64::from(i16::MAX)).max(1);
    let weights = |row: Vec<(u8, i64)>| {
        let fit = |(label, mean): (u8, i64)| Weight { label, value: (mean / scale) as i16 };
        row.into_iter().map(fit).filter(|weight| weight.value != 0).collect::<Vec<_>>()
    };
    rows.into_iter().map(|(feature, row)| (feature, weights(row))).filter(|(_, row)| !row.is_empty()).collect()
}

/// Finished weights count hundredths of a step.
const HUNDREDTHS: i64 = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::linear::best;
    use crate::model::{Linear, Rows};

    #[test]
    fn learns_what_can_be_told_apart() {
        // Feature 1 speaks for label 0, feature 2 for label 1, feature 3 for nothing.
        let examples = [(vec![1, 3], 0), (vec![2, 3], 1), (vec![1], 0), (vec![2], 1)];
        let mut perceptron = Perceptron::new(2);
        for _ in 0..5 {
            for (features, gold) in &examples {
                let mut scores = vec![0; 2];
                perceptron.score(features, &mut scores);
                perceptron.learn(features, *gold, best(&scores));
            }
        }
        let linear = Linear::new(&Rows::new(2, &perceptron.finish(1)));
        for (features, gold) in &examples {
            let mut scores = vec![0; 2];
            linear.score(features, &mut scores);
            assert_eq!(best(&scores), *gold);
        }
    }

    #[test]
    fn the_mean_counts_every_step() {
        let mut perceptron = Perceptron::new(2);
        perceptron.learn(&[7], 1, 0); // weight 1 from here on, over the other 3 of 4 steps
        (0..3).for_each(|_| perceptron.learn(&[7], 1, 1));
        let rows = perceptron.finish(1);
        assert_eq!(rows, [(7, vec![Weight { label: 0, value: -75 }, Weight { label: 1, value: 75 }])]);
    }

    #[test]
    fn several_are_evened_out() {
        let (mut one, mut other) = (Perceptron::new(2), Perceptron::new(2));
        one.learn(&[7], 1, 0); // its mean is 75 of 100, as above; the other has not seen feature 7
        (0..3).for_each(|_| one.learn(&[7], 1, 1));
        (0..4).for_each(|_| other.learn(&[8], 1, 1));
        let rows = finish_together(vec![one, other], 30);
        assert_eq!(rows, [(7, vec![Weight { label: 0, value: -37 }, Weight { label: 1, value: 37 }])]);
    }

    #[test]
    fn a_feature_counts_once_it_changed_often_enough() {
        let mut perceptron = Perceptron::new(2).counting_from(4);
        let score = |perceptron: &Perceptron| {
            let mut scores = [0; 2];
            perceptron.score(&[7], &mut scores);
            scores
        };
        perceptron.learn(&[7], 1, 0);
        assert_eq!(score(&perceptron), [0, 0]);
        perceptron.learn(&[7], 1, 0);
        assert_eq!(score(&perceptron), [-2, 2]);
        perceptron.learn(&[8], 1, 0);
        assert_eq!(perceptron.finish(1).len(), 1);
    }
}
