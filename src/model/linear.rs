//! Linear weights: each feature has a row of labels and weights, and a label's score is the sum of its weights over the
//! features at hand. Where a feature's row is, its bucket says. A short row names its labels; one with weights for many has
//! a number for each label, so that several are added at once.

use super::buckets::{Buckets, NONE};
use super::file::Reader;
use super::prefetch::prefetch;
use super::rows::{Columns, Rows};

/// Where the weights of a feature are: the first word and, in the last eight bits, how many there are, or [`FULL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row(u32);

/// A row with a weight for each label. A word has two: one of the first half of the labels, and in its upper bits one of
/// the second half.
const FULL: usize = 0xFF;

/// All rows together have fewer words than this.
pub const MOST_WEIGHTS: usize = (1 << 24) - 256;

#[derive(Clone, Debug)]
pub struct Linear {
    labels: usize,
    buckets: Buckets,
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
        let read = Linear::read(&mut Reader::new(&rows.write()));
        read.expect("nothing of ours is so large that it cannot be read")
    }

    /// `None` if the bytes are not what [`Rows`] write.
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        let Columns { labels, steps, lengths, labels_of_weights: names } = Columns::read(reader)?;
        let half = labels.div_ceil(2).max(1);
        // Plain loops, as in `Reader::fill`.
        let (steps, lengths) = (steps.as_slice(), lengths.as_slice());
        let (mut row, mut full) = (0, 0);
        while row < lengths.len() {
            full += if is_full(lengths[row] as usize, half) { half } else { 0 };
            row += 1;
        }
        if names.len() + full > MOST_WEIGHTS {
            return None;
        }
        // All rows as short ones behind one another, just as the file has them; then the full ones once more.
        let mut all = vec![0; 1 + names.len() + full];
        reader.fill(&mut all[1..=names.len()])?;
        let words = all.as_mut_slice();
        let mut at = 0;
        while at < names.len() {
            let coded = words[at + 1];
            if coded > 0xFFFF {
                return None;
            }
            words[at + 1] = names[at] as u32 | (coded >> 1 ^ (coded & 1).wrapping_neg()) << 16;
            at += 1;
        }
        let mut buckets = Buckets::new(steps.len());
        let (mut row, mut feature, mut start, mut next) = (0, 0u32, 1, 1 + names.len());
        while row < steps.len() {
            feature = feature.wrapping_add(steps[row]);
            let length = lengths[row] as usize;
            if is_full(length, half) {
                let (short, full) = words.split_at_mut(next);
                spread(&short[start..start + length], labels, &mut full[..half]);
                buckets.insert(feature, (next << 8 | FULL) as u32);
                next += half;
            } else if length > 0 {
                buckets.insert(feature, (start << 8 | length) as u32);
            }
            start += length;
            row += 1;
        }
        Some(Linear { labels, buckets, words: all })
    }

    /// How many words a full row has.
    #[inline]
    fn half(&self) -> usize {
        self.labels.div_ceil(2).max(1)
    }

    /// How many labels there are.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// Whether the feature has a row.
    #[inline]
    pub fn knows(&self, feature: u32) -> bool {
        self.buckets.find(feature) != NONE
    }

    /// Brings what [`Linear::score`] asks of these features near.
    #[inline]
    pub fn fetch(&self, features: &[u32]) {
        features.iter().for_each(|feature| self.buckets.fetch(*feature));
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
            let row = self.buckets.find(*feature);
            prefetch(&self.words, (row >> 8) as usize);
            rows[known] = Row(row);
            known += usize::from(row != NONE);
        }
        known
    }

    /// Adds the rows' weights to `scores`, one for each label. In plain loops, as in `Reader::fill`.
    #[inline]
    pub fn add(&self, rows: &[Row], scores: &mut [i32]) {
        let half = self.half();
        for Row(row) in rows {
            let (start, length) = ((row >> 8) as usize, (row & 0xFF) as usize);
            if length == FULL {
                let own = self.words.get(start..start + half).unwrap_or_default();
                let (first, second) = scores.split_at_mut(half.min(scores.len()));
                let mut at = 0;
                while at < own.len() && at < first.len() {
                    first[at] += (own[at] << 16) as i32 >> 16;
                    at += 1;
                }
                at = 0;
                while at < own.len() && at < second.len() {
                    second[at] += own[at] as i32 >> 16;
                    at += 1;
                }
                continue;
            }
            let (own, mut at) = (self.words.get(start..start + length).unwrap_or_default(), 0);
            while at < own.len() {
                let label = (own[at] & 0xFF) as usize;
                if label < scores.len() {
                    scores[label] += own[at] as i32 >> 16;
                }
                at += 1;
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

/// Whether a row of so many weights is kept as a full one.
#[inline]
fn is_full(length: usize, half: usize) -> bool {
    length * 2 >= half && length > 0
}

/// Makes a full row of a short one.
fn spread(short: &[u32], labels: usize, full: &mut [u32]) {
    let half = full.len();
    for word in short {
        let label = (word & 0xFF) as usize;
        if label < half {
            full[label] |= word >> 16;
        } else if label < labels {
            full[label - half] |= word & 0xFFFF_0000;
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
    use super::super::rows::Weight;
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
