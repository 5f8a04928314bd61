//! Rows by month, publisher and language of their article, in folders that readers understand (Hive):
//! `data/quotes/published_month=2026-01/language=en/part-00000.parquet`.
//!
//! Rows come in any order, and there may be more partitions than files can be open. So a table is written as one draft
//! first, and then read as often as it takes to write a few partitions at a time.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use arrow::array::{Array, AsArray, RecordBatch, UInt32Array};
use arrow::compute::take_record_batch;
use arrow::datatypes::TimestampMicrosecondType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rustc_hash::FxHashMap;

use super::DATA;
use super::manifest::File;
use super::parquet::Facts;
use super::parts::Parts;
use crate::error::{Context, Error, Result};
use crate::table::Info;

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
}

/// The value where an article does not say. A null would be a partition that pandas cannot read.
const UNKNOWN: &str = "unknown";
/// How Hive writes a null.
const HIVE_NULL: &str = "__HIVE_DEFAULT_PARTITION__";
/// Names of folders end at 255 bytes.
const LONGEST: usize = 180;
/// So many partitions are written at a time.
const OPEN: usize = 16;
const BATCH: usize = 8192;

/// Where the rows of each article go.
pub(super) struct Partitions {
    by: Vec<By>,
    /// `published_month=2026-01/language=en`, in the order of their first articles.
    folders: Vec<String>,
    known: FxHashMap<String, u32>,
    of: FxHashMap<[u8; 16], u32>,
}

impl Partitions {
    pub fn new(by: &[By]) -> Option<Self> {
        let (folders, known, of) = (Vec::new(), FxHashMap::default(), FxHashMap::default());
        (!by.is_empty()).then(|| Partitions { by: by.to_vec(), folders, known, of })
    }

    /// Notes where the articles of these rows of `articles` go.
    pub fn learn(&mut self, articles: &RecordBatch) -> Result<()> {
        let ids = text(articles, "article_id")?;
        for row in 0..articles.num_rows() {
            let mut folder = String::new();
            for by in &self.by {
                let slash = if folder.is_empty() { "" } else { "/" };
                let _ = write!(folder, "{slash}{}={}", by.as_str(), escaped(&value(*by, articles, row)?));
            }
            let next = self.folders.len() as u32;
            let number = *self.known.entry(folder.clone()).or_insert(next);
            if number == next {
                self.folders.push(folder);
            }
            self.of.insert(key(ids.value(row)), number);
        }
        Ok(())
    }

    /// Moves the rows of a draft to their partitions. A table without rows is one file without a partition.
    pub fn split(&self, root: &Path, draft: &Path, info: &Info, facts: &Facts, limit: u64) -> Result<Vec<File>> {
        let mut counts = vec![0u64; self.folders.len()];
        self.each(draft, |_, places| places.iter().for_each(|&place| counts[place as usize] += 1))?;
        let table = format!("{DATA}/{}", info.name);
        if counts.iter().all(|&count| count == 0) {
            return Parts::create(root, table, facts.clone(), limit)?.finish(root);
        }
        let mut used: Vec<u32> = (0..).zip(&counts).filter(|(_, count)| **count > 0).map(|(place, _)| place).collect();
        used.sort_by_key(|&place| &self.folders[place as usize]);
        let mut files = Vec::new();
        for some in used.chunks(OPEN) {
            let create = |&place: &u32| {
                let folder = format!("{table}/{}", self.folders[place as usize]);
                Parts::create(root, folder, facts.clone(), limit)
            };
            let mut open = some.iter().map(create).collect::<Result<Vec<_>>>()?;
            let mut failed = Ok(());
            self.each(draft, |batch, places| {
                for (parts, place) in open.iter_mut().zip(some) {
                    let rows = (0..).zip(places).filter(|(_, own)| *own == place).map(|(row, _)| row);
                    let rows: UInt32Array = rows.collect();
                    if failed.is_ok() && !rows.is_empty() {
                        let own = facts.columns_of(batch).and_then(|batch| take_record_batch(&batch, &rows));
                        let own = own.map_err(|cause| Error::failed("cannot choose rows").because(cause));
                        failed = own.and_then(|own| parts.append(root, &own));
                    }
                }
            })?;
            failed?;
            for parts in open {
                files.extend(parts.finish(root)?);
            }
        }
        Ok(files)
    }

    /// Hands out a draft batch by batch, with the partition of each row.
    fn each(&self, draft: &Path, mut each: impl FnMut(&RecordBatch, &[u32])) -> Result<()> {
        let file = fs::File::open(draft).failed(draft, "cannot read this file back")?;
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).failed(draft, "cannot read this file back")?;
        for batch in reader.with_batch_size(BATCH).build().failed(draft, "cannot read this file back")? {
            let batch = batch.failed(draft, "cannot read this file back")?;
            let ids = text(&batch, "article_id")?;
            let place = |id: Option<&str>| id.and_then(|id| self.of.get(&key(id)).copied());
            let places: Option<Vec<u32>> = ids.iter().map(place).collect();
            each(&batch, &places.ok_or_else(|| Error::failed("a row is of no article").file(draft))?);
        }
        Ok(())
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

fn text<'a>(batch: &'a RecordBatch, column: &str) -> Result<&'a arrow::array::StringArray> {
    let column = batch.column_by_name(column).and_then(|column| column.as_string_opt::<i32>());
    column.ok_or_else(|| Error::failed("rows lack a column that they are partitioned by"))
}

fn key(id: &str) -> [u8; 16] {
    let mut key = [0; 16];
    key.copy_from_slice(&blake3::hash(id.as_bytes()).as_bytes()[..16]);
    key
}

fn value(by: By, articles: &RecordBatch, row: usize) -> Result<String> {
    let told = match by {
        By::Publisher | By::Language => {
            let column = text(articles, by.as_str())?;
            column.is_valid(row).then(|| column.value(row).trim().to_owned())
        }
        By::PublishedMonth => {
            let times = articles.column_by_name("published_at");
            let times = times.and_then(|column| column.as_primitive_opt::<TimestampMicrosecondType>());
            let times = times.ok_or_else(|| Error::failed("rows of articles have no published_at"))?;
            let time = times.is_valid(row).then(|| jiff::Timestamp::from_microsecond(times.value(row)).ok());
            time.flatten().map(|time| time.to_string()[..7].to_owned())
        }
    };
    Ok(told.filter(|told| !told.is_empty() && told != HIVE_NULL).unwrap_or_else(|| UNKNOWN.to_owned()))
}

/// As the name of a folder: what is not a plain letter, digit, hyphen, underscore or stop is `%` and its bytes in hex,
/// which readers undo. A very long one ends in its hash.
fn escaped(value: &str) -> String {
    let mut escaped = String::new();
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => escaped.push(char::from(byte)),
            _ => drop(write!(escaped, "%{byte:02X}")),
        }
        if escaped.len() > LONGEST {
            let start: String = value.chars().take(12).collect();
            return format!("{}-{}", self::escaped(&start), &blake3::hash(value.as_bytes()).to_hex()[..16]);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_folders_are_harmless() {
        assert_eq!(escaped("2026-01"), "2026-01");
        assert_eq!(escaped("../../etc/x"), "..%2F..%2Fetc%2Fx");
        assert_eq!(escaped("Zoë & 小\n=\"%"), "Zo%C3%AB%20%26%20%E5%B0%8F%0A%3D%22%25");
        let long = escaped(&"小".repeat(10_000));
        assert!(long.len() < 255 && long != escaped(&"小".repeat(9_999)), "{long}");
    }
}
