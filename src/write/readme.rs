//! The data set's README.md: what is in it, and the lines that read it. Its front matter makes the folder a Hugging
//! Face data set too.

use std::fmt::Write;

use super::manifest::Manifest;
use super::{Format, PROGRAM, VERSION, parquet_pattern};

pub(super) const NAME: &str = "README.md";

/// Which columns name rows of other tables (or of their own).
const KEYS: &[(&str, &str, &str)] = &[
    ("quotes", "source_id", "sources"),
    ("quotes", "speaker_entity_id", "entities"),
    ("quotes", "parent_quote_id", "quotes"),
    ("sources", "entity_id", "entities"),
    ("sources", "index_id", "source_index"),
    ("entities", "index_id", "entity_index"),
    ("mentions", "entity_id", "entities"),
];

pub(super) fn page(manifest: &Manifest, formats: &[Format]) -> String {
    let names: Vec<&str> = manifest.tables.iter().map(|table| table.name.as_str()).collect();
    let mut page = String::new();
    if formats.contains(&Format::Parquet) {
        page += &front_matter(&names);
    }
    let counts = manifest.counts;
    let _ = write!(
        page,
        "# Who said what\n\n\
         Made by {PROGRAM} {VERSION}: {} articles, of {} inputs and records seen; {} rejected, {} skipped, {} duplicate.\n\
         `dataset.json` names every file with its SHA-256; `quotient verify` checks them and the rows.\n\n\
         | table | rows | what one row is |\n| --- | ---: | --- |\n",
        counts.done, counts.seen, counts.rejected, counts.skipped, counts.duplicate
    );
    for table in &manifest.tables {
        let _ = writeln!(page, "| {} | {} | {} |", table.name, table.rows, table.description);
    }
    page += "\n`article_id` ties every row to its article.";
    for &(table, column, other) in
        KEYS.iter().filter(|(table, _, other)| names.contains(table) && names.contains(other))
    {
        let _ = write!(page, " `{table}.{column}` is a row of `{other}`.");
    }
    page += "\n";
    page += "\nOffsets count characters (Unicode code points) of `articles.text`, so in Python `text[start:end]` is the\n\
             words. Each column is described in the files themselves, in `dataset.json`, and by `quotient schema`.\n";
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

/// `load_dataset(folder, "quotes")` works by this.
fn front_matter(names: &[&str]) -> String {
    let default = if names.contains(&"quotes") { "quotes" } else { names.first().copied().unwrap_or_default() };
    let mut yaml = "---\nconfigs:\n".to_owned();
    for name in names {
        let _ = writeln!(yaml, "- config_name: {name}\n  data_files: {}", parquet_pattern(name));
        if *name == default {
            yaml += "  default: true\n";
        }
    }
    yaml + "---\n\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_columns_of_these_tables() {
        let has = |table: &str, wanted: &str| {
            let table = crate::table::tables().iter().find(|info| info.name == table);
            table.is_some_and(|info| info.columns.iter().any(|column| column.name == wanted))
        };
        for (table, column, other) in KEYS {
            // `quote_id` of quotes, `entity_id` of entities, `index_id` of source_index.
            let one = other.strip_suffix("ies").map_or(&other[..other.len() - 1], |_| "entity");
            let own = if other.ends_with("_index") { "index_id".to_owned() } else { format!("{one}_id") };
            assert!(has(table, column) && has(other, &own), "{table}.{column} of {other}.{own}");
        }
    }
}
