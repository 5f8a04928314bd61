//! Parquet tables and Arrow IPC: only the columns that are needed, some rows at a time.

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
use super::fields::{self, Field};
use super::reading::Reading;
use super::record::Record;
use super::refusal::Refusal;
use super::{Flow, Input, MAX_RECORD_BYTES, Options, file};

/// Rows of a Parquet table that are in memory at a time.
const ROWS: usize = 64;

pub(super) fn read(
    reading: &mut Reading,
    input: &Input,
    format: Format,
    reader: &mut dyn BufRead,
    own: Option<&std::fs::File>,
) -> Flow {
    let is_stream = format == Format::Arrow && reader.fill_buf().is_ok_and(|head| head.starts_with(&[0xff; 4]));
    let read = match format {
        Format::Arrow if is_stream => stream(reading, input, reader),
        Format::Arrow => file::seekable(reader, own).and_then(|file| ipc(reading, input, file)),
        _ => file::seekable(reader, own).and_then(|file| parquet(reading, input, file)),
    };
    read.unwrap_or_else(|refusal| reading.refuse(input, None, refusal))
}

fn damaged(error: &dyn std::fmt::Display) -> Refusal {
    Refusal::decode("corrupt", format!("the table is damaged: {error}"))
}

fn parquet(reading: &mut Reading, input: &Input, file: std::fs::File) -> Result<Flow, Refusal> {
    let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(|error| damaged(&error))?;
    let columns = Columns::find(metadata.schema(), reading.options)?;
    // As views, a text that a page holds once is in memory once, however many rows refer to it.
    let options = ArrowReaderOptions::new().with_schema(Arc::new(as_views(metadata.schema())));
    let metadata =
        ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options).map_err(|error| damaged(&error))?;
    let mut number = 0;
    for (group, meta) in metadata.metadata().row_groups().iter().enumerate() {
        if is_bomb(meta, &metadata, &columns.needed, reading.options) {
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
        let mask = ProjectionMask::roots(builder.parquet_schema(), columns.needed.iter().copied());
        let batches = builder.with_projection(mask).with_row_groups(vec![group]).with_batch_size(ROWS).build();
        let batches = batches.map_err(|error| damaged(&error))?;
        if rows(reading, input, Format::Parquet, batches, &columns, &mut number)?.is_break() {
            return Ok(Flow::Break(()));
        }
    }
    Ok(Flow::Continue(()))
}

fn ipc(reading: &mut Reading, input: &Input, file: std::fs::File) -> Result<Flow, Refusal> {
    let open = |projection| FileReader::try_new_buffered(file.try_clone()?, projection);
    let schema = open(None).map_err(|error| damaged(&error))?.schema();
    let columns = Columns::find(&schema, reading.options)?;
    let batches = open(Some(columns.needed.clone())).map_err(|error| damaged(&error))?;
    rows(reading, input, Format::Arrow, batches, &columns, &mut 0)
}

fn stream(reading: &mut Reading, input: &Input, reader: &mut dyn BufRead) -> Result<Flow, Refusal> {
    let mut batches = StreamReader::try_new(reader, None).map_err(|error| damaged(&error))?;
    let columns = Columns::find(&batches.schema(), reading.options)?;
    let needed = columns.needed.clone();
    let projected = std::iter::from_fn(|| Some(batches.next()?.and_then(|batch| batch.project(&needed))));
    rows(reading, input, Format::Arrow, projected, &columns, &mut 0)
}

/// Which columns are read, and what each is for.
struct Columns {
    /// Names of all columns.
    names: Vec<String>,
    /// Positions in the table, rising.
    needed: Vec<usize>,
    /// Positions among the needed.
    fields: FxHashMap<Field, usize>,
    kept: Vec<(&'static str, Option<usize>)>,
    guessed: bool,
}

impl Columns {
    fn find(schema: &Schema, options: &Options) -> Result<Self, Refusal> {
        let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        let fields = fields::columns(&all, &options.fields);
        if !fields.contains_key(&Field::Text) && !fields.contains_key(&Field::Html) {
            return Err(Refusal::decode("no_text", fields::none_of(&all, &options.fields)));
        }
        let kept = |name: &&'static str| (*name, names.iter().position(|known| known == name));
        let kept: Vec<_> = options.keep.iter().map(kept).collect();
        let mut needed: Vec<usize> = fields.values().copied().chain(kept.iter().filter_map(|(_, at)| *at)).collect();
        needed.sort_unstable();
        needed.dedup();
        let place = |column: usize| needed.binary_search(&column).unwrap_or_default();
        let fields = fields.into_iter().map(|(field, column)| (field, place(column))).collect();
        let kept = kept.into_iter().map(|(name, column)| (name, column.map(place))).collect();
        let guessed = !options.fields.iter().any(|(field, _)| *field == Field::Text);
        Ok(Columns { fields, kept, guessed, needed, names })
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
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    columns: &Columns,
    number: &mut u64,
) -> Result<Flow, Refusal> {
    let names: Vec<&str> = columns.names.iter().map(String::as_str).collect();
    for batch in batches {
        let batch = match batch {
            Ok(batch) => batch,
            Err(error) => return Ok(reading.refuse(input, Some(*number), damaged(&error))),
        };
        for row in 0..batch.num_rows() {
            let outcome = match record(&batch, row, columns) {
                Ok(record) => record.settle(input, format, *number, &names, reading.options),
                Err(refusal) => {
                    let mut reject = refusal.of(input);
                    reject.record = Some(*number);
                    super::Outcome::Reject(reject)
                }
            };
            *number += 1;
            if reading.give(outcome).is_break() {
                return Ok(Flow::Break(()));
            }
        }
    }
    Ok(Flow::Continue(()))
}

fn record(batch: &RecordBatch, row: usize, columns: &Columns) -> Result<Record, Refusal> {
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
