//! Linear weights: each feature has a row of labels and weights, and a label's score is the sum of its weights over the
//! features at hand. Where a feature's row is, its bucket says. A short row names its labels; one with weights for many has
//! a number for each label, so that several are added at once.

use super::prefetch::prefetch;
use super::rows::{Rows, Weight};

/// Features in a bucket: as many as one read from memory brings.
const BUCKET: usize = 8;

/// Features, and where the row of each is: its first word and, in the last eight bits, how many weights it has, or
/// [`FULL`]. An empty place has no weights, so it does not matter whether it is found. What a full one has no place for is in the next.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Bucket {
    features: [u32; BUCKET],
    rows: [u32; BUCKET],
}

/// Where the weights of a feature are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row(u32);

/// No row begins at the first word, which stands for nothing.
const NONE: u32 = 0;

/// A row with a weight for each label. A word has two: one of the first half of the labels, and in its upper bits one of
/// the second half.
const FULL: usize = 0xFF;

/// All rows together have fewer words than this.
pub const MOST_WEIGHTS: usize = (1 << 24) - 256;

#[derive(Clone, Debug)]
pub struct Linear {
    labels: usize,
    buckets: Vec<Bucket>,
    /// A word of a short row is a label and, in its upper bits, its weight.
    words: Vec<u32>,
}

impl Default for Linear {
    fn default() -> Self {
        Linear::new(&Rows::default())
    }
}

impl Linear {
    pub fn new(rows: &Rows) -> Self {
        // So that there is always a bucket with a free place, where a search ends.
        let size = (rows.features.len() / 5 + 1).next_power_of_two();
        let buckets = vec![Bucket::default(); size];
        let mut linear = Linear { labels: rows.labels, buckets, words: vec![0] };
        linear.words.reserve(rows.weights.len());
        for (feature, row) in rows.iter() {
            let start = linear.words.len();
            // A row that is too far does not fit: nothing of ours is that large.
            if row.is_empty() || start > MOST_WEIGHTS {
                continue;
            }
            let length = linear.push(row);
            linear.insert(feature, (start << 8 | length) as u32);
        }
        linear
    }

    /// Appends the words of a row, and returns what its place says of its length.
    fn push(&mut self, row: &[Weight]) -> usize {
        let half = self.half();
        let upper = |value: i16| u32::from(value as u16) << 16;
        if row.len() * 2 < half {
            self.words.extend(row.iter().map(|weight| u32::from(weight.label) | upper(weight.value)));
            return row.len();
        }
        let start = self.words.len();
        self.words.resize(start + half, 0);
        for weight in row {
            let label = usize::from(weight.label);
            match self.words.get_mut(start + label % half) {
                Some(word) if label < half => *word |= u32::from(weight.value as u16),
                Some(word) if label < self.labels => *word |= upper(weight.value),
                _ => {}
            }
        }
        FULL
    }

    /// How many words a full row has.
    #[inline]
    fn half(&self) -> usize {
        self.labels.div_ceil(2).max(1)
    }

    fn insert(&mut self, feature: u32, row: u32) {
        let mut at = self.bucket(feature);
        loop {
            let Bucket { features, rows } = &mut self.buckets[at];
            if let Some(free) = rows.iter().position(|row| *row == NONE) {
                (features[free], rows[free]) = (feature, row);
                return;
            }
            at = (at + 1) & (self.buckets.len() - 1);
        }
    }

    #[inline]
    fn bucket(&self, feature: u32) -> usize {
        feature as usize & (self.buckets.len() - 1)
    }

    /// Where the row of a feature is.
    #[inline]
    fn find(&self, feature: u32) -> u32 {
        let mut at = self.bucket(feature);
        loop {
            let Bucket { features, rows } = &self.buckets[at];
            // No question that a processor could guess wrong.
            let own = features
                .iter()
                .zip(rows)
                .fold(NONE, |own, (other, row)| own | if *other == feature { *row } else { NONE });
            if own != NONE || rows[BUCKET - 1] == NONE {
                return own;
            }
            at = (at + 1) & (self.buckets.len() - 1);
        }
    }

    /// How many labels there are.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// Whether the feature has a row.
    #[inline]
    pub fn knows(&self, feature: u32) -> bool {
        self.find(feature) != NONE
    }

    /// Brings what [`Linear::score`] asks of these features near.
    #[inline]
    pub fn fetch(&self, features: &[u32]) {
        features.iter().for_each(|feature| prefetch(&self.buckets, self.bucket(*feature)));
    }

    /// Adds the rows of those features that have one to `rows`, and brings their weights near.
    #[inline]
    pub fn find_all(&self, features: &[u32], rows: &mut Vec<Row>) {
        let before = rows.len();
        rows.resize(before + features.len(), Row::default());
        let known = self.find_each(features, &mut rows[before..]);
        rows.truncate(before + known);
    }

    /// The same into a slice as long as `features`; returns how many have a row.
    #[inline]
    fn find_each(&self, features: &[u32], rows: &mut [Row]) -> usize {
        let mut known = 0;
        for feature in features {
            let row = self.find(*feature);
            prefetch(&self.words, (row >> 8) as usize);
            rows[known] = Row(row);
            known += usize::from(row != NONE);
        }
        known
    }

    /// Adds the rows' weights to `scores`, one for each label.
    #[inline]
    pub fn add(&self, rows: &[Row], scores: &mut [i32]) {
        let half = self.half();
        for Row(row) in rows {
            let (start, length) = ((row >> 8) as usize, (row & 0xFF) as usize);
            if length == FULL {
                let own = self.words.get(start..start + half).unwrap_or_default();
                let (first, second) = scores.split_at_mut(half.min(scores.len()));
                first.iter_mut().zip(own).for_each(|(score, word)| *score += (word << 16) as i32 >> 16);
                second.iter_mut().zip(own).for_each(|(score, word)| *score += *word as i32 >> 16);
                continue;
            }
            for word in self.words.get(start..start + length).unwrap_or_default() {
                if let Some(score) = scores.get_mut((word & 0xFF) as usize) {
                    *score += *word as i32 >> 16;
                }
            }
        }
    }

    /// Adds the features' weights to `scores`, one for each label.
    #[inline]
    pub fn score(&self, features: &[u32], scores: &mut [i32]) {
        self.fetch(features);
        // First all places, then all rows: so that many of them come at once instead of one after the other.
        for features in features.chunks(64) {
            let mut rows = [Row::default(); 64];
            let known = self.find_each(features, &mut rows);
            self.add(&rows[..known], scores);
        }
    }
}

/// The number of the highest score; of equal ones the first.
#[inline]
pub fn best(scores: &[i32]) -> usize {
    let mut best = 0;
    for (label, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = label;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_and_summed() {
        let row = |pairs: &[(u8, i16)]| pairs.iter().map(|&(label, value)| Weight { label, value }).collect::<Vec<_>>();
        // All features fall into the same bucket, and most of them into the next ones.
        let mut rows = vec![(8, row(&[(0, 5)])), (16, row(&[(1, 7), (2, -1)])), (24, row(&[]))];
        rows.extend((100..120).map(|feature| (feature << 8, row(&[(2, feature as i16)]))));
        let linear = Linear::new(&Rows::new(3, &rows));
        let mut scores = [0; 3];
        linear.score(&[8, 16, 24, 99], &mut scores);
        assert_eq!(scores, [5, 7, -1]);
        assert_eq!(best(&scores), 1);
        linear.score(&(90..130).map(|feature| feature << 8).collect::<Vec<_>>(), &mut scores);
        assert_eq!(scores, [5, 7, (100..120).sum::<i32>() - 1]);
        assert!(linear.knows(119 << 8) && !linear.knows(24));
    }
    #[test]
    fn short_and_full_rows_say_the_same() {
        // Labels from 0 to 8, an odd number, in rows of every length.
        let weight = |label: u8, length: u8| Weight { label, value: i16::from(label) * 100 - i16::from(length) * 37 };
        let row = |length: u8| (9 - length..9).map(|label| weight(label, length)).collect::<Vec<_>>();
        let rows: Vec<(u32, Vec<Weight>)> = (1..=9).map(|length| (u32::from(length) * 77, row(length))).collect();
        let linear = Linear::new(&Rows::new(9, &rows));
        let (mut scores, mut right) = ([0; 9], [0; 9]);
        for (feature, row) in &rows {
            linear.score(&[*feature], &mut scores);
            row.iter().for_each(|weight| right[usize::from(weight.label)] += i32::from(weight.value));
            assert_eq!(scores, right);
        }
    }
}
