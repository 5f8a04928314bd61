//! Tables as text: commas, tabs, semicolons or bars between the cells, the first row with the columns' names.
//!
//! [`Rows`] cuts the stream into rows, so that a quotation mark that is never closed costs its own row and no other;
//! csv-core reads each.

mod rows;

use std::io::BufRead;

use csv_core::ReadRecordResult;

use super::content::Format;
use super::fields::Columns;
use super::lines;
use super::reading::Reading;
use super::record::Record;
use super::refusal::Refusal;
use super::{Flow, Input, Outcome};
use rows::{Row, Rows};

/// What stands between the cells of a table with this header.
pub(super) fn between(header: &str) -> char {
    let count = |mark: char| header.matches(mark).count();
    [',', '\t', ';', '|'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(',')
}

pub(super) fn read(reading: &mut Reading, input: &Input, reader: &mut dyn BufRead) -> Flow {
    match table(reading, input, reader) {
        Ok(flow) => flow,
        Err(refusal) => reading.refuse(input, None, refusal),
    }
}

fn table(reading: &mut Reading, input: &Input, reader: &mut dyn BufRead) -> Result<Flow, Refusal> {
    let mut reader = lines::utf8(reader)?;
    let head = reader.fill_buf().map_err(|error| super::compression::refusal(&error, 0))?;
    let line = head.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let mark = between(&String::from_utf8_lossy(line)) as u8;
    let mut rows = Rows::new(&mut reader, mark);
    let header = rows.next().ok_or_else(|| Refusal::decode("empty", "the table is empty"))?;
    let mut cells = Cells::new(mark);
    cells.take(&header.cells?);
    let name = |cell| String::from_utf8_lossy(cells.get(cell)).trim_start_matches('\u{feff}').trim().to_owned();
    let all = (0..cells.count).map(name).collect();
    let columns = Columns::find(all, Format::Csv, reading.options, reading.layout.as_mut())?;
    let names: Vec<&str> = columns.names.iter().map(String::as_str).collect();
    for (number, Row { cells: raw, line, offset }) in (0..).zip(rows) {
        let record = raw.and_then(|raw| {
            cells.take(&raw);
            self::record(&columns, &cells)
        });
        let mut outcome = match record {
            Ok(record) => {
                reading.check(&record);
                record.settle(input, Format::Csv, number, &names, reading.options)
            }
            Err(refusal) => Outcome::Reject(refusal.of_record(input, number)),
        };
        if let Outcome::Reject(reject) = &mut outcome {
            reject.detail = format!("line {line}, byte {offset}: {}", reject.detail);
        }
        if reading.give(outcome).is_break() {
            return Ok(Flow::Break(()));
        }
    }
    Ok(Flow::Continue(()))
}

/// The fields of one row.
fn record(columns: &Columns, cells: &Cells) -> Result<Record, Refusal> {
    if cells.count != columns.names.len() {
        let detail = format!("{} cells where the header has {}", cells.count, columns.names.len());
        return Err(Refusal::decode("ragged_row", detail));
    }
    let mut record = Record { guessed: columns.guessed, ..Record::default() };
    for (field, column) in &columns.fields {
        let (text, replaced) = lines::text(cells.get(*column).to_vec())?;
        record.set(*field, &text);
        record.replaced += replaced;
    }
    let cell = |column: usize| String::from_utf8_lossy(cells.get(column)).into_owned();
    let cell = |column: Option<usize>| column.map(cell).filter(|cell| !cell.is_empty());
    record.kept = columns.kept.iter().map(|(name, column)| (*name, cell(*column))).collect();
    Ok(record)
}

/// A row with more cells is broken.
const MOST_CELLS: usize = 1 << 16;

/// The cells of one row after the other.
struct Cells {
    reader: csv_core::Reader,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
}

impl Cells {
    fn new(mark: u8) -> Self {
        let reader = csv_core::ReaderBuilder::new().delimiter(mark).build();
        Cells { reader, bytes: Vec::new(), ends: vec![0; 64], count: 0 }
    }

    /// Takes the cells of `row`, which is one.
    fn take(&mut self, row: &[u8]) {
        self.reader.reset();
        // Cells are no longer than what they are read from.
        self.bytes.resize(row.len(), 0);
        self.ends.resize(self.ends.len().max(row.len().min(MOST_CELLS)), 0);
        let (state, read, written, ends) = self.reader.read_record(row, &mut self.bytes, &mut self.ends);
        self.count = ends;
        if state == ReadRecordResult::InputEmpty {
            // The end of the row ends its last cell.
            let (_, _, _, more) =
                self.reader.read_record(&row[read..], &mut self.bytes[written..], &mut self.ends[ends..]);
            self.count += more;
        }
    }

    fn get(&self, cell: usize) -> &[u8] {
        let start = cell.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start..self.ends[cell]]
    }
}

#[cfg(test)]
mod tests;
