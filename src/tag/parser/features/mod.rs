//! What the parser looks at before each step, after Zhang and Nivre 2011: the top of the stack, the next words, their
//! dependents, how far apart they are and what lies between. Training and running both come through here.

mod arc;
mod step;

pub use arc::arc;
pub use step::{COMING, SECOND, TOP, coming, dependents, second, second_top, three, top, top_coming};

use crate::analysis::{Pos, Tag};
use crate::model::{Atom, Classes, Sink, Template};
use crate::tag::features::lower;

/// What the parser knows of a word before it begins, computed once.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// The form in lower case, its digits as 0.
    form: Atom,
    /// The last three letters of the form: what is left to go by where a tag is wrong.
    ending: Atom,
    /// Its class among words of the same places, and a coarser one with its universal tag.
    kin: Atom,
    group: Atom,
    /// Both tags in ten bits.
    tag: u32,
    pos: u32,
    /// Commas, verbs and quotation marks up to here, to see what lies between two words.
    commas: u32,
    verbs: u32,
    quotes: u32,
}

impl Word {
    const NOWHERE: Word = Word {
        form: Atom::NONE,
        ending: Atom::NONE,
        kin: Atom::NONE,
        group: Atom::NONE,
        tag: 1023,
        pos: 31,
        commas: 0,
        verbs: 0,
        quotes: 0,
    };
    const END: Word = Word { form: Atom(0x51ED_270B), tag: 1022, pos: 30, ..Word::NOWHERE };
}

/// The words of a sentence, counted from 1, with places before and after it.
#[derive(Clone, Debug, Default)]
pub struct Words {
    words: Vec<Word>,
    lower: String,
}

impl Words {
    pub fn begin(&mut self) {
        self.words.clear();
        self.words.push(Word::NOWHERE);
    }

    pub fn push(&mut self, form: &str, pos: Pos, tag: Tag, classes: &Classes) {
        let before = self.words.last().copied().unwrap_or(Word::NOWHERE);
        lower(form, &mut self.lower);
        let form = Atom::of(&self.lower);
        let ending = self.lower.char_indices().nth_back(2).map_or(0, |(at, _)| at);
        let kin = classes.of(form);
        self.words.push(Word {
            form,
            ending: Atom::of(&self.lower[ending..]),
            kin: kin.fine,
            group: Atom(kin.coarse.0 ^ (pos as u32) << 8),
            tag: pos as u32 * Tag::ALL.len() as u32 + tag as u32,
            pos: pos as u32,
            commas: before.commas + u32::from(matches!(tag, Tag::Comma | Tag::Colon)),
            verbs: before.verbs + u32::from(pos == Pos::Verb),
            quotes: before.quotes + u32::from(matches!(tag, Tag::OpenQuote | Tag::CloseQuote)),
        });
    }

    /// How many words there are.
    pub fn len(&self) -> u32 {
        self.words.len().saturating_sub(1) as u32
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    fn at(&self, word: u32) -> &Word {
        self.words.get(word as usize).unwrap_or(&Word::END)
    }
}

/// How far apart, in few steps.
#[inline]
fn distance(from: u32, to: u32) -> u32 {
    match to.wrapping_sub(from) {
        _ if from == 0 => 0,
        near @ 0..=4 => near,
        5..=6 => 5,
        7..=10 => 6,
        _ => 7,
    }
}

/// What lies between two words: commas (0, 1, more), a verb, an open quotation.
#[inline]
fn between(from: &Word, to: &Word) -> u32 {
    let commas = to.commas.saturating_sub(from.commas).min(2);
    let verbs = to.verbs.saturating_sub(from.verbs).min(2);
    let quotes = to.quotes.saturating_sub(from.quotes) & 1;
    commas | verbs << 2 | quotes << 4
}

#[inline]
fn set(relations: u64) -> Atom {
    Atom(relations as u32 ^ ((relations >> 32) as u32).wrapping_mul(0x9E37_79B1))
}

/// Up to three tags in one atom.
#[inline]
fn tags(a: &Word, b: &Word, c: &Word) -> Atom {
    Atom(a.tag | b.tag << 10 | c.tag << 20)
}

#[inline]
fn two(a: &Word, b: &Word) -> Atom {
    Atom(a.tag | b.tag << 10)
}

/// A tag and a few small numbers.
#[inline]
fn with(word: &Word, number: u32) -> Atom {
    Atom(word.tag | number << 10)
}

/// Numbers templates by their order.
struct Templates<'s, S: Sink> {
    sink: &'s mut S,
    number: u32,
}

impl<S: Sink> Templates<'_, S> {
    #[inline(always)]
    fn add(&mut self, name: &'static str, atoms: &[Atom]) {
        self.number += 1;
        self.sink.add(Template(self.number, name), atoms);
    }
}

/// Keys of features, cheaper to make than those of other models: a parse makes a hundred of them a word.
#[derive(Clone, Debug, Default)]
pub struct Keys(pub Vec<u32>);

impl Sink for Keys {
    #[inline(always)]
    fn add(&mut self, template: Template, atoms: &[Atom]) {
        const ODD: u64 = 0x517C_C1B7_2722_0A95;
        let mut hash = u64::from(template.0).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for atom in atoms {
            hash = (hash.rotate_left(5) ^ u64::from(atom.0)).wrapping_mul(ODD);
        }
        self.0.push(((hash ^ hash >> 29).wrapping_mul(ODD) >> 32) as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_between() {
        let mut words = Words::default();
        words.begin();
        for (form, pos, tag) in [
            ("we", Pos::Pronoun, Tag::Prp),
            (",", Pos::Punctuation, Tag::Comma),
            ("say", Pos::Verb, Tag::Vbp),
            ("“", Pos::Punctuation, Tag::OpenQuote),
            ("no", Pos::Interjection, Tag::Uh),
        ] {
            words.push(form, pos, tag, &Classes::default());
        }
        assert_eq!(words.len(), 5);
        assert_eq!(between(words.at(1), words.at(5)), 1 | 1 << 2 | 1 << 4);
        assert_eq!((distance(1, 5), distance(1, 2), distance(0, 5)), (4, 1, 0));
    }
}
