//! Rows of known articles on their way from the old data set into the new one.

use std::mem;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{RecordBatch, StringArray};
use rayon::prelude::*;

use super::known::Known;
use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::run::held::{Held, NEEDED};
use crate::run::taken::{Taken, text, with_column};
use crate::table::Info;
use crate::write::manifest::Table;
use crate::write::{DataSet, Piece, Rows, parts};

/// The rows held back of so many articles are read at a time.
const CHUNK: usize = 256;

pub struct Carry<'k> {
    known: &'k Known,
    tables: Vec<Old<'k>>,
    /// What the old data set says each article is a duplicate of.
    duplicate_of: Vec<StringArray>,
    /// Articles that follow each other in both data sets and whose rows are not taken over yet, …
    pending: Range<u32>,
    /// … and what each of them now is a duplicate of.
    firsts: Vec<Option<ArticleId>>,
}

/// A table of the old data set whose rows are of articles.
struct Old<'k> {
    info: Info,
    table: &'k Table,
    /// How many rows there are before those of each article, and in the end all.
    before: Vec<u64>,
}

impl<'k> Carry<'k> {
    pub fn open(known: &'k Known, tables: &[Info]) -> Result<Self> {
        let of = |name: &str| known.manifest.tables.iter().find(|table| table.name == name);
        let with_articles =
            tables.par_iter().filter(|info| info.columns.iter().any(|column| column.name == "article_id"));
        let old = with_articles.filter_map(|info| {
            let table = of(info.name)?;
            Some(before(known, info, table).map(|before| Old { info: info.clone(), table, before }))
        });
        let tables = old.collect::<Result<Vec<_>>>()?;
        let mut duplicate_of = Vec::new();
        if let Some(articles) = tables.iter().find(|old| old.info.name == "articles") {
            let only = with_columns(&articles.info, &["duplicate_of"]);
            for rows in Rows::of(&known.folder, &only, articles.table, 0..u64::MAX) {
                duplicate_of.push(text(&rows?, "duplicate_of")?.clone());
            }
        }
        Ok(Carry { known, tables, duplicate_of, pending: 0..0, firsts: Vec::new() })
    }

    /// Whether rows of `article` follow those that wait.
    pub fn continues(&self, article: u32) -> bool {
        self.pending.is_empty() || self.pending.end == article
    }

    /// Lets the rows of `article` wait for those that follow them.
    pub fn push(&mut self, article: u32, duplicate_of: Option<ArticleId>) {
        let start = if self.pending.is_empty() { article } else { self.pending.start };
        self.pending = start..article + 1;
        self.firsts.push(duplicate_of);
    }

    /// Hands over the rows that wait.
    pub fn flush(&mut self, data: &mut DataSet, held: &mut Held) -> Result<()> {
        let (articles, firsts) = (mem::take(&mut self.pending), mem::take(&mut self.firsts));
        if articles.is_empty() {
            return Ok(());
        }
        let articles = articles.start as usize..articles.end as usize;
        let (firsts, least): (Arc<[_]>, u64) = (firsts.into(), data.least_part());
        let own: Vec<&Old> = self.tables.iter().filter(|old| !held.holds(old.info.name)).collect();
        data.take_over(&self.known.folder, |info| {
            let old = own.iter().find(|old| old.info.name == info.name);
            Ok(old.map(|old| self.pieces(old, &articles, &firsts, least)).unwrap_or_default())
        })?;
        if held.waits() { self.hold(&articles, held) } else { Ok(()) }
    }

    /// The rows of `articles` in a table: whole parts where that is possible.
    fn pieces(&self, old: &Old, articles: &Range<usize>, firsts: &Arc<[Option<ArticleId>]>, least: u64) -> Vec<Piece> {
        let rows = old.before[articles.start]..old.before[articles.end];
        let is_articles = old.info.name == "articles";
        let (mut pieces, mut at) = (Vec::new(), rows.start);
        let some = |chosen: Range<u64>, pieces: &mut Vec<Piece>| {
            if chosen.is_empty() {
                return;
            }
            let read = Rows::of(&self.known.folder, &old.info, old.table, chosen.clone());
            pieces.push(Piece::Rows(match is_articles {
                true => with_firsts(read, firsts.clone(), (chosen.start - rows.start) as usize),
                false => Box::new(read),
            }));
        };
        for (file, part) in parts(old.table) {
            let within = !part.is_empty() && rows.start <= part.start && part.end <= rows.end;
            let same = || {
                let part = part.start as usize..part.end as usize;
                !is_articles
                    || self.is_as_before(&part, &firsts[part.start - articles.start..part.end - articles.start])
            };
            if within && file.bytes >= least && same() {
                some(at..part.start, &mut pieces);
                pieces.push(Piece::Part(file.clone()));
                at = part.end;
            }
        }
        some(at..rows.end, &mut pieces);
        pieces
    }

    /// Whether these articles are duplicates of what they were duplicates of.
    fn is_as_before(&self, articles: &Range<usize>, firsts: &[Option<ArticleId>]) -> bool {
        let old = self.duplicate_of.iter().flat_map(|told| told.iter()).skip(articles.start);
        old.zip(firsts).all(|(old, new)| match (old, new) {
            (None, None) => true,
            (Some(old), Some(new)) => old == new.to_string(),
            _ => false,
        })
    }

    /// Gives rows that wait for all articles to those who hold them.
    fn hold(&self, articles: &Range<usize>, held: &mut Held) -> Result<()> {
        let mut tables = Vec::new();
        for name in NEEDED {
            let old = self.tables.iter().find(|old| old.info.name == name);
            let old = old.ok_or_else(|| Error::failed(format!("the old data set has no table {name}")))?;
            let info = match name {
                "articles" => with_columns(&old.info, &["article_id", "published_at"]),
                _ => old.info.clone(),
            };
            let rows = old.before[articles.start]..old.before[articles.end];
            tables.push((name, old, Taken::some(&self.known.folder, &info, old.table, rows)));
        }
        for start in articles.clone().step_by(CHUNK) {
            let end = articles.end.min(start + CHUNK);
            let rows = tables
                .iter_mut()
                .map(|(name, old, taken)| Ok((*name, taken.exactly((old.before[end] - old.before[start]) as usize)?)));
            held.keep(&rows.collect::<Result<Vec<_>>>()?)?;
        }
        Ok(())
    }
}

/// How many rows of a table there are before those of each article.
fn before(known: &Known, info: &Info, table: &Table) -> Result<Vec<u64>> {
    let articles = &known.state.articles;
    let mut ids = articles.iter().map(|article| article.id.to_string());
    let (mut before, mut rows, mut id) = (vec![0], 0, ids.next());
    for batch in Rows::of(&known.folder, &with_columns(info, &["article_id"]), table, 0..u64::MAX) {
        for of in text(&batch?, "article_id")?.iter() {
            while of.is_none() || id.as_deref() != of {
                if id.is_none() {
                    let error = Error::failed(format!("rows of {} are not in the order of the articles", info.name));
                    return Err(error.file(&known.folder).help("make the data set anew: --update --rebuild"));
                }
                before.push(rows);
                id = ids.next();
            }
            rows += 1;
        }
    }
    before.resize(articles.len() + 1, rows);
    Ok(before)
}

/// The table with these columns only.
fn with_columns(info: &Info, names: &[&str]) -> Info {
    let mut info = info.clone();
    info.columns.retain(|column| names.contains(&column.name));
    info
}

/// Rows of `articles`, the first of them number `at` of `firsts`, with what they are duplicates of now.
fn with_firsts(
    rows: Rows,
    firsts: Arc<[Option<ArticleId>]>,
    mut at: usize,
) -> Box<dyn Iterator<Item = Result<RecordBatch>> + Send> {
    Box::new(rows.map(move |batch| {
        let batch = batch?;
        let own = &firsts[at..at + batch.num_rows()];
        at += batch.num_rows();
        let duplicate_of: StringArray = own.iter().map(|first| first.map(|first| first.to_string())).collect();
        with_column(&batch, "duplicate_of", Arc::new(duplicate_of))
    }))
}
