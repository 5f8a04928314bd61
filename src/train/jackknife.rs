//! Tags as they will be when a model runs: each part of a treebank is tagged by a tagger that has not seen it, so that the
//! parser learns from tags that are as wrong as those it will get.

use super::conllu::{Sentence, Word};
use super::tagger;
use crate::analysis::{self, Token};
use crate::error::Result;
use crate::model::Model;
use crate::span::Span;
use crate::tag::tagger::Tagger;

/// The sentences with tags by taggers that were trained on the other parts. Documents stay together: their words repeat.
///
/// # Errors
/// A part leaves too little to train a tagger on.
pub fn retag(sentences: &[Sentence], parts: usize, kin: &Model, options: &tagger::Options) -> Result<Vec<Sentence>> {
    let mut document = 0;
    let part_of = |sentence: &Sentence| {
        document += usize::from(sentence.opens_document);
        document % parts.max(2)
    };
    let part: Vec<usize> = sentences.iter().map(part_of).collect();
    let mut retagged = sentences.to_vec();
    for own in 0..parts.max(2) {
        let others = sentences.iter().zip(&part).filter(|(_, part)| **part != own);
        let examples: Vec<_> = others.map(|(sentence, _)| tagger::Example::of(sentence)).collect();
        let tagger = Tagger::new(&tagger::train(&examples, kin, options)?)?;
        let held = retagged.iter_mut().zip(&part).filter(|(_, part)| **part == own);
        held.for_each(|(sentence, _)| tag(&tagger, sentence));
        tracing::info!("part {} of {} tagged", own + 1, parts.max(2));
    }
    Ok(retagged)
}

/// A sentence of so many words, with the tagger's tags and without a tree.
pub fn tagged(tagger: &Tagger, words: Vec<String>) -> Sentence {
    let words = words.into_iter().map(|form| Word { form, ..Word::default() }).collect();
    let mut sentence = Sentence { words, ..Sentence::default() };
    tag(tagger, &mut sentence);
    sentence
}

/// Replaces the tags of a sentence by the tagger's.
pub fn tag(tagger: &Tagger, sentence: &mut Sentence) {
    let (mut text, mut tokens) = (String::new(), Vec::with_capacity(sentence.words.len()));
    for word in &sentence.words {
        let start = text.len();
        text.push_str(&word.form);
        tokens.push(Token::new(Span::new(start, text.len())));
        text.push(' ');
    }
    let whole = Span::new(0, text.len());
    let place = analysis::Sentence { span: whole, paragraph: 0, tokens: 0..tokens.len() as u32 };
    tagger.tag(&text, &mut tokens, &[place]);
    for (word, token) in sentence.words.iter_mut().zip(&tokens) {
        word.upos = token.pos.as_str().to_owned();
        word.xpos = token.tag.as_str().to_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{bundled, classes};
    use crate::train::conllu;

    #[test]
    fn only_tags_change_and_those_of_the_unseen_are_guesses() {
        let text = include_str!("../../tests/data/trees.conllu");
        let mut sentences = conllu::read("trees.conllu", text).unwrap();
        sentences.iter_mut().for_each(|sentence| sentence.opens_document = true);
        let options = tagger::Options { rounds: 3, least: 1, ..tagger::Options::default() };
        let kin = bundled::load(classes::NAME, None).unwrap();
        let retagged = retag(&sentences, 3, &kin, &options).unwrap();
        let words = |sentences: &[Sentence]| sentences.iter().flat_map(|each| each.words.clone()).collect::<Vec<_>>();
        let (before, after) = (words(&sentences), words(&retagged));
        let same = before.iter().zip(&after).filter(|(before, after)| before.xpos == after.xpos).count();
        assert!(same < before.len() && same * 2 > before.len(), "{same} of {}", before.len());
        for (before, after) in before.iter().zip(&after) {
            assert_eq!((&before.form, before.head, &before.relation), (&after.form, after.head, &after.relation));
        }
    }
}
