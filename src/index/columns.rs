//! Rows read back from drafts and parts: batches, columns by name, keys.

use std::fs::File;
use std::path::Path;

use arrow::array::{Array, AsArray, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::Int64Type;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::ambiguous::{Ambiguous, Hint};
use super::evidence;
use crate::error::{Context, Error, Result};

/// What identifies a row of the index.
pub(super) type Key = [u8; 16];

const BATCH: usize = 8192;
/// Stands between aliases in one cell.
pub(super) const BETWEEN: &str = "\u{1f}";

pub(super) fn key(base: &str) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"quotient index 1\x1f").update(base.as_bytes());
    let mut key = Key::default();
    key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    key
}

pub(super) fn missing(column: &str) -> Error {
    Error::failed(format!("rows have no column {column}"))
}

pub(super) fn text<'a>(batch: &'a RecordBatch, column: &str) -> Result<&'a StringArray> {
    batch.column_by_name(column).and_then(|column| column.as_string_opt()).ok_or_else(|| missing(column))
}

/// The value, unless it is null.
pub(super) fn value(column: &StringArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}

/// Hands out a file batch by batch.
pub(super) fn batches(
    path: &Path,
    columns: Option<&[&str]>,
    mut each: impl FnMut(&RecordBatch) -> Result<()>,
) -> Result<()> {
    let file = File::open(path).failed(path, "cannot read this file back")?;
    let mut reader = ParquetRecordBatchReaderBuilder::try_new(file).failed(path, "cannot read this file back")?;
    if let Some(columns) = columns {
        let mask = ProjectionMask::columns(reader.parquet_schema(), columns.iter().copied());
        reader = reader.with_projection(mask);
    }
    for batch in reader.with_batch_size(BATCH).build().failed(path, "cannot read this file back")? {
        each(&batch.failed(path, "cannot read this file back")?)?;
    }
    Ok(())
}

/// What the rows of a draft say of who they are about.
pub(super) fn hints(folder: &Path, table: &str, mut each: impl FnMut(&Hint)) -> Result<()> {
    let columns = ["_base", "_middle", "_field", "affiliation"];
    batches(&super::drafts::path(folder, table), Some(&columns), |batch| {
        rows(batch, |_, hint| {
            if let Some(hint) = hint {
                each(&hint)
            }
        })
    })
}

fn rows(batch: &RecordBatch, mut each: impl FnMut(usize, Option<Hint>)) -> Result<()> {
    let (bases, middles, fields) = (text(batch, "_base")?, text(batch, "_middle")?, text(batch, "_field")?);
    let affiliations = text(batch, "affiliation").ok();
    for row in 0..batch.num_rows() {
        let hint = |base| Hint {
            base,
            middle: value(middles, row),
            field: value(fields, row).and_then(evidence::Field::named),
            affiliation: affiliations.and_then(|affiliations| value(affiliations, row)),
        };
        each(row, value(bases, row).map(hint));
    }
    Ok(())
}

/// The key of each row of a draft.
pub(super) fn keys(batch: &RecordBatch, ambiguous: &Ambiguous) -> Result<Vec<Option<Key>>> {
    let mut keys = Vec::with_capacity(batch.num_rows());
    rows(batch, |_, hint| keys.push(hint.map(|hint| ambiguous.key(&hint))))?;
    Ok(keys)
}

pub(super) fn published(batch: &RecordBatch) -> Result<&Int64Array> {
    let published = batch.column_by_name("_published").and_then(|column| column.as_primitive_opt::<Int64Type>());
    published.ok_or_else(|| missing("_published"))
}
