//! Whether an Arrow file or stream keeps to its own lengths, before it is read: the library believes them, and would ask for
//! as much memory as a damaged one says.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use arrow::ipc::{RecordBatch, root_as_footer, root_as_message};

use super::super::refusal::Refusal;
use super::super::{MAX_RECORD_BYTES, Options};
use super::damaged;

const MAGIC: &[u8] = b"ARROW1";

fn broken(what: &str) -> Refusal {
    damaged(&what)
}

/// Checks the file from its beginning, and leaves it there. The answer is whether it is a file, with a table of contents, or
/// a stream.
pub(super) fn check(file: &File, options: &Options) -> Result<bool, Refusal> {
    let length = file.metadata().map_err(|error| damaged(&error))?.len();
    let mut walk = Walk { reader: BufReader::new(file), length, options };
    let mut magic = [0; 8];
    let is_file = walk.read(0, &mut magic).is_ok() && magic.starts_with(MAGIC);
    if is_file {
        walk.footer()?;
    }
    walk.messages(if is_file { 8 } else { 0 })?;
    walk.reader.seek(SeekFrom::Start(0)).map_err(|error| damaged(&error))?;
    Ok(is_file)
}

struct Walk<'f> {
    reader: BufReader<&'f File>,
    length: u64,
    options: &'f Options,
}

impl Walk<'_> {
    fn read(&mut self, at: u64, into: &mut [u8]) -> Result<(), Refusal> {
        let seek = self.reader.seek(SeekFrom::Start(at)).and_then(|_| self.reader.read_exact(into));
        seek.map_err(|error| damaged(&error))
    }

    fn number(&mut self, at: u64) -> Result<u32, Refusal> {
        let mut bytes = [0; 4];
        self.read(at, &mut bytes).map(|()| u32::from_le_bytes(bytes))
    }

    fn bytes(&mut self, at: u64, length: u64) -> Result<Vec<u8>, Refusal> {
        if at.saturating_add(length) > self.length || length > MAX_RECORD_BYTES as u64 {
            return Err(broken("it says that it is longer than it is"));
        }
        let mut bytes = vec![0; length as usize];
        self.read(at, &mut bytes).map(|()| bytes)
    }

    fn footer(&mut self) -> Result<(), Refusal> {
        let end = self.length.checked_sub(10).ok_or_else(|| broken("it is cut off"))?;
        let tail = self.bytes(end + 4, 6)?;
        if tail != MAGIC {
            return Err(broken("it is cut off"));
        }
        let length = u64::from(self.number(end)?);
        let start = end.checked_sub(length).ok_or_else(|| broken("its table of contents is longer than it is"))?;
        let bytes = self.bytes(start, length)?;
        let footer = root_as_footer(&bytes).map_err(|error| damaged(&error))?;
        let inside = |offset: i64, head: i32, body: i64| {
            let end =
                (offset >= 0 && head >= 8 && body >= 0).then(|| offset.checked_add(i64::from(head))?.checked_add(body));
            end.flatten().is_some_and(|end| end as u64 <= self.length)
        };
        let blocks = footer.recordBatches().into_iter().flatten().chain(footer.dictionaries().into_iter().flatten());
        match blocks.into_iter().all(|block| inside(block.offset(), block.metaDataLength(), block.bodyLength())) {
            true => Ok(()),
            false => Err(broken("its table of contents points outside it")),
        }
    }

    fn messages(&mut self, mut at: u64) -> Result<(), Refusal> {
        while at + 8 <= self.length {
            // Older files have the length alone, newer ones a mark before it.
            let (mark, head) = (self.number(at)?, self.number(at + 4)?);
            let (start, length) = if mark == u32::MAX { (at + 8, head) } else { (at + 4, mark) };
            if length == 0 {
                return Ok(());
            }
            let bytes = self.bytes(start, u64::from(length))?;
            let message = root_as_message(&bytes).map_err(|error| damaged(&error))?;
            let body = start + u64::from(length);
            let end = u64::try_from(message.bodyLength()).ok().and_then(|length| body.checked_add(length));
            let end = end.filter(|end| *end <= self.length).ok_or_else(|| broken("a part of it is cut off"))?;
            let batch = message.header_as_record_batch();
            if let Some(batch) = batch.or_else(|| message.header_as_dictionary_batch()?.data()) {
                self.batch(batch, body, end)?;
            }
            at = end;
        }
        Ok(())
    }

    /// Its buffers lie inside it, and are not packed beyond belief.
    fn batch(&mut self, batch: RecordBatch, body: u64, end: u64) -> Result<(), Refusal> {
        let is_packed = batch.compression().is_some();
        let buffers: Vec<(i64, i64)> =
            batch.buffers().into_iter().flatten().map(|buffer| (buffer.offset(), buffer.length())).collect();
        for (offset, length) in buffers {
            let (offset, length) = (u64::try_from(offset).ok(), u64::try_from(length).ok());
            let place = offset.and_then(|offset| body.checked_add(offset)).zip(length);
            let inside = |(start, length): &(u64, u64)| start.checked_add(*length).is_some_and(|last| last <= end);
            let (start, length) = place.filter(inside).ok_or_else(|| broken("a column points outside it"))?;
            if is_packed && length >= 8 {
                let mut size = [0; 8];
                self.read(start, &mut size)?;
                // -1 is as it is.
                let size = i64::from_le_bytes(size).max(0) as u64;
                if size > (MAX_RECORD_BYTES as u64).max(length.saturating_mul(self.options.max_expansion)) {
                    let detail = "unpacked, a column is far longer than any text; raise --max-expansion if it is text";
                    return Err(Refusal::read("too_large", detail));
                }
            }
        }
        Ok(())
    }
}
