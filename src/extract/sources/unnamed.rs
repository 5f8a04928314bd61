//! Sources without a name: "a Treasury official who asked not to be named", "residents", "the statement".

use super::clauses::clause;
use super::kinds::kind;
use super::named::media;
use super::nouns::{noun, tag};
use super::titles::describe;
use crate::analysis::{Naming, Source, SourceKind, Tag};
use crate::extract::coreference::speakers::{Head, head};
use crate::extract::names::flag;
use crate::extract::names::view::View;
use crate::extract::names::words::{Shape, Word};
use crate::span::Span;

/// The word that says who or what the words of a source are about.
fn source_head(view: &View, span: Span) -> Option<usize> {
    let Head::Noun(last) = head(view, span) else { return None };
    let words = view.range(span);
    if noun(view, last) || tag(view, last) == Tag::Xx {
        return Some(last);
    }
    // "officials briefed on the talks", "people familiar with the matter"
    let complement = |at: usize| matches!(tag(view, at), Tag::In | Tag::To);
    let goes_on =
        |at: usize| noun(view, at) || view.words[at].possessive() || tag(view, at) == Tag::Jj && !complement(at + 1);
    let ends = |at: &usize| noun(view, *at) && !goes_on(at + 1);
    Some((words.start..last).find(ends).unwrap_or(last))
}

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
    let mut key = kept.map(|w| &*w.key).collect::<Vec<_>>().join(" ");
    if key.is_empty() {
        // "one of the investors", but neither "some" nor "one of them"
        let them = |w: &Word| matches!(&*w.key, "them" | "us" | "you" | "these" | "those");
        if view.words[words.clone()].iter().any(them) {
            return None;
        }
        let rest = view.words[words.clone()].iter().filter(|w| w.shape == Shape::Lower).take(12);
        key = rest.map(|w| &*w.key).collect::<Vec<_>>().join(" ");
        key = if key.contains(' ') { key } else { String::new() };
    }
    let pronoun =
        view.words[words].iter().all(|w| matches!(&*w.key, "i" | "we" | "you" | "it" | "he" | "she" | "they" | "who"));
    if key.is_empty() { None } else { Some(key).filter(|_| !pronoun) }
}

/// The words with the clause behind them: "an engineer who worked on the project".
fn whole(view: &View, span: Span) -> Span {
    let words = view.range(span);
    let sentence = view.found.sentences.partition_point(|sentence| sentence.span.end <= span.start);
    let end = view.sentence(sentence as u32).end;
    clause(view, words.end, end).map_or(span, |words| span.cover(view.span(words)))
}

/// A name that was not found to be one: proper nouns alone.
fn unknown_name(view: &View, span: Span) -> Option<Span> {
    let words = view.range(span);
    let start = words.start + usize::from(words.len() > 1 && view.words[words.start].is(flag::DEFINITE));
    let proper = |at: usize| {
        let word = &view.words[at];
        let said = flag::ROLE
            | flag::TITLE
            | flag::ORG_NOUN
            | flag::DOC_NOUN
            | flag::PLURAL_PERSON
            | flag::FUNCTION
            | flag::CALENDAR;
        matches!(tag(view, at), Tag::Nnp | Tag::Nnps) && word.capital() && !word.is(said)
    };
    let mut own = start..words.end;
    (own.len() <= 4 && own.all(proper)).then(|| view.span(start..words.end))
}

pub(super) fn source(view: &View, span: Span, in_teaser: bool) -> Source {
    let words = view.range(span);
    let (title, affiliation) = describe(view, words);
    let head = source_head(view, span);
    if let Some(name) = unknown_name(view, span) {
        let outlet = media(view.text, name);
        let kind = if outlet { SourceKind::Media } else { SourceKind::Organization };
        let naming = Naming::Named;
        let (description, entity, first_start) = (name, None, span.start);
        return Source {
            kind,
            name: Some(name),
            naming,
            title: None,
            affiliation,
            description,
            entity,
            first_start,
            in_teaser,
        };
    }
    let kind = head.map_or(SourceKind::Person, |at| kind(&view.words[at], tag(view, at) == Tag::Nns));
    let person = matches!(kind, SourceKind::Person | SourceKind::Account);
    Source {
        kind,
        name: None,
        naming: Naming::Anonymous,
        title: title.filter(|_| person),
        affiliation,
        description: whole(view, span),
        entity: None,
        first_start: span.start,
        in_teaser,
    }
}

/// A later, longer description replaces the first; what it lacked is added.
pub(super) fn enrich(view: &View, source: &mut Source, span: Span) {
    let full = whole(view, span);
    if full.len() <= source.description.len() {
        return;
    }
    let (title, affiliation) = describe(view, view.range(span));
    source.description = full;
    source.title = source.title.or(title.filter(|_| matches!(source.kind, SourceKind::Person | SourceKind::Account)));
    source.affiliation = source.affiliation.or(affiliation);
}
