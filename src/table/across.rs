//! `source_index` and `entity_index`: who is the same in all articles of the data set.

use std::borrow::Cow;

use arrow::array::RecordBatch;

use super::column::Table;

/// One person or thing across articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IndexRow {
    pub index_id: String,
    pub kind: String,
    pub name: String,
    pub aliases: Vec<Cow<'static, str>>,
    pub titles: Vec<Cow<'static, str>>,
    pub affiliations: Vec<Cow<'static, str>>,
    pub n_articles: u64,
    /// Quotes or mentions.
    pub n: u64,
    pub first_published: Option<i64>,
    pub last_published: Option<i64>,
    pub authority_id: Option<String>,
}

pub(super) fn source_index() -> Table<IndexRow> {
    let doc = "one row per source with a name, however many articles quote it; in the order of index_id";
    names(Table::<IndexRow>::new("source_index", doc), "kind", "the kind that most of its rows of sources have")
        .long("n_articles", "articles with a row of sources that has this index_id", |r| r.n_articles)
        .long("n_quotes", "sum of sources.n_quotes over its rows", |r| r.n)
        .ends()
}

pub(super) fn entity_index() -> Table<IndexRow> {
    let doc = "one row per entity that its name identifies, however many articles mention it; in the order of index_id";
    names(Table::<IndexRow>::new("entity_index", doc), "type", "the type that most of its rows of entities have")
        .long("n_articles", "articles with a row of entities that has this index_id", |r| r.n_articles)
        .long("n_mentions", "sum of entities.n_mentions over its rows", |r| r.n)
        .ends()
}

fn names(table: Table<IndexRow>, kind: &'static str, doc: &'static str) -> Table<IndexRow> {
    table
        .text("index_id", "32 hex digits: a hash of what identifies it, the same in every data set", |r| &r.index_id)
        .text(kind, doc, |r| &r.kind)
        .text("name", "its most frequent name; with --authority the one given there", |r| &r.name)
        .texts("aliases", "its other names, most frequent first, 50 at most", |r| &r.aliases)
        .texts("titles", "its titles in sources, most frequent first, 50 at most", |r| &r.titles)
        .texts("affiliations", "its affiliations in sources, most frequent first, 50 at most", |r| &r.affiliations)
}

impl Table<IndexRow> {
    fn ends(self) -> Self {
        self.time_or_null("first_published", "published_at of the earliest of these articles that have one", |r| {
            r.first_published
        })
        .time_or_null("last_published", "published_at of the latest of these articles that have one", |r| {
            r.last_published
        })
        .text_or_null(
            "authority_id",
            "its id in the file given with --authority, if it is named there",
            |r| r.authority_id.as_deref(),
        )
    }
}

/// The rows of `source_index` or `entity_index`.
pub fn batches(table: &str, rows: Vec<IndexRow>) -> Vec<RecordBatch> {
    let table = if table == "source_index" { source_index() } else { entity_index() };
    table.batches(rows.into_iter()).collect()
}
