//! One table on its way into the data set: a file for each format.

use std::io;
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use rayon::prelude::*;

use super::csv::CsvFile;
use super::manifest::{File, Table};
use super::parquet::{self, ParquetFile};
use super::{Format, Options, csv_path, parquet_path};
use crate::error::{Context, Error, Result};
use crate::table::Info;

pub(super) struct TableWriter {
    pub info: Info,
    pub rows: u64,
    open: Vec<Open>,
    files: Vec<File>,
}

struct Open {
    /// Relative to the folder of the data set.
    path: String,
    file: FormatFile,
}

enum FormatFile {
    Parquet(Box<ParquetFile>),
    Csv(CsvFile),
}

impl TableWriter {
    /// Begins the table's files in `folder`.
    pub fn create(folder: &Path, info: &Info, options: &Options) -> Result<Self> {
        let mut open = Vec::new();
        for format in options.formats {
            let path = match format {
                Format::Parquet => parquet_path(info.name),
                Format::Csv => csv_path(info.name),
            };
            let full = folder.join(&path);
            if let Some(parent) = full.parent() {
                std::fs::create_dir_all(parent).failed(parent, "cannot make this folder")?;
            }
            let file = match format {
                Format::Parquet => FormatFile::Parquet(Box::new(ParquetFile::create(&full, info, options.models)?)),
                Format::Csv => FormatFile::Csv(CsvFile::create(&full, info, options.spreadsheet)?),
            };
            open.push(Open { path, file });
        }
        Ok(TableWriter { info: info.clone(), rows: 0, open, files: Vec::new() })
    }

    pub fn append(&mut self, folder: &Path, batch: &RecordBatch) -> Result<()> {
        if self.open.is_empty() {
            return Err(Error::failed(format!("the table {} is closed", self.info.name)));
        }
        self.open.par_iter_mut().try_for_each(|Open { path, file }| {
            let written: Result<(), Box<dyn std::error::Error + Send + Sync>> = match file {
                FormatFile::Parquet(file) => file.append(batch).map_err(Into::into),
                FormatFile::Csv(file) => file.append(batch).map_err(Into::into),
            };
            written.failed(folder.join(path), "cannot write this file")
        })?;
        self.rows += batch.num_rows() as u64;
        Ok(())
    }

    /// Puts the table's files on the disk for good.
    pub fn close(&mut self, folder: &Path) -> Result<()> {
        for Open { path, file } in self.open.drain(..) {
            let full = folder.join(&path);
            let sum = match file {
                FormatFile::Parquet(file) => file.finish().failed(&full, "cannot write this file"),
                FormatFile::Csv(file) => file.finish().failed(&full, "cannot write this file"),
            }?;
            self.files.push(File::new(path, sum, Some(self.rows)));
        }
        Ok(())
    }

    /// Reads back what can be checked at little cost: sizes, and rows in the footers.
    pub fn check(&self, folder: &Path) -> Result<()> {
        for file in &self.files {
            let path: PathBuf = folder.join(&file.path);
            let size = std::fs::metadata(&path).failed(&path, "cannot read this file back")?.len();
            let rows = if file.path.ends_with(".parquet") { parquet::rows(&path)? } else { self.rows };
            if size != file.bytes || rows != self.rows {
                let found = io::Error::other(format!(
                    "wrote {} rows and {} bytes, found {rows} and {size}",
                    self.rows, file.bytes
                ));
                return Err(Error::failed("this file is not as it was written").file(path).because(found));
            }
        }
        Ok(())
    }

    pub fn entry(&self) -> Table {
        Table::new(&self.info, self.rows, self.files.clone())
    }
}
