//! Words, their beginnings and endings, how they are written and what is known of them, as atoms of features.

use super::gazetteer::{Classes, Gazetteer, class};
use crate::extract::names::lists::{FIRST_NAME, flag};
use crate::extract::names::words::{Shape, Word};
use crate::model::features::Atom;

/// The first of a few sorts that the word is of.
pub(super) fn sort(word: &Word, known: Classes) -> u32 {
    const SORTS: [u64; 10] = [
        flag::HONORIFIC,
        flag::CALENDAR,
        FIRST_NAME,
        flag::TITLE,
        flag::ORG_HEAD | flag::CORPORATE,
        flag::PLACE_HEAD | flag::PLACE_FIRST,
        flag::EVENT_HEAD | flag::WORK_HEAD,
        flag::FUNCTION | flag::PREPOSITION,
        flag::SAY | flag::VERB,
        flag::COMMON,
    ];
    if let Some(number) = SORTS.iter().position(|flags| word.is(*flags)) {
        return number as u32 * 2 + u32::from(word.capital());
    }
    let places = class::CITY | class::COUNTRY | class::CAPITAL | class::REGION;
    match known {
        _ if !word.capital() => 1000 + word.shape as u32,
        _ if known & (class::FIRST_MALE | class::FIRST_FEMALE) != 0 => 100,
        _ if known & places != 0 => 101,
        _ if known & class::SURNAME != 0 => 102,
        _ => 103 + word.shape as u32,
    }
}

/// The word in small letters; of numbers only how they are written: "00-00".
pub(super) fn lower(word: &Word) -> Atom {
    if word.shape != Shape::Number {
        return Atom::of(&word.key);
    }
    let mut digits = [0u8; 16];
    let mut count = 0;
    for (to, from) in digits.iter_mut().zip(word.key.bytes()) {
        *to = if from.is_ascii_digit() { b'0' } else { from };
        count += 1;
    }
    Atom::of_bytes(&digits[..count])
}

/// What is known of a word; "I.R.S." is known as "IRS".
pub(super) fn known(word: &Word, gazetteer: &Gazetteer) -> Classes {
    if word.shape == Shape::Initial && word.text.len() > 3 {
        return gazetteer.word(&word.key.replace('.', ""));
    }
    gazetteer.word(&word.key)
}

#[inline]
pub(super) fn each(mut bits: u64, mut f: impl FnMut(Atom)) {
    while bits != 0 {
        f(Atom::number(bits.trailing_zeros()));
        bits &= bits - 1;
    }
}

pub(super) fn ending(word: &str) -> Atom {
    let start = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    Atom::of(&word[start..])
}

/// Calls `f` with each of the first and last one to four letters: whether they are the last, and how many.
#[inline]
pub(super) fn affixes(word: &str, mut f: impl FnMut(bool, Atom, u32)) {
    for (count, (at, c)) in (1..).zip(word.char_indices().take(4)) {
        f(false, Atom::of(&word[..at + c.len_utf8()]), count);
    }
    for (count, (at, _)) in (1..).zip(word.char_indices().rev().take(4)) {
        f(true, Atom::of(&word[at..]), count);
    }
}

/// How the word is written: "Xx", "X.X.", "Xx-d". Where capitals mean nothing, only that they do.
pub(super) fn shape(word: &Word, heading: bool) -> Atom {
    if heading && word.capital() {
        return Atom::of(if word.shape == Shape::Upper { "heading X" } else { "heading Xx" });
    }
    let mut shape = [0u8; 16];
    let (mut len, mut before, mut times) = (0, 0, 0);
    for c in word.text.chars() {
        let kind = match c {
            _ if c.is_uppercase() => b'X',
            _ if c.is_lowercase() => b'x',
            _ if c.is_ascii_digit() => b'd',
            _ if c.is_ascii() => c as u8,
            _ if c.is_alphabetic() => b'u',
            _ => b'_',
        };
        times = if kind == before { times + 1 } else { 1 };
        before = kind;
        // "X", "XX" and longer differ, and no more.
        if times < 3 && len < shape.len() {
            shape[len] = kind;
            len += 1;
        }
    }
    Atom::of_bytes(&shape[..len])
}
