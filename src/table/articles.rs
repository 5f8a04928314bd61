//! `articles`: what is known of each text, and how much was found in it.

use std::borrow::Cow;

use super::column::Table;
use super::view::View;
use super::words;
use crate::span::Span;

pub(super) struct Row<'a> {
    view: &'a View<'a>,
    content_hash: String,
    title: Option<Cow<'a, str>>,
    byline: Option<Cow<'a, str>>,
    publisher: Option<Cow<'a, str>>,
    section: Option<Cow<'a, str>>,
    published_at: Option<i64>,
    n_words: u32,
    n_paragraphs: u32,
    n_sentences: u32,
    n_quotes: u32,
    n_sources: u32,
    n_entities: u32,
}

/// What `--keep` adds.
const KEPT: &str = "as the record has it, carried through because the run was asked to";

/// The table with its own columns, and after them those that were asked to be `kept`.
pub(super) fn table<'a>(kept: &[&'static str]) -> Table<Row<'a>> {
    Table::<Row>::new("articles", "one row per article")
        .text("article_id", "32 hex digits: a hash of what identifies the article at its source", |a| {
            &a.view.article_id
        })
        .text(
            "article_key",
            "what the user calls it: path relative to the input root without extension, the record's id, or the URL",
            |a| &a.view.article.key,
        )
        .text("source_uri", "where it was read from", |a| &a.view.article.source_uri)
        .text("format", "the format it was read from", |a| a.view.article.format)
        .text_or_null("title", "its title, as its source or else its text states it", |a| a.title.as_deref())
        .text_or_null("byline", "who wrote it, as its source or else its text states it", |a| a.byline.as_deref())
        .text_or_null("publisher", "who published it, as its source or else its text states it", |a| {
            a.publisher.as_deref()
        })
        .text_or_null("section", "the part of the paper it stood in (\"World\"), as its source states it", |a| {
            a.section.as_deref()
        })
        .time_or_null("published_at", "when it was published, as its source or else its text states it", |a| {
            a.published_at
        })
        .text("language", "BCP 47 tag: as the words tell, else as its source states it, else en", |a| {
            a.view.article.meta.language.as_deref().unwrap_or("en")
        })
        .text("text", "the article as read; all offsets in all tables count its characters", |a| &a.view.article.text)
        .text("content_hash", "32 hex digits that texts share if they differ in white space only", |a| &a.content_hash)
        .text_or_null("duplicate_of", "article_id of the first article in the run with the same content_hash", |a| {
            a.view.duplicate_of.as_deref()
        })
        .int("n_chars", "characters (Unicode code points) of text", |a| a.view.n_chars())
        .int("n_words", "sum of paragraphs.n_words over headline, body, subheading, list and caption", |a| a.n_words)
        .int("n_paragraphs", "paragraphs that are headline, body, subheading, list or caption", |a| a.n_paragraphs)
        .int("n_sentences", "sum of paragraphs.n_sentences over headline, body, subheading, list and caption", |a| {
            a.n_sentences
        })
        .int("n_quotes", "its quotes with in_teaser = false", |a| a.n_quotes)
        .int("n_sources", "its sources with in_teaser = false", |a| a.n_sources)
        .int("n_entities", "its entities mentioned in a headline, body, subheading, list or caption", |a| a.n_entities)
        .texts_kept(kept, KEPT, |a, number| a.view.article.kept.get(number)?.1.as_deref())
}

pub(super) fn rows<'a>(view: &'a View<'a>) -> impl Iterator<Item = Row<'a>> {
    let (found, meta) = (view.found, &view.article.meta);
    let own =
        || found.paragraphs.iter().zip(&view.paragraph_words).filter(|(paragraph, _)| paragraph.role.is_article());
    let stated = |told: &'a Option<String>, span: Option<Span>| {
        told.as_deref().map(words::on_one_line).or_else(|| span.map(|span| view.phrase(span)))
    };
    std::iter::once(Row {
        view,
        content_hash: words::content_hash(&view.article.text),
        title: stated(&meta.title, found.stated.title),
        byline: stated(&meta.byline, found.stated.byline),
        publisher: stated(&meta.publisher, found.stated.publisher),
        section: stated(&meta.section, None),
        published_at: meta.published_at.or(found.stated.published_at),
        n_words: own().map(|(_, words)| words).sum(),
        n_paragraphs: own().count() as u32,
        n_sentences: own().map(|(paragraph, _)| paragraph.sentences.len() as u32).sum(),
        n_quotes: found.quotes.iter().filter(|quote| !quote.in_teaser).count() as u32,
        n_sources: found.sources.iter().filter(|source| !source.in_teaser).count() as u32,
        n_entities: view.mentioned.iter().filter(|entity| entity.in_article).count() as u32,
    })
}
