//! One line a column: its name, its meaning and where its value comes from. The Arrow schema, the arrays, the CSV
//! header and the data dictionary all follow from that line.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Float32Array, Int32Array, Int64Array, ListArray, RecordBatch, StringArray, StringBuilder,
    StructArray, TimestampMicrosecondArray,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};

use super::row_id::RowId;

/// A batch holds at most this many rows and about this many bytes of text: an Arrow string array ends at 2 GiB.
const BATCH_ROWS: usize = 1 << 16;
const BATCH_BYTES: usize = 1 << 28;

/// What a table is, without its rows.
#[derive(Clone, Debug)]
pub struct Info {
    pub name: &'static str,
    /// What one row is.
    pub doc: &'static str,
    /// Whether it is written when nobody asks for particular tables.
    pub by_default: bool,
    pub columns: Vec<Column>,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub name: &'static str,
    pub data_type: DataType,
    pub nullable: bool,
    pub doc: &'static str,
}

impl Info {
    /// The Arrow schema; each field carries its `description`.
    pub fn schema(&self) -> SchemaRef {
        let field = |column: &Column| {
            let doc = HashMap::from([("description".to_owned(), column.doc.to_owned())]);
            Field::new(column.name, column.data_type.clone(), column.nullable).with_metadata(doc)
        };
        Arc::new(Schema::new(self.columns.iter().map(field).collect::<Vec<_>>()))
    }

    /// The table with these columns only.
    pub fn with_columns(&self, names: &[&str]) -> Self {
        let mut info = self.clone();
        info.columns.retain(|column| names.contains(&column.name));
        info
    }

    /// The table without these columns.
    pub fn without_columns(&self, names: &[&str]) -> Self {
        let mut info = self.clone();
        info.columns.retain(|column| !names.contains(&column.name));
        info
    }
}

/// How a column gets its value from a row of type `R`.
enum Get<R> {
    Text(fn(&R) -> &str),
    TextOrNull(fn(&R) -> Option<&str>),
    /// One of several that the rows have beside the table's own.
    TextAt(usize, fn(&R, usize) -> Option<&str>),
    Id(fn(&R) -> RowId<'_>),
    IdOrNull(fn(&R) -> Option<RowId<'_>>),
    Int(fn(&R) -> u32),
    IntOrNull(fn(&R) -> Option<u32>),
    Long(fn(&R) -> u64),
    LongOrNull(fn(&R) -> Option<u64>),
    Float(fn(&R) -> f32),
    Bool(fn(&R) -> bool),
    TimeOrNull(fn(&R) -> Option<i64>),
    Texts(fn(&R) -> &[Cow<'_, str>]),
    Spans(fn(&R) -> &[(u32, u32)]),
}

/// The columns of one table, in order.
pub struct Table<R> {
    pub info: Info,
    get: Vec<Get<R>>,
}

impl<R> Table<R> {
    pub fn new(name: &'static str, doc: &'static str) -> Self {
        Table { info: Info { name, doc, by_default: true, columns: Vec::new() }, get: Vec::new() }
    }

    /// Written only when asked for by name.
    pub fn on_request(mut self) -> Self {
        self.info.by_default = false;
        self
    }

    pub fn text(self, name: &'static str, doc: &'static str, get: fn(&R) -> &str) -> Self {
        self.column(name, doc, Get::Text(get))
    }

    pub fn text_or_null(self, name: &'static str, doc: &'static str, get: fn(&R) -> Option<&str>) -> Self {
        self.column(name, doc, Get::TextOrNull(get))
    }

    /// The columns `names`, which the user named; the value of each is found by its number.
    pub fn texts_kept(self, names: &[&'static str], doc: &'static str, get: fn(&R, usize) -> Option<&str>) -> Self {
        let each = names.iter().enumerate();
        each.fold(self, |table, (number, name)| table.column(name, doc, Get::TextAt(number, get)))
    }

    pub fn id(self, name: &'static str, doc: &'static str, get: fn(&R) -> RowId<'_>) -> Self {
        self.column(name, doc, Get::Id(get))
    }

    pub fn id_or_null(self, name: &'static str, doc: &'static str, get: fn(&R) -> Option<RowId<'_>>) -> Self {
        self.column(name, doc, Get::IdOrNull(get))
    }

    pub fn int(self, name: &'static str, doc: &'static str, get: fn(&R) -> u32) -> Self {
        self.column(name, doc, Get::Int(get))
    }

    pub fn int_or_null(self, name: &'static str, doc: &'static str, get: fn(&R) -> Option<u32>) -> Self {
        self.column(name, doc, Get::IntOrNull(get))
    }

    pub fn long(self, name: &'static str, doc: &'static str, get: fn(&R) -> u64) -> Self {
        self.column(name, doc, Get::Long(get))
    }

    pub fn long_or_null(self, name: &'static str, doc: &'static str, get: fn(&R) -> Option<u64>) -> Self {
        self.column(name, doc, Get::LongOrNull(get))
    }

    pub fn float(self, name: &'static str, doc: &'static str, get: fn(&R) -> f32) -> Self {
        self.column(name, doc, Get::Float(get))
    }

    pub fn bool(self, name: &'static str, doc: &'static str, get: fn(&R) -> bool) -> Self {
        self.column(name, doc, Get::Bool(get))
    }

    /// Microseconds since 1970-01-01 UTC.
    pub fn time_or_null(self, name: &'static str, doc: &'static str, get: fn(&R) -> Option<i64>) -> Self {
        self.column(name, doc, Get::TimeOrNull(get))
    }

    pub fn texts(self, name: &'static str, doc: &'static str, get: fn(&R) -> &[Cow<'_, str>]) -> Self {
        self.column(name, doc, Get::Texts(get))
    }

    pub fn spans(self, name: &'static str, doc: &'static str, get: fn(&R) -> &[(u32, u32)]) -> Self {
        self.column(name, doc, Get::Spans(get))
    }

    fn column(mut self, name: &'static str, doc: &'static str, get: Get<R>) -> Self {
        self.info.columns.push(Column { name, data_type: get.data_type(), nullable: get.nullable(), doc });
        self.get.push(get);
        self
    }

    /// The rows as record batches, one after the other, none if there are no rows. No more rows are asked for than the next
    /// batch may take. One cell's text must stay below 2 GiB.
    pub fn batches(&self, mut rows: impl Iterator<Item = R>) -> impl Iterator<Item = RecordBatch> {
        let schema = self.info.schema();
        let mut waiting = Vec::new();
        std::iter::from_fn(move || {
            waiting.extend(rows.by_ref().take(BATCH_ROWS - waiting.len()));
            let own = self.fit(&waiting);
            let batch = (own > 0).then(|| self.batch(&schema, &waiting[..own]));
            waiting.drain(..own);
            batch
        })
    }

    /// How many of the rows the next batch takes: at least one, if there is one.
    fn fit(&self, rows: &[R]) -> usize {
        let mut bytes = 0;
        let mut fits = |row: &R| {
            bytes += self.get.iter().map(|get| get.weight(row)).sum::<usize>();
            bytes <= BATCH_BYTES
        };
        rows.iter().take(BATCH_ROWS).take_while(|row| fits(row)).count().max(rows.len().min(1))
    }

    fn batch(&self, schema: &SchemaRef, rows: &[R]) -> RecordBatch {
        let arrays = self.get.iter().map(|get| get.array(rows)).collect();
        RecordBatch::try_new(schema.clone(), arrays).expect("arrays and schema come from the same columns")
    }
}

impl<R> Get<R> {
    fn data_type(&self) -> DataType {
        match self {
            Get::Text(_) | Get::TextOrNull(_) | Get::TextAt(..) | Get::Id(_) | Get::IdOrNull(_) => DataType::Utf8,
            Get::Int(_) | Get::IntOrNull(_) => DataType::Int32,
            Get::Long(_) | Get::LongOrNull(_) => DataType::Int64,
            Get::Float(_) => DataType::Float32,
            Get::Bool(_) => DataType::Boolean,
            Get::TimeOrNull(_) => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Get::Texts(_) => DataType::List(element(DataType::Utf8)),
            Get::Spans(_) => DataType::List(element(DataType::Struct(span_fields()))),
        }
    }

    fn nullable(&self) -> bool {
        use Get::{IdOrNull, IntOrNull, LongOrNull, TextAt, TextOrNull, TimeOrNull};
        matches!(self, TextOrNull(_) | TextAt(..) | IdOrNull(_) | IntOrNull(_) | LongOrNull(_) | TimeOrNull(_))
    }

    /// Bytes of text in one cell.
    fn weight(&self, row: &R) -> usize {
        match self {
            Get::Text(get) => get(row).len(),
            Get::TextOrNull(get) => get(row).map_or(0, str::len),
            Get::TextAt(number, get) => get(row, *number).map_or(0, str::len),
            Get::Texts(get) => get(row).iter().map(|text| text.len()).sum(),
            _ => 0,
        }
    }

    fn array(&self, rows: &[R]) -> ArrayRef {
        let rows = rows.iter();
        match self {
            Get::Text(get) => Arc::new(StringArray::from_iter_values(rows.map(get))),
            Get::TextOrNull(get) => Arc::new(rows.map(get).collect::<StringArray>()),
            Get::TextAt(number, get) => Arc::new(rows.map(|row| get(row, *number)).collect::<StringArray>()),
            Get::Id(get) => ids(rows.map(|row| Some(get(row)))),
            Get::IdOrNull(get) => ids(rows.map(get)),
            Get::Int(get) => Arc::new(Int32Array::from_iter_values(rows.map(|row| int(get(row))))),
            Get::IntOrNull(get) => Arc::new(rows.map(|row| get(row).map(int)).collect::<Int32Array>()),
            Get::Long(get) => Arc::new(Int64Array::from_iter_values(rows.map(|row| long(get(row))))),
            Get::LongOrNull(get) => Arc::new(rows.map(|row| get(row).map(long)).collect::<Int64Array>()),
            Get::Float(get) => Arc::new(Float32Array::from_iter_values(rows.map(get))),
            Get::Bool(get) => Arc::new(rows.map(|row| Some(get(row))).collect::<BooleanArray>()),
            Get::TimeOrNull(get) => Arc::new(rows.map(get).collect::<TimestampMicrosecondArray>().with_timezone("UTC")),
            Get::Texts(get) => {
                let lengths = OffsetBuffer::from_lengths(rows.clone().map(|row| get(row).len()));
                let texts = StringArray::from_iter_values(rows.flat_map(get));
                Arc::new(ListArray::new(element(DataType::Utf8), lengths, Arc::new(texts), None))
            }
            Get::Spans(get) => {
                let lengths = OffsetBuffer::from_lengths(rows.clone().map(|row| get(row).len()));
                let starts = Int32Array::from_iter_values(rows.clone().flat_map(get).map(|span| int(span.0)));
                let ends = Int32Array::from_iter_values(rows.flat_map(get).map(|span| int(span.1)));
                let spans = StructArray::new(span_fields(), vec![Arc::new(starts), Arc::new(ends)], None);
                let item = element(DataType::Struct(span_fields()));
                Arc::new(ListArray::new(item, lengths, Arc::new(spans), None))
            }
        }
    }
}

/// Public schemas know no unsigned numbers. Texts end far below 2³¹ characters.
fn int(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn long(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Ids are written straight into the array's buffer.
fn ids<'a>(ids: impl Iterator<Item = Option<RowId<'a>>>) -> ArrayRef {
    let mut array = StringBuilder::new();
    for id in ids {
        match id {
            Some(id) => {
                let _ = write!(array, "{id}");
                array.append_value("");
            }
            None => array.append_null(),
        }
    }
    Arc::new(array.finish())
}

/// Parquet's own name for what a list holds.
fn element(data_type: DataType) -> Arc<Field> {
    Arc::new(Field::new("element", data_type, false))
}

fn span_fields() -> Fields {
    vec![Field::new("start", DataType::Int32, false), Field::new("end", DataType::Int32, false)].into()
}
