//! Numbers as if by chance, the same for the same seed on every machine: SplitMix64 (Steele, Lea and Flood 2014), so that no
//! crate is needed that may change its mind.

#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// For seeds that are counted up: their numbers begin far from each other.
    pub fn apart(seed: u64) -> Random {
        Random(seed.wrapping_mul(0xD1B5_4A32_D192_ED03))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Less than `count`; 0 where that is nothing.
    pub fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }

    /// At least 0, and less than 1.
    pub fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u32 << 24) as f32
    }

    /// About 0, with a variance of 1: the sum of twelve shares, less six.
    pub fn normal(&mut self) -> f32 {
        (0..12).map(|_| self.share()).sum::<f32>() - 6.0
    }
}

/// Puts items into an order that the seed fixes (Fisher and Yates 1938).
pub fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut random = Random::new(seed);
    for at in (1..items.len()).rev() {
        items.swap(at, random.below(at + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shuffling_is_the_same_every_time() {
        let mut items: Vec<u32> = (0..10).collect();
        shuffle(&mut items, 1);
        let once = items.clone();
        items.sort_unstable();
        shuffle(&mut items, 1);
        assert_eq!(items, once);
        assert_ne!(items, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn shares_and_normal_numbers_are_spread_as_they_should() {
        let mut random = Random::apart(7);
        let shares: Vec<f32> = (0..10_000).map(|_| random.share()).collect();
        assert!(shares.iter().all(|share| (0.0..1.0).contains(share)));
        assert!((shares.iter().sum::<f32>() / 10_000.0 - 0.5).abs() < 0.02);
        let variance = (0..10_000).map(|_| random.normal().powi(2)).sum::<f32>() / 10_000.0;
        assert!((variance - 1.0).abs() < 0.05, "{variance}");
    }
}
