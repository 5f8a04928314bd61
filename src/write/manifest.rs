//! `dataset.json`: what the data set holds, written last. A folder without it is no data set.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::file::{self, Sum};
use crate::digest;
use crate::error::{Context, Error, Result};
use crate::table::{Column, Info, type_name};

pub(super) const NAME: &str = "dataset.json";
/// How a manifest of ours is known.
const FORMAT: &str = "quotient data set";
/// Raised when a program that reads the folder by its manifest would be misled.
const FORMAT_VERSION: u32 = 1;

/// Nothing in it changes from run to run over the same inputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: String,
    pub format_version: u32,
    pub schema_version: u32,
    pub program: String,
    pub version: String,
    /// The options that shape the data, as given by the run.
    pub options: Value,
    /// The learnt models that took part; none where rules alone did.
    pub models: Vec<Model>,
    pub counts: Counts,
    /// How many inputs were rejected for which reason.
    pub rejects: BTreeMap<String, u64>,
    pub tables: Vec<Table>,
    /// Files beside the tables.
    pub files: Vec<File>,
    pub inputs: Vec<Input>,
    /// Of this file, with zeros here; stands last.
    sha256: String,
}

/// What every manifest begins with, ours or not.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Head {
    format: Value,
    format_version: Value,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    pub name: String,
    pub sha256: String,
}

/// What became of the articles and records the run came upon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub seen: u64,
    /// Rows of `articles`.
    pub done: u64,
    /// Rows of `rejects`.
    pub rejected: u64,
    pub skipped: u64,
    /// Came again with the same id and the same words.
    pub duplicate: u64,
}

impl Counts {
    pub(super) fn add_up(self) -> bool {
        let parts = [self.done, self.rejected, self.skipped, self.duplicate];
        parts.iter().try_fold(0u64, |sum, &part| sum.checked_add(part)) == Some(self.seen)
    }
}

/// One input of the run: a file, an object, an address. What is in it, the table of articles says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    pub uri: String,
    /// Its size when it was listed.
    pub bytes: u64,
    /// How many articles of the data set are from it. Earlier manifests did not say.
    #[serde(default)]
    pub articles: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub name: String,
    pub description: String,
    pub rows: u64,
    pub columns: Vec<ColumnEntry>,
    pub files: Vec<File>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnEntry {
    pub name: String,
    #[serde(rename = "type")]
    pub data_type: String,
    pub nullable: bool,
    pub description: String,
}

/// One file of the data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Relative to the data set's folder, with `/`.
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
    /// For files of a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

impl File {
    pub(super) fn new(path: impl Into<String>, sum: Sum, rows: Option<u64>) -> Self {
        File { path: path.into(), bytes: sum.bytes, sha256: sum.sha256, rows }
    }

    /// `language=en` of `data/articles/language=en/part-00000.parquet`; empty where there are no partitions.
    pub(super) fn partition(&self) -> Option<&str> {
        let inner = self.path.strip_suffix(".parquet")?.splitn(3, '/').nth(2)?;
        Some(inner.rsplit_once('/').map_or("", |(folder, _)| folder))
    }
}

impl From<&Column> for ColumnEntry {
    fn from(column: &Column) -> Self {
        ColumnEntry {
            name: column.name.into(),
            data_type: type_name(&column.data_type),
            nullable: column.nullable,
            description: column.doc.into(),
        }
    }
}

impl Table {
    /// Whether its Parquet files are in folders that say something.
    pub(super) fn is_partitioned(&self) -> bool {
        self.files.iter().any(|file| file.path.ends_with(".parquet") && file.path.contains('='))
    }

    /// What folders say instead of the files: names in `published_month=2026-01/language=en`.
    pub(super) fn partition_columns(&self) -> Vec<&str> {
        let path = self.files.iter().map(|file| file.path.as_str()).find(|path| path.ends_with(".parquet"));
        path.into_iter().flat_map(|path| path.split('/')).filter_map(|part| Some(part.split_once('=')?.0)).collect()
    }

    /// The same with these files only.
    pub fn with_files(&self, files: Vec<File>) -> Self {
        let rows = files.iter().filter_map(|file| file.rows).sum();
        let (name, description, columns) = (self.name.clone(), self.description.clone(), self.columns.clone());
        Table { name, description, rows, columns, files }
    }

    /// Its Parquet files by partition, as tables of their own.
    pub fn partitions(&self) -> BTreeMap<String, Table> {
        let mut files: BTreeMap<String, Vec<File>> = BTreeMap::new();
        for file in &self.files {
            if let Some(partition) = file.partition() {
                files.entry(partition.to_owned()).or_default().push(file.clone());
            }
        }
        files.into_iter().map(|(partition, files)| (partition, self.with_files(files))).collect()
    }

    pub(super) fn new(info: &Info, rows: u64, files: Vec<File>) -> Self {
        let columns = info.columns.iter().map(ColumnEntry::from).collect();
        Table { name: info.name.into(), description: info.doc.into(), rows, columns, files }
    }
}

impl Manifest {
    pub(super) fn new(provenance: super::Provenance, rejects: BTreeMap<String, u64>, tables: Vec<Table>) -> Self {
        Manifest {
            format: FORMAT.into(),
            format_version: FORMAT_VERSION,
            schema_version: crate::table::SCHEMA_VERSION,
            program: super::PROGRAM.into(),
            version: super::VERSION.into(),
            options: provenance.options,
            models: provenance.models.into_iter().map(|(name, sha256)| Model { name, sha256 }).collect(),
            counts: provenance.counts,
            rejects,
            tables,
            files: Vec::new(),
            inputs: provenance.inputs,
            sha256: "0".repeat(DIGITS),
        }
    }

    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(NAME);
        let mut json = serde_json::to_vec_pretty(self).failed(&path, "cannot write the manifest")?;
        json.push(b'\n');
        let hash = digest::sha256(&json);
        if let Some(place) = own_place(&json) {
            json[place].copy_from_slice(hash.as_bytes());
        }
        file::write(&path, &json).map(drop)
    }

    /// Whether the manifest in `folder` is as it was written, to the bit.
    pub(super) fn is_intact(folder: &Path) -> io::Result<bool> {
        let mut json = fs::read(folder.join(NAME))?;
        let Some(place) = own_place(&json) else { return Ok(false) };
        let told = json[place.clone()].to_vec();
        json[place].fill(b'0');
        Ok(digest::sha256(&json).as_bytes() == told)
    }

    /// The manifest of the data set in `folder`, `None` if there is none. One that is not ours, is damaged or comes
    /// from a later format is an error.
    pub fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(NAME);
        let json = match fs::read(&path) {
            Ok(json) => json,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(Error::failed("cannot read the manifest").file(path).because(cause)),
        };
        // Looked at first: it says whether the rest can be understood.
        let head: Head = serde_json::from_slice(&json).failed(&path, "the manifest is damaged")?;
        if head.format != FORMAT {
            return Err(Error::failed("this is not a manifest of Quotient").file(path));
        }
        let version = head.format_version.as_u64().unwrap_or(0);
        if version != u64::from(FORMAT_VERSION) {
            let found = format!("this data set has format {version}, this program reads format {FORMAT_VERSION}");
            return Err(Error::failed(found)
                .file(path)
                .help("use the version of Quotient that wrote it, or a later one"));
        }
        serde_json::from_slice(&json).map(Some).failed(&path, "the manifest is damaged")
    }

    /// All files of the data set but the manifest.
    pub fn all_files(&self) -> impl Iterator<Item = &File> {
        self.tables.iter().flat_map(|table| &table.files).chain(&self.files)
    }
}

/// Digits of a SHA-256.
const DIGITS: usize = 64;

/// Where a manifest's own hash stands: its last value.
fn own_place(json: &[u8]) -> Option<Range<usize>> {
    let end = json.strip_suffix(b"\"\n}\n")?.len();
    Some(end.checked_sub(DIGITS)?..end)
}
