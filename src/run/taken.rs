//! Rows of a published data set, some articles at a time. All tables keep the articles in one order.

use std::collections::VecDeque;
use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::{AsArray, RecordBatch, StringArray};
use arrow::compute::concat_batches;
use arrow::datatypes::SchemaRef;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use rustc_hash::FxHashSet;

use crate::error::{Context, Error, Result};
use crate::table::Info;
use crate::write::manifest::Table;

const BATCH: usize = 4096;

pub struct Taken {
    pub info: Info,
    schema: SchemaRef,
    files: VecDeque<PathBuf>,
    open: Option<ParquetRecordBatchReader>,
    /// What of the last batch is not handed out yet.
    rest: Option<RecordBatch>,
}

impl Taken {
    pub fn open(folder: &Path, info: &Info, table: &Table) -> Self {
        let files = table.files.iter().map(|file| folder.join(&file.path));
        let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "parquet")).collect();
        Taken { info: info.clone(), schema: info.schema(), files, open: None, rest: None }
    }

    /// The rows that come next, at most `limit`; `None` at the end.
    pub fn next(&mut self, limit: usize) -> Result<Option<RecordBatch>> {
        let Some(batch) = self.fill()? else { return Ok(None) };
        let taken = batch.slice(0, limit.min(batch.num_rows()));
        self.rest = Some(batch.slice(taken.num_rows(), batch.num_rows() - taken.num_rows()));
        Ok(Some(taken))
    }

    /// The rows that come next as long as they are of these articles.
    pub fn of(&mut self, articles: &FxHashSet<String>) -> Result<RecordBatch> {
        let mut own = Vec::new();
        while let Some(batch) = self.fill()? {
            let ids = text(&batch, "article_id")?;
            let here = ids.iter().take_while(|id| id.is_some_and(|id| articles.contains(id))).count();
            own.push(batch.slice(0, here));
            let over = here < batch.num_rows();
            self.rest = Some(batch.slice(here, batch.num_rows() - here));
            if over {
                break;
            }
        }
        concat_batches(&self.schema, &own).map_err(|cause| Error::failed("cannot join rows").because(cause))
    }

    /// The batch that is being handed out, if there is still one.
    fn fill(&mut self) -> Result<Option<RecordBatch>> {
        loop {
            if let Some(rest) = self.rest.take().filter(|rest| rest.num_rows() > 0) {
                return Ok(Some(rest));
            }
            if let Some(batch) = self.open.as_mut().and_then(Iterator::next) {
                // Without what the file's schema says of the file.
                let batch = batch.and_then(|batch| RecordBatch::try_new(self.schema.clone(), batch.columns().to_vec()));
                let of = || Error::failed(format!("rows of {} are not as they should be", self.info.name));
                self.rest = Some(batch.map_err(|cause| of().because(cause))?);
                continue;
            }
            let Some(path) = self.files.pop_front() else { return Ok(None) };
            let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).failed(&path, "cannot open")?);
            let reader = reader.and_then(|reader| reader.with_batch_size(BATCH).build());
            self.open = Some(reader.failed(&path, "cannot read this file")?);
        }
    }
}

pub fn text<'a>(batch: &'a RecordBatch, column: &str) -> Result<&'a StringArray> {
    let column = batch.column_by_name(column).and_then(|column| column.as_string_opt::<i32>());
    column.ok_or_else(|| Error::failed("rows lack a column"))
}
