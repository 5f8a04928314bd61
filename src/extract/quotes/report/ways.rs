//! On which sides of its cue content lies, and which of the candidates there it is.

use std::ops::Range;

use super::content::{self, Side};
use super::place::Place;
use super::sight::Sight;
use super::{Report, Scratch, taken};
use crate::model::hashed::{self, Weights, softmax};
use crate::model::lists::Lists;

/// A share in steps, for features.
pub fn steps(share: f32) -> u32 {
    [0.06, 0.12, 0.2, 0.3, 0.45, 0.6, 0.75, 0.87, 0.95, 0.98].iter().filter(|step| share > **step).count() as u32
}

/// Log of the sum of powers of e.
pub fn log_sum(scores: &[f32]) -> f32 {
    let most = scores.iter().copied().fold(-60.0, f32::max);
    let sum: f32 = scores.iter().map(|score| hashed::exp(score - most)).sum();
    most + hashed::ln(sum.max(1e-20))
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
    sight: Sight,
    report: &Report,
    cue_share: f32,
    gold: [Option<&Range<usize>>; 2],
    scratch: &mut Scratch,
) -> Ways {
    let unit = sight.unit;
    scratch.paths.fill(sight, report.anchor);
    let Scratch { paths, left, right, .. } = scratch;
    let taken = taken(report);
    let mut place = Place { sight, anchor: report.anchor, paths, taken: &taken, task: 0 };
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
pub fn settle(weights: &Weights, sight: Sight, report: &mut Report, cue_share: f32, scratch: &mut Scratch) {
    let ways = weigh(weights, sight, report, cue_share, [None, None], scratch);
    report.sure = 1.0 - ways.scores[0];
    let way = (1..4).fold(1, |best, way| if ways.scores[way] > ways.scores[best] { way } else { best });
    report.bounds = ways.scores[way] / report.sure.max(1e-6);
    let best =
        |side: &Side| (0..side.scores.len()).max_by(|a, b| side.scores[*a].total_cmp(&side.scores[*b]).then(b.cmp(a)));
    report.content.clear();
    for (side, log, wanted) in [(&scratch.left, ways.left, way & 1 == 1), (&scratch.right, ways.right, way & 2 == 2)] {
        if let Some(pair) = best(side).filter(|_| wanted) {
            report.bounds *= hashed::exp(side.scores[pair] - log);
            report.content.push(side.range(pair));
        }
    }
}
