//! Cuts a table into rows: lines, but for line ends inside quotation marks.
//!
//! A mark that is never closed would take the rest of the table into its cell. It is told by where it seems to close: on a
//! later line, and before something that is no end of a cell. Then the row is only its first line, and broken.

use std::io::{BufRead, Read};

use super::super::refusal::Refusal;
use super::super::{MAX_RECORD_BYTES, compression};

/// So many bytes in all are read again because of marks that are not closed; then the rest of the table is refused.
const MOST_AGAIN: usize = 256 << 20;

pub(super) struct Rows<'r> {
    reader: &'r mut dyn BufRead,
    mark: u8,
    /// Read already, and to be read again.
    again: Vec<u8>,
    /// Up to here in `again`.
    at: usize,
    read_again: usize,
    line: u64,
    offset: u64,
    done: bool,
}

/// The bytes of one row's cells, and where it begins: lines count from 1, bytes from 0, unpacked.
pub(super) struct Row {
    pub cells: Result<Vec<u8>, Refusal>,
    pub line: u64,
    pub offset: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Start,
    Plain,
    Quoted,
    /// After a quotation mark inside a quoted cell: its end, or the first of two.
    Mark,
}

impl<'r> Rows<'r> {
    pub fn new(reader: &'r mut dyn BufRead, mark: u8) -> Self {
        Rows { reader, mark, again: Vec::new(), at: 0, read_again: 0, line: 1, offset: 0, done: false }
    }

    /// Appends the next line to `row`, with its end. `false` where there is none, or more than a row may have.
    fn line(&mut self, row: &mut Vec<u8>) -> Result<bool, Refusal> {
        let before = row.len();
        if self.at < self.again.len() {
            let rest = &self.again[self.at..];
            let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            row.extend_from_slice(&rest[..length]);
            self.at += length;
        }
        if self.at == self.again.len() && (row.len() == before || row.last() != Some(&b'\n')) {
            let room = (MAX_RECORD_BYTES + 1).saturating_sub(row.len()) as u64;
            let read = self.reader.take(room).read_until(b'\n', row);
            read.map_err(|error| {
                self.done = true;
                compression::refusal(&error, self.offset)
            })?;
        }
        if row.len() > MAX_RECORD_BYTES {
            self.skip_line()?;
            return Err(Refusal::record_too_large());
        }
        Ok(row.len() > before)
    }

    /// Drops the rest of a line that is too long.
    fn skip_line(&mut self) -> Result<(), Refusal> {
        let failed = |error: std::io::Error| compression::refusal(&error, 0);
        self.again.clear();
        self.at = 0;
        let dropped = self.reader.skip_until(b'\n').map_err(failed)?;
        self.offset += (MAX_RECORD_BYTES + dropped) as u64;
        Ok(())
    }

    fn row(&mut self) -> Result<Vec<u8>, Refusal> {
        if self.at == self.again.len() {
            (self.again, self.at) = (Vec::new(), 0);
        }
        let begin = self.at;
        let mut row = Vec::new();
        let (mut cell, mut checked, mut first_line) = (Cell::Start, 0, 0);
        while self.line(&mut row)? {
            for &byte in &row[checked..] {
                let is_end = byte == self.mark || matches!(byte, b'\r' | b'\n');
                cell = match cell {
                    Cell::Start if byte == b'"' => Cell::Quoted,
                    Cell::Quoted if byte == b'"' => Cell::Mark,
                    Cell::Quoted => Cell::Quoted,
                    Cell::Mark if byte == b'"' => Cell::Quoted,
                    Cell::Mark if !is_end && first_line > 0 => return self.first_alone(begin, row, first_line),
                    Cell::Start | Cell::Plain | Cell::Mark if is_end => Cell::Start,
                    Cell::Start | Cell::Plain | Cell::Mark => Cell::Plain,
                };
            }
            if cell != Cell::Quoted {
                return Ok(row);
            }
            checked = row.len();
            if first_line == 0 {
                first_line = row.len();
            }
        }
        if cell == Cell::Quoted { self.first_alone(begin, row, first_line) } else { Ok(row) }
    }

    /// The row is its first line, which is broken, and the rest of what was read since `begin` is to be read again.
    fn first_alone(&mut self, begin: usize, mut row: Vec<u8>, first_line: usize) -> Result<Vec<u8>, Refusal> {
        self.read_again += row.len() - first_line;
        if self.read_again > MOST_AGAIN {
            self.done = true;
            return Err(Refusal::decode(
                "invalid_csv",
                "too many quotation marks are never closed; the rest is not read",
            ));
        }
        if begin + row.len() <= self.again.len() {
            self.at = begin + first_line;
        } else {
            (self.again, self.at) = (row.split_off(first_line), 0);
        }
        self.offset += first_line as u64;
        self.line += 1;
        Err(Refusal::decode("invalid_csv", "a quotation mark is never closed"))
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        while !self.done {
            let (line, offset) = (self.line, self.offset);
            let cells = self.row();
            if let Ok(cells) = &cells {
                if cells.is_empty() {
                    return None;
                }
                self.offset += cells.len() as u64;
                self.line += memchr::memchr_iter(b'\n', cells).count() as u64;
                if cells.trim_ascii().is_empty() {
                    continue;
                }
            }
            return Some(Row { cells, line, offset });
        }
        None
    }
}
