//! Rows in a file that is written once and read from its beginning: record batches as Arrow streams them. Unlike Parquet that
//! takes no memory for what is written already.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use arrow::array::{RecordBatch, UInt64Array};
use arrow::compute::BatchCoalescer;
use arrow::datatypes::SchemaRef;
use arrow::error::Result as ArrowResult;
use arrow::ipc::CompressionType;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::{IpcWriteOptions, StreamWriter};

use crate::error::{Context, Result};

const WRITE: &str = "cannot write this file";
const READ: &str = "cannot read this file back";

pub(super) struct Stream {
    path: PathBuf,
    writer: StreamWriter<BufWriter<File>>,
    held: BatchCoalescer,
}

impl Stream {
    /// Begins a file whose batches have so many rows, which are held before they are written.
    pub fn create(path: PathBuf, schema: SchemaRef, rows: usize) -> Result<Self> {
        let file = BufWriter::new(File::create(&path).failed(&path, WRITE)?);
        let packed = IpcWriteOptions::default().try_with_compression(Some(CompressionType::LZ4_FRAME));
        let writer = packed.and_then(|packed| StreamWriter::try_new_with_options(file, &schema, packed));
        let writer = writer.failed(&path, "cannot begin this file")?;
        Ok(Stream { path, writer, held: BatchCoalescer::new(schema, rows) })
    }

    pub fn append(&mut self, rows: RecordBatch) -> Result<()> {
        self.held.push_batch(rows).and_then(|()| self.write()).failed(&self.path, WRITE)
    }

    /// Appends the rows with these numbers.
    pub fn append_some(&mut self, rows: &RecordBatch, numbers: Vec<u64>) -> Result<()> {
        let pushed = self.held.push_batch_with_indices(rows.clone(), &UInt64Array::from(numbers));
        pushed.and_then(|()| self.write()).failed(&self.path, WRITE)
    }

    fn write(&mut self) -> ArrowResult<()> {
        while let Some(rows) = self.held.next_completed_batch() {
            self.writer.write(&rows)?;
        }
        Ok(())
    }

    pub fn finish(mut self) -> Result<PathBuf> {
        let rest = self.held.finish_buffered_batch().and_then(|()| self.write());
        rest.and_then(|()| self.writer.finish()).failed(&self.path, WRITE)?;
        Ok(self.path)
    }
}

/// Hands out a file batch by batch, all of it or some columns.
pub(super) fn read(
    path: &Path,
    columns: Option<&[&str]>,
    mut each: impl FnMut(&RecordBatch) -> Result<()>,
) -> Result<()> {
    let open = |chosen| {
        let file = File::open(path).failed(path, READ)?;
        StreamReader::try_new(BufReader::new(file), chosen).failed(path, READ)
    };
    let mut reader = open(None)?;
    if let Some(columns) = columns {
        let schema = reader.schema();
        let chosen = (0..schema.fields().len()).filter(|at| columns.contains(&schema.field(*at).name().as_str()));
        reader = open(Some(chosen.collect()))?;
    }
    reader.try_for_each(|batch| each(&batch.failed(path, READ)?))
}
