//! What a data set in the making takes over of the one whose place it takes.

use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::manifest::Manifest;
use super::old::{Firsts, Piece};
use super::partition::{self, Carried};
use super::state::State;
use super::{DataSet, table};
use crate::error::{Error, Result};
use crate::table::Info;

impl DataSet {
    /// The data set that this one is to replace, with its folder.
    pub fn old(&self) -> Option<(&Path, &Manifest)> {
        self.stage.old()
    }

    /// Adds rows of the data set in `from` to all tables, in the pieces that `of` names for each.
    pub fn take_over(&mut self, from: &Path, of: impl Fn(&Info) -> Result<Vec<Piece>> + Sync) -> Result<()> {
        let folder = &self.stage.folder;
        self.tables.par_iter_mut().try_for_each(|table| {
            let pieces = of(&table.info)?;
            table.take_over(folder, from, pieces)
        })
    }

    /// Makes ready to carry rows over from partition to partition, those of the tables that are named. `state` is what the old
    /// data set says of its articles.
    ///
    /// # Errors
    /// If it does not say in which partitions they are.
    pub fn carry_from(&mut self, state: &State, carries: impl Fn(&str) -> bool) -> Result<()> {
        let (Some((folder, manifest)), Some(partitions)) = (self.stage.old(), &self.partitions) else { return Ok(()) };
        let placed = state.placed.as_ref().filter(|placed| placed.labels.by == partitions.by());
        let Some(placed) = placed else {
            let error = Error::usage("the data set does not know in which partitions its articles are").file(folder);
            return Err(error.help("make it anew: --update --rebuild"));
        };
        self.carried = Some(Carried::new(folder, manifest, state, placed));
        self.tables
            .iter_mut()
            .for_each(|table| table.carries = partition::applies(&table.info) && carries(table.info.name));
        Ok(())
    }

    /// Lets these articles of the old data set come next in their partitions.
    pub fn carry(&mut self, articles: Range<u32>, firsts: &Firsts) {
        if let Some((carried, partitions)) = self.carried.as_ref().zip(self.partitions.as_mut()) {
            carried.carry(articles, firsts, partitions);
        }
    }

    /// So many bytes a Parquet file must have to be taken over as it is.
    pub fn least_part(&self) -> u64 {
        table::least(self.part_bytes)
    }
}
