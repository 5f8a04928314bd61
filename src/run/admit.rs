//! From what was read to the articles that are analysed: pages taken apart, languages told, each article once.

use rayon::prelude::*;

use super::batches::{Batch, Item, NOWHERE};
use super::stages::panicked;
use super::update::{Known, fingerprint};
use crate::article::{Article, ArticleId, Reject};
use crate::panics::quietly;
use crate::read::{self, Near, Outcome, Seen, Sight, Sighting, Sketch, TextHash, language};
use crate::table;

/// What a run does with articles that it may not want.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only articles in these languages (the first part of a BCP 47 tag); all if there are none.
    pub languages: Vec<String>,
    /// Leave out what says the same as an article before.
    pub drop_duplicates: bool,
    /// So much of two articles' wording must be the same for one to be a duplicate of the other, from 0 to 1; all of it
    /// if `None`.
    pub near_duplicates: Option<f64>,
}

/// An article that is to be analysed.
#[derive(Debug)]
pub struct Ready {
    /// Of its input.
    pub place: u32,
    pub article: Article,
    pub text: TextHash,
    pub content_hash: String,
    /// If the data set is to be brought up to date later.
    pub fingerprint: [u8; 16],
    /// The first article whose words are nearly the same.
    pub near: Option<ArticleId>,
}

/// An article whose rows are there already.
#[derive(Clone, Copy, Debug)]
pub struct Same {
    pub place: u32,
    /// Its number in the old data set.
    pub article: u32,
    pub near: Option<ArticleId>,
}

#[expect(clippy::large_enum_variant, reason = "most are of the larger kind")]
#[derive(Debug)]
pub enum Entry {
    New(Ready),
    Same(Same),
}

/// What became of a batch.
#[derive(Debug, Default)]
pub struct Admitted {
    /// In the order of the inputs.
    pub articles: Vec<Entry>,
    pub rejects: Vec<Reject>,
    /// Articles that came again, or that say the same as one before and are not wanted.
    pub duplicates: u64,
    /// Entries of archives that are no articles.
    pub skipped: u64,
    /// Articles in languages that are not wanted.
    pub foreign: u64,
    /// The inputs of entries that are no articles, and how many these are.
    pub entries: Vec<(u32, u64)>,
    /// Inputs of which something else came: not an article, or one that depends on other inputs.
    pub others: Vec<u32>,
    /// Inputs that could not be read to their end.
    pub unread: Vec<u32>,
    pub files: u64,
    /// Length of all texts.
    pub bytes: usize,
}

/// What is remembered from batch to batch.
pub struct Admission<'a> {
    wanted: &'a Wanted,
    options: &'a read::Options,
    known: Option<&'a Known>,
    /// How many inputs there are; those behind them are gone.
    there: u32,
    seen: Seen,
    near: Option<Near>,
}

impl<'a> Admission<'a> {
    pub fn new(wanted: &'a Wanted, options: &'a read::Options, known: Option<&'a Known>, there: usize) -> Self {
        // Without a threshold only the same words are duplicates, and whoever drops them must know them here.
        let near = wanted.near_duplicates.or(wanted.drop_duplicates.then_some(1.0)).map(Near::new);
        Admission { wanted, options, known, there: there as u32, seen: Seen::new(), near }
    }

    /// Settles what can be settled of each record alone on all threads, and the rest in the order of the inputs.
    pub fn admit(&mut self, batch: Batch) -> Admitted {
        let Batch { items, files, .. } = batch;
        let (options, sketched) = (self.options, self.near.is_some());
        let settle = |(place, item)| match item {
            Item::Read(outcome) => (place, Settled::Read(settle(place, outcome, options, sketched))),
            Item::Known(input) => (place, Settled::Known(input)),
        };
        let settled: Vec<_> = items.into_par_iter().map(settle).collect();
        let mut admitted = Admitted { files, ..Admitted::default() };
        for (place, one) in settled {
            match one {
                Settled::Read(Some(Ok((ready, sketch)))) => self.one(ready, sketch, &mut admitted),
                Settled::Read(Some(Err(reject))) => admitted.reject(place, reject),
                Settled::Read(None) => admitted.pass(place, 1),
                Settled::Known(input) => self.known(place, input, &mut admitted),
            }
        }
        admitted
    }

    fn one(&mut self, mut ready: Ready, sketch: Option<Sketch>, admitted: &mut Admitted) {
        let (place, text) = (ready.place, ready.text);
        match self.seen.meet(Sight::with(&ready.article, text)) {
            Sighting::First => {}
            Sighting::Again => return admitted.duplicate(place),
            Sighting::Clash(reject) => return admitted.reject(place, reject),
        }
        let language = ready.article.meta.language.as_deref().unwrap_or(language::ENGLISH);
        if !self.wanted.languages.is_empty() && !self.wanted.languages.iter().any(|tag| language::is(language, tag)) {
            admitted.foreign += 1;
            return admitted.others.push(place);
        }
        if let Some((near, sketch)) = self.near.as_mut().zip(sketch) {
            ready.near = near.meet(ready.article.id, sketch);
            if self.wanted.drop_duplicates && ready.near.is_some() {
                return admitted.duplicate(place);
            }
        }
        admitted.bytes += ready.article.text.len();
        let known = self.known.and_then(|known| known.find(&ready.article, ready.fingerprint));
        admitted.articles.push(match known {
            Some(article) => Entry::Same(Same { place, article, near: ready.near }),
            None => Entry::New(ready),
        });
    }

    /// All articles of an input that is as it was, or that is gone: then it gives way to those that are there.
    fn known(&mut self, place: u32, input: u32, admitted: &mut Admitted) {
        let Some(known) = self.known else { return };
        for article in known.of(input) {
            match self.seen.meet(known.sight(article)) {
                Sighting::First => admitted.articles.push(Entry::Same(Same { place, article, near: None })),
                _ if place >= self.there => {}
                Sighting::Again => admitted.duplicate(place),
                Sighting::Clash(reject) => admitted.reject(place, reject),
            }
        }
        if place < self.there {
            admitted.pass(place, known.state.inputs[input as usize].skipped);
        }
    }
}

impl Admitted {
    fn reject(&mut self, place: u32, reject: Reject) {
        if place != NOWHERE {
            self.others.push(place);
            self.unread.extend(matches!(reject.reason, "unreadable" | "changed").then_some(place));
        }
        self.rejects.push(reject);
    }

    fn duplicate(&mut self, place: u32) {
        self.duplicates += 1;
        self.others.push(place);
    }

    fn pass(&mut self, place: u32, entries: u64) {
        self.skipped += entries;
        if entries > 0 {
            self.entries.push((place, entries));
        }
    }
}

/// An article with its wording, if that is compared.
type Record = Result<(Ready, Option<Sketch>), Reject>;

/// What can be known of an item alone.
#[expect(clippy::large_enum_variant, reason = "most are of the larger kind")]
enum Settled {
    Read(Option<Record>),
    Known(u32),
}

/// What can be known of one record alone; `None` if it is no article and not meant as one.
fn settle(place: u32, outcome: Outcome, options: &read::Options, sketched: bool) -> Option<Record> {
    let (uri, bytes) = match &outcome {
        Outcome::Page(page) => (page.article.source_uri.clone(), page.html.len() as u64),
        Outcome::Article(article) => (article.source_uri.clone(), article.text.len() as u64),
        _ => Default::default(),
    };
    let settled = quietly(|| {
        Some(read::settle(outcome, options)?.map(|article| {
            let content_hash = table::content_hash(&article.text);
            let sketch = sketched.then(|| Sketch::of(&article.text));
            let (text, fingerprint) = (Sight::of(&article).text, fingerprint(&article));
            (Ready { place, article, text, content_hash, fingerprint, near: None }, sketch)
        }))
    });
    settled.unwrap_or_else(|panic| Some(Err(panicked(&uri, "read", &panic, bytes))))
}
