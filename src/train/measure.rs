//! How often tags and lemmas are right, on the words as annotated and on our own cut of the same text; and how often heads
//! are, on the words as annotated.

use super::card::Score;
use super::data::Set;
use super::{conllu, jackknife, parser};
use crate::analysis::{Analysis, Sentence, Token};
use crate::segment;
use crate::span::Span;
use crate::tag::lemma::Lemmas;
use crate::tag::parser::Parser;
use crate::tag::tagger::Tagger;

/// An annotated text with its own words and sentences as tokens.
pub struct Gold<'s> {
    pub text: String,
    pub words: Vec<&'s conllu::Word>,
    /// As annotated.
    pub tokens: Vec<Token>,
    pub sentences: Vec<Sentence>,
}

impl<'s> Gold<'s> {
    /// Text is put together from the words: paragraphs where the annotation has them, spaces where it has none missing.
    pub fn new(annotated: &'s [conllu::Sentence]) -> Self {
        let mut gold = Gold { text: String::new(), words: Vec::new(), tokens: Vec::new(), sentences: Vec::new() };
        for sentence in annotated {
            if (sentence.opens_document || sentence.opens_paragraph) && !gold.text.is_empty() {
                gold.text.truncate(gold.text.trim_end().len());
                gold.text += "\n\n";
            }
            let first = gold.tokens.len();
            for word in &sentence.words {
                let start = gold.text.len();
                gold.text += &word.form;
                gold.tokens.push(Token::new(Span::new(start, gold.text.len())));
                gold.words.push(word);
                if word.space_after {
                    gold.text.push(' ');
                }
            }
            let Some(token) = gold.tokens.get(first) else { continue };
            let span = token.span.cover(gold.tokens[gold.tokens.len() - 1].span);
            gold.sentences.push(Sentence { span, paragraph: 0, tokens: first as u32..gold.tokens.len() as u32 });
        }
        gold
    }
}

/// Fills in what was found of the tokens of a text.
pub type Tagging<'t> = &'t dyn Fn(&str, &mut [Token], &[Sentence]);

/// What to compare of a token with its annotation.
pub type Right<'r> = &'r dyn Fn(&str, &Token, &conllu::Word) -> bool;

/// Runs `tag` over annotated and over own tokens, and counts for each measure what is right: for annotated tokens its
/// share, for own ones F1 over tokens with the same first and last character.
pub fn measure(set: &Set, tag: Tagging, measures: &[(&'static str, &'static str, Right)]) -> Vec<Score> {
    let mut gold = Gold::new(&set.sentences);
    tag(&gold.text, &mut gold.tokens, &gold.sentences);
    let mut own = Analysis::default();
    (own.paragraphs, _) = segment::paragraphs::find(&gold.text, &[]);
    (own.sentences, own.tokens) = segment::sentences::find(&gold.text, &mut own.paragraphs);
    tag(&gold.text, &mut own.tokens, &own.sentences);
    let score = |measure, percent| Score { set: set.name.to_owned(), measure, percent };
    let mut scores = Vec::new();
    for (given, cut, right) in measures {
        let count = gold.tokens.iter().zip(&gold.words).filter(|(token, word)| right(&gold.text, token, word)).count();
        scores.push(score(*given, percent(count, gold.tokens.len())));
        let mut pairs = gold.tokens.iter().zip(&gold.words).peekable();
        let mut same = 0;
        for token in &own.tokens {
            while pairs.next_if(|(gold, _)| gold.span.start < token.span.start).is_some() {}
            let matched = pairs.peek().filter(|(gold, _)| gold.span == token.span);
            same += usize::from(matched.is_some_and(|(_, word)| right(&gold.text, token, word)));
        }
        // F1 of precision same/own and recall same/gold.
        scores.push(score(*cut, percent(2 * same, gold.tokens.len() + own.tokens.len())));
    }
    scores
}

/// Both tags.
pub fn tags(set: &Set, tag: Tagging) -> Vec<Score> {
    let universal: Right = &|_, token, word| token.pos.as_str() == word.upos;
    let english: Right = &|_, token, word| token.tag.as_str() == word.xpos;
    let measures = [
        ("universal tag", "universal tag, own tokens, F1", universal),
        ("English tag", "English tag, own tokens, F1", english),
    ];
    measure(set, tag, &measures)
}

/// Lemmas, with the tags `tag` gives; words whose lemma was not annotated count as right.
pub fn lemmas(set: &Set, tag: Tagging, lemmas: &Lemmas) -> Vec<Score> {
    let found = Analysis { edits: lemmas.edits(), ..Analysis::default() };
    let right: Right = &|text, token, word| word.lemma == "_" || found.lemma(text, token) == word.lemma;
    measure(set, tag, &[("lemma", "lemma, own tokens, F1", right)])
}

/// Heads (UAS) and heads with universal relations (LAS), with the tagger's tags and with the annotated ones.
pub fn trees(set: &Set, tagger: &Tagger, parser: &Parser) -> Vec<Score> {
    let mut tagged = set.sentences.clone();
    tagged.iter_mut().for_each(|sentence| jackknife::tag(tagger, sentence));
    let [heads, relations, _] = parser::evaluate(parser, &tagged).percent();
    let [gold_heads, gold_relations, _] = parser::evaluate(parser, &set.sentences).percent();
    let score = |(measure, percent)| Score { set: set.name.to_owned(), measure, percent };
    let scores = [
        ("head (UAS)", heads),
        ("head and relation (LAS)", relations),
        ("head (UAS), annotated tags", gold_heads),
        ("head and relation (LAS), annotated tags", gold_relations),
    ];
    scores.map(score).into()
}

fn percent(count: usize, total: usize) -> f64 {
    100.0 * count as f64 / total.max(1) as f64
}
