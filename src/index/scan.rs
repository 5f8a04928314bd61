//! The few calls into polars that `index` needs.

use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use polars::prelude::{
    BooleanChunked, Column, DataFrame, DataType, Engine, Expr, Field, IntoColumn, LazyFrame, PlRefPath, PolarsError,
    PolarsResult, ScanArgsParquet, col, polars_err,
};
use rustc_hash::FxHasher;

/// The parts of one table; `None` where it was not written. Parts are named one by one, because the folder's own name
/// may hold characters that mean something in a pattern.
pub fn scan(dir: &Path, table: &str) -> PolarsResult<Option<LazyFrame>> {
    let folder = dir.join("data").join(table);
    if !folder.is_dir() {
        return Ok(None);
    }
    let (mut parts, mut folders): (Vec<PathBuf>, _) = (Vec::new(), vec![folder]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "parquet") {
                parts.push(path);
            }
        }
    }
    if parts.is_empty() {
        return Ok(None);
    }
    parts.sort();
    let paths = parts.into_iter().map(PlRefPath::try_from_pathbuf).collect::<PolarsResult<Vec<_>>>()?;
    let args = ScanArgsParquet { glob: false, low_memory: true, cache: false, ..ScanArgsParquet::default() };
    LazyFrame::scan_parquet_files(paths.into_iter().collect(), args).map(Some)
}

/// Runs `query` part by part, never holding a whole table.
pub fn collect(query: LazyFrame) -> PolarsResult<DataFrame> {
    Ok(query.collect_with_engine(Engine::Streaming)?.unwrap_single())
}

/// Whether `name` is in this one of so many slices of all names, which are about equally large.
pub fn is_in(slice: u64, slices: u64) -> Expr {
    let chosen = move |names: Column| {
        let of = |name: &str| {
            let mut hasher = FxHasher::default();
            name.hash(&mut hasher);
            hasher.finish() % slices == slice
        };
        let chosen: BooleanChunked = names.str()?.iter().map(|name| name.map(of)).collect();
        Ok(chosen.with_name(names.name().clone()).into_column())
    };
    col("name").map(chosen, |_, field| Ok(Field::new(field.name().clone(), DataType::Boolean)))
}

/// The first cell of a column of sums; 0 over no rows.
pub fn number(frame: &DataFrame, column: &str) -> PolarsResult<u64> {
    let cells = frame.column(column)?.cast(&DataType::UInt64)?;
    Ok(cells.u64()?.iter().next().flatten().unwrap_or(0))
}

/// Rows of words and their counts, in the frame's order; rows without a word are left out.
pub fn counts(frame: &DataFrame, words: &str, numbers: &str) -> PolarsResult<Vec<(String, u64)>> {
    let numbers = frame.column(numbers)?.cast(&DataType::UInt64)?;
    let words = frame.column(words)?.str()?;
    let rows = words.iter().zip(numbers.u64()?.iter());
    rows.filter_map(|(word, n)| Some((word?, n)))
        .map(|(word, n)| {
            let n = n.ok_or_else(|| -> PolarsError { polars_err!(ComputeError: "no count for {word}") })?;
            Ok((word.to_owned(), n))
        })
        .collect()
}
