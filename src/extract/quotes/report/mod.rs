//! The learnt finder of quotes. For each word that may be the head of a cue: is it one, where does the cue begin and end,
//! who is the source, and what is the content; each decision is a choice among candidates by a log-linear model, and sees
//! what was decided before.

pub mod content;
pub mod cue;
pub mod drafts;
pub mod lists;
pub mod sight;
pub mod source;
pub mod view;
pub mod weights;

use std::ops::Range;

use super::confidence::{self, Confidence};
use crate::error::{Error, Result};
use crate::model::file::Reader;
use crate::model::{Classes, Model};
use content::Side;
use lists::Lists;
use sight::Look;
use view::{Paths, Place};
use weights::{Weights, sigmoid, softmax};

/// The name in a model's file.
pub const NAME: &str = "quotes";
pub const WEIGHTS: &str = "weights";

const CUE_LEFT: u32 = 16;
const CUE_RIGHT: u32 = 17;
const SOURCE_LEFT: u32 = 18;
const SOURCE_RIGHT: u32 = 19;

/// A word is looked at as a cue from this share on: what follows can still turn it down.
pub const LIKELY: f32 = 0.06;

/// Immutable, for all threads.
#[derive(Clone, Debug)]
pub struct QuoteModel {
    pub classes: Classes,
    pub weights: Weights,
    pub confidence: Confidence,
}

impl QuoteModel {
    /// # Errors
    /// The model lacks a section or is damaged.
    pub fn new(model: &Model) -> Result<Self> {
        let damaged = || Error::failed(format!("is damaged in its section “{WEIGHTS}”")).file(NAME);
        let weights = Weights::read(&mut Reader::new(model.section(WEIGHTS)?)).ok_or_else(damaged)?;
        let confidence = Confidence::read(&mut Reader::new(model.section(confidence::SECTION)?));
        let unsure = || Error::failed(format!("is damaged in its section “{}”", confidence::SECTION)).file(NAME);
        let confidence = confidence.ok_or_else(unsure)?;
        Ok(QuoteModel { confidence, classes: Classes::new(model)?, weights })
    }
}

/// A cue with what belongs to it, in words.
#[derive(Clone, Debug)]
pub struct Report {
    pub anchor: usize,
    pub cue: Range<usize>,
    pub source: Option<Range<usize>>,
    /// In order; none if the words are somewhere else.
    pub content: Vec<Range<usize>>,
    /// How likely it is that there is a quote at all, and that each part of it is right.
    pub sure: f32,
    pub bounds: f32,
    pub named: f32,
}

/// Memory used again from cue to cue.
#[derive(Debug, Default)]
pub struct Scratch {
    pub paths: Paths,
    pub lists: Lists,
    pub scores: Vec<f32>,
    pub heads: Vec<usize>,
    pub left: Side,
    pub right: Side,
    features: Vec<u32>,
}

/// How likely the word is to be the head of a cue.
pub fn cue_share(weights: &Weights, looks: &[Look], unit: &Range<usize>, at: usize, features: &mut Vec<u32>) -> f32 {
    features.clear();
    cue::features(looks, unit, at, features);
    sigmoid(weights.score(features))
}

/// Where a stretch around `head` may begin and end; see [`Scratch::edges`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    CueLeft,
    CueRight,
    SourceLeft,
    SourceRight,
}

impl Edge {
    /// Candidates, the nearest first.
    pub fn places(self, looks: &[Look], unit: &Range<usize>, head: usize, taken: &[Range<usize>]) -> Vec<usize> {
        let (reach, left) = match self {
            Edge::CueLeft => (6, true),
            Edge::CueRight => (8, false),
            Edge::SourceLeft => (30, true),
            Edge::SourceRight => (40, false),
        };
        let quotation = looks[head].quotation;
        let free = |at: &usize| !taken.iter().any(|range| range.contains(at)) && looks[*at].quotation == quotation;
        match left {
            true => (unit.start.max(head.saturating_sub(reach))..=head).rev().take_while(free).collect(),
            false => (head..unit.end.min(head + reach)).take_while(free).map(|at| at + 1).collect(),
        }
    }

    pub fn task(self) -> u32 {
        match self {
            Edge::CueLeft => CUE_LEFT,
            Edge::CueRight => CUE_RIGHT,
            Edge::SourceLeft => SOURCE_LEFT,
            Edge::SourceRight => SOURCE_RIGHT,
        }
    }
}

/// The features of all places where a stretch around the place's anchor may begin or end.
pub fn edges(place: &mut Place, edge: Edge, lists: &mut Lists) -> Vec<usize> {
    let places = edge.places(place.looks, place.unit, place.anchor, place.taken);
    place.task = edge.task();
    lists.clear();
    places.iter().for_each(|&at| lists.add(|out| place.edge(at, out)));
    places
}

/// The best of the candidates in `lists`, and its share.
fn choose(weights: &Weights, lists: &Lists, scores: &mut Vec<f32>) -> (usize, f32) {
    lists.scores(weights, scores);
    softmax(scores);
    let best = (0..scores.len()).fold(0, |best, at| if scores[at] > scores[best] { at } else { best });
    (best, scores.get(best).copied().unwrap_or(0.0))
}

/// The features of all heads of a source, and of there being none, which is the last candidate.
pub fn heads(
    looks: &[Look],
    unit: &Range<usize>,
    anchor: usize,
    cue: &Range<usize>,
    paths: &Paths,
    heads: &mut Vec<usize>,
    lists: &mut Lists,
) {
    source::candidates(looks, unit, anchor, cue, heads);
    lists.clear();
    let split = heads.partition_point(|&at| at < anchor);
    for (number, &at) in heads.iter().enumerate() {
        let between = if number < split { split - 1 - number } else { number - split };
        lists.add(|out| source::features(looks, unit, anchor, paths, at, between, out));
    }
    lists.add(|out| source::nobody(looks, unit, anchor, out));
}

/// A share in steps, for features.
pub fn steps(share: f32) -> u32 {
    [0.06, 0.12, 0.2, 0.3, 0.45, 0.6, 0.75, 0.87, 0.95, 0.98].iter().filter(|step| share > **step).count() as u32
}

/// The stretch around `head` with the best edges, and its share.
fn stretch(
    weights: &Weights,
    looks: &[Look],
    unit: &Range<usize>,
    head: usize,
    taken: &[Range<usize>],
    sides: [Edge; 2],
    scratch: &mut Scratch,
) -> (Range<usize>, f32) {
    scratch.paths.fill(looks, unit, head);
    let Scratch { paths, lists, scores, .. } = scratch;
    let mut place = Place { looks, unit, anchor: head, paths, taken, task: 0 };
    let mut best = |edge| {
        let places = edges(&mut place, edge, lists);
        let (best, share) = choose(weights, lists, scores);
        (places[best], share)
    };
    let ((start, left), (end, right)) = (best(sides[0]), best(sides[1]));
    (start..end, left * right)
}

/// Cue and source of a cue's head; content is still to be found.
pub fn cue_and_source(
    weights: &Weights,
    looks: &[Look],
    unit: &Range<usize>,
    anchor: usize,
    scratch: &mut Scratch,
) -> Report {
    let (cue, _) = stretch(weights, looks, unit, anchor, &[], [Edge::CueLeft, Edge::CueRight], scratch);
    scratch.paths.fill(looks, unit, anchor);
    let Scratch { paths, lists, scores, heads: found, .. } = scratch;
    heads(looks, unit, anchor, &cue, paths, found, lists);
    let (best, mut named) = choose(weights, lists, scores);
    let head = found.get(best).copied();
    let taken = [cue.clone()];
    let source = head.map(|head| {
        let (range, share) =
            stretch(weights, looks, unit, head, &taken, [Edge::SourceLeft, Edge::SourceRight], scratch);
        named *= share.sqrt();
        range
    });
    Report { anchor, cue, source, content: Vec::new(), sure: 0.0, bounds: 0.0, named }
}

/// Words of the cue and of the source, for [`Place::taken`].
pub fn taken(report: &Report) -> [Range<usize>; 2] {
    [report.cue.clone(), report.source.clone().unwrap_or(0..0)]
}

/// Log of the sum of powers of e.
pub fn log_sum(scores: &[f32]) -> f32 {
    let most = scores.iter().copied().fold(-60.0, f32::max);
    let sum: f32 = scores.iter().map(|score| weights::exp(score - most)).sum();
    most + weights::ln(sum.max(1e-20))
}

/// The four ways content can lie (none, left, right, both), and their scores.
pub struct Ways {
    pub lists: Lists,
    pub scores: Vec<f32>,
    pub left: f32,
    pub right: f32,
}

/// Weighs all content of a cue; `gold` is among the candidates.
pub fn weigh(
    weights: &Weights,
    looks: &[Look],
    unit: &Range<usize>,
    report: &Report,
    cue_share: f32,
    gold: [Option<&Range<usize>>; 2],
    scratch: &mut Scratch,
) -> Ways {
    scratch.paths.fill(looks, unit, report.anchor);
    let Scratch { paths, left, right, .. } = scratch;
    let taken = taken(report);
    let mut place = Place { looks, unit, anchor: report.anchor, paths, taken: &taken, task: 0 };
    left.fill(&mut place, unit.start..report.cue.start, weights, gold[0]);
    right.fill(&mut place, report.cue.end..unit.end, weights, gold[1]);
    let mut lists = Lists::default();
    for way in 0..4 {
        lists.add(|out| content::joint(&place, way & 1 == 1, way & 2 == 2, steps(cue_share), out));
    }
    let (left, right) = (log_sum(&left.scores), log_sum(&right.scores));
    let mut scores = Vec::new();
    lists.scores(weights, &mut scores);
    scores[1] += left;
    scores[2] += right;
    scores[3] += left + right;
    // A side without a place for content has none.
    if scratch.left.scores.is_empty() {
        (scores[1], scores[3]) = (-60.0, -60.0);
    }
    if scratch.right.scores.is_empty() {
        (scores[2], scores[3]) = (-60.0, -60.0);
    }
    softmax(&mut scores);
    Ways { lists, scores, left, right }
}

/// Settles the content of `report`.
pub fn content(
    weights: &Weights,
    looks: &[Look],
    unit: &Range<usize>,
    report: &mut Report,
    cue_share: f32,
    scratch: &mut Scratch,
) {
    let ways = weigh(weights, looks, unit, report, cue_share, [None, None], scratch);
    report.sure = 1.0 - ways.scores[0];
    let way = (1..4).fold(1, |best, way| if ways.scores[way] > ways.scores[best] { way } else { best });
    report.bounds = ways.scores[way] / report.sure.max(1e-6);
    let best =
        |side: &Side| (0..side.scores.len()).max_by(|a, b| side.scores[*a].total_cmp(&side.scores[*b]).then(b.cmp(a)));
    report.content.clear();
    for (side, log, wanted) in [(&scratch.left, ways.left, way & 1 == 1), (&scratch.right, ways.right, way & 2 == 2)] {
        if let Some(pair) = best(side).filter(|_| wanted) {
            report.bounds *= weights::exp(side.scores[pair] - log);
            report.content.push(side.range(pair));
        }
    }
}

/// All reports of a unit, likely or not, in order of their cues.
pub fn reports(model: &QuoteModel, looks: &[Look], unit: &Range<usize>, scratch: &mut Scratch) -> Vec<Report> {
    let mut found = Vec::new();
    for at in unit.clone().filter(|&at| cue::may_be(&looks[at])) {
        let mut features = std::mem::take(&mut scratch.features);
        let share = cue_share(&model.weights, looks, unit, at, &mut features);
        scratch.features = features;
        if share < LIKELY {
            continue;
        }
        let mut report = cue_and_source(&model.weights, looks, unit, at, scratch);
        content(&model.weights, looks, unit, &mut report, share, scratch);
        found.push(report);
    }
    found
}
