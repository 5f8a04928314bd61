//! Files of rows between the drafts and the index. Rows with one key lie in one part, so that parts can be summed up one
//! after the other, each in memory.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanBuilder, Int64Builder, RecordBatch, StringBuilder};
use arrow::datatypes::{DataType, Field, Int32Type, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;

use super::columns::{Key, missing, published, text, value};
use super::identity::authority_id;
use crate::digest::hex;
use crate::error::{Context, Result};

/// A part has about this many rows; 64 parts at most.
const PART: usize = 1 << 18;
/// Rows of a part that are held before they are written.
const HELD: usize = 2048;

/// One row on its way into the index.
struct Row<'a> {
    key: Key,
    article: &'a str,
    kind: &'a str,
    name: &'a str,
    aliases: &'a str,
    title: Option<&'a str>,
    affiliation: Option<&'a str>,
    n: i64,
    published: Option<i64>,
    authority: Option<&'a str>,
    /// Whether the row counts, or only tells titles.
    counts: bool,
}

#[derive(Default)]
struct Held {
    keys: StringBuilder,
    texts: [StringBuilder; 7],
    n: Int64Builder,
    published: Int64Builder,
    counts: BooleanBuilder,
    rows: usize,
}

struct Part {
    path: PathBuf,
    writer: ArrowWriter<File>,
    held: Held,
}

pub(super) struct Parts {
    pub table: &'static str,
    parts: Vec<Part>,
}

fn schema() -> SchemaRef {
    let texts = ["article", "kind", "name", "aliases", "title", "affiliation", "authority"];
    let text = |name: &&str| Field::new(*name, DataType::Utf8, true);
    let fields = std::iter::once(text(&"key")).chain(texts.iter().map(text));
    let numbers = ["n", "published"].map(|name| Field::new(name, DataType::Int64, true));
    Arc::new(Schema::new(
        fields.chain(numbers).chain([Field::new("counts", DataType::Boolean, true)]).collect::<Vec<_>>(),
    ))
}

impl Parts {
    pub fn create(folder: &Path, table: &'static str, rows: usize) -> Result<Self> {
        let part = |number: usize| {
            let path = folder.join(format!("{table}-{number:03}.parquet"));
            let file = File::create(&path).failed(&path, "cannot write this file")?;
            let writer = ArrowWriter::try_new(file, schema(), None).failed(&path, "cannot begin this file")?;
            Ok(Part { path, writer, held: Held::default() })
        };
        let parts = (0..(rows / PART + 1).min(64)).map(part).collect::<Result<_>>()?;
        Ok(Parts { table, parts })
    }

    pub fn entities(&mut self, batch: &RecordBatch, keys: &[Option<Key>]) -> Result<()> {
        let n = batch.column_by_name("n_mentions").and_then(|n| n.as_primitive_opt::<Int32Type>());
        let n = n.ok_or_else(|| missing("n_mentions"))?;
        let (articles, kinds, names) = (text(batch, "article_id")?, text(batch, "type")?, text(batch, "name")?);
        let (published, bases, aliases) = (published(batch)?, text(batch, "_base")?, text(batch, "_aliases")?);
        for (row, key) in keys.iter().enumerate() {
            let Some(key) = *key else { continue };
            self.push(Row {
                key,
                article: articles.value(row),
                kind: kinds.value(row),
                name: names.value(row),
                aliases: value(aliases, row).unwrap_or_default(),
                title: None,
                affiliation: None,
                n: i64::from(n.value(row)),
                published: published.is_valid(row).then(|| published.value(row)),
                authority: authority_id(bases.value(row)),
                counts: true,
            })?;
        }
        Ok(())
    }

    /// Rows of `sources`; those that do not count only tell titles and affiliations of entities.
    pub fn sources(&mut self, batch: &RecordBatch, keys: &[Option<Key>], counts: bool) -> Result<()> {
        let n = batch.column_by_name("n_quotes").and_then(|n| n.as_primitive_opt::<Int32Type>());
        let n = n.ok_or_else(|| missing("n_quotes"))?;
        let (articles, kinds, names) = (text(batch, "article_id")?, text(batch, "kind")?, text(batch, "name")?);
        let (titles, affiliations) = (text(batch, "title")?, text(batch, "affiliation")?);
        let (published, bases, entities) = (published(batch)?, text(batch, "_base")?, text(batch, "entity_id")?);
        let aliases = text(batch, "_aliases")?;
        for (row, key) in keys.iter().enumerate() {
            let (Some(key), Some(name)) = (*key, value(names, row)) else { continue };
            let (title, affiliation) = (value(titles, row), value(affiliations, row));
            let tells = (title.is_some() || affiliation.is_some()) && entities.is_valid(row);
            if !counts && (!tells || kinds.value(row) == "account") {
                continue;
            }
            self.push(Row {
                key,
                article: articles.value(row),
                kind: kinds.value(row),
                name,
                aliases: value(aliases, row).unwrap_or_default(),
                title,
                affiliation,
                n: i64::from(n.value(row)),
                published: published.is_valid(row).then(|| published.value(row)),
                authority: authority_id(bases.value(row)),
                counts,
            })?;
        }
        Ok(())
    }

    fn push(&mut self, row: Row) -> Result<()> {
        let place = usize::from(row.key[0]) * self.parts.len() / 256;
        let part = &mut self.parts[place];
        let held = &mut part.held;
        held.keys.append_value(hex(&row.key));
        let texts = [
            Some(row.article),
            Some(row.kind),
            Some(row.name),
            Some(row.aliases),
            row.title,
            row.affiliation,
            row.authority,
        ];
        held.texts.iter_mut().zip(texts).for_each(|(column, text)| column.append_option(text));
        held.n.append_value(row.n);
        held.published.append_option(row.published);
        held.counts.append_value(row.counts);
        held.rows += 1;
        if held.rows >= HELD { part.write() } else { Ok(()) }
    }

    /// The finished files, in the order of their keys.
    pub fn finish(self) -> Result<Vec<PathBuf>> {
        let finish = |mut part: Part| {
            part.write()?;
            part.writer.close().failed(&part.path, "cannot write this file")?;
            Ok(part.path)
        };
        self.parts.into_iter().map(finish).collect()
    }
}

impl Part {
    fn write(&mut self) -> Result<()> {
        let held = &mut self.held;
        let mut columns: Vec<ArrayRef> = vec![Arc::new(held.keys.finish())];
        columns.extend(held.texts.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef));
        columns.extend([
            Arc::new(held.n.finish()) as ArrayRef,
            Arc::new(held.published.finish()),
            Arc::new(held.counts.finish()),
        ]);
        held.rows = 0;
        let batch = RecordBatch::try_new(schema(), columns).failed(&self.path, "cannot make rows")?;
        self.writer.write(&batch).failed(&self.path, "cannot write this file")?;
        // Many parts are open at a time.
        if self.writer.memory_size() > 1 << 20 {
            self.writer.flush().failed(&self.path, "cannot write this file")?;
        }
        Ok(())
    }
}
