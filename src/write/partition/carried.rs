//! The partitions of the data set that is brought up to date, and what of them a new one takes over.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::Told;
use super::places::{Folder, Partitions};
use crate::article::ArticleId;
use crate::error::Result;
use crate::table::Info;
use crate::write::manifest::{File, Manifest, Table};
use crate::write::old::{Firsts, Old};
use crate::write::state::{Placed, State};

pub(in crate::write) struct Carried {
    pub folder: PathBuf,
    /// By name and partition.
    tables: BTreeMap<String, BTreeMap<String, Table>>,
    told: Vec<Told>,
    /// By the number of what an article says.
    folder_of: Vec<u32>,
    folders: FxHashMap<String, u32>,
    /// The articles of each folder.
    articles: Vec<Vec<ArticleId>>,
    /// By article: the number of what it says, and its place in its folder.
    places: Vec<(u32, u32)>,
}

/// What of a table's rows in one folder is carried over.
pub(super) enum Kept {
    /// All, and no others come.
    Whole(Vec<File>),
    /// Those that its script names.
    Some(Old),
}

impl Carried {
    pub fn new(folder: &Path, manifest: &Manifest, state: &State, placed: &Placed) -> Self {
        let mut carried = Carried {
            folder: folder.to_owned(),
            tables: manifest.tables.iter().map(|table| (table.name.clone(), table.partitions())).collect(),
            told: placed.labels.all().to_vec(),
            folder_of: Vec::new(),
            folders: FxHashMap::default(),
            articles: Vec::new(),
            places: Vec::with_capacity(placed.of.len()),
        };
        for label in 0..carried.told.len() as u32 {
            let next = carried.articles.len() as u32;
            let number = *carried.folders.entry(placed.labels.folder(label)).or_insert(next);
            if number == next {
                carried.articles.push(Vec::new());
            }
            carried.folder_of.push(number);
        }
        for (label, article) in placed.of.iter().zip(&state.articles) {
            let own = &mut carried.articles[carried.folder_of[*label as usize] as usize];
            carried.places.push((*label, own.len() as u32));
            own.push(article.id);
        }
        carried
    }

    /// Lets these articles come next in their folders. `firsts`: those of them that are duplicates of others than before.
    pub fn carry(&self, articles: Range<u32>, firsts: &Firsts, partitions: &mut Partitions) {
        for article in articles {
            let (label, place) = self.places[article as usize];
            let id = self.articles[self.folder_of[label as usize] as usize][place as usize];
            partitions.carry(id, &self.told[label as usize], place, firsts.get(&article).copied());
        }
    }

    /// What of a table's rows goes into this folder. `info`: the columns that its files have.
    pub(super) fn kept(&self, folder: &Folder, info: &Info) -> Result<Option<Kept>> {
        let table = self.tables.get(info.name).and_then(|partitions| partitions.get(&folder.name));
        let articles = self.folders.get(&folder.name).map(|number| &self.articles[*number as usize]);
        let (Some(table), Some(articles), false) = (table, articles, folder.script.runs.is_empty()) else {
            return Ok(None);
        };
        let is_same = info.name != "articles" || folder.script.firsts.is_empty();
        if is_same && folder.script.is_all_of(articles.len()) {
            return Ok(Some(Kept::Whole(table.files.clone())));
        }
        Old::open(&self.folder, info, table.clone(), articles.iter().copied()).map(|old| Some(Kept::Some(old)))
    }
}
