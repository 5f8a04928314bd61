//! What a run says: a warning for each rejected input, and in the end what it made.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use super::Options;
use super::update::Plan;
use crate::article::Reject;
use crate::index::words::{counted, grouped, neutral};
use crate::index::{self, Summary};
use crate::panics::quietly;
use crate::read::{Inputs, remote};
use crate::write::Published;
use crate::write::manifest::Counts;

/// So many rejects are named one by one; all are in the table `rejects`.
const NAMED: u64 = 20;

/// Names the `number`th reject (from 1) of the run.
pub fn reject(reject: &Reject, number: u64) {
    if number > NAMED {
        return;
    }
    let record = reject.record.map(|record| format!(", record {record}")).unwrap_or_default();
    let (stage, reason, detail) = (reject.stage, reject.reason, &reject.detail);
    let sentence = neutral(&format!("{}{record}: {detail} ({reason})", reject.source_uri));
    tracing::warn!(file = reject.source_uri, record = reject.record, stage, reason, "{sentence}");
    if number == NAMED {
        tracing::warn!("further rejected inputs are not named here but in the table rejects");
    }
}

/// What differs from the data set that is there.
pub fn planned(options: &Options, old: Counts, plan: &Plan) {
    let Plan { new, changed, gone, nothing, .. } = plan;
    let output = options.output.display();
    let files = |n: u64| counted(n, "file", "files");
    let gone_sentence = match options.update {
        _ if *gone == 0 => String::new(),
        Some(how) if how.prune => format!(", {} gone", files(*gone)),
        _ => format!(", {} gone, whose rows stay (--prune takes them away)", files(*gone)),
    };
    let known = counted(old.done, "article", "articles");
    let sentence = match nothing {
        true => format!("{output}: nothing to do, all is as it was with {known}{gone_sentence}"),
        false => format!("{output}: {known} known; {} new, {} changed{gone_sentence}", files(*new), files(*changed)),
    };
    tracing::info!(%output, known = old.done, new, changed, gone, nothing, "{sentence}");
}

/// What was published, in a block of a few lines.
pub fn published(
    options: &Options,
    inputs: &Inputs,
    (counts, unchanged): (Counts, u64),
    published: &Published,
    bytes: u64,
    took: Duration,
) {
    published.warnings.iter().for_each(|warning| tracing::warn!("{warning}"));
    if counts.done + counts.rejected == 0 {
        let places =
            options.inputs.iter().map(|place| neutral(&remote::redacted(place))).collect::<Vec<_>>().join(", ");
        tracing::warn!("no article was found in {places}, so the data set is empty");
    }
    let (output, seconds) = (options.output.display(), took.as_secs_f64());
    let mb_per_s = bytes as f64 / 1e6 / seconds.max(1e-3);
    let summary = sum_up(&published.folder);
    let words = summary.articles.map(|_| format!(", {}", counted(summary.words, "word", "words"))).unwrap_or_default();
    // Without Parquet there is nothing to scan; the writer still counted rows.
    let rows = if summary == Summary::default() { rows(published) } else { String::new() };
    let mut made = counted(counts.done, "article", "articles");
    if unchanged > 0 {
        let _ = write!(made, " ({} as before)", grouped(unchanged));
    }
    let block =
        format!("{output}: {made}{words} in {seconds:.1} s, {mb_per_s:.1} MB/s\n{summary}{rows}{}", skipped(inputs));
    tracing::info!(
        %output,
        articles = counts.done,
        unchanged,
        rejected = counts.rejected,
        skipped = counts.skipped,
        duplicate = counts.duplicate,
        words = summary.words,
        quotes = summary.quotes.values().sum::<u64>(),
        attributed = summary.attributed,
        seconds,
        mb_per_s,
        "{}",
        block.trim_end(),
    );
}

/// The data set is published by now: what goes wrong here costs the summary only.
fn sum_up(folder: &Path) -> Summary {
    match quietly(|| index::summary(folder)) {
        Ok(Ok(summary)) => summary,
        Ok(Err(error)) => {
            tracing::warn!("the data set is published, but cannot be summed up: {error}");
            Summary::default()
        }
        Err(panic) => {
            tracing::warn!("the data set is published, but cannot be summed up: {panic}");
            Summary::default()
        }
    }
}

fn rows(published: &Published) -> String {
    let rows = published.tables.iter().map(|(table, rows)| format!("  {table:<11} {}\n", grouped(*rows)));
    rows.collect()
}

fn skipped(inputs: &Inputs) -> String {
    if inputs.skipped.is_empty() {
        return String::new();
    }
    let mut reasons = BTreeMap::new();
    for skipped in &inputs.skipped {
        *reasons.entry(skipped.reason).or_insert(0) += 1;
    }
    let reasons: Vec<_> = reasons.iter().map(|(reason, n)| format!("{} {reason}", grouped(*n))).collect();
    format!("  skipped     {}: {}\n", grouped(inputs.skipped.len() as u64), reasons.join(", "))
}
