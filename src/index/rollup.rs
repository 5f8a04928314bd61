//! Rows of one key made one row of the index.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::mem;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int32Type, UInt32Type};

use super::authority::Authority;
use super::columns::{BETWEEN, Key, missing, published, text, value};
use super::parts::Parts;
use super::tally::{Tally, What};
use crate::digest::hex;
use crate::error::Result;
use crate::table::{self, IndexRow};

/// So many aliases, titles and affiliations are told, those of most rows first.
const TOLD: usize = 50;

/// So many rows are made at a time.
const MADE: usize = 1 << 16;

/// All rows of one key so far.
#[derive(Default)]
struct Sum {
    words: Tally,
    articles: u32,
    last_article: u32,
    n: u64,
    published: Option<(i64, i64)>,
    authority: Option<Box<str>>,
}

/// Sums up one range of keys after the other; rows come in the order of their ids.
pub(super) fn sum(parts: Parts, authority: &Authority, mut emit: impl FnMut(RecordBatch) -> Result<()>) -> Result<()> {
    let table = parts.table;
    for file in parts.finish()? {
        let mut rows: Vec<IndexRow> = Vec::new();
        for range in &file.ranges {
            let mut sums: BTreeMap<Key, Sum> = BTreeMap::new();
            file.read(range, |batch, keys| add(batch, keys, &mut sums))?;
            for (key, sum) in sums.into_iter().filter(|(_, sum)| sum.articles > 0) {
                rows.push(sum.row(hex(&key), authority));
                if rows.len() == MADE {
                    table::index_batches(table, mem::take(&mut rows)).into_iter().try_for_each(&mut emit)?;
                }
            }
        }
        table::index_batches(table, rows).into_iter().try_for_each(&mut emit)?;
        file.remove();
    }
    Ok(())
}

fn add(batch: &RecordBatch, keys: &[Option<Key>], sums: &mut BTreeMap<Key, Sum>) -> Result<()> {
    let articles = batch.column_by_name("article").and_then(|column| column.as_primitive_opt::<UInt32Type>());
    let articles = articles.ok_or_else(|| missing("article"))?;
    let n = batch.column_by_name("n").and_then(|column| column.as_primitive_opt::<Int32Type>());
    let n = n.ok_or_else(|| missing("n"))?;
    let (kinds, names, aliases) = (text(batch, "kind")?, text(batch, "name")?, text(batch, "aliases")?);
    let (titles, affiliations) = (text(batch, "title")?, text(batch, "affiliation")?);
    let (authority, published) = (text(batch, "authority")?, published(batch)?);
    let counts = batch.column_by_name("counts").and_then(|column| column.as_boolean_opt());
    let counts = counts.ok_or_else(|| missing("counts"))?;
    for (row, key) in keys.iter().enumerate() {
        let Some(key) = *key else { continue };
        let sum = sums.entry(key).or_default();
        if let Some(title) = value(titles, row) {
            sum.words.add(What::Title, title);
        }
        if let Some(affiliation) = value(affiliations, row) {
            sum.words.add(What::Affiliation, affiliation);
        }
        if !counts.value(row) {
            continue;
        }
        sum.words.add(What::Kind, kinds.value(row));
        sum.words.add(What::Name, names.value(row));
        let aliases = value(aliases, row).unwrap_or_default().split(BETWEEN);
        aliases.filter(|alias| !alias.is_empty()).for_each(|alias| sum.words.add(What::Alias, alias));
        // Rows of one article follow each other.
        if sum.last_article != articles.value(row) {
            sum.last_article = articles.value(row);
            sum.articles += 1;
        }
        sum.n += u64::try_from(n.value(row)).unwrap_or(0);
        if published.is_valid(row) {
            let at = published.value(row);
            let (first, last) = sum.published.unwrap_or((at, at));
            sum.published = Some((first.min(at), last.max(at)));
        }
        if sum.authority.is_none() {
            sum.authority = value(authority, row).map(Box::from);
        }
    }
    Ok(())
}

/// The most frequent first; equally frequent ones in the order of their letters.
fn ranked<'a>(counts: impl Iterator<Item = (&'a str, u32)>) -> Vec<&'a str> {
    let mut counts: Vec<_> = counts.collect();
    counts.sort_by_key(|(_, n)| Reverse(*n));
    counts.into_iter().map(|(word, _)| word).collect()
}

fn told(words: Vec<&str>) -> Vec<Cow<'static, str>> {
    words.into_iter().take(TOLD).map(|word| Cow::Owned(word.to_owned())).collect()
}

impl Sum {
    fn row(self, index_id: String, authority: &Authority) -> IndexRow {
        let Sum { mut words, articles, n, published, authority: authority_id, .. } = self;
        let given = authority_id.as_deref().and_then(|id| authority.name(id));
        let own = words.of(What::Name).max_by_key(|(name, n)| (*n, name.len(), Reverse(*name)));
        let name = given.or(own.map(|(name, _)| name)).unwrap_or_default().to_owned();
        words.turn(What::Name, What::Alias);
        IndexRow {
            index_id,
            kind: ranked(words.of(What::Kind)).first().copied().unwrap_or_default().to_owned(),
            aliases: told(ranked(words.of(What::Alias).filter(|(alias, _)| *alias != name))),
            titles: told(ranked(words.of(What::Title))),
            affiliations: told(ranked(words.of(What::Affiliation))),
            name,
            n_articles: articles.into(),
            n,
            first_published: published.map(|(first, _)| first),
            last_published: published.map(|(_, last)| last),
            authority_id: authority_id.map(String::from),
        }
    }
}
