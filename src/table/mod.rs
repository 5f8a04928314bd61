//! From what was found to typed tables: one file a table, and here the list of them.
//!
//! Stages count in bytes, tables in characters (Unicode code points), because that is how Python, polars and pandas cut
//! text: `text[start:end]` is the row's words.

mod articles;
mod chars;
mod column;
mod dictionary;
mod entities;
mod mentions;
mod paragraphs;
mod quotes;
mod rejects;
mod row_id;
mod sentences;
mod sources;
mod tokens;
mod view;
mod words;

use std::sync::LazyLock;

use arrow::array::RecordBatch;
use rayon::prelude::*;

use crate::analysis::Analysis;
use crate::article::{Article, ArticleId, Reject};
use view::View;

pub use column::{Column, Info};
pub use dictionary::{markdown, schema_json, schema_text, type_name};
pub use words::{content_hash, count as count_words, quote_hash};

/// Raised when a column changes its name, type or meaning; new columns don't count.
pub const SCHEMA_VERSION: u32 = 1;

/// An article with all that was found in it: what the rows are made of.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    pub article: &'a Article,
    pub analysis: &'a Analysis,
    /// The first article of the run with the same words.
    pub duplicate_of: Option<ArticleId>,
}

/// A table's description, and how its rows come about.
struct Entry {
    info: fn() -> Info,
    batches: fn(&[View], &[Reject]) -> Vec<RecordBatch>,
}

/// All tables, in the order in which people see them.
const TABLES: &[Entry] = &[
    Entry { info: || articles::table().info, batches: |views, _| all(&articles::table(), views, articles::rows) },
    Entry { info: || paragraphs::table().info, batches: |views, _| all(&paragraphs::table(), views, paragraphs::rows) },
    Entry { info: || quotes::table().info, batches: |views, _| all(&quotes::table(), views, quotes::rows) },
    Entry { info: || sources::table().info, batches: |views, _| all(&sources::table(), views, sources::rows) },
    Entry { info: || entities::table().info, batches: |views, _| all(&entities::table(), views, entities::rows) },
    Entry { info: || mentions::table().info, batches: |views, _| all(&mentions::table(), views, mentions::rows) },
    Entry {
        info: || rejects::table().info,
        batches: |_, rejects| rejects::table().batches(&rejects.iter().collect::<Vec<_>>()),
    },
    Entry { info: || sentences::table().info, batches: |views, _| all(&sentences::table(), views, sentences::rows) },
    Entry { info: || tokens::table().info, batches: |views, _| all(&tokens::table(), views, tokens::rows) },
];

static INFOS: LazyLock<Vec<Info>> = LazyLock::new(|| TABLES.iter().map(|entry| (entry.info)()).collect());

/// What tables there are, with their columns.
pub fn tables() -> &'static [Info] {
    &INFOS
}

/// The rows of the tables named in `wanted`, in the tables' order; a table without rows has no batch, a large one may
/// have several. Rows are in the documents' order, then in text order.
///
/// All documents' texts together should be some megabytes: the rows take a multiple of that for a moment.
pub fn batches(documents: &[Document], rejects: &[Reject], wanted: &[&str]) -> Vec<(&'static str, RecordBatch)> {
    let views: Vec<View> = documents.par_iter().map(View::new).collect();
    let chosen: Vec<_> = INFOS.iter().zip(TABLES).filter(|(info, _)| wanted.contains(&info.name)).collect();
    let batches = chosen.into_par_iter().flat_map_iter(|(info, table)| {
        let batches = (table.batches)(&views, rejects);
        batches.into_iter().map(|batch| (info.name, batch))
    });
    batches.collect()
}

fn all<'a, R: Send>(
    table: &column::Table<R>,
    views: &'a [View<'a>],
    rows: fn(&'a View<'a>) -> Vec<R>,
) -> Vec<RecordBatch> {
    let rows: Vec<R> = views.par_iter().flat_map_iter(rows).collect();
    table.batches(&rows)
}
