//! Learns whom pronouns stand for from texts in which people marked it.

mod genders;
pub mod gold;
pub mod measure;
mod right;

use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::card::Score;
use super::data::{self, Data};
use super::{orders, show};
use crate::analysis::Analysis;
use crate::analyze::Language;
use crate::error::Result;
use crate::extract::coreference::antecedents::Record;
use crate::extract::coreference::genders::Genders;
use crate::extract::coreference::model::{GENDERS, WEIGHTS};
use crate::extract::coreference::{self, CoreferenceModel, Known, features};
use crate::extract::names::{self, NameModel, Words};
use crate::extract::quotes::{self, QuoteModel};
use crate::model::file::Reader;
use crate::model::hashed::{Weights, softmax};
use crate::model::lists::Lists;
use crate::model::{Model, bundled};
use crate::train::learner::{Learner, shuffled};
use gold::Text;
use measure::Scores;
use measure::clusters::Ratio;

/// What was tried and kept; see docs/models.md.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub rounds: usize,
    /// So often the texts are walked through anew, each time with what was learnt before.
    pub walks: usize,
    /// So many models, each with an order of examples of its own, are averaged.
    pub members: u64,
    pub seed: u64,
    /// How far a step goes, in hundredths, before it is divided by the root of what gradients were so far.
    pub rate: u32,
    /// The sum of squared gradients to begin with.
    pub prior: u32,
    /// How much weights are drawn to nothing, in millionths.
    pub decay: u32,
    /// How often each pronoun of GAP is learnt from.
    pub pairs: usize,
    /// Every how many-th pronoun that another program resolved is learnt from; 0 for none.
    pub silver: usize,
    /// Weights below so many 32nds are left out.
    pub least: i64,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            rounds: 4,
            walks: 4,
            members: 20,
            seed: 5,
            rate: 10,
            prior: 20,
            decay: 500,
            pairs: 2,
            silver: 10,
            least: 1,
        }
    }
}

impl Options {
    pub fn named(&self) -> Vec<(&'static str, i64)> {
        vec![
            ("rounds", self.rounds as i64),
            ("walks", self.walks as i64),
            ("members", self.members as i64),
            ("seed", self.seed as i64),
            ("rate", self.rate.into()),
            ("prior", self.prior.into()),
            ("decay", self.decay.into()),
            ("pairs", self.pairs as i64),
            ("silver", self.silver as i64),
            ("least", self.least),
        ]
    }
}

/// A text with all that is found before it is asked who is who.
pub struct Read {
    pub text: Text,
    pub found: Analysis,
}

/// One pronoun: its candidates, and which of them are right.
pub struct Example {
    lists: Lists,
    right: Vec<bool>,
}

/// What finds all that comes before.
pub struct Finders {
    language: Language,
    quotes: QuoteModel,
    names: NameModel,
}

impl Finders {
    /// From `folder`; what it does not have is the program's own.
    ///
    /// # Errors
    /// A model cannot be read.
    pub fn load(folder: Option<&Path>) -> Result<Self> {
        Ok(Finders {
            language: Language::load(folder)?,
            quotes: QuoteModel::new(&bundled::load(quotes::NAME, folder)?)?,
            names: NameModel::new(&bundled::load(names::NAME, folder)?)?,
        })
    }

    /// The texts as they are before it is asked who is who; the order stays.
    pub fn read(&self, texts: Vec<Text>) -> Vec<Read> {
        let read = |text: Text| {
            let mut found = self.language.read(&text.text);
            found.quotes = quotes::find(&text.text, &found, &self.quotes, 0.0);
            let words = Words::read(&text.text, &found);
            let mentions = names::find(&text.text, &found, &words, Some(&self.names));
            found.mentions = mentions;
            Read { text, found }
        };
        texts.into_par_iter().map(read).collect()
    }

    fn known<'a>(&'a self, model: &'a CoreferenceModel) -> Known<'a> {
        Known { model, names: Some(&self.names) }
    }
}

/// Learns from the corpora in `data`, with the models in `folder` or the program's own.
///
/// # Errors
/// A corpus is missing or damaged.
pub fn train(data: &mut Data, folder: &Path, options: &Options) -> Result<Model> {
    let finders = Finders::load(Some(folder))?;
    let mut texts = gold::read(data::GUM_TRAIN.path, &data.text(data::GUM_TRAIN)?)?;
    texts.extend(gold::gap(data::GAP_PAIRS_VALIDATION.path, &data.text(data::GAP_PAIRS_VALIDATION)?)?);
    if options.silver > 0 {
        let news = super::quotes::gold::texts(data::QUOTES_TRAIN.path, &data.text(data::QUOTES_TRAIN)?, false)?;
        texts.extend(gold::corenlp(data::CHAINS_TRAIN.path, &data.text(data::CHAINS_TRAIN)?, news)?);
    }
    let reads = finders.read(texts);
    let genders = genders::train(data, options.seed)?.write(2);
    let known = Genders::read(&mut Reader::new(&genders)).unwrap_or_default();
    let mut model = CoreferenceModel { genders: known, ..CoreferenceModel::default() };
    let mut names = FxHashMap::default();
    for walk in 0..options.walks {
        let records: Vec<Record> = reads
            .par_iter()
            .map(|Read { text, found }| {
                coreference::record(&text.text, found, &Words::read(&text.text, found), &finders.known(&model))
            })
            .collect();
        let one = |member, seed| fit(&right::examples(&reads, &records, options, member), options, seed);
        let (members, right): (Vec<_>, Vec<_>) = orders::each(options.members, options.seed, one).into_iter().unzip();
        tracing::info!("walk {}: {right:?} pronouns right", walk + 1);
        model.weights = Weights::mean(&members);
        names = records.into_iter().flat_map(|record| record.names).collect();
    }
    let mut file = Model::new(coreference::NAME);
    file.add(WEIGHTS, model.weights.write(options.least));
    file.add(GENDERS, genders);
    file.add_words(show::STRONGEST, &strongest(&model.weights, &names));
    Ok(file)
}

/// Learns from the examples; returns how many came out right in the last round.
fn fit(examples: &[Example], options: &Options, seed: u64) -> (Weights, usize) {
    let mut learner = Learner::new(options.rate as f32 / 100.0, options.decay as f32 / 1e6, options.prior as f32);
    let (mut scores, mut right) = (Vec::new(), 0);
    for round in 0..options.rounds {
        right = 0;
        if round + 1 == options.rounds {
            learner.settle();
        }
        for at in shuffled(examples.len(), seed + round as u64) {
            learner.tick();
            right += usize::from(choose(&mut learner, &examples[at], &mut scores));
        }
    }
    learner.settle();
    (learner.weights, right)
}

/// One step towards any of the right candidates. Returns whether one of them was the best before.
fn choose(learner: &mut Learner, Example { lists, right }: &Example, scores: &mut Vec<f32>) -> bool {
    lists.scores(&learner.weights, scores);
    softmax(scores);
    let total: f32 = scores.iter().zip(right).filter(|(_, right)| **right).map(|(share, _)| share).sum();
    let best = (0..scores.len()).rev().max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0);
    for (at, share) in scores.iter().enumerate() {
        let wanted = if right[at] { share / total.max(1e-6) } else { 0.0 };
        let gradient = share - wanted;
        if gradient.abs() > 0.001 {
            learner.step(lists.get(at), gradient);
        }
    }
    right[best]
}

/// The features that speak most for and against, in words.
fn strongest(weights: &Weights, names: &FxHashMap<u32, [u32; 4]>) -> Vec<String> {
    const EACH: usize = 40;
    let mut all: Vec<(f32, [u32; 4])> = names.iter().map(|(at, name)| (weights.score(&[*at]), *name)).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let line = |label: &str, (weight, [template, a, b, c]): &(f32, [u32; 4])| {
        format!("{label}\t{weight:.2}\t{} = {a} / {b} / {c}", features::name(*template))
    };
    let most = all.iter().take(EACH).map(|each| line("for", each));
    let least = all.iter().rev().take(EACH).map(|each| line("against", each));
    most.chain(least).collect()
}

/// All measures on GAP's development part and GUM dev.
///
/// # Errors
/// A model cannot be read.
pub fn measure(
    model: &CoreferenceModel,
    folder: Option<&Path>,
    sets: Vec<(&'static str, Vec<Text>)>,
) -> Result<Vec<Score>> {
    let finders = Finders::load(folder)?;
    let mut all = Vec::new();
    for (set, texts) in sets {
        let mut scores = Scores::default();
        for Read { text, mut found } in finders.read(texts) {
            let words = Words::read(&text.text, &found.clone());
            coreference::resolve(&text.text, &mut found, &words, &finders.known(model));
            scores.add(&text, &found);
        }
        let mut add = |measure, percent| all.push(Score { set: set.to_owned(), measure, percent });
        if scores.pairs_together().marked > 0 {
            add("pairs", scores.pairs_together().f1());
            add("masculine pairs", scores.pairs[0].f1());
            add("feminine pairs", scores.pairs[1].f1());
        }
        if scores.mentions.marked > 0 {
            let of = |ratio: &Ratio| ratio.f1();
            let [whole, both] = &scores.chains;
            add("MUC, all mentions", of(&whole.muc));
            add("B³, all mentions", of(&whole.b3));
            add("CEAF by entities, all mentions", of(&whole.ceaf_e));
            add("MUC, mentions of both", of(&both.muc));
            add("B³, mentions of both", of(&both.b3));
            add("CEAF by entities, mentions of both", of(&both.ceaf_e));
            add("pronouns with a name", scores.pronouns.f1());
        }
    }
    Ok(all)
}
