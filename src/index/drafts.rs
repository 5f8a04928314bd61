//! Rows of `entities` and `sources` held back until all articles are read: only then is it known who is who.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimestampMicrosecondType};
use rustc_hash::FxHashMap;

use super::authority::Authority;
use super::columns::{self, Numbers, text, value};
use super::identity::Identity;
use super::parts::{Keyed, Parts};
use super::stream::{self, Stream};
use super::{ambiguous, rollup};
use crate::digest::hex;
use crate::error::{Context, Error, Result};
use crate::table;

/// The tables whose rows are held back.
pub const TABLES: [&str; 2] = ["entities", "sources"];

/// What drafts have beside the columns of their table.
const OWN: [(&str, DataType); 5] = [
    ("base", DataType::Utf8),
    ("middle", DataType::Utf8),
    ("field", DataType::Utf8),
    ("aliases", DataType::Utf8),
    ("published", DataType::Int64),
];

/// Rows of a draft that are written, and handed out again, together.
const TOGETHER: usize = 8192;

pub struct Drafts {
    folder: PathBuf,
    authority: Authority,
    writers: Vec<Stream>,
    rows: usize,
}

pub(super) fn path(folder: &Path, table: &str) -> PathBuf {
    folder.join(format!("{table}.arrows"))
}

fn info(table: &str) -> Result<&'static table::Info> {
    let info = table::tables().iter().find(|info| info.name == table);
    info.ok_or_else(|| Error::failed(format!("there is no table {table}")))
}

fn schema(table: &str) -> Result<SchemaRef> {
    let own = OWN.iter().map(|(name, data_type)| Arc::new(Field::new(format!("_{name}"), data_type.clone(), true)));
    Ok(Arc::new(Schema::new(info(table)?.schema().fields().iter().cloned().chain(own).collect::<Vec<_>>())))
}

/// What the rows of one batch of articles say to each other.
#[derive(Default)]
struct Chunk<'a> {
    published: FxHashMap<&'a str, i64>,
    /// By id.
    entities: FxHashMap<&'a str, Entity<'a>>,
    /// The title that a source gives its entity.
    titles: FxHashMap<&'a str, &'a str>,
}

struct Entity<'a> {
    entity_type: &'a str,
    name: &'a str,
    aliases: String,
}

impl Drafts {
    /// Begins drafts in `folder`, which is made.
    pub fn create(folder: &Path, authority: Authority) -> Result<Self> {
        fs::create_dir_all(folder).failed(folder, "cannot make this folder")?;
        let writer = |table: &&str| Stream::create(path(folder, table), schema(table)?, TOGETHER);
        let writers = TABLES.iter().map(writer).collect::<Result<_>>()?;
        Ok(Drafts { folder: folder.to_owned(), authority, writers, rows: 0 })
    }

    /// Keeps the rows of `entities` and `sources` of some articles. Their rows of `articles` must be there too.
    pub fn append(&mut self, rows: &[(&'static str, RecordBatch)]) -> Result<()> {
        let mut chunk = Chunk::default();
        for (table, batch) in rows {
            match *table {
                "articles" => chunk.articles(batch)?,
                "entities" => chunk.entities(batch)?,
                "sources" => chunk.sources(batch)?,
                _ => {}
            }
        }
        for (table, batch) in rows {
            let Some(place) = TABLES.iter().position(|name| name == table) else { continue };
            let identities = chunk.identities(table, batch, &self.authority)?;
            let draft = with_own(batch, &identities, &chunk)?;
            self.writers[place].append(draft)?;
            self.rows += batch.num_rows();
        }
        Ok(())
    }

    /// Gives `emit` the rows of the tables held back, each with its `index_id`, in their order, and then those of
    /// `source_index` and `entity_index`. Takes the drafts away.
    pub fn settle(self, mut emit: impl FnMut(&'static str, RecordBatch) -> Result<()>) -> Result<()> {
        let Drafts { folder, authority, writers, rows } = self;
        writers.into_iter().try_for_each(|writer| writer.finish().map(drop))?;
        let ambiguous = ambiguous::gather(&folder, rows)?;
        tracing::debug!(names = ambiguous.len(), "names that stand for several people");
        let mut of_entities = Parts::create(&folder, "entity_index", rows)?;
        let mut of_sources = Parts::create(&folder, "source_index", rows)?;
        for table in TABLES {
            let (schema, mut numbers) = (info(table)?.schema(), Numbers::default());
            stream::read(&path(&folder, table), None, |batch| {
                let (keys, articles) = (columns::keys(batch, &ambiguous)?, numbers.of(batch)?);
                let rows = Keyed { batch, keys: &keys, articles: &articles };
                match table {
                    "entities" => of_entities.entities(&rows)?,
                    _ => {
                        of_sources.sources(&rows, true)?;
                        of_entities.sources(&rows, false)?;
                    }
                }
                let ids: StringArray = keys.iter().map(|key| key.map(|key| hex(&key))).collect();
                let columns = schema.fields().iter().map(|field| match field.name().as_str() {
                    "index_id" => Ok(Arc::new(ids.clone()) as ArrayRef),
                    name => batch.column_by_name(name).cloned().ok_or_else(|| columns::missing(name)),
                });
                let columns = columns.collect::<Result<Vec<_>>>()?;
                emit(table, RecordBatch::try_new(schema.clone(), columns).failed(&folder, "cannot make rows")?)
            })?;
        }
        rollup::sum(of_sources, &authority, |batch| emit("source_index", batch))?;
        rollup::sum(of_entities, &authority, |batch| emit("entity_index", batch))?;
        fs::remove_dir_all(&folder).failed(&folder, "cannot remove this folder")
    }
}

impl<'a> Chunk<'a> {
    fn articles(&mut self, batch: &'a RecordBatch) -> Result<()> {
        let ids = text(batch, "article_id")?;
        let dates =
            batch.column_by_name("published_at").and_then(|dates| dates.as_primitive_opt::<TimestampMicrosecondType>());
        let dates = dates.ok_or_else(|| columns::missing("published_at"))?;
        let dated = (0..batch.num_rows()).filter(|row| dates.is_valid(*row));
        self.published.extend(dated.map(|row| (ids.value(row), dates.value(row))));
        Ok(())
    }

    fn entities(&mut self, batch: &'a RecordBatch) -> Result<()> {
        let (ids, types, names) = (text(batch, "entity_id")?, text(batch, "type")?, text(batch, "name")?);
        let lists = batch.column_by_name("aliases").and_then(|lists| lists.as_list_opt::<i32>());
        let lists = lists.ok_or_else(|| columns::missing("aliases"))?;
        for row in 0..batch.num_rows() {
            let list = lists.value(row);
            let list = list.as_string_opt::<i32>().ok_or_else(|| columns::missing("aliases"))?;
            let aliases = list.iter().flatten().collect::<Vec<_>>().join(columns::BETWEEN);
            self.entities
                .insert(ids.value(row), Entity { entity_type: types.value(row), name: names.value(row), aliases });
        }
        Ok(())
    }

    fn sources(&mut self, batch: &'a RecordBatch) -> Result<()> {
        let (ids, titles) = (text(batch, "entity_id")?, text(batch, "title")?);
        for row in 0..batch.num_rows() {
            if let (Some(id), Some(title)) = (value(ids, row), value(titles, row)) {
                self.titles.entry(id).or_insert(title);
            }
        }
        Ok(())
    }

    fn identities(&self, table: &str, batch: &RecordBatch, authority: &Authority) -> Result<Vec<Identity>> {
        let (keys, names) = (text(batch, "entity_id")?, text(batch, "name")?);
        let rows = 0..batch.num_rows();
        if table == "entities" {
            let types = text(batch, "type")?;
            let title = |row: usize| self.titles.get(keys.value(row)).copied();
            return Ok(rows
                .map(|row| Identity::of_entity(types.value(row), names.value(row), title(row), authority))
                .collect());
        }
        let (kinds, titles) = (text(batch, "kind")?, text(batch, "title")?);
        let identity = |row: usize| {
            let title = value(titles, row);
            let entity =
                value(keys, row).and_then(|key| self.entities.get(key)).filter(|_| kinds.value(row) != "account");
            match entity {
                Some(entity) => Identity::of_entity(entity.entity_type, entity.name, title, authority),
                None => Identity::of_source(kinds.value(row), value(names, row), title, authority),
            }
        };
        Ok(rows.map(identity).collect())
    }
}

/// The rows with what the index needs to know of them.
fn with_own(batch: &RecordBatch, identities: &[Identity], chunk: &Chunk) -> Result<RecordBatch> {
    let table = if batch.column_by_name("source_id").is_some() { "sources" } else { "entities" };
    let articles = text(batch, "article_id")?;
    let published = (0..batch.num_rows()).map(|row| chunk.published.get(articles.value(row)).copied());
    let bases: StringArray = identities.iter().map(|identity| identity.base.as_deref()).collect();
    let middles: StringArray = identities.iter().map(|identity| identity.middle.as_deref()).collect();
    let fields: StringArray = identities.iter().map(|identity| identity.field.map(|field| field.word())).collect();
    let entities = text(batch, "entity_id")?;
    let entity = |row: usize| value(entities, row).and_then(|id| chunk.entities.get(id));
    let aliases: StringArray = (0..batch.num_rows()).map(|row| entity(row).map(|entity| &*entity.aliases)).collect();
    let own: [ArrayRef; OWN.len()] = [
        Arc::new(bases),
        Arc::new(middles),
        Arc::new(fields),
        Arc::new(aliases),
        Arc::new(published.collect::<Int64Array>()),
    ];
    let columns = batch.columns().iter().cloned().chain(own).collect();
    RecordBatch::try_new(schema(table)?, columns).map_err(|cause| Error::failed("cannot make rows").because(cause))
}
