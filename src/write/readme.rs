//! The data set's README.md: what is in it, and the lines that read it. Its front matter makes the folder a Hugging
//! Face data set too.

use std::fmt::Write;

use serde_json::Value;

use super::about::About;
use super::manifest::Manifest;
use super::{Format, PROGRAM, VERSION, parquet_pattern};
use crate::table::{ForeignKey, foreign_keys};

pub(super) const NAME: &str = "README.md";

pub(super) fn page(manifest: &Manifest, about: &About, formats: &[Format]) -> String {
    let names: Vec<&str> = manifest.tables.iter().map(|table| table.name.as_str()).collect();
    let mut page = String::new();
    if formats.contains(&Format::Parquet) {
        page += &front_matter(&names, about);
    }
    let (counts, title) = (manifest.counts, about.name.as_deref().unwrap_or("Who said what"));
    let _ = write!(
        page,
        "# {title}\n\n{}\n\n\
         Made by {PROGRAM} {VERSION}: {} articles, of {} inputs and records seen; {} rejected, {} skipped, {} duplicate.\n\
         `dataset.json` names every file with its SHA-256; `quotient verify` checks them and the rows.\n\n\
         | table | rows | what one row is |\n| --- | ---: | --- |\n",
        about.description(),
        counts.done,
        counts.seen,
        counts.rejected,
        counts.skipped,
        counts.duplicate
    );
    for table in &manifest.tables {
        let _ = writeln!(page, "| {} | {} | {} |", table.name, table.rows, table.description);
    }
    page += "\n`article_id` ties every row to its article.";
    let keys = names.iter().flat_map(|table| foreign_keys(table)).filter(|key| names.contains(&key.other));
    for ForeignKey { table, column, other, .. } in keys.filter(|key| key.column != "article_id") {
        let _ = write!(page, " `{table}.{column}` is a row of `{other}`.");
    }
    page += "\n";
    page += "\nOffsets count characters (Unicode code points) of `articles.text`, so in Python `text[start:end]` is the\n\
             words. Each column is described below, in the Parquet files themselves, in `dataset.json`, and by\n\
             `quotient schema`. `croissant.json` and `datapackage.json` describe the folder to programs.\n";
    if formats.contains(&Format::Parquet) {
        page += "\n## Parquet\n\nFrom this folder:\n";
        section(&mut page, "polars", "python", "import polars as pl", &names, |name| {
            format!("{name} = pl.read_parquet(\"{}\")", parquet_pattern(name))
        });
        section(&mut page, "pandas", "python", "import pandas as pd", &names, |name| {
            format!("{name} = pd.read_parquet(\"data/{name}\")")
        });
        section(&mut page, "DuckDB", "sql", "", &names, |name| {
            format!("CREATE VIEW {name} AS FROM '{}';", parquet_pattern(name))
        });
    }
    if formats.contains(&Format::Csv) {
        page += "\n## CSV\n\nLists are JSON text. An empty cell is null, `\"\"` an empty string; pandas and DuckDB read \
                 both as null.\n";
        section(&mut page, "polars", "python", "import polars as pl", &names, |name| {
            format!("{name} = pl.read_csv(\"csv/{name}.csv\", infer_schema_length=None)")
        });
        section(&mut page, "pandas", "python", "import pandas as pd", &names, |name| {
            format!(
                "{name} = pd.read_csv(\"csv/{name}.csv\", keep_default_na=False, na_values=[\"\"], low_memory=False)"
            )
        });
    }
    page += "\n## Columns\n\nA `?` behind a type: the column may be null.\n";
    for table in &manifest.tables {
        let _ = writeln!(page, "\n### {}\n\n| column | type | meaning |\n| --- | --- | --- |", table.name);
        for column in &table.columns {
            let (data_type, null) = (column.data_type.replace('<', "\\<"), if column.nullable { "?" } else { "" });
            let _ = writeln!(page, "| `{}` | {data_type}{null} | {} |", column.name, column.description);
        }
    }
    page
}

fn section(page: &mut String, tool: &str, language: &str, import: &str, names: &[&str], line: impl Fn(&str) -> String) {
    let _ = write!(page, "\n### {tool}\n\n```{language}\n");
    if !import.is_empty() {
        let _ = writeln!(page, "{import}");
    }
    for name in names {
        let _ = writeln!(page, "{}", line(name));
    }
    page.push_str("```\n");
}

/// `load_dataset(folder, "quotes")` works by this. What stands in quotes as JSON does so as YAML.
fn front_matter(names: &[&str], about: &About) -> String {
    let default = if names.contains(&"quotes") { "quotes" } else { names.first().copied().unwrap_or_default() };
    let mut yaml = "---\n".to_owned();
    for (key, value) in [("pretty_name", &about.name), ("license", &about.license)] {
        if let Some(value) = value {
            let _ = writeln!(yaml, "{key}: {}", Value::from(value.as_str()));
        }
    }
    yaml += "configs:\n";
    for name in names {
        let _ = writeln!(yaml, "- config_name: {name}\n  data_files: {}", parquet_pattern(name));
        if *name == default {
            yaml += "  default: true\n";
        }
    }
    yaml + "---\n\n"
}
