//! Rows by month, publisher and language of their article, in folders that readers understand (Hive):
//! `data/quotes/published_month=2026-01/language=en/part-00000.parquet`.
//!
//! Rows come in any order, and there may be more partitions than files can be open. So a table is written as one draft
//! first ([`draft`]), and then read as often as it takes to write a few partitions at a time ([`Partitions::split`]). When a
//! data set is brought up to date only new articles go through drafts; of what is there whole partitions are taken over
//! ([`Carried`]).

mod carried;
mod labels;
mod places;
mod split;

use std::path::{Path, PathBuf};

use arrow::array::{AsArray, RecordBatch, StringArray};

use crate::error::{Error, Result};
use crate::table::Info;

pub(super) use carried::Carried;
pub use labels::{Labels, Told};
pub(super) use places::Partitions;
pub(super) use split::Split;

/// What articles can be told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    PublishedMonth,
    Publisher,
    Language,
}

impl By {
    pub const ALL: [By; 3] = [By::PublishedMonth, By::Publisher, By::Language];

    pub fn as_str(self) -> &'static str {
        match self {
            By::PublishedMonth => "published_month",
            By::Publisher => "publisher",
            By::Language => "language",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        By::ALL.into_iter().find(|by| by.as_str() == name)
    }
}

/// The folder of drafts in that of a data set in the making.
pub(super) const DRAFTS: &str = ".drafts";

/// Where the draft of a table is, until its rows are in their partitions.
pub(super) fn draft(root: &Path, table: &str) -> PathBuf {
    root.join(DRAFTS).join(table).with_extension("parquet")
}

/// Whether the rows of a table are of articles.
pub(super) fn applies(info: &Info) -> bool {
    info.columns.iter().any(|column| column.name == "article_id")
}

fn text<'a>(batch: &'a RecordBatch, column: &str) -> Result<&'a StringArray> {
    let column = batch.column_by_name(column).and_then(|column| column.as_string_opt::<i32>());
    column.ok_or_else(|| Error::failed("rows lack a column that they are partitioned by"))
}
