//! What a run leaves about itself: a report beside the data set, also when it failed, and figures for Prometheus. Nothing of it
//! goes into the data set, whose bytes depend on the inputs alone.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf, absolute};
use std::time::Instant;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::{Options, metrics};
use crate::error::{Error, Kind, Result};
use crate::read::remote;
use crate::write::manifest::{Counts, Manifest};

const FORMAT: &str = "quotient run report 1";
/// Published, but not everything could be read.
const SOME_REJECTED: u8 = 3;

#[derive(Debug, Serialize)]
pub struct Report {
    pub format: &'static str,
    pub version: &'static str,
    #[serde(serialize_with = "as_text")]
    pub started: Timestamp,
    #[serde(serialize_with = "as_text")]
    pub ended: Timestamp,
    pub seconds: f64,
    pub exit_code: u8,
    pub published: bool,
    /// Whether the data set already was what the run would have made; counts and rows are its own then.
    pub nothing_to_do: bool,
    /// What went wrong, and its causes.
    pub error: Option<String>,
    pub inputs: Vec<String>,
    pub output: PathBuf,
    pub counts: Counts,
    /// Articles of the old data set whose rows were taken over.
    pub unchanged: u64,
    /// Byte sequences that were no valid text and became U+FFFD, in the articles that were analysed.
    pub replaced: u64,
    /// Rejected inputs by reason.
    pub rejects: BTreeMap<String, u64>,
    /// Inputs passed over, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// Length of all texts.
    pub bytes: u64,
    pub articles_per_second: f64,
    pub bytes_per_second: f64,
    /// How long each stage took, in seconds.
    pub stages: BTreeMap<&'static str, f64>,
    pub peak_memory_bytes: Option<u64>,
    #[serde(skip)]
    begun: Instant,
    #[serde(skip)]
    lap: Instant,
}

impl Report {
    pub fn begin(options: &Options) -> Self {
        let (started, begun) = (Timestamp::now(), Instant::now());
        Report {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION"),
            started,
            ended: started,
            seconds: 0.0,
            exit_code: 1,
            published: false,
            nothing_to_do: false,
            error: None,
            inputs: options.inputs.iter().map(|input| remote::redacted(input)).collect(),
            output: absolute(&options.output).unwrap_or_else(|_| options.output.clone()),
            counts: Counts::default(),
            unchanged: 0,
            replaced: 0,
            rejects: BTreeMap::new(),
            skipped: BTreeMap::new(),
            rows: BTreeMap::new(),
            bytes: 0,
            articles_per_second: 0.0,
            bytes_per_second: 0.0,
            stages: BTreeMap::new(),
            peak_memory_bytes: None,
            begun,
            lap: begun,
        }
    }

    /// A stage is over.
    pub fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        *self.stages.entry(stage).or_default() += (now - self.lap).as_secs_f64();
        self.lap = now;
    }

    /// The data set already is what the run would make.
    pub fn nothing_to_do(&mut self, there: &Manifest) {
        (self.nothing_to_do, self.counts, self.unchanged) = (true, there.counts, there.counts.done);
        self.rows = there.tables.iter().map(|table| (table.name.clone(), table.rows)).collect();
    }

    /// Leaves report and figures where they are wanted; what cannot be written is a warning.
    pub fn end(mut self, options: &Options, outcome: Result<&u64, &Error>) {
        self.ended = Timestamp::now();
        self.seconds = self.begun.elapsed().as_secs_f64();
        self.articles_per_second = self.counts.done as f64 / self.seconds.max(1e-3);
        self.bytes_per_second = self.bytes as f64 / self.seconds.max(1e-3);
        self.peak_memory_bytes = peak_memory();
        self.exit_code = match outcome {
            Ok(0) => 0,
            Ok(_) => SOME_REJECTED,
            Err(error) => error.kind.exit_code(),
        };
        self.error = outcome.err().map(told);
        // A run that could not even begin touches nothing.
        let begun = outcome.err().is_none_or(|error| error.kind != Kind::Usage);
        if let (Some(folder), true) = (self.folder(options), begun)
            && let Err(cause) = self.write(&folder)
        {
            tracing::warn!("the run's report cannot be written to {}: {cause}", folder.display());
        }
        if let Some(file) = &options.metrics
            && let Err(cause) = metrics::write(&self, file)
        {
            tracing::warn!("the run's figures cannot be written to {}: {cause}", file.display());
        }
    }

    fn folder(&self, options: &Options) -> Option<PathBuf> {
        let beside = || self.output.parent().map(|parent| parent.join("runs"));
        if options.report { options.reports.clone().or_else(beside) } else { None }
    }

    /// By time and the data set's name, so that they sort.
    fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let name = self.output.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let time = self.started.strftime("%Y%m%dT%H%M%S%3fZ");
        let name = format!("{time}-{}-{}.json", name.chars().take(40).collect::<String>(), std::process::id());
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        replace(&folder.join(name), &json)
    }
}

/// Writes a file beside its place first, so that nobody reads half of it.
pub(super) fn replace(file: &Path, content: &[u8]) -> io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let aside = file.with_file_name(format!(".{name}.{}", std::process::id()));
    let done = fs::write(&aside, content).and_then(|()| fs::rename(&aside, file));
    if done.is_err() {
        let _ = fs::remove_file(&aside);
    }
    done
}

fn told(error: &Error) -> String {
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    causes.fold(error.to_string(), |told, cause| format!("{told}: {cause}"))
}

fn as_text<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(time)
}

/// As far as the system says.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kib| kib << 10)
}
