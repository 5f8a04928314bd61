//! Whether a data set is what it says: its files byte by byte, then its rows, article by article, against all that the
//! tables promise. Memory is that of the largest article, and of the ids across articles.

mod articles;
mod columns;
mod duplicates;
mod files;
mod index;
mod paragraphs;
mod people;
mod quotes;
mod rows;
mod sentences;
mod slicer;

use std::path::Path;

use super::manifest::{self, Manifest};
use crate::error::{Error, Result};

/// Problems beyond this many are counted, not told.
const TOLD: usize = 100;

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What was looked at, a sentence each.
    pub checked: Vec<String>,
    /// What is wrong, a sentence each; the first hundred.
    pub problems: Vec<String>,
    /// How many there are in all.
    pub n_problems: u64,
}

impl Report {
    pub fn is_ok(&self) -> bool {
        self.n_problems == 0
    }

    fn problem(&mut self, problem: impl Into<String>) {
        self.n_problems += 1;
        if self.problems.len() < TOLD {
            self.problems.push(problem.into());
        }
    }

    /// Tells the problem unless `holds`.
    fn check(&mut self, holds: bool, problem: impl FnOnce() -> String) {
        if !holds {
            self.problem(problem());
        }
    }
}

/// Checks the data set in `folder`.
///
/// # Errors
/// If there is no data set or it cannot be read; what is wrong *in* it is in the report.
pub fn verify(folder: &Path) -> Result<Report> {
    if !folder.is_dir() {
        let what = if folder.exists() { "this is a file, not a folder" } else { "there is no such folder" };
        return Err(Error::usage(what).file(folder).help("give the output folder of a run"));
    }
    let Some(manifest) = Manifest::read(folder)? else {
        let error = Error::usage(format!("this folder holds no {}, so it is no data set", manifest::NAME));
        return Err(error.file(folder).help("give the output folder of a run"));
    };
    let mut report = Report::default();
    files::check(folder, &manifest, &mut report)?;
    // Rows of damaged files would only repeat the bad news, and in many words.
    if report.is_ok() {
        articles::check(folder, &manifest, &mut report)?;
        index::check(folder, &manifest, &mut report)?;
    }
    Ok(report)
}
