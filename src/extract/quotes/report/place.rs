//! A place between two words where something may begin or end, and what can be said of it.

use std::ops::Range;

use super::paths::Paths;
use super::sight::{Look, Sight};
use crate::model::hashed::Writer;

/// A place between two words, before the word `at`, and what can be said of it, seen from `anchor`. `task` tells what is
/// decided: features of different tasks share no weights.
pub struct Place<'a> {
    pub sight: Sight<'a>,
    pub anchor: usize,
    pub paths: &'a Paths,
    /// Words of the cue and of the source.
    pub taken: &'a [Range<usize>],
    pub task: u32,
}

/// A number for how far; far ones share one.
pub fn bucket(distance: usize) -> u32 {
    match distance {
        0..=6 => distance as u32,
        7..=9 => 7,
        10..=14 => 8,
        15..=24 => 9,
        25..=49 => 10,
        _ => 11,
    }
}

impl Place<'_> {
    fn taken(&self, at: usize, step: isize) -> u32 {
        let Some(at) = at.checked_add_signed(step) else { return 0 };
        self.taken.iter().position(|range| range.contains(&at)).map_or(0, |which| which as u32 + 1)
    }

    /// Appends the features of the edge before the word `at`.
    pub fn edge(&self, at: usize, out: &mut Vec<u32>) {
        let Sight { looks, unit } = self.sight;
        let own = &looks[self.anchor];
        let near = |step| self.sight.near(at, step);
        let form = |step| self.sight.form(at, step);
        let tag = |step| self.sight.tag(at, step);
        let class = |step| self.sight.class(at, step);
        let coarse = |step| near(step).map_or(99, |look| look.coarse);
        let relation = |step| near(step).map_or(99, |look| look.relation as u32);
        let path = |step: isize| near(step).map_or(3, |_| self.paths.of(at.wrapping_add_signed(step)));
        let (a, b) = (near(-1), near(0));
        let quoted = |look: Option<&Look>| look.map_or(2, |look| u32::from(look.quotation.is_some()));
        let turn = match (a.map(|a| a.quotation), b.map(|b| b.quotation)) {
            (Some(a), Some(b)) if a == b => quoted(near(0)),
            (a, b) => 10 + u32::from(a.flatten().is_some()) * 2 + u32::from(b.flatten().is_some()),
        };
        let side = u32::from(at > self.anchor);
        let far = bucket(at.abs_diff(self.anchor));
        let close = if far <= 6 { far } else { 7 };
        let (low, high) = (at.min(self.anchor), at.max(self.anchor).min(looks.len() - 1));
        let commas = (looks[high].commas - looks[low].commas).min(3);
        let verbs = (looks[high].verbs - looks[low].verbs).min(3);
        let opens = b.map_or(98, |b| {
            let top = &looks[b.opens as usize];
            if b.opens as usize == at { top.relation as u32 } else { 100 + top.relation as u32 }
        });
        let opens_path = b.map_or(3, |b| self.paths.of(b.opens as usize));
        let closes = a.map_or(98, |a| looks[a.closes as usize].relation as u32);
        let closes_path = a.map_or(3, |a| self.paths.of(a.closes as usize));
        let end = u32::from(b.is_none_or(|b| a.is_some_and(|a| a.sentence != b.sentence)))
            + 2 * u32::from(a.is_none())
            + 4 * u32::from(b.is_none());
        let rest = bucket(unit.end - at);
        let taken = self.taken(at, -1) * 4 + self.taken(at, 0);
        let mut writer = Writer::new(self.task, out);
        let mut add = |x: u32, y: u32, z: u32| writer.add(x, y, z);
        add(form(-1), 0, side);
        add(form(0), 0, side);
        add(form(-1), form(0), side);
        add(form(0), tag(1), side);
        add(form(0), form(1), side);
        add(form(-2), form(-1), side);
        add(coarse(-1), coarse(0), side);
        add(tag(-1), tag(0), turn);
        add(tag(-2), tag(-1), tag(0));
        add(tag(-1), tag(0), tag(1));
        add(tag(-1) << 8 | tag(-2), tag(0) << 8 | tag(1), side);
        add(class(-1), class(0), class(1));
        add(path(-1), 0, turn);
        add(path(0), 0, turn);
        add(path(-1), path(0), turn);
        add(path(0), tag(0), side);
        add(path(-1), tag(-1), side);
        add(path(0), form(0), form(-1));
        add(path(-1), form(-1), 1);
        add(path(0), own.lemma, 0);
        add(path(-1), own.lemma, 0);
        add(relation(-1), relation(0), class(0) << 8 | class(-1));
        add(far, side, own.tag as u32);
        add(close, own.lemma, side);
        add(form(0), own.lemma, close);
        add(form(-1), own.lemma, close);
        add(close, class(-1), class(0));
        add(opens, opens_path, 0);
        add(opens, tag(0), tag(-1));
        add(opens_path, form(-1), class(0));
        add(closes, closes_path, 0);
        add(closes_path, form(0), tag(0));
        add(closes_path, opens_path, class(0) << 8 | class(-1));
        add(closes, opens, class(-1) << 8 | class(0));
        add(turn, end, class(-1) << 8 | class(0));
        add(commas, class(-1) << 8 | class(0), side);
        add(commas, verbs, path(0));
        add(commas, closes_path, class(0));
        add(end, rest.min(4), class(0));
        add(taken, turn, side);
        add(taken, tag(-1), tag(0));
        add(taken, class(-1) << 8 | class(0), far);
        add(u32::from(self.paths.depth(at)), opens, own.tag as u32);
    }
}
