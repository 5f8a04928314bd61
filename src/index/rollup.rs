//! Rows of one key made one row of the index.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int64Type;

use super::authority::Authority;
use super::columns::{BETWEEN, batches, missing, text, value};
use super::parts::Parts;
use crate::error::Result;
use crate::table::{self, IndexRow};

/// So many aliases, titles and affiliations are told, those of most rows first.
const TOLD: usize = 50;

type Counts = BTreeMap<Box<str>, u64>;

/// All rows of one key so far.
#[derive(Default)]
struct Sum {
    kinds: Counts,
    names: Counts,
    aliases: Counts,
    titles: Counts,
    affiliations: Counts,
    articles: u64,
    last_article: String,
    n: u64,
    published: Option<(i64, i64)>,
    authority: Option<String>,
}

/// Sums up the parts one after the other; rows come in the order of their ids.
pub(super) fn sum(parts: Parts, authority: &Authority, mut emit: impl FnMut(RecordBatch) -> Result<()>) -> Result<()> {
    let table = parts.table;
    for path in parts.finish()? {
        let mut sums: BTreeMap<Box<str>, Sum> = BTreeMap::new();
        batches(&path, None, |batch| add(batch, &mut sums))?;
        let counted = sums.into_iter().filter(|(_, sum)| sum.articles > 0);
        let rows: Vec<IndexRow> = counted.map(|(key, sum)| sum.row(key.into(), authority)).collect();
        table::index_batches(table, rows).into_iter().try_for_each(&mut emit)?;
        // What is summed up takes no more room on the disk.
        let _ = std::fs::remove_file(&path);
    }
    Ok(())
}

fn count(counts: &mut Counts, word: &str) {
    match counts.get_mut(word) {
        Some(n) => *n += 1,
        None => drop(counts.insert(word.into(), 1)),
    }
}

fn add(batch: &RecordBatch, sums: &mut BTreeMap<Box<str>, Sum>) -> Result<()> {
    let long = |name: &str| {
        let column = batch.column_by_name(name).and_then(|column| column.as_primitive_opt::<Int64Type>());
        column.ok_or_else(|| missing(name))
    };
    let (keys, articles, authority) = (text(batch, "key")?, text(batch, "article")?, text(batch, "authority")?);
    let (kinds, names, aliases) = (text(batch, "kind")?, text(batch, "name")?, text(batch, "aliases")?);
    let (titles, affiliations) = (text(batch, "title")?, text(batch, "affiliation")?);
    let (n, published) = (long("n")?, long("published")?);
    let counts =
        batch.column_by_name("counts").and_then(|column| column.as_boolean_opt()).ok_or_else(|| missing("counts"))?;
    for row in 0..batch.num_rows() {
        let sum = match sums.get_mut(keys.value(row)) {
            Some(sum) => sum,
            None => sums.entry(keys.value(row).into()).or_default(),
        };
        if let Some(title) = value(titles, row) {
            count(&mut sum.titles, title);
        }
        if let Some(affiliation) = value(affiliations, row) {
            count(&mut sum.affiliations, affiliation);
        }
        if !counts.value(row) {
            continue;
        }
        count(&mut sum.kinds, kinds.value(row));
        count(&mut sum.names, names.value(row));
        aliases
            .value(row)
            .split(BETWEEN)
            .filter(|alias| !alias.is_empty())
            .for_each(|alias| count(&mut sum.aliases, alias));
        // Rows of one article follow each other.
        if sum.last_article != articles.value(row) {
            sum.last_article.clear();
            sum.last_article.push_str(articles.value(row));
            sum.articles += 1;
        }
        sum.n += u64::try_from(n.value(row)).unwrap_or(0);
        if published.is_valid(row) {
            let at = published.value(row);
            let (first, last) = sum.published.unwrap_or((at, at));
            sum.published = Some((first.min(at), last.max(at)));
        }
        if sum.authority.is_none() {
            sum.authority = value(authority, row).map(str::to_owned);
        }
    }
    Ok(())
}

/// The most frequent first; equally frequent ones in the order of their letters.
fn ranked(counts: Counts) -> Vec<Box<str>> {
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by_key(|(_, n)| Reverse(*n));
    ranked.into_iter().map(|(word, _)| word).collect()
}

fn told(words: impl IntoIterator<Item = Box<str>>) -> Vec<Cow<'static, str>> {
    words.into_iter().take(TOLD).map(|word| Cow::Owned(word.into())).collect()
}

impl Sum {
    fn row(mut self, index_id: String, authority: &Authority) -> IndexRow {
        let given = self.authority.as_deref().and_then(|id| authority.name(id)).map(str::to_owned);
        let own = self.names.iter().max_by_key(|(name, n)| (**n, name.len(), Reverse((*name).clone())));
        let own = own.map_or_else(String::new, |(name, _)| name.to_string());
        let name = given.unwrap_or(own);
        for (other, n) in std::mem::take(&mut self.names) {
            *self.aliases.entry(other).or_default() += n;
        }
        self.aliases.remove(name.as_str());
        IndexRow {
            index_id,
            kind: ranked(self.kinds).into_iter().next().unwrap_or_default().into(),
            name,
            aliases: told(ranked(self.aliases)),
            titles: told(ranked(self.titles)),
            affiliations: told(ranked(self.affiliations)),
            n_articles: self.articles,
            n: self.n,
            first_published: self.published.map(|(first, _)| first),
            last_published: self.published.map(|(_, last)| last),
            authority_id: self.authority,
        }
    }
}
