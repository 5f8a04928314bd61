//! Where a cue or a source begins and ends, once its head is known.

use std::ops::Range;

use super::Scratch;
use super::place::Place;
use super::sight::Sight;
use crate::model::hashed::{Weights, softmax};
use crate::model::lists::Lists;

const CUE_LEFT: u32 = 16;
const CUE_RIGHT: u32 = 17;
const SOURCE_LEFT: u32 = 18;
const SOURCE_RIGHT: u32 = 19;

/// Where a stretch around `head` may begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    CueLeft,
    CueRight,
    SourceLeft,
    SourceRight,
}

impl Edge {
    /// Candidates, the nearest first.
    pub fn places(self, sight: Sight, head: usize, taken: &[Range<usize>]) -> Vec<usize> {
        let Sight { looks, unit } = sight;
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
    let places = edge.places(place.sight, place.anchor, place.taken);
    place.task = edge.task();
    lists.clear();
    places.iter().for_each(|&at| lists.add(|out| place.edge(at, out)));
    places
}

/// The best of the candidates in `lists`, and its share.
pub(super) fn choose(weights: &Weights, lists: &Lists, scores: &mut Vec<f32>) -> (usize, f32) {
    lists.scores(weights, scores);
    softmax(scores);
    let best = (0..scores.len()).fold(0, |best, at| if scores[at] > scores[best] { at } else { best });
    (best, scores.get(best).copied().unwrap_or(0.0))
}

/// The stretch around `head` with the best edges, and its share.
pub(super) fn stretch(
    weights: &Weights,
    sight: Sight,
    head: usize,
    taken: &[Range<usize>],
    sides: [Edge; 2],
    scratch: &mut Scratch,
) -> (Range<usize>, f32) {
    scratch.paths.fill(sight, head);
    let Scratch { paths, lists, scores, .. } = scratch;
    let mut place = Place { sight, anchor: head, paths, taken, task: 0 };
    let mut best = |edge| {
        let places = edges(&mut place, edge, lists);
        let (best, share) = choose(weights, lists, scores);
        (places[best], share)
    };
    let ((start, left), (end, right)) = (best(sides[0]), best(sides[1]));
    (start..end, left * right)
}
