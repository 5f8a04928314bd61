//! Whose somebody is: "Acme Corp", "the Dunmore police", "the city council".

use super::nouns::{institution, noun, role};
use crate::analysis::{EntityType, Mention};
use crate::extract::names::flag;
use crate::extract::names::view::View;
use crate::extract::names::words::Shape;
use crate::span::Span;

/// Words of a phrase behind a preposition that are looked at.
const REACH: usize = 8;

/// An organization, a place … that somebody may belong to.
pub(super) fn belongs_to(name: &Mention) -> bool {
    let kinds = [EntityType::Organization, EntityType::Place, EntityType::Other, EntityType::Product];
    kinds.contains(&name.entity_type)
}

/// The organization named at the word.
pub(super) fn organization_at(view: &View, at: usize) -> Option<Span> {
    let name = view.mention(view.name_at(at)?);
    (name.entity_type == EntityType::Organization).then_some(name.span)
}

/// The name with the common nouns behind it that belong to it: "Dunmore police", "Ukrainian army".
pub(super) fn extended(view: &View, name: &Mention, end: usize) -> Option<Span> {
    let range = view.range(name.span);
    let mut stop = range.end;
    while stop < end && institution(&view.words[stop]) {
        stop += 1;
    }
    // "the Ohio state senator"
    if stop < end && noun(view, stop) {
        stop = range.end;
    }
    match name.entity_type {
        EntityType::Group if stop == range.end => None,
        _ => Some(name.span.cover(view.span(range.start..stop))),
    }
}

/// The phrase that ends in the noun at `last`: "transport committee", "mayor's office". Begins at `lowest` or later.
pub(super) fn phrase(view: &View, last: usize, lowest: usize) -> Span {
    let mut first = last;
    while first > lowest {
        let word = &view.words[first - 1];
        let stops =
            flag::FUNCTION | flag::PREPOSITION | flag::CONJUNCTION | flag::DETERMINER | flag::AUXILIARY | flag::VERB;
        if !(word.possessive() || word.shape == Shape::Lower && !word.is(stops))
            || word.is(flag::TITLE_PART) && first < last
        {
            break;
        }
        first -= 1;
    }
    if view.words[first].possessive() {
        first += 1;
    }
    view.span(first.min(last)..last + 1)
}

/// Whom the phrase behind the preposition at `at` names as owner: "for Acme Corp", "at the ministry", "to Governor Hale".
pub(super) fn behind(view: &View, at: usize, end: usize) -> Option<Span> {
    let preposition = &*view.words[at].key;
    if !matches!(preposition, "of" | "for" | "at" | "with" | "from" | "in" | "to" | "by" | "on" | "inside" | "within") {
        return None;
    }
    let personal = matches!(preposition, "for" | "to" | "of");
    let end = end.min(at + 1 + REACH);
    let mut last = None;
    for here in at + 1..end {
        let word = &view.words[here];
        if let Some(number) = view.name_at(here) {
            let name = view.mention(number);
            return match name.entity_type {
                EntityType::Person
                    if personal && !view.words.get(view.range(name.span).end).is_some_and(|w| w.possessive()) =>
                {
                    Some(titled(view, name, at + 1))
                }
                // A newspaper may be taken for a work.
                EntityType::Work if matches!(preposition, "at" | "for" | "with") => Some(name.span),
                EntityType::Person | EntityType::Event | EntityType::Work => None,
                _ => extended(view, name, end),
            };
        }
        if word.is(flag::PREPOSITION | flag::CONJUNCTION) && !institution(word)
            || word.shape == Shape::Mark && word.text != "-"
        {
            break;
        }
        if institution(word) || matches!(preposition, "for" | "to") && word.shape == Shape::Lower && role(word) {
            last = Some(here);
        } else if last.is_some() && !word.possessive() {
            // "the company car": the noun goes on.
            last = last.filter(|_| !noun(view, here));
            break;
        }
    }
    last.map(|last| phrase(view, last, at + 1))
}

/// "Governor Hale" for the name "Hale".
fn titled(view: &View, name: &Mention, lowest: usize) -> Span {
    let mut first = view.range(name.span).start;
    while first > lowest && view.words[first - 1].capital() && view.words[first - 1].is(flag::TITLE | flag::TITLE_PART)
    {
        first -= 1;
    }
    view.span(first..view.range(name.span).end).cover(name.span)
}
