//! Where the row of each feature is: buckets as large as what one read from memory brings. The upper bits of a feature say
//! which is its own, so that features in rising order, as files have them, fill buckets from the first to the last.

use super::prefetch::prefetch;

/// Features in a bucket.
const BUCKET: usize = 8;

/// No row begins at the first word, which stands for nothing.
pub const NONE: u32 = 0;

/// Features, and where the row of each is. An empty place has no row, so it does not matter whether it is found. What a full
/// bucket has no place for is in the next.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Bucket {
    features: [u32; BUCKET],
    rows: [u32; BUCKET],
}

#[derive(Clone, Debug)]
pub struct Buckets {
    buckets: Vec<Bucket>,
    /// There are two to so many.
    bits: u32,
    /// The bucket that was filled last, and how many places of it are.
    last: (usize, usize),
    /// The newest feature, as long as they rise and all found a place behind those before.
    newest: Option<u32>,
}

impl Buckets {
    /// For so many features.
    pub fn new(features: usize) -> Self {
        // So that there is always a bucket with a free place, where a search ends.
        let bits = (features / 5 + 1).next_power_of_two().trailing_zeros();
        Buckets { buckets: vec![Bucket::default(); 1 << bits], bits, last: (0, 0), newest: Some(0) }
    }

    /// The bucket of a feature.
    #[inline]
    fn own(&self, feature: u32) -> usize {
        ((feature as u64) << self.bits >> 32) as usize
    }

    /// Brings the place of a feature near.
    #[inline]
    pub fn fetch(&self, feature: u32) {
        prefetch(&self.buckets, self.own(feature));
    }

    /// Where the row of a feature is.
    #[inline]
    pub fn find(&self, feature: u32) -> u32 {
        let mut at = self.own(feature);
        loop {
            let Bucket { features, rows } = &self.buckets[at];
            // No question that a processor could guess wrong; and a plain loop, as in `Reader::fill`.
            let (mut own, mut place) = (NONE, 0);
            while place < BUCKET {
                own |= rows[place] & u32::from(features[place] == feature).wrapping_neg();
                place += 1;
            }
            if own != NONE || rows[BUCKET - 1] == NONE {
                return own;
            }
            at = (at + 1) & (self.buckets.len() - 1);
        }
    }

    /// Says where the row of a feature is.
    #[inline]
    pub fn insert(&mut self, feature: u32, row: u32) {
        let own = self.own(feature);
        let (bucket, places) = self.last;
        let (bucket, places) = match () {
            () if own > bucket => (own, 0),
            () if places == BUCKET => (bucket + 1, 0),
            () => (bucket, places),
        };
        if self.newest.is_none_or(|newest| feature < newest) || bucket == self.buckets.len() {
            self.newest = None;
            return self.search(own, feature, row);
        }
        let Bucket { features, rows } = &mut self.buckets[bucket];
        (features[places], rows[places]) = (feature, row);
        (self.last, self.newest) = ((bucket, places + 1), Some(feature));
    }

    /// The same for features in any order.
    #[cold]
    fn search(&mut self, mut at: usize, feature: u32, row: u32) {
        loop {
            let Bucket { features, rows } = &mut self.buckets[at];
            if let Some(free) = rows.iter().position(|row| *row == NONE) {
                (features[free], rows[free]) = (feature, row);
                return;
            }
            at = (at + 1) & (self.buckets.len() - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Few of these buckets are the own ones of any feature, and the last of them go over the end.
    fn crowded() -> Vec<u32> {
        (0..40).map(|n| n << 8).chain((0..40).map(|n| u32::MAX - 1000 + n)).collect()
    }

    #[test]
    fn features_are_found_in_whatever_order_they_came() {
        let rising = crowded();
        let mut mixed = rising.clone();
        mixed.sort_unstable_by_key(|feature| feature.wrapping_mul(0x9E37_79B1));
        for order in [rising.clone(), rising.iter().rev().copied().collect(), mixed] {
            let mut buckets = Buckets::new(order.len());
            order.iter().for_each(|feature| buckets.insert(*feature, feature / 2 + 1));
            assert!(rising.iter().all(|feature| buckets.find(*feature) == feature / 2 + 1));
            assert!([7, 1 << 31, u32::MAX].iter().all(|feature| buckets.find(*feature) == NONE));
        }
    }
}
