//! Rows spread over files by their keys: what belongs together lies in one file, and a range of keys at a time is gone through
//! in memory.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, FixedSizeBinaryArray, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use super::columns::{Key, missing};
use super::stream::{self, Stream};
use crate::error::{Error, Result};

/// A file has about this many rows; 64 files at most, which are open at a time.
const ROWS: usize = 1 << 18;
const FILES: usize = 64;
/// Rows of a file that are held before they are written.
const HELD: usize = 1024;
/// About so many rows are gone through at a time.
const AT_A_TIME: usize = 1 << 17;

/// Bytes of a key.
const KEY: i32 = size_of::<Key>() as i32;

pub(super) struct Spread {
    schema: SchemaRef,
    files: Vec<Writing>,
}

struct Writing {
    file: Stream,
    rows: usize,
}

/// A finished file, with the ranges of keys, told by two bytes, that are gone through one after the other.
pub(super) struct Written {
    path: PathBuf,
    pub ranges: Vec<Range<usize>>,
}

impl Spread {
    /// Begins the files for about so many rows with these columns and a key.
    pub fn create(folder: &Path, name: &str, fields: &[(&str, DataType)], rows: usize) -> Result<Self> {
        let key = ("key", DataType::FixedSizeBinary(KEY));
        let fields = std::iter::once(&key).chain(fields);
        let fields = fields.map(|(name, data_type)| Field::new(*name, data_type.clone(), true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let file = |number: usize| {
            let path = folder.join(format!("{name}-{number:03}.arrows"));
            Ok(Writing { file: Stream::create(path, schema.clone(), HELD)?, rows: 0 })
        };
        let files = (0..(rows / ROWS + 1).min(FILES)).map(file).collect::<Result<_>>()?;
        Ok(Spread { schema, files })
    }

    /// Writes the rows that have a key.
    pub fn append(&mut self, keys: &[Option<Key>], columns: Vec<ArrayRef>) -> Result<()> {
        let made = FixedSizeBinaryArray::try_from_sparse_iter_with_size(keys.iter().copied(), KEY).and_then(|key| {
            let key: ArrayRef = Arc::new(key);
            RecordBatch::try_new(self.schema.clone(), std::iter::once(key).chain(columns).collect())
        });
        let rows = made.map_err(|cause| Error::failed("cannot make rows").because(cause))?;
        let mut chosen: Vec<Vec<u64>> = vec![Vec::new(); self.files.len()];
        for (row, key) in (0..).zip(keys) {
            if let Some(key) = key {
                chosen[usize::from(key[0]) * self.files.len() / 256].push(row);
            }
        }
        for (file, chosen) in self.files.iter_mut().zip(chosen) {
            file.rows += chosen.len();
            file.file.append_some(&rows, chosen)?;
        }
        Ok(())
    }

    /// The files, in the order of their keys.
    pub fn finish(self) -> Result<Vec<Written>> {
        let files = self.files.len();
        let finish = |(number, file): (usize, Writing)| {
            let path = file.file.finish()?;
            let ends = [number, number + 1].map(|number| (number * 256).div_ceil(files) * 256);
            let parts = file.rows.div_ceil(AT_A_TIME).max(1);
            let end = |part: usize| ends[0] + (ends[1] - ends[0]) * part / parts;
            Ok(Written { path, ranges: (0..parts).map(|part| end(part)..end(part + 1)).collect() })
        };
        self.files.into_iter().enumerate().map(finish).collect()
    }
}

impl Written {
    /// Hands out the file's rows in their order, batch by batch, with the keys of those in `range`.
    pub fn read(
        &self,
        range: &Range<usize>,
        mut each: impl FnMut(&RecordBatch, &[Option<Key>]) -> Result<()>,
    ) -> Result<()> {
        stream::read(&self.path, None, |batch| {
            let keys = batch.column_by_name("key").and_then(|keys| keys.as_fixed_size_binary_opt());
            let keys = keys.ok_or_else(|| missing("key"))?;
            let chosen = keys.iter().map(|key| {
                let key = Key::try_from(key?).ok()?;
                range.contains(&usize::from(u16::from_be_bytes([key[0], key[1]]))).then_some(key)
            });
            each(batch, &chosen.collect::<Vec<_>>())
        })
    }

    /// What was gone through takes no more room on the disk.
    pub fn remove(self) {
        let _ = std::fs::remove_file(self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_every_key_once() {
        for files in [1, 3, 64] {
            let folder = tempfile::tempdir().unwrap();
            let spread = Spread::create(folder.path(), "x", &[], (files - 1) * ROWS).unwrap();
            let ranges: Vec<_> = spread.finish().unwrap().into_iter().flat_map(|file| file.ranges).collect();
            assert_eq!((ranges[0].start, ranges[ranges.len() - 1].end, ranges.len()), (0, 1 << 16, files));
            assert!(ranges.windows(2).all(|two| two[0].end == two[1].start));
        }
    }
}
