//! Clauses behind a name or a description: "who leads Acme Corp", "speaking on condition of anonymity".

use std::ops::Range;

use super::owners;
use super::titles::opens_quotation;
use crate::analysis::Tag;
use crate::extract::names::flag;
use crate::extract::names::view::View;
use crate::extract::names::words::Shape;
use crate::span::Span;

use super::nouns::tag;

/// How long a clause may be, in words.
const LONGEST: usize = 30;

/// The clause about somebody that begins at `at`, or behind the comma there; nothing beyond `end`.
pub(super) fn clause(view: &View, at: usize, end: usize) -> Option<Range<usize>> {
    let text = |at: usize| if at < end { view.words[at].text } else { "" };
    let start = at + usize::from(matches!(text(at), "," | "—" | "–"));
    let asks = match text(start) {
        "who" | "whose" | "whom" => false,
        "speaking" | "requesting" | "asking" | "citing" | "insisting" => true,
        _ => return None,
    };
    let end = end.min(start + LONGEST);
    let stop = (start + 1..end).find(|&at| ends(view, at, start)).unwrap_or(end);
    let anonymous = || {
        let words = view.words[start..stop].iter();
        words
            .clone()
            .any(|word| matches!(&*word.key, "anonymity" | "anonymous" | "anonymously" | "identified" | "named"))
    };
    (stop >= start + 3 && (!asks || anonymous())).then_some(start..stop)
}

/// Whether the clause that began at `start` is over before the word at `at`.
fn ends(view: &View, at: usize, start: usize) -> bool {
    let word = &view.words[at];
    if view.name_at(at).is_some() {
        return false;
    }
    let mark =
        word.shape == Shape::Mark && !matches!(word.text, "-" | "'" | "’" | "’s" | "'s" | "&" | "/" | "." | "$" | "%");
    let stop = word.text == "." && view.words.get(at + 1).is_none_or(|next| next.span.start > word.span.end);
    // "the man who built it said": the verb of the sentence, not of the clause.
    // "who voted no after she said": a clause within.
    let inner = matches!(&*view.words[at - 1].key, "he" | "she" | "they" | "it" | "i" | "we" | "you" | "who" | "and");
    let verb = matches!(tag(view, at), Tag::Vbd | Tag::Vbz | Tag::Vbp) && word.is(flag::SAY) && !inner;
    mark || stop || opens_quotation(word) || verb && at > start + 1
}

/// Where the clause says that somebody belongs: "who leads Fenwick Motors", "who sits on the city council".
pub(super) fn belongs(view: &View, clause: Range<usize>) -> Option<Span> {
    let verb = (clause.start + 1..clause.end.min(clause.start + 6)).find(|&at| joins(&view.words[at].key))?;
    let names = (verb + 1..clause.end.min(verb + 14)).find_map(|at| owners::organization_at(view, at));
    names.or_else(|| {
        let mut bodies = (verb + 1..clause.end).filter(|&at| super::nouns::institution(&view.words[at]));
        bodies.next_back().map(|at| owners::phrase(view, at, verb + 1))
    })
}

fn joins(verb: &str) -> bool {
    matches!(
        verb,
        "leads" | "led" | "heads" | "headed" | "runs" | "ran" | "chairs" | "chaired" | "directs" | "directed" | "owns"
    ) || matches!(
        verb,
        "founded" | "co-founded" | "manages" | "managed" | "edits" | "edited" | "represents" | "represented"
    ) || matches!(verb, "teaches" | "taught" | "works" | "worked" | "serves" | "served" | "sits" | "sat" | "studies")
        || matches!(verb, "studied" | "coaches" | "coached" | "plays" | "played" | "oversees" | "oversaw" | "lectures")
}
