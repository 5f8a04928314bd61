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
            for (at, place) in bucket.iter().enumerate() {
                let found = if place >> 20 == key & LOW { *place } else { 0 };
                left[at] += ((found << 12) as i32) >> 22;
                right[at] += ((found << 22) as i32) >> 22;
            }
        }
        (left.iter().sum(), right.iter().sum())
    }

    pub fn read(reader: &mut Reader) -> Option<Self> {
        let (bits, counts, lows) = read_keys(reader)?;
        let count = lows.len();
        let mut column = || reader.take(count);
        let (left, left_sign, right, right_sign) = (column()?, column()?, column()?, column()?);
        let weight = |low: &u8, high: &u8| u32::from(u16::from_le_bytes([*low, *high])) & 0x3FF;
        let left = left.iter().zip(left_sign).map(|(low, high)| weight(low, high));
        let right = right.iter().zip(right_sign).map(|(low, high)| weight(low, high));
        let mut buckets = vec![[0; BUCKET]; 1 << bits];
        let mut rows = lows.iter().zip(left).zip(right);
        for (bucket, count) in buckets.iter_mut().zip(counts) {
            for (place, ((low, left), right)) in bucket.iter_mut().zip(rows.by_ref().take(usize::from(*count))) {
                *place = u32::from(*low) << 20 | left << 10 | right;
            }
        }
        Some(Moves { bits, buckets })
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

/// The number of bits of a bucket's number, how many features each bucket has, and the low bits of their keys.
fn read_keys<'b>(reader: &mut Reader<'b>) -> Option<(u32, &'b [u8], Vec<u16>)> {
    let bits = u32::try_from(reader.number()?).ok().filter(|bits| (1..=24).contains(bits))?;
    let counts = reader.take(1 << bits)?;
    if counts.iter().any(|count| usize::from(*count) > BUCKET) {
        return None;
    }
    let count = counts.iter().map(|count| usize::from(*count)).sum();
    let (low, high) = (reader.take(count)?, reader.take(count)?);
    let lows = low.iter().zip(high).map(|(low, high)| u16::from(*low) | u16::from(*high & 0xF) << 8);
    Some((bits, counts, lows.collect()))
}

/// Writes what [`read_keys`] reads, and returns the rows in the order of their buckets: of each bucket the heaviest.
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
