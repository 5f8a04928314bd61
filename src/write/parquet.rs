//! A table as a Parquet file, described where each reader looks for descriptions.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::Result as ArrowResult;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::ColumnPath;
use serde_json::{Value, json};

use super::file::{HashedFile, Sum};
use super::{PROGRAM, VERSION};
use crate::error::{Context, Result};
use crate::table::{Info, SCHEMA_VERSION};

/// A row group ends at this many rows, at this many encoded bytes, or when it takes this much memory.
const GROUP_ROWS: usize = 1 << 18;
const GROUP_BYTES: usize = 8 << 20;
const GROUP_MEMORY: usize = 6 << 20;

/// What every file of a table says of itself.
#[derive(Clone)]
pub(super) struct Facts {
    /// The table, without the columns that the files leave out.
    info: Info,
    schema: SchemaRef,
    pairs: Vec<(String, String)>,
}

impl Facts {
    /// `left_out`: columns that the names of folders say.
    pub fn new(info: &Info, models: &[(String, String)], left_out: &[&str]) -> Self {
        let info = info.without_columns(left_out);
        let pairs = facts(&info, models);
        // In the Arrow schema too: where there is one, pyarrow looks nowhere else.
        let metadata: HashMap<_, _> = pairs.iter().cloned().collect();
        let schema = Arc::new(Schema::new_with_metadata(info.schema().fields().clone(), metadata));
        Facts { info, schema, pairs }
    }

    /// The table with the columns that the files have.
    pub fn info(&self) -> &Info {
        &self.info
    }

    /// The columns that the files have.
    pub fn columns_of(&self, rows: &RecordBatch) -> ArrowResult<RecordBatch> {
        let places = self.schema.fields().iter().map(|field| rows.schema().index_of(field.name()));
        rows.project(&places.collect::<ArrowResult<Vec<_>>>()?)
    }
}

pub(super) struct ParquetFile {
    writer: ArrowWriter<HashedFile>,
}

impl ParquetFile {
    pub fn create(path: &Path, facts: &Facts) -> Result<Self> {
        let file = HashedFile::create(path)?;
        let writer = properties(&facts.info, facts.pairs.clone());
        let writer = writer.and_then(|properties| ArrowWriter::try_new(file, facts.schema.clone(), Some(properties)));
        Ok(ParquetFile { writer: writer.failed(path, "cannot begin this file")? })
    }

    pub fn append(&mut self, batch: &RecordBatch) -> ParquetResult<()> {
        self.writer.write(batch)?;
        if self.writer.memory_size() > GROUP_MEMORY { self.writer.flush() } else { Ok(()) }
    }

    /// Written so far, and about to be.
    pub fn bytes(&self) -> u64 {
        (self.writer.bytes_written() + self.writer.in_progress_size()) as u64
    }

    pub fn finish(self) -> ParquetResult<Sum> {
        self.writer.into_inner()?.finish().map_err(|cause| ParquetError::External(cause.into()))
    }
}

fn properties(info: &Info, facts: Vec<(String, String)>) -> ParquetResult<WriterProperties> {
    let facts = facts.into_iter().map(|(key, value)| KeyValue::new(key, value)).collect();
    let mut properties = WriterProperties::builder()
        // Higher levels take more time and memory than the tenth that they save is worth.
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_created_by(format!("{PROGRAM} version {VERSION}"))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_max_row_group_bytes(Some(GROUP_BYTES))
        .set_key_value_metadata(Some(facts));
    // What hardly ever repeats: a dictionary of it only takes time and memory.
    let own = info.columns.first().map(|column| column.name).filter(|name| name.ends_with("_id"));
    let own = own.filter(|name| *name != "article_id" || info.name == "articles");
    for name in own.into_iter().chain(["text", "content_hash"]) {
        if info.columns.iter().any(|column| column.name == name) {
            properties = properties.set_column_dictionary_enabled(ColumnPath::from(name), false);
        }
    }
    Ok(properties.build())
}

/// polars, DuckDB and pyarrow show these; pandas makes `df.attrs` of `PANDAS_ATTRS`, Spark comments of its own key.
/// Nothing here may change from run to run, or the same input would not give the same bytes.
fn facts(info: &Info, models: &[(String, String)]) -> Vec<(String, String)> {
    let columns: serde_json::Map<String, Value> =
        info.columns.iter().map(|column| (column.name.to_owned(), column.doc.into())).collect();
    let attributes = json!({
        "table": info.name,
        "description": info.doc,
        "program": format!("{PROGRAM} {VERSION}"),
        "schema_version": SCHEMA_VERSION,
        "columns": columns,
    });
    let pairs = [
        ("quotient.version", VERSION.to_owned()),
        ("quotient.schema_version", SCHEMA_VERSION.to_string()),
        ("quotient.models", json!(models.iter().cloned().collect::<BTreeMap<_, _>>()).to_string()),
        ("quotient.table", info.name.to_owned()),
        ("quotient.description", info.doc.to_owned()),
        ("PANDAS_ATTRS", attributes.to_string()),
        ("org.apache.spark.sql.parquet.row.metadata", spark_schema(info).to_string()),
    ];
    pairs.map(|(key, value)| (key.to_owned(), value)).into()
}

/// The schema as Spark writes it, with a comment for each column.
fn spark_schema(info: &Info) -> Value {
    let field = |column: &crate::table::Column| {
        json!({
            "name": column.name,
            "type": spark_type(&column.data_type),
            "nullable": column.nullable,
            "metadata": { "comment": column.doc },
        })
    };
    json!({ "type": "struct", "fields": info.columns.iter().map(field).collect::<Vec<_>>() })
}

fn spark_type(data_type: &DataType) -> Value {
    match data_type {
        DataType::Int32 => "integer".into(),
        DataType::Int64 => "long".into(),
        DataType::Float32 => "float".into(),
        DataType::Float64 => "double".into(),
        DataType::Boolean => "boolean".into(),
        DataType::Timestamp(..) => "timestamp".into(),
        DataType::List(element) => json!({
            "type": "array",
            "elementType": spark_type(element.data_type()),
            "containsNull": element.is_nullable(),
        }),
        DataType::Struct(fields) => {
            let field = |field: &Field| {
                json!({
                    "name": field.name(),
                    "type": spark_type(field.data_type()),
                    "nullable": field.is_nullable(),
                    "metadata": {},
                })
            };
            json!({ "type": "struct", "fields": fields.iter().map(|inner| field(inner)).collect::<Vec<_>>() })
        }
        _ => "string".into(),
    }
}

/// The rows that a file's footer promises.
pub(super) fn rows(path: &Path) -> Result<u64> {
    let reader = std::fs::File::open(path).map_err(|cause| ParquetError::External(cause.into()));
    let reader = reader.and_then(SerializedFileReader::new).failed(path, "cannot read this file back")?;
    Ok(u64::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or(0))
}
