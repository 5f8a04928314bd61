//! From what was read to the articles that are analysed: pages taken apart, languages told, each article once.

use rayon::prelude::*;

use super::batches::Batch;
use super::quietly;
use super::stages::panicked;
use crate::article::{Article, ArticleId, Reject};
use crate::read::{self, Near, Outcome, Seen, Sighting, Sketch, language};
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
    pub article: Article,
    pub content_hash: String,
    /// The first article whose words are nearly the same.
    pub near: Option<ArticleId>,
}

/// What became of a batch.
#[derive(Debug, Default)]
pub struct Admitted {
    /// In the order of the inputs.
    pub articles: Vec<Ready>,
    pub rejects: Vec<Reject>,
    /// Articles that came again, or that say the same as one before and are not wanted.
    pub duplicates: u64,
    /// Entries of archives that are no articles, and articles in languages that are not wanted.
    pub skipped: u64,
    pub files: u64,
    /// Length of all texts.
    pub bytes: usize,
}

/// What is remembered from batch to batch.
#[derive(Debug)]
pub struct Admission<'a> {
    wanted: &'a Wanted,
    options: &'a read::Options,
    seen: Seen,
    near: Option<Near>,
}

impl<'a> Admission<'a> {
    pub fn new(wanted: &'a Wanted, options: &'a read::Options) -> Self {
        // Without a threshold only the same words are duplicates, and whoever drops them must know them here.
        let near = wanted.near_duplicates.or(wanted.drop_duplicates.then_some(1.0)).map(Near::new);
        Admission { wanted, options, seen: Seen::new(), near }
    }

    /// Settles what can be settled of each record alone on all threads, and the rest in the order of the inputs.
    pub fn admit(&mut self, batch: Batch) -> Admitted {
        let Batch { outcomes, files, .. } = batch;
        let (options, sketched) = (self.options, self.near.is_some());
        let settled: Vec<_> = outcomes.into_par_iter().map(|outcome| settle(outcome, options, sketched)).collect();
        let mut admitted = Admitted { files, ..Admitted::default() };
        for one in settled {
            match one {
                Some(Ok((ready, sketch))) => self.one(ready, sketch, &mut admitted),
                Some(Err(reject)) => admitted.rejects.push(reject),
                None => admitted.skipped += 1,
            }
        }
        admitted
    }

    fn one(&mut self, mut ready: Ready, sketch: Option<Sketch>, admitted: &mut Admitted) {
        match self.seen.meet(&ready.article) {
            Sighting::First => {}
            Sighting::Again => return admitted.duplicates += 1,
            Sighting::Clash(reject) => return admitted.rejects.push(reject),
        }
        let language = ready.article.meta.language.as_deref().unwrap_or(language::ENGLISH);
        if !self.wanted.languages.is_empty() && !self.wanted.languages.iter().any(|tag| language::is(language, tag)) {
            return admitted.skipped += 1;
        }
        if let Some((near, sketch)) = self.near.as_mut().zip(sketch) {
            ready.near = near.meet(ready.article.id, sketch);
            if self.wanted.drop_duplicates && ready.near.is_some() {
                return admitted.duplicates += 1;
            }
        }
        admitted.bytes += ready.article.text.len();
        admitted.articles.push(ready);
    }
}

/// What can be known of one record alone.
fn settle(
    outcome: Outcome,
    options: &read::Options,
    sketched: bool,
) -> Option<Result<(Ready, Option<Sketch>), Reject>> {
    let (uri, bytes) = match &outcome {
        Outcome::Page(page) => (page.article.source_uri.clone(), page.html.len() as u64),
        Outcome::Article(article) => (article.source_uri.clone(), article.text.len() as u64),
        _ => Default::default(),
    };
    let settled = quietly(|| {
        Some(read::settle(outcome, options)?.map(|article| {
            let content_hash = table::content_hash(&article.text);
            let sketch = sketched.then(|| Sketch::of(&article.text));
            (Ready { article, content_hash, near: None }, sketch)
        }))
    });
    settled.unwrap_or_else(|panic| Some(Err(panicked(&uri, "read", &panic, bytes))))
}
