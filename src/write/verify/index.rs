//! The tables across articles: their ids, that rows lead to them, and that their counts are the counts of the rows. Takes
//! memory for each row of the index, not for those that lead there.

use std::path::Path;

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use rustc_hash::FxHashMap;

use super::Report;
use super::columns::{Columns, text};
use super::rows::Batches;
use crate::error::{Error, Result};
use crate::write::manifest::{Manifest, Table};

/// Rows at a time.
const SIZE: usize = 1 << 14;

/// The index, its rows' table, and what is summed up over these.
const INDEXES: [(&str, &str, &str); 2] =
    [("source_index", "sources", "n_quotes"), ("entity_index", "entities", "n_mentions")];

/// What one row of the index says, and what the rows that lead to it make of it.
#[derive(Default)]
struct Entry {
    told: (i64, i64),
    found: (i64, i64),
    /// Position of the last article that was counted.
    article: usize,
}

pub(super) fn check(folder: &Path, manifest: &Manifest, report: &mut Report) -> Result<()> {
    let find = |name: &str| {
        let table = manifest.tables.iter().find(|table| table.name == name);
        table.filter(|table| table.files.iter().any(|file| file.path.ends_with(".parquet")))
    };
    for (index, rows, sum) in INDEXES {
        let (Some(own), Some(table)) = (find(index), find(rows)) else { continue };
        let mut entries = entries(folder, own, sum, report)?;
        count(folder, table, sum, &mut entries, report)?;
        for (id, entry) in &entries {
            let ((articles, n), told) = (entry.found, entry.told);
            report.check(told == entry.found, || {
                format!(
                    "{index} {id:032x}: has {} articles and {sum} {}, the rows make it {articles} and {n}",
                    told.0, told.1
                )
            });
        }
        report.checked.push(format!("ids and counts of {} rows of {index}", entries.len()));
    }
    Ok(())
}

fn entries(folder: &Path, table: &Table, sum: &str, report: &mut Report) -> Result<FxHashMap<u128, Entry>> {
    let mut entries: FxHashMap<u128, Entry> = FxHashMap::default();
    let mut before = None;
    let columns = ["index_id", "n_articles", sum];
    let mut batches = Batches::new(folder, table, Some(&columns), SIZE);
    while let Some(batch) = batches.next()? {
        let ids = Columns(&batch).text("index_id")?;
        let long = |name: &str| {
            let column = batch.column_by_name(name).and_then(|column| column.as_primitive_opt::<Int64Type>());
            column.ok_or_else(|| Error::failed(format!("{} has no column {name}", table.name)))
        };
        let (articles, sums) = (long("n_articles")?, long(sum)?);
        for row in 0..batch.num_rows() {
            let Some(id) = number(ids.value(row)) else {
                report.problem(format!("{}: {} is not 32 hex digits", table.name, ids.value(row)));
                continue;
            };
            report.check(before < Some(id), || format!("{}: {id:032x} is out of order or there twice", table.name));
            before = Some(id);
            entries.insert(id, Entry { told: (articles.value(row), sums.value(row)), ..Entry::default() });
        }
    }
    Ok(entries)
}

/// Follows the rows to the index. Those of one article stand together.
fn count(
    folder: &Path,
    table: &Table,
    sum: &str,
    entries: &mut FxHashMap<u128, Entry>,
    report: &mut Report,
) -> Result<()> {
    let (mut article, mut number_of_article) = (String::new(), 0);
    let wanted = ["article_id", "index_id", sum];
    let mut batches = Batches::new(folder, table, Some(&wanted), SIZE);
    while let Some(batch) = batches.next()? {
        let columns = Columns(&batch);
        let (articles, ids, sums) = (columns.text("article_id")?, columns.text("index_id")?, columns.int(sum)?);
        for row in 0..batch.num_rows() {
            if article != articles.value(row) {
                articles.value(row).clone_into(&mut article);
                number_of_article += 1;
            }
            let Some(id) = text(ids, row) else { continue };
            let Some(entry) = number(id).and_then(|id| entries.get_mut(&id)) else {
                report.problem(format!("{}: index_id {id} leads nowhere", table.name));
                continue;
            };
            entry.found.0 += i64::from(entry.article != number_of_article);
            entry.article = number_of_article;
            entry.found.1 += i64::from(sums.value(row));
        }
    }
    Ok(())
}

fn number(id: &str) -> Option<u128> {
    let hex = id.len() == 32 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    u128::from_str_radix(id, 16).ok().filter(|_| hex)
}
