//! What the article says elsewhere: a second look at each word knows what names hold the same word, or the same words, in
//! other places. A name seen whole settles its short forms.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::labels::{KINDS, OUTSIDE, parts};
use crate::analysis::EntityType;
use crate::extract::names::words::Word;
use crate::model::features::{Atom, Sink, Template};

const WORD: Template = Template(64, "the word elsewhere");
const WORD_SAID: Template = Template(65, "the word elsewhere, and the first look");
const PHRASE: Template = Template(66, "the words elsewhere");
const PHRASE_SAID: Template = Template(67, "the words elsewhere, and the first look");
const PLACES: Template = Template(68, "the word's places elsewhere");
const ALONE: Template = Template(69, "in no name elsewhere");
const UNSEEN: Template = Template(70, "unknown word elsewhere");

/// How often a word is in names of each kind: by itself, first, last, between.
#[derive(Clone, Copy, Default)]
struct Uses {
    places: [[u16; KINDS]; 4],
    outside: u16,
}

/// All names of an article as the first look had them.
#[derive(Default)]
pub(crate) struct Article<'a> {
    words: FxHashMap<&'a str, Uses>,
    phrases: FxHashMap<u64, [u16; KINDS]>,
}

/// What the first look said of a word.
pub(crate) struct Said<'n> {
    pub label: u8,
    /// The name that holds the word.
    pub name: Option<&'n Name>,
    /// Whether the model has never learnt the word.
    pub unseen: bool,
}

/// A name of the first look.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub words: Range<usize>,
    pub kind: EntityType,
}

fn phrase(words: &[Word]) -> u64 {
    words.iter().fold(0xCBF2_9CE4_8422_2325, |hash, word| {
        word.key.bytes().chain([b' ']).fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
    })
}

fn place_in(name: &Range<usize>, at: usize) -> usize {
    match (at == name.start, at + 1 == name.end) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        _ => 3,
    }
}

impl<'a> Article<'a> {
    /// From the names in these words, and the capitals in no name.
    pub fn new(words: &'a [Word<'a>], names: &[Name], outside: impl Iterator<Item = usize>) -> Self {
        let mut article = Article::default();
        for name in names {
            let count = &mut article.phrases.entry(phrase(&words[name.words.clone()])).or_default()[name.kind as usize];
            *count = count.saturating_add(1);
            for at in name.words.clone() {
                let uses = article.words.entry(&words[at].key).or_default();
                let count = &mut uses.places[place_in(&name.words, at)][name.kind as usize];
                *count = count.saturating_add(1);
            }
        }
        for at in outside.filter(|at| words[*at].capital()) {
            if let Some(uses) = article.words.get_mut(&*words[at].key) {
                uses.outside = uses.outside.saturating_add(1);
            }
        }
        article
    }

    /// Puts the features of the word at `at` into `sink`.
    pub fn features(&self, words: &[Word], at: usize, said: Said, sink: &mut impl Sink) {
        let Said { label, name, unseen } = said;
        let said = Atom::number(u32::from(label));
        let Some(mut uses) = self.words.get(&*words[at].key).copied() else { return };
        match name {
            Some(name) => uses.places[place_in(&name.words, at)][name.kind as usize] -= 1,
            None if words[at].capital() => uses.outside = uses.outside.saturating_sub(1),
            None => {}
        }
        let mut seen = 0;
        for (number, kinds) in uses.places.iter().enumerate() {
            let (kind, count) = most(kinds);
            if count == 0 {
                continue;
            }
            seen |= 1 << number;
            let several = u32::from(count > 1) + u32::from(count > 4);
            let here = Atom::number((number * KINDS + kind) as u32);
            sink.add(WORD, &[here, Atom::number(several)]);
            sink.add(WORD_SAID, &[here, said]);
            if unseen {
                sink.add(UNSEEN, &[here, Atom::number(name.map_or(4, |name| place_in(&name.words, at) as u32))]);
            }
        }
        if seen == 0 && uses.outside == 0 {
            return;
        }
        let more = u32::from(uses.outside > 0) + u32::from(uses.outside > 2);
        sink.add(PLACES, &[Atom::number(seen * 4 + more), said]);
        if seen == 0 {
            sink.add(ALONE, &[said, Atom::number(more)]);
        }
        if let Some(name) = name
            && let Some(kinds) = self.phrases.get(&phrase(&words[name.words.clone()]))
        {
            let mut kinds = *kinds;
            kinds[name.kind as usize] -= 1;
            let (kind, count) = most(&kinds);
            if count > 0 {
                let others = kinds.iter().map(|count| u32::from(*count)).sum::<u32>() - u32::from(count);
                let same = u32::from(kind == name.kind as usize);
                let several = u32::from(count > 1) + u32::from(count > 4);
                let place = parts(label as usize).map_or(4, |(place, _)| place as u32);
                sink.add(PHRASE, &[Atom::number(kind as u32 * 8 + place), Atom::number(several)]);
                sink.add(
                    PHRASE_SAID,
                    &[Atom::number(kind as u32), said, Atom::number(same + 2 * u32::from(others > u32::from(count)))],
                );
            }
        }
    }
}

fn most(kinds: &[u16; KINDS]) -> (usize, u16) {
    let mut best = (0, 0);
    for (kind, count) in kinds.iter().enumerate() {
        if *count > best.1 {
            best = (kind, *count);
        }
    }
    best
}

/// Whether the label is part of a name.
pub(crate) fn named(label: u8) -> bool {
    label as usize != OUTSIDE
}
