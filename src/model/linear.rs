//! Linear weights: each feature has a short row of labels and weights, and a label's score is the sum of its weights over
//! the features at hand. Rows are sparse and lie behind one another; a feature is found by open addressing on its hash.

/// One weight: a label's number and how much the feature speaks for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    pub label: u8,
    pub value: i16,
}

/// Where a feature's row begins and how long it is. An empty slot has length 0.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    feature: u32,
    start: u32,
    len: u32,
}

#[derive(Clone, Debug, Default)]
pub struct Linear {
    labels: usize,
    slots: Vec<Slot>,
    weights: Vec<Weight>,
}

impl Linear {
    /// From rows in rising order of their features; empty rows are left out.
    pub fn new(labels: usize, rows: &[(u32, Vec<Weight>)]) -> Self {
        let size = (rows.len().max(4) * 2).next_power_of_two();
        let mut linear = Linear { labels, slots: vec![Slot::default(); size], weights: Vec::new() };
        for (feature, row) in rows.iter().filter(|(_, row)| !row.is_empty()) {
            let start = linear.weights.len() as u32;
            linear.weights.extend_from_slice(row);
            let at = linear.free(*feature);
            linear.slots[at] = Slot { feature: *feature, start, len: row.len() as u32 };
        }
        linear
    }

    fn free(&self, feature: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = feature as usize & mask;
        while self.slots[at].len != 0 && self.slots[at].feature != feature {
            at = (at + 1) & mask;
        }
        at
    }

    /// How many labels there are.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// The row of a feature; empty if it is not known.
    #[inline]
    pub fn row(&self, feature: u32) -> &[Weight] {
        let Slot { start, len, .. } = self.slots[self.free(feature)];
        &self.weights[start as usize..(start + len) as usize]
    }

    /// Adds the features' weights to `scores`, one for each label.
    #[inline]
    pub fn score(&self, features: &[u32], scores: &mut [i32]) {
        for feature in features {
            for weight in self.row(*feature) {
                if let Some(score) = scores.get_mut(weight.label as usize) {
                    *score += i32::from(weight.value);
                }
            }
        }
    }

    /// All rows in rising order of their features.
    pub fn rows(&self) -> Vec<(u32, &[Weight])> {
        let mut rows: Vec<(u32, &[Weight])> =
            self.slots.iter().filter(|slot| slot.len > 0).map(|slot| (slot.feature, self.row(slot.feature))).collect();
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
