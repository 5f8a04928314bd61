//! Several data sets made one: those of the shards of a run, or of several desks. Rows are taken over as they are; what holds
//! across articles (`duplicate_of`, `index_id`, the indexes) is worked out anew.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{BooleanArray, RecordBatch, StringArray};
use arrow::compute::filter_record_batch;
use rustc_hash::FxHashSet;
use serde_json::Value;

use super::Stop;
use super::held::{INDEXES, NEEDED};
use super::shaping::of_rows;
use super::taken::{Taken, text};
use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::hashes::{Hashes, hash};
use crate::index::{Authority, Drafts, TABLES};
use crate::table::{self, Info};
use crate::write::manifest::{Counts, Input, Manifest};
use crate::write::{self, About, DataSet, Format, Provenance, Published, with_column};

/// So many articles are taken over at a time.
const CHUNK: usize = 64;

#[derive(Clone, Debug)]
pub struct Merge {
    /// Folders of data sets, in the order in which their articles are to stand.
    pub parts: Vec<PathBuf>,
    pub output: PathBuf,
    pub formats: Vec<Format>,
    pub authority: Option<PathBuf>,
    pub about: About,
}

/// Publishes one data set of all articles of several.
///
/// # Errors
/// `Usage` if they do not belong together: other versions, models, options or tables, or one article in two of them with
/// different words. Nothing was published then.
pub fn merge(merge: &Merge, stop: &Stop) -> Result<Published> {
    let manifests = merge.parts.iter().map(|part| manifest(part)).collect::<Result<Vec<_>>>()?;
    let Some(first) = manifests.first() else { return Err(Error::usage("there is nothing to merge")) };
    for (part, manifest) in merge.parts.iter().zip(&manifests) {
        alike(&merge.parts[0], first, part, manifest)?;
    }
    let named = |info: &&Info| first.tables.iter().any(|table| table.name == info.name);
    let tables: Vec<Info> = table::tables().iter().filter(named).cloned().collect();
    let tables = table::with_kept(&tables, &kept(first))?;
    if let Some(needed) = NEEDED.into_iter().find(|name| tables.iter().all(|table| table.name != *name)) {
        let error = Error::usage(format!("without the table {needed} it cannot be said who is who"));
        return Err(error.file(&merge.parts[0]).help("make the data sets to be merged with this table"));
    }
    let models: Vec<_> = first.models.iter().map(|model| (model.name.clone(), model.sha256.clone())).collect();
    let formats = &merge.formats;
    let wanted = write::Options { formats, tables: &tables, models: &models, ..write::Options::default() };
    let mut data = DataSet::create(&merge.output, wanted)?;
    let authority = merge.authority.as_deref().map(Authority::read).transpose()?.unwrap_or_default();
    let list = authority.sha256.clone();
    let mut merged = Merged {
        drafts: Drafts::create(&data.scratch("scratch"), authority)?,
        counts: Counts::default(),
        inputs: Vec::new(),
        texts: Hashes::default(),
        first: Hashes::default(),
    };
    for (part, manifest) in merge.parts.iter().zip(&manifests) {
        merged.add(part, manifest, &tables, &mut data, stop)?;
    }
    let Merged { drafts, counts, inputs, .. } = merged;
    drafts.settle(|table, rows| {
        stop.check()?;
        if data.has(table) { data.append(&[(table, rows)]) } else { Ok(()) }
    })?;
    let mut options = of_rows(&first.options);
    options["formats"] = formats.iter().map(|format| format.as_str()).collect();
    if let Some(sha256) = list {
        options["authority_sha256"] = sha256.into();
    }
    stop.check()?;
    data.publish(Provenance { inputs, options, models, counts, about: merge.about.clone(), state: None })
}

fn manifest(part: &Path) -> Result<Manifest> {
    let none = || Error::usage("this folder holds no data set").file(part).help("give the output folder of a run");
    let manifest = Manifest::read(part)?.ok_or_else(none)?;
    let parquet = |file: &write::manifest::File| file.path.ends_with(".parquet");
    let whole = manifest.tables.iter().all(|table| table.files.iter().any(parquet));
    let flat = manifest.tables.iter().flat_map(|table| &table.files).all(|file| !file.path.contains('='));
    if whole && flat {
        return Ok(manifest);
    }
    let error = Error::usage("only data sets with Parquet files, not in partitions, can be merged").file(part);
    Err(error.help("make it again without --partition-by, and with --format parquet"))
}

/// The columns that were carried through. Columns' names last as long as the program; there are few.
fn kept(manifest: &Manifest) -> Vec<&'static str> {
    let names = manifest.options["keep"].as_array().into_iter().flatten().filter_map(Value::as_str);
    names.map(|name| &*Box::leak(name.into())).collect()
}

/// Options whose work reaches across articles and is not done anew.
const ACROSS: [&str; 2] = ["drop_duplicates", "near_duplicates"];

fn alike(first: &Path, one: &Manifest, part: &Path, other: &Manifest) -> Result<()> {
    let what = if (&one.version, one.schema_version) != (&other.version, other.schema_version) {
        "another version of the program made it"
    } else if one.models != other.models {
        "other models made it"
    } else if of_rows(&one.options) != of_rows(&other.options) {
        "other options made it"
    } else if let Some(option) = ACROSS.iter().find(|option| !other.options[**option].is_null()) {
        let option = option.replace('_', "-");
        let error = Error::usage(format!("it was made with --{option}, which knew nothing of the other articles"));
        return Err(error.file(part).help(format!("make the data sets to be merged without --{option}")));
    } else {
        return Ok(());
    };
    let error = Error::usage(format!("{what} than {}", first.display())).file(part);
    Err(error.help("make both in the same way"))
}

struct Merged {
    drafts: Drafts,
    counts: Counts,
    inputs: Vec<Input>,
    /// By id: the words of the article, as their hash.
    texts: Hashes,
    /// By content hash: the first article with the same words.
    first: Hashes,
}

impl Merged {
    fn add(
        &mut self,
        part: &Path,
        manifest: &Manifest,
        tables: &[Info],
        data: &mut DataSet,
        stop: &Stop,
    ) -> Result<()> {
        let find = |name: &str| manifest.tables.iter().find(|table| table.name == name);
        let takes = |info: &&Info| !INDEXES.contains(&info.name) && info.name != "articles";
        let mut others: Vec<Taken> =
            tables.iter().filter(takes).filter_map(|info| Some(Taken::open(part, info, find(info.name)?))).collect();
        let articles = tables.iter().find(|info| info.name == "articles").zip(find("articles"));
        let Some(mut articles) = articles.map(|(info, table)| Taken::open(part, info, table)) else { return Ok(()) };
        let mut again = 0;
        self.inputs.extend(manifest.inputs.iter().cloned());
        while let Some(batch) = articles.next(CHUNK)? {
            stop.check()?;
            let keep = self.meet(part, &batch)?;
            again += keep.iter().filter(|keep| !**keep).count() as u64;
            let ids: FxHashSet<String> = text(&batch, "article_id")?.iter().flatten().map(str::to_owned).collect();
            let kept = chosen(&batch, |row| keep[row])?;
            let kept_ids: FxHashSet<String> = text(&kept, "article_id")?.iter().flatten().map(str::to_owned).collect();
            let mut rows = vec![("articles", self.with_firsts(&kept)?)];
            for table in others.iter_mut().filter(|table| table.info.name != "rejects") {
                let own = table.of(&ids)?;
                let of = text(&own, "article_id")?;
                rows.push((table.info.name, chosen(&own, |row| kept_ids.contains(of.value(row)))?));
            }
            rows.retain(|(_, rows)| rows.num_rows() > 0);
            self.drafts.append(&rows)?;
            rows.retain(|(table, _)| !TABLES.contains(table));
            data.append(&rows)?;
        }
        for table in others.iter_mut().filter(|table| table.info.name == "rejects") {
            while let Some(rows) = table.next(usize::MAX)? {
                data.append(&[("rejects", rows)])?;
            }
        }
        let counts = manifest.counts;
        self.counts.seen += counts.seen;
        self.counts.done += counts.done - again;
        self.counts.rejected += counts.rejected;
        self.counts.skipped += counts.skipped;
        self.counts.duplicate += counts.duplicate + again;
        Ok(())
    }

    /// Which articles are new. One that came before with the same words is left out, as a run does.
    fn meet(&mut self, part: &Path, articles: &RecordBatch) -> Result<Vec<bool>> {
        let (ids, texts) = (text(articles, "article_id")?, text(articles, "text")?);
        let keys = text(articles, "article_key")?;
        let mut keep = Vec::new();
        for row in 0..articles.num_rows() {
            let words = hash(&blake3::hash(texts.value(row).as_bytes()).to_hex()[..32]);
            let before = self.texts.meet(hash(ids.value(row)), words);
            if before.is_some_and(|before| before != words) {
                let what = format!("the article {} is in two of the data sets with different words", keys.value(row));
                return Err(Error::usage(what)
                    .file(part)
                    .help("leave one of them out, or give them other names and run again"));
            }
            keep.push(before.is_none());
        }
        Ok(keep)
    }

    fn with_firsts(&mut self, articles: &RecordBatch) -> Result<RecordBatch> {
        let (ids, hashes) = (text(articles, "article_id")?, text(articles, "content_hash")?);
        let duplicate_of: StringArray = (0..articles.num_rows())
            .map(|row| {
                let id = hash(ids.value(row));
                let first = self.first.meet(hash(hashes.value(row)), id).filter(|first| *first != id)?;
                Some(ArticleId::from_bytes(first).to_string())
            })
            .collect();
        with_column(articles, "duplicate_of", Arc::new(duplicate_of))
    }
}

fn chosen(rows: &RecordBatch, keep: impl Fn(usize) -> bool) -> Result<RecordBatch> {
    let keep: BooleanArray = (0..rows.num_rows()).map(|row| Some(keep(row))).collect();
    filter_record_batch(rows, &keep).map_err(|cause| Error::failed("cannot choose rows").because(cause))
}
