//! What quotation marks tell of content, whatever the model made of it.

use std::ops::Range;

use super::drafts::Scene;
use super::sight::Sight;
use super::{QuoteModel, Report, Scratch, cue_and_source};
use crate::analysis::Pos;
use crate::extract::cues::Manner;
use crate::extract::quotes::speech::is_speech;
use crate::extract::quotes::words::Class;

/// Fewer words before a quotation are rather a time or a place of its saying.
const LEAD_IN: usize = 3;

/// "He called it “a disgrace” and “a con,” a “shame.”": quoted words set beside quoted words belong with them.
pub fn go_on(sight: Sight, found: &mut [Report]) {
    for number in 0..found.len() {
        let Some(mut end) = found[number].content.last().map(|last| last.end) else { continue };
        let claimed = |stretch: &Range<usize>| {
            let meets = |other: &Range<usize>| other.start < stretch.end && stretch.start < other.end;
            found.iter().any(|other| other.content.iter().chain([&other.cue]).chain(&other.source).any(meets))
        };
        while let Some(next) = beside(sight, end).filter(|next| !claimed(&(end..*next))) {
            end = next;
        }
        if let Some(last) = found[number].content.last_mut() {
            last.end = end;
        }
    }
}

/// Where the quotation ends that a comma or "and" sets beside the one that ends at `end`.
fn beside(sight: Sight, end: usize) -> Option<usize> {
    let Sight { looks, unit } = sight;
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

/// "In past campaigns, “we could reach people,” he said": words before a quotation that begins within a sentence are its
/// beginning. Among those PolNeAR's annotators marked, ten of twelve are.
pub fn lead_in(sight: Sight, scene: &Scene, found: &mut [Report]) {
    let Sight { looks, unit } = sight;
    for number in 0..found.len() {
        let own = &found[number];
        let Some(start) = own.content.first().map(|first| first.start).filter(|start| *start < own.cue.start) else {
            continue;
        };
        let small = scene.words[start].text.starts_with(char::is_lowercase);
        let marked = |at: usize| looks[at].quotation.is_some();
        let Some(comma) = (unit.start..start).rev().find(|&at| !marked(at)).filter(|_| small && marked(start)) else {
            continue;
        };
        let sentence = looks[start].sentence;
        let begin = (unit.start..comma).find(|&at| looks[at].sentence == sentence);
        let Some(begin) = begin.filter(|begin| comma - begin >= LEAD_IN && looks[comma].class == Class::Comma) else {
            continue;
        };
        let free = |range: &Range<usize>| range.end <= begin || range.start >= comma;
        let claimed =
            found.iter().any(|other| !other.content.iter().chain([&other.cue]).chain(&other.source).all(free));
        if !claimed && !(begin..comma).any(marked) {
            found[number].content[0].start = begin;
        }
    }
}

/// How likely an announcement by a colon is taken to be one: the model is not asked.
const ANNOUNCED: f32 = 0.7;

/// "They had one message: “…”": quoted words behind a colon are announced by it, whatever stands before. A colon that ends the
/// unit announces what comes next: its report has no content yet.
pub fn announce(model: &QuoteModel, sight: Sight, scene: &Scene, found: &mut Vec<Report>, scratch: &mut Scratch) {
    let Sight { looks, unit } = sight;
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
        let end = sight.same_quotation(at);
        let inner = scene.found.quotations.get(quotation as usize);
        let before = Some(&scene.words[at - 1]);
        let speech =
            inner.is_some_and(|inner| is_speech(scene.text, scene.found, inner, &scene.words[at..end], before));
        if is_colon(at - 1) && speech {
            // "One message for the company: “…”": what hardly reports does not reach across the colon.
            let across = |range: &Range<usize>| range.start < at && range.contains(&at);
            found.retain(|report| report.sure >= ANNOUNCED || !report.content.iter().any(across));
        }
        if is_colon(at - 1) && speech && scratch.may_go_on() && !(at..end).any(|at| claimed(found, at)) {
            let report = announcement(model, sight, at - 1, scratch);
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
        add(found, announcement(model, sight, last, scratch));
    }
}

/// The colon at `colon`, or the verb of saying before it, with its source.
fn announcement(model: &QuoteModel, sight: Sight, colon: usize, scratch: &mut Scratch) -> Report {
    let Sight { looks, unit } = sight;
    let says = |at: &usize| looks[*at].pos == Pos::Verb && looks[*at].manner & Manner::DIRECT.bits() != 0;
    let verb = colon.checked_sub(1).filter(|at| unit.contains(at)).filter(says);
    let report = cue_and_source(&model.weights, sight, verb.unwrap_or(colon), scratch);
    let start = verb.map_or(colon, |_| report.cue.start);
    Report { cue: start..colon + 1, sure: ANNOUNCED, bounds: 0.9, ..report }
}

/// Puts the report where its cue stands among the others.
fn add(found: &mut Vec<Report>, report: Report) {
    let place = found.partition_point(|other| other.anchor < report.anchor);
    found.insert(place, report);
}
