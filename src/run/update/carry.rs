//! Rows of known articles on their way from the old data set into the new one.

use std::fs;
use std::mem;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::gather::gather;
use super::known::Known;
use crate::article::ArticleId;
use crate::error::{Context, Error, Result};
use crate::index::TABLES;
use crate::run::Options;
use crate::run::held::{Held, NEEDED};
use crate::run::taken::{Taken, text};
use crate::table::Info;
use crate::write::{DataSet, Firsts, Format, Old};

/// The rows held back of so many articles are read at a time.
const CHUNK: u32 = 256;
/// What is needed of each article whatever is written.
const ALWAYS: [&str; 3] = ["article_id", "published_at", "duplicate_of"];

pub struct Carry<'k> {
    known: &'k Known,
    /// Tables of the old data set whose rows are of articles, in the order of these; in partitions only as far as rows are
    /// needed in that order.
    tables: Vec<Old>,
    /// Where tables are that were put in order.
    gathered: Option<PathBuf>,
    /// Whether files are written that are not in partitions.
    flat: bool,
    /// What the old data set says that articles are duplicates of.
    was: FxHashMap<u32, String>,
    /// Articles that follow each other in both data sets and whose rows are not taken over yet, …
    pending: Range<u32>,
    /// … and those of them that now are duplicates of others.
    firsts: Firsts,
}

impl<'k> Carry<'k> {
    pub fn open(
        known: &'k Known,
        (tables, options): (&[Info], &Options),
        data: &mut DataSet,
        held: &Held,
    ) -> Result<Self> {
        let held: Vec<&str> = TABLES.into_iter().filter(|name| held.holds(name)).collect();
        let gathered = (!options.partition_by.is_empty()).then(|| data.scratch("gathered"));
        if let Some(folder) = &gathered {
            data.carry_from(&known.state, |table| !held.contains(&table))?;
            fs::create_dir(folder).failed(folder, "cannot make this folder")?;
        }
        let flat = gathered.is_none() || options.formats.iter().any(|format| *format != Format::Parquet);
        let with_articles =
            tables.par_iter().filter(|info| info.columns.iter().any(|column| column.name == "article_id"));
        let old = with_articles.filter_map(|info| {
            let table = known.manifest.tables.iter().find(|table| table.name == info.name)?;
            let info = match info.name {
                "articles" if !flat => info.with_columns(&ALWAYS),
                name if !flat && !held.contains(&name) => return None,
                _ => info.clone(),
            };
            Some(match &gathered {
                Some(to) => gather(known, &info, table, to),
                None => Old::open(&known.folder, &info, table.clone(), known.state.articles.iter().map(|one| one.id)),
            })
        });
        let tables = old.collect::<Result<Vec<_>>>()?;
        let was = tables.iter().find(|old| old.info.name == "articles").map(was).transpose()?.unwrap_or_default();
        Ok(Carry { known, tables, gathered, flat, was, pending: 0..0, firsts: Firsts::new() })
    }

    /// Whether rows of `article` follow those that wait.
    pub fn continues(&self, article: u32) -> bool {
        self.pending.is_empty() || self.pending.end == article
    }

    /// Lets the rows of `article` wait for those that follow them.
    pub fn push(&mut self, article: u32, duplicate_of: Option<ArticleId>) {
        let start = if self.pending.is_empty() { article } else { self.pending.start };
        self.pending = start..article + 1;
        if self.was.get(&article).cloned() != duplicate_of.map(|first| first.to_string()) {
            self.firsts.insert(article, duplicate_of);
        }
    }

    /// Hands over the rows that wait.
    pub fn flush(&mut self, data: &mut DataSet, held: &mut Held) -> Result<()> {
        let (articles, firsts) = (mem::take(&mut self.pending), Arc::new(mem::take(&mut self.firsts)));
        if articles.is_empty() {
            return Ok(());
        }
        let own: Vec<&Old> = self.tables.iter().filter(|old| !held.holds(old.info.name)).collect();
        if self.gathered.is_some() {
            data.carry(articles.clone(), &firsts);
        }
        if self.flat {
            // What was put in order is no part of a data set.
            let least = if self.gathered.is_some() { u64::MAX } else { data.least_part() };
            data.take_over(&self.known.folder, |info| {
                let old = own.iter().find(|old| old.info.name == info.name);
                Ok(old.map(|old| old.pieces(&articles, least, &firsts)).unwrap_or_default())
            })?;
        }
        if held.waits() { self.hold(&articles, held) } else { Ok(()) }
    }

    /// Gives rows that wait for all articles to those who hold them.
    fn hold(&self, articles: &Range<u32>, held: &mut Held) -> Result<()> {
        let mut tables = Vec::new();
        for name in NEEDED {
            let old = self.tables.iter().find(|old| old.info.name == name);
            let old = old.ok_or_else(|| Error::failed(format!("the old data set has no table {name}")))?;
            let info = match name {
                "articles" => old.info.with_columns(&["article_id", "published_at"]),
                _ => old.info.clone(),
            };
            let rows = old.read(&info, old.rows_of(articles));
            tables.push((name, old, Taken::of_rows(&info, rows)));
        }
        for start in articles.clone().step_by(CHUNK as usize) {
            let some = start..articles.end.min(start + CHUNK);
            let rows = tables.iter_mut().map(|(name, old, taken)| {
                let rows = old.rows_of(&some);
                Ok((*name, taken.exactly((rows.end - rows.start) as usize)?))
            });
            held.keep(&rows.collect::<Result<Vec<_>>>()?)?;
        }
        Ok(())
    }

    /// Takes away what was only needed on the way.
    pub fn end(&mut self) -> Result<()> {
        self.tables.clear();
        let Some(folder) = self.gathered.take() else { return Ok(()) };
        fs::remove_dir_all(&folder).failed(&folder, "cannot remove this folder")
    }
}

/// What the table of articles says that they are duplicates of.
fn was(articles: &Old) -> Result<FxHashMap<u32, String>> {
    let (mut was, mut numbers) = (FxHashMap::default(), 0..);
    for rows in articles.read(&articles.info.with_columns(&["duplicate_of"]), 0..u64::MAX) {
        let rows = rows?;
        let told = text(&rows, "duplicate_of")?.iter().zip(&mut numbers);
        was.extend(told.filter_map(|(first, number)| Some((number, first?.to_owned()))));
    }
    Ok(was)
}
