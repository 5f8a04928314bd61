//! The words of an article with the names among them: what later stages look at.

use std::ops::Range;

use super::Words;
use super::words::Word;
use crate::analysis::{Analysis, Mention, MentionKind, Role};
use crate::span::Span;

pub(crate) struct View<'a> {
    pub text: &'a str,
    pub found: &'a Analysis,
    pub words: &'a [Word<'a>],
    /// For each word the name that holds it.
    names: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl<'a> View<'a> {
    /// `words` are those of `text`.
    pub fn new(text: &'a str, found: &'a Analysis, words: &'a Words<'a>) -> Self {
        let names = vec![NONE; words.0.len()];
        let mut view = View { text, found, words: &words.0, names };
        for (number, mention) in found.mentions.iter().enumerate().filter(|(_, m)| m.kind == MentionKind::Name) {
            for at in view.range(mention.span) {
                view.names[at] = number as u32;
            }
        }
        view
    }

    /// The words that overlap `span`.
    pub fn range(&self, span: Span) -> Range<usize> {
        let start = self.words.partition_point(|w| w.span.end <= span.start);
        let count = self.words[start..].iter().take_while(|w| w.span.start < span.end).count();
        start..start + count
    }

    /// The words of the sentence.
    pub fn sentence(&self, number: u32) -> Range<usize> {
        let Some(sentence) = self.found.sentences.get(number as usize) else { return 0..0 };
        sentence.tokens.start as usize..(sentence.tokens.end as usize).min(self.words.len())
    }

    /// The name that holds the word, as index into the mentions.
    pub fn name_at(&self, at: usize) -> Option<usize> {
        self.names.get(at).filter(|number| **number != NONE).map(|number| *number as usize)
    }

    pub fn mention(&self, number: usize) -> &'a Mention {
        &self.found.mentions[number]
    }

    pub fn span(&self, range: Range<usize>) -> Span {
        self.words[range.start].span.cover(self.words[range.end - 1].span)
    }

    pub fn paragraph(&self, sentence: u32) -> u32 {
        self.found.sentences.get(sentence as usize).map_or(0, |s| s.paragraph)
    }

    pub fn role(&self, sentence: u32) -> Role {
        self.found.paragraphs.get(self.paragraph(sentence) as usize).map_or(Role::Body, |p| p.role)
    }

    /// Which story the sentence belongs to: 0 is the article, every teaser its own.
    pub fn story(&self, sentence: u32) -> u32 {
        if self.role(sentence) == Role::Teaser { self.paragraph(sentence) + 1 } else { 0 }
    }
}
