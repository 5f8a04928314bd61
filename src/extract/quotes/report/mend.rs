//! What is known of several reports in one sentence and a model that sees one cue at a time cannot tell.

use std::ops::Range;

use super::drafts::{KEPT, Scene};
use super::sight::Look;
use super::{QuoteModel, Report, Scratch, cue_and_source};
use crate::analysis::{Pos, Relation};
use crate::extract::cues::Manner;
use crate::extract::quotes::speech::is_speech;
use crate::extract::quotes::words::Class;

/// A second verb with the subject of the first is one from this share on.
const SECOND: f32 = 0.33;

/// "He said that … and added that …": what the first verb reports ends before the second.
pub fn part(looks: &[Look], found: &mut [Report]) {
    for second in 1..found.len() {
        let (before, own) = found.split_at_mut(second);
        let own = &mut own[0];
        let (cue, look) = (own.cue.start, &looks[own.anchor]);
        let head = look.head as usize;
        let same = |first: &Report| first.anchor == head || first.source.is_some() && first.source == own.source;
        let that = look.manner & Manner::THAT.bits() != 0
            && looks.get(own.cue.end).is_some_and(|next| next.class == Class::That);
        if own.sure < SECOND && !that
            || look.relation != Relation::Conj
            || own.content.iter().any(|range| range.start < cue)
        {
            continue;
        }
        let Some(first) = before.iter_mut().rev().find(|first| same(first)) else { continue };
        own.sure = own.sure.max(KEPT);
        for range in first.content.iter_mut().filter(|range| range.start < cue && cue < range.end) {
            let open = |at: &usize| looks[*at].solid && looks[*at].class != Class::Conjunction;
            range.end = (range.start..cue).rev().find(open).map_or(range.end, |last| last + 1);
        }
    }
}

/// "“…,” said Holm, “…,” he added": the second verb's words begin behind the first and its source.
pub fn begin_anew(looks: &[Look], found: &mut [Report]) {
    for second in 1..found.len() {
        let (before, own) = found.split_at_mut(second);
        let Some(range) = own[0].content.first_mut() else { continue };
        // What both claim, behind the first and before the second, goes to the second.
        if let Some(first) = before.last_mut().filter(|first| first.content.len() > 1) {
            let last = &first.content[first.content.len() - 1];
            if last.start == range.start && looks[last.start].quotation.is_some() {
                first.content.pop();
                continue;
            }
        }
        let (opening, closing) = (looks[range.start].quotation, looks[range.end - 1].quotation);
        if opening.is_none() || closing.is_none() || opening == closing {
            continue;
        }
        for first in before.iter() {
            if !range.contains(&first.cue.start) {
                continue;
            }
            let end = first.source.as_ref().map_or(0, |source| source.end).max(first.cue.end);
            let shared = first.content.first().is_some_and(|content| content.start == range.start);
            if let Some(start) = (end..range.end).find(|&at| looks[at].solid).filter(|_| shared && end < range.end) {
                range.start = start;
            }
        }
    }
}

/// "“…,” she said, “…,” she added, “…”": one quote, interrupted twice.
pub fn join(looks: &[Look], found: &mut Vec<Report>) {
    let quoted =
        |range: &Range<usize>| looks[range.start].quotation.is_some() && looks[range.end - 1].quotation.is_some();
    let mut at = 1;
    while at < found.len() {
        let (before, own) = found.split_at(at);
        let (Some(before), Some(own)) = (before.last(), own.first()) else { break };
        let end = before.source.as_ref().map_or(0, |source| source.end).max(before.cue.end);
        let again =
            own.source.as_ref().is_none_or(|source| looks[source.start].pos == Pos::Pronoun && source.len() == 1);
        let next = own.content.first().is_some_and(|range| {
            range.start >= end && range.end <= own.cue.start && !looks[end..range.start].iter().any(Look::is_word)
        });
        let ends = before.content.last().is_some_and(|last| last.end <= before.cue.start);
        if again && next && ends && before.content.iter().chain(&own.content).all(quoted) {
            let own = found.remove(at);
            found[at - 1].content.extend(own.content);
        } else {
            at += 1;
        }
    }
}

/// "He called it “a disgrace” and “a con,” a “shame.”": quoted words set beside quoted words belong with them.
pub fn go_on(looks: &[Look], unit: &Range<usize>, found: &mut [Report]) {
    for number in 0..found.len() {
        let Some(mut end) = found[number].content.last().map(|last| last.end) else { continue };
        let claimed = |stretch: &Range<usize>| {
            let meets = |other: &Range<usize>| other.start < stretch.end && stretch.start < other.end;
            found.iter().any(|other| other.content.iter().chain([&other.cue]).chain(&other.source).any(meets))
        };
        while let Some(next) = beside(looks, unit, end).filter(|next| !claimed(&(end..*next))) {
            end = next;
        }
        if let Some(last) = found[number].content.last_mut() {
            last.end = end;
        }
    }
}

/// Where the quotation ends that a comma or "and" sets beside the one that ends at `end`.
fn beside(looks: &[Look], unit: &Range<usize>, end: usize) -> Option<usize> {
    let quotation = looks[end - 1].quotation?;
    let inside = |at: &usize| looks[*at].quotation == Some(quotation);
    let outside = (end..unit.end).find(|at| !inside(at))?;
    if (end..outside).any(|at| looks[at].solid) {
        return None;
    }
    let opening = (outside..unit.end).find(|&at| looks[at].quotation.is_some())?;
    let joins = |at: usize| matches!(looks[at].class, Class::Comma | Class::Conjunction);
    let small = |at: usize| joins(at) || matches!(looks[at].class, Class::Determiner | Class::Preposition);
    if opening - outside > 3 || !(outside..opening).all(small) || !(end..opening).any(joins) {
        return None;
    }
    let own = (opening..unit.end).take_while(|&at| looks[at].quotation == looks[opening].quotation);
    own.filter(|&at| looks[at].solid).last().map(|last| last + 1)
}

/// How likely an announcement by a colon is taken to be one: the model is not asked.
const ANNOUNCED: f32 = 0.7;

/// "They had one message: “…”": quoted words behind a colon are announced by it, whatever stands before. A colon that ends the
/// unit announces what comes next: its report has no content yet.
pub fn announce(
    model: &QuoteModel,
    looks: &[Look],
    scene: &Scene,
    unit: &Range<usize>,
    found: &mut Vec<Report>,
    scratch: &mut Scratch,
) {
    let claimed = |found: &[Report], at: usize| {
        found.iter().any(|report| report.cue.contains(&at) || report.content.iter().any(|range| range.contains(&at)))
    };
    let is_colon = |at: usize| looks[at].class == Class::Colon && looks[at].quotation.is_none();
    let mut at = unit.start + 1;
    while at < unit.end {
        let Some(quotation) = looks[at].quotation.filter(|own| looks[at - 1].quotation != Some(*own)) else {
            at += 1;
            continue;
        };
        let end = (at..unit.end).find(|&at| looks[at].quotation != Some(quotation)).unwrap_or(unit.end);
        let inner = scene.found.quotations.get(quotation as usize);
        let before = Some(&scene.words[at - 1]);
        let speech =
            inner.is_some_and(|inner| is_speech(scene.text, scene.found, inner, &scene.words[at..end], before));
        if is_colon(at - 1) && speech && !(at..end).any(|at| claimed(found, at)) {
            let report = announcement(model, looks, unit, at - 1, scratch);
            add(found, Report { content: vec![at..end], ..report });
        }
        at = end;
    }
    let last = unit.end - 1;
    if unit.len() > 1 && is_colon(last) {
        // "The director said:" has its words behind it, not among those before.
        let quoted = |report: &Report| report.content.iter().any(|range| looks[range.start].quotation.is_some());
        found.retain(|report| report.cue.end != unit.end || quoted(report));
    }
    if unit.len() > 1 && is_colon(last) && !claimed(found, last) {
        add(found, announcement(model, looks, unit, last, scratch));
    }
}

/// The colon at `colon`, or the verb of saying before it, with its source.
fn announcement(
    model: &QuoteModel,
    looks: &[Look],
    unit: &Range<usize>,
    colon: usize,
    scratch: &mut Scratch,
) -> Report {
    let says = |at: &usize| looks[*at].pos == Pos::Verb && looks[*at].manner & Manner::DIRECT.bits() != 0;
    let verb = colon.checked_sub(1).filter(|at| unit.contains(at)).filter(says);
    let report = cue_and_source(&model.weights, looks, unit, verb.unwrap_or(colon), scratch);
    let start = verb.map_or(colon, |_| report.cue.start);
    Report { cue: start..colon + 1, sure: ANNOUNCED, bounds: 0.9, ..report }
}

/// Puts the report where its cue stands among the others.
fn add(found: &mut Vec<Report>, report: Report) {
    let place = found.partition_point(|other| other.anchor < report.anchor);
    found.insert(place, report);
}
