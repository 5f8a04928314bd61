//! Cuts a web archive into records, and finds the next one where a length is wrong.

use std::io::{BufRead, Read};

use memchr::memmem;

use super::super::refusal::Refusal;
use super::super::{MAX_RECORD_BYTES, compression};

/// The headers of one record have at most so many bytes.
const MAX_HEADERS: usize = 64 << 10;

/// So many bytes in all are read again because of wrong lengths; then the rest is refused.
const MOST_AGAIN: usize = 512 << 20;

pub(super) struct Records<'r> {
    reader: &'r mut dyn BufRead,
    /// Read already, because a length was too large, and to be read again.
    again: Vec<u8>,
    at: usize,
    read_again: usize,
    offset: u64,
    done: bool,
}

/// One record, and where it begins in the unpacked bytes.
pub(super) struct Found {
    pub block: Result<Block, Refusal>,
    pub offset: u64,
}

pub(super) struct Block {
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Block {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

impl<'r> Records<'r> {
    pub fn new(reader: &'r mut dyn BufRead) -> Self {
        Records { reader, again: Vec::new(), at: 0, read_again: 0, offset: 0, done: false }
    }

    fn failed(&mut self, error: &std::io::Error) -> Refusal {
        self.done = true;
        compression::refusal(error, self.offset)
    }

    /// Appends at most `most` bytes, up to the end of a line if `line`. Nothing is appended at the end.
    fn fill(&mut self, into: &mut Vec<u8>, most: usize, line: bool) -> Result<usize, Refusal> {
        let before = into.len();
        if self.at < self.again.len() {
            let rest = &self.again[self.at..];
            let rest = &rest[..rest.len().min(most)];
            let length = if line { memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1) } else { rest.len() };
            into.extend_from_slice(&rest[..length]);
            self.at += length;
        }
        let got = into.len() - before;
        let ended = line && got > 0 && into.last() == Some(&b'\n');
        if got < most && !ended {
            let mut limited = self.reader.take((most - got) as u64);
            let read = if line { limited.read_until(b'\n', into) } else { limited.read_to_end(into) };
            read.map_err(|error| self.failed(&error))?;
        }
        self.offset += (into.len() - before) as u64;
        Ok(into.len() - before)
    }

    /// The next record's first line, and whether bytes were passed over that belong to none.
    fn seek(&mut self) -> Result<Option<u64>, Refusal> {
        let mut lost = 0_u64;
        loop {
            let mut line = Vec::new();
            if self.fill(&mut line, MAX_HEADERS, true)? == 0 {
                self.done = true;
                return if lost > 0 { Err(no_record(lost)) } else { Ok(None) };
            }
            if line.starts_with(b"WARC/") {
                return Ok(Some(lost));
            }
            if !line.trim_ascii().is_empty() {
                lost += line.len() as u64;
            }
        }
    }

    fn headers(&mut self) -> Result<Vec<(String, String)>, Refusal> {
        let (mut headers, mut size): (Vec<(String, String)>, _) = (Vec::new(), 0);
        loop {
            let mut line = Vec::new();
            size += self.fill(&mut line, MAX_HEADERS, true)?;
            if line.trim_ascii().is_empty() {
                return Ok(headers);
            }
            if size > MAX_HEADERS {
                return Err(Refusal::decode("corrupt", "the headers of this record do not end"));
            }
            let text = String::from_utf8_lossy(&line);
            match text.split_once(':') {
                Some((name, value)) if !text.starts_with([' ', '\t']) => {
                    headers.push((name.trim().to_owned(), value.trim().to_owned()));
                }
                // A header that goes on in the next line.
                _ => {
                    if let Some((_, value)) = headers.last_mut() {
                        value.push(' ');
                        value.push_str(text.trim());
                    }
                }
            }
        }
    }

    fn block(&mut self) -> Result<Block, Refusal> {
        let headers = self.headers()?;
        let mut block = Block { headers, body: Vec::new() };
        let length = block.header("Content-Length").and_then(|length| length.parse::<u64>().ok());
        let length = length.ok_or_else(|| Refusal::decode("corrupt", "the record does not say how long it is"))?;
        if length > MAX_RECORD_BYTES as u64 {
            // Passed over without being held, up to where the next record begins.
            return Err(Refusal::record_too_large());
        }
        let begin = self.at;
        let read = self.fill(&mut block.body, length as usize, false)?;
        let mut after = Vec::new();
        self.fill(&mut after, 9, false)?;
        let ends = read == length as usize
            && (after.is_empty() || after.starts_with(b"\r\n\r\n") || after.trim_ascii_start().starts_with(b"WARC/"));
        let inside = if ends { None } else { memmem::find(&block.body, b"\r\n\r\nWARC/1.") };
        let keep = match inside {
            Some(at) => at + 4,
            None => block.body.len(),
        };
        let mut unread = block.body[keep..].to_vec();
        unread.extend_from_slice(&after);
        self.offset -= unread.len() as u64;
        self.read_again += unread.len();
        if self.read_again > MOST_AGAIN {
            self.done = true;
            return Err(Refusal::decode("corrupt", "too many records have a wrong length; the rest is not read"));
        }
        // All came from what is read again, or nothing of that is left.
        let from_again = begin + block.body.len() + after.len();
        if from_again <= self.again.len() {
            self.at = from_again - unread.len();
        } else {
            (self.again, self.at) = (unread, 0);
        }
        match (ends, inside) {
            (true, _) => Ok(block),
            (false, Some(_)) => {
                Err(Refusal::decode("corrupt", "its Content-Length is too large, the next record begins before"))
            }
            (false, None) if read < length as usize => {
                Err(Refusal::decode("truncated", "the file ends inside a record; it was cut off"))
            }
            (false, None) => {
                Err(Refusal::decode("corrupt", "its Content-Length is too small, no record begins after it"))
            }
        }
    }
}

fn no_record(lost: u64) -> Refusal {
    Refusal::decode("corrupt", format!("{lost} bytes that are no WARC record"))
}

impl Iterator for Records<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if self.done {
            return None;
        }
        let offset = self.offset;
        let block = match self.seek() {
            // What lies between two records belongs to the one whose length was wrong, which was told.
            Ok(Some(_)) => self.block(),
            Ok(None) => return None,
            Err(refusal) => Err(refusal),
        };
        Some(Found { block, offset })
    }
}
