//! A look at one sentence.

use jiff::civil::Date;

use crate::analysis::Token;

/// The tokens of one sentence, by their numbers in it.
pub(super) struct Look<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    /// When the article was published.
    pub today: Option<Date>,
    /// Tokens before this one belong to the value before.
    pub floor: usize,
}

impl<'a> Look<'a> {
    /// Empty beyond the sentence.
    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    /// The token `steps` before `at`; empty before the sentence and in the value before.
    pub fn before(&self, at: usize, steps: usize) -> &'a str {
        at.checked_sub(steps).filter(|at| *at >= self.floor).map_or("", |at| self.word(at))
    }

    /// Whether nothing stands between this token and the next.
    pub fn glued(&self, at: usize) -> bool {
        let both = self.tokens.get(at).zip(self.tokens.get(at + 1));
        both.is_some_and(|(one, next)| one.span.end == next.span.start)
    }

    pub fn is(&self, at: usize, words: &[&str]) -> bool {
        one_of(self.word(at), words)
    }
}

/// Whether `word` is one of these, in any case.
pub(super) fn one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| word.eq_ignore_ascii_case(other))
}

pub(super) fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "–" | "‑" | "—")
}
