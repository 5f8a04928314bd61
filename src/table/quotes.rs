//! `quotes`: who said what, one attribution a row.

use std::borrow::Cow;

use super::column::Table;
use super::row_id::RowId;
use super::view::View;
use super::words;
use crate::analysis::Quote;
use crate::span::Span;

pub(super) struct Row<'a> {
    view: &'a View<'a>,
    id: RowId<'a>,
    quote: &'a Quote,
    speaker: Option<Cow<'a, str>>,
    text: String,
    hash: String,
    spans: Vec<(u32, u32)>,
    n_words: u32,
}

pub(super) fn table<'a>() -> Table<Row<'a>> {
    Table::<Row>::new("quotes", "one row per attribution: words, and whose they are")
        .id("quote_id", "article_id, -q and the row's number in the article, from 1", |q| q.id)
        .text("article_id", "the article it stands in", |q| &q.view.article_id)
        .text("kind", "direct (all in quotation marks), mixed (partly) or indirect", |q| q.quote.kind.as_str())
        .text(
            "text",
            "the words with their quotation marks, exactly as in the article; parts of a quote interrupted by its cue \
             are joined by ' … '",
            |q| &q.text,
        )
        .int("start", "its first character in articles.text", |q| q.view.at(q.quote.envelope().start))
        .int("end", "the character after its last in articles.text", |q| q.view.at(q.quote.envelope().end))
        .spans("spans", "start and end of each part in articles.text, in order", |q| &q.spans)
        .int("paragraph", "number of the paragraph it begins in", |q| q.view.paragraph(q.quote.sentence))
        .int("sentence", "number of the sentence it begins in, from 0 in the article", |q| q.quote.sentence)
        .text_or_null("cue", "the words that announce it: said, according to; null if nothing does", |q| {
            q.cue().map(|span| q.view.of(span))
        })
        .text_or_null("cue_lemma", "the cue in dictionary form: say, according to", |q| {
            q.quote.cue.as_ref().map(|cue| cue.lemma.as_str())
        })
        .int_or_null("cue_start", "the cue's first character in articles.text", |q| q.start(q.cue()))
        .int_or_null("cue_end", "the character after the cue's last in articles.text", |q| q.end(q.cue()))
        .id_or_null("source_id", "who said it, a row of sources; null when nobody is named or described", |q| {
            q.quote.source.and_then(|source| q.view.id(&q.view.sources, source as usize))
        })
        .text_or_null("source_text", "the words that stand for the source here: he, a spokesman", |q| {
            q.quote.source_span.map(|span| q.view.of(span))
        })
        .int_or_null("source_start", "source_text's first character in articles.text", |q| q.start(q.quote.source_span))
        .int_or_null("source_end", "the character after source_text's last in articles.text", |q| {
            q.end(q.quote.source_span)
        })
        .text_or_null("speaker", "the speaker's fullest name in the article; null if unknown", |q| q.speaker.as_deref())
        .id_or_null("speaker_entity_id", "the speaker, a row of entities; null if unknown", |q| {
            q.quote.speaker.and_then(|speaker| q.view.id(&q.view.entities, speaker as usize))
        })
        .text(
            "attribution",
            "how the speaker was found: cue, continuation (of the quote before), colon, according_to, coreference or \
             none",
            |q| q.quote.attribution.as_str(),
        )
        .text("polarity", "asserted, denied, or declined (would not comment)", |q| q.quote.polarity.as_str())
        .bool("in_teaser", "whether it stands in a teaser, so belongs to another story", |q| q.quote.in_teaser)
        .bool("is_nested", "whether another quote holds it", |q| q.parent().is_some())
        .id_or_null("parent_quote_id", "the quote that holds it", |q| q.parent())
        .int("n_words", "words in it: runs without white space that hold a letter or a digit", |q| q.n_words)
        .text(
            "quote_hash",
            "16 hex digits that quotes share if they have the same words, whatever their case and punctuation",
            |q| &q.hash,
        )
        .float("confidence", "how sure it is that this is a quote with these bounds and this speaker, 0 to 1", |q| {
            q.quote.confidence
        })
}

impl<'a> Row<'a> {
    fn cue(&self) -> Option<Span> {
        self.quote.cue.as_ref().map(|cue| cue.span)
    }

    fn start(&self, span: Option<Span>) -> Option<u32> {
        span.map(|span| self.view.at(span.start))
    }

    fn end(&self, span: Option<Span>) -> Option<u32> {
        span.map(|span| self.view.at(span.end))
    }

    fn parent(&self) -> Option<RowId<'a>> {
        self.quote.parent.and_then(|parent| self.view.id(&self.view.quotes, parent as usize))
    }
}

pub(super) fn rows<'a>(view: &'a View<'a>) -> impl Iterator<Item = Row<'a>> {
    let name = move |speaker: u32| Some(view.phrase(view.found.entities.get(speaker as usize)?.name));
    let row = move |(id, at): (RowId<'a>, usize)| {
        let quote = &view.found.quotes[at];
        let text = quote.spans.iter().map(|&span| view.of(span)).collect::<Vec<_>>().join(" … ");
        Row {
            view,
            id,
            quote,
            speaker: quote.speaker.and_then(name),
            hash: words::quote_hash(&text),
            text,
            spans: quote.spans.iter().map(|&span| view.span(span)).collect(),
            n_words: view.quote_words[at],
        }
    };
    view.rows(&view.quotes).map(row)
}
