//! Names, pronouns and plain descriptions ("the professor"). Names are found by a learnt model, for which those found by rule
//! are evidence; all else is by rule.

mod handles;
pub(crate) mod learnt;
mod lists;
pub(crate) mod nominals;
pub(crate) mod repeats;
pub(crate) mod rules;
pub(crate) mod sentences;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub(crate) mod view;
pub(crate) mod words;

pub use learnt::NameModel;
pub use learnt::model::NAME;
pub(crate) use lists::{FIRST_NAME, Flags, canonical, flag, flags, known, known_names};

use std::ops::Range;

use crate::analysis::{Analysis, EntityType, Mention, MentionKind};
use crate::span::Span;
use learnt::Scene;
use rules::Guess;
use words::Word;

/// The tokens of an article with what the word lists know of each: what this stage and those behind it look at.
#[derive(Clone, Debug, Default)]
pub struct Words<'a>(pub(crate) Vec<Word<'a>>);

impl<'a> Words<'a> {
    /// `found` must hold the tokens of `text`.
    pub fn read(text: &'a str, found: &Analysis) -> Self {
        Words(words::read(text, found))
    }
}

/// All mentions in `text`, in order of their start, the longer first. `found` must hold paragraphs, sentences, tokens and
/// quotations; without a `model` the rules alone find names. Takes time linear in the text.
pub fn find(text: &str, found: &Analysis, words: &Words, model: Option<&NameModel>) -> Vec<Mention> {
    let words = words.0.as_slice();
    let scene = Scene::new(text, words, found);
    let mut mentions = match model {
        Some(model) => learnt::find(&scene, model),
        None => by_rule(&scene),
    };
    mentions = handles::add(text, words, &scene.regions, mentions);
    mentions = handles::aliases(text, words, mentions);
    mentions = handles::titles_of_works(text, found, mentions);
    mentions = repeats::add(words, found, repeats::without_addresses(words, mentions));
    let mut rest = nominals::find(text, words, found, &mentions);
    mentions.append(&mut rest);
    mentions.sort_by_key(|m| (m.span.start, u32::MAX - m.span.end));
    mentions
}

/// The names as the rules have them, in order.
fn by_rule(scene: &Scene) -> Vec<Mention> {
    let mention = |guess: &Guess| {
        let number = scene.regions.partition_point(|region| region.plain().end <= guess.words.start);
        let sentence = scene.regions.get(number).map_or(0, |region| region.sentence);
        name(span_of(scene.words, &guess.words), guess.kind, sentence, guess.confidence)
    };
    scene.guesses.iter().map(mention).collect()
}

fn span_of(words: &[Word], range: &Range<usize>) -> Span {
    words[range.start].span.cover(words[range.end - 1].span)
}

fn name(span: Span, entity_type: EntityType, sentence: u32, confidence: f32) -> Mention {
    Mention { span, kind: MentionKind::Name, entity_type, sentence, entity: None, confidence }
}
