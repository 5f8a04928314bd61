//! From reports to drafts of quotes: what is likely enough, and does not stand within something likelier.

use std::ops::Range;

use super::sight::Look;
use super::{QuoteModel, Report, Scratch, content, cue_and_source, reports};
use crate::analysis::{Analysis, Attribution, Cue, Polarity, Pos, Relation, Role};
use crate::extract::cues::Manner;
use crate::extract::quotes::Draft;
use crate::extract::quotes::speech::{is_speech, is_title};
use crate::extract::quotes::words::{Class, Word, cover};

/// A report is kept from this share on.
pub const KEPT: f32 = 0.36;

/// The same for a second verb with the subject of the first, and for a sentence that breaks off.
const SECOND: f32 = 0.33;
const CUT_OFF: f32 = 0.18;

/// What the finder works on: an article's words, in two views.
pub struct Scene<'a> {
    pub text: &'a str,
    pub found: &'a Analysis,
    pub words: &'a [Word<'a>],
}

/// What `unit` reports, in order of the cues.
pub(in crate::extract::quotes) fn drafts(
    model: &QuoteModel,
    looks: &[Look],
    scene: &Scene,
    unit: &Range<usize>,
    scratch: &mut Scratch,
) -> Vec<Draft> {
    let mut found = reports(model, looks, unit, scratch);
    found.retain(|report| looks[report.anchor].quotation.is_none());
    part(looks, &mut found);
    let kept = if is_cut_off(looks, scene, unit) { CUT_OFF } else { KEPT };
    found.retain(|report| report.sure >= kept && !is_title_alone(looks, scene, report));
    begin_anew(looks, &mut found);
    settle(&mut found);
    join(looks, &mut found);
    announce(model, looks, scene, unit, &mut found, scratch);
    found.iter().filter_map(|report| draft(looks, scene, report)).collect()
}

/// Whether all that is reported is the title of a work ("reads “The Tide Table”").
fn is_title_alone(looks: &[Look], scene: &Scene, report: &Report) -> bool {
    let [range] = report.content.as_slice() else { return false };
    let quotation = looks[range.start].quotation;
    let within = |at: &usize| quotation.is_some() && looks[*at].quotation == quotation;
    let end = (range.start..scene.words.len()).take_while(within).count() + range.start;
    range.end <= end && is_title(&scene.words[range.start..end])
}

/// Whether the unit is the beginning of a sentence in another story's beginning.
fn is_cut_off(looks: &[Look], scene: &Scene, unit: &Range<usize>) -> bool {
    let last = &looks[unit.end - 1];
    let paragraph = scene.found.sentences[last.sentence as usize].paragraph as usize;
    last.is_word() && scene.found.paragraphs[paragraph].role == Role::Teaser
}

/// What is reported within somebody's words: quotations inside `unit` that a verb of saying there may claim. The model knows
/// no reports of this kind, people having marked the outermost only, so it is not asked how likely they are.
pub(in crate::extract::quotes) fn within(
    model: &QuoteModel,
    looks: &[Look],
    scene: &Scene,
    unit: &Range<usize>,
    scratch: &mut Scratch,
) -> Vec<Draft> {
    let mut found: Vec<Report> = Vec::new();
    if !scene.words[unit.clone()].iter().any(|word| word.quotation.is_some()) {
        return Vec::new();
    }
    for at in unit.clone() {
        let look = &looks[at];
        let says = look.manner & Manner::DIRECT.bits() != 0 && look.pos == Pos::Verb && look.quotation.is_none();
        if !says {
            continue;
        }
        let mut report = cue_and_source(&model.weights, looks, unit, at, scratch);
        content(&model.weights, looks, unit, &mut report, 1.0, scratch);
        let quoted = |range: &Range<usize>| looks[range.start].quotation.is_some();
        if report.content.iter().all(quoted) {
            report.sure = 0.5;
            found.push(report);
        }
    }
    settle(&mut found);
    found.iter().filter_map(|report| draft(looks, scene, report)).collect()
}

/// "He said that … and added that …": what the first verb reports ends before the second.
fn part(looks: &[Look], found: &mut [Report]) {
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
fn begin_anew(looks: &[Look], found: &mut [Report]) {
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
fn join(looks: &[Look], found: &mut Vec<Report>) {
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

/// "They had one message: “…”": quoted words behind a colon are announced by it, whatever stands before.
fn announce(
    model: &QuoteModel,
    looks: &[Look],
    scene: &Scene,
    unit: &Range<usize>,
    found: &mut Vec<Report>,
    scratch: &mut Scratch,
) {
    let claimed =
        |found: &[Report], at: usize| found.iter().any(|report| report.content.iter().any(|range| range.contains(&at)));
    let mut at = unit.start + 1;
    while at + 1 < unit.end {
        let Some(quotation) = looks[at].quotation.filter(|own| looks[at - 1].quotation != Some(*own)) else {
            at += 1;
            continue;
        };
        let end = (at..unit.end).find(|&at| looks[at].quotation != Some(quotation)).unwrap_or(unit.end);
        let inner = scene.found.quotations.get(quotation as usize);
        let colon = looks[at - 1].class == Class::Colon && looks[at - 1].quotation.is_none();
        let before = Some(&scene.words[at - 1]);
        let speech =
            inner.is_some_and(|inner| is_speech(scene.text, scene.found, inner, &scene.words[at..end], before));
        if colon && speech && !(at..end).any(|at| claimed(found, at)) {
            let mut report = cue_and_source(&model.weights, looks, unit, at - 1, scratch);
            report.cue = at - 1..at;
            report.content.push(at..end);
            (report.sure, report.bounds) = (0.5, 0.9);
            let place = found.partition_point(|other| other.anchor < report.anchor);
            found.insert(place, report);
        }
        at = end.max(at + 1);
    }
}

/// Of reports that overlap the likelier one stays. They remain in order.
fn settle(found: &mut Vec<Report>) {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|a, b| found[*b].sure.total_cmp(&found[*a].sure));
    let mut kept: Vec<usize> = Vec::new();
    let overlap = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    for at in order {
        let own = &found[at];
        let clash = |other: &Report| {
            let mut pairs = other.content.iter().flat_map(|a| own.content.iter().map(move |b| (a, b)));
            pairs.any(|(a, b)| overlap(a, b))
                || other.content.iter().any(|a| overlap(a, &own.cue))
                || own.content.iter().any(|a| overlap(a, &other.cue))
                || overlap(&own.cue, &other.cue)
        };
        if !kept.iter().any(|&other| clash(&found[other])) {
            kept.push(at);
        }
    }
    let mut at = 0;
    found.retain(|_| {
        at += 1;
        kept.contains(&(at - 1))
    });
}

fn draft(looks: &[Look], scene: &Scene, report: &Report) -> Option<Draft> {
    let words = scene.words;
    let anchor = &words[report.anchor];
    let attribution = match report.source {
        _ if anchor.reads("according") => Attribution::AccordingTo,
        None => Attribution::Nobody,
        Some(_) if anchor.is(Class::Colon) => Attribution::Colon,
        Some(_) => Attribution::Cue,
    };
    Some(Draft {
        content: report.content.clone(),
        cue: Some(Cue { span: cover(words, report.cue.clone())?, lemma: lemma(looks, scene, report) }),
        source: report.source.clone().and_then(|source| cover(words, source)),
        attribution,
        polarity: polarity(looks, words, report),
        shares: Some([report.sure, report.bounds, report.named]),
    })
}

/// "say", "point out", "according to", ":".
fn lemma(looks: &[Look], scene: &Scene, report: &Report) -> String {
    let at = report.anchor;
    if scene.words[at].reads("according") {
        return "according to".to_owned();
    }
    let mut lemma = scene.found.lemma(scene.text, &scene.found.tokens[at]).into_owned();
    let particle =
        |at: &usize| looks[*at].relation == Relation::CompoundPrt && looks[*at].head as usize == report.anchor;
    if let Some(particle) = report.cue.clone().find(particle) {
        lemma.push(' ');
        lemma.push_str(scene.words[particle].text);
    }
    lemma
}

/// Words before those who said nothing.
const NOBODY: &[&str] = &["neither", "nobody", "none", "no"];

/// Whether the cue affirms, denies, or says that nothing was said.
fn polarity(looks: &[Look], words: &[Word], report: &Report) -> Polarity {
    let cue = &report.cue;
    let manner = looks[cue.clone()].iter().fold(0, |all, look| all | look.manner);
    let nobody = report.source.as_ref().is_some_and(|source| NOBODY.iter().any(|none| words[source.start].reads(none)));
    let negated = nobody || words[cue.clone()].iter().any(|word| word.class == Class::Negation);
    let can = |flag: Manner| manner & flag.bits() != 0;
    match () {
        _ if can(Manner::DECLINE) => Polarity::Declined,
        _ if can(Manner::DENY) && !negated => Polarity::Denied,
        _ if negated && !can(Manner::DENY) => Polarity::Declined,
        _ => Polarity::Asserted,
    }
}
