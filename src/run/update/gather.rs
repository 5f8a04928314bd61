//! A table of a data set in partitions as it would be without: in the order of its articles. It is put together in a file that
//! goes when the run ends, a few partitions at a time, so that neither open files nor memory grow with their number.

use std::fs::{self, File};
use std::iter::repeat_n;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::compute::concat_batches;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use rustc_hash::FxHashMap;

use super::known::Known;
use crate::error::{Context, Error, Result};
use crate::run::taken::Taken;
use crate::table::Info;
use crate::write::manifest::{self, Table};
use crate::write::state::{Placed, State};
use crate::write::{Old, Rows, out_of_order};

/// So many files are read at a time, each so many rows.
const OPEN: usize = 16;
const BATCH: usize = 512;
/// Rows are written when there are so many, or those of so many articles.
const ROWS: usize = 4096;
const ARTICLES: usize = 256;
const GROUP_MEMORY: usize = 8 << 20;

/// Rows of some articles, in their order.
struct Source {
    folder: PathBuf,
    table: Table,
}

/// Some of the columns of a table of the known data set, in a file in the folder `to`.
pub fn gather(known: &Known, info: &Info, table: &Table, to: &Path) -> Result<Old> {
    let (state, folder) = (&known.state, &known.folder);
    let placed = state.placed.as_ref().ok_or_else(|| Error::failed("the data set is in no partitions"))?;
    let (names, mut of) = folders(placed);
    let told: Vec<&str> = placed.labels.by.iter().map(|by| by.as_str()).collect();
    // What the names of folders say is put back in the end.
    let (in_files, mut made) = (info.without_columns(&told), 0..);
    let mut path = || to.join(format!("{}-{}.parquet", info.name, made.next().unwrap_or(0)));
    let mut partitions = table.partitions();
    let partition = |name: &String| {
        let own = partitions.remove(name).unwrap_or_else(|| table.with_files(Vec::new()));
        Source { folder: folder.clone(), table: own }
    };
    let mut sources: Vec<Source> = names.iter().map(partition).collect();
    while sources.len() > OPEN {
        let mut fewer = Vec::new();
        for (number, some) in sources.chunks(OPEN).enumerate() {
            let own = (0..).zip(&of).filter(|(_, of)| **of / OPEN == number);
            let own = own.map(|(article, of)| (article, *of % OPEN));
            fewer.push(join(state, &in_files, (&in_files, table), some, own, &path())?.0);
        }
        remove(&sources, to)?;
        of.iter_mut().for_each(|of| *of /= OPEN);
        sources = fewer;
    }
    let all = (0..).zip(of);
    let (source, before) = join(state, &in_files, (info, table), &sources, all, &path())?;
    remove(&sources, to)?;
    Ok(Old::new(to, info, source.table, before))
}

/// The names of all partitions, and which of them each article is in.
fn folders(placed: &Placed) -> (Vec<String>, Vec<usize>) {
    let (mut names, mut known) = (Vec::new(), FxHashMap::default());
    let of_labels: Vec<usize> = (0..placed.labels.all().len() as u32)
        .map(|label| {
            let name = placed.labels.folder(label);
            *known.entry(name.clone()).or_insert_with(|| {
                names.push(name);
                names.len() - 1
            })
        })
        .collect();
    (names, placed.of.iter().map(|label| of_labels[*label as usize]).collect())
}

/// Puts the rows of these articles, each in one of the sources, into one file. Says how many rows there are before those of each.
fn join(
    state: &State,
    in_files: &Info,
    (info, table): (&Info, &Table),
    sources: &[Source],
    articles: impl Iterator<Item = (u32, usize)>,
    path: &Path,
) -> Result<(Source, Vec<u64>)> {
    let open = |source: &Source| {
        let rows = Rows::of(&source.folder, in_files, &source.table, 0..u64::MAX);
        Taken::of_rows(in_files, rows.in_batches(BATCH))
    };
    let mut open: Vec<Taken> = sources.iter().map(open).collect();
    let mut joined = Joined::create(info, path)?;
    let mut before = vec![0];
    for (article, source) in articles {
        let id = state.articles[article as usize].id.to_string();
        joined.append(state, article, open[source].pieces(|own| own == id)?)?;
        before.push(joined.rows);
    }
    for (open, source) in open.iter_mut().zip(sources) {
        if open.next(1)?.is_some() {
            return Err(out_of_order(&source.folder, info));
        }
    }
    let rows = joined.rows;
    joined.finish(state)?;
    let (folder, name) = (path.parent().unwrap_or(path), path.file_name().unwrap_or_default());
    let file =
        manifest::File { path: name.to_string_lossy().into_owned(), bytes: 0, sha256: String::new(), rows: Some(rows) };
    Ok((Source { folder: folder.to_owned(), table: table.with_files(vec![file]) }, before))
}

/// Takes files away that are read.
fn remove(sources: &[Source], to: &Path) -> Result<()> {
    let made = sources.iter().filter(|source| source.folder == to).flat_map(|source| &source.table.files);
    made.map(|file| to.join(&file.path))
        .try_for_each(|path| fs::remove_file(&path).failed(&path, "cannot remove this file"))
}

/// A file that is being written.
struct Joined<'a> {
    info: &'a Info,
    path: &'a Path,
    writer: ArrowWriter<File>,
    rows: u64,
    /// Rows that are not written yet, each with its article.
    waiting: Vec<(u32, RecordBatch)>,
    n_waiting: usize,
}

impl<'a> Joined<'a> {
    fn create(info: &'a Info, path: &'a Path) -> Result<Self> {
        let properties = WriterProperties::builder().set_compression(Compression::LZ4_RAW);
        let properties = properties.set_statistics_enabled(EnabledStatistics::None).set_dictionary_enabled(false);
        let file = File::create(path).failed(path, "cannot write this file")?;
        let writer = ArrowWriter::try_new(file, info.schema(), Some(properties.build()));
        let writer = writer.failed(path, "cannot begin this file")?;
        Ok(Joined { info, path, writer, rows: 0, waiting: Vec::new(), n_waiting: 0 })
    }

    fn append(&mut self, state: &State, article: u32, rows: Vec<RecordBatch>) -> Result<()> {
        let own: usize = rows.iter().map(RecordBatch::num_rows).sum();
        self.rows += own as u64;
        self.n_waiting += own;
        self.waiting.extend(rows.into_iter().map(|rows| (article, rows)));
        if self.n_waiting >= ROWS || self.waiting.len() >= ARTICLES { self.write(state) } else { Ok(()) }
    }

    fn write(&mut self, state: &State) -> Result<()> {
        let Some((_, first)) = self.waiting.first() else { return Ok(()) };
        let rows = concat_batches(&first.schema(), self.waiting.iter().map(|(_, rows)| rows));
        let rows = rows.failed(self.path, "cannot join rows")?;
        let schema = self.info.schema();
        let columns = schema.fields().iter().map(|field| match rows.column_by_name(field.name()) {
            Some(column) => Some(column.clone()),
            None => self.told(state, field.name()),
        });
        let columns: Option<Vec<ArrayRef>> = columns.collect();
        let columns = columns.ok_or_else(|| Error::failed(format!("rows of {} lack a column", self.info.name)))?;
        let rows = RecordBatch::try_new(schema, columns).failed(self.path, "cannot make rows")?;
        self.writer.write(&rows).failed(self.path, "cannot write this file")?;
        (self.n_waiting, self.waiting) = Default::default();
        if self.writer.memory_size() > GROUP_MEMORY {
            self.writer.flush().failed(self.path, "cannot write this file")?;
        }
        Ok(())
    }

    /// A column that the names of folders stand for.
    fn told(&self, state: &State, column: &str) -> Option<ArrayRef> {
        let placed = state.placed.as_ref()?;
        let by = placed.labels.by.iter().position(|by| by.as_str() == column)?;
        let told = |article: u32| placed.labels.all()[placed.of[article as usize] as usize][by].as_deref();
        let values = self.waiting.iter().flat_map(|(article, rows)| repeat_n(told(*article), rows.num_rows()));
        Some(Arc::new(values.collect::<StringArray>()))
    }

    fn finish(mut self, state: &State) -> Result<()> {
        self.write(state)?;
        self.writer.close().map(drop).failed(self.path, "cannot write this file")
    }
}
