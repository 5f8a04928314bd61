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

/// What the rows of a table are made of.
struct Matter<'a> {
    views: &'a [View<'a>],
    rejects: &'a [Reject],
    /// Whether a text is so long that not all of its rows should be there at once.
    long: bool,
}

/// A table's description, and how its rows come about.
struct Entry {
    info: fn() -> Info,
    rows: fn(&Matter, Sink),
}

/// All tables, in the order in which people see them.
const TABLES: &[Entry] = &[
    Entry {
        info: || articles::table(&[]).info,
        rows: |matter, sink| {
            let kept =
                matter.views.first().map(|view| view.article.kept.iter().map(|(name, _)| *name).collect::<Vec<_>>());
            all(&articles::table(&kept.unwrap_or_default()), matter, articles::rows, sink);
        },
    },
    Entry {
        info: || paragraphs::table().info,
        rows: |matter, sink| all(&paragraphs::table(), matter, paragraphs::rows, sink),
    },
    Entry { info: || quotes::table().info, rows: |matter, sink| all(&quotes::table(), matter, quotes::rows, sink) },
    Entry { info: || sources::table().info, rows: |matter, sink| all(&sources::table(), matter, sources::rows, sink) },
    Entry {
        info: || entities::table().info,
        rows: |matter, sink| all(&entities::table(), matter, entities::rows, sink),
    },
    Entry {
        info: || mentions::table().info,
        rows: |matter, sink| all(&mentions::table(), matter, mentions::rows, sink),
    },
    // Made of the rows of all articles, when they are written.
    Entry { info: || across::source_index().info, rows: |_, _| {} },
    Entry { info: || across::entity_index().info, rows: |_, _| {} },
    Entry {
        info: || rejects::table().info,
        rows: |matter, sink| rejects::table().batches(matter.rejects.iter()).for_each(sink),
    },
    Entry {
        info: || sentences::table().info,
        rows: |matter, sink| all(&sentences::table(), matter, sentences::rows, sink),
    },
    Entry { info: || tokens::table().info, rows: |matter, sink| all(&tokens::table(), matter, tokens::rows, sink) },
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
    let matter = Matter { views: &views, rejects, long: false };
    let batches = chosen(wanted).into_par_iter().flat_map_iter(|(name, table)| {
        let mut batches = Vec::new();
        (table.rows)(&matter, &mut |batch| batches.push((name, batch)));
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
    let matter = Matter { views: &views, rejects, long: true };
    for (name, table) in chosen(wanted) {
        (table.rows)(&matter, &mut |batch| sink(name, batch));
    }
}

fn chosen(wanted: &[&str]) -> Vec<(&'static str, &'static Entry)> {
    let tables = INFOS.iter().map(|info| info.name).zip(TABLES);
    tables.filter(|(name, _)| wanted.contains(name)).collect()
}

fn all<'a, R: Send, I: Iterator<Item = R>>(
    table: &column::Table<R>,
    matter: &Matter<'a>,
    rows: impl Fn(&'a View<'a>) -> I + Sync + Send,
    sink: Sink,
) {
    if matter.long {
        return table.batches(matter.views.iter().flat_map(rows)).for_each(sink);
    }
    let rows: Vec<R> = matter.views.par_iter().flat_map_iter(rows).collect();
    table.batches(rows.into_iter()).for_each(sink);
}
