//! From a batch of articles to rows on disk.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use rayon::prelude::*;

use super::admit::{Admission, Admitted, Entry, Ready, Same};
use super::batches::Batch;
use super::writer::Writer;
use super::{Options, Stop};
use crate::analysis::Analysis;
use crate::analyze::Analyzer;
use crate::article::{Article, Reject};
use crate::error::Result;
use crate::panics::quietly;

/// A batch with what was found in it.
pub struct Analysed {
    /// In the order of the inputs.
    pub articles: Vec<Done>,
    /// Older than asked for, by the inputs they are of.
    pub older: Vec<u32>,
    /// What else became of the batch.
    pub rest: Admitted,
}

/// What became of an article.
#[expect(clippy::large_enum_variant, reason = "most are of the larger kind")]
pub enum Done {
    Found(Found),
    Same(Same),
    /// Its analysis panicked.
    Lost(u32, Reject),
}

pub struct Found {
    pub ready: Ready,
    pub analysis: Analysis,
}

/// Analyses each batch on all threads while the one before is written.
pub fn all(
    batches: Receiver<Batch>,
    mut admission: Admission,
    analyzer: &Analyzer,
    options: &Options,
    writer: &mut Writer,
    stop: &Stop,
) -> Result<()> {
    let mut ready = None;
    while let Some(batch) = next(&batches, stop)? {
        let (analysed, written) = rayon::join(
            || analyse(analyzer, admission.admit(batch), options.since, stop),
            || ready.take().map_or(Ok(()), |analysed| writer.write(analysed)),
        );
        written?;
        ready = Some(analysed?);
    }
    ready.map_or(Ok(()), |analysed| writer.write(analysed))
}

/// Waits for the reader, but not longer than until a signal comes: standard input may never end.
fn next(batches: &Receiver<Batch>, stop: &Stop) -> Result<Option<Batch>> {
    loop {
        stop.check()?;
        match batches.recv_timeout(Duration::from_millis(200)) {
            Ok(batch) => return Ok(Some(batch)),
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// So much text is analysed together, stage by stage, in bytes: enough that a model is used for a while, and little enough
/// that all threads have something to do.
const GROUP: usize = 64 << 10;

fn analyse(analyzer: &Analyzer, mut rest: Admitted, since: Option<i64>, stop: &Stop) -> Result<Analysed> {
    let recent = |at: Option<i64>| since.is_none_or(|since| at.is_none_or(|at| at >= since));
    let (mut order, mut new, mut older) = (Vec::new(), Vec::new(), Vec::new());
    for entry in std::mem::take(&mut rest.articles) {
        match entry {
            // What its source says comes before what its text says.
            Entry::New(ready) if !recent(ready.article.meta.published_at) => older.push(ready.place),
            Entry::New(ready) => {
                new.push(ready);
                order.push(None);
            }
            Entry::Same(same) => order.push(Some(same)),
        }
    }
    let found = groups(new).into_par_iter().map(|group| {
        stop.check()?;
        Ok(together(analyzer, group))
    });
    let found: Vec<Vec<_>> = found.collect::<Result<_>>()?;
    let (mut found, mut articles) = (found.into_iter().flatten(), Vec::with_capacity(order.len()));
    for same in order {
        match same.map(Done::Same).or_else(|| found.next()) {
            Some(Done::Found(found))
                if found.ready.article.meta.published_at.is_none() && !recent(found.analysis.stated.published_at) =>
            {
                older.push(found.ready.place);
            }
            done => articles.extend(done),
        }
    }
    Ok(Analysed { articles, older, rest })
}

/// Articles in order, so many that they have [`GROUP`] bytes.
fn groups(articles: Vec<Ready>) -> Vec<Vec<Ready>> {
    let mut groups: Vec<Vec<Ready>> = Vec::new();
    let mut bytes = GROUP;
    for article in articles {
        if bytes >= GROUP {
            groups.push(Vec::new());
            bytes = 0;
        }
        bytes += article.article.text.len();
        groups.last_mut().expect("the first article begins a group").push(article);
    }
    groups
}

/// Analyses a group; if that panics, each article by itself, so that only the one at fault is lost.
fn together(analyzer: &Analyzer, group: Vec<Ready>) -> Vec<Done> {
    let found = |ready, analysis| Done::Found(Found { ready, analysis });
    let articles: Vec<&Article> = group.iter().map(|ready| &ready.article).collect();
    if let Ok(analyses) = quietly(|| analyzer.analyze_all(&articles)) {
        return group.into_iter().zip(analyses).map(|(ready, analysis)| found(ready, analysis)).collect();
    }
    let one = |ready: Ready| match quietly(|| analyzer.analyze(&ready.article)) {
        Ok(analysis) => found(ready, analysis),
        Err(panic) => {
            let Article { source_uri, text, .. } = &ready.article;
            Done::Lost(ready.place, panicked(source_uri, "analyze", &panic, text.len() as u64))
        }
    };
    group.into_iter().map(one).collect()
}

pub fn panicked(uri: &str, stage: &'static str, panic: &str, bytes: u64) -> Reject {
    let detail = format!("a fault of this program, please report it: {panic}");
    Reject { source_uri: uri.to_owned(), record: None, stage, reason: "internal_panic", detail, bytes }
}
