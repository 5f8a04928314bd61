//! What somebody is, taken apart: "professor of law at Yale University" is a title and an affiliation.

use std::ops::Range;

use crate::analysis::{EntityType, Mention};
use crate::extract::names::flag;
use crate::extract::names::nominals::plural_role;
use crate::extract::names::view::View;
use crate::extract::names::words::{Shape, Word};
use crate::span::Span;

const ROLE: u64 = flag::ROLE | flag::TITLE;

/// Whether the word says what somebody is.
pub(super) fn role(word: &Word) -> bool {
    word.is(ROLE) && (word.shape == Shape::Lower || word.capital())
}

/// Whether the phrase that says what somebody is ends before the word at `at`.
pub(super) fn ends_apposition(view: &View, at: usize) -> bool {
    let word = &view.words[at];
    if view.name_at(at).is_some() {
        return false;
    }
    let mark = word.shape == Shape::Mark && !matches!(word.text, "-" | "'" | "’" | "’s" | "'s" | "&" | "/" | ".");
    let stop = word.text == "." && view.words.get(at + 1).is_none_or(|w| w.span.start > word.span.end);
    mark || stop
        || matches!(&*word.key, "who" | "which" | "whose" | "that" | "when" | "where" | "but")
        || word.is(flag::SAY | flag::AUXILIARY) && !word.possessive()
}

/// Splits "Acme Corp's chief economist", "professor of law at Yale University" into title and affiliation. `None` if it
/// does not say what a person is.
pub(super) fn title_and_owner(
    view: &View,
    words: Range<usize>,
    determined: bool,
) -> Option<(Range<usize>, Option<Span>)> {
    let mut start = words.start;
    let mut owner = None;
    // Names in front own the title: "Yale law professor", "the Acme Corp's founder".
    while start < words.end {
        if let Some(number) = view.name_at(start) {
            let name = view.mention(number);
            if name.entity_type == EntityType::Person
                && !view.words.get(view.range(name.span).end).is_some_and(Word::possessive)
            {
                return None;
            }
            let better = owner.is_none_or(|old: &Mention| old.entity_type == EntityType::Group);
            owner = if better { Some(name) } else { owner };
            start = view.range(name.span).end;
        } else if view.words[start].possessive() {
            start += 1;
        } else {
            break;
        }
    }
    let head_end = |at: &usize| {
        let word = &view.words[*at];
        word.is(flag::PREPOSITION) && !word.is(ROLE)
    };
    let prep = (start..words.end).find(head_end).unwrap_or(words.end);
    // "the company's chief executive"
    if let Some(own) = (start..prep).rev().find(|at| view.words[*at].possessive()) {
        start = own + 1;
    }
    if let Some(last_name) = (start..prep).rev().find(|at| view.name_at(*at).is_some()) {
        let name = view.name_at(last_name).map(|n| view.mention(n));
        if last_name + 1 < prep && !view.words[last_name].is(ROLE) {
            owner = owner.or(name);
            start = last_name + 1;
        }
    }
    let role = |word: &Word| role(word) || word.shape == Shape::Lower && plural_role(&word.key);
    if start >= prep || !view.words[start..prep].iter().any(role) {
        return None;
    }
    // Without an article the phrase must begin like a function, not like the next of a list.
    if !determined && owner.is_none() && !view.words[start..prep.min(start + 5)].iter().any(role) {
        return None;
    }
    let mut end = prep;
    let mut at = prep;
    while at < words.end {
        let within = at + 1..words.end.min(at + 5);
        let place = within.clone().find(|i| view.name_at(*i).is_some());
        let direct = place.filter(|p| {
            view.words[at + 1..*p]
                .iter()
                .all(|w| w.is(flag::DEFINITE | flag::DETERMINER) || w.shape == Shape::Lower && !w.is(flag::PREPOSITION))
        });
        if let Some(number) = direct.and_then(|p| view.name_at(p)) {
            if owner.is_none() || !matches!(view.mention(number).entity_type, EntityType::Person | EntityType::Group) {
                owner = Some(view.mention(number));
            }
            break;
        }
        let next = (at + 1..words.end).find(head_end).unwrap_or(words.end);
        // "professor of law" is a title, "resident in a red coat" is not.
        if !matches!(&*view.words[at].key, "of" | "for" | "on") {
            break;
        }
        (end, at) = (next, next);
    }
    while end > start + 1 && view.words[end - 1].is(flag::CONJUNCTION | flag::DETERMINER) {
        end -= 1;
    }
    Some((start..end, owner.map(|m| m.span)))
}

/// Splits words that describe somebody without a name ("a senior official at the Treasury") in the same way.
pub(super) fn describe(view: &View, words: Range<usize>) -> (Option<Span>, Option<Span>) {
    let start = words.start + usize::from(words.len() > 1 && view.words[words.start].is(flag::DETERMINER));
    let stop = (start..words.end).find(|at| ends_apposition(view, *at)).unwrap_or(words.end);
    if start >= stop {
        return (None, None);
    }
    match title_and_owner(view, start..stop, true) {
        Some((title, owner)) => (Some(view.span(title)), owner),
        None => (None, None),
    }
}
