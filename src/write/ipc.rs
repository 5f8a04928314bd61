//! A table as one Arrow IPC file (Feather 2), not packed, so that programs can map it into memory.

use std::path::Path;

use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use arrow::ipc::reader::FileReader;
use arrow::ipc::writer::FileWriter;

use super::file::{HashedFile, Sum};
use crate::error::{Context, Result};
use crate::table::Info;

pub(super) struct IpcFile(FileWriter<HashedFile>);

impl IpcFile {
    pub fn create(path: &Path, info: &Info) -> Result<Self> {
        let file = HashedFile::create(path)?;
        FileWriter::try_new(file, &info.schema()).map(IpcFile).failed(path, "cannot begin this file")
    }

    pub fn append(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        self.0.write(batch)
    }

    pub fn finish(mut self) -> Result<Sum, ArrowError> {
        self.0.finish()?;
        Ok(self.0.into_inner()?.finish()?)
    }
}

/// Its reader, for `verify`.
pub(super) fn open(path: &Path) -> Result<FileReader<std::fs::File>, ArrowError> {
    FileReader::try_new(std::fs::File::open(path)?, None)
}
