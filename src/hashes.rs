//! A map from hashes to hashes that takes little more memory than they do: a run has two for each of its articles.

/// 128 bits: in a million million there are hardly two alike.
pub type Hash = [u8; 16];

/// Pairs lie in pieces of so many, which never move: a list that grows would be there twice for a moment.
const PIECE: usize = 1 << 10;

#[derive(Debug, Default)]
pub struct Hashes {
    /// In the order in which they came.
    pieces: Vec<Vec<(Hash, Hash)>>,
    len: usize,
    /// For each pair, near where its key says, its number from 1; 0 is free.
    slots: Vec<u32>,
}

impl Hashes {
    /// What `key` stands for. If that is nothing yet, it is `value` from now on.
    pub fn meet(&mut self, key: Hash, value: Hash) -> Option<Hash> {
        if self.len + 1 > self.slots.len() / 4 * 3 {
            self.grow();
        }
        let slot = self.slot(&key);
        if let Some((_, value)) = self.pair(slot) {
            return Some(*value);
        }
        if self.len.is_multiple_of(PIECE) {
            self.pieces.push(Vec::with_capacity(PIECE));
        }
        self.pieces[self.len / PIECE].push((key, value));
        self.len += 1;
        self.slots[slot] = self.len as u32;
        None
    }

    /// Lets `key`, which stands for something, stand for `value`.
    pub fn change(&mut self, key: Hash, value: Hash) {
        let number = self.slots[self.slot(&key)] as usize - 1;
        self.pieces[number / PIECE][number % PIECE].1 = value;
    }

    /// The slot of `key`, or the free one that it may have.
    fn slot(&self, key: &Hash) -> usize {
        // As far into the slots as the key is into all keys.
        let first = u128::from_be_bytes(*key) >> 64;
        let mut slot = ((first * self.slots.len() as u128) >> 64) as usize;
        while self.pair(slot).is_some_and(|(other, _)| other != key) {
            slot = (slot + 1) % self.slots.len();
        }
        slot
    }

    fn pair(&self, slot: usize) -> Option<&(Hash, Hash)> {
        let number = (self.slots[slot] as usize).checked_sub(1)?;
        Some(&self.pieces[number / PIECE][number % PIECE])
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() / 2 * 3 + PIECE];
        for number in 0..self.len {
            let slot = self.slot(&self.pieces[number / PIECE][number % PIECE].0);
            self.slots[slot] = number as u32 + 1;
        }
    }
}

/// The hash that 32 hex digits say.
pub fn hash(hex: &str) -> Hash {
    u128::from_str_radix(hex, 16).unwrap_or_default().to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(number: u32) -> Hash {
        hash(&blake3::hash(&number.to_be_bytes()).to_hex()[..32])
    }

    #[test]
    fn the_first_value_stays() {
        let mut hashes = Hashes::default();
        for number in 0..20_000 {
            assert_eq!(hashes.meet(of(number), of(number + 1)), None);
        }
        for number in 0..20_000 {
            assert_eq!(hashes.meet(of(number), of(0)), Some(of(number + 1)));
        }
        hashes.change(of(7), of(9));
        assert_eq!(hashes.meet(of(7), of(0)), Some(of(9)));
    }

    #[test]
    fn keys_that_begin_alike_are_told_apart() {
        let mut hashes = Hashes::default();
        let key = |number: u8| [[0xff; 15].as_slice(), &[number]].concat().try_into().unwrap();
        for number in 0..=255 {
            assert_eq!(hashes.meet(key(number), of(number.into())), None);
        }
        assert!((0..=255).all(|number| hashes.meet(key(number), of(0)) == Some(of(number.into()))));
    }
}
