//! `sentences`, on request: the text cut into sentences.

use super::column::Table;
use super::view::View;
use crate::analysis::Sentence;

pub(super) struct Row<'a> {
    view: &'a View<'a>,
    number: u32,
    sentence: &'a Sentence,
}

pub(super) fn table<'a>() -> Table<Row<'a>> {
    Table::<Row>::new("sentences", "one row per sentence, in text order")
        .on_request()
        .text("article_id", "the article it stands in", |s| &s.view.article_id)
        .int("paragraph", "number of its paragraph", |s| s.sentence.paragraph)
        .int("sentence", "its number in the article, from 0", |s| s.number)
        .int("start", "its first character in articles.text", |s| s.view.at(s.sentence.span.start))
        .int("end", "the character after its last in articles.text", |s| s.view.at(s.sentence.span.end))
        .text("text", "the sentence, exactly as in the article", |s| s.view.of(s.sentence.span))
}

pub(super) fn rows<'a>(view: &'a View<'a>) -> impl Iterator<Item = Row<'a>> {
    (0..).zip(&view.found.sentences).map(move |(number, sentence)| Row { view, number, sentence })
}
