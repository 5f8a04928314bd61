//! Parquet tables and Arrow IPC: only the columns that are needed, some rows at a time.

mod sound;

use std::io::BufRead;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{
    DataType, Field as ArrowField, Schema, SchemaRef, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow::error::ArrowError;
use arrow::ipc::reader::{FileReader, StreamReader};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::file::metadata::RowGroupMetaData;
use rustc_hash::FxHashMap;

use super::content::Format;
use super::fields::{Columns, Field};
use super::reading::Reading;
use super::record::Record;
use super::refusal::Refusal;
use super::{Flow, Input, MAX_RECORD_BYTES, Options, Outcome, file};
use crate::panics::quietly;

/// Rows of a Parquet table that are in memory at a time.
const ROWS: usize = 64;

pub(super) fn read(
    reading: &mut Reading,
    input: &Input,
    format: Format,
    reader: &mut dyn BufRead,
    own: Option<&std::fs::File>,
) -> Flow {
    let read = file::seekable(reader, own).and_then(|file| match format {
        Format::Arrow => ipc(reading, input, file),
        _ => parquet(reading, input, file),
    });
    read.unwrap_or_else(|refusal| reading.refuse(input, None, refusal))
}

/// What the library makes of a damaged table may be a panic.
fn guarded<T, E: std::fmt::Display>(read: impl FnOnce() -> Result<T, E>) -> Result<T, Refusal> {
    match quietly(read) {
        Ok(read) => read.map_err(|error| damaged(&error)),
        Err(panic) => Err(damaged(&panic)),
    }
}

fn damaged(error: &dyn std::fmt::Display) -> Refusal {
    Refusal::decode("corrupt", format!("the table is damaged: {error}"))
}

fn parquet(reading: &mut Reading, input: &Input, file: std::fs::File) -> Result<Flow, Refusal> {
    let metadata = guarded(|| ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()))?;
    let columns = Needed::find(metadata.schema(), Format::Parquet, reading)?;
    // As views, a text that a page holds once is in memory once, however many rows refer to it.
    let options = ArrowReaderOptions::new().with_schema(Arc::new(as_views(metadata.schema())));
    let metadata =
        ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options).map_err(|error| damaged(&error))?;
    let mut number = 0;
    for (group, meta) in metadata.metadata().row_groups().iter().enumerate() {
        if is_bomb(meta, &metadata, &columns.places, reading.options) {
            let detail = "unpacked, its columns are far longer than any text; raise --max-expansion if they are text";
            let refusal =
                Refusal { detail: format!("row group {group}: {detail}"), ..Refusal::read("too_large", detail) };
            if reading.refuse(input, Some(number), refusal).is_break() {
                return Ok(Flow::Break(()));
            }
            number += meta.num_rows().max(0) as u64;
            continue;
        }
        let source = file.try_clone().map_err(|error| file::unreadable(&error))?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(source, metadata.clone());
        let mask = ProjectionMask::roots(builder.parquet_schema(), columns.places.iter().copied());
        let builder = builder.with_projection(mask).with_row_groups(vec![group]).with_batch_size(ROWS);
        let batches = guarded(|| builder.build())?;
        if rows(reading, input, Format::Parquet, batches, &columns, &mut number)?.is_break() {
            return Ok(Flow::Break(()));
        }
    }
    Ok(Flow::Continue(()))
}

fn ipc(reading: &mut Reading, input: &Input, file: std::fs::File) -> Result<Flow, Refusal> {
    if !sound::check(&file, reading.options)? {
        let mut batches = guarded(|| StreamReader::try_new_buffered(file, None))?;
        let columns = Needed::find(&batches.schema(), Format::Arrow, reading)?;
        let needed = columns.places.clone();
        let projected = std::iter::from_fn(|| Some(batches.next()?.and_then(|batch| batch.project(&needed))));
        return rows(reading, input, Format::Arrow, projected, &columns, &mut 0);
    }
    let open = |projection| guarded(|| FileReader::try_new_buffered(file.try_clone()?, projection));
    let columns = Needed::find(&open(None)?.schema(), Format::Arrow, reading)?;
    rows(reading, input, Format::Arrow, open(Some(columns.places.clone()))?, &columns, &mut 0)
}

/// Which columns are read, and what each is for.
struct Needed {
    /// Names of all columns.
    names: Vec<String>,
    /// Positions in the table, rising.
    places: Vec<usize>,
    /// Positions among the needed.
    fields: FxHashMap<Field, usize>,
    kept: Vec<(&'static str, Option<usize>)>,
    guessed: bool,
}

impl Needed {
    fn find(schema: &Schema, format: Format, reading: &mut Reading) -> Result<Self, Refusal> {
        let names = schema.fields().iter().map(|field| field.name().clone()).collect();
        let found = Columns::find(names, format, reading.options, reading.layout.as_mut())?;
        let Columns { names, fields, kept, guessed } = found;
        let mut places: Vec<usize> = fields.values().copied().chain(kept.iter().filter_map(|(_, at)| *at)).collect();
        places.sort_unstable();
        places.dedup();
        let place = |column: usize| places.binary_search(&column).unwrap_or_default();
        let fields = fields.into_iter().map(|(field, column)| (field, place(column))).collect();
        let kept = kept.into_iter().map(|(name, column)| (name, column.map(place))).collect();
        Ok(Needed { fields, kept, guessed, places, names })
    }
}

/// A row group whose needed columns unpack to far more than they are packed.
fn is_bomb(meta: &RowGroupMetaData, metadata: &ArrowReaderMetadata, needed: &[usize], options: &Options) -> bool {
    let schema = metadata.parquet_schema();
    let bomb = |leaf: usize| {
        let column = meta.column(leaf);
        let (packed, unpacked) = (column.compressed_size().max(0) as u64, column.uncompressed_size().max(0) as u64);
        let large = unpacked > MAX_RECORD_BYTES as u64;
        let cell = unpacked / (column.num_values().max(1) as u64);
        large && (unpacked / packed.max(1) > options.max_expansion || cell > MAX_RECORD_BYTES as u64)
    };
    (0..meta.num_columns()).any(|leaf| needed.contains(&schema.get_column_root_idx(leaf)) && bomb(leaf))
}

fn as_views(schema: &SchemaRef) -> Schema {
    let view = |field: &Arc<ArrowField>| {
        let view = match field.data_type() {
            DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
            DataType::Binary | DataType::LargeBinary => DataType::BinaryView,
            other => other.clone(),
        };
        field.as_ref().clone().with_data_type(view)
    };
    Schema::new_with_metadata(schema.fields().iter().map(view).collect::<Vec<_>>(), schema.metadata().clone())
}

fn rows(
    reading: &mut Reading,
    input: &Input,
    format: Format,
    mut batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    columns: &Needed,
    number: &mut u64,
) -> Result<Flow, Refusal> {
    let names: Vec<&str> = columns.names.iter().map(String::as_str).collect();
    loop {
        let batch = match guarded(|| batches.next().transpose()) {
            Ok(Some(batch)) => batch,
            Ok(None) => return Ok(Flow::Continue(())),
            Err(refusal) => return Ok(reading.refuse(input, Some(*number), refusal)),
        };
        for row in 0..batch.num_rows() {
            let outcome = match quietly(|| record(&batch, row, columns)).unwrap_or_else(|panic| Err(damaged(&panic))) {
                Ok(record) => {
                    reading.check(&record);
                    record.settle(input, format, *number, &names, reading.options)
                }
                Err(refusal) => Outcome::Reject(refusal.of_record(input, *number)),
            };
            *number += 1;
            if reading.give(outcome).is_break() {
                return Ok(Flow::Break(()));
            }
        }
    }
}

fn record(batch: &RecordBatch, row: usize, columns: &Needed) -> Result<Record, Refusal> {
    let mut record = Record { guessed: columns.guessed, ..Record::default() };
    for (field, column) in &columns.fields {
        let between = if *field == Field::Text { "\n\n" } else { ", " };
        if let Some(text) = cell(batch.column(*column), row, between)? {
            record.set(*field, &text);
        }
    }
    for (name, column) in &columns.kept {
        let cell = column.map(|column| cell(batch.column(column), row, ", ")).transpose()?;
        record.kept.push((name, cell.flatten()));
    }
    Ok(record)
}

/// A cell as text; a list's items with `between` between them.
fn cell(array: &ArrayRef, row: usize, between: &str) -> Result<Option<String>, Refusal> {
    if array.is_null(row) {
        return Ok(None);
    }
    let short = |bytes: &[u8]| if bytes.len() > MAX_RECORD_BYTES { Err(Refusal::record_too_large()) } else { Ok(()) };
    let text = |text: &str| short(text.as_bytes()).map(|()| Some(text.to_owned()));
    let bytes = |bytes: &[u8]| short(bytes).map(|()| Some(String::from_utf8_lossy(bytes).into_owned()));
    match array.data_type() {
        DataType::Utf8 => text(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => text(array.as_string::<i64>().value(row)),
        DataType::Utf8View => text(array.as_string_view().value(row)),
        DataType::Binary => bytes(array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => bytes(array.as_binary::<i64>().value(row)),
        DataType::BinaryView => bytes(array.as_binary_view().value(row)),
        DataType::List(_) => items(&array.as_list::<i32>().value(row), between),
        DataType::LargeList(_) => items(&array.as_list::<i64>().value(row), between),
        DataType::Timestamp(unit, _) => Ok(time(array.as_ref(), row, *unit)),
        _ => {
            let options = FormatOptions::default();
            let formatter = ArrayFormatter::try_new(array, &options).map_err(|error| damaged(&error))?;
            formatter.value(row).try_to_string().map(Some).map_err(|error| damaged(&error))
        }
    }
}

/// A moment; without a zone UTC is meant.
fn time(array: &dyn Array, row: usize, unit: TimeUnit) -> Option<String> {
    let micros = match unit {
        TimeUnit::Second => array.as_primitive::<TimestampSecondType>().value(row).checked_mul(1_000_000)?,
        TimeUnit::Millisecond => array.as_primitive::<TimestampMillisecondType>().value(row).checked_mul(1_000)?,
        TimeUnit::Microsecond => array.as_primitive::<TimestampMicrosecondType>().value(row),
        TimeUnit::Nanosecond => array.as_primitive::<TimestampNanosecondType>().value(row) / 1_000,
    };
    jiff::Timestamp::from_microsecond(micros).ok().map(|time| time.to_string())
}

fn items(list: &ArrayRef, between: &str) -> Result<Option<String>, Refusal> {
    let mut items = Vec::new();
    for row in 0..list.len() {
        items.extend(cell(list, row, between)?);
    }
    Ok(Some(items.join(between)))
}

#[cfg(test)]
mod tests;
