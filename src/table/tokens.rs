//! `tokens`, on request: words and marks, and what was found about each.

use std::borrow::Cow;

use super::column::Table;
use super::view::View;
use crate::analysis::{EntityType, Mention, MentionKind, Token};

pub(super) struct Row<'a> {
    view: &'a View<'a>,
    token: Token,
    lemma: Cow<'a, str>,
    number: u32,
    sentence: u32,
    paragraph: u32,
    entity: Option<EntityType>,
}

impl Row<'_> {
    /// A library may ask for this table without having parsed.
    fn is_parsed(&self) -> bool {
        self.token.head != u32::MAX
    }
}

pub(super) fn table<'a>() -> Table<Row<'a>> {
    Table::<Row>::new("tokens", "one row per word or mark, in text order, cut as English treebanks do (do + n't)")
        .on_request()
        .text("article_id", "the article it stands in", |t| &t.view.article_id)
        .int("paragraph", "number of its paragraph", |t| t.paragraph)
        .int("sentence", "number of its sentence, from 0 in the article", |t| t.sentence)
        .int("token", "its number in the article, from 0", |t| t.number)
        .int("start", "its first character in articles.text", |t| t.view.at(t.token.span.start))
        .int("end", "the character after its last in articles.text", |t| t.view.at(t.token.span.end))
        .text("text", "the token, exactly as in the article", |t| t.view.of(t.token.span))
        .text_or_null("lemma", "its dictionary form, in small letters unless a name", |t| Some(&t.lemma))
        .text_or_null("pos", "its universal part of speech", |t| Some(t.token.pos.as_str()))
        .text_or_null("tag", "its English part of speech, as in the Penn Treebank", |t| Some(t.token.tag.as_str()))
        .int_or_null("head", "number of the token it depends on; null for the root of its sentence", |t| {
            Some(t.token.head).filter(|head| *head != t.number && t.is_parsed())
        })
        .text_or_null(
            "relation",
            "its universal dependency on head, with English subtypes; root for the root of its sentence",
            |t| Some(t.token.relation.as_str()).filter(|_| t.is_parsed()),
        )
        .text_or_null("entity", "type of the name that holds it, as in mentions.type; null outside names", |t| {
            t.entity.map(EntityType::as_str)
        })
}

pub(super) fn rows<'a>(view: &'a View<'a>) -> impl Iterator<Item = Row<'a>> {
    let found = view.found;
    let mentions = view.rows(&view.mentions).filter_map(|(_, at)| found.mentions.get(at));
    let mut names = mentions.filter(|mention| mention.kind == MentionKind::Name).peekable();
    let tokens = (0..).zip(&found.sentences).flat_map(|(at, sentence)| {
        let own = found.tokens.get(sentence.tokens.start as usize..sentence.tokens.end as usize).unwrap_or_default();
        (sentence.tokens.start..).zip(own).map(move |(number, token)| (at, sentence, number, token))
    });
    tokens.map(move |(at, sentence, number, token)| {
        let passed = |mention: &&Mention| mention.span.end <= token.span.start;
        while names.next_if(passed).is_some() {}
        let name = names.peek().filter(|mention| mention.span.contains(token.span));
        let entity = name.map(|mention| mention.entity_type);
        let lemma = found.lemma(&view.article.text, token);
        Row { view, token: *token, lemma, number, sentence: at, paragraph: sentence.paragraph, entity }
    })
}
