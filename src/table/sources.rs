//! `sources`: whom an article quotes or cites, named or not.

use std::borrow::Cow;

use super::column::Table;
use super::row_id::RowId;
use super::view::View;
use crate::analysis::{QuoteKind, Source};
use crate::span::Span;

pub(super) struct Row<'a> {
    view: &'a View<'a>,
    id: RowId<'a>,
    source: &'a Source,
    name: Option<Cow<'a, str>>,
    title: Option<Cow<'a, str>>,
    affiliation: Option<Cow<'a, str>>,
    description: Cow<'a, str>,
    sums: Sums,
}

/// Over the quotes of one source.
#[derive(Clone, Copy, Default)]
struct Sums {
    quotes: u32,
    direct: u32,
    words: u32,
}

pub(super) fn table<'a>() -> Table<Row<'a>> {
    Table::<Row>::new("sources", "one row per article and source, named or not, speaking or cited")
        .id("source_id", "article_id, -s and the row's number in the article, from 1", |s| s.id)
        .text("article_id", "the article it stands in", |s| &s.view.article_id)
        .text(
            "kind",
            "person, organization, group (residents), document (report, lawsuit, whatever else is nobody), poll, media (another outlet), \
             account (a social-media user) or reference (the article's own references and photo credits)",
            |s| s.source.kind.as_str(),
        )
        .text_or_null("name", "its name as the article has it; null if it has none", |s| s.name.as_deref())
        .text("naming", "named, partial (first name or handle only) or anonymous", |s| s.source.naming.as_str())
        .text_or_null("title", "what it is called by office or trade: professor", |s| s.title.as_deref())
        .text_or_null("affiliation", "where it belongs: a university, a ministry, a nationality; of a report or poll who made it", |s| s.affiliation.as_deref())
        .text("description", "the fullest phrase that introduces it", |s| &s.description)
        .id_or_null("entity_id", "the same one as a row of entities; null if it has no name", |s| {
            s.source.entity.and_then(|entity| s.view.id(&s.view.entities, entity as usize))
        })
        .int("n_quotes", "rows of quotes with this source_id", |s| s.sums.quotes)
        .int("n_direct", "those of them with kind = direct", |s| s.sums.direct)
        .int("n_words_quoted", "sum of quotes.n_words over them, of all kinds", |s| s.sums.words)
        .int("first_start", "where it is first named or described: a character of articles.text", |s| {
            s.view.at(s.source.first_start)
        })
        .bool("in_teaser", "whether it stands in a teaser only, so belongs to another story", |s| s.source.in_teaser)
        .text_or_null(
            "index_id",
            "the same one in all articles, a row of source_index; that of its entity, if it has one and is no account; \
             null if its name alone does not tell who it is",
            |_| None,
        )
}

pub(super) fn rows<'a>(view: &'a View<'a>) -> impl Iterator<Item = Row<'a>> {
    let found = view.found;
    let mut sums = vec![Sums::default(); found.sources.len()];
    for (quote, words) in found.quotes.iter().zip(&view.quote_words) {
        if let Some(sums) = quote.source.and_then(|source| sums.get_mut(source as usize)) {
            sums.quotes += 1;
            sums.direct += u32::from(quote.kind == QuoteKind::Direct);
            sums.words += words;
        }
    }
    let row = move |(id, at): (RowId<'a>, usize)| {
        let source = &found.sources[at];
        let phrase = |span: Option<Span>| span.map(|span| view.phrase(span));
        Row {
            view,
            id,
            source,
            name: phrase(source.name),
            title: phrase(source.title),
            affiliation: phrase(source.affiliation),
            description: view.phrase(source.description),
            sums: sums[at],
        }
    };
    view.rows(&view.sources).map(row)
}
