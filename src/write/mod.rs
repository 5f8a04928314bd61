//! The data set: a folder of tables, made aside and published in one step.
//!
//! ```text
//! output/
//!   README.md                          what is in it, and the lines that read it; the card of Hugging Face
//!   croissant.json, datapackage.json   the same for Croissant and Frictionless
//!   dataset.json                       every file with rows, size and SHA-256; written last
//!   data/<table>/part-00000.parquet    nothing else in these folders
//!   state/*.parquet                    what the next run is to know, if it is to go on from here
//!   csv/<table>.csv, arrow/<table>.arrow    if asked for
//! ```

mod about;
mod commit;
mod croissant;
mod csv;
mod file;
mod frictionless;
mod ipc;
mod keep;
mod lock;
pub mod manifest;
mod old;
mod parquet;
mod partition;
mod parts;
mod place;
mod readme;
mod rows;
pub mod state;
mod table;
mod take;
mod verify;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use arrow::array::{AsArray, RecordBatch};
use rayon::prelude::*;
use serde_json::Value;

use crate::error::{Context, Error, Result};
use crate::table::Info;
use commit::Stage;
use manifest::{Counts, Input, Manifest};
use partition::{Carried, Partitions};
use state::State;
use table::TableWriter;

pub use about::About;
pub use old::{Firsts, Old, Piece, out_of_order};
pub use partition::{By, Labels};
pub use rows::{Rows, with_column};
pub use verify::{Report, verify};

const PROGRAM: &str = "quotient";
const VERSION: &str = env!("CARGO_PKG_VERSION");
const DATA: &str = "data";
const CSV: &str = "csv";
const ARROW: &str = "arrow";
/// A Parquet file ends when it is about so large.
const PART_BYTES: u64 = 256 << 20;
/// Files of ours that people write into.
const PAGES: [&str; 3] = [readme::NAME, croissant::NAME, frictionless::NAME];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Parquet,
    Csv,
    Arrow,
}

impl Format {
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Parquet => "parquet",
            Format::Csv => "csv",
            Format::Arrow => "arrow",
        }
    }
}

/// What a data set is to hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    pub formats: &'a [Format],
    /// In the order of the manifest; usually some of [`crate::table::tables`].
    pub tables: &'a [Info],
    /// CSV for spreadsheets: with a byte order mark, and cells that would run as formulas defused by an apostrophe.
    pub spreadsheet: bool,
    /// Name and SHA-256 of each learnt model that takes part, for the files.
    pub models: &'a [(String, String)],
    /// Folders for rows of like articles; what they say the files leave out.
    pub partition_by: &'a [By],
    /// About how large a Parquet file may be, in bytes.
    pub part_bytes: Option<u64>,
}

/// What a run knows of its inputs, for the manifest.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    pub inputs: Vec<Input>,
    /// The options that shape the data; nothing that changes from run to run over the same inputs.
    pub options: Value,
    /// Name and SHA-256 of each learnt model that took part.
    pub models: Vec<(String, String)>,
    pub counts: Counts,
    pub about: About,
    /// What the next run is to know of the inputs.
    pub state: Option<State>,
}

/// A published data set.
#[derive(Clone, Debug)]
pub struct Published {
    pub folder: PathBuf,
    /// Name and rows of each table.
    pub tables: Vec<(String, u64)>,
    /// Size of all files.
    pub bytes: u64,
    /// What went wrong after the data set was safe.
    pub warnings: Vec<String>,
}

/// A data set in the making. Until [`DataSet::publish`] nobody sees it; dropped before, it leaves the old data set and
/// nothing else.
pub struct DataSet {
    // Before the stage: files are closed before their folder goes.
    tables: Vec<TableWriter>,
    formats: Vec<Format>,
    part_bytes: u64,
    partitions: Option<Partitions>,
    carried: Option<Carried>,
    rejects: BTreeMap<String, u64>,
    warnings: Vec<String>,
    stage: Stage,
}

impl DataSet {
    /// Begins a data set that is to stand at `folder`, whose parent must exist.
    ///
    /// # Errors
    /// `Usage` if the folder cannot be used or holds what Quotient did not write, `Locked` if another run is writing
    /// it, `Failed` if nothing can be written beside it.
    pub fn create(folder: &Path, options: Options) -> Result<Self> {
        if options.formats.is_empty() || options.tables.is_empty() {
            return Err(Error::usage("a data set needs at least one table and one format"));
        }
        let (stage, warnings) = Stage::begin(folder)?;
        let writers = options.tables.iter().map(|info| TableWriter::create(&stage.folder, info, &options));
        let tables = writers.collect::<Result<_>>()?;
        let (formats, partitions) = (options.formats.to_vec(), Partitions::new(options.partition_by));
        let part_bytes = options.part_bytes.unwrap_or(PART_BYTES);
        let (carried, rejects) = Default::default();
        Ok(DataSet { tables, formats, part_bytes, partitions, carried, rejects, warnings, stage })
    }

    /// Adds rows to the tables named, as [`crate::table::batches`] gives them.
    pub fn append(&mut self, batches: &[(&'static str, RecordBatch)]) -> Result<()> {
        if let Some((name, _)) = batches.iter().find(|(name, _)| !self.takes(name)) {
            return Err(Error::failed(format!("this data set has no table {name}")));
        }
        for (_, batch) in batches.iter().filter(|(name, _)| *name == "rejects") {
            let reasons = batch.column_by_name("reason").and_then(|column| column.as_string_opt::<i32>());
            for reason in reasons.into_iter().flatten().flatten() {
                *self.rejects.entry(reason.to_owned()).or_default() += 1;
            }
        }
        let articles = batches.iter().filter(|(name, _)| *name == "articles");
        if let Some(partitions) = &mut self.partitions {
            articles.map(|(_, articles)| articles).try_for_each(|articles| partitions.learn(articles))?;
        }
        let folder = &self.stage.folder;
        self.tables.par_iter_mut().try_for_each(|table| {
            let name = table.info.name;
            batches.iter().filter(|(own, _)| *own == name).try_for_each(|(_, batch)| table.append(folder, batch))
        })
    }

    /// A folder for what is needed only while the data set is made, on the same disk. Whoever makes it removes it.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.stage.folder.join(format!(".{name}"))
    }

    /// Whether the data set has this table.
    pub fn has(&self, table: &str) -> bool {
        self.tables.iter().any(|own| own.info.name == table)
    }

    /// Whether it takes rows of this table, be it only to know where those of others go.
    pub fn takes(&self, table: &str) -> bool {
        self.has(table) || self.partitions.is_some() && table == "articles"
    }

    /// Ends the tables named, so that another stage can read them before the data set is published. Returns the folder
    /// of the data set in the making: what must not be changed in it is everything.
    pub fn close(&mut self, names: &[&str]) -> Result<&Path> {
        let folder = &self.stage.folder;
        let chosen = self.tables.par_iter_mut().filter(|table| names.contains(&table.info.name));
        let partitions = self.partitions.as_ref().map(|partitions| (partitions, self.carried.as_ref()));
        chosen.try_for_each(|table| table.close(folder, partitions))?;
        Ok(folder)
    }

    /// Puts everything on the disk for good, checks it, and lets it take the old data set's place.
    pub fn publish(mut self, mut provenance: Provenance) -> Result<Published> {
        let folder = self.stage.folder.clone();
        let partitions = self.partitions.as_ref().map(|partitions| (partitions, self.carried.as_ref()));
        self.tables.par_iter_mut().try_for_each(|table| table.close(&folder, partitions))?;
        let drafts = folder.join(partition::DRAFTS);
        if drafts.is_dir() {
            fs::remove_dir(&drafts).failed(&drafts, "cannot remove the folder of drafts")?;
        }
        self.count(provenance.counts)?;
        let tables: Vec<_> = self.tables.iter().map(TableWriter::entry).collect();
        let (about, state) = (provenance.about.clone(), provenance.state.take());
        let mut manifest = Manifest::new(provenance, std::mem::take(&mut self.rejects), tables);
        let pages = [
            (readme::NAME, Some(readme::page(&manifest, &about, &self.formats))),
            (croissant::NAME, croissant::page(&manifest, &about)),
            (frictionless::NAME, frictionless::page(&manifest, &about)),
        ];
        for (name, page) in pages {
            let Some(page) = page else { continue };
            let sum = file::write(&folder.join(name), page.as_bytes())?;
            manifest.files.push(manifest::File::new(name, sum, None));
        }
        if let Some(mut state) = state {
            let ids = state.articles.iter().map(|article| article.id);
            state.placed = self.partitions.as_ref().map(|partitions| partitions.placed(ids)).transpose()?;
            manifest.files.extend(state.write(&folder)?);
        }
        manifest.write(&folder)?;
        for inner in folders(&folder)? {
            file::sync_folder(&inner).failed(&inner, "cannot put this folder on the disk for good")?;
        }
        self.tables.iter().try_for_each(|table| table.check(&folder))?;

        let (folder, warnings) = self.stage.publish()?;
        self.warnings.extend(warnings);
        Ok(Published {
            folder,
            tables: manifest.tables.iter().map(|table| (table.name.clone(), table.rows)).collect(),
            bytes: manifest.all_files().map(|file| file.bytes).sum(),
            warnings: self.warnings,
        })
    }

    /// Every article and record must have come out somewhere.
    fn count(&self, counts: Counts) -> Result<()> {
        let rows = |name: &str| self.tables.iter().find(|table| table.info.name == name).map(|table| table.rows);
        let articles = rows("articles").is_none_or(|rows| rows == counts.done);
        let rejects = rows("rejects").is_none_or(|rows| rows == counts.rejected);
        if counts.add_up() && articles && rejects {
            return Ok(());
        }
        let found = format!("{counts:?}, rows of articles {:?}, of rejects {:?}", rows("articles"), rows("rejects"));
        Err(Error::failed("the counts do not add up, so nothing was published").because(found))
    }
}

/// All folders in `folder`, and itself.
fn folders(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = vec![folder.to_owned()];
    let mut next = 0;
    while let Some(at) = found.get(next).cloned() {
        for entry in fs::read_dir(&at).failed(&at, "cannot list this folder")? {
            let entry = entry.failed(&at, "cannot list this folder")?;
            if entry.file_type().failed(entry.path(), "cannot list this folder")?.is_dir() {
                found.push(entry.path());
            }
        }
        next += 1;
    }
    Ok(found)
}

/// What stands for all Parquet files of a table, relative to the data set's folder.
fn parquet_pattern(table: &manifest::Table) -> String {
    let inner = if table.is_partitioned() { "**/*.parquet" } else { "*.parquet" };
    format!("{DATA}/{}/{inner}", table.name)
}

fn csv_path(table: &str) -> String {
    format!("{CSV}/{table}.csv")
}

fn arrow_path(table: &str) -> String {
    format!("{ARROW}/{table}.arrow")
}
