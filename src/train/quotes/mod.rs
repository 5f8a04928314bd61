//! Trains the finder of quotes on articles in which people marked who said what.

pub mod calibrate;
mod content;
mod cues;
pub mod gold;
pub mod measure;

use std::path::Path;

use rayon::prelude::*;

use super::card::Score;
use super::data::{self, Data};
use super::orders;
use crate::analysis::Quote;
use crate::analyze::Language;
use crate::error::Result;
use crate::extract::quotes::report::{self, Report};
use crate::extract::quotes::{self, QuoteModel, confidence};
use crate::model::hashed::Weights;
use crate::model::{Classes, Model, classes};
use crate::train::learner::Learner;
use gold::{Article, Gold};

/// What was tried and kept; see docs/models.md.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub rounds: usize,
    pub seed: u64,
    /// Parts of the articles: cues that content is learnt for are those that models of the other parts find.
    pub folds: usize,
    /// How far a step goes, in hundredths, before it is divided by the root of what gradients were so far.
    pub rate: u32,
    /// The sum of squared gradients to begin with.
    pub prior: u32,
    /// How much weights are drawn to nothing, in millionths.
    pub decay: u32,
    /// So many models, each with an order of examples of its own, are averaged.
    pub members: u64,
    /// Weights below so many 32nds are left out.
    pub least: i64,
}

impl Default for Options {
    fn default() -> Self {
        Options { rounds: 6, seed: 11, folds: 4, rate: 12, prior: 10, decay: 100, members: 4, least: 1 }
    }
}

impl Options {
    pub fn named(&self) -> Vec<(&'static str, i64)> {
        vec![
            ("rounds", self.rounds as i64),
            ("seed", self.seed as i64),
            ("folds", self.folds as i64),
            ("rate", self.rate.into()),
            ("prior", self.prior.into()),
            ("decay", self.decay.into()),
            ("members", self.members as i64),
            ("least", self.least),
        ]
    }

    fn learner(&self) -> Learner {
        Learner::new(self.rate as f32 / 100.0, self.decay as f32 / 1e6, self.prior as f32)
    }
}

/// In so many parts of the articles confidence is learnt, each with a model of the others.
const CALIBRATION: usize = 3;

/// A cue that a model found, right or not.
#[derive(Clone, Debug)]
struct Found {
    article: usize,
    unit: usize,
    report: Report,
    share: f32,
    gold: Option<Gold>,
}

/// Learns from the corpora in `data`, with the classes of words in `known`.
///
/// # Errors
/// A corpus is missing or damaged.
pub fn train(data: &mut Data, known: &Model, folder: &Path, options: &Options) -> Result<Model> {
    let texts = gold::texts(data::QUOTES_TRAIN.path, &data.text(data::QUOTES_TRAIN)?, true)?;
    let articles = prepare(texts, known, Some(folder))?;
    let all: Vec<usize> = (0..articles.len()).collect();
    tracing::info!(
        "{} articles, {} attributions",
        articles.len(),
        articles.iter().map(|article| article.gold.len()).sum::<usize>()
    );
    // All annotators' versions of a text belong to the same part.
    let mut parts: Vec<usize> = Vec::new();
    for at in 0..articles.len() {
        let same = at > 0 && articles[at].text.id == articles[at - 1].text.id;
        parts.push(parts.last().map_or(0, |before| before + usize::from(!same)));
    }
    let confidence = calibrate::confidence(&articles, &parts, known, options)?;
    let weights = fit(&articles, &all, &parts, options);
    let mut model = Model::new(report::NAME);
    model.add(report::WEIGHTS, weights.write(options.least));
    model.add(confidence::SECTION, confidence.write());
    model.add(classes::NAME, known.section(classes::NAME)?.to_vec());
    Ok(model)
}

/// Learns all weights from the articles of these numbers.
fn fit(articles: &[Article], numbers: &[usize], parts: &[usize], options: &Options) -> Weights {
    let mut found = Vec::new();
    for fold in 0..options.folds {
        let (own, others): (Vec<usize>, Vec<usize>) =
            numbers.iter().partition(|at| parts[**at] / CALIBRATION % options.folds == fold);
        let mut learner = options.learner();
        cues::learn(articles, &others, options, &mut learner);
        found.extend(cues::find(articles, &own, &learner.weights));
    }
    let examples: Vec<&Found> = found.iter().collect();
    let member = |_, seed| {
        let options = Options { seed, ..*options };
        let mut learner = options.learner();
        cues::learn(articles, numbers, &options, &mut learner);
        content::learn(articles, &examples, &options, &mut learner);
        learner.weights
    };
    Weights::mean(&orders::each(options.members, options.seed, member))
}

/// Analyses all texts, on all cores; the order stays.
pub fn prepare(texts: Vec<gold::Text>, known: &Model, folder: Option<&Path>) -> Result<Vec<Article>> {
    let language = Language::load(folder)?;
    let classes = Classes::new(known)?;
    Ok(texts.into_par_iter().map(|text| Article::new(text, &language, &classes)).collect())
}

/// All measures on the texts, with the tagger and the parser in `folder`.
///
/// # Errors
/// A model cannot be read.
pub fn measure(model: &QuoteModel, folder: Option<&Path>, texts: &[gold::Text]) -> Result<Vec<Score>> {
    let language = Language::load(folder)?;
    let found: Vec<Vec<Quote>> =
        texts.par_iter().map(|text| quotes::find(&text.text, &language.read(&text.text), model, 0.0)).collect();
    let mut scores = measure::Scores::default();
    texts.iter().zip(&found).for_each(|(text, quotes)| scores.add(&text.text, quotes, &text.marked));
    let score = |(measure, percent)| Score { set: "PolNeAR dev".to_owned(), measure, percent };
    Ok(scores.named().into_iter().map(score).collect())
}
