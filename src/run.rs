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
mod shaping;
mod shard;
mod stages;
mod stop;
mod taken;
mod tell;
mod update;
mod writer;

use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Instant;

use jiff::Timestamp;

use crate::analyze::Analyzer;
use crate::error::{Context, Error, Result};
use crate::index::Authority;
use crate::write::{self, About, By, DataSet, Format, Provenance};
use crate::{read, table};

use admit::Admission;
pub use admit::Wanted;
use held::Held;
pub use limit::Limit;
pub use merge::{Merge, merge};
pub use plan::plan;
use progress::Progress;
use report::Report;
pub use shard::Shard;
pub use stop::Stop;
pub use update::How;
use update::{Carry, Ledger};
use writer::Writer;

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
    /// Go on from the data set that is there.
    pub update: Option<How>,
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

impl Options {
    /// What the program does when nothing else is said.
    pub fn of(inputs: Vec<String>, output: PathBuf) -> Self {
        Options {
            inputs,
            output,
            formats: vec![Format::Parquet, Format::Csv],
            tables: table::tables().iter().filter(|table| table.by_default).cloned().collect(),
            spreadsheet: false,
            partition_by: Vec::new(),
            part_bytes: None,
            models: None,
            min_confidence: 0.0,
            jobs: None,
            max_rejects: None,
            since: None,
            update: None,
            shard: None,
            report: true,
            reports: None,
            metrics: None,
            authority: None,
            read: read::Options::default(),
            wanted: Wanted::default(),
            about: About::default(),
            bar: false,
        }
    }
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
    let (started, listed_at) = (Instant::now(), Timestamp::now().as_nanosecond() as i64);
    update::check(options)?;
    let inputs = Arc::new(list(options)?);
    report.skipped = skipped(&inputs);
    report.lap("list");
    let analyzer = Analyzer::from(options.models.as_deref())?.with_least_confidence(options.min_confidence as f32);
    let Options { formats, spreadsheet, .. } = options;
    let tables = &table::with_kept(&options.tables, &options.read.keep)?;
    let authority = options.authority.as_deref().map(Authority::read).transpose()?.unwrap_or_default();
    let list_of_people = authority.sha256.clone();
    let models = analyzer.fingerprints()?;
    let wanted = write::Options {
        formats,
        tables,
        spreadsheet: *spreadsheet,
        models: &models,
        partition_by: &options.partition_by,
        part_bytes: options.part_bytes,
    };
    let mut data = DataSet::create(&options.output, wanted)?;
    let shaping = shaping::of(options, list_of_people);
    let (known, plan) = update::begin(options, &data, &inputs, &models, &shaping)?;
    report.lap("prepare");
    if let Some(known) = known.as_ref().filter(|_| plan.nothing) {
        report.nothing_to_do(&known.manifest);
        return Ok(0);
    }
    let plan = Arc::new(plan);
    let held = Held::begin(options, &data, authority)?;
    let carry = |known| Ok((known, Carry::open(known, (tables, options), &mut data, &held)?));
    let carry = known.as_ref().map(carry).transpose()?;
    let ledger = Ledger::begin(&inputs, known.as_ref(), &plan.kept, listed_at, options.update.is_some());
    report.lap("look up what is known");

    let (sender, batches) = mpsc::sync_channel(1);
    // Not waited for when something fails: it may be waiting itself, for standard input.
    let reader = thread::spawn({
        let (inputs, plan, how, stop) = (inputs.clone(), plan.clone(), options.read.clone(), stop.clone());
        move || batches::read(&inputs, &plan, &how, &stop, &sender)
    });
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs.unwrap_or(0)).build();
    let progress = Progress::new(options.bar, inputs.files.len());
    let mut writer = Writer::new(options, data, progress, held).with(ledger, carry);
    let admission = Admission::new(&options.wanted, &options.read, known.as_ref(), inputs.files.len());
    let work = || stages::all(batches, admission, &analyzer, options, &mut writer, stop);
    let done = pool.failed("threads", "cannot be started")?.install(work);
    writer.tell(report, &inputs);
    report.lap("read, analyse, write");
    done?;
    // What is settled now needs the memory that the models take.
    drop(analyzer);
    reader.join().map_err(|_| Error::failed("the reader broke off, so nothing was published"))?;
    stop.check()?;
    if let Some(limit) = options.max_rejects {
        limit.check(report.counts)?;
    }
    writer.settle(stop)?;
    report.lap("index");

    let Writer { data, progress, ledger, .. } = writer;
    let (described, state) = ledger.end();
    progress.finish();
    let published = data.publish(Provenance {
        inputs: described,
        options: shaping,
        models,
        counts: report.counts,
        about: options.about.clone(),
        state,
    })?;
    report.published = true;
    report.rows = published.tables.iter().cloned().collect();
    report.lap("publish");
    tell::published(
        options,
        &inputs,
        (report.counts, report.unchanged),
        &published,
        progress.bytes(),
        started.elapsed(),
    );
    report.lap("sum up");
    Ok(report.counts.rejected)
}

/// The inputs of the run.
fn list(options: &Options) -> Result<read::Inputs> {
    let mut inputs = read::discover_with(&options.inputs, &options.read)?;
    if let Some(shard) = options.shard {
        shard.choose(&mut inputs);
    }
    apart::check(&inputs, options)?;
    Ok(inputs)
}

/// How many inputs were passed over for which reason.
fn skipped(inputs: &read::Inputs) -> BTreeMap<String, u64> {
    let mut reasons = BTreeMap::new();
    inputs.skipped.iter().for_each(|skipped| *reasons.entry(skipped.reason.to_string()).or_default() += 1);
    reasons
}
