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
        match value(column, row) {
            Value::String(text) => push(line, &text, ""),
            nested @ (Value::Array(_) | Value::Object(_)) => push(line, &nested.to_string(), ""),
            Value::Null => {}
            plain => drop(write!(line, "{plain}")),
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

/// One value as JSON has it; times are ISO 8601 in UTC.
fn value(column: &dyn Array, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).into(),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into(),
        // By way of text: as a double, 0.9 would be 0.8999999761581421.
        DataType::Float32 => number(&column.as_primitive::<Float32Type>().value(row).to_string()),
        DataType::Float64 => number(&column.as_primitive::<Float64Type>().value(row).to_string()),
        DataType::Boolean => column.as_boolean().value(row).into(),
        DataType::Timestamp(..) => {
            let time = jiff::Timestamp::from_microsecond(column.as_primitive::<TimestampMicrosecondType>().value(row));
            time.map_or(Value::Null, |time| time.to_string().into())
        }
        DataType::List(_) => {
            let list = column.as_list::<i32>().value(row);
            (0..list.len()).map(|at| value(&list, at)).collect()
        }
        DataType::Struct(fields) => {
            let columns = column.as_struct().columns();
            fields.iter().zip(columns).map(|(field, column)| (field.name().clone(), value(column, row))).collect()
        }
        _ => Value::Null,
    }
}

fn number(digits: &str) -> Value {
    digits.parse::<f64>().map_or(Value::Null, Value::from)
}
