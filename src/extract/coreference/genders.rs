//! Whether a first name is rather a man's or a woman's, by how it begins and ends: most of the world's names are on no list.

use rustc_hash::FxHashMap;

use super::clusters::Gender;
use crate::model::file::Reader;
use crate::model::hashed::{self, SCALE, feature};

/// Letters looked at of a name's end, and of its beginning.
const END: usize = 4;
const BEGINNING: usize = 3;
/// From these log odds on a name is as good as one on a list.
pub const SURE: f32 = 3.5;

/// The features of names are apart from those of pronouns by their templates' numbers.
const WHOLE: u32 = 400;
const FROM_END: u32 = 410;
const FROM_BEGINNING: u32 = 420;

#[derive(Clone, Debug, Default)]
pub struct Genders {
    weights: FxHashMap<u32, i16>,
}

impl Genders {
    /// `None` if the bytes are no weights.
    pub fn read(reader: &mut Reader) -> Option<Self> {
        Some(Genders { weights: hashed::pairs(reader)?.into_iter().collect() })
    }

    /// How much speaks for a woman (above 0) or a man, as log odds; 0 if nothing is known. `name` is folded.
    pub fn odds(&self, name: &str) -> f32 {
        let mut sum = 0;
        features(name, |at| sum += self.weights.get(&at).map_or(0, |weight| i32::from(*weight)));
        sum as f32 / SCALE
    }

    /// The gender of a name that the lists learnt from have.
    pub(super) fn listed(&self, name: &str) -> Option<Gender> {
        self.sure(name).filter(|_| self.weights.contains_key(&whole(name)))
    }

    /// The gender that a name on no list has all the same.
    pub(super) fn sure(&self, name: &str) -> Option<Gender> {
        let odds = self.odds(name);
        (odds.abs() >= SURE).then_some(if odds > 0.0 { Gender::Female } else { Gender::Male })
    }
}

/// What is looked at of a folded name: beginnings and ends, and all of it. Nothing of initials and of other scripts.
pub fn features(name: &str, mut add: impl FnMut(u32)) {
    let letters: Vec<char> = name.chars().filter(|letter| *letter != '-').take(16).collect();
    if letters.len() < 2 || !letters.iter().all(|letter| letter.is_lowercase()) {
        return;
    }
    let hash = |hash: u32, letter: &char| (hash ^ *letter as u32).wrapping_mul(0x0100_0193);
    // A name as short as the piece is a piece of its own.
    let edge = |count: usize| u32::from(count == letters.len());
    let (mut end, mut beginning) = (0x811C_9DC5, 0x811C_9DC5);
    for (count, letter) in (1..=END).zip(letters.iter().rev()) {
        end = hash(end, letter);
        add(feature(FROM_END, count as u32, end, edge(count)));
    }
    for (count, letter) in (1..=BEGINNING).zip(&letters) {
        beginning = hash(beginning, letter);
        add(feature(FROM_BEGINNING, count as u32, beginning, edge(count)));
    }
    add(whole(name));
}

/// The feature that a folded name shares with no other.
pub fn whole(name: &str) -> u32 {
    let all = name.bytes().fold(0x811C_9DC5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    feature(WHOLE, all, name.len() as u32, 0)
}
