//! One table on its way into the data set: its files in each format.

use std::path::Path;

use arrow::array::RecordBatch;
use rayon::prelude::*;

use super::csv::CsvFile;
use super::ipc::IpcFile;
use super::manifest::{File, Table};
use super::old::Piece;
use super::parquet::{self, Facts, ParquetFile};
use super::partition::{self, Carried, Partitions, Split};
use super::parts::Parts;
use super::rows::Rows;
use super::{DATA, Format, Options, arrow_path, csv_path};
use crate::error::{Context, Error, Result};
use crate::table::Info;

pub(super) struct TableWriter {
    pub info: Info,
    pub rows: u64,
    /// Whether rows of the old data set go to its partitions without going through here.
    pub carries: bool,
    facts: Facts,
    part_bytes: u64,
    open: Vec<Open>,
    files: Vec<File>,
}

enum Open {
    Parquet(Box<Parts>),
    /// All rows that are not carried over, until it is known into how many partitions they go, and what the files there say of
    /// themselves.
    Draft(Box<ParquetFile>, Box<Facts>),
    Csv(CsvFile),
    Ipc(Box<IpcFile>),
}

impl TableWriter {
    /// Begins the table's files in `folder`.
    pub fn create(folder: &Path, info: &Info, options: &Options) -> Result<Self> {
        let mut table = TableWriter {
            info: info.clone(),
            rows: 0,
            carries: false,
            facts: Facts::new(info, options.models, &[]),
            part_bytes: options.part_bytes.unwrap_or(super::PART_BYTES),
            open: Vec::new(),
            files: Vec::new(),
        };
        for format in options.formats {
            let open = match format {
                Format::Parquet if !options.partition_by.is_empty() && partition::applies(info) => {
                    let file = ParquetFile::create(&made(&partition::draft(folder, info.name))?, &table.facts)?;
                    let left_out: Vec<&str> = options.partition_by.iter().map(|by| by.as_str()).collect();
                    Open::Draft(Box::new(file), Box::new(Facts::new(info, options.models, &left_out)))
                }
                Format::Parquet => {
                    let inner = format!("{DATA}/{}", info.name);
                    Open::Parquet(Box::new(Parts::create(folder, inner, table.facts.clone(), table.part_bytes)?))
                }
                Format::Csv => {
                    let path = made(&folder.join(csv_path(info.name)))?;
                    Open::Csv(CsvFile::create(&path, info, options.spreadsheet)?)
                }
                Format::Arrow => {
                    Open::Ipc(Box::new(IpcFile::create(&made(&folder.join(arrow_path(info.name)))?, info)?))
                }
            };
            table.open.push(open);
        }
        Ok(table)
    }

    pub fn append(&mut self, folder: &Path, batch: &RecordBatch) -> Result<()> {
        if self.open.is_empty() {
            return Err(Error::failed(format!("the table {} is closed", self.info.name)));
        }
        self.append_to(folder, batch, |_| true)?;
        self.rows += batch.num_rows() as u64;
        Ok(())
    }

    fn append_to(&mut self, folder: &Path, batch: &RecordBatch, to: impl Fn(&Open) -> bool + Sync) -> Result<()> {
        let name = self.info.name;
        self.open.par_iter_mut().filter(|open| to(open)).try_for_each(|open| match open {
            Open::Parquet(parts) => parts.append(folder, batch),
            Open::Draft(file, _) => file.append(batch).failed(partition::draft(folder, name), WRITE),
            Open::Csv(file) => file.append(batch).failed(folder.join(csv_path(name)), WRITE),
            Open::Ipc(file) => file.append(batch).failed(folder.join(arrow_path(name)), WRITE),
        })
    }

    /// Takes rows over from the data set in `from`, in their order. Into partitions they are carried over when these are written.
    pub fn take_over(&mut self, folder: &Path, from: &Path, pieces: Vec<Piece>) -> Result<()> {
        for piece in pieces {
            let part = match piece {
                Piece::Rows(rows) => {
                    for batch in rows {
                        let batch = batch?;
                        self.append_to(folder, &batch, |open| !matches!(open, Open::Draft(..)))?;
                        self.rows += if self.carries { 0 } else { batch.num_rows() as u64 };
                    }
                    continue;
                }
                Piece::Part(part) => part,
            };
            let mut others = false;
            for open in &mut self.open {
                match open {
                    Open::Parquet(parts) => parts.take_over(folder, from, &part)?,
                    _ => others = true,
                }
            }
            let rows = part.rows.unwrap_or(0);
            if others {
                let table = Table::new(&self.info, rows, vec![part]);
                for batch in Rows::of(from, &self.info, &table, 0..rows) {
                    self.append_to(folder, &batch?, |open| !matches!(open, Open::Parquet(_)))?;
                }
            }
            self.rows += rows;
        }
        Ok(())
    }

    /// Puts the table's files on the disk for good.
    pub fn close(&mut self, folder: &Path, partitions: Option<(&Partitions, Option<&Carried>)>) -> Result<()> {
        let name = self.info.name;
        // How many rows there are is known when those carried over are.
        self.open.sort_by_key(|open| !matches!(open, Open::Draft(..)));
        for open in std::mem::take(&mut self.open) {
            match open {
                Open::Parquet(parts) => self.files.extend(parts.finish(folder)?),
                Open::Draft(file, facts) => {
                    let draft = partition::draft(folder, name);
                    file.finish().failed(&draft, WRITE)?;
                    if let Some((partitions, carried)) = partitions {
                        let split = Split {
                            root: folder,
                            draft: &draft,
                            table: name,
                            whole: &self.facts,
                            facts: &facts,
                            limit: self.part_bytes,
                            least: least(self.part_bytes),
                            carried: carried.filter(|_| self.carries),
                        };
                        let (files, carried) = partitions.split(&split)?;
                        self.files.extend(files);
                        self.rows += carried;
                    }
                    std::fs::remove_file(&draft).failed(&draft, "cannot remove this draft")?;
                }
                Open::Csv(file) => {
                    let sum = file.finish().failed(folder.join(csv_path(name)), WRITE)?;
                    self.files.push(File::new(csv_path(name), sum, Some(self.rows)));
                }
                Open::Ipc(file) => {
                    let sum = file.finish().failed(folder.join(arrow_path(name)), WRITE)?;
                    self.files.push(File::new(arrow_path(name), sum, Some(self.rows)));
                }
            }
        }
        Ok(())
    }

    /// Reads back what can be checked at little cost: sizes, and rows in the footers.
    pub fn check(&self, folder: &Path) -> Result<()> {
        let mut parquet_rows = None;
        for file in &self.files {
            let path = folder.join(&file.path);
            let size = std::fs::metadata(&path).failed(&path, "cannot read this file back")?.len();
            let mut found = file.rows.unwrap_or(0);
            if file.path.ends_with(".parquet") {
                found = parquet::rows(&path)?;
                *parquet_rows.get_or_insert(0) += found;
            }
            if size != file.bytes || Some(found) != file.rows {
                let wrote = format!("wrote {:?} rows and {} bytes, found {found} and {size}", file.rows, file.bytes);
                return Err(Error::failed("this file is not as it was written").file(path).because(wrote));
            }
        }
        match parquet_rows {
            Some(rows) if rows != self.rows => {
                let wrote = format!("wrote {} rows of {}, found {rows}", self.rows, self.info.name);
                Err(Error::failed("rows were lost").file(folder).because(wrote))
            }
            _ => Ok(()),
        }
    }

    pub fn entry(&self) -> Table {
        Table::new(&self.info, self.rows, self.files.clone())
    }
}

const WRITE: &str = "cannot write this file";

/// Smaller parts of what a part may be are put together with their neighbours: many small ones would make readers slow.
const SMALL: u64 = 16;

/// So many bytes a part must have to be taken over as it is, of so many that it may have.
pub(super) fn least(part_bytes: u64) -> u64 {
    part_bytes / SMALL
}

/// The path, with its folder made.
fn made(path: &Path) -> Result<std::path::PathBuf> {
    let parent = path.parent().unwrap_or(path);
    std::fs::create_dir_all(parent).failed(parent, "cannot make this folder")?;
    Ok(path.to_owned())
}
