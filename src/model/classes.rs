//! Classes of words that stand in the same places ("monday", "tuesday"), learnt from plain text: what is known of a word
//! that the annotated texts hardly have. Each class belongs to a coarser one.

use super::features::Atom;
use super::file::{Model, Reader, put_number};
use crate::error::{Error, Result};

/// The name in a model's file, and of the section that other models keep them in.
pub const NAME: &str = "classes";

/// The class of each known word.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    /// The atoms of words, rising.
    words: Vec<u32>,
    classes: Vec<u8>,
    /// Where the words begin whose upper bits are this number or more: as many as words or more, so that few are looked at.
    starts: Vec<u32>,
    /// The coarse class of each class.
    coarse: Vec<u8>,
}

/// The class of a word, and the coarser one that holds it; [`Atom::NONE`] twice for a word that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    pub fine: Atom,
    pub coarse: Atom,
}

impl Class {
    pub const NONE: Class = Class { fine: Atom::NONE, coarse: Atom::NONE };
}

impl Classes {
    /// From a model that has them.
    ///
    /// # Errors
    /// The section is missing or damaged.
    pub fn new(model: &Model) -> Result<Self> {
        let damaged = || Error::failed(format!("is damaged in its section “{NAME}”")).file(&model.name);
        read(&mut Reader::new(model.section(NAME)?)).ok_or_else(damaged)
    }

    /// The class of a word by the atom of its form in small letters (`tag::features::lower`).
    #[inline]
    pub fn of(&self, lower: Atom) -> Class {
        let Some(fine) = self.find(lower.0) else { return Class::NONE };
        let coarse = self.coarse.get(usize::from(*fine)).copied().unwrap_or_default();
        Class { fine: Atom(u32::from(*fine)), coarse: Atom(u32::from(coarse)) }
    }

    #[inline]
    fn find(&self, word: u32) -> Option<&u8> {
        let mut at = *self.starts.get(upper(word, self.starts.len()))? as usize;
        while *self.words.get(at)? < word {
            at += 1;
        }
        if self.words[at] == word { self.classes.get(at) } else { None }
    }
}

/// The section's bytes: coarse classes, then the atoms of words in rising order and their classes.
pub fn section(words: &[(u32, u8)], coarse: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_number(&mut bytes, coarse.len() as u64);
    bytes.extend_from_slice(coarse);
    put_number(&mut bytes, words.len() as u64);
    let mut before = 0;
    for (word, _) in words {
        put_number(&mut bytes, u64::from(word.wrapping_sub(before)));
        before = *word;
    }
    bytes.extend(words.iter().map(|(_, class)| *class));
    bytes
}

/// The upper bits of a word's atom, as a number below `size`, which is a power of two.
#[inline]
fn upper(word: u32, size: usize) -> usize {
    ((word as u64 * size as u64) >> 32) as usize
}

fn read(reader: &mut Reader) -> Option<Classes> {
    let coarse = reader.bytes()?.to_vec();
    let count = usize::try_from(reader.number()?).ok()?;
    let mut words = reader.numbers(count)?;
    let classes = reader.take(count)?.to_vec();
    let mut starts = vec![0; count.next_power_of_two()];
    // A plain loop, as in `Reader::fill`.
    let (atoms, places) = (words.as_mut_slice(), starts.as_mut_slice());
    let (mut at, mut before, mut next) = (0, 0u32, 0);
    while at < count {
        let atom = before.wrapping_add(atoms[at]);
        if at > 0 && atom <= before {
            return None;
        }
        (atoms[at], before) = (atom, atom);
        while next <= upper(atom, places.len()) {
            places[next] = at as u32;
            next += 1;
        }
        at += 1;
    }
    while next < places.len() {
        places[next] = count as u32;
        next += 1;
    }
    Some(Classes { words, classes, starts, coarse })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut model = Model::new(NAME);
        let (monday, ferry) = (Atom::of("monday"), Atom::of("ferry"));
        let mut words = [(monday.0, 2), (ferry.0, 0)];
        words.sort_unstable();
        model.add(NAME, section(&words, &[7, 7, 1]));
        let classes = Classes::new(&model).unwrap();
        assert_eq!(classes.of(monday), Class { fine: Atom(2), coarse: Atom(1) });
        assert_eq!(classes.of(ferry), Class { fine: Atom(0), coarse: Atom(7) });
        assert_eq!(classes.of(Atom::of("boat")), Class::NONE);
    }
}
