//! Stretches of an article. Quotes are looked for in one after the other, so that what is seen of each word, which takes
//! several times as much memory as the word, is not kept for a whole book.

use std::ops::Range;

use crate::analysis::{Analysis, Sentence, Token};

/// So many words at least; an ordinary article is one stretch.
const LENGTH: u32 = 1 << 15;

/// Sentences that follow each other, with their tokens. Words are counted from the first of the stretch.
#[derive(Clone, Copy, Debug)]
pub struct Stretch<'a> {
    /// The number of its first sentence.
    pub first: usize,
    pub sentences: &'a [Sentence],
    pub tokens: &'a [Token],
    /// Tokens of the article before it.
    pub before: usize,
}

impl<'a> Stretch<'a> {
    /// The article in one.
    pub fn whole(found: &'a Analysis) -> Self {
        Stretch { first: 0, sentences: &found.sentences, tokens: &found.tokens, before: 0 }
    }

    /// The words of one of its sentences.
    pub fn words(&self, sentence: &Sentence) -> Range<usize> {
        sentence.tokens.start as usize - self.before..sentence.tokens.end as usize - self.before
    }
}

/// All stretches in order. One ends with a paragraph, unless that has no end.
pub fn all(found: &Analysis) -> Vec<Stretch<'_>> {
    let mut stretches = Vec::new();
    let mut first = 0;
    for (at, sentence) in found.sentences.iter().enumerate() {
        let start = found.sentences[first].tokens.start;
        let length = sentence.tokens.end - start;
        let next = found.sentences.get(at + 1);
        if next.is_none_or(|next| length >= 2 * LENGTH || length >= LENGTH && next.paragraph != sentence.paragraph) {
            stretches.push(Stretch {
                first,
                sentences: &found.sentences[first..=at],
                tokens: &found.tokens[start as usize..sentence.tokens.end as usize],
                before: start as usize,
            });
            first = at + 1;
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    /// Sentences of a thousand tokens, so many in each paragraph.
    fn article(paragraphs: &[u32]) -> Analysis {
        let mut found = Analysis::default();
        for (paragraph, sentences) in paragraphs.iter().enumerate() {
            for _ in 0..*sentences {
                let start = found.tokens.len() as u32;
                found.tokens.extend((0..1000).map(|_| Token::new(Span::new(0, 0))));
                let tokens = start..start + 1000;
                found.sentences.push(Sentence { span: Span::new(0, 0), paragraph: paragraph as u32, tokens });
            }
        }
        found
    }

    /// The sentences of each stretch.
    fn lengths(paragraphs: &[u32]) -> Vec<usize> {
        let found = article(paragraphs);
        let stretches = all(&found);
        for stretch in &stretches {
            assert_eq!(stretch.words(&stretch.sentences[0]), 0..1000);
            assert_eq!(stretch.tokens.len(), 1000 * stretch.sentences.len());
        }
        stretches.iter().map(|stretch| stretch.sentences.len()).collect()
    }

    #[test]
    fn stretches_end_with_paragraphs() {
        assert!(lengths(&[]).is_empty());
        assert_eq!(lengths(&[20]), [20]);
        assert_eq!(lengths(&[20, 20, 20, 20, 5]), [40, 40, 5]);
        // A paragraph without end is cut between sentences.
        assert_eq!(lengths(&[5, 100]), [66, 39]);
    }
}
