//! What a finished data set holds, in a few lines: polars scans the Parquet just written, only the columns it needs.
//!
//! Sums run on the streaming engine, and those of names some names at a time, so memory does not grow with the rows.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use polars::prelude::{LazyFrame, PolarsResult, col, len, lit};

use super::scan::{collect, counts, is_in, number, scan};
use super::words::{grouped, neutral};

/// How many sources the summary names.
const TOP: usize = 10;

/// About so many rows are summed up by name at a time.
const AT_A_TIME: u64 = 1 << 18;

/// Sums over the tables of one data set. A table that was not written leaves its part empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub articles: Option<u64>,
    /// Articles with the same words as an earlier one.
    pub duplicates: u64,
    pub words: u64,
    /// Quotes by kind, those of other stories (teasers) left out.
    pub quotes: BTreeMap<String, u64>,
    /// Quotes whose speaker or source is known.
    pub attributed: u64,
    /// Named sources and their quotes, most quoted first.
    pub top_sources: Vec<(String, u64)>,
    /// Rejected inputs by reason.
    pub rejects: BTreeMap<String, u64>,
}

/// Sums up the Parquet tables of the data set at `dir`.
///
/// # Errors
/// When a table cannot be read or lacks a column.
pub fn summary(dir: &Path) -> PolarsResult<Summary> {
    let mut summary = Summary::default();
    if let Some(articles) = scan(dir, "articles")? {
        let words = col("n_words").cast(polars::prelude::DataType::Int64).sum().alias("words");
        let sums = collect(articles.select([len().alias("articles"), col("duplicate_of").count(), words]))?;
        summary.articles = Some(number(&sums, "articles")?);
        summary.duplicates = number(&sums, "duplicate_of")?;
        summary.words = number(&sums, "words")?;
    }
    if let Some(quotes) = scan(dir, "quotes")? {
        let own = quotes.filter(col("in_teaser").not());
        let known = col("source_id").is_not_null().or(col("speaker").is_not_null());
        let sums = collect(own.group_by([col("kind")]).agg([len().alias("n"), known.sum().alias("known")]))?;
        summary.quotes = counts(&sums, "kind", "n")?.into_iter().collect();
        summary.attributed = counts(&sums, "kind", "known")?.into_iter().map(|(_, known)| known).sum();
    }
    if let Some(sources) = scan(dir, "sources")? {
        let named = sources.filter(col("naming").eq(lit("named")).and(col("in_teaser").not()));
        summary.top_sources = top_sources(named, AT_A_TIME)?;
    }
    if let Some(rejects) = scan(dir, "rejects")? {
        let sums = collect(rejects.group_by([col("reason")]).agg([len().alias("n")]))?;
        summary.rejects = counts(&sums, "reason", "n")?.into_iter().collect();
    }
    Ok(summary)
}

/// The most quoted names of rows of `sources`. Names are many and most of them rare, so some are summed up at a time.
fn top_sources(named: LazyFrame, at_a_time: u64) -> PolarsResult<Vec<(String, u64)>> {
    let rows = number(&collect(named.clone().select([len().alias("rows")]))?, "rows")?;
    let quotes = col("n_quotes").cast(polars::prelude::DataType::Int64).sum().alias("n");
    let (slices, mut top) = (rows / at_a_time + 1, Vec::<(String, u64)>::new());
    for slice in 0..slices {
        let least = top.get(TOP - 1).map_or(1, |(_, n)| *n);
        let some = if slices > 1 { named.clone().filter(is_in(slice, slices)) } else { named.clone() };
        let sums = some.group_by([col("name")]).agg([quotes.clone()]).filter(col("n").gt_eq(lit(least)));
        top.extend(counts(&collect(sums)?, "name", "n")?);
        // Equally quoted sources come in the order of their names, so that the same data prints the same lines.
        top.sort_unstable_by(|(one, n), (other, m)| m.cmp(n).then_with(|| one.cmp(other)));
        top.truncate(TOP);
    }
    Ok(top)
}

impl fmt::Display for Summary {
    /// One line each, none for what is not there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.duplicates > 0 {
            writeln!(f, "  duplicates  {}", grouped(self.duplicates))?;
        }
        let quotes: u64 = self.quotes.values().sum();
        if let Some(share) = (self.attributed * 100).checked_div(quotes) {
            writeln!(f, "  quotes      {}: {}, {share} % with a known source", grouped(quotes), list(&self.quotes))?;
        }
        if !self.top_sources.is_empty() {
            let names: Vec<_> =
                self.top_sources.iter().map(|(name, n)| format!("{} {}", neutral(name), grouped(*n))).collect();
            writeln!(f, "  sources     {}", names.join(", "))?;
        }
        if !self.rejects.is_empty() {
            let rejects: u64 = self.rejects.values().sum();
            writeln!(f, "  rejects     {}: {}", grouped(rejects), list(&self.rejects))?;
        }
        Ok(())
    }
}

fn list(counts: &BTreeMap<String, u64>) -> String {
    let parts: Vec<_> = counts.iter().map(|(word, n)| format!("{} {word}", grouped(*n))).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use polars::df;
    use polars::prelude::IntoLazy;

    use super::*;

    #[test]
    fn nothing_is_said_of_what_is_not_there() {
        assert_eq!(Summary::default().to_string(), "");
    }

    #[test]
    fn some_names_at_a_time_make_the_same_sums() {
        let names: Vec<String> = (0..200).map(|number| format!("Ann {}", number % 40)).collect();
        let quotes: Vec<i32> = (0..200).map(|number| number % 7).collect();
        let named = df!["name" => names, "n_quotes" => quotes].unwrap().lazy();
        let top = top_sources(named.clone(), 1000).unwrap();
        assert_eq!(top.len(), TOP);
        for at_a_time in [1, 9, 150] {
            assert_eq!(top_sources(named.clone(), at_a_time).unwrap(), top);
        }
    }

    #[test]
    fn lines_name_their_parts() {
        let summary = Summary {
            articles: Some(3),
            duplicates: 1,
            words: 2000,
            quotes: BTreeMap::from([("direct".to_owned(), 3), ("indirect".to_owned(), 1)]),
            attributed: 3,
            top_sources: vec![("Ann Okafor".to_owned(), 2)],
            rejects: BTreeMap::from([("empty".to_owned(), 1)]),
        };
        let lines = summary.to_string();
        assert!(lines.contains("  quotes      4: 3 direct, 1 indirect, 75 % with a known source\n"), "{lines}");
        assert!(lines.contains("  sources     Ann Okafor 2\n  rejects     1: 1 empty\n"), "{lines}");
    }

    #[test]
    fn a_folder_without_tables_has_an_empty_summary() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(summary(dir.path()).unwrap(), Summary::default());
    }
}
