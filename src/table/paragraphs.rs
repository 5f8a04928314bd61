//! `paragraphs`: the text cut up, each piece with its role.

use super::column::Table;
use super::view::View;
use crate::analysis::Paragraph;
use crate::span::Span;

pub(super) struct Row<'a> {
    view: &'a View<'a>,
    number: u32,
    paragraph: &'a Paragraph,
    n_words: u32,
    quoted_share: f32,
}

pub(super) fn table<'a>() -> Table<Row<'a>> {
    Table::<Row>::new("paragraphs", "one row per paragraph, in text order; white space between two belongs to neither")
        .text("article_id", "the article it stands in", |p| &p.view.article_id)
        .int("paragraph", "its number in the article, from 0", |p| p.number)
        .text(
            "role",
            "headline, byline, dateline, body, subheading, list, caption, credit (\"Photo: AP\"), reference (a bare \
             link or outlet at the end), teaser (the start of another story), boilerplate (subscribe, share, \
             copyright; a long one of no prose at all) or correction; headline, body, subheading, list and caption are \
             the article itself",
            |p| p.paragraph.role.as_str(),
        )
        .text("text", "the paragraph, exactly as in the article", |p| p.view.of(p.paragraph.span))
        .int("start", "its first character in articles.text", |p| p.view.at(p.paragraph.span.start))
        .int("end", "the character after its last in articles.text", |p| p.view.at(p.paragraph.span.end))
        .int("n_sentences", "sentences in it", |p| p.paragraph.sentences.len() as u32)
        .int("n_words", "words in it: runs without white space that hold a letter or a digit", |p| p.n_words)
        .float(
            "quoted_share",
            "share of its characters, 0 to 1, in quotation marks that belong to a direct or mixed quote",
            |p| p.quoted_share,
        )
}

pub(super) fn rows<'a>(view: &'a View<'a>) -> impl Iterator<Item = Row<'a>> {
    let mut quoted = view.quoted.as_slice();
    let row = move |(number, paragraph): (usize, &'a Paragraph)| Row {
        view,
        number: number as u32,
        paragraph,
        n_words: view.paragraph_words[number],
        quoted_share: share(view, paragraph.span, &mut quoted),
    };
    view.found.paragraphs.iter().enumerate().map(row)
}

/// The quoted share of `paragraph`; drops from `quoted` what ends before it.
fn share(view: &View, paragraph: Span, quoted: &mut &[Span]) -> f32 {
    let passed = quoted.iter().take_while(|span| span.end <= paragraph.start).count();
    *quoted = &quoted[passed..];
    let inside = quoted.iter().take_while(|span| span.start < paragraph.end);
    let characters = |span: Span| view.at(span.end) - view.at(span.start);
    let sum: u32 = inside
        .map(|span| Span { start: span.start.max(paragraph.start), end: span.end.min(paragraph.end) })
        .map(characters)
        .sum();
    if sum == 0 { 0.0 } else { (f64::from(sum) / f64::from(characters(paragraph))) as f32 }
}
