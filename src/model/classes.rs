//! Classes of words that stand in the same places ("monday", "tuesday"), learnt from plain text: what is known of a word
//! that the annotated texts hardly have. Each class belongs to a coarser one.

use rustc_hash::FxHashMap;

use super::features::Atom;
use super::file::{Model, Reader, put_number};
use crate::error::{Error, Result};

/// The name in a model's file, and of the section that other models keep them in.
pub const NAME: &str = "classes";

/// The class of each known word.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    words: FxHashMap<u32, u8>,
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
        let Some(fine) = self.words.get(&lower.0) else { return Class::NONE };
        let coarse = self.coarse.get(usize::from(*fine)).copied().unwrap_or_default();
        Class { fine: Atom(u32::from(*fine)), coarse: Atom(u32::from(coarse)) }
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

fn read(reader: &mut Reader) -> Option<Classes> {
    let coarse = reader.bytes()?.to_vec();
    let count = usize::try_from(reader.number()?).ok().filter(|count| *count <= reader.rest())?;
    let mut before = 0u32;
    let words: Option<Vec<u32>> = (0..count)
        .map(|_| {
            before = before.wrapping_add(u32::try_from(reader.number()?).ok()?);
            Some(before)
        })
        .collect();
    let classes = reader.take(count)?;
    Some(Classes { words: words?.into_iter().zip(classes.iter().copied()).collect(), coarse })
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
