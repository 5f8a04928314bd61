//! Learns cues and sources, and finds them in articles that were not learnt from.

use std::ops::Range;

use super::gold::Article;
use super::{Found, Options};
use crate::extract::quotes::report::edges::{self, Edge};
use crate::extract::quotes::report::place::Place;
use crate::extract::quotes::report::sight::Sight;
use crate::extract::quotes::report::{self, Scratch, cue, source};
use crate::model::hashed::Weights;
use crate::train::learner::{Learner, shuffled};

/// Content is learnt for cues from this share on: for some more than a running finder looks at, to learn to turn them down.
const DOUBTFUL: f32 = 0.06;

/// Learns cues and sources from the articles of these numbers.
pub fn learn(articles: &[Article], numbers: &[usize], options: &Options, learner: &mut Learner) {
    let mut scratch = Scratch::default();
    let mut features = Vec::new();
    for round in 0..options.rounds {
        let (mut wrong, mut missed, mut unsure, mut sources) = (0, 0, 0, 0);
        for order in shuffled(numbers.len(), options.seed + round as u64) {
            let article = &articles[numbers[order]];
            let looks = &article.looks;
            for unit in &article.units {
                let sight = Sight { looks, unit };
                for at in unit.clone().filter(|&at| cue::may_be(&looks[at])) {
                    learner.tick();
                    let right = article.gold.binary_search_by_key(&at, |(_, gold)| gold.anchor).is_ok();
                    let share = report::cue_share(&learner.weights, sight, at, &mut features);
                    let gradient = share - if right { 1.0 } else { 0.0 };
                    wrong += usize::from((share > 0.5) != right);
                    missed += usize::from(right && share < DOUBTFUL);
                    if gradient.abs() > 0.001 {
                        learner.step(&features, gradient);
                    }
                }
            }
            for (unit, gold) in &article.gold {
                let sight = Sight { looks, unit: &article.units[*unit] };
                let sides = [(Edge::CueLeft, gold.cue.start), (Edge::CueRight, gold.cue.end)];
                edges(learner, sight, gold.anchor, &[], sides, &mut scratch);
                scratch.paths.fill(sight, gold.anchor);
                let Scratch { paths, lists, scores, heads, .. } = &mut scratch;
                source::heads(sight, gold.anchor, &gold.cue, paths, heads, lists);
                let head = match &gold.source {
                    None => None,
                    Some(source) => match head(article, source, heads) {
                        Some(head) => Some(head),
                        None => continue,
                    },
                };
                let right = head.and_then(|head| heads.iter().position(|at| *at == head)).unwrap_or(heads.len());
                let share = learner.choose(lists, right, scores);
                unsure += usize::from(share < 0.5);
                sources += 1;
                if let (Some(head), Some(source)) = (head, &gold.source) {
                    let taken = [gold.cue.clone()];
                    let sides = [(Edge::SourceLeft, source.start), (Edge::SourceRight, source.end)];
                    edges(learner, sight, head, &taken, sides, &mut scratch);
                }
            }
        }
        if round + 1 == options.rounds {
            learner.settle();
        }
        tracing::info!(
            "round {round}: {wrong} cues wrong, {missed} not seen at all, {unsure} of {sources} sources unsure"
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

/// Learns where a stretch around `anchor` begins and ends: at which word each of its sides is.
fn edges(
    learner: &mut Learner,
    sight: Sight,
    anchor: usize,
    taken: &[Range<usize>],
    sides: [(Edge, usize); 2],
    scratch: &mut Scratch,
) {
    scratch.paths.fill(sight, anchor);
    let Scratch { paths, lists, scores, .. } = scratch;
    let mut place = Place { sight, anchor, paths, taken, task: 0 };
    for (edge, wanted) in sides {
        let places = edges::edges(&mut place, edge, lists);
        if let Some(right) = places.iter().position(|at| *at == wanted) {
            learner.choose(lists, right, scores);
        }
    }
}

/// What a model finds in the articles of these numbers, content left out.
pub fn find(articles: &[Article], numbers: &[usize], weights: &Weights) -> Vec<Found> {
    let mut scratch = Scratch::default();
    let mut features = Vec::new();
    let mut found = Vec::new();
    for &article in numbers {
        let (own, looks) = (&articles[article], &articles[article].looks);
        for (number, unit) in own.units.iter().enumerate() {
            let sight = Sight { looks, unit };
            for at in unit.clone().filter(|&at| cue::may_be(&looks[at])) {
                let share = report::cue_share(weights, sight, at, &mut features);
                let gold =
                    own.gold.binary_search_by_key(&at, |(_, gold)| gold.anchor).ok().map(|at| own.gold[at].1.clone());
                if share >= DOUBTFUL {
                    let report = report::cue_and_source(weights, sight, at, &mut scratch);
                    found.push(Found { article, unit: number, report, share, gold });
                }
            }
        }
    }
    found
}
