//! `mentions`: the words that name, describe or stand for someone or something.

use super::column::Table;
use super::row_id::RowId;
use super::view::View;
use crate::analysis::Mention;

pub(super) struct Row<'a> {
    view: &'a View<'a>,
    id: RowId<'a>,
    mention: &'a Mention,
}

pub(super) fn table<'a>() -> Table<Row<'a>> {
    Table::<Row>::new("mentions", "one row per name, description or pronoun that stands for someone or something")
        .id("mention_id", "article_id, -m and the row's number in the article, from 1", |m| m.id)
        .text("article_id", "the article it stands in", |m| &m.view.article_id)
        .id_or_null("entity_id", "whom or what it stands for, a row of entities; null if unknown", |m| {
            m.mention.entity.and_then(|entity| m.view.id(&m.view.entities, entity as usize))
        })
        .text("kind", "name, nominal (a description: the minister) or pronoun", |m| m.mention.kind.as_str())
        .text(
            "type",
            "person, organization, place, group (nationality, party, religion), event, work, product or other",
            |m| m.mention.entity_type.as_str(),
        )
        .text("text", "its words, exactly as in the article, without titles and possessive endings", |m| {
            m.view.of(m.mention.span)
        })
        .int("start", "its first character in articles.text", |m| m.view.at(m.mention.span.start))
        .int("end", "the character after its last in articles.text", |m| m.view.at(m.mention.span.end))
        .int("paragraph", "number of the paragraph it stands in", |m| m.view.paragraph(m.mention.sentence))
        .int("sentence", "number of the sentence it stands in, from 0 in the article", |m| m.mention.sentence)
        .bool("in_quote", "whether it stands in quotation marks that belong to a direct or mixed quote", |m| {
            let at = m.view.quoted.partition_point(|quoted| quoted.end <= m.mention.span.start);
            m.view.quoted.get(at).is_some_and(|quoted| quoted.contains(m.mention.span))
        })
        .float("confidence", "how sure it is that this is a mention of this type, 0 to 1", |m| m.mention.confidence)
}

pub(super) fn rows<'a>(view: &'a View<'a>) -> Vec<Row<'a>> {
    view.rows(&view.mentions).map(|(id, at)| Row { view, id, mention: &view.found.mentions[at] }).collect()
}
