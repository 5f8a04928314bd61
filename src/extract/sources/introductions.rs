//! How the words around a name introduce who it is: "Acme Corp chief executive Ann Lee", "Ann Lee, a professor of law at
//! Yale University,". All looks are bounded, so the time for one name is constant.

use std::ops::Range;

use super::titles::{ends_apposition, role, title_and_owner};
use crate::analysis::{EntityType, Mention};
use crate::extract::names::view::View;
use crate::extract::names::words::{Shape, Word};
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
const REACH: usize = 24;

/// The words around the name `mention`.
pub(crate) fn introduce(view: &View, mention: &Mention) -> Introduction {
    let own = view.range(mention.span);
    let sentence = view.sentence(mention.sentence);
    let mut found = Introduction { description: mention.span, ..Introduction::default() };
    if own.is_empty() || sentence.is_empty() {
        return found;
    }
    before(view, own.clone(), &sentence, &mut found);
    after(view, own.clone(), &sentence, &mut found);
    if found.title.is_none() {
        earlier_apposition(view, own, &sentence, &mut found);
    }
    found
}

fn civil(word: &Word) -> bool {
    matches!(word.key.trim_end_matches('.'), "mr" | "mrs" | "ms" | "miss" | "mx" | "messrs" | "sir" | "dame" | "madam")
}

/// "Georgia governor", "Acme Corp's chief executive", "former Sen." before the name.
fn before(view: &View, own: Range<usize>, sentence: &Range<usize>, found: &mut Introduction) {
    let lowest = sentence.start.max(own.start.saturating_sub(REACH));
    let (mut at, mut first, mut title_open) = (own.start, own.start, true);
    let mut title: Option<(usize, usize)> = None;
    let mut owner: Option<&Mention> = None;
    let mut seen_role = false;
    while at > lowest {
        let here = at - 1;
        let word = &view.words[here];
        if let Some(number) = view.name_at(here) {
            let other = view.mention(number);
            let range = view.range(other.span);
            let owned = view.words[at].possessive();
            let fits = match other.entity_type {
                EntityType::Person | EntityType::Place => owned || seen_role,
                _ => owned || seen_role || range.end == at,
            };
            if !fits || range.start < sentence.start || range.end > own.start || other.entity_type == EntityType::Work {
                break;
            }
            let better = |old: &Mention| old.entity_type == EntityType::Group && other.entity_type != EntityType::Group;
            if owner.is_none_or(better) {
                owner = Some(other);
            }
            title_open = false;
            (at, first) = (range.start, range.start);
            continue;
        }
        if word.possessive() {
            title_open = false;
            at = here;
            continue;
        }
        if word.is(flag::HONORIFIC) && !word.is(flag::TITLE) || role(word) {
            seen_role |= !civil(word);
            found.titled = true;
            if title_open && !civil(word) {
                title = Some((here, own.start));
                if found.role.is_none() {
                    found.role = Some(word.span);
                }
            }
        } else if !goes_before(view, here, seen_role, owner.is_some()) {
            break;
        } else if title_open && title.is_some() {
            title = title.map(|t| (here, t.1));
        }
        first = if matches!(word.text, "-") || word.is(flag::CONJUNCTION | flag::PREPOSITION) { first } else { here };
        at = here;
    }
    if let Some((start, end)) = title.map(|(start, end)| (start.max(first), end)) {
        found.title = Some(view.span(start..end));
    }
    found.affiliation = owner.map(|m| m.span);
    found.description = view.span(first..own.start.max(first + 1)).cover(found.description);
}

/// Whether the word may stand among the words before a title: "former", "chief … officer", "Secretary of State".
fn goes_before(view: &View, at: usize, seen_role: bool, owned: bool) -> bool {
    let word = &view.words[at];
    if !seen_role && word.key == "of" {
        // "Secretary of State"
        return at > 0 && role(&view.words[at - 1]) && view.words.get(at + 1).is_some_and(|w| w.is(flag::TITLE_PART));
    }
    if !seen_role {
        return owned && word.is(flag::COMMON) && word.capital() || word.is(flag::TITLE_PART) && word.capital();
    }
    let left = at.checked_sub(1).map(|at| &view.words[at]);
    let right = view.words.get(at + 1);
    match &*word.key {
        "-" => true,
        "of" => {
            left.is_some_and(role) && right.is_some_and(|w| w.is(flag::TITLE_PART | flag::ORG_HEAD) || w.key == "the")
        }
        "the" => left.is_some_and(|w| w.key == "of") && right.is_some_and(|w| w.is(flag::TITLE_PART | flag::ORG_HEAD)),
        "and" => left.is_some_and(role),
        "former" | "ex" | "then" | "first" => true,
        _ => {
            let stops = flag::FUNCTION
                | flag::PREPOSITION
                | flag::CONJUNCTION
                | flag::AUXILIARY
                | flag::VERB
                | flag::SAY
                | flag::CALENDAR;
            let kept = flag::TITLE_PART | flag::ORG_NOUN | flag::MEDIA_NOUN;
            word.word() && (!word.is(stops) || word.is(kept) && !word.is(flag::FUNCTION | flag::PREPOSITION))
        }
    }
}

/// ", a professor of law at Yale University,", ", 26,", " of Acme Corp", " (R-Texas)" after the name.
fn after(view: &View, own: Range<usize>, sentence: &Range<usize>, found: &mut Introduction) {
    let end = sentence.end.min(own.end + 2 * REACH);
    let word = |at: usize| (at < end).then(|| &view.words[at]);
    let text = |at: usize| word(at).map_or("", |w| w.text);
    let mut at = own.end;
    if text(at) == "(" {
        let close = (at + 1..end.min(at + 10)).find(|i| view.words[*i].text == ")");
        let Some(close) = close else { return };
        if let Some(party) = party(view, at + 1, close) {
            found.affiliation = found.affiliation.or(Some(party));
            found.description = found.description.cover(view.words[close].span);
        }
        at = close + 1;
    }
    if matches!(text(at), "of" | "from")
        && let Some(name) = owner_at(view, at + 1, end)
    {
        found.affiliation = found.affiliation.or(Some(name));
        found.description = found.description.cover(name);
        return;
    }
    let comma = text(at) == ",";
    if !comma && !matches!(text(at), "—" | "–" | "--") {
        return;
    }
    at += 1;
    let age = word(at).is_some_and(|w| w.shape == Shape::Number && w.text.len() <= 3) && comma;
    if age && !matches!(text(at + 1), "," | ".") {
        return;
    }
    if age {
        found.description = found.description.cover(view.words[at].span);
        at += 2;
    }
    let stop = (at..end).find(|i| ends_apposition(view, *i)).unwrap_or(end);
    if stop == at || at >= end {
        return;
    }
    if let Some(party) = party(view, at, stop) {
        found.affiliation = found.affiliation.or(Some(party));
        found.description = found.description.cover(party);
    } else if matches!(text(at), "of" | "from") {
        if let Some(name) = owner_at(view, at + 1, end) {
            found.affiliation = found.affiliation.or(Some(name));
            found.description = found.description.cover(name);
        }
    } else {
        apposition(view, at..stop, comma, found);
    }
}

/// "R-Texas", "D-Calif."
fn party(view: &View, start: usize, end: usize) -> Option<Span> {
    let letter = matches!(view.words.get(start)?.text, "R" | "D" | "I" | "DFL" | "Lib" | "Con" | "Lab");
    let dash = matches!(view.words.get(start + 1).map_or("", |w| w.text), "-" | "–" | ",");
    (letter && dash && end > start + 2 && end <= start + 8).then(|| view.span(start..end))
}

/// An organization or place named from `at` on, perhaps after "the".
fn owner_at(view: &View, at: usize, end: usize) -> Option<Span> {
    let at = at + usize::from(view.words.get(at).is_some_and(|w| w.is(flag::DEFINITE)));
    let name = view.mention(view.name_at(at).filter(|_| at < end)?);
    let kinds = [EntityType::Organization, EntityType::Place, EntityType::Other, EntityType::Product];
    kinds.contains(&name.entity_type).then_some(name.span)
}

/// Reads `words` as what the person is; `loose` allows it to begin without an article.
fn apposition(view: &View, words: Range<usize>, loose: bool, found: &mut Introduction) {
    let mut start = words.start;
    let determined = view.words[start].is(flag::DETERMINER);
    if !determined && !loose {
        return;
    }
    start += usize::from(determined);
    let Some((title, owner)) = title_and_owner(view, start..words.end, determined) else {
        return;
    };
    let role = view.words[title.clone()].iter().rev().find(|w| role(w)).map(|w| w.span);
    found.role = found.role.or(role);
    found.description = found.description.cover(view.span(words.clone()));
    // What stands behind is fuller than "Dr." or "Sen." before.
    let title = view.span(title);
    if found.title.is_none_or(|t| t.len() < title.len()) {
        found.title = Some(title);
        if let Some(owner) = owner {
            found.affiliation = Some(owner);
        }
    }
    found.affiliation = found.affiliation.or(owner);
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
    let from = start + usize::from(view.words[start].is(flag::DETERMINER));
    let Some((title, owner)) = title_and_owner(view, from..end, true) else { return };
    let last = &view.words[title.end - 1];
    let singular = view.words[title.clone()].iter().rev().find(|w| role(w));
    if last.is(FIRST_NAME) || singular.is_none() {
        return;
    }
    found.role = found.role.or(singular.map(|w| w.span));
    found.title = Some(view.span(title));
    found.affiliation = found.affiliation.or(owner);
    found.description = view.span(from..end).cover(found.description);
}
