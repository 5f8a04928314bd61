//! What stands behind a name: ", a professor of law at Yale University,", ", 26,", " of Acme Corp", " (R-Texas)", ", who
//! leads Fenwick Motors".

use std::ops::Range;

use super::clauses::{belongs, clause};
use super::introductions::{Introduction, REACH};
use super::nouns::relative;
use super::owners::{belongs_to, extended};
use super::titles::{ends_apposition, title_and_owner};
use crate::extract::names::flag;
use crate::extract::names::nominals::plural_role;
use crate::extract::names::view::View;
use crate::extract::names::words::Shape;
use crate::span::Span;

/// Returns where the words that introduce the name end.
pub(super) fn after(view: &View, own: Range<usize>, sentence: &Range<usize>, found: &mut Introduction) -> usize {
    let end = sentence.end.min(own.end + 2 * REACH);
    let mut at = phrases(view, own.end, end, found);
    if let Some(words) = clause(view, at, end) {
        found.affiliation = found.affiliation.or_else(|| belongs(view, words.clone()));
        found.description = found.description.cover(view.span(words.clone()));
        at = words.end;
    }
    at
}

/// Reads phrases from `at` on; returns the first word behind them.
fn phrases(view: &View, mut at: usize, end: usize, found: &mut Introduction) -> usize {
    let word = |at: usize| (at < end).then(|| &view.words[at]);
    let text = |at: usize| word(at).map_or("", |w| w.text);
    if text(at) == "(" {
        let Some(close) = (at + 1..end.min(at + 10)).find(|i| view.words[*i].text == ")") else { return at };
        if let Some(party) = party(view, at + 1, close) {
            found.affiliation = found.affiliation.or(Some(party));
            found.description = found.description.cover(view.words[close].span);
        }
        at = close + 1;
    }
    if let Some(owner) = owner_behind(view, at, end) {
        found.affiliation = found.affiliation.or(Some(owner));
        found.description = found.description.cover(owner);
        at = view.range(owner).end;
    }
    let comma = text(at) == ",";
    if !comma && !matches!(text(at), "—" | "–" | "--") {
        return at;
    }
    let age = word(at + 1).is_some_and(|w| w.shape == Shape::Number && w.text.len() <= 3) && comma;
    if age && !matches!(text(at + 2), "," | ".") {
        return at;
    }
    if age {
        found.description = found.description.cover(view.words[at + 1].span);
        at += 2;
        if text(at) != "," {
            return at;
        }
    }
    let start = at + 1;
    let stop = (start..end).find(|i| ends_apposition(view, *i)).unwrap_or(end);
    if stop == start || start >= end {
        return at;
    }
    if let Some(party) = party(view, start, stop) {
        found.affiliation = found.affiliation.or(Some(party));
        found.description = found.description.cover(party);
        return stop;
    }
    if let Some(owner) = owner_behind(view, start, end) {
        found.affiliation = found.affiliation.or(Some(owner));
        found.description = found.description.cover(owner);
        return view.range(owner).end;
    }
    if apposition(view, start..stop, comma, found) { stop } else { at }
}

/// "R-Texas", "D-Calif."
fn party(view: &View, start: usize, end: usize) -> Option<Span> {
    let letter = matches!(view.words.get(start)?.text, "R" | "D" | "I" | "DFL" | "Lib" | "Con" | "Lab");
    let dash = matches!(view.words.get(start + 1).map_or("", |w| w.text), "-" | "–" | ",");
    (letter && dash && end > start + 2 && end <= start + 8).then(|| view.span(start..end))
}

/// An organization or place named behind "of" or "from" at `at`, perhaps after "the".
fn owner_behind(view: &View, at: usize, end: usize) -> Option<Span> {
    if at >= end || !matches!(view.words[at].text, "of" | "from") {
        return None;
    }
    let at = at + 1;
    let at = at + usize::from(view.words.get(at).is_some_and(|w| w.is(flag::DEFINITE)));
    let name = view.mention(view.name_at(at).filter(|_| at < end)?);
    if belongs_to(name) { extended(view, name, end) } else { None }
}

/// Reads `words` as what the person is; `loose` allows it to begin without an article.
fn apposition(view: &View, words: Range<usize>, loose: bool, found: &mut Introduction) -> bool {
    // "now a consultant"
    let adverb = matches!(view.words[words.start].text, "now" | "then" | "once" | "currently" | "formerly" | "also");
    let mut start = words.start + usize::from(adverb && words.len() > 1);
    let determined = view.words[start].is(flag::DETERMINER);
    if !determined && !loose {
        return false;
    }
    // "one of the organizers"
    let several = |at: usize| plural_role(&view.words[at].key);
    if view.words[start].key == "one" && view.words.get(start + 1).is_some_and(|word| word.key == "of") {
        let Some(last) = (start + 2..words.end.min(start + 9)).find(|&at| several(at)) else { return false };
        found.title = found.title.or(Some(view.span(start..last + 1)));
        found.description = found.description.cover(view.span(words));
        return true;
    }
    // "Smith, the mayor said": a clause of its own.
    let goes_on = view.words.get(words.end).is_some_and(|word| word.is(flag::SAY | flag::AUXILIARY));
    let named = words.clone().any(|at| view.name_at(at).is_some());
    if determined && goes_on && !named && view.words[start].is(flag::DEFINITE) {
        return false;
    }
    start += usize::from(determined);
    let own = view.range(found.description);
    let Some(title) = title_and_owner(view, start..words.end, determined, Some(&own)) else {
        return false;
    };
    found.role = found.role.or(Some(view.words[title.role].span));
    found.description = found.description.cover(view.span(words.clone()));
    // What stands behind is fuller than "Dr." or "Sen." before.
    if let Some(span) = title.span(view)
        && found.title.is_none_or(|old| old.len() < span.len())
    {
        found.title = Some(span);
        found.affiliation = title.owner.or(found.affiliation);
    }
    if !relative(&view.words[title.role].key) {
        found.affiliation = found.affiliation.or(title.owner);
    }
    true
}
