//! Where rows go: those of articles just analysed, and those of articles that are as they were.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use rustc_hash::FxHashSet;

use super::admit::{Ready, Same};
use super::held::Held;
use super::progress::Progress;
use super::report::Report;
use super::stages::{Analysed, Done, Found, panicked};
use super::update::{Carry, Known, Ledger};
use super::{Options, Stop, tell};
use crate::article::{Article, ArticleId, Reject};
use crate::error::{Error, Result};
use crate::hashes::{Hash, Hashes, hash};
use crate::panics::quietly;
use crate::read::Inputs;
use crate::table::{self, Document};
use crate::write::DataSet;
use crate::write::manifest::Counts;
use crate::write::state;

/// The rows of a batch with more text than this, in bytes, are not held all at once.
const LARGE: usize = 4 << 20;

type Rows = Vec<(&'static str, RecordBatch)>;

/// Takes rows, and remembers what is needed from batch to batch.
pub struct Writer<'a> {
    options: &'a Options,
    tables: Vec<&'static str>,
    pub data: DataSet,
    pub progress: Progress,
    pub counts: Counts,
    /// What came of each input.
    pub ledger: Ledger,
    /// What the run goes on from.
    known: Option<(&'a Known, Carry<'a>)>,
    /// Articles whose rows were there already.
    pub same: u64,
    /// Rejected inputs by reason, and articles passed over because they are older than asked for.
    reasons: BTreeMap<&'static str, u64>,
    older: u64,
    foreign: u64,
    /// Byte sequences that were no valid text, in all articles read.
    replaced: u64,
    /// The first article with the same words.
    first: Hashes,
    /// Articles that could not be analysed, which so are not in the table.
    lost: FxHashSet<ArticleId>,
    /// Rows whose place across articles is not known yet.
    held: Held,
}

impl<'a> Writer<'a> {
    pub fn new(options: &'a Options, data: DataSet, progress: Progress, held: Held) -> Self {
        let tables = held.tables(options.tables.iter().map(|table| table.name));
        let (counts, ledger, first, lost, reasons) = Default::default();
        let (known, same, older, foreign, replaced) = (None, 0, 0, 0, 0);
        Writer {
            options,
            tables,
            data,
            progress,
            counts,
            ledger,
            known,
            same,
            reasons,
            older,
            foreign,
            replaced,
            first,
            lost,
            held,
        }
    }

    /// With the inputs there are, and what is known of them.
    pub fn with(mut self, ledger: Ledger, known: Option<(&'a Known, Carry<'a>)>) -> Self {
        (self.ledger, self.known) = (ledger, known);
        self
    }

    /// What became of everything read so far.
    pub fn tell(&self, report: &mut Report, inputs: &Inputs) {
        let mut counts = self.counts;
        counts.skipped += inputs.skipped.len() as u64 + self.older + self.foreign;
        counts.seen = counts.done + counts.rejected + counts.skipped + counts.duplicate;
        report.counts = counts;
        report.unchanged = self.same;
        report.rejects = self.reasons.iter().map(|(reason, n)| ((*reason).to_owned(), *n)).collect();
        report.bytes = self.progress.bytes();
        report.replaced = self.replaced;
        let own = [("older", self.older), ("language", self.foreign), ("entry", self.counts.skipped)];
        report.skipped.extend(own.into_iter().filter(|(_, n)| *n > 0).map(|(reason, n)| (reason.to_owned(), n)));
    }

    /// Writes what was held back, and the tables across articles.
    pub fn settle(&mut self, stop: &Stop) -> Result<()> {
        self.carry()?;
        if let Some((_, carry)) = &mut self.known {
            carry.end()?;
        }
        // Nothing is a duplicate any more.
        self.first = Hashes::default();
        std::mem::take(&mut self.held).settle(&mut self.data, stop)
    }

    pub fn write(&mut self, analysed: Analysed) -> Result<()> {
        let Analysed { articles, older, rest } = analysed;
        let (mut found, mut rejects, mut done) = (Vec::new(), rest.rejects, 0);
        rest.others.iter().chain(&older).for_each(|place| self.ledger.other(*place));
        rest.unread.iter().for_each(|place| self.ledger.unread(*place));
        rest.entries.iter().for_each(|(place, entries)| self.ledger.skipped(*place, *entries));
        for article in articles {
            match article {
                Done::Found(one) => found.push(one),
                Done::Lost(place, reject) => {
                    self.ledger.other(place);
                    rejects.push(reject);
                }
                Done::Same(same) => {
                    done += self.found(std::mem::take(&mut found), &mut rejects, rest.bytes)?;
                    self.same(same)?;
                    done += 1;
                }
            }
        }
        done += self.found(found, &mut rejects, rest.bytes)?;
        self.reject(&rejects)?;
        let rows = quietly(|| table::batches(&[], &rejects, &["rejects"]));
        let rows = rows.map_err(|panic| Error::failed("the tables could not be made").because(panic))?;
        self.data.append(&self.held.others(rows, &self.data))?;
        self.counts.done += done;
        self.counts.duplicate += rest.duplicates;
        self.counts.skipped += rest.skipped;
        self.older += older.len() as u64;
        self.foreign += rest.foreign;
        self.progress.advance(rest.files, done, rest.bytes);
        Ok(())
    }

    /// Writes the rows of articles just analysed. Returns how many there are, without those that became rejects.
    fn found(&mut self, mut found: Vec<Found>, rejects: &mut Vec<Reject>, bytes: usize) -> Result<u64> {
        if found.is_empty() {
            return Ok(0);
        }
        self.carry()?;
        let large = bytes > LARGE;
        let rows = match self.rows(&found, large) {
            Ok(rows) => rows,
            Err(_) => {
                found.retain(|one| self.tabulates(one, rejects));
                let rows = self.rows(&found, large);
                rows.map_err(|panic| Error::failed("the tables could not be made").because(panic))?
            }
        };
        match rows {
            Some(rows) => {
                self.held.keep(&rows)?;
                self.data.append(&self.held.others(rows, &self.data))?;
            }
            None => self.append(&found)?,
        }
        let done = found.len() as u64;
        found.into_iter().for_each(|found| self.note(found));
        Ok(done)
    }

    /// Lets the rows of an article that is as it was wait for those that follow them.
    fn same(&mut self, same: Same) -> Result<()> {
        let Same { place, article, near } = same;
        if self.known.as_ref().is_some_and(|(_, carry)| !carry.continues(article)) {
            self.carry()?;
        }
        let Some((known, carry)) = &mut self.known else { return Ok(()) };
        let state = &known.state.articles[article as usize];
        let first = first_of(&mut self.first, &self.lost, state.content.to_be_bytes(), state.id);
        let near = near.filter(|near| !self.lost.contains(near));
        carry.push(article, (first != state.id).then_some(first).or(near));
        self.same += 1;
        self.ledger.article(place, || state.clone());
        Ok(())
    }

    /// Writes the rows that wait.
    fn carry(&mut self) -> Result<()> {
        let Some((_, carry)) = &mut self.known else { return Ok(()) };
        carry.flush(&mut self.data, &mut self.held)
    }

    /// The rows of all tables, or what making them panicked with. If there are many they are only tried.
    fn rows(&mut self, found: &[Found], many: bool) -> Result<Option<Rows>, String> {
        let documents: Vec<_> = found.iter().map(|found| self.document(found)).collect();
        quietly(|| match many {
            false => Some(table::batches(&documents, &[], &self.tables)),
            true => {
                table::each(&documents, &[], &self.tables, |_, rows| drop(rows));
                None
            }
        })
    }

    /// Writes rows as they are made.
    fn append(&mut self, found: &[Found]) -> Result<()> {
        let documents: Vec<_> = found.iter().map(|found| self.document(found)).collect();
        let (mut written, mut kept) = (Ok(()), Vec::new());
        table::each(&documents, &[], &self.tables, |table, rows| {
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
        let Found { ready, analysis } = found;
        let id = ready.article.id;
        let first = first_of(&mut self.first, &self.lost, hash(&ready.content_hash), id);
        let near = ready.near.filter(|near| !self.lost.contains(near));
        Document { article: &ready.article, analysis, duplicate_of: (first != id).then_some(first).or(near) }
    }

    /// Whether rows can be made of this article alone; if not it is a reject, and its neighbours come through.
    fn tabulates(&mut self, found: &Found, rejects: &mut Vec<Reject>) -> bool {
        let Err(panic) = self.rows(std::slice::from_ref(found), false) else { return true };
        let Article { id, source_uri, text, .. } = &found.ready.article;
        self.ledger.other(found.ready.place);
        self.lost.insert(*id);
        rejects.push(panicked(source_uri, "analyze", &panic, text.len() as u64));
        false
    }

    /// Keeps what the next run is to know of an article.
    fn note(&mut self, found: Found) {
        let Ready { place, article, text, content_hash, fingerprint, .. } = found.ready;
        self.replaced += article.replaced;
        self.ledger.article(place, || {
            let (content, bytes) = (u128::from_be_bytes(hash(&content_hash)), article.text.len() as u64);
            let Article { id, key, source_uri, .. } = article;
            state::Article { id, text, content, fingerprint, key, source_uri, bytes }
        });
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

/// The first article with these words that is not lost: `id`, unless there was one before.
fn first_of(firsts: &mut Hashes, lost: &FxHashSet<ArticleId>, words: Hash, id: ArticleId) -> ArticleId {
    let first = firsts.meet(words, id.bytes()).map_or(id, ArticleId::from_bytes);
    if !lost.contains(&first) {
        return first;
    }
    firsts.change(words, id.bytes());
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analysis, Paragraph, Role};
    use crate::article::Meta;
    use crate::read::Sight;
    use crate::run::admit::{Admitted, Ready};
    use crate::span::Span;
    use crate::write::{self, Format};

    fn found(key: &str, end: usize) -> Done {
        let (text, meta) = ("Ferry stays".to_owned(), Meta::default());
        let content_hash = table::content_hash(&text);
        let paragraphs = vec![Paragraph { span: Span::new(0, end), role: Role::Body, sentences: 0..0 }];
        let (id, source_uri, format) = (ArticleId::of(key), key.to_owned(), "text");
        let article = Article { source_uri, meta, format, ..Article::from_text(key, text) };
        assert_eq!(article.id, id);
        let (text, fingerprint) = (Sight::of(&article).text, [0; 16]);
        let ready = Ready { place: 0, article, text, content_hash, fingerprint, near: None };
        Done::Found(Found { ready, analysis: Analysis { paragraphs, ..Analysis::default() } })
    }

    /// A span beyond the text is a fault of ours that no input brings about, so it is made by hand.
    #[test]
    fn an_article_without_rows_rejects_itself_alone() {
        let folder = tempfile::tempdir().unwrap();
        let tables = table::tables().iter().filter(|table| table.by_default).cloned().collect::<Vec<_>>();
        let output = folder.path().join("output");
        let options = Options { formats: vec![Format::Csv], tables: tables.clone(), ..Options::of(Vec::new(), output) };
        let wanted = write::Options {
            formats: &options.formats,
            tables: &tables,
            spreadsheet: false,
            ..write::Options::default()
        };
        let data = DataSet::create(&options.output, wanted).unwrap();
        let mut writer = Writer::new(&options, data, Progress::new(false, 3), Held::default());
        let articles = vec![found("broken", 99), found("first", 11), found("second", 11)];
        let rest = Admitted { files: 3, bytes: 33, ..Admitted::default() };
        writer.write(Analysed { articles, older: Vec::new(), rest }).unwrap();
        assert_eq!((writer.counts.done, writer.counts.rejected), (2, 1));
        let words = hash(&table::content_hash("Ferry stays"));
        assert_eq!(first_of(&mut writer.first, &writer.lost, words, ArticleId::of("second")), ArticleId::of("first"));
    }
}
