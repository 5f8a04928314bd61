//! Linear weights: each feature has a short row of labels and weights, and a label's score is the sum of its weights over
//! the features at hand. Rows are sparse and lie behind one another; a feature is found by open addressing on its hash.

/// One weight: a label's number and how much the feature speaks for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    pub label: u8,
    pub value: i16,
}

/// A feature, and where its row is: the first weight's place and, in the last eight bits, the number of weights less one.
/// Eight bytes, because what running waits for is memory.
#[derive(Clone, Copy, Debug)]
struct Slot {
    feature: u32,
    row: u32,
}

const EMPTY: Slot = Slot { feature: 0, row: u32::MAX };

/// All rows together have fewer weights than this, and each at most 256.
pub const MOST_WEIGHTS: usize = (1 << 24) - 256;

#[derive(Clone, Debug)]
pub struct Linear {
    labels: usize,
    slots: Vec<Slot>,
    weights: Vec<Weight>,
}

impl Default for Linear {
    fn default() -> Self {
        Linear::flat(0, &[], &[], Vec::new())
    }
}

impl Linear {
    /// From rows in rising order of their features; empty rows are left out.
    pub fn new(labels: usize, rows: &[(u32, Vec<Weight>)]) -> Self {
        let features: Vec<u32> = rows.iter().map(|(feature, _)| *feature).collect();
        let lengths: Vec<usize> = rows.iter().map(|(_, row)| row.len()).collect();
        Linear::flat(labels, &features, &lengths, rows.iter().flat_map(|(_, row)| row).copied().collect())
    }

    /// The same from all features, the lengths of their rows, and all rows behind one another.
    pub fn flat(labels: usize, features: &[u32], lengths: &[usize], weights: Vec<Weight>) -> Self {
        let size = (features.len().max(4) * 3 / 2).next_power_of_two();
        let mut linear = Linear { labels, slots: vec![EMPTY; size], weights };
        let mut start = 0;
        for (feature, length) in features.iter().zip(lengths) {
            // A row that is too long or too far does not fit its slot: nothing of ours is that large.
            if (1..=256).contains(length) && start < MOST_WEIGHTS {
                let at = linear.place(*feature);
                linear.slots[at] = Slot { feature: *feature, row: (start << 8 | (length - 1)) as u32 };
            }
            start += length;
        }
        linear
    }

    /// The slot that has the feature, or the empty one where it would be.
    #[inline]
    fn place(&self, feature: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = feature as usize & mask;
        while self.slots[at].row != EMPTY.row && self.slots[at].feature != feature {
            at = (at + 1) & mask;
        }
        at
    }

    /// The weights of a slot's row.
    #[inline]
    fn at(&self, row: u32) -> &[Weight] {
        if row == EMPTY.row {
            return &[];
        }
        let (start, last) = ((row >> 8) as usize, (row & 0xFF) as usize);
        self.weights.get(start..=start + last).unwrap_or_default()
    }

    /// How many labels there are.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// The row of a feature; empty if it is not known.
    #[inline]
    pub fn row(&self, feature: u32) -> &[Weight] {
        self.at(self.slots[self.place(feature)].row)
    }

    /// Adds the features' weights to `scores`, one for each label.
    #[inline]
    pub fn score(&self, features: &[u32], scores: &mut [i32]) {
        // First all slots, then all rows: so the processor fetches many of them at once instead of one after the other.
        for features in features.chunks(64) {
            let mut rows = [EMPTY.row; 64];
            for (row, feature) in rows.iter_mut().zip(features) {
                *row = self.slots[self.place(*feature)].row;
            }
            for row in rows.iter().filter(|row| **row != EMPTY.row) {
                for weight in self.at(*row) {
                    if let Some(score) = scores.get_mut(weight.label as usize) {
                        *score += i32::from(weight.value);
                    }
                }
            }
        }
    }

    /// All rows in rising order of their features.
    pub fn rows(&self) -> Vec<(u32, &[Weight])> {
        let used = self.slots.iter().filter(|slot| slot.row != EMPTY.row);
        let mut rows: Vec<(u32, &[Weight])> = used.map(|slot| (slot.feature, self.at(slot.row))).collect();
        rows.sort_unstable_by_key(|(feature, _)| *feature);
        rows
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
        // Features that fall into the same slot.
        let linear = Linear::new(3, &[(8, row(&[(0, 5)])), (16, row(&[(1, 7), (2, -1)])), (24, row(&[]))]);
        let mut scores = [0; 3];
        linear.score(&[8, 16, 24, 99], &mut scores);
        assert_eq!(scores, [5, 7, -1]);
        assert_eq!(best(&scores), 1);
        assert_eq!(linear.rows().len(), 2);
    }
}
