//! Tables as text: commas, tabs, semicolons or bars between the cells, the first row with the columns' names.
//!
//! [`Rows`] cuts the stream into rows, so that a quotation mark that is never closed costs its own row and no other; the
//! csv crate reads each.

mod rows;

use std::io::BufRead;

use csv::ByteRecord;

use super::content::Format;
use super::fields::{self, Field};
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
    let header = cells(header.cells?, mark)?;
    let names: Vec<String> = header
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = &reading.options.fields;
    let columns = fields::columns(&names, chosen);
    if !columns.contains_key(&Field::Text) && !columns.contains_key(&Field::Html) {
        return Err(Refusal::decode("no_text", fields::none_of(&names, chosen)));
    }
    let guessed = !chosen.iter().any(|(field, _)| *field == Field::Text);
    let place = |name: &&'static str| (*name, names.iter().position(|known| known == name));
    let kept: Vec<_> = reading.options.keep.iter().map(place).collect();
    for (number, Row { cells: raw, line, offset }) in rows.enumerate() {
        let row = raw.and_then(|raw| cells(raw, mark)).and_then(|row| match row.len() == names.len() {
            true => Ok(row),
            false => {
                let detail = format!("{} cells where the header has {}", row.len(), names.len());
                Err(Refusal::decode("ragged_row", detail))
            }
        });
        let record = row.and_then(|row| {
            let mut record = Record { guessed, ..Record::default() };
            for (field, column) in &columns {
                let (text, replaced) = lines::text(row[*column].to_vec())?;
                record.set(*field, &text);
                record.replaced += replaced;
            }
            let cell = |column: usize| String::from_utf8_lossy(&row[column]).into_owned();
            let cell = |column: Option<usize>| column.map(cell).filter(|cell| !cell.is_empty());
            record.kept = kept.iter().map(|(name, column)| (*name, cell(*column))).collect();
            Ok(record)
        });
        let number = number as u64;
        let mut outcome = match record {
            Ok(record) => record.settle(input, Format::Csv, number, &names, reading.options),
            Err(refusal) => {
                let mut reject = refusal.of(input);
                reject.record = Some(number);
                Outcome::Reject(reject)
            }
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

/// The cells of one row.
fn cells(row: Vec<u8>, mark: u8) -> Result<ByteRecord, Refusal> {
    let mut builder = csv::ReaderBuilder::new();
    let mut reader =
        builder.delimiter(mark).has_headers(false).flexible(true).buffer_capacity(64).from_reader(&row[..]);
    let mut cells = ByteRecord::new();
    let read = reader.read_byte_record(&mut cells);
    read.map(|_| cells).map_err(|error| Refusal::decode("invalid_csv", error.to_string()))
}

#[cfg(test)]
mod tests;
