//! Trains the finder of quotes on articles in which people marked who said what.

pub mod calibrate;
pub mod gold;
mod learner;
pub mod measure;

use std::ops::Range;
use std::path::Path;

use super::card::Score;
use super::data::{self, Data};
use crate::analysis::Quote;
use crate::analyze::Language;
use crate::error::Result;
use crate::extract::quotes::report::content::Side;
use crate::extract::quotes::report::{self, Edge, Report, Scratch, cue, view, weights::Weights};
use crate::extract::quotes::{self, QuoteModel, confidence};
use crate::model::{Classes, Model, classes};
use gold::{Article, Gold};
use learner::Learner;

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
    /// Weights below so many 32nds are left out.
    pub least: i64,
}

impl Default for Options {
    fn default() -> Self {
        Options { rounds: 6, seed: 11, folds: 4, rate: 12, prior: 10, decay: 100, least: 1 }
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

/// A small generator of numbers (splitmix64), for the order of articles.
fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut state = seed;
    let mut next = move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    };
    let mut order: Vec<usize> = (0..count).collect();
    for at in (1..count).rev() {
        order.swap(at, (next() % (at as u64 + 1)) as usize);
    }
    order
}

/// Learns cues and sources from the articles of these numbers.
fn first(articles: &[Article], numbers: &[usize], options: &Options, learner: &mut Learner) {
    let mut scratch = Scratch::default();
    let mut features = Vec::new();
    for round in 0..options.rounds {
        let (mut wrong, mut missed, mut sources, mut lost) = (0, 0, 0, 0.0);
        for order in shuffled(numbers.len(), options.seed + round as u64) {
            let article = &articles[numbers[order]];
            let looks = &article.looks;
            for unit in &article.units {
                for at in unit.clone().filter(|&at| cue::may_be(&looks[at])) {
                    learner.tick();
                    let right = article.gold.binary_search_by_key(&at, |(_, gold)| gold.anchor).is_ok();
                    let share = report::cue_share(&learner.weights, looks, unit, at, &mut features);
                    let gradient = share - if right { 1.0 } else { 0.0 };
                    wrong += usize::from((share > 0.5) != right);
                    missed += usize::from(right && share < report::LIKELY);
                    if gradient.abs() > 0.001 {
                        learner.step(&features, gradient);
                    }
                }
            }
            for (unit, gold) in &article.gold {
                let unit = &article.units[*unit];
                edges(
                    learner,
                    article,
                    unit,
                    gold.anchor,
                    &[],
                    [Edge::CueLeft, Edge::CueRight],
                    &gold.cue,
                    &mut scratch,
                );
                scratch.paths.fill(looks, unit, gold.anchor);
                let Scratch { paths, lists, scores, heads, .. } = &mut scratch;
                report::heads(looks, unit, gold.anchor, &gold.cue, paths, heads, lists);
                let head = match &gold.source {
                    None => None,
                    Some(source) => match head(article, source, heads) {
                        Some(head) => Some(head),
                        None => continue,
                    },
                };
                let right = head.and_then(|head| heads.iter().position(|at| *at == head)).unwrap_or(heads.len());
                let share = learner.choose(lists, right, scores);
                sources += usize::from(share < 0.5);
                lost += 1.0;
                if let (Some(head), Some(source)) = (head, &gold.source) {
                    let taken = [gold.cue.clone()];
                    edges(
                        learner,
                        article,
                        unit,
                        head,
                        &taken,
                        [Edge::SourceLeft, Edge::SourceRight],
                        source,
                        &mut scratch,
                    );
                }
            }
        }
        if round + 1 == options.rounds {
            learner.settle();
        }
        tracing::info!(
            "round {round}: {wrong} cues wrong, {missed} not seen at all, {sources} of {lost} sources unsure"
        );
    }
}

/// The candidate that is the head of a source: the highest of its words.
fn head(article: &Article, source: &Range<usize>, heads: &[usize]) -> Option<usize> {
    let inside = heads.iter().copied().filter(|at| source.contains(at));
    let size = |at: &usize| {
        let look = &article.looks[*at];
        let reach = (look.right.min(source.end as u32 - 1) + 1).saturating_sub(look.left.max(source.start as u32));
        (!source.contains(&(look.head as usize)), reach)
    };
    inside.rev().max_by_key(size)
}

/// Learns where a stretch around `anchor` begins and ends.
#[allow(clippy::too_many_arguments)]
fn edges(
    learner: &mut Learner,
    article: &Article,
    unit: &Range<usize>,
    anchor: usize,
    taken: &[Range<usize>],
    sides: [Edge; 2],
    gold: &Range<usize>,
    scratch: &mut Scratch,
) {
    scratch.paths.fill(&article.looks, unit, anchor);
    let Scratch { paths, lists, scores, .. } = scratch;
    let mut place = view::Place { looks: &article.looks, unit, anchor, paths, taken, task: 0 };
    for (edge, wanted) in sides.into_iter().zip([gold.start, gold.end]) {
        let places = report::edges(&mut place, edge, lists);
        if let Some(right) = places.iter().position(|at| *at == wanted) {
            learner.choose(lists, right, scores);
        }
    }
}

/// What a model finds in the articles of these numbers, content left out.
fn cues(articles: &[Article], numbers: &[usize], weights: &Weights) -> Vec<Found> {
    let mut scratch = Scratch::default();
    let mut features = Vec::new();
    let mut found = Vec::new();
    for &article in numbers {
        let (own, looks) = (&articles[article], &articles[article].looks);
        for (number, unit) in own.units.iter().enumerate() {
            for at in unit.clone().filter(|&at| cue::may_be(&looks[at])) {
                let share = report::cue_share(weights, looks, unit, at, &mut features);
                let gold =
                    own.gold.binary_search_by_key(&at, |(_, gold)| gold.anchor).ok().map(|at| own.gold[at].1.clone());
                if share >= report::LIKELY {
                    let report = report::cue_and_source(weights, looks, unit, at, &mut scratch);
                    found.push(Found { article, unit: number, report, share, gold });
                }
            }
        }
    }
    found
}

/// Learns content for the cues that were found.
fn second(articles: &[Article], found: &[&Found], options: &Options, learner: &mut Learner) {
    let mut scratch = Scratch::default();
    for round in 0..options.rounds {
        let (mut right, mut marked) = (0.0, 0);
        for order in shuffled(found.len(), options.seed + 100 + round as u64) {
            learner.tick();
            let Found { article, unit, report, share, gold } = found[order];
            let article = &articles[*article];
            let unit = &article.units[*unit];
            let mut sides = gold.as_ref().map_or([None, None], |gold| gold.sides.clone());
            let cue = &report.cue;
            for side in sides.iter_mut() {
                // The cue found may be longer or shorter than the one marked.
                *side = side.take().map(|range| match range.start < cue.start {
                    true => range.start..range.end.min(cue.start),
                    false => range.start.max(cue.end)..range.end,
                });
                *side = side.take().filter(|range| range.start < range.end);
            }
            let [left, right_side] = &sides;
            let wanted = [left.as_ref(), right_side.as_ref()];
            let mut ways = report::weigh(&learner.weights, &article.looks, unit, report, *share, wanted, &mut scratch);
            let way = usize::from(left.is_some()) + 2 * usize::from(right_side.is_some());
            marked += usize::from(way > 0);
            let mut likely = ways.scores[way];
            let shares = [ways.scores[1] + ways.scores[3], ways.scores[2] + ways.scores[3]];
            for (at, score) in ways.scores.iter_mut().enumerate() {
                let gradient = *score - if at == way { 1.0 } else { 0.0 };
                learner.step(ways.lists.get(at), gradient);
            }
            for (((side, log), share), wanted) in
                [(&scratch.left, ways.left), (&scratch.right, ways.right)].into_iter().zip(shares).zip(wanted)
            {
                likely *= pairs(learner, side, log, share, wanted);
            }
            if way > 0 {
                right += f64::from(likely);
            }
        }
        if round + 1 == options.rounds {
            learner.settle();
        }
        tracing::info!("round {round}: {right:.0} of {marked} contents likely, of {} cues", found.len());
    }
}

/// Moves the weights of one side's pairs; returns the share of the wanted one.
fn pairs(learner: &mut Learner, side: &Side, log: f32, share: f32, wanted: Option<&Range<usize>>) -> f32 {
    let right = wanted.and_then(|wanted| side.position(wanted));
    for (at, &(opening, closing)) in side.pairs.iter().enumerate() {
        let own = share * report::weights::exp(side.scores[at] - log);
        let gradient = own - if Some(at) == right { 1.0 } else { 0.0 };
        if gradient.abs() > 0.002 {
            learner.step(side.opening.get(opening), gradient);
            learner.step(side.closing.get(closing), gradient);
            learner.step(side.pair.get(at), gradient);
        }
    }
    right.map_or(1.0, |at| report::weights::exp(side.scores[at] - log))
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
        first(articles, &others, options, &mut learner);
        found.extend(cues(articles, &own, &learner.weights));
    }
    let mut learner = options.learner();
    first(articles, numbers, options, &mut learner);
    let examples: Vec<&Found> = found.iter().collect();
    second(articles, &examples, options, &mut learner);
    learner.weights
}

/// Analyses all texts, on all cores; the order stays.
pub fn prepare(texts: Vec<gold::Text>, known: &Model, folder: Option<&Path>) -> Result<Vec<Article>> {
    use rayon::prelude::*;
    let language = Language::load(folder)?;
    let classes = Classes::new(known)?;
    Ok(texts.into_par_iter().map(|text| Article::new(text, &language, &classes)).collect())
}

/// All measures on the texts, with the tagger and the parser in `folder`.
///
/// # Errors
/// A model cannot be read.
pub fn measure(model: &QuoteModel, folder: Option<&Path>, texts: &[gold::Text]) -> Result<Vec<Score>> {
    use rayon::prelude::*;
    let language = Language::load(folder)?;
    let found: Vec<Vec<Quote>> =
        texts.par_iter().map(|text| quotes::find(&text.text, &language.read(&text.text), model, 0.0)).collect();
    let mut scores = measure::Scores::default();
    texts.iter().zip(&found).for_each(|(text, quotes)| scores.add(&text.text, quotes, &text.marked));
    let score = |(measure, percent)| Score { set: "PolNeAR dev".to_owned(), measure, percent };
    Ok(scores.named().into_iter().map(score).collect())
}
