//! The learnt finder of quotes. For each word that may be the head of a cue: is it one, where does the cue begin and end,
//! who is the source, and what is the content; each decision is a choice among candidates by a log-linear model, and sees
//! what was decided before.

pub mod content;
pub mod cue;
pub mod drafts;
pub mod edges;
pub mod effort;
mod mend;
mod names;
pub mod paths;
pub mod place;
mod quoted;
pub mod sight;
pub mod source;
pub mod ways;

use std::ops::Range;

use super::confidence::{self, Confidence};
use crate::error::{Error, Result};
use crate::model::file::Reader;
use crate::model::hashed::{Weights, sigmoid};
use crate::model::lists::Lists;
use crate::model::{Classes, Model};
use content::Side;
use edges::{Edge, choose, stretch};
use effort::Effort;
use paths::Paths;
use sight::Sight;

/// The name in a model's file.
pub const NAME: &str = "quotes";
pub const WEIGHTS: &str = "weights";

/// A word is taken for the head of a cue from this share on: what follows can still turn it down.
pub const LIKELY: f32 = 0.1;

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
    pub effort: Effort,
    features: Vec<u32>,
}

impl Scratch {
    /// Whether the text so far allows that another cue is weighed.
    pub fn may_go_on(&self) -> bool {
        let weighed = self.lists.filled() + self.left.weighed() + self.right.weighed();
        self.effort.allows(weighed + self.paths.gone)
    }
}

/// How likely the word is to be the head of a cue.
pub fn cue_share(weights: &Weights, sight: Sight, at: usize, features: &mut Vec<u32>) -> f32 {
    features.clear();
    cue::features(sight, at, features);
    sigmoid(weights.score(features))
}

/// Cue and source of a cue's head; content is still to be found.
pub fn cue_and_source(weights: &Weights, sight: Sight, anchor: usize, scratch: &mut Scratch) -> Report {
    let (cue, _) = stretch(weights, sight, anchor, &[], [Edge::CueLeft, Edge::CueRight], scratch);
    scratch.paths.fill(sight, anchor);
    let Scratch { paths, lists, scores, heads: found, .. } = scratch;
    source::heads(sight, anchor, &cue, paths, found, lists);
    let (best, mut named) = choose(weights, lists, scores);
    let head = found.get(best).copied();
    let taken = [cue.clone()];
    let source = head.map(|head| {
        let (range, share) = stretch(weights, sight, head, &taken, [Edge::SourceLeft, Edge::SourceRight], scratch);
        named *= share.sqrt();
        range
    });
    Report { anchor, cue, source, content: Vec::new(), sure: 0.0, bounds: 0.0, named }
}

/// Words of the cue and of the source, for [`Place::taken`].
pub fn taken(report: &Report) -> [Range<usize>; 2] {
    [report.cue.clone(), report.source.clone().unwrap_or(0..0)]
}

/// All reports of a unit, likely or not, in order of their cues.
pub fn reports(model: &QuoteModel, sight: Sight, scratch: &mut Scratch) -> Vec<Report> {
    let Sight { looks, unit } = sight;
    let mut found = Vec::new();
    for at in unit.clone().filter(|&at| cue::may_be(&looks[at])) {
        let mut features = std::mem::take(&mut scratch.features);
        let share = cue_share(&model.weights, sight, at, &mut features);
        scratch.features = features;
        if share < LIKELY || !scratch.may_go_on() {
            continue;
        }
        let mut report = cue_and_source(&model.weights, sight, at, scratch);
        ways::settle(&model.weights, sight, &mut report, share, scratch);
        found.push(report);
    }
    found
}
