//! Which words are the heads of cues, by what stands around them.

use std::ops::Range;

use super::place::bucket;
use super::sight::{Look, NONE, Sight};
use crate::analysis::{Pos, Relation};
use crate::extract::quotes::words::Class;
use crate::model::hashed::{Writer, feature};

const TASK: u32 = 1;

/// Whether the word can be the head of a cue at all.
pub fn may_be(look: &Look) -> bool {
    match look.pos {
        Pos::Verb | Pos::Noun | Pos::Adjective => true,
        Pos::Auxiliary => !matches!(look.relation, Relation::Aux | Relation::AuxPass),
        Pos::Adposition | Pos::Adverb | Pos::Subordinator => true,
        Pos::ProperNoun => look.manner != 0,
        _ => look.class == Class::Colon || look.manner != 0,
    }
}

/// Appends the features of the word `at` as a cue's head.
pub fn features(sight: Sight, at: usize, out: &mut Vec<u32>) {
    let Sight { looks, unit } = sight;
    let own = &looks[at];
    let form = |step| sight.form(at, step);
    let tag = |step| sight.tag(at, step);
    let class = |step| sight.class(at, step);
    let kin = |of: u32| if of == NONE { None } else { Some(&looks[of as usize]) };
    let (subject, object, complement) = (kin(own.subject), kin(own.object), kin(own.complement));
    let head = Some(&looks[own.head as usize]).filter(|_| own.head as usize != at);
    let lemma = |look: Option<&Look>| look.map_or(1, |look| look.lemma);
    let group = |look: Option<&Look>| look.map_or(1, |look| look.coarse);
    let named = |look: Option<&Look>| look.map_or(99, |look| look.tag as u32);
    let marks = |look: &Look| u32::from(look.quotation.is_some());
    // How far quotation marks are to either side.
    let quotes = |steps: Range<isize>, sign: isize| {
        let found =
            steps.clone().position(|step| sight.near(at, step * sign).is_some_and(|look| look.quotation.is_some()));
        found.map_or(9, |found| found as u32)
    };
    let (behind, ahead) = (quotes(1..7, -1), quotes(1..9, 1));
    // The nearest word above that may report, and the way to it.
    let (mut above, mut way, mut steps) = (own.head as usize, own.relation as u32, 0);
    while steps < 6 && looks[above].manner == 0 && looks[above].head as usize != above {
        way = feature(TASK << 6, way, looks[above].relation as u32, 0);
        above = looks[above].head as usize;
        steps += 1;
    }
    let over = Some(&looks[above]).filter(|look| above != at && look.manner != 0);
    let over_side = over.map_or(2, |_| u32::from(above > at));
    let first = u32::from(at == unit.start || looks[at - 1].sentence != own.sentence);
    let relation = own.relation as u32;
    let important = [
        Relation::Ccomp,
        Relation::Xcomp,
        Relation::Nsubj,
        Relation::NsubjPass,
        Relation::Obj,
        Relation::Parataxis,
        Relation::Mark,
        Relation::Acl,
        Relation::AuxPass,
        Relation::Obl,
        Relation::Iobj,
        Relation::Advcl,
        Relation::Cop,
        Relation::Nmod,
        Relation::NmodPoss,
        Relation::Case,
    ];
    let kids = important.iter().enumerate().fold(0, |all, (bit, kid)| all | u32::from(own.has(*kid)) << bit);
    let few = kids & 0b11_1111;
    let order = subject.map_or(0, |_| 1 + u32::from(own.subject > at as u32))
        + 4 * complement.map_or(0, |_| 1 + u32::from(own.complement > at as u32));
    let opens = complement.map_or(1, |look| looks[look.left as usize].form);
    let mut writer = Writer::new(TASK, out);
    let mut add = |x: u32, y: u32, z: u32| writer.add(x, y, z);
    add(0, 0, 0);
    add(own.lemma, 0, 0);
    add(own.lemma, own.tag as u32, 0);
    add(own.form, 0, 0);
    add(own.kin, own.tag as u32, 0);
    add(own.coarse, relation, 0);
    add(own.tag as u32, relation, 0);
    add(own.manner, own.tag as u32, 0);
    add(own.manner, own.tag as u32, few);
    add(own.manner, class(1), class(-1));
    add(own.lemma, few, 0);
    add(own.lemma, kids, 0);
    add(own.tag as u32, kids, 0);
    add(own.kin, few, 0);
    add(own.lemma, relation, 0);
    add(own.lemma, form(1), 0);
    add(own.lemma, form(-1), 0);
    add(own.lemma, tag(1), 0);
    add(own.lemma, tag(-1), 0);
    add(own.lemma, class(1), class(-1));
    add(own.kin, form(1), 0);
    add(own.kin, form(-1), 0);
    add(own.tag as u32, form(1), form(2));
    add(own.tag as u32, form(-1), form(-2));
    add(tag(-1), own.tag as u32, tag(1));
    add(tag(1), own.tag as u32, tag(2));
    add(tag(-2), tag(-1), own.tag as u32);
    add(form(1), own.coarse, tag(-1));
    add(lemma(head), relation, 0);
    add(named(head), relation, own.tag as u32);
    add(group(head), relation, own.coarse);
    add(lemma(head), own.lemma, 0);
    add(lemma(subject), own.lemma, 0);
    add(lemma(subject), own.tag as u32, 0);
    add(group(subject), own.manner, 0);
    add(group(subject), own.kin, 0);
    add(named(subject), own.tag as u32, order);
    add(named(subject), own.lemma, order);
    add(lemma(object), own.lemma, 0);
    add(group(object), own.kin, 0);
    add(opens, own.lemma, 0);
    add(opens, own.manner, order);
    add(named(complement), own.kin, order);
    add(order, own.manner, class(1));
    add(marks(own), behind, ahead);
    add(marks(own) << 4 | behind, ahead, own.tag as u32);
    add(marks(own) << 4 | behind, ahead, own.manner);
    add(behind.min(3), ahead.min(4), own.lemma);
    add(first, own.tag as u32, class(1));
    add(first, own.lemma, 0);
    add(bucket(at - unit.start), bucket(unit.end - at), own.tag as u32);
    add(class(-2) << 8 | class(-1), own.class as u32, class(1) << 8 | class(2));
    add(form(-1), own.form, form(1));
    add(lemma(over), way, 0);
    add(over.map_or(0, |look| look.manner), way, over_side);
    add(lemma(over), steps, over_side);
    add(over.map_or(0, |look| look.manner), own.manner, over_side);
    add(lemma(over), own.lemma, over_side);
}
