//! What is known of words and phrases outside the text: first names, surnames, cities, countries, companies, and which words
//! are commonly written small. Kept as bits of hashed phrases, in the model's file.

use crate::extract::names::words::Word;
use crate::model::file::{Reader, put_number};

/// Properties of one phrase, as bits.
pub(crate) type Classes = u32;

macro_rules! classes {
    ($($(#[$doc:meta])* $constant:ident = $bit:literal,)*) => {
        pub(crate) mod class {
            $($(#[$doc])* pub(crate) const $constant: super::Classes = 1 << $bit;)*
        }
    };
}

classes! {
    FIRST_MALE = 0,
    FIRST_FEMALE = 1,
    FIRST = 2,
    SURNAME = 3,
    CITY = 4,
    COUNTRY = 5,
    CAPITAL = 6,
    REGION = 7,
    DEMONYM = 8,
    COMPANY = 9,
    /// Often written small in the training text.
    SMALL = 10,
    /// Sometimes written small.
    SMALL_RARE = 11,
    /// A name even when written small.
    NAME_SMALL = 12,
    KNOWN_PERSON = 13,
    KNOWN_PLACE = 14,
    KNOWN_GROUP = 15,
    KNOWN_ORGANIZATION = 16,
    KNOWN_EVENT = 17,
    KNOWN_WORK = 18,
    KNOWN_PRODUCT = 19,
    KNOWN_OTHER = 20,
    /// A longer phrase begins so.
    PREFIX = 21,
}

/// Phrases are at most so many tokens long.
pub(crate) const LONGEST: usize = 7;

const SEED: u32 = 0x811C_9DC5;

/// FNV-1a, one word of a phrase after the other.
#[inline]
fn step(hash: u32, word: &str) -> u32 {
    let hash = if hash == SEED { hash } else { (hash ^ 0x20).wrapping_mul(0x0100_0193) };
    word.bytes().fold(hash, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The hash of a phrase given as folded tokens. 0 stands for an empty slot.
pub(crate) fn hash<'w>(words: impl Iterator<Item = &'w str>) -> u32 {
    words.fold(SEED, step).max(1)
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Gazetteer {
    slots: Vec<(u32, Classes)>,
}

impl Gazetteer {
    pub fn new(entries: &[(u32, Classes)]) -> Self {
        let size = (entries.len().max(4) * 2).next_power_of_two();
        let mut gazetteer = Gazetteer { slots: vec![(0, 0); size] };
        for (hash, classes) in entries {
            let at = gazetteer.slot(*hash);
            gazetteer.slots[at] = (*hash, gazetteer.slots[at].1 | classes);
        }
        gazetteer
    }

    fn slot(&self, hash: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (hash ^ (hash >> 15)).wrapping_mul(0x9E37_79B1) as usize & mask;
        while self.slots[at].0 != 0 && self.slots[at].0 != hash {
            at = (at + 1) & mask;
        }
        at
    }

    #[inline]
    pub fn classes(&self, hash: u32) -> Classes {
        if self.slots.is_empty() { 0 } else { self.slots[self.slot(hash)].1 }
    }

    /// The classes of a single folded word.
    #[inline]
    pub fn word(&self, word: &str) -> Classes {
        self.classes(step(SEED, word).max(1))
    }

    /// The longest phrase of several words that begins with the first of `words`: its length and classes.
    pub fn phrase(&self, words: &[Word]) -> Option<(usize, Classes)> {
        let (mut state, mut best) = (SEED, None);
        for (count, word) in words.iter().take(LONGEST).enumerate() {
            state = step(state, &word.key);
            let classes = self.classes(state.max(1));
            if count > 0 && classes & !class::PREFIX != 0 {
                best = Some((count + 1, classes & !class::PREFIX));
            }
            if classes & class::PREFIX == 0 {
                break;
            }
        }
        best
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let mut entries: Vec<(u32, Classes)> = self.slots.iter().copied().filter(|(hash, _)| *hash != 0).collect();
        entries.sort_unstable();
        let mut bytes = Vec::new();
        put_number(&mut bytes, entries.len() as u64);
        let mut before = 0;
        for (hash, _) in &entries {
            put_number(&mut bytes, u64::from(hash - before));
            before = *hash;
        }
        entries.iter().for_each(|(_, classes)| put_number(&mut bytes, u64::from(*classes)));
        bytes
    }

    /// `None` if the bytes are not what `to_bytes` makes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let count = usize::try_from(reader.number()?).ok().filter(|count| *count <= bytes.len())?;
        let (steps, classes) = (reader.numbers(count)?, reader.numbers(count)?);
        let mut before = 0u32;
        let mut entries = Vec::with_capacity(count);
        for (step, classes) in steps.iter().zip(classes) {
            before = before.checked_add(*step)?;
            entries.push((before, classes));
        }
        Some(Gazetteer::new(&entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let entries =
            [(hash(["tilda"].into_iter()), class::FIRST_FEMALE), (hash(["port", "hale"].into_iter()), class::CITY)];
        let gazetteer = Gazetteer::from_bytes(&Gazetteer::new(&entries).to_bytes()).unwrap();
        assert_eq!(gazetteer.word("tilda"), class::FIRST_FEMALE);
        assert_eq!(gazetteer.word("hale"), 0);
        assert_eq!(gazetteer.classes(hash(["port", "hale"].into_iter())), class::CITY);
        assert!(Gazetteer::from_bytes(&[9, 1]).is_none());
        assert_eq!(Gazetteer::default().word("tilda"), 0);
    }
}
