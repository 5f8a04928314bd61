//! Rows that wait until all articles are read, because they name who is the same in all of them.

use arrow::array::RecordBatch;

use super::{Options, Stop};
use crate::error::Result;
use crate::index::{Authority, Drafts, TABLES};
use crate::write::DataSet;

/// What the tables held back take, and what tells who is who: the dates of articles, and their own rows.
pub const NEEDED: [&str; 3] = ["articles", "entities", "sources"];
pub const INDEXES: [&str; 2] = ["source_index", "entity_index"];

type Rows = Vec<(&'static str, RecordBatch)>;

/// Nothing, if no table asks for it.
#[derive(Default)]
pub struct Held {
    drafts: Option<Drafts>,
    partitioned: bool,
}

impl Held {
    pub fn begin(options: &Options, data: &DataSet, authority: Authority) -> Result<Self> {
        let asked = |table: &str| options.tables.iter().any(|info| info.name == table);
        let wanted = TABLES.into_iter().chain(INDEXES).any(asked);
        let drafts = wanted.then(|| Drafts::create(&data.scratch("scratch"), authority)).transpose()?;
        Ok(Held { drafts, partitioned: !options.partition_by.is_empty() })
    }

    /// Whether anything is held back.
    pub fn waits(&self) -> bool {
        self.drafts.is_some()
    }

    /// Whether the rows of this table are held back.
    pub fn holds(&self, table: &str) -> bool {
        self.waits() && TABLES.contains(&table)
    }

    /// The tables to make rows of: those asked for, and those that their place across articles is told by.
    pub fn tables(&self, asked: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
        let mut tables: Vec<&str> = asked.collect();
        // The rows of articles say where those of others go.
        if self.partitioned && !tables.contains(&"articles") {
            tables.push("articles");
        }
        for name in NEEDED.into_iter().filter(|_| self.drafts.is_some()) {
            if !tables.contains(&name) {
                tables.push(name);
            }
        }
        tables
    }

    pub fn needs(&self, table: &str) -> bool {
        self.drafts.is_some() && NEEDED.contains(&table)
    }

    /// Holds the rows of a batch of articles back, as far as they are needed.
    pub fn keep(&mut self, rows: &[(&'static str, RecordBatch)]) -> Result<()> {
        self.drafts.as_mut().map_or(Ok(()), |drafts| drafts.append(rows))
    }

    /// The rows that are not held back and that the data set has a table for.
    pub fn others(&self, rows: Rows, data: &DataSet) -> Rows {
        rows.into_iter().filter(|(table, _)| !self.holds(table) && data.takes(table)).collect()
    }

    /// Writes the rows held back and the tables across articles.
    pub fn settle(self, data: &mut DataSet, stop: &Stop) -> Result<()> {
        let Some(drafts) = self.drafts else { return Ok(()) };
        drafts.settle(|table, rows| {
            stop.check()?;
            if data.has(table) { data.append(&[(table, rows)]) } else { Ok(()) }
        })
    }
}
