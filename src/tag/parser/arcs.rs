//! How far a head is from its dependent, in as many steps as are told apart.

/// Farther is all the same.
const FARTHEST: usize = 20;
/// So many distances there are, that to the root being one.
pub const APART: usize = 2 * FARTHEST + 2;

/// The number of the distance between two words, which count from 1; the root is 0.
#[inline]
pub fn apart(word: usize, head: usize) -> usize {
    if head == 0 {
        return APART - 1;
    }
    (head + FARTHEST).saturating_sub(word).min(2 * FARTHEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_told_apart() {
        assert_eq!([apart(1, 2), apart(2, 1), apart(30, 1), apart(1, 30), apart(1, 0)], [21, 19, 0, 40, 41]);
    }
}
