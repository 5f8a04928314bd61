//! A table as one CSV file (RFC 4180 quoting, UTF-8, lines end in LF): the convenience beside the Parquet record.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use arrow::array::{
    Array, AsArray, BooleanArray, Float32Array, Float64Array, Int32Array, Int64Array, ListArray, RecordBatch,
    StringArray, StructArray, TimestampMicrosecondArray,
};
use arrow::datatypes::DataType;
use memchr::{memchr, memchr3};
use serde_json::Value;

use super::file::{HashedFile, Sum};
use crate::error::Result;
use crate::table::Info;

pub(super) struct CsvFile {
    file: HashedFile,
    /// Rows not yet written.
    rows: String,
    /// For programs that run cells as formulas: a byte order mark, and an apostrophe before what looks like one.
    spreadsheet: bool,
}

/// Rows are written when they are this many bytes.
const BUFFER: usize = 1 << 16;

impl CsvFile {
    pub fn create(path: &Path, info: &Info, spreadsheet: bool) -> Result<Self> {
        let mut rows = if spreadsheet { "\u{feff}".to_owned() } else { String::new() };
        rows += &info.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",");
        rows.push('\n');
        Ok(CsvFile { file: HashedFile::create(path)?, rows, spreadsheet })
    }

    pub fn append(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let columns: Vec<Cells> = batch.columns().iter().map(|column| Cells::of(column.as_ref())).collect();
        let (mut rows, mut json) = (std::mem::take(&mut self.rows), String::new());
        for row in 0..batch.num_rows() {
            for (at, column) in columns.iter().enumerate() {
                if at > 0 {
                    rows.push(',');
                }
                match column {
                    _ if column.is_null(row) => {}
                    Cells::Text(column) => self.text(&mut rows, column.value(row)),
                    Cells::List(..) | Cells::Struct(..) => {
                        json.clear();
                        column.json(&mut json, row);
                        push(&mut rows, &json, "");
                    }
                    _ => column.plain(&mut rows, row),
                }
            }
            rows.push('\n');
            if rows.len() >= BUFFER {
                self.file.write_all(rows.as_bytes())?;
                rows.clear();
                // After a very long article.
                rows.shrink_to(2 * BUFFER);
            }
        }
        self.rows = rows;
        Ok(())
    }

    pub fn finish(mut self) -> io::Result<Sum> {
        self.file.write_all(self.rows.as_bytes())?;
        self.file.finish()
    }

    /// An empty string is `""`: null is an empty cell.
    fn text(&self, line: &mut String, text: &str) {
        let guard = self.spreadsheet && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        push(line, text, if guard { "'" } else { "" });
    }
}

fn push(line: &mut String, text: &str, guard: &str) {
    let edge = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let special = |text: &[u8]| memchr3(b'"', b',', b'\n', text).or_else(|| memchr(b'\r', text)).is_some();
    let quoted = edge(text.chars().next()) || edge(text.chars().next_back()) || special(text.as_bytes());
    if !quoted {
        *line += guard;
        *line += text;
        return;
    }
    line.push('"');
    *line += guard;
    let mut rest = text;
    while let Some(at) = memchr(b'"', rest.as_bytes()) {
        *line += &rest[..at];
        *line += "\"\"";
        rest = &rest[at + 1..];
    }
    *line += rest;
    line.push('"');
}

/// A column as its type has it, found once for all rows.
enum Cells<'a> {
    Text(&'a StringArray),
    Int(&'a Int32Array),
    Long(&'a Int64Array),
    Float(&'a Float32Array),
    Double(&'a Float64Array),
    Bool(&'a BooleanArray),
    Time(&'a TimestampMicrosecondArray),
    List(&'a ListArray, Box<Cells<'a>>),
    /// Its fields in the table's order.
    Struct(&'a StructArray, Vec<(&'a str, Cells<'a>)>),
    /// No table has columns of other types.
    Other,
}

impl<'a> Cells<'a> {
    fn of(column: &'a dyn Array) -> Self {
        match column.data_type() {
            DataType::Utf8 => Cells::Text(column.as_string()),
            DataType::Int32 => Cells::Int(column.as_primitive()),
            DataType::Int64 => Cells::Long(column.as_primitive()),
            DataType::Float32 => Cells::Float(column.as_primitive()),
            DataType::Float64 => Cells::Double(column.as_primitive()),
            DataType::Boolean => Cells::Bool(column.as_boolean()),
            DataType::Timestamp(..) => Cells::Time(column.as_primitive()),
            DataType::List(_) => {
                let list = column.as_list();
                Cells::List(list, Box::new(Cells::of(list.values().as_ref())))
            }
            DataType::Struct(fields) => {
                let parts = column.as_struct();
                let cells = parts.columns().iter().map(|column| Cells::of(column.as_ref()));
                Cells::Struct(parts, fields.iter().map(|field| field.name().as_str()).zip(cells).collect())
            }
            _ => Cells::Other,
        }
    }

    fn is_null(&self, row: usize) -> bool {
        match self {
            Cells::Text(column) => column.is_null(row),
            Cells::Int(column) => column.is_null(row),
            Cells::Long(column) => column.is_null(row),
            Cells::Float(column) => column.is_null(row),
            Cells::Double(column) => column.is_null(row),
            Cells::Bool(column) => column.is_null(row),
            Cells::Time(column) => column.is_null(row),
            Cells::List(column, _) => column.is_null(row),
            Cells::Struct(column, _) => column.is_null(row),
            Cells::Other => true,
        }
    }

    /// A number or truth value as JSON has it; times are ISO 8601 in UTC.
    fn plain(&self, into: &mut String, row: usize) {
        let _ = match self {
            Cells::Int(column) => write!(into, "{}", column.value(row)),
            Cells::Long(column) => write!(into, "{}", column.value(row)),
            Cells::Float(column) => match column.value(row) {
                plain if plain == 0.0 || (1e-4..1e9).contains(&plain.abs()) => write!(into, "{plain:?}"),
                // By way of text: as a double, 0.9 would be 0.8999999761581421.
                odd => write!(into, "{}", number(&odd.to_string())),
            },
            Cells::Double(column) => write!(into, "{}", number(&column.value(row).to_string())),
            Cells::Bool(column) => write!(into, "{}", column.value(row)),
            Cells::Time(column) => {
                jiff::Timestamp::from_microsecond(column.value(row)).map_or(Ok(()), |time| write!(into, "{time}"))
            }
            Cells::Text(_) | Cells::List(..) | Cells::Struct(..) | Cells::Other => Ok(()),
        };
    }

    fn json(&self, into: &mut String, row: usize) {
        match self {
            _ if self.is_null(row) => *into += "null",
            Cells::Text(column) => drop(write!(into, "{}", Value::from(column.value(row)))),
            Cells::Time(_) => {
                into.push('"');
                self.plain(into, row);
                into.push('"');
            }
            Cells::List(column, cells) => {
                into.push('[');
                let rows = column.value_offsets()[row] as usize..column.value_offsets()[row + 1] as usize;
                for (at, row) in rows.enumerate() {
                    *into += if at > 0 { "," } else { "" };
                    cells.json(into, row);
                }
                into.push(']');
            }
            Cells::Struct(_, fields) => {
                into.push('{');
                for (at, (name, cells)) in fields.iter().enumerate() {
                    let _ = write!(into, "{}\"{name}\":", if at > 0 { "," } else { "" });
                    cells.json(into, row);
                }
                into.push('}');
            }
            _ => self.plain(into, row),
        }
    }
}

/// Empty in CSV where it is no number.
fn number(digits: &str) -> String {
    digits
        .parse::<f64>()
        .ok()
        .map(Value::from)
        .filter(|value| !value.is_null())
        .map_or(String::new(), |v| v.to_string())
}
