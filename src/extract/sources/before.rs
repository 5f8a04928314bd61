//! What stands before a name: "Georgia governor", "Acme Corp's chief executive", "former Sen.".

use std::ops::Range;

use super::introductions::{Introduction, REACH};
use super::nouns::{after_age, institution, relative, role, territory, unlisted_role};
use super::owners;
use crate::analysis::{EntityType, Mention};
use crate::extract::names::flag;
use crate::extract::names::view::View;
use crate::extract::names::words::{Shape, Word};
use crate::span::Span;

/// Titles of manners, which are no office.
fn civil(word: &Word) -> bool {
    matches!(word.key.trim_end_matches('.'), "mr" | "mrs" | "ms" | "miss" | "mx" | "messrs" | "sir" | "dame" | "madam")
}

/// Whose the title is, as it is found from right to left.
#[derive(Clone, Copy)]
struct Owner {
    span: Span,
    group: bool,
    person: bool,
}

pub(super) fn before(view: &View, own: Range<usize>, sentence: &Range<usize>, found: &mut Introduction) {
    let lowest = sentence.start.max(own.start.saturating_sub(REACH));
    let (mut at, mut first, mut title_open) = (own.start, own.start, true);
    let mut title: Option<usize> = None;
    let mut owner: Option<Owner> = None;
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
            let group = other.entity_type == EntityType::Group;
            if owner.is_none_or(|old| old.group && !group) {
                owner =
                    Some(Owner { span: current(view, other), group, person: other.entity_type == EntityType::Person });
            }
            title_open = false;
            (at, first) = (range.start, range.start);
            continue;
        }
        if word.possessive() {
            title_open = false;
            let body = here.checked_sub(1).filter(|at| *at >= lowest).map(|at| (at, &view.words[at]));
            if let Some((body, _)) = body.filter(|(_, word)| institution(word) || territory(word)) {
                let span = owners::phrase(view, body, lowest);
                owner = owner.or(Some(Owner { span, group: false, person: false }));
                first = view.range(span).start;
                at = first;
            } else {
                at = here;
            }
            continue;
        }
        if word.is(flag::HONORIFIC) && !word.is(flag::TITLE) || role(word) || adjacent_role(view, here, &own) {
            seen_role |= !civil(word);
            found.titled = true;
            if title_open && !civil(word) {
                title = Some(here);
                if found.role.is_none() {
                    found.role = Some(word.span);
                }
            }
        } else if !goes_before(view, here, seen_role, owner.is_some()) {
            break;
        } else if title_open && title.is_some() {
            title = Some(here);
        }
        first = if word.text == "-" || word.is(flag::CONJUNCTION | flag::PREPOSITION) { first } else { here };
        at = here;
    }
    if let Some(start) = title.map(|start| after_age(view, start.max(first), own.start)) {
        found.title = Some(view.span(start..own.start));
    }
    let kin = found.role.is_some_and(|role| relative(role.of(view.text)));
    found.affiliation = owner.filter(|owner| !(owner.person && kin)).map(|owner| owner.span);
    if first > sentence.start && owner.is_none() && first < own.start && possessive_pronoun(&view.words[first - 1]) {
        first -= 1;
    }
    found.description = view.span(first..own.start.max(first + 1)).cover(found.description);
}

fn possessive_pronoun(word: &Word) -> bool {
    matches!(&*word.key, "his" | "her" | "its" | "their" | "our" | "my" | "your")
}

/// Right before the name even an unknown noun for people is a title: "glaciologist Birgit Hansen".
fn adjacent_role(view: &View, at: usize, own: &Range<usize>) -> bool {
    at + 1 == own.start && unlisted_role(view, at, own)
}

/// The name without a "Former" that begins the sentence and was taken for a part of it.
fn current(view: &View, name: &Mention) -> Span {
    let range = view.range(name.span);
    let past = matches!(&*view.words[range.start].key, "former" | "ex" | "then" | "late");
    if past && range.len() > 1 { view.span(range.start + 1..range.end) } else { name.span }
}

/// Whether the word may stand among the words before a title: "former", "chief … officer", "Secretary of State".
fn goes_before(view: &View, at: usize, seen_role: bool, owned: bool) -> bool {
    let word = &view.words[at];
    if !seen_role && word.key == "of" {
        // "Secretary of State"
        return at > 0 && role(&view.words[at - 1]) && view.words.get(at + 1).is_some_and(|w| w.is(flag::TITLE_PART));
    }
    let left = at.checked_sub(1).map(|at| &view.words[at]);
    if !seen_role {
        // "Vice President of marketing"
        let branch = at > 1 && view.words[at - 1].key == "of" && role(&view.words[at - 2]);
        return owned && word.is(flag::COMMON) && word.capital()
            || word.is(flag::TITLE_PART) && (word.capital() || branch);
    }
    let right = view.words.get(at + 1);
    match &*word.key {
        "-" => true,
        "of" => {
            left.is_some_and(role) && right.is_some_and(|w| w.is(flag::TITLE_PART | flag::ORG_HEAD) || w.key == "the")
        }
        "the" => left.is_some_and(|w| w.key == "of") && right.is_some_and(|w| w.is(flag::TITLE_PART | flag::ORG_HEAD)),
        "and" => left.is_some_and(role),
        "former" | "ex" | "then" | "first" => true,
        // "19-year-old", "three-time"
        _ if right.is_some_and(|next| next.text == "-")
            && (word.shape == Shape::Number || word.shape == Shape::Lower) =>
        {
            !word.is(flag::PREPOSITION | flag::SAY)
        }
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
