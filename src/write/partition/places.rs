//! Which folder each article goes to, and which place it has among those that go there.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;
use rustc_hash::FxHashMap;

use super::{By, Labels, Told, text};
use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::write::old::{Firsts, Old};
use crate::write::state::Placed;

/// Where the rows of each article go.
pub(in crate::write) struct Partitions {
    labels: Labels,
    /// By the number of what an article says.
    folder_of: Vec<u32>,
    /// In the order of their first articles.
    pub(super) folders: Vec<Folder>,
    known: FxHashMap<String, u32>,
    of: FxHashMap<[u8; 16], Place>,
}

pub(super) struct Folder {
    /// `published_month=2026-01/language=en`
    pub name: String,
    pub script: Script,
}

/// Whose rows stand in a folder, in their order.
#[derive(Default)]
pub(super) struct Script {
    /// How many articles are new.
    pub new: u32,
    pub runs: Vec<Run>,
    /// Articles that are carried over, by their places in the old folder, and are duplicates of others now.
    pub firsts: Arc<Firsts>,
}

/// Articles that are carried over and follow each other in the folder of the old data set as in that of the new one.
pub(super) struct Run {
    /// How many new articles stand before them.
    pub after: u32,
    /// Their places in the old folder.
    pub articles: Range<u32>,
}

impl Script {
    /// How many rows of a table are carried over.
    pub fn rows(&self, old: &Old) -> u64 {
        let rows = self.runs.iter().map(|run| old.rows_of(&run.articles));
        rows.map(|rows| rows.end - rows.start).sum()
    }

    /// Whether it is all that the old folder has, of so many articles, and nothing else.
    pub fn is_all_of(&self, articles: usize) -> bool {
        self.new == 0 && matches!(self.runs.as_slice(), [run] if run.articles == (0..articles as u32))
    }
}

#[derive(Clone, Copy)]
pub(super) struct Place {
    label: u32,
    pub folder: u32,
    /// Its number among the new articles of the folder; of no meaning where it is carried over.
    pub nth: u32,
}

impl Partitions {
    pub fn new(by: &[By]) -> Option<Self> {
        let (folder_of, folders, known, of) = Default::default();
        (!by.is_empty()).then(|| Partitions { labels: Labels::new(by), folder_of, folders, known, of })
    }

    pub fn by(&self) -> &[By] {
        &self.labels.by
    }

    /// Notes where the articles of these rows of `articles` go.
    pub fn learn(&mut self, articles: &RecordBatch) -> Result<()> {
        let ids = text(articles, "article_id")?;
        for row in 0..articles.num_rows() {
            let told = self.labels.of(articles, row)?;
            let (label, folder) = self.folder(told);
            let script = &mut self.folders[folder as usize].script;
            self.of.insert(key(ids.value(row)), Place { label, folder, nth: script.new });
            script.new += 1;
        }
        Ok(())
    }

    /// Notes that an article comes next that is carried over, and where it stood among those of its folder. `first` is what it
    /// is a duplicate of, if that is another than before.
    pub fn carry(&mut self, id: ArticleId, told: &Told, place: u32, first: Option<Option<ArticleId>>) {
        let (label, folder) = self.folder(told.clone());
        self.of.insert(key(&id.to_string()), Place { label, folder, nth: 0 });
        let script = &mut self.folders[folder as usize].script;
        match script.runs.last_mut() {
            Some(run) if run.after == script.new && run.articles.end == place => run.articles.end += 1,
            _ => script.runs.push(Run { after: script.new, articles: place..place + 1 }),
        }
        if let Some(first) = first {
            Arc::make_mut(&mut script.firsts).insert(place, first);
        }
    }

    /// What articles say, for the next run.
    pub fn placed(&self, articles: impl Iterator<Item = ArticleId>) -> Result<Placed> {
        let label = |id: ArticleId| self.place(&id.to_string()).map(|place| place.label);
        let of = articles.map(label).collect::<Option<_>>();
        let of = of.ok_or_else(|| Error::failed("an article is in no partition"))?;
        Ok(Placed { labels: self.labels.clone(), of })
    }

    pub(super) fn place(&self, id: &str) -> Option<Place> {
        self.of.get(&key(id)).copied()
    }

    fn folder(&mut self, told: Told) -> (u32, u32) {
        let label = self.labels.number(told);
        if let Some(folder) = self.folder_of.get(label as usize) {
            return (label, *folder);
        }
        let name = self.labels.folder(label);
        let next = self.folders.len() as u32;
        let folder = *self.known.entry(name.clone()).or_insert(next);
        if folder == next {
            self.folders.push(Folder { name, script: Script::default() });
        }
        self.folder_of.push(folder);
        (label, folder)
    }
}

fn key(id: &str) -> [u8; 16] {
    let mut key = [0; 16];
    key.copy_from_slice(&blake3::hash(id.as_bytes()).as_bytes()[..16]);
    key
}
