//! Rows on their way from a draft, and from the data set that is brought up to date, to their partitions.

use std::fs;
use std::path::Path;

use arrow::array::{RecordBatch, UInt32Array};
use arrow::compute::take_record_batch;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::carried::{Carried, Kept};
use super::places::{Partitions, Place, Script};
use super::text;
use crate::error::{Context, Error, Result};
use crate::write::manifest::File;
use crate::write::old::{Old, Piece};
use crate::write::parquet::Facts;
use crate::write::parts::{self, Parts};
use crate::write::{DATA, file};

/// So many partitions are written at a time.
const OPEN: usize = 16;
const BATCH: usize = 8192;

/// A table that is to be split.
pub(in crate::write) struct Split<'a> {
    /// The folder of the data set in the making.
    pub root: &'a Path,
    pub draft: &'a Path,
    pub table: &'static str,
    /// What a file says of itself that is in no partition, and so has all columns.
    pub whole: &'a Facts,
    pub facts: &'a Facts,
    /// Parts end when they have so many bytes, …
    pub limit: u64,
    /// … and those of the old data set are taken over that have so many.
    pub least: u64,
    /// What is carried over from the old data set; `None` if all rows are in the draft.
    pub carried: Option<&'a Carried>,
}

impl Partitions {
    /// Moves the rows of a draft to their partitions, between those that are carried over. Returns how many these are. A table
    /// without rows is one file without a partition.
    pub fn split(&self, split: &Split) -> Result<(Vec<File>, u64)> {
        let mut counts = vec![0u64; self.folders.len()];
        self.each(split.draft, |_, places| places.iter().for_each(|place| counts[place.folder as usize] += 1))?;
        let mut used: Vec<u32> = (0..self.folders.len() as u32).collect();
        used.sort_by_key(|number| &self.folders[*number as usize].name);
        let (mut files, mut carried, mut open) = (Vec::new(), 0, Vec::new());
        for number in used {
            let folder = &self.folders[number as usize];
            let kept = split.carried.map(|carried| carried.kept(folder, split.facts.info())).transpose()?.flatten();
            let old = match kept {
                Some(Kept::Whole(parts)) => {
                    carried += parts.iter().filter_map(|part| part.rows).sum::<u64>();
                    files.extend(split.take_over(&folder.name, parts)?);
                    continue;
                }
                Some(Kept::Some(old)) => Some(old),
                None => None,
            };
            let (script, from_draft) = (&folder.script, counts[number as usize] > 0);
            let from_old = old.as_ref().map_or(0, |old| script.rows(old));
            carried += from_old;
            if from_draft || from_old > 0 {
                let to = split.folder(&folder.name);
                let parts = Parts::create(split.root, to, split.facts.clone(), split.limit)?;
                open.push(Filling { number, parts, script, old, next: 0, from_draft });
            }
            if open.len() == OPEN {
                files.extend(self.fill(split, std::mem::take(&mut open))?);
            }
        }
        files.extend(self.fill(split, open)?);
        // Those taken over came before their neighbours.
        files.sort_by(|one, other| one.partition().cmp(&other.partition()));
        if files.is_empty() {
            let table = format!("{DATA}/{}", split.table);
            files = Parts::create(split.root, table, split.whole.clone(), split.limit)?.finish(split.root)?;
        }
        Ok((files, carried))
    }

    /// Writes some partitions.
    fn fill(&self, split: &Split, mut open: Vec<Filling>) -> Result<Vec<File>> {
        if open.iter().any(|filling| filling.from_draft) {
            let mut failed = Ok(());
            self.each(split.draft, |batch, places| {
                if failed.is_ok() {
                    failed = open.iter_mut().try_for_each(|filling| filling.append(split, batch, places));
                }
            })?;
            failed?;
        }
        let mut files = Vec::new();
        for mut filling in open {
            filling.carry(split, u32::MAX)?;
            files.extend(filling.parts.finish(split.root)?);
        }
        Ok(files)
    }

    /// Hands out a draft batch by batch, with the place of each row's article.
    fn each(&self, draft: &Path, mut each: impl FnMut(&RecordBatch, &[Place])) -> Result<()> {
        let file = fs::File::open(draft).failed(draft, "cannot read this file back")?;
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).failed(draft, "cannot read this file back")?;
        for batch in reader.with_batch_size(BATCH).build().failed(draft, "cannot read this file back")? {
            let batch = batch.failed(draft, "cannot read this file back")?;
            let ids = text(&batch, "article_id")?;
            let places: Option<Vec<Place>> = ids.iter().map(|id| self.place(id?)).collect();
            each(&batch, &places.ok_or_else(|| Error::failed("a row is of no article").file(draft))?);
        }
        Ok(())
    }
}

impl Split<'_> {
    fn folder(&self, partition: &str) -> String {
        format!("{DATA}/{}/{partition}", self.table)
    }

    /// Takes all parts of a partition over as they are.
    fn take_over(&self, partition: &str, parts: Vec<File>) -> Result<Vec<File>> {
        let Some(carried) = self.carried else { return Ok(Vec::new()) };
        let folder = self.folder(partition);
        let full = self.root.join(&folder);
        fs::create_dir_all(&full).failed(&full, "cannot make this folder")?;
        let linked = parts.into_iter().enumerate().map(|(number, part)| {
            let path = parts::path(&folder, number);
            file::link(&carried.folder.join(&part.path), &self.root.join(&path))?;
            Ok(File { path, ..part })
        });
        linked.collect()
    }
}

/// A folder that is being written.
struct Filling<'a> {
    number: u32,
    parts: Parts,
    script: &'a Script,
    old: Option<Old>,
    /// Of the runs that are carried over.
    next: usize,
    /// Whether the draft has rows that go here.
    from_draft: bool,
}

impl Filling<'_> {
    /// Appends the rows of a draft that go here, each behind what is to stand before it.
    fn append(&mut self, split: &Split, batch: &RecordBatch, places: &[Place]) -> Result<()> {
        let (mut rows, number) = (Vec::new(), self.number);
        for (row, place) in (0..).zip(places).filter(|(_, place)| place.folder == number) {
            if self.waits(place.nth) {
                self.write(split, batch, std::mem::take(&mut rows))?;
                self.carry(split, place.nth)?;
            }
            rows.push(row);
        }
        self.write(split, batch, rows)
    }

    fn write(&mut self, split: &Split, batch: &RecordBatch, rows: Vec<u32>) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let own = split.facts.columns_of(batch).and_then(|batch| take_record_batch(&batch, &UInt32Array::from(rows)));
        let own = own.map_err(|cause| Error::failed("cannot choose rows").because(cause))?;
        self.parts.append(split.root, &own)
    }

    /// Whether rows are to be carried over before those of the new article with this number.
    fn waits(&self, nth: u32) -> bool {
        self.old.is_some() && self.script.runs.get(self.next).is_some_and(|run| run.after <= nth)
    }

    /// Carries them over.
    fn carry(&mut self, split: &Split, nth: u32) -> Result<()> {
        while self.waits(nth) {
            let (Some(old), Some(carried)) = (&self.old, split.carried) else { return Ok(()) };
            for piece in old.pieces(&self.script.runs[self.next].articles, split.least, &self.script.firsts) {
                match piece {
                    Piece::Part(part) => self.parts.take_over(split.root, &carried.folder, &part)?,
                    Piece::Rows(rows) => {
                        for batch in rows {
                            self.parts.append(split.root, &batch?)?;
                        }
                    }
                }
            }
            self.next += 1;
        }
        Ok(())
    }
}
