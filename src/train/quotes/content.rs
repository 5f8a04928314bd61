//! Learns which words are the content of the cues that were found.

use std::ops::Range;

use super::gold::Article;
use super::{Found, Options};
use crate::extract::quotes::report::content::Side;
use crate::extract::quotes::report::sight::Sight;
use crate::extract::quotes::report::{Scratch, ways};
use crate::model::hashed;
use crate::train::learner::{Learner, shuffled};

/// Learns content for the cues that were found.
pub fn learn(articles: &[Article], found: &[&Found], options: &Options, learner: &mut Learner) {
    let mut scratch = Scratch::default();
    for round in 0..options.rounds {
        let (mut right, mut marked) = (0.0, 0);
        for order in shuffled(found.len(), options.seed + 100 + round as u64) {
            learner.tick();
            let Found { article, unit, report, share, gold } = found[order];
            let article = &articles[*article];
            let sight = Sight { looks: &article.looks, unit: &article.units[*unit] };
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
            let mut ways = ways::weigh(&learner.weights, sight, report, *share, wanted, &mut scratch);
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
        let own = share * hashed::exp(side.scores[at] - log);
        let gradient = own - if Some(at) == right { 1.0 } else { 0.0 };
        if gradient.abs() > 0.002 {
            learner.step(side.opening.get(opening), gradient);
            learner.step(side.closing.get(closing), gradient);
            learner.step(side.pair.get(at), gradient);
        }
    }
    right.map_or(1.0, |at| hashed::exp(side.scores[at] - log))
}
