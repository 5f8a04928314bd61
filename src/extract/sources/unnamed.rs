//! Sources without a name: "a Treasury official who asked not to be named", "residents", "the statement".

use super::source_head;
use super::titles::describe;
use crate::analysis::{Naming, Source, SourceKind};
use crate::extract::coreference::speakers::{Head, head};
use crate::extract::names::flag;
use crate::extract::names::nominals::plural_role;
use crate::extract::names::view::View;
use crate::extract::names::words::{Shape, Word};
use crate::span::Span;

/// What makes two descriptions the same within a story: the words without articles. `None` for words that stand for
/// somebody named elsewhere whom nobody could settle ("he"), and for none at all.
pub(super) fn key(view: &View, span: Span) -> Option<String> {
    if let Head::Pronoun(_) | Head::Relative | Head::Nothing = head(view, span) {
        return None;
    }
    let words = view.range(span);
    let last = source_head(view, span).map_or(words.end, |at| at + 1);
    let kept =
        view.words[words.start..last].iter().filter(|w| !w.is(flag::DETERMINER) && w.shape != Shape::Mark).take(12);
    let key = kept.map(|w| &*w.key).collect::<Vec<_>>().join(" ");
    let pronoun =
        view.words[words].iter().all(|w| matches!(&*w.key, "i" | "we" | "you" | "it" | "he" | "she" | "they" | "who"));
    if key.is_empty() { None } else { Some(key).filter(|_| !pronoun) }
}

pub(super) fn source(view: &View, span: Span, in_teaser: bool) -> Source {
    let words = view.range(span);
    let (title, affiliation) = describe(view, words);
    let head = source_head(view, span).map(|at| &view.words[at]);
    let kind = head.map_or(SourceKind::Person, kind);
    let person = matches!(kind, SourceKind::Person | SourceKind::Account);
    Source {
        kind,
        name: None,
        naming: Naming::Anonymous,
        title: title.filter(|_| person),
        affiliation,
        description: span,
        entity: None,
        first_start: span.start,
        in_teaser,
    }
}

/// A later, longer description replaces the first; what it lacked is added.
pub(super) fn enrich(view: &View, source: &mut Source, span: Span) {
    if span.len() <= source.description.len() || span == source.description {
        return;
    }
    let (title, affiliation) = describe(view, view.range(span));
    source.description = span;
    source.title = source.title.or(title.filter(|_| matches!(source.kind, SourceKind::Person | SourceKind::Account)));
    source.affiliation = source.affiliation.or(affiliation);
}

/// What kind of source a noun means.
pub(super) fn kind(head: &Word) -> SourceKind {
    let key = &*head.key;
    if head.is(flag::POLL_NOUN) {
        SourceKind::Poll
    } else if plural_role(key)
        || matches!(key, "dozens" | "hundreds" | "thousands" | "millions" | "scientists" | "they")
    {
        if matches!(key, "media") { SourceKind::Media } else { SourceKind::Group }
    } else if head.is(flag::ROLE) {
        if matches!(key, "user" | "account" | "commenter" | "poster" | "redditor" | "netizen") {
            SourceKind::Account
        } else {
            SourceKind::Person
        }
    } else if matches!(key, "account" | "handle" | "netizen") {
        SourceKind::Account
    } else if head.is(flag::DOC_NOUN) {
        SourceKind::Document
    } else if head.is(flag::MEDIA_NOUN) && key != "agency" {
        SourceKind::Media
    } else if head.is(flag::ORG_NOUN) {
        SourceKind::Organization
    } else if head.key.ends_with('s') && head.shape == Shape::Lower && !head.key.ends_with("ss") {
        SourceKind::Group
    } else {
        SourceKind::Person
    }
}
