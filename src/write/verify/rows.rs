//! The rows of one table, handed out article by article. All tables keep the articles in one order, so walking them
//! side by side needs no more than one article of each in memory.

use std::fs::File;
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::SchemaRef;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use rustc_hash::FxHashMap;

use super::Report;
use crate::error::{Context, Error, Result};
use crate::write::manifest::Table;

/// Reads a table's files one after the other.
pub(super) struct Batches<'a> {
    folder: &'a Path,
    files: Vec<&'a str>,
    columns: Option<&'a [&'a str]>,
    size: usize,
    open: Option<ParquetRecordBatchReader>,
}

impl<'a> Batches<'a> {
    /// `size` rows at a time, of all `columns` if none are named.
    pub fn new(folder: &'a Path, table: &'a Table, columns: Option<&'a [&'a str]>, size: usize) -> Self {
        let parquet = table.files.iter().map(|file| file.path.as_str()).filter(|path| path.ends_with(".parquet"));
        let mut files: Vec<&str> = parquet.collect();
        files.reverse();
        Batches { folder, files, columns, size, open: None }
    }

    pub fn next(&mut self) -> Result<Option<RecordBatch>> {
        loop {
            if let Some(reader) = &mut self.open
                && let Some(batch) = reader.next()
            {
                return batch.map(Some).failed(self.folder, "cannot read a table");
            }
            let Some(file) = self.files.pop() else { return Ok(None) };
            let path = self.folder.join(file);
            let mut reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).failed(&path, "cannot open")?)
                .failed(&path, "cannot read this file")?;
            if let Some(columns) = self.columns {
                let mask = ProjectionMask::columns(reader.parquet_schema(), columns.iter().copied());
                reader = reader.with_projection(mask);
            }
            self.open = Some(reader.with_batch_size(self.size).build().failed(&path, "cannot read this file")?);
        }
    }
}

/// Where each article stands in `articles`.
pub(super) type Places = FxHashMap<String, usize>;

pub(super) struct Rows<'a> {
    table: &'a str,
    batches: Batches<'a>,
    schema: SchemaRef,
    batch: Option<RecordBatch>,
    row: usize,
}

impl<'a> Rows<'a> {
    pub fn open(folder: &'a Path, table: &'a Table) -> Result<Self> {
        let schema = crate::table::tables().iter().find(|info| info.name == table.name).map(|info| info.schema());
        let schema = schema.ok_or_else(|| Error::failed(format!("{} is not a table of articles", table.name)))?;
        let mut batches = Batches::new(folder, table, None, 2048);
        let batch = batches.next()?;
        let schema = batch.as_ref().map_or(schema, |batch| batch.schema());
        Ok(Rows { table: &table.name, batches, schema, batch, row: 0 })
    }

    /// The rows of the article that is next in `articles`; rows of no article, and of one that is over, are told.
    pub fn take(&mut self, article: &str, place: usize, places: &Places, report: &mut Report) -> Result<RecordBatch> {
        let mut own = Vec::new();
        while let Some(batch) = &self.batch {
            let column = batch.column_by_name("article_id").and_then(|column| column.as_string_opt::<i32>());
            let ids = column.ok_or_else(|| Error::failed(format!("{} has no article_id", self.table)))?;
            let start = self.row;
            while self.row < ids.len() && ids.value(self.row) == article {
                self.row += 1;
            }
            if self.row > start {
                own.push(batch.slice(start, self.row - start));
            }
            if self.row < ids.len() {
                let other = ids.value(self.row);
                match places.get(other) {
                    Some(later) if *later > place => break,
                    Some(_) => report.problem(format!("{}: a row of article {other} is out of order", self.table)),
                    None => report.problem(format!("{}: article {other} is not in articles", self.table)),
                }
                self.row += 1;
            } else {
                self.batch = self.batches.next()?;
                self.row = 0;
            }
        }
        if let [one] = own.as_slice() {
            return Ok(one.clone());
        }
        concat_batches(&self.schema, &own).map_err(|cause| Error::failed("cannot join rows").because(cause))
    }

    /// Tells what is left when all articles are through.
    pub fn end(&mut self, places: &Places, report: &mut Report) -> Result<()> {
        self.take("", places.len(), places, report).map(drop)
    }
}
