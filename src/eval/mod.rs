//! What the program finds, side by side with what people marked: one row for each quote, and the measures over all.
//!
//! `train` measures a model while it is made. This measures the whole program, on anybody's texts.

mod coreference;
mod gold;
mod rows;
mod summary;

pub use coreference::coreference;

use std::path::Path;

use rayon::prelude::*;

use crate::analyze::Analyzer;
use crate::article::Article;
use crate::error::{Context, Result};
use crate::train::quotes::gold::Text;
use crate::train::quotes::measure::{Compared, Scores};

/// What came out.
#[derive(Clone, Debug)]
pub struct Report {
    /// A row for each thing compared, as CSV with a header.
    pub rows: String,
    /// The measures over all texts, a line each.
    pub summary: String,
}

/// Analyses the texts of `file` (JSON lines, plain or packed with gzip) and compares the quotes with those marked in them.
///
/// # Errors
/// The file cannot be read, or a line of it is not what it should be.
pub fn quotes(file: &Path, analyzer: &Analyzer) -> Result<Report> {
    let texts = gold::read(file)?;
    let compare = |text: &Text| {
        let quotes = analyzer.analyze(&Article::from_text(&text.id, &text.text)).quotes;
        let compared = Compared::new(&text.text, &quotes, &text.marked);
        (quotes, compared)
    };
    // In the order of the file, on any number of threads.
    let found: Vec<_> = texts.par_iter().map(compare).collect();
    let mut scores = Scores::default();
    let mut csv = csv::Writer::from_writer(Vec::new());
    let failed = "standard output";
    csv.write_record(rows::COLUMNS).failed(failed, "cannot be written")?;
    for (text, (quotes, compared)) in texts.iter().zip(&found) {
        scores.add_compared(&text.text, quotes, &text.marked, compared);
        for row in rows::rows(text, quotes, compared) {
            csv.write_record(&row).failed(failed, "cannot be written")?;
        }
    }
    let rows = csv.into_inner().map_err(|error| error.into_error()).failed(failed, "cannot be written")?;
    let rows = String::from_utf8(rows).failed(failed, "cannot be written")?;
    Ok(Report { rows, summary: summary::lines(texts.len(), &scores) })
}
