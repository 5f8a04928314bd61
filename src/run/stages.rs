//! From a batch of articles to rows on disk.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use arrow::array::RecordBatch;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::admit::{Admission, Admitted, Ready};
use super::batches::Batch;
use super::held::Held;
use super::progress::Progress;
use super::report::Report;
use super::{Options, Stop, quietly, tell};
use crate::analysis::Analysis;
use crate::analyze::Analyzer;
use crate::article::{Article, ArticleId, Reject};
use crate::error::{Error, Result};
use crate::read::Inputs;
use crate::table::{self, Document};
use crate::write::DataSet;
use crate::write::manifest::{self, Counts};

/// The rows of a batch with more text than this, in bytes, are not held all at once.
const LARGE: usize = 4 << 20;

type Rows = Vec<(&'static str, RecordBatch)>;

/// A batch with what was found in it.
struct Analysed {
    /// In the order of the inputs; an article whose analysis panicked is a reject.
    articles: Vec<Result<Found, Reject>>,
    rejects: Vec<Reject>,
    duplicates: u64,
    skipped: u64,
    /// Published before the day asked for.
    older: u64,
    files: u64,
    bytes: usize,
}

struct Found {
    article: Article,
    analysis: Analysis,
    content_hash: String,
    /// The first article whose words are nearly the same.
    near: Option<ArticleId>,
}

/// Analyses each batch on all threads while the one before is written.
pub fn all(batches: Receiver<Batch>, analyzer: &Analyzer, writer: &mut Writer, stop: &Stop) -> Result<()> {
    let options = writer.options;
    let mut admission = Admission::new(&options.wanted, &options.read);
    let mut ready = None;
    while let Some(batch) = next(&batches, stop)? {
        let since = writer.options.since;
        let (analysed, written) = rayon::join(
            || analyse(analyzer, admission.admit(batch), since, stop),
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

fn analyse(analyzer: &Analyzer, admitted: Admitted, since: Option<i64>, stop: &Stop) -> Result<Analysed> {
    let Admitted { mut articles, rejects, duplicates, skipped, files, bytes } = admitted;
    let all = articles.len();
    // What its source says comes before what its text says.
    let recent = |at: Option<i64>| since.is_none_or(|since| at.is_none_or(|at| at >= since));
    articles.retain(|ready| recent(ready.article.meta.published_at));
    let mut older = (all - articles.len()) as u64;
    let found = groups(articles).into_par_iter().map(|group| {
        stop.check()?;
        Ok(together(analyzer, group))
    });
    let found: Vec<Vec<_>> = found.collect::<Result<_>>()?;
    let mut found: Vec<_> = found.into_iter().flatten().collect();
    found.retain(|found| {
        let stated = found.as_ref().ok().and_then(|found| found.analysis.stated.published_at);
        let keep = recent(stated) || found.as_ref().is_ok_and(|found| found.article.meta.published_at.is_some());
        older += u64::from(!keep);
        keep
    });
    Ok(Analysed { articles: found, rejects, duplicates, skipped, older, files, bytes })
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
fn together(analyzer: &Analyzer, group: Vec<Ready>) -> Vec<Result<Found, Reject>> {
    let found = |ready: Ready, analysis| {
        let Ready { article, content_hash, near } = ready;
        Found { article, analysis, content_hash, near }
    };
    let articles: Vec<&Article> = group.iter().map(|ready| &ready.article).collect();
    if let Ok(analyses) = quietly(|| analyzer.analyze_all(&articles)) {
        return group.into_iter().zip(analyses).map(|(ready, analysis)| Ok(found(ready, analysis))).collect();
    }
    let one = |ready: Ready| match quietly(|| analyzer.analyze(&ready.article)) {
        Ok(analysis) => Ok(found(ready, analysis)),
        Err(panic) => {
            let Article { source_uri, text, .. } = &ready.article;
            Err(panicked(source_uri, "analyze", &panic, text.len() as u64))
        }
    };
    group.into_iter().map(one).collect()
}

pub fn panicked(uri: &str, stage: &'static str, panic: &str, bytes: u64) -> Reject {
    let detail = format!("a fault of this program, please report it: {panic}");
    Reject { source_uri: uri.to_owned(), record: None, stage, reason: "internal_panic", detail, bytes }
}

/// Where rows go, and what is remembered from batch to batch.
pub struct Writer<'a> {
    options: &'a Options,
    tables: Vec<&'static str>,
    pub data: DataSet,
    pub progress: Progress,
    pub counts: Counts,
    pub inputs: Vec<manifest::Input>,
    /// Rejected inputs by reason, and articles passed over because they are older than asked for.
    reasons: BTreeMap<&'static str, u64>,
    older: u64,
    /// The first article with the same words.
    first: FxHashMap<String, ArticleId>,
    /// Articles that could not be analysed, which so are not in the table.
    lost: FxHashSet<ArticleId>,
    /// Rows whose place across articles is not known yet.
    held: Held,
}

impl<'a> Writer<'a> {
    pub fn new(options: &'a Options, data: DataSet, progress: Progress, held: Held) -> Self {
        let tables = held.tables(options.tables.iter().map(|table| table.name));
        let (counts, inputs, first, lost, reasons) = Default::default();
        Writer { options, tables, data, progress, counts, inputs, reasons, older: 0, first, lost, held }
    }

    /// What became of everything read so far.
    pub fn tell(&self, report: &mut Report, inputs: &Inputs) {
        let mut counts = self.counts;
        counts.skipped += inputs.skipped.len() as u64 + self.older;
        counts.seen = counts.done + counts.rejected + counts.skipped + counts.duplicate;
        report.counts = counts;
        report.rejects = self.reasons.iter().map(|(reason, n)| ((*reason).to_owned(), *n)).collect();
        report.bytes = self.progress.bytes();
        let own = [("older", self.older), ("not_wanted", self.counts.skipped)];
        report.skipped.extend(own.into_iter().filter(|(_, n)| *n > 0).map(|(reason, n)| (reason.to_owned(), n)));
    }

    /// Writes what was held back, and the tables across articles.
    pub fn settle(&mut self, stop: &Stop) -> Result<()> {
        std::mem::take(&mut self.held).settle(&mut self.data, stop)
    }

    fn write(&mut self, analysed: Analysed) -> Result<()> {
        let (mut found, mut rejects) = (Vec::with_capacity(analysed.articles.len()), analysed.rejects);
        for article in analysed.articles {
            match article {
                Ok(article) => found.push(article),
                Err(reject) => rejects.push(reject),
            }
        }
        let large = analysed.bytes > LARGE;
        let rows = match self.rows(&found, &rejects, large) {
            Ok(rows) => rows,
            Err(_) => {
                found.retain(|one| self.tabulates(one, &mut rejects));
                let rows = self.rows(&found, &rejects, large);
                rows.map_err(|panic| Error::failed("the tables could not be made").because(panic))?
            }
        };
        self.reject(&rejects)?;
        match rows {
            Some(rows) => {
                self.held.keep(&rows)?;
                self.data.append(&self.held.others(rows, &self.data))?;
            }
            None => self.append(&found, &rejects)?,
        }
        let done = found.len() as u64;
        self.counts.done += done;
        self.counts.duplicate += analysed.duplicates;
        self.counts.skipped += analysed.skipped;
        self.older += analysed.older;
        self.progress.advance(analysed.files, done, analysed.bytes);
        found.into_iter().for_each(|found| self.note(found));
        Ok(())
    }

    /// The rows of all tables, or what making them panicked with. If there are many they are only tried.
    fn rows(&mut self, found: &[Found], rejects: &[Reject], many: bool) -> Result<Option<Rows>, String> {
        let documents: Vec<_> = found.iter().map(|found| self.document(found)).collect();
        quietly(|| match many {
            false => Some(table::batches(&documents, rejects, &self.tables)),
            true => {
                table::each(&documents, rejects, &self.tables, |_, rows| drop(rows));
                None
            }
        })
    }

    /// Writes rows as they are made.
    fn append(&mut self, found: &[Found], rejects: &[Reject]) -> Result<()> {
        let documents: Vec<_> = found.iter().map(|found| self.document(found)).collect();
        let (mut written, mut kept) = (Ok(()), Vec::new());
        table::each(&documents, rejects, &self.tables, |table, rows| {
            if self.held.needs(table) {
                kept.push((table, rows.clone()));
            }
            if written.is_ok() {
                written = self.data.append(&self.held.others(vec![(table, rows)], &self.data));
            }
        });
        written.and_then(|()| self.held.keep(&kept))
    }

    fn document<'f>(&mut self, found: &'f Found) -> Document<'f> {
        let Found { article, analysis, content_hash, near } = found;
        let first = *self.first.entry(content_hash.clone()).or_insert(article.id);
        let near = near.filter(|near| !self.lost.contains(near));
        Document { article, analysis, duplicate_of: (first != article.id).then_some(first).or(near) }
    }

    /// Whether rows can be made of this article alone; if not it is a reject, and its neighbours come through.
    fn tabulates(&mut self, found: &Found, rejects: &mut Vec<Reject>) -> bool {
        let Err(panic) = self.rows(std::slice::from_ref(found), &[], false) else { return true };
        let Article { id, source_uri, text, .. } = &found.article;
        self.lost.insert(*id);
        if self.first.get(&found.content_hash) == Some(id) {
            self.first.remove(&found.content_hash);
        }
        rejects.push(panicked(source_uri, "analyze", &panic, text.len() as u64));
        false
    }

    /// Keeps what the manifest says of an input.
    fn note(&mut self, found: Found) {
        let Found { article, content_hash, .. } = found;
        let bytes = article.text.len() as u64;
        self.inputs.push(manifest::Input { key: article.key, uri: article.source_uri, bytes, content_hash });
    }

    /// Names what was rejected, and gives up when it is too much.
    fn reject(&mut self, rejects: &[Reject]) -> Result<()> {
        self.progress
            .aside(|| (1..).zip(rejects).for_each(|(n, reject)| tell::reject(reject, self.counts.rejected + n)));
        self.counts.rejected += rejects.len() as u64;
        rejects.iter().for_each(|reject| *self.reasons.entry(reject.reason).or_default() += 1);
        self.options.max_rejects.map_or(Ok(()), |limit| limit.check_so_far(self.counts.rejected))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Paragraph, Role};
    use crate::article::Meta;
    use crate::span::Span;
    use crate::write::{self, Format};

    fn found(key: &str, end: usize) -> Found {
        let (text, meta) = ("Ferry stays".to_owned(), Meta::default());
        let content_hash = table::content_hash(&text);
        let paragraphs = vec![Paragraph { span: Span::new(0, end), role: Role::Body, sentences: 0..0 }];
        let (id, source_uri, format) = (ArticleId::of(key), key.to_owned(), "text");
        let article = Article { source_uri, meta, format, ..Article::from_text(key, text) };
        assert_eq!(article.id, id);
        Found { article, analysis: Analysis { paragraphs, ..Analysis::default() }, content_hash, near: None }
    }

    /// A span beyond the text is a fault of ours that no input brings about, so it is made by hand.
    #[test]
    fn an_article_without_rows_rejects_itself_alone() {
        let folder = tempfile::tempdir().unwrap();
        let tables = table::tables().iter().filter(|table| table.by_default).cloned().collect::<Vec<_>>();
        let options = Options {
            inputs: Vec::new(),
            output: folder.path().join("output"),
            formats: vec![Format::Csv],
            tables: tables.clone(),
            spreadsheet: false,
            partition_by: Vec::new(),
            part_bytes: None,
            models: None,
            min_confidence: 0.0,
            jobs: None,
            max_rejects: None,
            since: None,
            shard: None,
            report: false,
            reports: None,
            metrics: None,
            authority: None,
            read: Default::default(),
            wanted: Default::default(),
            about: write::About::default(),
            bar: false,
        };
        let wanted = write::Options {
            formats: &options.formats,
            tables: &tables,
            spreadsheet: false,
            ..write::Options::default()
        };
        let data = DataSet::create(&options.output, wanted).unwrap();
        let mut writer = Writer::new(&options, data, Progress::new(false, 3), Held::default());
        let articles = vec![Ok(found("broken", 99)), Ok(found("first", 11)), Ok(found("second", 11))];
        let analysed =
            Analysed { articles, rejects: Vec::new(), duplicates: 0, skipped: 0, older: 0, files: 3, bytes: 33 };
        writer.write(analysed).unwrap();
        assert_eq!((writer.counts.done, writer.counts.rejected), (2, 1));
        assert_eq!(writer.first.values().copied().collect::<Vec<_>>(), [ArticleId::of("first")]);
        assert_eq!(writer.inputs.iter().map(|input| input.key.as_str()).collect::<Vec<_>>(), ["first", "second"]);
    }
}
