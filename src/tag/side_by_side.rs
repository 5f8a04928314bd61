//! The sentences of a long text, on all threads: each is tagged and parsed by itself, so what comes out is the same.

use rayon::prelude::*;

use crate::analysis::{Sentence, Token};

/// So many tokens at least are one thread's; an ordinary article has a fraction of it.
const PART: usize = 1 << 15;

/// Lets `work` fill in the tokens of all sentences, some at a time. Tokens have no heads yet; those that `work` gives them are
/// counted from the first token it was given.
pub fn side_by_side(tokens: &mut [Token], sentences: &[Sentence], work: impl Fn(&mut [Token], &[Sentence]) + Sync) {
    if tokens.len() < 2 * PART {
        return work(tokens, sentences);
    }
    let (mut parts, mut rest, mut base, mut from) = (Vec::new(), tokens, 0, 0);
    for (at, sentence) in sentences.iter().enumerate() {
        let start = sentence.tokens.start as usize;
        if start - base >= PART {
            let (own, later) = rest.split_at_mut(start - base);
            parts.push((base, own, &sentences[from..at]));
            (rest, base, from) = (later, start, at);
        }
    }
    parts.push((base, rest, &sentences[from..]));
    parts.into_par_iter().for_each(|(base, tokens, sentences)| {
        let base = base as u32;
        let own = |sentence: &Sentence| {
            let tokens = sentence.tokens.start - base..sentence.tokens.end - base;
            Sentence { tokens, ..sentence.clone() }
        };
        work(tokens, &sentences.iter().map(own).collect::<Vec<_>>());
        for token in tokens.iter_mut().filter(|token| token.head != u32::MAX) {
            token.head += base;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn heads_are_those_of_the_whole_text() {
        // A mark that belongs to no sentence stands before each sentence of seven tokens.
        let sentences: Vec<Sentence> = (0..20_000)
            .map(|n| Sentence { span: Span::new(0, 0), paragraph: 0, tokens: 8 * n + 1..8 * n + 8 })
            .collect();
        let mut tokens = vec![Token::new(Span::new(0, 0)); 160_001];
        side_by_side(&mut tokens, &sentences, |tokens, sentences| {
            for sentence in sentences {
                for at in sentence.tokens.clone() {
                    tokens[at as usize].head = sentence.tokens.start;
                }
            }
        });
        for (at, token) in tokens.iter().enumerate() {
            let head = if at % 8 == 0 { u32::MAX } else { (at / 8 * 8 + 1) as u32 };
            assert_eq!(token.head, head, "token {at}");
        }
    }
}
