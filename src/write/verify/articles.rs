//! All rows of all tables, one article at a time.

use std::collections::BTreeSet;
use std::path::Path;

use arrow::array::RecordBatch;
use rustc_hash::FxHashSet;

use super::columns::{Columns, text};
use super::duplicates::Duplicates;
use super::paragraphs::Paragraphs;
use super::rows::{Batches, Places, Rows};
use super::slicer::Slicer;
use super::{Report, people, quotes, sentences};
use crate::error::Result;
use crate::table;
use crate::write::manifest::{File, Manifest, Table};

/// The rows of one article; a table that the data set leaves out is `None`.
pub(super) struct Found<'a> {
    pub id: &'a str,
    pub text: Slicer<'a>,
    tables: Vec<(&'static str, RecordBatch)>,
}

impl Found<'_> {
    pub fn table(&self, name: &str) -> Option<Columns<'_>> {
        self.tables.iter().find(|(table, _)| *table == name).map(|(_, rows)| Columns(rows))
    }

    /// The row that an id of this article's rows leads to, of as many as there are.
    pub fn resolve(&self, id: &str, letter: char, rows: usize) -> Option<usize> {
        let number = id.strip_prefix(self.id)?.strip_prefix('-')?.strip_prefix(letter)?;
        let row = number.parse::<usize>().ok()?.checked_sub(1)?;
        (row < rows && number == (row + 1).to_string()).then_some(row)
    }
}

const TABLES: &[&str] = &["paragraphs", "quotes", "sources", "entities", "mentions", "sentences", "tokens"];

pub(super) fn check(folder: &Path, manifest: &Manifest, report: &mut Report) -> Result<()> {
    let find = |name: &str| {
        let table = manifest.tables.iter().find(|table| table.name == name);
        table.filter(|table| table.files.iter().any(|file| file.path.ends_with(".parquet")))
    };
    let Some(articles) = find("articles") else {
        report.checked.push("no rows, which takes the table articles as Parquet".into());
        return Ok(());
    };
    let others: Vec<(&'static str, &Table)> = TABLES.iter().filter_map(|name| Some((*name, find(name)?))).collect();
    let (mut firsts, mut checked, mut ids) = (Duplicates::default(), 0, FxHashSet::default());
    // In each partition all tables have the same articles in the same order.
    let partitions = articles.partitions();
    firsts.in_order = partitions.len() < 2;
    for (name, table) in &others {
        let strays: BTreeSet<&str> = table.files.iter().filter_map(File::partition).collect();
        // A table without rows has one file, in no partition.
        let strays = strays.into_iter().filter(|own| !partitions.contains_key(*own));
        strays.filter(|own| !own.is_empty() || table.rows > 0).for_each(|own| {
            report.problem(format!("{name}: there are no articles in the partition {own}"));
        });
    }
    let mut others: Vec<_> = others.iter().map(|(name, table)| (*name, *table, table.partitions())).collect();
    for (own, articles) in &partitions {
        let part = others.iter_mut().map(|(name, table, partitions)| {
            (*name, partitions.remove(own).unwrap_or_else(|| table.with_files(Vec::new())))
        });
        let places = one_partition(folder, articles, &part.collect::<Vec<_>>(), &mut firsts, report)?;
        checked += places.len();
        if !firsts.in_order {
            for id in places.into_keys() {
                let again = ids.replace(id);
                report
                    .check(again.is_none(), || format!("articles: {} is in two partitions", again.unwrap_or_default()));
            }
        }
    }
    firsts.end(report);
    report.checked.push(format!("ids, keys, slices and counts of {checked} articles"));
    Ok(())
}

/// Returns the articles that there are.
fn one_partition(
    folder: &Path,
    articles: &Table,
    others: &[(&'static str, Table)],
    firsts: &mut Duplicates,
    report: &mut Report,
) -> Result<Places> {
    let places = places(Batches::new(folder, articles, Some(&["article_id"]), 1 << 16), report)?;
    let mut rows = Vec::new();
    for (name, table) in others {
        rows.push((*name, Rows::open(folder, table)?));
    }
    let mut batches = Batches::new(folder, articles, None, 16);
    let mut place = 0;
    while let Some(batch) = batches.next()? {
        for row in 0..batch.num_rows() {
            let article = batch.slice(row, 1);
            let columns = Columns(&article);
            let id = columns.text("article_id")?.value(0);
            let mut tables = Vec::new();
            for (name, rows) in &mut rows {
                tables.push((*name, rows.take(id, place, &places, report)?));
            }
            let found = Found { id, text: Slicer::new(columns.text("text")?.value(0)), tables };
            one(&columns, &found, report)?;
            firsts.meet(&columns, id, report)?;
            place += 1;
        }
    }
    for (_, rows) in &mut rows {
        rows.end(&places, report)?;
    }
    Ok(places)
}

fn places(mut batches: Batches, report: &mut Report) -> Result<Places> {
    let mut places = Places::default();
    while let Some(batch) = batches.next()? {
        for id in Columns(&batch).text("article_id")?.iter().flatten() {
            let hex = id.len() == 32 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            report.check(hex, || format!("articles: {id} is not 32 hex digits"));
            let place = places.len();
            let before = places.insert(id.to_owned(), place);
            report.check(before.is_none(), || format!("articles: {id} is there twice"));
        }
    }
    Ok(places)
}

fn one(article: &Columns, found: &Found, report: &mut Report) -> Result<()> {
    let id = found.id;
    let hash = table::content_hash(found.text.text);
    report.check(article.text("content_hash")?.value(0) == hash, || format!("article {id}: content_hash is wrong"));
    let count = |column: &str, expected: usize, report: &mut Report| -> Result<()> {
        let value = article.int(column)?.value(0);
        report.check(usize::try_from(value) == Ok(expected), || {
            format!("article {id}: {column} is {value}, the rows make it {expected}")
        });
        Ok(())
    };
    count("n_chars", usize::try_from(found.text.count()).unwrap_or(0), report)?;
    let paragraphs = match found.table("paragraphs") {
        Some(rows) => Some(Paragraphs::check(&rows, found, report)?),
        None => None,
    };
    if let Some(paragraphs) = &paragraphs {
        let own = || paragraphs.list.iter().filter(|paragraph| paragraph.is_article);
        count("n_paragraphs", own().count(), report)?;
        count("n_words", own().map(|paragraph| paragraph.words).sum(), report)?;
        count("n_sentences", own().map(|paragraph| paragraph.sentences.len()).sum(), report)?;
    }
    sentences::check(found, paragraphs.as_ref(), report)?;
    quotes::check(found, paragraphs.as_ref(), report)?;
    people::check(found, paragraphs.as_ref(), report)?;
    for (column, table) in [("n_quotes", "quotes"), ("n_sources", "sources")] {
        if let Some(rows) = found.table(table) {
            let own = rows.bool("in_teaser")?.iter().filter(|in_teaser| *in_teaser == Some(false)).count();
            count(column, own, report)?;
        }
    }
    if let (Some(entities), Some(mentions), Some(paragraphs)) =
        (found.table("entities"), found.table("mentions"), &paragraphs)
    {
        let mut own = vec![false; entities.len()];
        let (keys, places) = (mentions.text("entity_id")?, mentions.int("paragraph")?);
        for row in 0..mentions.len() {
            let entity = text(keys, row).and_then(|key| found.resolve(key, 'e', own.len()));
            let paragraph = usize::try_from(places.value(row)).ok().and_then(|place| paragraphs.list.get(place));
            if let (Some(entity), Some(paragraph)) = (entity, paragraph) {
                own[entity] |= paragraph.is_article;
            }
        }
        count("n_entities", own.into_iter().filter(|own| *own).count(), report)?;
    }
    Ok(())
}
