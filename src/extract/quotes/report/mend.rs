//! What is known of several reports in one sentence and a model that sees one cue at a time cannot tell.

use std::ops::Range;

use super::Report;
use super::drafts::KEPT;
use super::sight::Look;
use crate::analysis::{Pos, Relation};
use crate::extract::cues::Manner;
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
