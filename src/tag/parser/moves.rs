//! The weights of moves as they run: a table of small buckets, four features each, found by the upper bits of a feature's key
//! and told apart by its lowest twelve. Looking one up is one place in memory and no question that a processor could guess
//! wrong. A file holds them in this order, so that loading goes over them once.

use crate::model::file::{Reader, put_number};
use crate::model::prefetch::prefetch;

/// Features in a bucket. Those of a fuller one that weigh least are left out.
pub const BUCKET: usize = 4;
const LOW: u32 = 0xFFF;

/// How much a feature speaks for an arc to the left and to the right, rather than for a shift.
/// Ten bits each, so at most [`MOST`].
pub type Pair = [i16; 2];
pub const MOST: i16 = 511;

/// Which bucket a key is in, where there are `1 << bits`.
#[inline]
fn bucket(key: u32, bits: u32) -> usize {
    (key >> (32 - bits)) as usize
}

/// The weights of moves.
#[derive(Clone, Debug)]
pub struct Moves {
    bits: u32,
    /// In each word the twelve low bits of a key, then left, then right. An empty place has weights 0 and may be found.
    buckets: Vec<[u32; BUCKET]>,
}

impl Moves {
    /// Brings the weights of features near.
    #[inline]
    pub fn fetch(&self, keys: &[u32]) {
        keys.iter().for_each(|key| prefetch(&self.buckets, bucket(*key, self.bits)));
    }

    /// The sums for an arc to the left and to the right, compared with a shift.
    #[inline]
    pub fn weigh(&self, keys: &[u32]) -> (i32, i32) {
        // Place by place, so that four are looked at at once.
        let (mut left, mut right) = ([0i32; BUCKET], [0i32; BUCKET]);
        for key in keys {
            let bucket = &self.buckets[bucket(*key, self.bits)];
            let mut at = 0;
            while at < BUCKET {
                let found = if bucket[at] >> 20 == *key & LOW { bucket[at] } else { 0 };
                left[at] += ((found << 12) as i32) >> 22;
                right[at] += ((found << 22) as i32) >> 22;
                at += 1;
            }
        }
        (left.iter().sum(), right.iter().sum())
    }

    pub fn read(reader: &mut Reader) -> Option<Self> {
        let bits = u32::try_from(reader.number()?).ok().filter(|bits| (1..=24).contains(bits))?;
        let counts = reader.take(1 << bits)?;
        let count = total(counts)?;
        let mut column = || reader.take(count);
        let (low, high, left, left_sign) = (column()?, column()?, column()?, column()?);
        let (right, right_sign) = (column()?, column()?);
        // So many places more that a whole bucket may be read where the last one is.
        let mut places = vec![0; count + BUCKET];
        let out = places.as_mut_slice();
        // Plain loops, as in `Reader::fill`.
        let mut at = 0;
        while at < count {
            let key = (low[at] as u32 | (high[at] as u32) << 8) << 20;
            let left = (left[at] as u32 | (left_sign[at] as u32) << 8) & 0x3FF;
            let right = (right[at] as u32 | (right_sign[at] as u32) << 8) & 0x3FF;
            out[at] = key | left << 10 | right;
            at += 1;
        }
        Some(Moves { bits, buckets: dealt(counts, &places) })
    }

    /// The bytes that [`Moves::read`] reads.
    pub fn write(rows: Vec<(u32, Pair)>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let weight = |pair: &Pair| pair.iter().map(|weight| i32::from(*weight).abs()).sum();
        let rows = write_keys(rows, weight, &mut bytes);
        for side in 0..2 {
            let weight = |pair: &Pair| pair[side].clamp(-MOST, MOST).to_le_bytes();
            (0..2).for_each(|byte| bytes.extend(rows.iter().map(|pair| weight(pair)[byte])));
        }
        bytes
    }
}

/// How many features all buckets have; `None` if one has more than it can.
fn total(counts: &[u8]) -> Option<usize> {
    let (mut at, mut count, mut most) = (0, 0, 0);
    while at < counts.len() {
        count += counts[at] as usize;
        if counts[at] > most {
            most = counts[at];
        }
        at += 1;
    }
    (usize::from(most) <= BUCKET).then_some(count)
}

/// Deals out places to buckets. As many as a bucket can have are read each time and those of the next are blanked, for which
/// nothing is asked that a processor could guess wrong.
fn dealt(counts: &[u8], places: &[u32]) -> Vec<[u32; BUCKET]> {
    const OWN: [[u32; BUCKET]; BUCKET + 1] = {
        let (mut own, mut count) = ([[0; BUCKET]; BUCKET + 1], 1);
        while count <= BUCKET {
            own[count] = own[count - 1];
            own[count][count - 1] = u32::MAX;
            count += 1;
        }
        own
    };
    let mut buckets = vec![[0; BUCKET]; counts.len()];
    let (out, mut at, mut first) = (buckets.as_mut_slice(), 0, 0);
    while at < counts.len() {
        let (count, mut place) = (counts[at] as usize, 0);
        while place < BUCKET {
            out[at][place] = places[first + place] & OWN[count][place];
            place += 1;
        }
        first += count;
        at += 1;
    }
    buckets
}

/// Writes what tells features apart, and returns the rows in the order of their buckets: of each bucket the heaviest.
fn write_keys<R>(mut rows: Vec<(u32, R)>, weight: impl Fn(&R) -> i32, bytes: &mut Vec<u8>) -> Vec<R> {
    // Two features a bucket: one bucket in twenty is too small then.
    let bits = (rows.len() / 2).next_power_of_two().trailing_zeros().clamp(1, 24);
    let low = |key: u32| key & LOW;
    rows.sort_by_key(|(key, row)| (bucket(*key, bits), std::cmp::Reverse(weight(row)), low(*key)));
    let mut counts = vec![0u8; 1 << bits];
    let mut kept: Vec<(u32, R)> = Vec::with_capacity(rows.len());
    for (key, row) in rows {
        let count = &mut counts[bucket(key, bits)];
        let twin = kept.iter().rev().take(usize::from(*count)).any(|(other, _)| low(*other) == low(key));
        if usize::from(*count) < BUCKET && !twin {
            *count += 1;
            kept.push((key, row));
        }
    }
    put_number(bytes, bits.into());
    bytes.extend_from_slice(&counts);
    bytes.extend(kept.iter().map(|(key, _)| low(*key) as u8));
    bytes.extend(kept.iter().map(|(key, _)| (low(*key) >> 8) as u8));
    kept.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_what_is_known() {
        // The first five fall into the same bucket, the lightest is left out.
        let rows = vec![(1, [5, -3]), (2, [0, 7]), (3, [1, 0]), (4, [9, 9]), (5, [-511, 127]), (u32::MAX, [1, 1])];
        let bytes = Moves::write(rows);
        let moves = Moves::read(&mut Reader::new(&bytes)).unwrap();
        assert_eq!(moves.weigh(&[1, 2, 3, 6, 1 << 20]), (5, 4));
        assert_eq!(moves.weigh(&[5, u32::MAX]), (-510, 128));
        assert!(Moves::read(&mut Reader::new(&bytes[..bytes.len() - 1])).is_none());
        let none = Moves::write(Vec::new());
        assert_eq!(Moves::read(&mut Reader::new(&none)).unwrap().weigh(&[0, 1, u32::MAX]), (0, 0));
    }
}
