//! Rows of a published data set's table, by their numbers, from its Parquet files.

use std::collections::VecDeque;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::SchemaRef;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::manifest::{self, Table};
use crate::error::{Context, Error, Result};
use crate::table::Info;

const BATCH: usize = 4096;

/// Some rows of one table, in batches of at most 4096 if nothing else is said.
pub struct Rows {
    info: Info,
    schema: SchemaRef,
    parts: VecDeque<(PathBuf, Range<u64>)>,
    open: Option<ParquetRecordBatchReader>,
    batch: usize,
}

/// The Parquet files of a table with the numbers of their rows.
pub fn parts(table: &Table) -> impl Iterator<Item = (&manifest::File, Range<u64>)> {
    let files = table.files.iter().filter(|file| file.path.ends_with(".parquet"));
    files.scan(0, |start, file| {
        let range = *start..*start + file.rows.unwrap_or(0);
        *start = range.end;
        Some((file, range))
    })
}

impl Rows {
    /// Rows `chosen` of a table of the data set in `folder`. Only those columns are read that `info` names; the files must have
    /// them.
    pub fn of(folder: &Path, info: &Info, table: &Table, chosen: Range<u64>) -> Self {
        let within = |(file, range): (&manifest::File, Range<u64>)| {
            let (start, end) = (chosen.start.max(range.start), chosen.end.min(range.end));
            (start < end).then(|| (folder.join(&file.path), start - range.start..end - range.start))
        };
        let parts = parts(table).filter_map(within).collect();
        Rows { info: info.clone(), schema: info.schema(), parts, open: None, batch: BATCH }
    }

    /// The same in batches of at most `rows`.
    pub fn in_batches(self, rows: usize) -> Self {
        Rows { batch: rows, ..self }
    }

    fn begin(&self, path: &Path, chosen: Range<u64>) -> Result<ParquetRecordBatchReader> {
        let file = File::open(path).failed(path, "cannot open")?;
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).failed(path, "cannot read this file")?;
        // Row groups before and after are not even unpacked.
        let (mut groups, mut first, mut at) = (Vec::new(), 0, 0);
        for (number, group) in reader.metadata().row_groups().iter().enumerate() {
            let rows = u64::try_from(group.num_rows()).unwrap_or(0);
            if at + rows <= chosen.start {
                first = at + rows;
            } else if at < chosen.end {
                groups.push(number);
            }
            at += rows;
        }
        let columns = self.info.columns.iter().map(|column| column.name);
        let mask = ProjectionMask::columns(reader.parquet_schema(), columns);
        let [offset, limit] =
            [chosen.start - first, chosen.end - chosen.start].map(|n| usize::try_from(n).unwrap_or(usize::MAX));
        let reader = reader.with_row_groups(groups).with_projection(mask).with_offset(offset).with_limit(limit);
        reader.with_batch_size(self.batch).build().failed(path, "cannot read this file")
    }
}

impl Iterator for Rows {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(batch) = self.open.as_mut().and_then(Iterator::next) {
                // Without what the file's schema says of the file.
                let batch = batch.and_then(|batch| RecordBatch::try_new(self.schema.clone(), batch.columns().to_vec()));
                let of = || Error::failed(format!("rows of {} are not as they should be", self.info.name));
                return Some(batch.map_err(|cause| of().because(cause)));
            }
            let (path, chosen) = self.parts.pop_front()?;
            match self.begin(&path, chosen) {
                Ok(reader) => self.open = Some(reader),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// The rows with other values in one column.
pub fn with_column(rows: &RecordBatch, name: &str, values: ArrayRef) -> Result<RecordBatch> {
    let schema = rows.schema();
    let columns = schema.fields().iter().zip(rows.columns());
    let columns =
        columns.map(|(field, column)| if field.name() == name { Arc::clone(&values) } else { column.clone() });
    let rows = RecordBatch::try_new(schema.clone(), columns.collect());
    rows.map_err(|cause| Error::failed("cannot make rows").because(cause))
}
