//! Rows of a published table by their articles, for the data set that takes its place.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch, StringArray};

use super::manifest::{File, Table};
use super::rows::{Rows, parts, with_column};
use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::table::Info;

/// Rows of a published data set, for another.
pub enum Piece {
    /// All rows of one Parquet file.
    Part(File),
    Rows(Box<dyn Iterator<Item = Result<RecordBatch>> + Send>),
}

/// Articles that are duplicates of others than the old data set says, and of which.
pub type Firsts = BTreeMap<u32, Option<ArticleId>>;

/// A table whose rows are of articles. They are known by their numbers, in the order in which the table has them.
pub struct Old {
    pub info: Info,
    folder: PathBuf,
    table: Table,
    /// How many rows there are before those of each article, and in the end all.
    before: Vec<u64>,
}

impl Old {
    /// A table of the data set in `folder` with rows of these articles.
    ///
    /// # Errors
    /// If it has rows of others, or in another order.
    pub fn open(
        folder: &Path,
        info: &Info,
        table: Table,
        articles: impl ExactSizeIterator<Item = ArticleId>,
    ) -> Result<Self> {
        let n_articles = articles.len();
        let mut ids = articles.map(|article| article.to_string());
        let (mut before, mut rows, mut id) = (vec![0], 0, ids.next());
        for batch in Rows::of(folder, &info.with_columns(&["article_id"]), &table, 0..u64::MAX) {
            let batch = batch?;
            let of = batch.column_by_name("article_id").and_then(|column| column.as_string_opt::<i32>());
            for of in of.ok_or_else(|| out_of_order(folder, info))? {
                while of.is_none() || id.as_deref() != of {
                    if id.is_none() {
                        return Err(out_of_order(folder, info));
                    }
                    before.push(rows);
                    id = ids.next();
                }
                rows += 1;
            }
        }
        before.resize(n_articles + 1, rows);
        Ok(Old::new(folder, info, table, before))
    }

    /// A table that has so many rows before those of each article.
    pub fn new(folder: &Path, info: &Info, table: Table, before: Vec<u64>) -> Self {
        Old { info: info.clone(), folder: folder.to_owned(), table, before }
    }

    pub fn rows_of(&self, articles: &Range<u32>) -> Range<u64> {
        self.before[articles.start as usize]..self.before[articles.end as usize]
    }

    /// Rows by their numbers, some of the columns.
    pub fn read(&self, info: &Info, rows: Range<u64>) -> Rows {
        Rows::of(&self.folder, info, &self.table, rows)
    }

    /// The rows of these articles: parts as they are where that is possible and they have as many bytes as `least`.
    pub fn pieces(&self, articles: &Range<u32>, least: u64, firsts: &Arc<Firsts>) -> Vec<Piece> {
        let rows = self.rows_of(articles);
        // Where each article has one row, that has its number.
        let is_articles = self.info.name == "articles";
        let is_same =
            |part: &Range<u64>| !is_articles || firsts.range(part.start as u32..part.end as u32).next().is_none();
        let (mut pieces, mut at) = (Vec::new(), rows.start);
        let some = |chosen: Range<u64>, pieces: &mut Vec<Piece>| {
            if chosen.is_empty() {
                return;
            }
            let read = self.read(&self.info, chosen.clone());
            pieces.push(Piece::Rows(match is_articles {
                true => with_firsts(read, firsts.clone(), chosen.start as u32),
                false => Box::new(read),
            }));
        };
        for (file, part) in parts(&self.table) {
            let within = !part.is_empty() && rows.start <= part.start && part.end <= rows.end;
            if within && file.bytes >= least && is_same(&part) {
                some(at..part.start, &mut pieces);
                pieces.push(Piece::Part(file.clone()));
                at = part.end;
            }
        }
        some(at..rows.end, &mut pieces);
        pieces
    }
}

pub fn out_of_order(folder: &Path, info: &Info) -> Error {
    let error = Error::failed(format!("rows of {} are not in the order of the articles", info.name));
    error.file(folder).help("make the data set anew: --update --rebuild")
}

/// Rows of `articles`, the first of them number `at`, with what they are duplicates of now.
fn with_firsts(rows: Rows, firsts: Arc<Firsts>, mut at: u32) -> Box<dyn Iterator<Item = Result<RecordBatch>> + Send> {
    Box::new(rows.map(move |batch| {
        let batch = batch?;
        let own = at..at + batch.num_rows() as u32;
        at = own.end;
        let old = batch.column_by_name("duplicate_of").and_then(|column| column.as_string_opt::<i32>());
        let Some(old) = old.filter(|_| firsts.range(own.clone()).next().is_some()) else { return Ok(batch) };
        let new = own.zip(old).map(|(article, old)| match firsts.get(&article) {
            Some(first) => first.map(|first| first.to_string()),
            None => old.map(str::to_owned),
        });
        let new: StringArray = new.collect();
        with_column(&batch, "duplicate_of", Arc::new(new))
    }))
}
