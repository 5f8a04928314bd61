//! Sentences and their tokens.

use crate::analysis::{Paragraph, Sentence, Token};
use crate::span::Span;

pub fn find(text: &str, paragraphs: &mut [Paragraph]) -> (Vec<Sentence>, Vec<Token>) {
    let (mut sentences, mut tokens) = (Vec::new(), Vec::new());
    for (number, paragraph) in paragraphs.iter_mut().enumerate() {
        let first = sentences.len() as u32;
        let (words, mut start) = (paragraph.span.of(text), paragraph.span.start as usize);
        for part in words.split_inclusive(". ") {
            let before = tokens.len() as u32;
            let mut at = start;
            for word in part.split_inclusive(' ') {
                let span = Span::new(at, at + word.len()).trim(text);
                if !span.is_empty() {
                    tokens.push(Token { span });
                }
                at += word.len();
            }
            let span = Span::new(start, start + part.len()).trim(text);
            sentences.push(Sentence { span, paragraph: number as u32, tokens: before..tokens.len() as u32 });
            start += part.len();
        }
        paragraph.sentences = first..sentences.len() as u32;
    }
    (sentences, tokens)
}
