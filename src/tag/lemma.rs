//! Lemmas: for a form and its tag the edit that makes the lemma, from the longest ending (or the whole form) a rule knows.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::{Edit, Sentence, Tag, Token};
use crate::error::{Error, Result};
use crate::model::file::{Reader, put_number};
use crate::model::{Atom, Model, Template, features};

/// Endings rules may look at, in characters.
pub const LONGEST: usize = 5;

/// Sections of the model's file.
pub const EDITS: &str = "edits";
pub const RULES: &str = "rules";

#[derive(Clone, Debug)]
pub struct Lemmas {
    edits: Arc<[Edit]>,
    /// The number of the edit, by tag and ending.
    rules: FxHashMap<u32, u16>,
}

/// The key of a rule. `whole` is for a form that must be just this.
pub fn key(tag: Tag, ending: &str, whole: bool) -> u32 {
    features::hash(Template(tag as u32, "ending"), &[Atom::of(ending), Atom::number(u32::from(whole))])
}

/// The endings of `lower`, the longest first, the last of them empty; each a slice of it.
pub fn endings(lower: &str) -> impl Iterator<Item = &str> {
    let mut starts = [lower.len(); LONGEST];
    let mut count = 0;
    for (start, (at, _)) in starts.iter_mut().zip(lower.char_indices().rev()) {
        *start = at;
        count += 1;
    }
    (0..count).rev().map(move |number| &lower[starts[number]..]).chain([""])
}

impl Lemmas {
    /// # Errors
    /// A section is missing or damaged.
    pub fn new(model: &Model) -> Result<Self> {
        let damaged = || Error::failed("is damaged in its rules").file(&model.name);
        let edits: Option<Vec<Edit>> = model.words(EDITS)?.iter().map(|text| read_edit(text)).collect();
        let edits = edits.ok_or_else(damaged)?;
        let rules = read_rules(model.section(RULES)?, edits.len()).ok_or_else(damaged)?;
        Ok(Lemmas { edits: edits.into(), rules })
    }

    /// What [`Token::edit`] counts in.
    pub fn edits(&self) -> Arc<[Edit]> {
        Arc::clone(&self.edits)
    }

    /// The number of the edit that makes the lemma of `form` with this tag; `scratch` is memory to be used again.
    pub fn edit(&self, form: &str, tag: Tag, scratch: &mut String) -> u16 {
        scratch.clear();
        // Rules know no forms longer than this.
        if form.len() > 60 {
            return self.rules.get(&key(tag, "", false)).copied().unwrap_or_default();
        }
        match form.is_ascii() {
            true => scratch.extend(form.bytes().map(|byte| char::from(byte.to_ascii_lowercase()))),
            false => scratch.extend(form.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c })),
        }
        let rule = |ending: &str, whole: bool| self.rules.get(&key(tag, ending, whole)).copied();
        rule(scratch, true).or_else(|| endings(scratch).find_map(|ending| rule(ending, false))).unwrap_or_default()
    }

    /// The lemma of `form`, whose tag is known.
    pub fn lemma<'f>(&self, form: &'f str, token: &Token) -> Cow<'f, str> {
        let edit = self.edit(form, token.tag, &mut String::new());
        self.edits.get(usize::from(edit)).map_or(Cow::Borrowed(form), |edit| edit.apply(form))
    }

    /// Fills in `edit` of all tokens, whose tags must be there.
    pub fn fill(&self, text: &str, tokens: &mut [Token], sentences: &[Sentence]) {
        let mut scratch = String::new();
        for sentence in sentences {
            let own = sentence.tokens.start as usize..sentence.tokens.end as usize;
            for token in tokens.get_mut(own).unwrap_or_default() {
                token.edit = self.edit(token.span.of(text), token.tag, &mut scratch);
            }
        }
    }
}

/// "lower 1 y": small letters, one character off, "y" on; "keep 0 " leaves everything as it is.
pub fn write_edit(edit: &Edit) -> String {
    format!("{} {} {}", if edit.keep { "keep" } else { "lower" }, edit.cut, edit.add)
}

fn read_edit(text: &str) -> Option<Edit> {
    let mut parts = text.splitn(3, ' ');
    let keep = match parts.next()? {
        "keep" => true,
        "lower" => false,
        _ => return None,
    };
    Some(Edit { keep, cut: parts.next()?.parse().ok()?, add: parts.next()?.to_owned() })
}

/// Keys in rising order as differences, then the edits' numbers.
pub fn write_rules(rules: &[(u32, u16)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_number(&mut bytes, rules.len() as u64);
    let mut before = 0;
    for (key, _) in rules {
        put_number(&mut bytes, u64::from(key.wrapping_sub(before)));
        before = *key;
    }
    rules.iter().for_each(|(_, edit)| put_number(&mut bytes, u64::from(*edit)));
    bytes
}

fn read_rules(bytes: &[u8], edits: usize) -> Option<FxHashMap<u32, u16>> {
    let mut reader = Reader::new(bytes);
    let count = usize::try_from(reader.number()?).ok().filter(|count| *count <= reader.rest())?;
    let mut before = 0u32;
    let mut keys = Vec::with_capacity(count);
    for _ in 0..count {
        before = before.wrapping_add(u32::try_from(reader.number()?).ok()?);
        keys.push(before);
    }
    let edit = |key| Some((key, u16::try_from(reader.number()?).ok().filter(|edit| usize::from(*edit) < edits)?));
    keys.into_iter().map(edit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_go_from_long_to_nothing() {
        assert_eq!(endings("stopped").collect::<Vec<_>>(), ["opped", "pped", "ped", "ed", "d", ""]);
        assert_eq!(endings("né").collect::<Vec<_>>(), ["né", "é", ""]);
        assert_eq!(endings("").collect::<Vec<_>>(), [""]);
    }

    #[test]
    fn edits_and_rules_are_read_as_written() {
        for edit in [Edit { keep: true, cut: 0, add: String::new() }, Edit { keep: false, cut: 3, add: "y z".into() }] {
            assert_eq!(read_edit(&write_edit(&edit)), Some(edit));
        }
        assert_eq!(read_edit("other 1 y"), None);
        let rules = [(7, 1), (4_000_000_000, 0)];
        let read = read_rules(&write_rules(&rules), 2).unwrap();
        assert_eq!((read[&7], read[&4_000_000_000]), (1, 0));
        assert!(read_rules(&write_rules(&rules), 1).is_none());
    }

    #[test]
    fn the_longest_ending_decides() {
        let mut model = Model::new("lemma");
        model.add_words(EDITS, &["lower 0 ".into(), "lower 1 ".into(), "lower 3 y".into(), "lower 4 go".into()]);
        let noun = Tag::Nns;
        let mut rules =
            vec![(key(noun, "s", false), 1), (key(noun, "ies", false), 2), (key(Tag::Vbd, "went", true), 3)];
        rules.sort_unstable();
        model.add(RULES, write_rules(&rules));
        let lemmas = Lemmas::new(&model).unwrap();
        let lemma = |form: &'static str, tag| {
            let token = Token { tag, ..Token::new(crate::span::Span::new(0, form.len())) };
            lemmas.lemma(form, &token).into_owned()
        };
        assert_eq!(lemma("Ferries", noun), "ferry");
        assert_eq!(lemma("boats", noun), "boat");
        assert_eq!(lemma("went", Tag::Vbd), "go");
        assert_eq!(lemma("underwent", Tag::Vbd), "underwent");
        assert_eq!(lemma(&"ß".repeat(500).leak()[..], noun).chars().count(), 500);
    }
}
