//! Which words are the content of a cue: on its left, on its right, on both sides, or none. On each side every pair of a
//! place to begin and a place to end competes with all others.

use std::ops::Range;

use super::place::{Place, bucket};
use super::sight::{Look, Sight};
use crate::analysis::Relation;
use crate::model::hashed::{Weights, Writer};
use crate::model::lists::Lists;

/// Places that are weighed in pairs, the best by themselves.
const OPENINGS: usize = 10;
const CLOSINGS: usize = 12;

/// Content begins and ends no further from its cue than this many places where it could.
const REACH: usize = 90;

/// So far back from the end of content words in quotation marks are looked for.
const TAIL: usize = 16;

const PAIR: u32 = 12;
const JOINT: u32 = 14;

/// One side of a cue.
#[derive(Debug, Default)]
pub struct Side {
    openings: Vec<usize>,
    closings: Vec<usize>,
    pub opening: Lists,
    pub closing: Lists,
    /// By their numbers in the lists before.
    pub pairs: Vec<(usize, usize)>,
    pub pair: Lists,
    /// The score of each pair.
    pub scores: Vec<f32>,
    order: Vec<usize>,
    by_opening: Vec<f32>,
    by_closing: Vec<f32>,
}

/// Whether content may begin with the word `at`, seen from a cue that stands in the quotation `inside`.
fn may_open(sight: Sight, at: usize, inside: Option<u32>) -> bool {
    let Sight { looks, unit } = sight;
    let own = &looks[at];
    let whole = own.quotation.is_none() || own.quotation == inside || {
        let before = (unit.start..at).rev().find(|&at| looks[at].solid);
        before.is_none_or(|before| looks[before].quotation != own.quotation)
    };
    own.solid && whole
}

/// The same for the last word.
fn may_close(sight: Sight, at: usize, inside: Option<u32>) -> bool {
    let Sight { looks, unit } = sight;
    let own = &looks[at];
    let whole = own.quotation.is_none() || own.quotation == inside || {
        let after = (at + 1..unit.end).find(|&at| looks[at].solid);
        after.is_none_or(|after| looks[after].quotation != own.quotation)
    };
    own.solid && whole
}

impl Side {
    pub fn range(&self, pair: usize) -> Range<usize> {
        let (opening, closing) = self.pairs[pair];
        self.openings[opening]..self.closings[closing]
    }

    /// How many features were weighed so far.
    pub fn weighed(&self) -> u64 {
        self.opening.filled() + self.closing.filled() + self.pair.filled()
    }

    /// The number of the pair that is exactly `gold`.
    pub fn position(&self, gold: &Range<usize>) -> Option<usize> {
        (0..self.pairs.len()).find(|&pair| self.range(pair) == *gold)
    }

    /// Weighs what may be content within `side`; `gold` is a candidate in any case.
    pub fn fill(&mut self, place: &mut Place, side: Range<usize>, weights: &Weights, gold: Option<&Range<usize>>) {
        let sight = place.sight;
        let looks = sight.looks;
        let inside = looks[place.anchor].quotation;
        let right = side.start > place.anchor;
        self.openings.clear();
        self.closings.clear();
        let opens = |at: &usize| may_open(sight, *at, inside);
        let closes = |at: &usize| may_close(sight, *at, inside);
        if right {
            self.openings.extend(side.clone().filter(opens).take(REACH));
            self.closings.extend(side.filter(closes).take(REACH).map(|at| at + 1));
        } else {
            self.openings.extend(side.clone().rev().filter(opens).take(REACH));
            self.closings.extend(side.rev().filter(closes).take(REACH).map(|at| at + 1));
        }
        if let Some(gold) = gold {
            if !self.openings.contains(&gold.start) {
                self.openings.push(gold.start);
            }
            if !self.closings.contains(&gold.end) {
                self.closings.push(gold.end);
            }
        }
        let task = 4 + 2 * u32::from(right);
        place.task = task;
        self.opening.clear();
        self.openings.iter().for_each(|&at| self.opening.add(|out| place.edge(at, out)));
        place.task = task + 1;
        self.closing.clear();
        self.closings.iter().for_each(|&at| self.closing.add(|out| place.edge(at, out)));
        self.opening.scores(weights, &mut self.by_opening);
        self.closing.scores(weights, &mut self.by_closing);
        let kept = |scores: &[f32], most: usize, gold: Option<usize>, order: &mut Vec<usize>| -> Vec<usize> {
            order.clear();
            order.extend(0..scores.len());
            order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
            let gold = gold.filter(|gold| !order[..most.min(order.len())].contains(gold));
            order.iter().copied().take(most).chain(gold).collect()
        };
        let at = |places: &[usize], gold: Option<usize>| places.iter().position(|at| Some(*at) == gold);
        let first = at(&self.openings, gold.map(|gold| gold.start));
        let last = at(&self.closings, gold.map(|gold| gold.end));
        let openings = kept(&self.by_opening, OPENINGS, first, &mut self.order);
        let closings = kept(&self.by_closing, CLOSINGS, last, &mut self.order);
        self.pairs.clear();
        self.pair.clear();
        self.scores.clear();
        for &opening in &openings {
            for &closing in &closings {
                let range = self.openings[opening]..self.closings[closing];
                if range.start >= range.end {
                    continue;
                }
                self.pairs.push((opening, closing));
                self.pair.add(|out| pair(place, &range, right, out));
                let own = weights.score(self.pair.get(self.pairs.len() - 1));
                self.scores.push(self.by_opening[opening] + self.by_closing[closing] + own);
            }
        }
    }
}

/// Appends the features of a stretch as a whole.
fn pair(place: &Place, range: &Range<usize>, right: bool, out: &mut Vec<u32>) {
    let looks = place.sight.looks;
    let cue = &looks[place.anchor];
    let (first, last) = (&looks[range.start], &looks[range.end - 1]);
    let verbs = (last.verbs - first.verbs + u32::from(last.pos == crate::analysis::Pos::Verb)).min(3);
    let commas = (last.commas - first.commas).min(3);
    let length = bucket(range.len());
    // What stands between cue and content, by class.
    let gap = if right { place.taken[0].end.min(range.start)..range.start } else { range.end..place.taken[0].start };
    let near = |at: Option<usize>| at.map_or(98, |at| looks[at].class as u32);
    let between = match gap.len() {
        0 => 0,
        1 => 1 + near(Some(gap.start)),
        2 => 100 + near(Some(gap.start)) * 32 + near(Some(gap.start + 1)),
        many => 4000 + bucket(many) * 32 + near(Some(gap.end - 1)),
    };
    let whole = {
        let top = first.opens as usize;
        // A tree may begin below the highest that begins here: look down from the top of what ends at the end.
        let other = last.closes as usize;
        let fits = |at: usize| looks[at].left as usize == range.start && looks[at].right as usize + 1 == range.end;
        [top, other, range.start, range.end - 1].into_iter().find(|&at| fits(at))
    };
    let tree = whole.map_or(1, |at| place.paths.of(at));
    let bound = whole.map_or(99, |at| looks[at].relation as u32);
    let joined = place.paths.of(first.opens as usize);
    let ended = place.paths.of(last.closes as usize);
    let quoted = |look: &Look| u32::from(look.quotation.is_some());
    let marks = quoted(first) * 2
        + quoted(last)
        + 4 * u32::from(first.quotation.is_some() && first.quotation == last.quotation);
    let finite = u32::from(verbs > 0);
    let next = Some(range.end).filter(|at| place.sight.unit.contains(at)).map_or(98, |at| looks[at].class as u32);
    let before =
        range.start.checked_sub(1).filter(|at| place.sight.unit.contains(at)).map_or(98, |at| looks[at].class as u32);
    let over =
        place.taken.iter().skip(1).any(|range_taken| range_taken.start < range.end && range.start < range_taken.end);
    let complement = cue.complement != u32::MAX && range.contains(&(cue.complement as usize));
    let object = cue.object != u32::MAX && range.contains(&(cue.object as usize));
    let holds = u32::from(complement) + 2 * u32::from(object) + 4 * u32::from(over);
    let mut writer = Writer::new(PAIR + u32::from(right), out);
    let mut add = |x: u32, y: u32, z: u32| writer.add(x, y, z);
    add(length, finite, 0);
    add(length, cue.lemma, 0);
    add(length, marks, next);
    add(first.tag as u32, last.tag as u32, finite);
    add(first.form, verbs, cue.tag as u32);
    add(first.form, length, 0);
    add(first.form, cue.lemma, finite);
    add(tree, 0, 0);
    add(tree, first.class as u32, next);
    add(bound, cue.lemma, 0);
    add(bound, marks, next);
    add(bound, first.class as u32, length);
    add(joined, ended, 0);
    add(joined, ended, next);
    add(marks, before, next);
    add(marks, verbs, length);
    add(verbs, commas, next);
    add(between, first.class as u32, marks);
    add(between, cue.lemma, 0);
    add(between, cue.tag as u32, finite);
    add(holds, marks, finite);
    add(holds, cue.lemma, 0);
    add(holds, cue.tag as u32, bound);
    add(first.class as u32, last.class as u32, before << 8 | next);
    add(first.class as u32, last.tag as u32, verbs);
    // "a ‘paper boat’ during a visit to Port Hale": what follows the quoted words may belong to them or to the cue.
    let tail = behind_quoted(looks, range);
    let (start, long) = tail.as_ref().map_or((&looks[range.start], 0), |tail| (&looks[tail.start], bucket(tail.len())));
    if long > 0 {
        let opens = &looks[start.opens as usize];
        add(long, start.form, 0);
        add(long, place.paths.of(start.opens as usize), start.class as u32);
        add(opens.relation as u32, start.form, next);
        add(start.form, cue.lemma, 0);
        add(start.class as u32, u32::from(looks[start.head as usize].quotation.is_some()), long);
    }
}

/// What follows the last words in quotation marks within `range`, if it does not end with them and they are near.
fn behind_quoted(looks: &[Look], range: &Range<usize>) -> Option<Range<usize>> {
    let near = range.end.saturating_sub(TAIL).max(range.start)..range.end;
    let quoted = near.rev().find(|&at| looks[at].quotation.is_some())?;
    let start = (quoted + 1..range.end).find(|&at| looks[at].solid)?;
    Some(start..range.end)
}

/// Appends the features of content being on these sides of the cue. `sure` is how likely it is a cue at all, in steps.
pub fn joint(place: &Place, left: bool, right: bool, sure: u32, out: &mut Vec<u32>) {
    let looks = place.sight.looks;
    let own = &looks[place.anchor];
    let option = u32::from(left) + 2 * u32::from(right);
    let cue = &place.taken[0];
    let at = |at: Option<usize>| at.filter(|at| place.sight.unit.contains(at)).map(|at| &looks[at]);
    let clause = place.taken.iter().filter(|range| !range.is_empty());
    let start = clause.clone().map(|range| range.start).min().unwrap_or(cue.start);
    let end = clause.map(|range| range.end).max().unwrap_or(cue.end);
    let class = |look: Option<&Look>| look.map_or(98, |look| look.class as u32);
    let quoted = |look: Option<&Look>| look.map_or(2, |look| u32::from(look.quotation.is_some()));
    let (before, after) = (at(start.checked_sub(1)), at(Some(end)));
    let (next, second) = (at(Some(cue.end)), at(Some(cue.end + 1)));
    let (previous, earlier) = (at(cue.start.checked_sub(1)), at(start.checked_sub(2)));
    let later = at(Some(end + 1));
    let sides = place.taken.get(1).map_or(0, |source| match source.is_empty() {
        true => 0,
        false => 1 + u32::from(source.start > place.anchor),
    });
    let complement = match own.complement {
        u32::MAX => 0,
        kin => {
            1 + u32::from(kin as usize > place.anchor)
                + 2 * u32::from(looks[kin as usize].relation == Relation::Parataxis)
        }
    };
    let head = &looks[own.head as usize];
    let up = u32::from(own.head as usize > place.anchor) + 2 * u32::from(own.head as usize == place.anchor);
    let kids = own.kids as u32 ^ (own.kids >> 32) as u32;
    let mut writer = Writer::new(JOINT, out);
    let mut add = |x: u32, y: u32, z: u32| writer.add(x, y, option << 8 | z);
    add(0, 0, 0);
    add(sure, 0, 0);
    add(sure, own.manner, 0);
    add(sure, own.tag as u32, sides);
    add(own.lemma, 0, 0);
    add(own.lemma, sides, complement);
    add(own.manner, sides, complement);
    add(own.tag as u32, own.relation as u32, sides);
    add(own.tag as u32, kids, 0);
    add(own.relation as u32, head.lemma, up);
    add(class(before), class(after), sides);
    add(class(before), class(after), quoted(earlier) * 4 + quoted(later));
    add(class(before) << 8 | class(earlier), class(after) << 8 | class(later), 0);
    add(quoted(before) * 4 + quoted(after), quoted(earlier) * 4 + quoted(later), own.manner);
    add(class(next), class(second), quoted(next) * 4 + quoted(second));
    add(class(previous), class(next), own.tag as u32);
    add(own.lemma, next.map_or(1, |look| look.form), 0);
    add(own.tag as u32, next.map_or(1, |look| look.form), second.map_or(99, |look| look.tag as u32));
    add(bucket(cue.start - place.sight.unit.start), bucket(place.sight.unit.end - cue.end), sides);
    add(own.coarse, complement, sides);
    add(own.kin, complement, class(next));
    add(own.kin, sides, 0);
    add(u32::from(own.quotation.is_some()), own.manner, 0);
}
