//! What a sentence loses: by heads that are not the likeliest, and by relations of right arcs that are not.

use quotient_kernel::{add_product, add_product_turned, add_turned_product};

use super::NO_RELATION;
use super::net::{DISTANCES, Net, PAIR_BIAS, PAIRS, RELATION_BIAS, RELATIONS};
use crate::tag::parser::arcs::apart;

/// A sentence whose words are known as heads and dependents, and how the loss changes with that.
pub struct Seen<'b> {
    /// For each word its views: as a head and as a dependent when heads are chosen, and the same when relations are.
    pub views: &'b [f32],
    pub root: &'b [f32],
    /// What of a view is left out by chance: of heads, of dependents, and of both together.
    pub masks: [Vec<f32>; 3],
    pub heads: &'b [u32],
    pub relations: &'b [u8],
    /// The share of one word in the loss.
    pub each: f32,
    pub view_slopes: &'b mut [f32],
    pub root_slopes: &'b mut [f32],
}

impl Seen<'_> {
    /// A view of a word, counted from 1, or of the root.
    fn view(&self, word: usize, number: usize, width: usize) -> &[f32] {
        let all = match word.checked_sub(1) {
            None => self.root,
            Some(at) => &self.views[at * 4 * width..(at + 1) * 4 * width],
        };
        &all[number * width..(number + 1) * width]
    }

    fn view_slopes(&mut self, word: usize, number: usize, width: usize) -> &mut [f32] {
        let all = match word.checked_sub(1) {
            None => &mut *self.root_slopes,
            Some(at) => &mut self.view_slopes[at * 4 * width..(at + 1) * 4 * width],
        };
        &mut all[number * width..(number + 1) * width]
    }

    /// What numbers that were cut off below zero and masked have as slopes, added to those of a view.
    fn add_slopes(&mut self, word: usize, number: usize, values: &[f32], slopes: &[f32], mask: usize) {
        let masks = std::mem::take(&mut self.masks[mask]);
        let to = self.view_slopes(word, number, values.len()).iter_mut();
        for (((to, slope), value), mask) in to.zip(slopes).zip(values).zip(&masks) {
            *to += if *value > 0.0 { slope * mask } else { 0.0 };
        }
        self.masks[mask] = masks;
    }

    /// Loses by heads: each word as a dependent, turned by a matrix, times each word and the root as a head.
    pub fn heads(&mut self, net: &Net, slopes: &mut Net) -> f64 {
        let (n, view) = (self.heads.len(), net.sizes.view);
        let tensor = |at: usize| net.tensors[at].as_slice();
        let masked = |words: std::ops::RangeInclusive<usize>, number: usize| -> Vec<f32> {
            let rows = words.flat_map(|word| self.view(word, number, view).iter().zip(&self.masks[number]));
            rows.map(|(value, mask)| value.max(0.0) * mask).collect()
        };
        let (heads, dependents) = (masked(0..=n, 0), masked(1..=n, 1));
        let mut turned = repeated(tensor(PAIR_BIAS), n);
        add_product(&dependents, tensor(PAIRS), &mut turned, (n, view, view));
        let distance = |at: usize| tensor(DISTANCES)[apart(at / (n + 1) + 1, at % (n + 1))];
        let mut scores: Vec<f32> = (0..n * (n + 1)).map(distance).collect();
        add_product_turned(&turned, &heads, &mut scores, (n, view, n + 1));
        let mut loss = 0.0;
        for (word, (row, head)) in scores.chunks_exact_mut(n + 1).zip(self.heads).enumerate() {
            row[word + 1] = f32::NEG_INFINITY;
            loss += against(row, *head as usize, self.each);
            for (head, slope) in row.iter().enumerate() {
                slopes.tensors[DISTANCES][apart(word + 1, head)] += slope;
            }
        }
        let mut turned_slopes = vec![0.0; n * view];
        add_product(&scores, &heads, &mut turned_slopes, (n, n + 1, view));
        let mut head_slopes = vec![0.0; (n + 1) * view];
        add_turned_product(&scores, &turned, &mut head_slopes, (n + 1, n, view));
        sum_rows(&turned_slopes, &mut slopes.tensors[PAIR_BIAS]);
        add_turned_product(&dependents, &turned_slopes, &mut slopes.tensors[PAIRS], (view, n, view));
        let mut dependent_slopes = vec![0.0; n * view];
        add_product_turned(&turned_slopes, tensor(PAIRS), &mut dependent_slopes, (n, view, view));
        for (word, (slopes, values)) in head_slopes.chunks_exact(view).zip(heads.chunks_exact(view)).enumerate() {
            self.add_slopes(word, 0, values, slopes, 0);
        }
        for (at, (slopes, values)) in dependent_slopes.chunks_exact(view).zip(dependents.chunks_exact(view)).enumerate()
        {
            self.add_slopes(at + 1, 1, values, slopes, 1);
        }
        loss
    }

    /// Loses by the relations of right arcs.
    pub fn relations(&mut self, net: &Net, slopes: &mut Net) -> f64 {
        let (n, view, relations) = (self.heads.len(), net.sizes.view, net.sizes.relations);
        let tensor = |at: usize| net.tensors[at].as_slice();
        let mut pairs = Vec::with_capacity(n * view);
        for (at, head) in self.heads.iter().enumerate() {
            let (head, own) = (self.view(*head as usize, 2, view), self.view(at + 1, 3, view));
            pairs.extend(head.iter().zip(own).zip(&self.masks[2]).map(|((a, b), mask)| (a + b).max(0.0) * mask));
        }
        let mut named = repeated(tensor(RELATION_BIAS), n);
        add_product(&pairs, tensor(RELATIONS), &mut named, (n, view, relations));
        let mut loss = 0.0;
        for (row, right) in named.chunks_exact_mut(relations).zip(self.relations) {
            match *right {
                NO_RELATION => row.fill(0.0),
                right => loss += against(row, right.into(), self.each),
            }
        }
        sum_rows(&named, &mut slopes.tensors[RELATION_BIAS]);
        add_turned_product(&pairs, &named, &mut slopes.tensors[RELATIONS], (view, n, relations));
        let mut pair_slopes = vec![0.0; n * view];
        add_product_turned(&named, tensor(RELATIONS), &mut pair_slopes, (n, relations, view));
        for (at, (slopes, values)) in pair_slopes.chunks_exact(view).zip(pairs.chunks_exact(view)).enumerate() {
            self.add_slopes(self.heads[at] as usize, 2, values, slopes, 2);
            self.add_slopes(at + 1, 3, values, slopes, 2);
        }
        loss
    }
}

/// Makes scores the slopes of their cross entropy with the right choice, which is returned; slopes times
/// `each`.
fn against(scores: &mut [f32], right: usize, each: f32) -> f64 {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    let score = scores[right] - most;
    for score in scores.iter_mut() {
        // In double precision, so that what is rounded does not depend on the machine's library.
        *score = f64::from(*score - most).exp() as f32;
        sum += *score;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
    scores[right] -= 1.0;
    scores.iter_mut().for_each(|slope| *slope *= each);
    f64::from(sum).ln() - f64::from(score)
}

pub fn repeated(row: &[f32], times: usize) -> Vec<f32> {
    row.iter().copied().cycle().take(row.len() * times).collect()
}

pub fn sum_rows(rows: &[f32], sums: &mut [f32]) {
    for row in rows.chunks_exact(sums.len()) {
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
    }
}
