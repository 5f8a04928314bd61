//! What the recogniser looks at: the one feature function, used by running and by training.

use super::atoms::{affixes, each, ending, known, lower, shape, sort};
use super::gazetteer::{Classes, Gazetteer, class};
use super::lines::{self, Line, Subject};
use super::runs::Run;
use super::{Scene, labels};
use crate::extract::names::lists::flag;
use crate::extract::names::sentences;
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
    RULE = 41 "rule",
    RULE_SURE = 42 "rule, why and how sure",
    RULE_WORD = 43 "rule and word",
    RULES = 44 "rules of three words",
    RULE_PLACE = 45 "rule, place and shape",
    RULE_KNOWN = 46 "rule and known word",
    RULE_BEFORE = 47 "rule and word before the name",
    RULE_AFTER = 48 "rule and word after the name",
    RULE_LINE = 49 "rule, line and subject",
    LINE = 50 "line and shape",
    LINE_KNOWN = 51 "line, subject and known word",
    LINE_AFTER = 52 "line, subject and word after the run",
    RULE_SUFFIX = 53 "rule and last letters",
    RULE_HEAD = 54 "rule and the name's last word",
    SUBJECT_WORD = 55 "subject and word",
    LINE_AROUND = 56 "line, place of the run, words around it",
    LINE_BEFORE = 57 "line, subject and word before the run",
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
    | crate::extract::names::lists::FIRST_NAME
    | flag::SURNAME
    | flag::INTO_PLACE;

/// An article's words as the feature function wants them.
pub(crate) struct View<'s> {
    pub scene: &'s Scene<'s>,
    seen: Vec<Seen>,
    subject: Subject,
    lines: Vec<Line>,
}

#[derive(Clone, Copy)]
struct Seen {
    lower: Atom,
    shape: Atom,
    known: Classes,
    phrase: Classes,
    /// Place in the known phrase: 1 first, 2 inner, 3 last.
    place: u8,
    /// What the rules say: a label, and the guess it comes from.
    rule: u8,
    guess: u32,
}

const NEW: Seen = Seen {
    lower: Atom::NONE,
    shape: Atom::NONE,
    known: 0,
    phrase: 0,
    place: 0,
    rule: labels::OUTSIDE as u8,
    guess: u32::MAX,
};

impl<'s> View<'s> {
    pub fn new(scene: &'s Scene<'s>, runs: &[Run], gazetteer: &Gazetteer) -> Self {
        let Scene { words, regions, .. } = scene;
        let (subject, lines) = lines::read(scene);
        let mut view = View { scene, seen: vec![NEW; words.len()], subject, lines };
        let mut done = 0;
        for run in runs {
            let region = &regions[run.region];
            let sentence = region.words();
            let from = run.words.start.saturating_sub(2).max(sentence.start).max(done);
            let to = (run.words.end + 2).min(sentence.end);
            for (at, word) in words.iter().enumerate().take(to).skip(from) {
                view.seen[at] = Seen {
                    lower: lower(word),
                    shape: shape(word, region.heading().contains(&at)),
                    known: if run.words.contains(&at) { known(word, gazetteer) } else { 0 },
                    ..NEW
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
        for (number, guess) in scene.guesses.iter().enumerate() {
            for (at, label) in guess.words.clone().zip(labels::of(guess.kind, guess.words.len())) {
                (view.seen[at].rule, view.seen[at].guess) = (label as u8, number as u32);
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
        let region = &self.scene.regions[run.region];
        let sentence = region.words();
        let inside = |at: usize| sentence.contains(&at);
        let lower = |at: usize| if inside(at) { self.seen[at].lower } else { Atom::NONE };
        let shape = |at: usize| if inside(at) { self.seen[at].shape } else { Atom::NONE };
        let flags = |at: usize| if inside(at) { self.scene.words[at].flags & LISTS } else { 0 };
        let (before, before2) = (at.wrapping_sub(1), at.wrapping_sub(2));
        let word = &self.scene.words[at];
        let seen = &self.seen[at];
        let heading = region.heading().contains(&at);

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
        affixes(&word.key, |last, atom, count| {
            sink.add(if last { SUFFIX } else { PREFIX }, &[atom, Atom::number(count)]);
        });

        let initial = !heading && sentences::initial(self.scene.words, &region.plain(), at);
        let place = Atom::number(u32::from(at == sentence.start) + 2 * u32::from(initial) + 4 * u32::from(heading));
        sink.add(PLACE, &[place, seen.shape]);
        let (large, small) = (self.scene.evidence.large(&word.key), self.scene.evidence.small(&word.key));
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

        let sort = |at: usize| Atom::number(if inside(at) { sort(&self.scene.words[at], known(at)) } else { 0 });
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
        let comma = |at: usize| inside(at) && self.scene.words[at].text == ",";
        if comma(first.wrapping_sub(1)) {
            each(flags(first.wrapping_sub(2)) & NOUNS, |bit| sink.add(APPOSED_BEFORE, &[bit, begins]));
        }
        if comma(last + 1) && flags(last + 2) & flag::DETERMINER != 0 {
            let noun = (last + 3..last + 7).map(flags).find(|flags| flags & NOUNS != 0);
            each(noun.unwrap_or(0) & NOUNS, |bit| sink.add(APPOSED_AFTER, &[bit, begins]));
        }
        self.rules(run, at, [place, begins], &lower, sink);
        if inside(before) {
            sink.add(SUFFIX_BEFORE, &[ending(&self.scene.words[before].key)]);
        }
        if inside(at + 1) {
            sink.add(SUFFIX_AFTER, &[ending(&self.scene.words[at + 1].key)]);
        }
    }

    /// What the rules make of the word, in what sort of line, in what sort of article.
    #[inline]
    fn rules(
        &self,
        run: &Run,
        at: usize,
        [place, begins]: [Atom; 2],
        lower: &impl Fn(usize) -> Atom,
        sink: &mut impl Sink,
    ) {
        let seen = &self.seen[at];
        let rule = |at: usize| match self.seen.get(at) {
            Some(seen) => Atom::number(u32::from(seen.rule)),
            None => Atom::NONE,
        };
        let own = rule(at);
        let places = class::CITY | class::COUNTRY | class::CAPITAL | class::REGION;
        let sort = seen.known & (places | class::SURNAME | class::COMPANY) | (seen.phrase & places) << 16;
        let sort = Atom::number(sort);
        let Subject { sport, market } = self.subject;
        let line = Atom::number(self.lines[run.region] as u32);
        let subject = Atom::number(sport * 4 + market);
        let (sport, after) = (Atom::number(sport), lower(run.words.end));
        sink.add(RULE, &[own]);
        sink.add(RULE_WORD, &[own, seen.lower]);
        sink.add(RULES, &[rule(at.wrapping_sub(1)), own, rule(at + 1)]);
        sink.add(RULE_PLACE, &[own, place, seen.shape]);
        sink.add(RULE_KNOWN, &[own, sort]);
        sink.add(RULE_LINE, &[own, line, sport]);
        sink.add(LINE, &[line, seen.shape]);
        sink.add(LINE_KNOWN, &[line, sport, sort]);
        sink.add(LINE_AFTER, &[line, sport, after]);
        sink.add(LINE_BEFORE, &[line, sport, lower(run.words.start.wrapping_sub(1))]);
        sink.add(RULE_SUFFIX, &[own, ending(&self.scene.words[at].key)]);
        sink.add(SUBJECT_WORD, &[subject, seen.lower]);
        let first = run.words.start;
        let opens = u32::from(first == self.scene.regions[run.region].heading().start);
        sink.add(LINE_AROUND, &[line, begins, Atom::number(opens), lower(first.wrapping_sub(1)), after]);
        if let Some(guess) = self.scene.guesses.get(seen.guess as usize) {
            let sure = (guess.confidence * 10.0) as u32;
            sink.add(RULE_SURE, &[own, Atom::number(guess.why as u32 * 16 + sure)]);
            let words = &guess.words;
            sink.add(RULE_BEFORE, &[own, lower(words.start.wrapping_sub(1))]);
            sink.add(RULE_AFTER, &[own, lower(words.end)]);
            sink.add(RULE_HEAD, &[own, lower(words.end - 1)]);
        }
    }
}
