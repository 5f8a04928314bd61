//! The data set's README.md: what is in it, and the lines that read it. Its front matter makes the folder a Hugging
//! Face data set too.

use std::fmt::Write;

use serde_json::Value;

use super::about::About;
use super::manifest::{Manifest, Table};
use super::{Format, PROGRAM, VERSION, arrow_path, parquet_pattern};
use crate::table::{ForeignKey, foreign_keys};

pub(super) const NAME: &str = "README.md";

pub(super) fn page(manifest: &Manifest, about: &About, formats: &[Format]) -> String {
    let names: Vec<&str> = manifest.tables.iter().map(|table| table.name.as_str()).collect();
    let mut page = String::new();
    if formats.contains(&Format::Parquet) {
        page += &front_matter(&manifest.tables, about);
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
        let (tables, parted) = (&manifest.tables, |table: &Table, told| if table.is_partitioned() { told } else { "" });
        section(&mut page, "polars", "python", "import polars as pl", tables, |table| {
            let (name, pattern) = (&table.name, parquet_pattern(table));
            format!("{name} = pl.read_parquet(\"{pattern}\"{})", parted(table, ", hive_partitioning=True"))
        });
        section(&mut page, "pandas", "python", "import pandas as pd", tables, |Table { name, .. }| {
            format!("{name} = pd.read_parquet(\"data/{name}\")")
        });
        section(&mut page, "DuckDB", "sql", "", tables, |table| {
            let (name, pattern) = (&table.name, parquet_pattern(table));
            match table.is_partitioned() {
                false => format!("CREATE VIEW {name} AS FROM '{pattern}';"),
                true => format!("CREATE VIEW {name} AS FROM read_parquet('{pattern}', hive_partitioning = true);"),
            }
        });
    }
    if formats.contains(&Format::Csv) {
        page += "\n## CSV\n\nLists are JSON text. An empty cell is null, `\"\"` an empty string; pandas and DuckDB read \
                 both as null.\n";
        section(&mut page, "polars", "python", "import polars as pl", &manifest.tables, |Table { name, .. }| {
            format!("{name} = pl.read_csv(\"csv/{name}.csv\", infer_schema_length=None)")
        });
        section(&mut page, "pandas", "python", "import pandas as pd", &manifest.tables, |Table { name, .. }| {
            format!(
                "{name} = pd.read_csv(\"csv/{name}.csv\", keep_default_na=False, na_values=[\"\"], low_memory=False)"
            )
        });
    }
    if formats.contains(&Format::Arrow) {
        page += "\n## Arrow\n\nArrow IPC files (Feather 2), not packed.\n";
        section(&mut page, "polars", "python", "import polars as pl", &manifest.tables, |Table { name, .. }| {
            format!("{name} = pl.read_ipc(\"{}\")", arrow_path(name))
        });
        section(&mut page, "pandas", "python", "import pandas as pd", &manifest.tables, |Table { name, .. }| {
            format!("{name} = pd.read_feather(\"{}\")", arrow_path(name))
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

fn section(
    page: &mut String,
    tool: &str,
    language: &str,
    import: &str,
    tables: &[Table],
    line: impl Fn(&Table) -> String,
) {
    let _ = write!(page, "\n### {tool}\n\n```{language}\n");
    if !import.is_empty() {
        let _ = writeln!(page, "{import}");
    }
    for table in tables {
        let _ = writeln!(page, "{}", line(table));
    }
    page.push_str("```\n");
}

/// `load_dataset(folder, "quotes")` works by this. What stands in quotes as JSON does so as YAML.
fn front_matter(tables: &[Table], about: &About) -> String {
    let default = tables.iter().find(|table| table.name == "quotes").or(tables.first());
    let mut yaml = "---\n".to_owned();
    for (key, value) in [("pretty_name", &about.name), ("license", &about.license)] {
        if let Some(value) = value {
            let _ = writeln!(yaml, "{key}: {}", Value::from(value.as_str()));
        }
    }
    yaml += "configs:\n";
    for table in tables {
        // Quoted, as a pattern with `**` is to YAML something else.
        let _ = writeln!(yaml, "- config_name: {}\n  data_files: \"{}\"", table.name, parquet_pattern(table));
        if default.is_some_and(|default| default.name == table.name) {
            yaml += "  default: true\n";
        }
    }
    yaml + "---\n\n"
}
