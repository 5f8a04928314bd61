//! One document as the tables see it: offsets in characters, rows in text order, ids, and the sums that several tables
//! show.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::chars::Chars;
use super::row_id::RowId;
use super::{Document, words};
use crate::analysis::{Analysis, Entity, MentionKind, QuoteKind};
use crate::article::Article;
use crate::span::Span;

pub(super) struct View<'a> {
    pub article: &'a Article,
    pub found: &'a Analysis,
    pub article_id: String,
    pub duplicate_of: Option<String>,
    chars: Chars<'a>,
    pub quotes: Order,
    pub sources: Order,
    pub entities: Order,
    /// Mentions, and behind them in the list the values.
    pub mentions: Order,
    /// By position in the list of entities.
    pub mentioned: Vec<Mentioned>,
    /// Words of each paragraph and of each quote.
    pub paragraph_words: Vec<u32>,
    pub quote_words: Vec<u32>,
    /// Stretches in quotation marks that are quoted words (not scare quotes or titles), in order, apart.
    pub quoted: Vec<Span>,
}

/// How often and where an entity is mentioned.
#[derive(Clone, Copy)]
pub(super) struct Mentioned {
    pub times: u32,
    pub names: u32,
    /// The first mention's first byte; the name's if there is none.
    pub first: u32,
    pub in_article: bool,
}

/// The rows of one list in text order.
pub(super) struct Order {
    letter: char,
    /// Position in the list, row by row.
    rows: Vec<usize>,
    /// Row, by position in the list.
    rank: Vec<u32>,
}

impl Order {
    /// What begins at the same place is ordered longest first.
    fn new(letter: char, length: usize, place: impl Fn(usize) -> Span) -> Self {
        let mut rows: Vec<usize> = (0..length).collect();
        rows.sort_by_key(|&at| (place(at).start, Reverse(place(at).end)));
        let mut rank = vec![0; rows.len()];
        for (row, &at) in rows.iter().enumerate() {
            rank[at] = row as u32;
        }
        Order { letter, rows, rank }
    }
}

impl<'a> View<'a> {
    pub fn new(document: &'a Document) -> Self {
        let (article, found) = (document.article, document.analysis);
        let count = |span: &Span| words::count(span.of(&article.text));
        let mentioned = mentioned(found);
        let first = |at: usize| Span { start: mentioned[at].first, end: mentioned[at].first };
        View {
            article,
            found,
            article_id: article.id.to_string(),
            duplicate_of: document.duplicate_of.map(|id| id.to_string()),
            chars: Chars::new(&article.text),
            quotes: Order::new('q', found.quotes.len(), |at| found.quotes[at].envelope()),
            sources: Order::new('s', found.sources.len(), |at| Span {
                start: found.sources[at].first_start,
                ..found.sources[at].description
            }),
            entities: Order::new('e', found.entities.len(), first),
            mentions: Order::new('m', found.mentions.len() + found.values.len(), |at| match found.mentions.get(at) {
                Some(mention) => mention.span,
                None => found.values[at - found.mentions.len()].span,
            }),
            mentioned,
            paragraph_words: found.paragraphs.iter().map(|paragraph| count(&paragraph.span)).collect(),
            quote_words: found.quotes.iter().map(|quote| quote.spans.iter().map(count).sum()).collect(),
            quoted: quoted(found),
        }
    }

    pub fn of(&self, span: Span) -> &'a str {
        span.of(&self.article.text)
    }

    /// The words of a name or description, which come without offsets: on one line, however the article is wrapped.
    pub fn phrase(&self, span: Span) -> Cow<'a, str> {
        words::on_one_line(self.of(span))
    }

    /// Bytes to characters.
    pub fn at(&self, offset: u32) -> u32 {
        self.chars.at(offset)
    }

    pub fn n_chars(&self) -> u32 {
        self.chars.count()
    }

    pub fn span(&self, span: Span) -> (u32, u32) {
        (self.at(span.start), self.at(span.end))
    }

    /// The rows of a list: their ids, and where in the list they stand.
    pub fn rows<'v>(&'v self, order: &'v Order) -> impl Iterator<Item = (RowId<'v>, usize)> {
        let id = |row| RowId { article: &self.article_id, letter: order.letter, number: row };
        (1..).map(id).zip(order.rows.iter().copied())
    }

    /// The id of the row that shows what stands at `index` of the list in `order`.
    pub fn id<'v>(&'v self, order: &'v Order, index: usize) -> Option<RowId<'v>> {
        let row = order.rank.get(index)?;
        Some(RowId { article: &self.article_id, letter: order.letter, number: row + 1 })
    }

    /// The paragraph of a sentence.
    pub fn paragraph(&self, sentence: u32) -> u32 {
        self.found.sentences.get(sentence as usize).map_or(0, |sentence| sentence.paragraph)
    }
}

fn mentioned(found: &Analysis) -> Vec<Mentioned> {
    let unmentioned = |entity: &Entity| Mentioned { times: 0, names: 0, first: entity.name.start, in_article: false };
    let mut mentioned: Vec<Mentioned> = found.entities.iter().map(unmentioned).collect();
    for mention in &found.mentions {
        let Some(entity) = mention.entity.and_then(|entity| mentioned.get_mut(entity as usize)) else { continue };
        entity.first = if entity.times == 0 { mention.span.start } else { entity.first.min(mention.span.start) };
        entity.times += 1;
        entity.names += u32::from(mention.kind == MentionKind::Name);
        let sentence = found.sentences.get(mention.sentence as usize);
        let paragraph = sentence.and_then(|sentence| found.paragraphs.get(sentence.paragraph as usize));
        entity.in_article |= paragraph.is_some_and(|paragraph| paragraph.role.is_article());
    }
    mentioned
}

/// Where quotation marks and the words of direct and mixed quotes fall together.
fn quoted(found: &Analysis) -> Vec<Span> {
    let marked = union(found.quotations.iter().map(|quotation| quotation.span).collect());
    let marked_quotes = found.quotes.iter().filter(|quote| quote.kind != QuoteKind::Indirect);
    let said = union(marked_quotes.flat_map(|quote| quote.spans.iter().copied()).collect());
    let (mut both, mut m, mut s) = (Vec::new(), 0, 0);
    while let (Some(&mark), Some(&words)) = (marked.get(m), said.get(s)) {
        if mark.overlaps(words) {
            both.push(Span { start: mark.start.max(words.start), end: mark.end.min(words.end) });
        }
        if mark.end <= words.end { m += 1 } else { s += 1 }
    }
    both
}

/// The same stretches in order, those that touch joined.
fn union(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut apart: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match apart.last_mut() {
            Some(last) if span.start <= last.end => *last = last.cover(span),
            _ => apart.push(span),
        }
    }
    apart
}
