//! Which words name the one who says it: the head of the source, seen from a cue.

use std::ops::Range;

use super::paths::Paths;
use super::place::bucket;
use super::sight::{Look, Sight};
use crate::analysis::Pos;
use crate::extract::quotes::words::Class;
use crate::model::hashed::Writer;
use crate::model::lists::Lists;

const TASK: u32 = 2;
const NOBODY: u32 = 3;

/// A head stands no further from its cue than this, in words.
pub const REACH: usize = 60;

/// Words that can be the head of a source whose cue's head is `anchor`.
pub fn candidates(sight: Sight, anchor: usize, cue: &Range<usize>, out: &mut Vec<usize>) {
    let Sight { looks, unit } = sight;
    out.clear();
    let near = unit.start.max(anchor.saturating_sub(REACH))..unit.end.min(anchor + REACH);
    let noun = |look: &Look| match look.pos {
        Pos::Noun | Pos::ProperNoun | Pos::Pronoun | Pos::Numeral | Pos::Other | Pos::Symbol => true,
        Pos::Adjective | Pos::Determiner => look.class != Class::That,
        _ => false,
    };
    let may = |at: &usize| {
        let look = &looks[*at];
        !cue.contains(at) && noun(look) && (look.quotation.is_none() || look.quotation == looks[anchor].quotation)
    };
    out.extend(near.filter(may));
}

/// Appends the features of the word `at` as a source's head; `between` is how many other candidates stand nearer.
pub fn features(sight: Sight, anchor: usize, paths: &Paths, at: usize, between: usize, out: &mut Vec<u32>) {
    let Sight { looks, unit } = sight;
    let (own, cue) = (&looks[at], &looks[anchor]);
    let form = |step| sight.form(at, step);
    let tag = |step| sight.tag(at, step);
    let class = |step| sight.class(at, step);
    let path = paths.of(at);
    let side = u32::from(at > anchor);
    let far = bucket(at.abs_diff(anchor)) << 1 | side;
    let between = bucket(between).min(8) << 1 | side;
    let (low, high) = (at.min(anchor), at.max(anchor));
    let commas = (looks[high].commas - looks[low].commas).min(3);
    let verbs = (looks[high].verbs - looks[low].verbs).min(3);
    let same = u32::from(own.sentence == cue.sentence);
    let head = looks[own.head as usize];
    let before = looks[own.left as usize];
    let left_of = own.left.checked_sub(1).filter(|&at| unit.contains(&(at as usize)));
    let left_of = left_of.map_or(1, |at| looks[at as usize].form);
    let right_of = Some(own.right as usize + 1).filter(|at| unit.contains(at)).map_or(1, |at| looks[at].form);
    let subject = u32::from(cue.subject as usize == at) + 2 * u32::from(cue.object as usize == at);
    let mut writer = Writer::new(TASK, out);
    let mut add = |x: u32, y: u32, z: u32| writer.add(x, y, z);
    add(path, 0, 0);
    add(path, side, own.tag as u32);
    add(path, cue.lemma, 0);
    add(path, cue.tag as u32, cue.manner);
    add(path, own.coarse, 0);
    add(path, own.lemma, 0);
    add(path, cue.coarse, cue.tag as u32);
    add(path, between, 0);
    add(path, commas, verbs);
    add(own.lemma, 0, side);
    add(own.form, 0, 0);
    add(own.kin, 0, side);
    add(own.coarse, own.tag as u32, between);
    add(own.tag as u32, far, 0);
    add(own.relation as u32, far, 0);
    add(own.relation as u32, own.tag as u32, cue.tag as u32);
    add(own.tag as u32, between, commas);
    add(subject, cue.lemma, side);
    add(subject, own.tag as u32, between);
    add(subject, cue.tag as u32, own.coarse);
    add(same, side, verbs);
    add(head.lemma, own.relation as u32, 0);
    add(head.tag as u32, own.relation as u32, between);
    add(before.form, own.tag as u32, side);
    add(form(-1), own.tag as u32, side);
    add(form(1), own.tag as u32, side);
    add(tag(-1), own.tag as u32, tag(1));
    add(class(-1), own.class as u32, class(1));
    add(left_of, own.tag as u32, side);
    add(right_of, own.tag as u32, side);
    add(left_of, right_of, between);
    add(far, cue.lemma, own.tag as u32);
    add(between, cue.lemma, 0);
    add(between, cue.tag as u32, cue.kids as u32 ^ (cue.kids >> 32) as u32);
    add(own.kids as u32, (own.kids >> 32) as u32, own.tag as u32);
    add(cue.lemma, own.coarse, side);
    add(verbs, commas, own.tag as u32);
    add(u32::from(own.quotation.is_some()), far, 0);
}

/// Appends the features of there being no source.
pub fn nobody(sight: Sight, anchor: usize, out: &mut Vec<u32>) {
    let Sight { looks, unit } = sight;
    let own = &looks[anchor];
    let form = |step| sight.form(anchor, step);
    let class = |step| sight.class(anchor, step);
    let (subject, kids) = (u32::from(own.subject != u32::MAX), own.kids as u32 ^ (own.kids >> 32) as u32);
    let head = &looks[own.head as usize];
    let mut writer = Writer::new(NOBODY, out);
    let mut add = |x: u32, y: u32, z: u32| writer.add(x, y, z);
    add(0, 0, 0);
    add(own.lemma, 0, 0);
    add(own.form, own.tag as u32, 0);
    add(own.tag as u32, own.relation as u32, subject);
    add(own.tag as u32, kids, 0);
    add(own.tag as u32, form(-1), 0);
    add(own.tag as u32, form(1), 0);
    add(class(-1), own.tag as u32, class(1));
    add(own.coarse, own.tag as u32, subject);
    add(head.lemma, own.relation as u32, 0);
    add(u32::from(own.quotation.is_some()), own.tag as u32, subject);
    add(own.lemma, subject, own.relation as u32);
    add(own.lemma, form(-1), 0);
    add(own.tag as u32, bucket(anchor - unit.start), subject);
}

/// The features of all heads of a source, and of there being none, which is the last candidate.
pub fn heads(
    sight: Sight,
    anchor: usize,
    cue: &Range<usize>,
    paths: &Paths,
    heads: &mut Vec<usize>,
    lists: &mut Lists,
) {
    candidates(sight, anchor, cue, heads);
    lists.clear();
    let split = heads.partition_point(|&at| at < anchor);
    for (number, &at) in heads.iter().enumerate() {
        let between = if number < split { split - 1 - number } else { number - split };
        lists.add(|out| features(sight, anchor, paths, at, between, out));
    }
    lists.add(|out| nobody(sight, anchor, out));
}
