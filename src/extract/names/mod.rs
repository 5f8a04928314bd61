//! Names, pronouns and plain descriptions ("the professor"). Names are found by a learnt model that knows word lists and
//! looks twice, the second time with what the rest of the article says about the same words; all else is by rule.

mod article;
pub(crate) mod decode;
pub(crate) mod features;
pub(crate) mod gazetteer;
mod handles;
pub(crate) mod labels;
mod lists;
pub(crate) mod model;
pub(crate) mod nominals;
pub(crate) mod recognise;
pub(crate) mod runs;
mod sentences;
mod settle;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub(crate) mod training;
pub(crate) mod view;
pub(crate) mod words;

pub(crate) use lists::{FIRST_NAME, canonical, flag, flags, known, known_names};
pub use model::NameModel;

use std::ops::Range;

use crate::analysis::{Analysis, EntityType, Mention, MentionKind};
use crate::span::Span;
use sentences::{Evidence, Region};
use words::Word;

/// All mentions in `text`, in order of their start, the longer first. `found` must hold paragraphs, sentences, tokens and
/// quotations. Takes time linear in the text.
pub fn find(text: &str, found: &Analysis, model: &NameModel) -> Vec<Mention> {
    let words = words::read(text, found);
    let regions = sentences::regions(&words, found);
    let mut mentions = names(text, &words, &regions, model);
    mentions = handles::add(text, &words, &regions, mentions);
    mentions = handles::aliases(text, &words, mentions);
    mentions = handles::titles_of_works(text, found, mentions);
    let mut rest = nominals::find(text, &words, found, &mentions);
    mentions.append(&mut rest);
    mentions.sort_by_key(|m| (m.span.start, u32::MAX - m.span.end));
    mentions
}

/// What the model finds by itself, in order; for measuring it.
pub(crate) fn named(text: &str, found: &Analysis, model: &NameModel) -> Vec<Mention> {
    let words = words::read(text, found);
    names(text, &words, &sentences::regions(&words, found), model)
}

/// The named mentions, in order.
fn names(text: &str, words: &[Word], regions: &[Region], model: &NameModel) -> Vec<Mention> {
    let evidence = Evidence::gather(words, regions);
    let runs = runs::find(words, regions, &model.gazetteer);
    let view = features::View::new(words, regions, &evidence, &runs, &model.gazetteer);
    let found = recognise::names(&view, &runs, model);
    let settled = settle::settle(words, regions, &runs, &found, &model.gazetteer, |margin| model.confidence(margin));
    let mut mentions = Vec::with_capacity(settled.len());
    for found in &settled {
        let Some(range) = trim(words, found.words.clone(), found.kind) else { continue };
        let sentence = regions[found.region].sentence;
        let mut push = |range: Range<usize>, kind: Option<EntityType>| {
            let span = span_of(words, &range);
            // A well-known name of several words is what it is.
            let known = if range.len() > 1 || kind.is_none() { known(&words::phrase(text, span)) } else { None };
            if let Some(kind) = known.map(|known| known.entity_type).or(kind) {
                mentions.push(name(span, kind, sentence, found.confidence));
            }
        };
        // "US" of "US President Emil Hart", if it is known for something.
        let title = words[found.words.start..range.start].iter().position(|w| w.is(flag::TITLE | flag::TITLE_PART));
        if let Some(count) = title.filter(|count| *count > 0) {
            push(found.words.start..found.words.start + count, None);
        }
        push(range, Some(found.kind));
    }
    mentions
}

/// Without titles before and possessive endings after, which are no part of names here; nothing if only a title is left.
fn trim(words: &[Word], mut range: Range<usize>, kind: EntityType) -> Option<Range<usize>> {
    if kind == EntityType::Person {
        // "US President Emil Hart"
        let title = |at: &usize| words[*at].is(flag::TITLE) && !words[*at].is(flag::SOFT_TITLE | FIRST_NAME);
        range.start = (range.start..range.end - 1).rev().find(title).map_or(range.start, |at| at + 1);
        while range.len() > 1 && words[range.start].is(flag::HONORIFIC) {
            range.start += 1;
        }
    }
    while range.len() > 1 && words[range.end - 1].possessive() {
        range.end -= 1;
    }
    // "the Attorney General" names nobody.
    let own = &words[range.clone()];
    let title = own.len() > 1
        && own.iter().any(|w| w.is(flag::TITLE))
        && own.iter().all(|w| w.is(flag::TITLE | flag::TITLE_PART) && !w.is(FIRST_NAME | flag::ORG_HEAD));
    (own.iter().any(Word::word) && !title).then_some(range)
}

fn span_of(words: &[Word], range: &Range<usize>) -> Span {
    words[range.start].span.cover(words[range.end - 1].span)
}

fn name(span: Span, entity_type: EntityType, sentence: u32, confidence: f32) -> Mention {
    Mention { span, kind: MentionKind::Name, entity_type, sentence, entity: None, confidence }
}
