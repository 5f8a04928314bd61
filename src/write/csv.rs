//! A table as one CSV file (RFC 4180 quoting, UTF-8, lines end in LF): the convenience beside the Parquet record.

use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Float32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};
use serde_json::Value;

use super::file::{HashedFile, Sum};
use crate::error::{Context, Result};
use crate::table::Info;

pub(super) struct CsvFile {
    file: BufWriter<HashedFile>,
    /// For programs that run cells as formulas: a byte order mark, and an apostrophe before what looks like one.
    spreadsheet: bool,
}

impl CsvFile {
    pub fn create(path: &Path, info: &Info, spreadsheet: bool) -> Result<Self> {
        let mut file = BufWriter::with_capacity(1 << 16, HashedFile::create(path)?);
        let mut header = if spreadsheet { "\u{feff}".to_owned() } else { String::new() };
        header += &info.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",");
        writeln!(file, "{header}").failed(path, "cannot write this file")?;
        Ok(CsvFile { file, spreadsheet })
    }

    pub fn append(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let mut line = String::new();
        for row in 0..batch.num_rows() {
            line.clear();
            for (at, column) in batch.columns().iter().enumerate() {
                if at > 0 {
                    line.push(',');
                }
                self.cell(&mut line, column, row);
            }
            line.push('\n');
            self.file.write_all(line.as_bytes())?;
        }
        Ok(())
    }

    pub fn finish(self) -> io::Result<Sum> {
        self.file.into_inner().map_err(io::IntoInnerError::into_error)?.finish()
    }

    /// Null is an empty cell, an empty string is `""`.
    fn cell(&self, line: &mut String, column: &dyn Array, row: usize) {
        if column.is_null(row) {
            return;
        }
        if let DataType::Utf8 = column.data_type() {
            let text = column.as_string::<i32>().value(row);
            let guard = self.spreadsheet && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
            push(line, text, if guard { "'" } else { "" });
            return;
        }
        let mut json = String::new();
        write_json(&mut json, column, row);
        // A time is a word in the cell, and a quoted one only within a list.
        let word = matches!(column.data_type(), DataType::Timestamp(..));
        match json.as_str() {
            // What is no number has no cell.
            "null" => {}
            json => push(line, if word { json.trim_matches('"') } else { json }, ""),
        }
    }
}

fn push(line: &mut String, text: &str, guard: &str) {
    let edge = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let quoted = text.contains(['"', ',', '\r', '\n']) || edge(text.chars().next()) || edge(text.chars().next_back());
    if !quoted {
        *line += guard;
        *line += text;
        return;
    }
    line.push('"');
    *line += guard;
    for (at, piece) in text.split('"').enumerate() {
        if at > 0 {
            *line += "\"\"";
        }
        *line += piece;
    }
    line.push('"');
}

/// One value as JSON text, the fields of a struct in the table's order; times are ISO 8601 in UTC.
fn write_json(out: &mut String, column: &dyn Array, row: usize) {
    if column.is_null(row) {
        return out.push_str("null");
    }
    // Writing to a `String` cannot fail.
    let _ = match column.data_type() {
        DataType::Utf8 => write!(out, "{}", Value::from(column.as_string::<i32>().value(row))),
        DataType::Int32 => write!(out, "{}", column.as_primitive::<Int32Type>().value(row)),
        DataType::Int64 => write!(out, "{}", column.as_primitive::<Int64Type>().value(row)),
        // By way of text: as a double, 0.9 would be 0.8999999761581421.
        DataType::Float32 => write!(out, "{}", number(&column.as_primitive::<Float32Type>().value(row).to_string())),
        DataType::Float64 => write!(out, "{}", number(&column.as_primitive::<Float64Type>().value(row).to_string())),
        DataType::Boolean => write!(out, "{}", column.as_boolean().value(row)),
        DataType::Timestamp(..) => {
            let time = jiff::Timestamp::from_microsecond(column.as_primitive::<TimestampMicrosecondType>().value(row));
            write!(out, "{}", time.map_or(Value::Null, |time| time.to_string().into()))
        }
        DataType::List(_) => {
            let list = column.as_list::<i32>().value(row);
            write_all(out, ['[', ']'], list.len(), |out, at| write_json(out, &list, at));
            Ok(())
        }
        DataType::Struct(fields) => {
            let columns = column.as_struct().columns();
            write_all(out, ['{', '}'], columns.len(), |out, at| {
                let _ = write!(out, "{}:", Value::from(fields[at].name().as_str()));
                write_json(out, &columns[at], row);
            });
            Ok(())
        }
        _ => write!(out, "null"),
    };
}

/// So many parts with commas between them, in brackets.
fn write_all(out: &mut String, brackets: [char; 2], parts: usize, mut part: impl FnMut(&mut String, usize)) {
    out.push(brackets[0]);
    for at in 0..parts {
        if at > 0 {
            out.push(',');
        }
        part(out, at);
    }
    out.push(brackets[1]);
}

fn number(digits: &str) -> Value {
    digits.parse::<f64>().map_or(Value::Null, Value::from)
}
