//! Rows between the drafts and the index, of both tables in one form. Rows with one key lie in one file, so that the index can
//! be summed up one range of keys after the other.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, BooleanArray, RecordBatch, StringArray, UInt32Array, new_null_array};
use arrow::datatypes::DataType;

use super::columns::{Key, missing, text, value};
use super::identity::authority_id;
use super::spread::{Spread, Written};
use crate::error::Result;

const FIELDS: [(&str, DataType); 10] = [
    // Its number among those of the table.
    ("article", DataType::UInt32),
    ("kind", DataType::Utf8),
    ("name", DataType::Utf8),
    ("aliases", DataType::Utf8),
    ("title", DataType::Utf8),
    ("affiliation", DataType::Utf8),
    ("authority", DataType::Utf8),
    ("n", DataType::Int32),
    ("_published", DataType::Int64),
    // Whether the row counts, or only tells titles.
    ("counts", DataType::Boolean),
];

pub(super) struct Parts {
    pub table: &'static str,
    rows: Spread,
}

/// Rows of a draft with what is known of each.
pub(super) struct Keyed<'a> {
    pub batch: &'a RecordBatch,
    pub keys: &'a [Option<Key>],
    pub articles: &'a UInt32Array,
}

impl Parts {
    pub fn create(folder: &Path, table: &'static str, rows: usize) -> Result<Self> {
        Ok(Parts { table, rows: Spread::create(folder, table, &FIELDS, rows)? })
    }

    pub fn entities(&mut self, rows: &Keyed) -> Result<()> {
        let nothing = new_null_array(&DataType::Utf8, rows.batch.num_rows());
        let [kind, n] = ["type", "n_mentions"].map(|name| column(rows.batch, name));
        self.append(rows, rows.keys, [kind?, nothing.clone(), nothing, n?], true)
    }

    /// Rows of `sources`; those that do not count only tell titles and affiliations of entities.
    pub fn sources(&mut self, rows: &Keyed, counts: bool) -> Result<()> {
        let batch = rows.batch;
        let [kinds, names, titles] = [text(batch, "kind")?, text(batch, "name")?, text(batch, "title")?];
        let [affiliations, entities] = [text(batch, "affiliation")?, text(batch, "entity_id")?];
        let takes = |row: usize| {
            let tells = (titles.is_valid(row) || affiliations.is_valid(row)) && entities.is_valid(row);
            names.is_valid(row) && (counts || tells && kinds.value(row) != "account")
        };
        let keys: Vec<_> = rows.keys.iter().enumerate().map(|(row, key)| key.filter(|_| takes(row))).collect();
        let [kind, title, affiliation, n] =
            ["kind", "title", "affiliation", "n_quotes"].map(|name| column(batch, name));
        self.append(rows, &keys, [kind?, title?, affiliation?, n?], counts)
    }

    fn append(
        &mut self,
        rows: &Keyed,
        keys: &[Option<Key>],
        [kind, title, affiliation, n]: [ArrayRef; 4],
        counts: bool,
    ) -> Result<()> {
        let batch = rows.batch;
        let bases = text(batch, "_base")?;
        let authority = (0..batch.num_rows()).map(|row| value(bases, row).and_then(authority_id));
        let columns: Vec<ArrayRef> = vec![
            Arc::new(rows.articles.clone()),
            kind,
            column(batch, "name")?,
            column(batch, "_aliases")?,
            title,
            affiliation,
            Arc::new(authority.collect::<StringArray>()),
            n,
            column(batch, "_published")?,
            Arc::new(BooleanArray::from(vec![counts; batch.num_rows()])),
        ];
        self.rows.append(keys, columns)
    }

    /// The finished files, in the order of their keys.
    pub fn finish(self) -> Result<Vec<Written>> {
        self.rows.finish()
    }
}

fn column(batch: &RecordBatch, name: &str) -> Result<ArrayRef> {
    batch.column_by_name(name).cloned().ok_or_else(|| missing(name))
}
