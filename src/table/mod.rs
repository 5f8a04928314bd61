//! From what was found to typed tables: one file a table, and here the list of them.
//!
//! Stages count in bytes, tables in characters (Unicode code points), because that is how Python, polars and pandas cut
//! text: `text[start:end]` is the row's words.

mod across;
mod articles;
pub mod chars;
mod column;
mod dictionary;
mod entities;
mod keys;
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
use rustc_hash::FxHashSet;

use crate::analysis::Analysis;
use crate::article::{Article, ArticleId, Reject};
use crate::error::{Error, Result};
use view::View;

pub use across::{IndexRow, batches as index_batches};
pub use column::{Column, Info};
pub use dictionary::{markdown, schema_json, schema_text, type_name};
pub use keys::{ForeignKey, foreign_keys, primary_key};
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

/// Takes the record batches of one table, one after the other.
type Sink<'s> = &'s mut dyn FnMut(RecordBatch);

/// A table's description, and how its rows come about.
struct Entry {
    info: fn() -> Info,
    rows: fn(&[View], &[Reject], Sink),
}

/// All tables, in the order in which people see them.
const TABLES: &[Entry] = &[
    Entry {
        info: || articles::table(&[]).info,
        rows: |views, _, sink| {
            let kept = views.first().map(|view| view.article.kept.iter().map(|(name, _)| *name).collect::<Vec<_>>());
            all(&articles::table(&kept.unwrap_or_default()), views, articles::rows, sink);
        },
    },
    Entry {
        info: || paragraphs::table().info,
        rows: |views, _, sink| all(&paragraphs::table(), views, paragraphs::rows, sink),
    },
    Entry { info: || quotes::table().info, rows: |views, _, sink| all(&quotes::table(), views, quotes::rows, sink) },
    Entry { info: || sources::table().info, rows: |views, _, sink| all(&sources::table(), views, sources::rows, sink) },
    Entry {
        info: || entities::table().info,
        rows: |views, _, sink| all(&entities::table(), views, entities::rows, sink),
    },
    Entry {
        info: || mentions::table().info,
        rows: |views, _, sink| all(&mentions::table(), views, mentions::rows, sink),
    },
    // Made of the rows of all articles, when they are written.
    Entry { info: || across::source_index().info, rows: |_, _, _| {} },
    Entry { info: || across::entity_index().info, rows: |_, _, _| {} },
    Entry {
        info: || rejects::table().info,
        rows: |_, rejects, sink| rejects::table().batches(&rejects.iter().collect::<Vec<_>>()).for_each(sink),
    },
    Entry {
        info: || sentences::table().info,
        rows: |views, _, sink| all(&sentences::table(), views, sentences::rows, sink),
    },
    Entry { info: || tokens::table().info, rows: |views, _, sink| all(&tokens::table(), views, tokens::rows, sink) },
];

static INFOS: LazyLock<Vec<Info>> = LazyLock::new(|| TABLES.iter().map(|entry| (entry.info)()).collect());

/// What tables there are, with their columns.
pub fn tables() -> &'static [Info] {
    &INFOS
}

/// `tables` with the columns of `kept` added to `articles`.
///
/// # Errors
/// A table has a column of that name already.
pub fn with_kept(tables: &[Info], kept: &[&'static str]) -> Result<Vec<Info>> {
    let (articles, mut known) = (articles::table(kept).info, FxHashSet::default());
    if let Some(twice) = articles.columns.iter().find(|column| !known.insert(column.name)) {
        let error = Error::usage(format!("the table articles has a column {} already", twice.name));
        return Err(error.help("rename the column in the input, or leave it out of --keep"));
    }
    let info = |table: &Info| {
        if table.name == articles.name {
            Info { columns: articles.columns.clone(), ..table.clone() }
        } else {
            table.clone()
        }
    };
    Ok(tables.iter().map(info).collect())
}

/// The rows of the tables named in `wanted`, in the tables' order; a table without rows has no batch, a large one may
/// have several. Rows are in the documents' order, then in text order.
///
/// All documents' texts together should be some megabytes: the rows take a multiple of that for a moment. See [`each`].
pub fn batches(documents: &[Document], rejects: &[Reject], wanted: &[&str]) -> Vec<(&'static str, RecordBatch)> {
    let views: Vec<View> = documents.par_iter().map(View::new).collect();
    let batches = chosen(wanted).into_par_iter().flat_map_iter(|(name, table)| {
        let mut batches = Vec::new();
        (table.rows)(&views, rejects, &mut |batch| batches.push((name, batch)));
        batches
    });
    batches.collect()
}

/// Gives `sink` the same batches in the same order, but makes each only when the one before is done with: for texts so
/// long that their rows should not be held all at once.
pub fn each(
    documents: &[Document],
    rejects: &[Reject],
    wanted: &[&str],
    mut sink: impl FnMut(&'static str, RecordBatch),
) {
    let views: Vec<View> = documents.par_iter().map(View::new).collect();
    for (name, table) in chosen(wanted) {
        (table.rows)(&views, rejects, &mut |batch| sink(name, batch));
    }
}

fn chosen(wanted: &[&str]) -> Vec<(&'static str, &'static Entry)> {
    let tables = INFOS.iter().map(|info| info.name).zip(TABLES);
    tables.filter(|(name, _)| wanted.contains(name)).collect()
}

fn all<'a, R: Send>(table: &column::Table<R>, views: &'a [View<'a>], rows: fn(&'a View<'a>) -> Vec<R>, sink: Sink) {
    let rows: Vec<R> = views.par_iter().flat_map_iter(rows).collect();
    table.batches(&rows).for_each(sink);
}
