//! What somebody is, taken apart: "professor of law at Yale University" is a title and an affiliation.

use std::ops::Range;

use super::nouns::{after_age, anybody, institution, noun, relative, role, tag, territory, unlisted_role};
use super::owners::{self, belongs_to};
use crate::analysis::{EntityType, Mention, Tag};
use crate::extract::names::flag;
use crate::extract::names::nominals::plural_role;
use crate::extract::names::view::View;
use crate::extract::names::words::{Shape, Word};
use crate::span::Span;

/// A phrase that says what somebody is.
pub(super) struct Title {
    /// The words of the title; `None` for "a woman", which is none.
    pub words: Option<Range<usize>>,
    pub owner: Option<Span>,
    /// The word for what the person is: "professor".
    pub role: usize,
}

impl Title {
    pub fn span(&self, view: &View) -> Option<Span> {
        self.words.clone().map(|words| view.span(words))
    }
}

pub(super) fn opens_quotation(word: &Word) -> bool {
    matches!(word.text, "“" | "\"" | "``" | "«" | "„")
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

/// Names in front own the title: "Yale law professor", "the Acme Corp's founder". Returns where the rest begins, and
/// `None` where somebody else is named.
fn front<'a>(view: &View<'a>, words: Range<usize>) -> Option<(usize, Option<&'a Mention>)> {
    let (mut start, mut owner) = (words.start, None);
    while start < words.end {
        if let Some(number) = view.name_at(start) {
            let name = view.mention(number);
            let end = view.range(name.span).end;
            if name.entity_type == EntityType::Person && !view.words.get(end).is_some_and(|w| w.possessive()) {
                return None;
            }
            let better = owner.is_none_or(|old: &Mention| old.entity_type == EntityType::Group);
            owner = if better { Some(name) } else { owner };
            start = end;
        } else if view.words[start].possessive() {
            start += 1;
        } else {
            break;
        }
    }
    Some((start, owner))
}

/// Splits "Acme Corp's chief economist", "professor of law at Yale University" into title and affiliation. `None` if it
/// does not say what a person is. `name` is the name that the phrase belongs to, if it is known.
pub(super) fn title_and_owner(
    view: &View,
    words: Range<usize>,
    determined: bool,
    name: Option<&Range<usize>>,
) -> Option<Title> {
    let (mut start, named) = front(view, words.clone())?;
    let group = named.is_some_and(|name| name.entity_type == EntityType::Group);
    let part = start > words.start && !view.words[start - 1].possessive();
    let based = view.words.get(start).is_some_and(|word| word.text == "-") && start + 2 < words.end;
    let (whole, mut owner) = (words.start, named.map(|name| name.span));
    // "a Washington-based developer"
    if based && start > words.start {
        start += 2;
    }
    // Not in "an outside adviser".
    let preposition = |at: &usize| {
        let word = &view.words[*at];
        let other = matches!(tag(view, *at), Tag::Jj | Tag::Nn | Tag::Nnp);
        word.is(flag::PREPOSITION) && !other && !role(word) && view.name_at(*at).is_none()
    };
    let prep = (start..words.end).find(preposition).unwrap_or(words.end);
    // "the company's chief executive"
    if let Some(own) = (start..prep).rev().find(|at| view.words[*at].possessive()) {
        let body = own.checked_sub(1).filter(|at| *at >= start);
        let body = body.filter(|at| institution(&view.words[*at]) || territory(&view.words[*at]));
        owner = owner.or(body.map(|at| owners::phrase(view, at, start)));
        start = own + 1;
    }
    if let Some(last_name) = (start..prep).rev().find(|at| view.name_at(*at).is_some())
        && last_name + 1 < prep
        && !view.words[last_name].is(flag::ROLE | flag::TITLE)
    {
        owner = owner.or(view.name_at(last_name).map(|number| view.mention(number).span));
        start = last_name + 1;
    }
    let says = |at: &usize| {
        let word = &view.words[*at];
        let others = || word.shape == Shape::Lower && plural_role(&word.key);
        role(word) || name.map_or_else(others, |name| unlisted_role(view, *at, name))
    };
    let head = (start..prep).rev().find(says)?;
    // Without an article the phrase must begin like a function, not like the next of a list.
    if !determined && owner.is_none() && !(start..prep.min(start + 5)).any(|at| says(&at)) {
        return None;
    }
    // "officials briefed on the talks", "a person close to the governor": the title is over.
    let over = (head + 1..prep).find(|at| {
        let apart = matches!(tag(view, *at), Tag::Vbn | Tag::Vbg | Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Jj | Tag::Rb);
        apart && !view.words[*at].is(flag::TITLE_PART)
    });
    let mut title = Title { words: None, owner, role: head };
    let open = group || part || owner.is_none();
    let end = behind(view, &mut title, over.unwrap_or(prep), prep..words.end, open, over.is_none());
    // "House editor for the Review": the first name belongs to the title.
    if part && !based && !group && title.owner != owner {
        start = whole;
    }
    if relative(&view.words[head].key) {
        title.owner = None;
    }
    start = after_age(view, start, end);
    if title.owner.is_none() && start < head && employer(view, start, head) {
        title.owner = Some(view.words[start].span);
        start += 1;
    }
    title.words = (!anybody(&view.words[head].key) && start < end).then_some(start..end);
    Some(title)
}

/// Reads what stands behind prepositions: it goes on with the title ("professor of law") or names the owner ("at Yale").
/// Returns where the title ends.
fn behind(view: &View, title: &mut Title, end: usize, words: Range<usize>, open: bool, goes_on: bool) -> usize {
    let (mut end, mut at) = (end, words.start);
    let next = |from: usize| {
        (from..words.end)
            .find(|i| view.words[*i].is(flag::PREPOSITION) && view.name_at(*i).is_none())
            .unwrap_or(words.end)
    };
    let key = &*view.words[title.role].key;
    while at < words.end {
        let preposition = &*view.words[at].key;
        let against =
            preposition == "of" && matches!(key, "critic" | "opponent" | "rival" | "victim" | "enemy" | "fan");
        if preposition == "to" && matches!(key, "ambassador" | "envoy" | "consul" | "emissary") {
            let to = next(at + 1);
            (end, at) = (to, to);
            continue;
        }
        if !against && let Some(owner) = owners::behind(view, at, words.end) {
            if open {
                title.owner = Some(owner);
            }
            break;
        }
        // "professor of law" is a title, "resident in a red coat" is not.
        let bare = view.words.get(at + 1).is_some_and(|word| word.shape == Shape::Lower && !word.is(flag::DETERMINER));
        if !goes_on
            || !(matches!(preposition, "of" | "for" | "on") || preposition == "in" && bare && noun(view, at + 1))
        {
            break;
        }
        let to = next(at + 1);
        (end, at) = (to, to);
    }
    let counted = |at: usize| view.words[at - 1].key == "of" && !matches!(view.words[at].text, "the" | "a" | "an");
    let loose = |at: usize| {
        let word = &view.words[at];
        word.is(flag::CONJUNCTION | flag::PREPOSITION) || word.is(flag::DETERMINER) && !counted(at)
    };
    while end > title.role + 1 && loose(end - 1) {
        end -= 1;
    }
    end
}

/// "company" in "company spokeswoman": a body, and a word for who speaks for it.
fn employer(view: &View, at: usize, head: usize) -> bool {
    let body =
        matches!(
            &*view.words[at].key,
            "company"
                | "ministry"
                | "government"
                | "administration"
                | "agency"
                | "department"
                | "firm"
                | "party"
                | "embassy"
        ) || matches!(&*view.words[at].key, "hospital" | "university" | "airline" | "bank" | "campaign" | "council");
    let speaks = matches!(
        &*view.words[head].key,
        "spokesman" | "spokeswoman" | "spokesperson" | "official" | "representative" | "source" | "lawyer" | "employee"
    );
    body && speaks && view.words[at].shape == Shape::Lower
}

/// Splits words that describe somebody without a name ("a senior official at the Treasury") in the same way.
pub(super) fn describe(view: &View, words: Range<usize>) -> (Option<Span>, Option<Span>) {
    let start = words.start + usize::from(words.len() > 1 && view.words[words.start].is(flag::DETERMINER));
    let stop = (start..words.end).find(|at| ends_apposition(view, *at)).unwrap_or(words.end);
    if start >= stop {
        return (None, None);
    }
    match title_and_owner(view, start..stop, true, None) {
        Some(title) => (title.span(view), title.owner),
        None => (None, publisher(view, start..stop)),
    }
}

/// Who made a report or a poll, or where a group belongs: "a report by the Harbour Board".
fn publisher(view: &View, words: Range<usize>) -> Option<Span> {
    let behind = (words.start + 1..words.end).filter(|at| {
        let word = &view.words[at - 1];
        word.is(flag::PREPOSITION | flag::DEFINITE)
            || word.is(flag::DOC_NOUN | flag::MEDIA_NOUN)
            || word.key == "journal"
    });
    let name = |at: usize| view.name_at(at).map(|number| view.mention(number));
    behind.filter_map(name).find(|name| belongs_to(name) && name.entity_type != EntityType::Place).map(|name| name.span)
}
