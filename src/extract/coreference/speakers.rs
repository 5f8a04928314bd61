//! What the words that name a quote's source are about: a name, a pronoun, a description.

use std::ops::Range;

use crate::analysis::{EntityType, MentionKind};
use crate::extract::names::flag;
use crate::extract::names::view::View;
use crate::extract::names::words::{Shape, Word};
use crate::span::Span;

/// The head of a source's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// Index of a name among the mentions.
    Name(usize),
    /// Index of a pronoun among the mentions.
    Pronoun(usize),
    /// "who", "which": whoever stands before.
    Relative,
    /// The word at this index describes somebody.
    Noun(usize),
    Nothing,
}

/// Finds the head of `source`, the words that name a quote's source.
pub(crate) fn head(view: &View, source: Span) -> Head {
    let words = view.range(source);
    if words.is_empty() {
        return Head::Nothing;
    }
    let core = core(view, words.clone());
    let Some(last) = core.clone().rev().find(|at| view.words[*at].word() || view.words[*at].shape == Shape::Number)
    else {
        return handle(view, words).map_or(Head::Nothing, Head::Name);
    };
    if let Some(number) = view.name_at(last) {
        let kind = view.mention(number).entity_type;
        // "a Republican": the group's member, not the group.
        let member = kind == EntityType::Group && core.len() > 1 && view.words[core.start].is(flag::DETERMINER);
        let plural = view.words[last].key.ends_with('s');
        return if member && !plural { Head::Noun(last) } else { Head::Name(number) };
    }
    let word = &view.words[last];
    if core.len() == 1 {
        if let Some(number) = pronoun_at(view, word.span) {
            return Head::Pronoun(number);
        }
        if matches!(&*word.key, "who" | "which" | "that") {
            return Head::Relative;
        }
    }
    // "Trump's lawyer, Ann Lee", "the founder, Ann Lee,": the name is in the next breath.
    if let Some(number) = name_after_comma(view, core.end, words.end) {
        return Head::Name(number);
    }
    // "The director of the line, Ann Lee": behind what belongs to the noun.
    if let Some(number) = named_at_last(view, core.end, words.end) {
        return Head::Name(number);
    }
    // "user nightowl" as one phrase, "Ann Lee herself"
    if matches!(&*word.key, "himself" | "herself" | "itself" | "themselves")
        && last > core.start
        && let Some(number) = view.name_at(last - 1)
    {
        return Head::Name(number);
    }
    Head::Noun(last)
}

/// A pronoun mention exactly there.
pub(super) fn pronoun_at(view: &View, span: Span) -> Option<usize> {
    let mentions = &view.found.mentions;
    let from = mentions.partition_point(|m| m.span.start < span.start);
    let here = mentions[from..].iter().take_while(|m| m.span.start == span.start);
    here.enumerate().find(|(_, m)| m.kind == MentionKind::Pronoun && m.span == span).map(|(at, _)| from + at)
}

fn handle(view: &View, words: Range<usize>) -> Option<usize> {
    words.take(16).find_map(|at| view.name_at(at))
}

/// The words up to the first comma, preposition or relative outside a name; a name's own words stay together.
fn core(view: &View, words: Range<usize>) -> Range<usize> {
    let start = words.start;
    let mut at = start;
    while at < words.end {
        if let Some(number) = view.name_at(at) {
            at = view.range(view.mention(number).span).end.max(at + 1).min(words.end);
            continue;
        }
        let word = &view.words[at];
        let cuts = |word: &Word| {
            word.shape == Shape::Mark
                && !matches!(word.text, "-" | "'" | "’" | "/" | "&" | "“" | "\"" | "‘" | "$" | "%")
                || word.is(flag::PREPOSITION) && !word.is(flag::ROLE)
                || matches!(&*word.key, "who" | "which" | "whose" | "that" | "where")
                || word.is(flag::AUXILIARY) && !word.possessive()
        };
        // "Secretary of State Ann Lee"
        let title = word.key == "of"
            && at > start
            && view.words[at - 1].is(flag::TITLE)
            && view.words[at - 1].capital()
            && view.words.get(at + 1).is_some_and(|w| w.is(flag::TITLE_PART) && w.capital());
        if at > start && cuts(word) && !title {
            break;
        }
        // "Lee and Kim": the first speaks for both here.
        if at > start && matches!(&*word.key, "and" | "or") && view.name_at(at - 1).is_some() {
            break;
        }
        at += 1;
    }
    start..at
}

/// A person named right after the comma at `comma`, perhaps after a title.
fn name_after_comma(view: &View, comma: usize, end: usize) -> Option<usize> {
    if comma >= end || view.words[comma].text != "," {
        return None;
    }
    let next = core(view, comma + 1..end);
    let number = view.name_at(next.end.checked_sub(1).filter(|last| *last > comma)?)?;
    let titles = view.words[next.start..next.end]
        .iter()
        .all(|w| w.capital() || w.is(flag::ROLE | flag::PARTICLE | flag::SUFFIX) || w.shape == Shape::Mark);
    (view.mention(number).entity_type == EntityType::Person && titles).then_some(number)
}

/// A person named behind the first comma, if all before it belongs to the noun and is no clause.
fn named_at_last(view: &View, core: usize, end: usize) -> Option<usize> {
    let last = end.checked_sub(1).filter(|last| *last > core)?;
    let end = if view.words[last].text == "," { last } else { end };
    let comma = (core..end).find(|at| view.words[*at].text == ",")?;
    let clause =
        |word: &Word| word.is(flag::AUXILIARY | flag::SAY) || matches!(&*word.key, "who" | "which" | "that" | "whose");
    if !view.words[core].is(flag::PREPOSITION) || view.words[core..comma].iter().any(clause) {
        return None;
    }
    name_after_comma(view, comma, end)
}
