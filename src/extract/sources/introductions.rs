//! How the words around a name introduce who it is: "Acme Corp chief executive Ann Lee", "Ann Lee, a professor of law at
//! Yale University,". All looks are bounded, so the time for one name is constant.

use std::ops::Range;

use super::after::after;
use super::before::before;
use super::nouns::tag;
use super::titles::{ends_apposition, title_and_owner};
use crate::analysis::{EntityType, Mention, Tag};
use crate::extract::names::view::View;
use crate::extract::names::words::Shape;
use crate::extract::names::{FIRST_NAME, flag};
use crate::span::Span;

/// What one mention says of its bearer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Introduction {
    pub title: Option<Span>,
    pub affiliation: Option<Span>,
    /// The name with the words that introduce it.
    pub description: Span,
    /// The word for what the person is: "professor".
    pub role: Option<Span>,
    /// A title stands before the name, so it is no first name.
    pub titled: bool,
}

/// How far to look, in words.
pub(super) const REACH: usize = 24;

/// The words around the name `mention`.
pub(crate) fn introduce(view: &View, mention: &Mention) -> Introduction {
    let own = view.range(mention.span);
    let sentence = view.sentence(mention.sentence);
    let mut found = Introduction { description: mention.span, ..Introduction::default() };
    if own.is_empty() || sentence.is_empty() {
        return found;
    }
    before(view, own.clone(), &sentence, &mut found);
    let end = after(view, own.clone(), &sentence, &mut found);
    if found.title.is_none() {
        earlier_apposition(view, own.start..end.max(own.end), &sentence, &mut found);
    }
    found
}

/// "The company's founder, Ann Lee, said": what stands before the comma.
fn earlier_apposition(view: &View, own: Range<usize>, sentence: &Range<usize>, found: &mut Introduction) {
    if own.start < sentence.start + 3 || view.words[own.start - 1].text != "," {
        return;
    }
    let closed =
        view.words.get(own.end).is_none_or(|w| matches!(w.text, "," | "." | ")") || w.is(flag::SAY | flag::AUXILIARY));
    let end = own.start - 1;
    let lowest = sentence.start.max(end.saturating_sub(REACH));
    let start = (lowest..end).rev().find(|at| ends_apposition(view, *at)).map_or(lowest, |at| at + 1);
    let opens = start < end && (view.words[start].is(flag::DETERMINER) || view.name_at(start).is_some());
    if !closed || !opens {
        return;
    }
    // "The nominee also praised his opponent, Ann Lee": a sentence, not what she is.
    if (start..end).any(|at| matches!(tag(view, at), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)) {
        return;
    }
    let from = start + usize::from(view.words[start].is(flag::DETERMINER));
    let Some(title) = title_and_owner(view, from..end, true, None) else { return };
    let (Some(span), Some(words)) = (title.span(view), &title.words) else { return };
    if view.words[words.end - 1].is(FIRST_NAME) || !view.words[title.role].is(flag::ROLE | flag::TITLE) {
        return;
    }
    found.role = found.role.or(Some(view.words[title.role].span));
    found.title = Some(span);
    found.affiliation = title.owner.or(found.affiliation);
    found.description = view.span(start..end).cover(found.description);
}

/// An organization with the words for what it is: "the environmental group Clear Water", "Tolland Brewing, a maker of
/// strong ales".
pub(super) fn organization(view: &View, mention: &Mention) -> Span {
    let own = view.range(mention.span);
    let sentence = view.sentence(mention.sentence);
    if own.is_empty() || sentence.is_empty() || mention.entity_type == EntityType::Person {
        return mention.span;
    }
    let lowest = sentence.start.max(own.start.saturating_sub(4));
    let kind = flag::ORG_NOUN | flag::MEDIA_NOUN;
    let mut first = own.start;
    if first > lowest && view.words[first - 1].is(kind) && view.words[first - 1].shape == Shape::Lower {
        let stops = flag::FUNCTION | flag::PREPOSITION | flag::CONJUNCTION | flag::AUXILIARY | flag::VERB | flag::SAY;
        let fits = |at: usize| view.name_at(at).is_none() && view.words[at].word() && !view.words[at].is(stops);
        while first > lowest && fits(first - 1) {
            first -= 1;
        }
    }
    let end = sentence.end.min(own.end + REACH);
    let behind = (own.end + 1..end).len() > 2
        && view.words[own.end].text == ","
        && matches!(view.words[own.end + 1].text, "a" | "an" | "the");
    let stop = (own.end + 1..end).find(|at| ends_apposition(view, *at)).filter(|_| behind);
    let closed = stop.filter(|stop| *stop > own.end + 2 && matches!(view.words[*stop].text, "," | "." | "—" | "–"));
    view.span(first..closed.unwrap_or(own.end)).cover(mention.span)
}
