//! Rows read back from drafts and parts: columns by name, keys.

use std::path::Path;

use arrow::array::{Array, AsArray, Int64Array, RecordBatch, StringArray, UInt32Array};
use arrow::datatypes::Int64Type;

use super::ambiguous::{Ambiguous, Hint};
use super::evidence;
use super::stream;
use crate::error::{Error, Result};

/// What identifies a row of the index.
pub(super) type Key = [u8; 16];

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

/// What the rows of a draft say of who they are about, with the keys of the names of those that say something.
pub(super) fn hints(
    folder: &Path,
    table: &str,
    mut each: impl FnMut(&RecordBatch, &[Option<Key>]) -> Result<()>,
) -> Result<()> {
    let columns = ["_base", "_middle", "_field", "affiliation"];
    stream::read(&super::drafts::path(folder, table), Some(&columns), |batch| {
        let (bases, mut keys) = (text(batch, "_base")?, Vec::with_capacity(batch.num_rows()));
        rows(batch, |row, hint| keys.push(value(bases, row).filter(|_| hint.tells()).map(key)))?;
        each(batch, &keys)
    })
}

/// What each row says of who it is about.
pub(super) fn rows(batch: &RecordBatch, mut each: impl FnMut(usize, Hint)) -> Result<()> {
    let (middles, fields) = (text(batch, "_middle")?, text(batch, "_field")?);
    let affiliations = text(batch, "affiliation").ok();
    for row in 0..batch.num_rows() {
        let field = value(fields, row).and_then(evidence::Field::named);
        let affiliation = affiliations.and_then(|affiliations| value(affiliations, row));
        each(row, Hint { middle: value(middles, row), field, affiliation });
    }
    Ok(())
}

/// The key of each row of a draft.
pub(super) fn keys(batch: &RecordBatch, ambiguous: &Ambiguous) -> Result<Vec<Option<Key>>> {
    let (bases, mut keys) = (text(batch, "_base")?, Vec::with_capacity(batch.num_rows()));
    rows(batch, |row, hint| keys.push(value(bases, row).map(|base| ambiguous.key(base, &hint))))?;
    Ok(keys)
}

/// Numbers articles in the order in which a table has rows of them.
#[derive(Default)]
pub(super) struct Numbers {
    last: String,
    number: u32,
}

impl Numbers {
    /// The number of each row's article, from 1.
    pub fn of(&mut self, batch: &RecordBatch) -> Result<UInt32Array> {
        let mut number = |id: &str| {
            if id != self.last {
                (self.last, self.number) = (id.to_owned(), self.number + 1);
            }
            self.number
        };
        Ok(UInt32Array::from_iter_values(text(batch, "article_id")?.iter().map(|id| number(id.unwrap_or_default()))))
    }
}

pub(super) fn published(batch: &RecordBatch) -> Result<&Int64Array> {
    let published = batch.column_by_name("_published").and_then(|column| column.as_primitive_opt::<Int64Type>());
    published.ok_or_else(|| missing("_published"))
}
