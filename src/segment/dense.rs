//! Text that is no prose: marks or single letters without end. With a token in every byte or two it would take several times as
//! long as prose, and more memory; so its tokens are long pieces, and no quotes are looked for in it.

use super::chars::{char_at, is_gap};
use super::tokens;
use crate::analysis::{Paragraph, Token};
use crate::span::Span;

/// A shorter paragraph is not judged: a row of scores does no harm.
const LEAST: usize = 8 << 10;

/// In a text of this length that is dense as a whole, every paragraph is.
const WHOLE: usize = 64 << 10;

/// So many bytes at a time are cut into tokens to count them.
const WINDOW: usize = 8 << 10;

/// Bytes of a piece at most.
const PIECE: usize = 500;

/// Tokens counted, and those among them that are words or numbers of three bytes or more.
#[derive(Default)]
struct Count {
    tokens: usize,
    long: usize,
}

impl Count {
    /// Prose has five bytes for each token, space included, the briefest talk two or three; but some of its words are long.
    fn is_dense(&self, bytes: usize) -> bool {
        7 * self.tokens > 2 * bytes && 10 * self.long < self.tokens
    }
}

/// Tells dense paragraphs of one text.
pub struct Judge<'a> {
    text: &'a str,
    whole: bool,
    /// Memory used again from window to window.
    tokens: Vec<Token>,
}

impl<'a> Judge<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut judge = Judge { text, whole: false, tokens: Vec::new() };
        judge.whole = text.len() >= WHOLE && judge.counts(Span::new(0, text.len()));
        judge
    }

    /// Makes one paragraph of many short ones where the text is dense as a whole: a letter on each of a million lines says no
    /// more than all of them.
    pub fn join(&mut self, paragraphs: &mut Vec<Paragraph>) {
        if !self.whole {
            return;
        }
        let mut joined: Vec<Paragraph> = Vec::new();
        let mut rest = paragraphs.as_slice();
        while let Some(first) = rest.first() {
            let near = |paragraph: &&Paragraph| (paragraph.span.end - first.span.start) as usize <= WINDOW;
            let count = rest.iter().take_while(near).count().max(1);
            let (own, later) = rest.split_at(count);
            let span = own.iter().map(|paragraph| paragraph.span).fold(first.span, Span::cover);
            match self.counts(span) {
                true => joined.push(Paragraph { span, ..first.clone() }),
                false => joined.extend_from_slice(own),
            }
            rest = later;
        }
        *paragraphs = joined;
    }

    pub fn is_dense(&mut self, paragraph: Span) -> bool {
        (self.whole || paragraph.len() >= LEAST) && self.counts(paragraph)
    }

    fn counts(&mut self, span: Span) -> bool {
        let (mut at, mut count) = (span.start as usize, Count::default());
        while at < span.end as usize {
            let end = boundary(self.text, at + WINDOW, span.end as usize);
            self.tokens.clear();
            tokens::push(self.text, Span::new(at, end), &mut self.tokens);
            let long = |token: &&Token| {
                token.span.len() > 2 && char_at(self.text, token.span.start as usize).is_alphanumeric()
            };
            count.tokens += self.tokens.len();
            count.long += self.tokens.iter().filter(long).count();
            at = end;
        }
        count.is_dense(span.len())
    }
}

/// The first boundary of characters from `at` on, `end` at most.
fn boundary(text: &str, at: usize, end: usize) -> usize {
    (at..end).find(|&at| text.is_char_boundary(at)).unwrap_or(end)
}

/// Appends the pieces of `within` to `tokens`.
pub fn push(text: &str, within: Span, tokens: &mut Vec<Token>) {
    let mut at = within.start as usize;
    while at < within.end as usize {
        let end = boundary(text, at + PIECE, within.end as usize);
        let piece = &text[at..end];
        let start = at + piece.len() - piece.trim_start_matches(is_gap).len();
        let shown = piece.trim_matches(is_gap).len();
        if shown > 0 {
            tokens.push(Token::new(Span::new(start, start + shown)));
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Role;
    use crate::segment::sentences;

    fn read(text: &str) -> (Role, usize) {
        let mut paragraphs = vec![Paragraph { span: Span::new(0, text.len()), role: Role::Body, sentences: 0..0 }];
        let (_, tokens) = sentences::find(text, &mut paragraphs);
        (paragraphs[0].role, tokens.len())
    }

    #[test]
    fn marks_and_letters_without_end_are_no_prose() {
        for shape in ["\"", "a b ", "X: ", ". ", "”", "J. K. "] {
            let text = shape.repeat(40_000 / shape.len());
            let (role, tokens) = read(text.trim());
            assert!(role == Role::Boilerplate && tokens < 100, "{shape:?}: {tokens}");
        }
    }

    #[test]
    fn lines_without_end_are_few_paragraphs() {
        let text = "a\n".repeat(100_000);
        let line = |at: usize| Paragraph { span: Span::new(2 * at, 2 * at + 1), role: Role::Body, sentences: 0..0 };
        let mut paragraphs: Vec<_> = (0..100_000).map(line).collect();
        let (sentences, _) = sentences::find(&text, &mut paragraphs);
        assert!(paragraphs.len() < 30 && sentences.len() == paragraphs.len());
        assert!(paragraphs.iter().all(|paragraph| paragraph.role == Role::Boilerplate));
    }

    #[test]
    fn prose_is_prose_at_any_length() {
        for shape in ["“No,” he said. ", "\"I am,\" he said. ", "12.50 13.75 ", "U.S. ", "word", "字、"] {
            assert_eq!(read(&shape.repeat(40_000)).0, Role::Body, "{shape:?}");
        }
        assert_eq!(read(&"\"".repeat(4_000)), (Role::Body, 4_000));
    }
}
