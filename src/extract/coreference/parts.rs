//! Names taken apart: the keys under which spellings of one name meet, first and last words, acronyms, nicknames.

use std::borrow::Cow;
use std::ops::Deref;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::clusters::{Gender, gender_of};
use super::families::{family_first, in_front, older};
use crate::analysis::{EntityType, MentionKind};
use crate::extract::names::view::View;
use crate::extract::names::words::{Shape, Word, phrase};
use crate::extract::names::{canonical, flag, flags};
use crate::span::Span;

/// One name mention, taken apart.
pub(super) struct Named<'v> {
    pub mention: usize,
    /// The same for all that are written alike: a text has far more mentions than names.
    spelling: Rc<Spelling<'v>>,
    pub entity_type: EntityType,
    pub story: u32,
    pub paragraph: u32,
    /// From "Mr.", "Mrs." … before it.
    pub gender: Option<Gender>,
    pub titled: bool,
    /// From "the elder", "his son" … before it: of two with one name the older.
    pub older: Option<bool>,
}

pub(super) struct Spelling<'v> {
    pub key: Cow<'v, str>,
    /// Of persons: first and last word.
    pub first: Cow<'v, str>,
    pub last: Cow<'v, str>,
    /// The first name as it is written: "jean-luc", and that of "Chen Yi-ting".
    pub given: String,
    pub words: usize,
}

impl<'v> Spelling<'v> {
    /// `words` are those of the name's `span`.
    fn read(text: &str, span: Span, words: &'v [Word]) -> Self {
        let own: Vec<&Word> = words.iter().filter(|w| !w.is(flag::SUFFIX) && w.shape != Shape::Mark).collect();
        let part = |at: Option<&&'v Word>| at.map_or(Cow::Borrowed(""), |w| without_stops(&w.key));
        let (first, last) = (part(own.first()), part(own.last()));
        Spelling { key: key_of(text, span, words), given: given(words), first, last, words: own.len() }
    }
}

/// The folded first name. With a hyphen and a small letter behind it it stands where it likes, and Chinese, Korean and
/// Vietnamese family names mostly stand in front.
fn given(words: &[Word]) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut hyphen = false;
    for word in words.iter().filter(|word| !word.is(flag::SUFFIX)) {
        let joins = hyphen && !names.is_empty();
        hyphen = matches!(word.text, "-" | "‐" | "‑");
        match names.last_mut().filter(|_| joins) {
            Some(name) => {
                let small = word.shape == Shape::Lower;
                *name = format!("{name}-{}", word.key);
                if small {
                    return name.clone();
                }
            }
            None if word.shape != Shape::Mark => names.push(without_stops(&word.key).into_owned()),
            None => {}
        }
    }
    let back = names.len() == 2 && in_front(&names[0]);
    names.into_iter().nth(usize::from(back)).unwrap_or_default()
}

impl<'v> Deref for Named<'v> {
    type Target = Spelling<'v>;

    fn deref(&self) -> &Spelling<'v> {
        &self.spelling
    }
}

impl Named<'_> {
    pub fn person(&self) -> bool {
        self.entity_type == EntityType::Person
    }
}

/// The form under which spellings of a name meet: no "the", no stops, legal endings off.
fn key_of<'v>(text: &str, span: Span, words: &'v [Word]) -> Cow<'v, str> {
    // Most names are one word, which is folded already.
    if let [word] = words
        && word.span == span
    {
        return without_stops(canonical(&word.key));
    }
    let folded = phrase(text, span);
    let folded = folded.strip_prefix("the ").unwrap_or(&folded);
    without_stops(canonical(folded)).into_owned().into()
}

fn without_stops(word: &str) -> Cow<'_, str> {
    if word.contains('.') { word.replace('.', "").into() } else { word.into() }
}

/// Names that differ in wording only: "Department of Justice", "Acme Corp".
pub(super) fn short_key(key: &str) -> Option<String> {
    if let Some((head, rest)) = key.split_once(" of ")
        && matches!(head, "department" | "ministry" | "office")
    {
        return Some(format!("{rest} {head}"));
    }
    let (name, end) = key.rsplit_once(' ')?;
    let name = name.trim_end_matches([',', ' ', '&']);
    (flags(end) & flag::CORPORATE != 0 && !name.is_empty()).then(|| name.to_owned())
}

/// The letters of "Environmental Protection Agency".
pub(super) fn acronym(view: &View, span: Span) -> Option<String> {
    let words = view.range(span);
    let letters: String = view.words[words.clone()]
        .iter()
        .filter(|w| w.capital() && w.key != "the")
        .filter_map(|w| w.text.chars().next())
        .flat_map(char::to_lowercase)
        .collect();
    (words.len() > 1 && letters.chars().count() > 1).then_some(letters)
}

pub(super) fn nickname(name: &str) -> &str {
    match name {
        "joe" => "joseph",
        "bob" | "rob" | "bobby" => "robert",
        "bill" | "will" | "billy" => "william",
        "mike" => "michael",
        "jim" | "jimmy" => "james",
        "tom" => "thomas",
        "dan" => "daniel",
        "dave" => "david",
        "steve" | "steven" => "stephen",
        "chris" => "christopher",
        "ted" | "ed" => "edward",
        "dick" | "rick" | "rich" => "richard",
        "tony" => "anthony",
        "ben" => "benjamin",
        "sam" => "samuel",
        "matt" => "matthew",
        "greg" => "gregory",
        "jeff" => "jeffrey",
        "ron" => "ronald",
        "don" => "donald",
        "tim" => "timothy",
        "nick" => "nicholas",
        "andy" => "andrew",
        "alex" => "alexander",
        "liz" | "beth" => "elizabeth",
        "kate" | "cathy" | "kathy" => "katherine",
        "sue" => "susan",
        "peggy" | "maggie" => "margaret",
        _ => name,
    }
}

pub(super) fn read<'v>(view: &'v View) -> Vec<Named<'v>> {
    let names = view.found.mentions.iter().enumerate().filter(|(_, m)| m.kind == MentionKind::Name);
    let mut spellings: FxHashMap<&str, Rc<Spelling>> = FxHashMap::default();
    let read = |(number, mention): (usize, &crate::analysis::Mention)| {
        let range = view.range(mention.span);
        let new = || Rc::new(Spelling::read(view.text, mention.span, &view.words[range.clone()]));
        // A name that begins or ends within a word is read by itself.
        let spelling = match !range.is_empty() && view.span(range.clone()) == mention.span {
            true => Rc::clone(spellings.entry(mention.span.of(view.text)).or_insert_with(new)),
            false => new(),
        };
        let before =
            range.start.checked_sub(1).map(|at| &view.words[at]).filter(|w| w.span.end + 2 > mention.span.start);
        let gender = before.and_then(|w| match () {
            () if w.is(flag::HONORIFIC_MALE) => Some(Gender::Male),
            () if w.is(flag::HONORIFIC_FEMALE) => Some(Gender::Female),
            // "his brother Tom"
            () if !w.is(flag::FUNCTION) => gender_of(w.flags),
            () => None,
        });
        Named {
            mention: number,
            spelling,
            entity_type: match mention.entity_type {
                EntityType::Organization | EntityType::Place | EntityType::Other
                    if family_first(&view.words[range.clone()]) =>
                {
                    EntityType::Person
                }
                own => own,
            },
            story: view.story(mention.sentence),
            paragraph: view.paragraph(mention.sentence),
            gender,
            titled: before.is_some_and(|w| w.is(flag::HONORIFIC | flag::TITLE)),
            older: before.and_then(older),
        }
    };
    names.map(read).collect()
}

pub(super) fn first_name_gender(word: &str) -> Option<Gender> {
    let flags = flags(word);
    match (flags & flag::FIRST_MALE != 0, flags & flag::FIRST_FEMALE != 0) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}
