//! The program on one screen: batches of articles in, analysed on all cores, a data set out.
//!
//! One thread reads ahead; while a batch is analysed, the tables of the one before are made and written. What is in a
//! batch depends on the inputs alone, so the data set does not depend on the number of threads.

mod admit;
mod apart;
mod batches;
mod held;
mod limit;
mod merge;
mod metrics;
mod plan;
mod progress;
mod report;
mod shard;
mod stages;
mod stop;
mod taken;
mod tell;

use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Instant;

use serde_json::json;

use crate::analyze::Analyzer;
use crate::error::{Context, Error, Result};
use crate::index::Authority;
use crate::write::{self, About, By, DataSet, Format, Provenance};
use crate::{read, table};

pub use admit::Wanted;
use held::Held;
pub use limit::Limit;
pub use merge::{Merge, merge};
pub use plan::plan;
use progress::Progress;
use report::Report;
pub use shard::Shard;
use stages::Writer;
pub use stop::Stop;

#[derive(Clone, Debug)]
pub struct Options {
    /// Files, folders, globs, or `-`.
    pub inputs: Vec<String>,
    /// The folder of the data set.
    pub output: PathBuf,
    pub formats: Vec<Format>,
    pub tables: Vec<table::Info>,
    /// CSV for spreadsheets.
    pub spreadsheet: bool,
    /// Folders for rows of like articles.
    pub partition_by: Vec<By>,
    /// About how large a Parquet file may be, in bytes.
    pub part_bytes: Option<u64>,
    /// A folder of models to use instead of the program's own.
    pub models: Option<PathBuf>,
    /// Quotes less sure than this are left out, from 0 to 1.
    pub min_confidence: f64,
    /// Threads that analyse; one for each core if `None`.
    pub jobs: Option<usize>,
    /// Publish nothing if more inputs are rejected.
    pub max_rejects: Option<Limit>,
    /// Articles published before are passed over, if they say when; microseconds since 1970-01-01 UTC.
    pub since: Option<i64>,
    /// Only a part of the inputs.
    pub shard: Option<Shard>,
    /// Whether to leave a report of the run, …
    pub report: bool,
    /// … and in which folder; `runs`, beside the data set, if `None`.
    pub reports: Option<PathBuf>,
    /// A file for Prometheus.
    pub metrics: Option<PathBuf>,
    /// The user's list of people and things, whose ids the index takes.
    pub authority: Option<PathBuf>,
    /// How inputs are read.
    pub read: read::Options,
    /// Which articles are analysed.
    pub wanted: Wanted,
    /// What people say of the data set as a whole.
    pub about: About,
    /// Draw a bar on standard error, instead of a line now and then.
    pub bar: bool,
}

/// Reads, analyses, writes and publishes. Returns how many inputs were rejected.
///
/// # Errors
/// Nothing was published, and an older data set is as it was; [`Error::kind`] says why.
pub fn run(options: &Options, stop: &Stop) -> Result<u64> {
    let mut report = Report::begin(options);
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| publish(options, stop, &mut report)));
    let fault = Error::failed("a fault of this program");
    report.end(options, outcome.as_ref().map_or(Err(&fault), Result::as_ref));
    outcome.unwrap_or_else(|fault| panic::resume_unwind(fault))
}

fn publish(options: &Options, stop: &Stop, report: &mut Report) -> Result<u64> {
    let started = Instant::now();
    let mut inputs = read::discover_with(&options.inputs, &options.read)?;
    if let Some(shard) = options.shard {
        shard.choose(&mut inputs);
    }
    let inputs = Arc::new(inputs);
    report.skipped = skipped(&inputs);
    apart::check(&inputs, options)?;
    report.lap("list");
    let analyzer = Analyzer::from(options.models.as_deref())?.with_least_confidence(options.min_confidence as f32);
    let Options { formats, spreadsheet, .. } = options;
    let tables = &table::with_kept(&options.tables, &options.read.keep)?;
    let authority = options.authority.as_deref().map(Authority::read).transpose()?.unwrap_or_default();
    let list = authority.sha256.clone();
    let models = analyzer.fingerprints()?;
    let wanted = write::Options {
        formats,
        tables,
        spreadsheet: *spreadsheet,
        models: &models,
        partition_by: &options.partition_by,
        part_bytes: options.part_bytes,
    };
    let data = DataSet::create(&options.output, wanted)?;
    let held = Held::begin(options, &data, authority)?;
    report.lap("prepare");

    let (sender, batches) = mpsc::sync_channel(1);
    // Not waited for when something fails: it may be waiting itself, for standard input.
    let reader = thread::spawn({
        let (inputs, how, stop) = (inputs.clone(), options.read.clone(), stop.clone());
        move || batches::read(&inputs, &how, &stop, &sender)
    });
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs.unwrap_or(0)).build();
    let mut writer = Writer::new(options, data, Progress::new(options.bar, inputs.files.len()), held);
    let done =
        pool.failed("threads", "cannot be started")?.install(|| stages::all(batches, &analyzer, &mut writer, stop));
    writer.tell(report, &inputs);
    report.lap("read, analyse, write");
    done?;
    reader.join().map_err(|_| Error::failed("the reader broke off, so nothing was published"))?;
    stop.check()?;
    if let Some(limit) = options.max_rejects {
        limit.check(report.counts)?;
    }
    writer.settle(stop)?;
    report.lap("index");

    let Writer { data, progress, inputs: described, .. } = writer;
    progress.finish();
    let published = data.publish(Provenance {
        inputs: described,
        options: shaping(options, list),
        models,
        counts: report.counts,
        about: options.about.clone(),
    })?;
    report.published = true;
    report.rows = published.tables.iter().cloned().collect();
    report.lap("publish");
    tell::published(options, &inputs, report.counts, &published, progress.bytes(), started.elapsed());
    report.lap("sum up");
    Ok(report.counts.rejected)
}

/// How many inputs were passed over for which reason.
fn skipped(inputs: &read::Inputs) -> BTreeMap<String, u64> {
    let mut reasons = BTreeMap::new();
    inputs.skipped.iter().for_each(|skipped| *reasons.entry(skipped.reason.to_string()).or_default() += 1);
    reasons
}

/// The options that shape the data set.
fn shaping(options: &Options, authority: Option<String>) -> serde_json::Value {
    let formats: Vec<_> = options.formats.iter().map(|format| format.as_str()).collect();
    let tables: Vec<_> = options.tables.iter().map(|table| table.name).collect();
    let least = options.min_confidence;
    let mut shaping =
        json!({ "formats": formats, "tables": tables, "spreadsheet": options.spreadsheet, "min_confidence": least });
    if !options.partition_by.is_empty() {
        let by = options.partition_by.iter().map(|by| by.as_str());
        shaping["partition_by"] = by.collect();
    }
    if let Some(bytes) = options.part_bytes {
        shaping["part_bytes"] = bytes.into();
    }
    if let Some(shard) = options.shard {
        shaping["shard"] = shard.to_string().into();
    }
    if let Some(since) = options.since {
        shaping["since"] = since.into();
    }
    if let Some(sha256) = authority {
        shaping["authority_sha256"] = sha256.into();
    }
    let (read, wanted, usual) = (&options.read, &options.wanted, read::Options::default());
    let fields: Vec<_> = read.fields.iter().map(|(field, column)| format!("{}={column}", field.as_str())).collect();
    let chosen = [
        ("fields", json!(fields), !fields.is_empty()),
        ("keep", json!(read.keep), !read.keep.is_empty()),
        ("follow", json!(read.follow), read.follow),
        ("max_article_bytes", json!(read.max_article_bytes), read.max_article_bytes != usual.max_article_bytes),
        ("max_expansion", json!(read.max_expansion), read.max_expansion != usual.max_expansion),
        ("languages", json!(wanted.languages), !wanted.languages.is_empty()),
        ("drop_duplicates", json!(wanted.drop_duplicates), wanted.drop_duplicates),
        ("near_duplicates", json!(wanted.near_duplicates), wanted.near_duplicates.is_some()),
    ];
    for (name, value, _) in chosen.into_iter().filter(|(.., is_chosen)| *is_chosen) {
        shaping[name] = value;
    }
    shaping
}
