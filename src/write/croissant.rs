//! `croissant.json`: the data set as Croissant 1.1, which search engines and machine-learning libraries read.

use serde_json::{Value, json};

use super::about::About;
use super::manifest::{ColumnEntry, Manifest, Table};
use super::{VERSION, parquet_pattern};
use crate::table::{foreign_keys, primary_key};

pub(super) const NAME: &str = "croissant.json";

/// As the specification gives it, to be copied word for word.
const CONTEXT: &str = r#"{
  "@language": "en", "@vocab": "https://schema.org/", "arrayShape": "cr:arrayShape", "citeAs": "cr:citeAs",
  "column": "cr:column", "conformsTo": "dct:conformsTo", "containedIn": "cr:containedIn",
  "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
  "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
  "dct": "http://purl.org/dc/terms/", "description": {"@container": "@language"},
  "equivalentProperty": "cr:equivalentProperty", "examples": {"@id": "cr:examples", "@type": "@json"},
  "extract": "cr:extract", "field": "cr:field", "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject",
  "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes", "isArray": "cr:isArray",
  "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5",
  "name": {"@container": "@language"}, "parentField": "cr:parentField", "path": "cr:path",
  "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated",
  "replace": "cr:replace", "samplingRate": "cr:samplingRate", "sc": "https://schema.org/",
  "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform"
}"#;

/// `None` without Parquet, which it speaks of.
pub(super) fn page(manifest: &Manifest, about: &About) -> Option<String> {
    let parquet = |table: &&Table| table.files.iter().any(|file| file.path.ends_with(".parquet"));
    let tables: Vec<&Table> = manifest.tables.iter().filter(parquet).collect();
    if tables.is_empty() {
        return None;
    }
    let mut page = json!({
        "@context": serde_json::from_str::<Value>(CONTEXT).unwrap_or_default(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": about.name(),
        "description": about.description(),
        "version": VERSION,
        "distribution": tables.iter().map(|table| files(table)).collect::<Vec<_>>(),
        "recordSet": tables.iter().map(|table| records(table, &tables)).collect::<Vec<_>>(),
    });
    for (key, value) in [("license", &about.license), ("url", &about.url), ("datePublished", &about.date)] {
        if let Some(value) = value {
            page[key] = value.as_str().into();
        }
    }
    if let Some(creator) = &about.creator {
        page["creator"] = json!({ "@type": "sc:Organization", "name": creator });
    }
    Some(format!("{page:#}\n"))
}

fn file_set(table: &str) -> String {
    format!("{table}-files")
}

fn files(table: &Table) -> Value {
    json!({
        "@type": "cr:FileSet",
        "@id": file_set(&table.name),
        "name": file_set(&table.name),
        "description": format!("The files of the table {}.", table.name),
        "encodingFormat": "application/x-parquet",
        "includes": parquet_pattern(table),
    })
}

fn records(table: &Table, tables: &[&Table]) -> Value {
    let key: Vec<Value> =
        primary_key(&table.name).iter().map(|column| json!({ "@id": format!("{}/{column}", table.name) })).collect();
    let mut records = json!({
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "field": table.columns.iter().map(|column| field(table, column, tables)).collect::<Vec<_>>(),
    });
    if !key.is_empty() {
        records["key"] = key.into();
    }
    records
}

fn field(table: &Table, column: &ColumnEntry, tables: &[&Table]) -> Value {
    let id = format!("{}/{}", table.name, column.name);
    let extract = json!({ "fileSet": { "@id": file_set(&table.name) }, "extract": { "column": column.name } });
    let extract = match table.partition_columns().contains(&column.name.as_str()) {
        false => extract,
        // The folder's name says it.
        true => json!({
            "fileSet": { "@id": file_set(&table.name) },
            "extract": { "fileProperty": "fullpath" },
            "transform": { "regex": format!("{}=([^/]*)/", column.name) },
        }),
    };
    let mut field = json!({ "@type": "cr:Field", "@id": id, "name": column.name, "description": column.description });
    if column.data_type.starts_with("list") {
        field["isArray"] = true.into();
        field["arrayShape"] = "-1".into();
    }
    let parts = parts(&column.data_type).map(|(name, data_type)| {
        let mut source = extract.clone();
        source["transform"] = json!({ "jsonPath": name });
        let id = format!("{id}/{name}");
        json!({ "@type": "cr:Field", "@id": id, "name": name, "dataType": self::data_type(data_type), "source": source })
    });
    match parts.collect::<Vec<_>>() {
        parts if parts.is_empty() => {
            field["dataType"] = data_type(&column.data_type).into();
            field["source"] = extract;
        }
        parts => field["subField"] = parts.into(),
    }
    // Loaders join by it, so only what every row has is told: rows without would be lost.
    let joined = foreign_keys(&table.name).find(|key| key.column == column.name && !column.nullable);
    if let Some(key) = joined.filter(|key| tables.iter().any(|table| table.name == key.other)) {
        field["references"] = json!({ "field": { "@id": format!("{}/{}", key.other, key.other_column) } });
    }
    field
}

/// Names and types in `list<struct<start: int32, end: int32>>`.
fn parts(data_type: &str) -> impl Iterator<Item = (&str, &str)> {
    let inner = data_type.split_once("struct<").map_or("", |(_, inner)| inner.trim_end_matches('>'));
    inner.split(", ").filter_map(|part| part.split_once(": "))
}

fn data_type(name: &str) -> &'static str {
    match name {
        "int32" => "cr:Int32",
        "int64" => "cr:Int64",
        "float32" => "cr:Float32",
        "float64" => "cr:Float64",
        "bool" => "sc:Boolean",
        other if other.starts_with("timestamp") => "sc:DateTime",
        _ => "sc:Text",
    }
}
