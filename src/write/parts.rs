//! The Parquet files of one folder: parts of bounded size, at least one, which may be without rows.

use std::path::Path;

use arrow::array::RecordBatch;

use super::file;
use super::manifest::File;
use super::parquet::{Facts, ParquetFile};
use crate::error::{Context, Result};

pub(super) struct Parts {
    /// Relative to the folder of the data set.
    folder: String,
    facts: Facts,
    /// A part that has so many bytes is the last to be written to.
    limit: u64,
    open: Option<ParquetFile>,
    rows: u64,
    done: Vec<File>,
}

/// Of a part of the table in this folder.
pub(super) fn path(folder: &str, number: usize) -> String {
    format!("{folder}/part-{number:05}.parquet")
}

impl Parts {
    /// Begins the parts in `folder`, relative to `root`.
    pub fn create(root: &Path, folder: String, facts: Facts, limit: u64) -> Result<Self> {
        let full = root.join(&folder);
        std::fs::create_dir_all(&full).failed(&full, "cannot make this folder")?;
        let mut parts = Parts { folder, facts, limit, open: None, rows: 0, done: Vec::new() };
        parts.open = Some(ParquetFile::create(&root.join(parts.path()), &parts.facts)?);
        Ok(parts)
    }

    /// Of the part that is being written.
    pub fn path(&self) -> String {
        path(&self.folder, self.done.len())
    }

    pub fn append(&mut self, root: &Path, batch: &RecordBatch) -> Result<()> {
        let path = root.join(self.path());
        let mut file = match self.open.take() {
            Some(file) => file,
            None => ParquetFile::create(&path, &self.facts)?,
        };
        file.append(batch).failed(&path, "cannot write this file")?;
        self.rows += batch.num_rows() as u64;
        let full = file.bytes() >= self.limit;
        self.open = Some(file);
        if full { self.end(root) } else { Ok(()) }
    }

    /// Takes a part of the data set in `from` over as it is, by another name for the same file.
    pub fn take_over(&mut self, root: &Path, from: &Path, part: &File) -> Result<()> {
        if self.rows > 0 {
            self.end(root)?;
        } else if let Some(empty) = self.open.take() {
            drop(empty);
            let path = root.join(self.path());
            std::fs::remove_file(&path).failed(path, "cannot remove an empty part")?;
        }
        let (old, path) = (from.join(&part.path), self.path());
        file::link(&old, &root.join(&path))?;
        self.done.push(File { path, ..part.clone() });
        Ok(())
    }

    fn end(&mut self, root: &Path) -> Result<()> {
        let path = self.path();
        if let Some(file) = self.open.take() {
            let sum = file.finish().failed(root.join(&path), "cannot write this file")?;
            self.done.push(File::new(path, sum, Some(std::mem::take(&mut self.rows))));
        }
        Ok(())
    }

    /// Puts all parts on the disk for good.
    pub fn finish(mut self, root: &Path) -> Result<Vec<File>> {
        self.end(root)?;
        Ok(self.done)
    }
}
