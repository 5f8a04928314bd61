//! The tables described for people: as text, as JSON, and as the page docs/tables.md.

use std::fmt::Write;

use arrow::datatypes::{DataType, TimeUnit};
use serde_json::{Value, json};

use super::{Info, tables};

/// The name of a type in the dictionary, the manifest and the docs.
pub fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Utf8 => "string".into(),
        DataType::Int32 => "int32".into(),
        DataType::Int64 => "int64".into(),
        DataType::Float32 => "float32".into(),
        DataType::Float64 => "float64".into(),
        DataType::Boolean => "bool".into(),
        DataType::Timestamp(TimeUnit::Microsecond, Some(zone)) => format!("timestamp[us, {zone}]"),
        DataType::List(element) => format!("list<{}>", type_name(element.data_type())),
        DataType::Struct(fields) => {
            let fields = fields.iter().map(|field| format!("{}: {}", field.name(), type_name(field.data_type())));
            format!("struct<{}>", fields.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

fn chosen(table: Option<&str>) -> Option<Vec<&'static Info>> {
    let chosen: Vec<_> = tables().iter().filter(|info| table.is_none_or(|name| name == info.name)).collect();
    (!chosen.is_empty()).then_some(chosen)
}

/// The dictionary of one table or of all, aligned for reading; `None` if there is no such table. A `?` behind a type
/// says that the column may be null.
pub fn schema_text(table: Option<&str>) -> Option<String> {
    let mut text = String::new();
    for info in chosen(table)? {
        if !text.is_empty() {
            text.push('\n');
        }
        let on_request = if info.by_default { "" } else { " (on request)" };
        let _ = writeln!(text, "{}: {}{on_request}", info.name, info.doc);
        let types: Vec<String> = info.columns.iter().map(|column| mark(&column.data_type, column.nullable)).collect();
        let name_width = info.columns.iter().map(|column| column.name.len()).max().unwrap_or(0);
        let type_width = types.iter().map(String::len).max().unwrap_or(0);
        for (column, data_type) in info.columns.iter().zip(&types) {
            let _ = writeln!(text, "  {:name_width$}  {data_type:type_width$}  {}", column.name, column.doc);
        }
    }
    Some(text)
}

fn mark(data_type: &DataType, nullable: bool) -> String {
    type_name(data_type) + if nullable { "?" } else { "" }
}

/// The dictionary of one table or of all as JSON: a list of tables, each with its columns.
pub fn schema_json(table: Option<&str>) -> Option<Value> {
    Some(chosen(table)?.into_iter().map(|info| info.to_json()).collect())
}

impl Info {
    /// Name, description and columns, for the dictionary and the manifest.
    pub fn to_json(&self) -> Value {
        let columns = self.columns.iter().map(|column| {
            json!({
                "name": column.name,
                "type": type_name(&column.data_type),
                "nullable": column.nullable,
                "description": column.doc,
            })
        });
        json!({
            "name": self.name,
            "description": self.doc,
            "by_default": self.by_default,
            "columns": columns.collect::<Value>(),
        })
    }
}

const HEAD: &str = "\
# The tables

<!-- Made from the columns in src/table; `BLESS=1 cargo test dictionary` rewrites it. -->

Every column below is described in the data too: `quotient schema` prints these lines, and each Parquet file carries
them.

## How to read them

- **Offsets** (`start`, `end`, `*_start`, `*_end`, `spans`) are half-open and count characters (Unicode code points) of
  `articles.text`, from 0. In Python `text[start:end]` is the words. Not so in languages whose strings count bytes or
  UTF-16 units.
- **`?`** behind a type: the column may be null. Unknown is null, never a made-up name.
- **Order**: articles in the order of the inputs; in each article the order of the text. `paragraph` and `sentence` are
  numbers from 0 in their article.
- **Ids of rows** are the `article_id`, a hyphen, a letter and a running number from 1: `…-q3` is the third quote of its
  article, `-s` a source, `-e` an entity, `-m` a mention. The same text gives the same ids.
- **A quote in parts**: `quotes.text` joins the parts by ` … ` (space, ellipsis, space); `spans` has the parts one by one.
- **Exact or tidy**: what has offsets (`text`, `cue`, `source_text`) is the article's own text to the character, line
  ends included. Names, aliases, titles and descriptions have none, and one blank wherever the article has white space.
- **A word** is a run of characters without white space that holds a letter or a digit.
- **Counts** in `articles` are of the article itself: what stands in a byline, credit, reference, teaser or boilerplate
  is in the tables but not in the counts.
- **CSV**: lists are JSON text. Null is an empty cell, an empty string is `\"\"`. Times are ISO 8601 in UTC. Parquet is
  the record, CSV the convenience: many programs read both empty cells as the same.
";

const TAIL: &str = "
## What is not told yet

`articles.language` is what the source states, else `en`: the language is not told from the text.
";

/// docs/tables.md.
pub fn markdown() -> String {
    let mut page = HEAD.to_owned();
    for info in tables() {
        let on_request = if info.by_default { "" } else { " Written on request (`--tables`)." };
        let _ = writeln!(page, "\n## {}\n\n{}.{on_request}\n", info.name, sentence(info.doc));
        page += "| column | type | meaning |\n| --- | --- | --- |\n";
        for column in &info.columns {
            let data_type = mark(&column.data_type, column.nullable);
            let _ = writeln!(page, "| `{}` | {} | {} |", column.name, data_type.replace('<', "\\<"), column.doc);
        }
    }
    page + TAIL
}

/// With a capital letter.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
