//! What the recogniser looks at: the one feature function, used by running and by training.

use super::gazetteer::{Classes, Gazetteer, class};
use super::lists::flag;
use super::runs::Run;
use super::sentences::{self, Evidence, Region};
use super::words::{Shape, Word};
use crate::model::features::{Atom, Sink, Template, hash};

macro_rules! templates {
    ($($constant:ident = $number:literal $name:literal,)*) => {
        $(const $constant: Template = Template($number, $name);)*
    };
}

templates! {
    BIAS = 0 "bias",
    FORM = 1 "form",
    LOWER = 2 "word",
    BEFORE = 3 "word before",
    AFTER = 4 "word after",
    BEFORE2 = 5 "second word before",
    AFTER2 = 6 "second word after",
    PAIR_BEFORE = 7 "word before and word",
    PAIR_AFTER = 8 "word and word after",
    SHAPE = 9 "shape",
    SHAPES_BEFORE = 10 "shape before and shape",
    SHAPES_AFTER = 11 "shape and shape after",
    SHAPES = 12 "three shapes",
    PREFIX = 13 "first letters",
    SUFFIX = 14 "last letters",
    PLACE = 15 "place in sentence",
    SEEN = 16 "seen elsewhere in the article",
    LIST = 17 "list",
    LIST_BEFORE = 18 "list before",
    LIST_AFTER = 19 "list after",
    KNOWN = 20 "known word",
    KNOWN_BEFORE = 21 "known word before",
    KNOWN_AFTER = 22 "known word after",
    PHRASE = 23 "known phrase",
    KNOWN_SHAPE = 24 "known word and place",
    RUN_FIRST = 25 "first word of the run",
    RUN_LAST = 26 "last word of the run",
    RUN_LENGTH = 27 "place in the run",
    RUN_BEFORE = 28 "word before the run",
    RUN_AFTER = 29 "word after the run",
    RUN_AROUND = 30 "words around the run",
    RUN_BEFORE2 = 31 "two words before the run",
    RUN_AFTER2 = 32 "two words after the run",
    LIST_PAIR = 33 "list before and shape",
    SUFFIX_BEFORE = 34 "last letters before",
    SUFFIX_AFTER = 35 "last letters after",
    KNOWN_PAIR = 36 "known word and known word after",
    RUN_HEAD = 37 "kind of the run's last word",
    SORTS = 38 "sorts of three words",
    APPOSED_BEFORE = 39 "noun and comma before the run",
    APPOSED_AFTER = 40 "noun after the run and a comma",
}

/// List properties that say something of names.
const LISTS: u64 = flag::FUNCTION
    | flag::PREPOSITION
    | flag::DETERMINER
    | flag::AUXILIARY
    | flag::VERB
    | flag::SAY
    | flag::CALENDAR
    | flag::COMMON
    | flag::HONORIFIC
    | flag::TITLE
    | flag::TITLE_PART
    | flag::ROLE
    | flag::ORG_NOUN
    | flag::PLACE_NOUN
    | flag::MEDIA_NOUN
    | flag::ORG_HEAD
    | flag::CORPORATE
    | flag::OF_HEAD
    | flag::PLACE_HEAD
    | flag::PLACE_FIRST
    | flag::EVENT_HEAD
    | flag::EVENT_FIRST
    | flag::WORK_HEAD
    | flag::PARTICLE
    | flag::HYPHEN_TAIL
    | flag::SUFFIX
    | super::lists::FIRST_NAME
    | flag::SURNAME
    | flag::INTO_PLACE;

/// An article's words as the feature function wants them.
pub(crate) struct View<'a> {
    pub words: &'a [Word<'a>],
    pub regions: &'a [Region],
    evidence: &'a Evidence<'a>,
    seen: Vec<Seen>,
}

#[derive(Clone, Copy, Default)]
struct Seen {
    lower: Atom,
    shape: Atom,
    known: Classes,
    phrase: Classes,
    /// Place in the known phrase: 1 first, 2 inner, 3 last.
    place: u8,
}

impl<'a> View<'a> {
    pub fn new(
        words: &'a [Word<'a>],
        regions: &'a [Region],
        evidence: &'a Evidence<'a>,
        runs: &[Run],
        gazetteer: &Gazetteer,
    ) -> Self {
        let mut view = View { words, regions, evidence, seen: vec![Seen::default(); words.len()] };
        let mut done = 0;
        for run in runs {
            let region = &regions[run.region];
            let sentence = region.heading.start..region.plain.end;
            let from = run.words.start.saturating_sub(2).max(sentence.start).max(done);
            let to = (run.words.end + 2).min(sentence.end);
            for (at, word) in words.iter().enumerate().take(to).skip(from) {
                view.seen[at] = Seen {
                    lower: Atom::of(&word.key),
                    shape: shape(word, region.heading.contains(&at)),
                    known: if run.words.contains(&at) { known(word, gazetteer) } else { 0 },
                    ..Seen::default()
                };
            }
            done = to.max(done);
            // A word in the margin of the run before was not looked up.
            for at in run.words.clone().take(2) {
                view.seen[at].known = known(&words[at], gazetteer);
            }
            let mut at = run.words.start;
            while at < run.words.end {
                let Some((count, classes)) = gazetteer.phrase(&words[at..run.words.end]) else {
                    at += 1;
                    continue;
                };
                for (number, seen) in view.seen[at..at + count].iter_mut().enumerate() {
                    let last = number + 1 == count;
                    (seen.phrase, seen.place) = (classes, if last { 3 } else { 1 + u8::from(number > 0) });
                }
                at += count;
            }
        }
        view
    }

    /// The feature that is the word itself.
    pub fn word_feature(&self, at: usize) -> u32 {
        hash(LOWER, &[self.seen[at].lower])
    }

    /// Puts the features of the word at `at` of the run into `sink`.
    #[inline]
    pub fn features(&self, run: &Run, at: usize, sink: &mut impl Sink) {
        let region = &self.regions[run.region];
        let sentence = region.heading.start..region.plain.end;
        let inside = |at: usize| sentence.contains(&at);
        let lower = |at: usize| if inside(at) { self.seen[at].lower } else { Atom::NONE };
        let shape = |at: usize| if inside(at) { self.seen[at].shape } else { Atom::NONE };
        let flags = |at: usize| if inside(at) { self.words[at].flags & LISTS } else { 0 };
        let (before, before2) = (at.wrapping_sub(1), at.wrapping_sub(2));
        let word = &self.words[at];
        let seen = &self.seen[at];
        let heading = region.heading.contains(&at);

        sink.add(BIAS, &[]);
        sink.add(FORM, &[Atom::of(word.text)]);
        sink.add(LOWER, &[seen.lower]);
        sink.add(BEFORE, &[lower(before)]);
        sink.add(AFTER, &[lower(at + 1)]);
        sink.add(BEFORE2, &[lower(before2)]);
        sink.add(AFTER2, &[lower(at + 2)]);
        sink.add(PAIR_BEFORE, &[lower(before), seen.lower]);
        sink.add(PAIR_AFTER, &[seen.lower, lower(at + 1)]);
        sink.add(SHAPE, &[seen.shape]);
        sink.add(SHAPES_BEFORE, &[shape(before), seen.shape]);
        sink.add(SHAPES_AFTER, &[seen.shape, shape(at + 1)]);
        sink.add(SHAPES, &[shape(before), seen.shape, shape(at + 1)]);
        affixes(&word.key, |template, atom, count| sink.add(template, &[atom, Atom::number(count)]));

        let initial = !heading && sentences::initial(self.words, &region.plain, at);
        let place = Atom::number(u32::from(at == sentence.start) + 2 * u32::from(initial) + 4 * u32::from(heading));
        sink.add(PLACE, &[place, seen.shape]);
        let (large, small) = (self.evidence.large(&word.key), self.evidence.small(&word.key));
        let own = u32::from(!initial && !heading && word.capital());
        let elsewhere = u32::from(large > own) + 2 * u32::from(small > 0) + 4 * u32::from(small > large);
        sink.add(SEEN, &[place, Atom::number(elsewhere)]);

        each(flags(at), |bit| sink.add(LIST, &[bit]));
        each(flags(before), |bit| {
            sink.add(LIST_BEFORE, &[bit]);
            sink.add(LIST_PAIR, &[bit, seen.shape]);
        });
        each(flags(at + 1), |bit| sink.add(LIST_AFTER, &[bit]));
        let known = |at: usize| if inside(at) { self.seen[at].known & !class::PREFIX } else { 0 };
        each(u64::from(known(at)), |bit| sink.add(KNOWN, &[bit]));
        each(u64::from(known(before)), |bit| sink.add(KNOWN_BEFORE, &[bit]));
        each(u64::from(known(at + 1)), |bit| sink.add(KNOWN_AFTER, &[bit]));
        sink.add(KNOWN_SHAPE, &[Atom::number(known(at)), place]);
        sink.add(KNOWN_PAIR, &[Atom::number(known(at)), Atom::number(known(at + 1))]);
        if seen.place > 0 {
            each(u64::from(seen.phrase), |bit| sink.add(PHRASE, &[bit, Atom::number(u32::from(seen.place))]));
        }

        let sort = |at: usize| Atom::number(if inside(at) { sort(&self.words[at], known(at)) } else { 0 });
        sink.add(SORTS, &[sort(before), sort(at), sort(at + 1)]);

        let (first, last) = (run.words.start, run.words.end - 1);
        let begins = Atom::number(u32::from(at == first) + 2 * u32::from(at == last));
        sink.add(RUN_FIRST, &[lower(first), begins]);
        sink.add(RUN_LAST, &[lower(last), begins]);
        let (left, right) = ((at - first).min(3) as u32, (last - at).min(3) as u32);
        sink.add(RUN_LENGTH, &[Atom::number(left * 4 + right), place]);
        sink.add(RUN_BEFORE, &[lower(first.wrapping_sub(1)), begins]);
        sink.add(RUN_AFTER, &[lower(last + 1), begins]);
        sink.add(RUN_AROUND, &[lower(first.wrapping_sub(1)), lower(last + 1)]);
        sink.add(RUN_BEFORE2, &[lower(first.wrapping_sub(2)), lower(first.wrapping_sub(1)), begins]);
        sink.add(RUN_AFTER2, &[lower(last + 1), lower(last + 2), begins]);
        each(flags(last), |bit| sink.add(RUN_HEAD, &[bit, begins]));
        const NOUNS: u64 = flag::ROLE | flag::ORG_NOUN | flag::PLACE_NOUN | flag::MEDIA_NOUN;
        let comma = |at: usize| inside(at) && self.words[at].text == ",";
        if comma(first.wrapping_sub(1)) {
            each(flags(first.wrapping_sub(2)) & NOUNS, |bit| sink.add(APPOSED_BEFORE, &[bit, begins]));
        }
        if comma(last + 1) && flags(last + 2) & flag::DETERMINER != 0 {
            let noun = (last + 3..last + 7).map(flags).find(|flags| flags & NOUNS != 0);
            each(noun.unwrap_or(0) & NOUNS, |bit| sink.add(APPOSED_AFTER, &[bit, begins]));
        }
        if inside(before) {
            sink.add(SUFFIX_BEFORE, &[ending(&self.words[before].key)]);
        }
        if inside(at + 1) {
            sink.add(SUFFIX_AFTER, &[ending(&self.words[at + 1].key)]);
        }
    }
}

/// The first of a few sorts that the word is of.
fn sort(word: &Word, known: Classes) -> u32 {
    const SORTS: [u64; 10] = [
        flag::HONORIFIC,
        flag::CALENDAR,
        super::lists::FIRST_NAME,
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

/// What is known of a word; "I.R.S." is known as "IRS".
fn known(word: &Word, gazetteer: &Gazetteer) -> Classes {
    if word.shape == Shape::Initial && word.text.len() > 3 {
        return gazetteer.word(&word.key.replace('.', ""));
    }
    gazetteer.word(&word.key)
}

#[inline]
fn each(mut bits: u64, mut f: impl FnMut(Atom)) {
    while bits != 0 {
        f(Atom::number(bits.trailing_zeros()));
        bits &= bits - 1;
    }
}

fn ending(word: &str) -> Atom {
    let start = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    Atom::of(&word[start..])
}

/// The first and last one to four letters.
#[inline]
fn affixes(word: &str, mut f: impl FnMut(Template, Atom, u32)) {
    let mut count = 0;
    for (at, c) in word.char_indices().take(4) {
        count += 1;
        f(PREFIX, Atom::of(&word[..at + c.len_utf8()]), count);
    }
    for (count, (at, _)) in word.char_indices().rev().take(4).enumerate() {
        f(SUFFIX, Atom::of(&word[at..]), count as u32 + 1);
    }
}

/// How the word is written: "Xx", "X.X.", "Xx-d". Where capitals mean nothing, only that they do.
fn shape(word: &Word, heading: bool) -> Atom {
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
