//! Tables and records as text, whatever their encoding, as UTF-8.

use std::io::{BufRead, BufReader, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::compression;
use super::encoding;
use super::refusal::Refusal;
use super::wide::{self, Wide};

/// The text behind `reader` as UTF-8, told by its first bytes. What is no valid text further on stays as it is, for
/// whoever reads a record to replace.
pub(super) fn utf8<'r>(reader: &'r mut dyn BufRead) -> Result<Box<dyn BufRead + 'r>, Refusal> {
    let head = reader.fill_buf().map_err(|error| compression::refusal(&error, 0))?;
    let encoding: &'static Encoding = match wide::marked(head).or_else(|| wide::guess(head)) {
        Some(Wide::Utf16Le) => UTF_16LE,
        Some(Wide::Utf16Be) => UTF_16BE,
        Some(_) => {
            let detail = "records in UTF-32 are not read; save the file as UTF-8";
            return Err(Refusal::decode("not_text", detail));
        }
        None => encoding::of_bytes(head),
    };
    if encoding == UTF_8 {
        return Ok(Box::new(reader));
    }
    let decoder = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(Reading(reader));
    Ok(Box::new(BufReader::with_capacity(64 << 10, decoder)))
}

/// A `dyn BufRead` as a `Read` that has a size.
struct Reading<'r>(&'r mut dyn BufRead);

impl Read for Reading<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

/// One record's bytes as text, and how many sequences were no valid UTF-8 and became U+FFFD.
pub(super) fn text(bytes: Vec<u8>) -> Result<(String, u64), Refusal> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok((text, 0)),
        Err(error) => {
            let (text, replaced) = encoding::lossy(error.as_bytes());
            if replaced * 10 > text.len() as u64 {
                return Err(Refusal::decode("not_text", "over a tenth of it is no valid text"));
            }
            Ok((text, replaced))
        }
    }
}
