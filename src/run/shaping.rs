//! Which options a data set was made with, as its manifest says.

use serde_json::{Value, json};

use super::Options;
use crate::read;

/// Options that shape no row: how rows are written, and what is worked out anew from all of them.
const ELSEWHERE: [&str; 5] = ["shard", "formats", "spreadsheet", "part_bytes", "authority_sha256"];

/// The options that shape rows of articles.
pub fn of_rows(options: &Value) -> Value {
    let mut options = options.clone();
    if let Some(options) = options.as_object_mut() {
        options.retain(|key, _| !ELSEWHERE.contains(&key.as_str()));
    }
    options
}

/// The options that shape the data set, for its manifest.
pub fn of(options: &Options, authority: Option<String>) -> Value {
    let formats: Vec<_> = options.formats.iter().map(|format| format.as_str()).collect();
    let tables: Vec<_> = options.tables.iter().map(|table| table.name).collect();
    let least = options.min_confidence;
    let mut shaping =
        json!({ "formats": formats, "tables": tables, "spreadsheet": options.spreadsheet, "min_confidence": least });
    if !options.partition_by.is_empty() {
        let by = options.partition_by.iter().map(|by| by.as_str());
        shaping["partition_by"] = by.collect();
    }
    if let Some(bytes) = options.part_bytes {
        shaping["part_bytes"] = bytes.into();
    }
    if let Some(shard) = options.shard {
        shaping["shard"] = shard.to_string().into();
    }
    if let Some(since) = options.since {
        shaping["since"] = since.into();
    }
    if let Some(sha256) = authority {
        shaping["authority_sha256"] = sha256.into();
    }
    let (read, wanted, usual) = (&options.read, &options.wanted, read::Options::default());
    let fields: Vec<_> = read.fields.iter().map(|(field, column)| format!("{}={column}", field.as_str())).collect();
    let chosen = [
        ("fields", json!(fields), !fields.is_empty()),
        ("keep", json!(read.keep), !read.keep.is_empty()),
        ("follow", json!(read.follow), read.follow),
        ("max_article_bytes", json!(read.max_article_bytes), read.max_article_bytes != usual.max_article_bytes),
        ("max_expansion", json!(read.max_expansion), read.max_expansion != usual.max_expansion),
        ("languages", json!(wanted.languages), !wanted.languages.is_empty()),
        ("drop_duplicates", json!(wanted.drop_duplicates), wanted.drop_duplicates),
        ("near_duplicates", json!(wanted.near_duplicates), wanted.near_duplicates.is_some()),
    ];
    for (name, value, _) in chosen.into_iter().filter(|(.., is_chosen)| *is_chosen) {
        shaping[name] = value;
    }
    shaping
}
