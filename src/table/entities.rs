//! `entities`: the persons, organizations, places … an article names.

use std::borrow::Cow;

use super::column::Table;
use super::row_id::RowId;
use super::view::{Mentioned, View};
use crate::analysis::Entity;

pub(super) struct Row<'a> {
    view: &'a View<'a>,
    id: RowId<'a>,
    entity: &'a Entity,
    name: Cow<'a, str>,
    aliases: Vec<Cow<'a, str>>,
    mentioned: Mentioned,
}

pub(super) fn table<'a>() -> Table<Row<'a>> {
    Table::<Row>::new("entities", "one row per article and entity, however often it is mentioned")
        .id("entity_id", "article_id, -e and the row's number in the article, from 1", |e| e.id)
        .text("article_id", "the article it stands in", |e| &e.view.article_id)
        .text(
            "type",
            "person, organization, place, group (nationality, party, religion), event, work, product or other",
            |e| e.entity.entity_type.as_str(),
        )
        .text("name", "its fullest name in the article", |e| &e.name)
        .texts("aliases", "its other names in the article, in text order", |e| &e.aliases)
        .int("n_mentions", "rows of mentions with this entity_id", |e| e.mentioned.times)
        .int("n_names", "those of them with kind = name", |e| e.mentioned.names)
        .int("first_start", "start of the first of them, else of its name: a character of articles.text", |e| {
            e.view.at(e.mentioned.first)
        })
        .text_or_null(
            "index_id",
            "the same one in all articles, a row of entity_index; null if its name alone does not tell who it is",
            |_| None,
        )
}

pub(super) fn rows<'a>(view: &'a View<'a>) -> impl Iterator<Item = Row<'a>> {
    let row = move |(id, at): (RowId<'a>, usize)| {
        let entity = &view.found.entities[at];
        let aliases = entity.aliases.iter().map(|&span| view.phrase(span)).collect();
        Row { view, id, entity, name: view.phrase(entity.name), aliases, mentioned: view.mentioned[at] }
    };
    view.rows(&view.entities).map(row)
}
