//! `datapackage.json`: the data set for Frictionless, whose validator reads every row and follows every key.

use serde_json::{Map, Value, json};

use super::about::About;
use super::manifest::{ColumnEntry, Manifest, Table};
use crate::table::{foreign_keys, primary_key};

pub(super) const NAME: &str = "datapackage.json";

/// `None` unless each table is one file in some format: its validator reads only the first of several.
pub(super) fn page(manifest: &Manifest, about: &About) -> Option<String> {
    let resources = manifest.tables.iter().map(|table| resource(table, manifest)).collect::<Option<Vec<_>>>()?;
    let mut package = json!({
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": "quotient",
        "title": about.name(),
        "description": about.description(),
        "resources": resources,
    });
    if let Some(license) = &about.license {
        let key = if license.contains("://") { "path" } else { "name" };
        package["licenses"] = json!([{ key: license }]);
    }
    if let Some(creator) = &about.creator {
        package["contributors"] = json!([{ "title": creator, "role": "author" }]);
    }
    for (key, value) in [("homepage", &about.url), ("created", &about.date)] {
        if let Some(value) = value {
            package[key] = value.as_str().into();
        }
    }
    Some(format!("{package:#}\n"))
}

/// CSV, which its validator reads best, and else Parquet.
fn resource(table: &Table, manifest: &Manifest) -> Option<Value> {
    let of = |ending: &str| {
        let mut files = table.files.iter().filter(|file| file.path.ends_with(ending));
        files.next().filter(|_| files.next().is_none() && !(ending == ".parquet" && table.is_partitioned()))
    };
    let formats = [
        ("csv", "text/csv", of(".csv")),
        ("parquet", "application/vnd.apache.parquet", of(".parquet")),
        ("arrow", "application/vnd.apache.arrow.file", of(".arrow")),
    ];
    let (format, media, file) = formats.into_iter().find_map(|(format, media, file)| Some((format, media, file?)))?;
    let mut resource = json!({
        "name": table.name,
        "description": table.description,
        "type": "table",
        "path": file.path,
        "format": format,
        "mediatype": media,
        "schema": schema(table, manifest, format == "csv"),
    });
    // Its validator counts the bytes of text files only.
    if format == "csv" {
        resource["encoding"] = "utf-8".into();
        resource["bytes"] = file.bytes.into();
        resource["hash"] = format!("sha256:{}", file.sha256).into();
    }
    Some(resource)
}

fn schema(table: &Table, manifest: &Manifest, csv: bool) -> Value {
    let key = primary_key(&table.name);
    let field = |column| field(column, key, csv);
    let mut schema = Map::from_iter([("fields".to_owned(), table.columns.iter().map(field).collect())]);
    if !key.is_empty() {
        schema.insert("primaryKey".into(), key.into());
    }
    let foreign = foreign_keys(&table.name).filter(|key| manifest.tables.iter().any(|table| table.name == key.other));
    let foreign: Vec<Value> = foreign
        .map(|key| {
            // A table's own name is left out, as the specification asks.
            let resource = if key.other == table.name { "" } else { key.other };
            json!({ "fields": [key.column], "reference": { "resource": resource, "fields": [key.other_column] } })
        })
        .collect();
    if !foreign.is_empty() {
        schema.insert("foreignKeys".into(), foreign.into());
    }
    schema.into()
}

fn field(column: &ColumnEntry, key: &[&str], csv: bool) -> Value {
    let data_type = match column.data_type.as_str() {
        // Its reader of Parquet makes floats of whole numbers where one is null.
        "int32" | "int64" if csv || !column.nullable => "integer",
        "int32" | "int64" => "number",
        "float32" | "float64" => "number",
        "bool" => "boolean",
        other if other.starts_with("timestamp") => "datetime",
        // JSON text in CSV; what its reader makes of a list in Parquet is not an array to its validator.
        other if other.starts_with("list") => {
            if csv {
                "array"
            } else {
                "any"
            }
        }
        _ => "string",
    };
    let mut field = json!({ "name": column.name, "type": data_type, "description": column.description });
    // An empty text is no value in CSV.
    if !column.nullable && (data_type != "string" || key.contains(&column.name.as_str())) {
        field["constraints"] = json!({ "required": true });
    }
    field
}
