//! Rows of a published data set, some articles at a time. All tables keep the articles in one order.

use std::path::Path;

use arrow::array::{AsArray, RecordBatch, StringArray};
use arrow::compute::concat_batches;
use rustc_hash::FxHashSet;

use crate::error::{Error, Result};
use crate::table::Info;
use crate::write::Rows;
use crate::write::manifest::Table;

pub struct Taken {
    pub info: Info,
    rows: Rows,
    /// What of the last batch is not handed out yet.
    rest: Option<RecordBatch>,
}

impl Taken {
    pub fn open(folder: &Path, info: &Info, table: &Table) -> Self {
        Taken::of_rows(info, Rows::of(folder, info, table, 0..u64::MAX))
    }

    pub fn of_rows(info: &Info, rows: Rows) -> Self {
        Taken { info: info.clone(), rows, rest: None }
    }

    /// So many rows that come next; it is an error if there are fewer.
    pub fn exactly(&mut self, rows: usize) -> Result<RecordBatch> {
        let (mut own, mut missing) = (Vec::new(), rows);
        while missing > 0 {
            let next = self.next(missing)?;
            let next = next.ok_or_else(|| Error::failed(format!("rows of {} are missing", self.info.name)))?;
            missing -= next.num_rows();
            own.push(next);
        }
        concat_batches(&self.info.schema(), &own).map_err(|cause| Error::failed("cannot join rows").because(cause))
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
        let own = self.pieces(|id| articles.contains(id))?;
        concat_batches(&self.info.schema(), &own).map_err(|cause| Error::failed("cannot join rows").because(cause))
    }

    /// The same as they stand in the batches that they are read in.
    pub fn pieces(&mut self, is_own: impl Fn(&str) -> bool) -> Result<Vec<RecordBatch>> {
        let mut own = Vec::new();
        while let Some(batch) = self.fill()? {
            let ids = text(&batch, "article_id")?;
            let here = ids.iter().take_while(|id| id.is_some_and(&is_own)).count();
            let over = here < batch.num_rows();
            if here > 0 {
                own.push(batch.slice(0, here));
            }
            self.rest = Some(batch.slice(here, batch.num_rows() - here));
            if over {
                break;
            }
        }
        Ok(own)
    }

    /// The batch that is being handed out, if there is still one.
    fn fill(&mut self) -> Result<Option<RecordBatch>> {
        match self.rest.take().filter(|rest| rest.num_rows() > 0) {
            Some(rest) => Ok(Some(rest)),
            None => self.rows.next().transpose(),
        }
    }
}

pub fn text<'a>(batch: &'a RecordBatch, column: &str) -> Result<&'a StringArray> {
    let column = batch.column_by_name(column).and_then(|column| column.as_string_opt::<i32>());
    column.ok_or_else(|| Error::failed("rows lack a column"))
}
