//! The weights of the three moves, packed so that a feature is one look at eight bytes: half of what a parse costs is
//! waiting for memory.

use crate::model::linear::Weight;

/// How much a feature speaks for an arc to the left and to the right, rather than for a shift.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Slot {
    feature: u32,
    left: i16,
    right: i16,
}

impl Slot {
    fn is_empty(&self) -> bool {
        self.left == 0 && self.right == 0
    }
}

/// A table with open addressing, at most half full.
#[derive(Clone, Debug)]
pub struct Moves(Vec<Slot>);

impl Moves {
    /// From rows of a model with two labels, left and right.
    pub fn new(rows: &[(u32, &[Weight])]) -> Self {
        let mut slots = vec![Slot::default(); (rows.len().max(4) * 2).next_power_of_two()];
        let mask = slots.len() - 1;
        for (feature, row) in rows {
            let of = |label: u8| row.iter().find(|weight| weight.label == label).map_or(0, |weight| weight.value);
            let slot = Slot { feature: *feature, left: of(0), right: of(1) };
            if slot.is_empty() {
                continue;
            }
            let mut at = *feature as usize & mask;
            while !slots[at].is_empty() {
                at = (at + 1) & mask;
            }
            slots[at] = slot;
        }
        Moves(slots)
    }

    /// The sums for left and right; a shift has 0.
    #[inline]
    pub fn score(&self, features: &[u32]) -> (i32, i32) {
        let mask = self.0.len() - 1;
        let (mut left, mut right) = (0, 0);
        for feature in features {
            let mut at = *feature as usize & mask;
            loop {
                let slot = self.0[at];
                if slot.feature == *feature {
                    left += i32::from(slot.left);
                    right += i32::from(slot.right);
                    break;
                }
                if slot.is_empty() {
                    break;
                }
                at = (at + 1) & mask;
            }
        }
        (left, right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_what_is_known() {
        let weight = |label, value| Weight { label, value };
        let (one, two, none) = ([weight(0, 5), weight(1, -3)], [weight(1, 7)], [weight(0, 0)]);
        // The first two fall into the same slot.
        let moves = Moves::new(&[(8, &one), (16, &two), (3, &none)]);
        assert_eq!(moves.score(&[8, 16, 3, 24, 0]), (5, 4));
        assert_eq!(Moves::new(&[]).score(&[0, 1]), (0, 0));
    }
}
