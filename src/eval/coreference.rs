//! Who is who, side by side with what people marked: a row for each thing asked, and the measures.

use std::path::PathBuf;

use rayon::prelude::*;

use super::Report;
use crate::analyze::Analyzer;
use crate::article::Article;
use crate::error::{Context, Error, Result};
use crate::table::chars::Chars;
use crate::train::coreference::gold::{self, Marked};
use crate::train::coreference::measure::Scores;
use crate::train::coreference::measure::clusters::{Alike, Ratio};

const COLUMNS: [&str; 7] = ["file", "id", "start", "asked", "gold", "found", "right"];

/// Analyses the texts of all `files` (a table of GAP, a treebank with entities, or Markdown with speakers; plain or packed
/// with gzip) and compares. Of treebanks only texts of these `genres` are read, if any are given.
///
/// # Errors
/// A file cannot be read, or a line of it is not what it should be.
pub fn coreference(files: &[PathBuf], genres: &[String], analyzer: &Analyzer) -> Result<Report> {
    let failed = "standard output";
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(COLUMNS).failed(failed, "cannot be written")?;
    let (mut summary, mut together) = (String::new(), Together::default());
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let mut texts = gold::read(&file.display().to_string(), &super::gold::text(file)?)?;
        if texts.is_empty() {
            return Err(Error::failed("holds no article").file(file));
        }
        texts.retain(|text| genres.is_empty() || genre(text).is_none_or(|own| genres.iter().any(|genre| genre == own)));
        let analyse = |text: &gold::Text| analyzer.analyze(&Article::from_text(&text.id, &text.text));
        // In the order of the file, on any number of threads.
        let found: Vec<_> = texts.par_iter().map(analyse).collect();
        let mut scores = Scores::default();
        for (text, found) in texts.iter().zip(&found) {
            let chars = Chars::new(&text.text);
            for row in scores.add(text, found) {
                let start = chars.at(row.span.start).to_string();
                let cells = [&*name, &text.id, &start, &row.asked, &row.gold, &row.found, &row.right.to_string()];
                csv.write_record(cells).failed(failed, "cannot be written")?;
            }
        }
        summary += &lines(&name, texts.len(), &scores);
        together.add(&scores);
    }
    summary += &together.line();
    let rows = csv.into_inner().map_err(|error| error.into_error()).failed(failed, "cannot be written")?;
    let rows = String::from_utf8(rows).failed(failed, "cannot be written")?;
    Ok(Report { rows, summary })
}

/// What kind of text it is: "court" of the treebank's `GUM_court_loan`; `None` where nobody says.
fn genre(text: &gold::Text) -> Option<&str> {
    match text.marked {
        Marked::Chains(_) => text.id.split('_').nth(1),
        _ => None,
    }
}

/// Speakers in all files: of quotes in articles, and of pronouns in treebanks that are sources and have a name.
#[derive(Default)]
struct Together {
    articles: usize,
    treebanks: usize,
    right: usize,
}

impl Together {
    fn add(&mut self, scores: &Scores) {
        self.articles += scores.said[0];
        self.treebanks += scores.sources.marked;
        self.right += scores.said[2] + scores.sources.right;
    }

    /// Nothing where there is but one kind of them.
    fn line(&self) -> String {
        if self.articles == 0 || self.treebanks == 0 {
            return String::new();
        }
        let all = self.articles + self.treebanks;
        let percent = 100.0 * self.right as f64 / all as f64;
        format!(
            "together: of {all} speakers ({} of quotes in articles, {} pronouns with a name in treebanks) {} are right: {percent:.1} %\n",
            self.articles, self.treebanks, self.right
        )
    }
}

/// The measures of one file, a line each.
fn lines(file: &str, texts: usize, scores: &Scores) -> String {
    let mut lines = format!("{file}: {texts} texts\n");
    let line = |name: &str, precision: f64, recall: f64, f1: f64| {
        format!("  {name:<36}{precision:>9.1}{recall:>8.1}{f1:>7.1}\n")
    };
    let pairs = scores.pairs_together();
    if pairs.marked > 0 {
        for (name, count) in [("pairs", pairs), ("masculine", scores.pairs[0]), ("feminine", scores.pairs[1])] {
            lines += &line(name, count.precision(), count.recall(), count.f1());
        }
    }
    if scores.mentions.marked > 0 {
        let mentions = scores.mentions;
        lines += &line("mentions in chains", mentions.precision(), mentions.recall(), mentions.f1());
        for (which, chains) in ["all mentions", "mentions of both"].iter().zip(&scores.chains) {
            let Alike { muc, b3, ceaf_m, ceaf_e } = chains;
            for (name, ratio) in [("MUC", muc), ("B³", b3), ("CEAF by mentions", ceaf_m), ("CEAF by entities", ceaf_e)]
            {
                let ratio: &Ratio = ratio;
                lines += &line(&format!("{name}, {which}"), ratio.precision(), ratio.recall(), ratio.f1());
            }
            lines += &format!("  {:<36}{:>24.1}\n", format!("mean, {which}"), chains.mean());
        }
        let pronouns = scores.pronouns;
        lines += &line("pronouns with a name", pronouns.precision(), pronouns.recall(), pronouns.f1());
        let sources = scores.sources;
        lines += &line("… that are sources of quotes", sources.precision(), sources.recall(), sources.f1());
    }
    let [quotes, found, right] = scores.said;
    if quotes > 0 {
        lines += &format!(
            "  {quotes} quotes, {found} of them found; the speaker of {right} is right: {:.1} %\n",
            scores.speakers()
        );
    }
    lines
}
