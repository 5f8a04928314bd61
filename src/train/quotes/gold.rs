//! Articles with the attributions people marked, in words as we cut them.

mod lines;

use std::ops::Range;

use crate::analysis::{Analysis, Pos, Token};
use crate::analyze::Language;
use crate::extract::quotes::report::sight::{self, Look};
use crate::extract::quotes::stretch::Stretch;
use crate::extract::quotes::{units, words};
use crate::model::Classes;
use crate::span::Span;

pub use lines::texts;

/// An attribution as marked, in bytes.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    pub source: Vec<Span>,
    pub cue: Vec<Span>,
    pub content: Vec<Span>,
}

/// A text with what people marked in it.
#[derive(Clone, Debug)]
pub struct Text {
    pub id: String,
    pub text: String,
    pub marked: Vec<Marked>,
}

/// An attribution in words of the article.
#[derive(Clone, Debug)]
pub struct Gold {
    /// The head of the cue.
    pub anchor: usize,
    pub cue: Range<usize>,
    pub source: Option<Range<usize>>,
    /// The content before and behind the cue, within the cue's unit.
    pub sides: [Option<Range<usize>>; 2],
}

/// An article to learn from.
#[derive(Clone, Debug)]
pub struct Article {
    pub text: Text,
    pub found: Analysis,
    pub looks: Vec<Look>,
    pub units: Vec<Range<usize>>,
    /// The unit of each, and the attribution.
    pub gold: Vec<(usize, Gold)>,
}

/// The words that `span` touches.
fn within(tokens: &[Token], span: Span) -> Range<usize> {
    let start = tokens.partition_point(|token| token.span.end <= span.start);
    start..tokens.partition_point(|token| token.span.start < span.end).max(start)
}

/// Without marks at its edges.
fn solid(looks: &[Look], mut range: Range<usize>) -> Option<Range<usize>> {
    while range.start < range.end && !looks[range.start].solid {
        range.start += 1;
    }
    while range.start < range.end && !looks[range.end - 1].solid {
        range.end -= 1;
    }
    (!range.is_empty()).then_some(range)
}

/// The word of a cue that stands for it: a verb rather than a noun, the highest in the tree.
fn anchor(looks: &[Look], cue: &Range<usize>, text: &str, tokens: &[Token]) -> usize {
    let rank = |at: &usize| {
        let look = &looks[*at];
        let top = !cue.contains(&(look.head as usize)) || look.head as usize == *at;
        let kind = match look.pos {
            _ if tokens[*at].span.of(text).eq_ignore_ascii_case("according") => 9,
            Pos::Verb => 6,
            Pos::Noun => 5,
            Pos::Adjective => 4,
            Pos::Auxiliary => 3,
            Pos::Punctuation => 0,
            _ => 2,
        };
        (kind, top)
    };
    cue.clone().rev().max_by_key(rank).unwrap_or(cue.start)
}

impl Article {
    /// Analyses the text and finds the marks in it.
    pub fn new(text: Text, language: &Language, classes: &Classes) -> Self {
        let found = language.read(&text.text);
        let whole = Stretch::whole(&found);
        let seen = words::classify(&text.text, &found, whole);
        let looks = sight::read(&text.text, &found, whole, &seen, classes);
        let units: Vec<Range<usize>> = units::find(&found, whole, &seen).into_iter().map(|unit| unit.words).collect();
        let mut gold = Vec::new();
        for marked in &text.marked {
            let Some(cue) = marked.cue.iter().copied().reduce(Span::cover) else { continue };
            let cue = within(&found.tokens, cue);
            let anchor = anchor(&looks, &cue, &text.text, &found.tokens);
            let number = units.partition_point(|unit| unit.end <= anchor);
            let Some(unit) = units.get(number).filter(|unit| unit.contains(&anchor)) else { continue };
            let source = marked.source.iter().copied().reduce(Span::cover).map(|span| within(&found.tokens, span));
            let source =
                source.filter(|source| unit.start <= source.start && source.end <= unit.end && !source.is_empty());
            let mut sides: [Option<Range<usize>>; 2] = [None, None];
            for span in &marked.content {
                let range = within(&found.tokens, *span);
                let range = range.start.max(unit.start)..range.end.min(unit.end);
                let left = range.start < cue.start;
                let range =
                    if left { range.start..range.end.min(cue.start) } else { range.start.max(cue.end)..range.end };
                if range.start >= range.end {
                    continue;
                }
                let Some(range) = solid(&looks, range) else { continue };
                let side = &mut sides[usize::from(!left)];
                *side =
                    Some(side.as_ref().map_or(range.clone(), |own| own.start.min(range.start)..own.end.max(range.end)));
            }
            gold.push((number, Gold { anchor, cue, source, sides }));
        }
        gold.sort_by_key(|(_, gold)| gold.anchor);
        Article { text, found, looks, units, gold }
    }
}
