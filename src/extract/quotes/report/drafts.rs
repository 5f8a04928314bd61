//! From reports to drafts of quotes: what is likely enough, and does not stand within something likelier.

use std::ops::Range;

use super::sight::{Look, Sight};
use super::{QuoteModel, Report, Scratch, cue_and_source, mend, names, quoted, reports, ways};
use crate::analysis::{Analysis, Attribution, Cue, Polarity, Pos, Relation, Role};
use crate::extract::cues::Manner;
use crate::extract::quotes::Draft;
use crate::extract::quotes::speech::is_title;
use crate::extract::quotes::stretch::Stretch;
use crate::extract::quotes::words::{Class, Word, cover};
use crate::span::Span;

/// A report is kept from this share on.
pub const KEPT: f32 = 0.33;

/// The same for a sentence that breaks off.
const CUT_OFF: f32 = 0.18;

/// The same for a few words of which some stand in quotation marks: their bounds are rarely wrong, so that more of what is
/// doubtful is right.
const QUOTED: f32 = 0.24;
const FEW: usize = 16;

/// What the finder works on: the words of a stretch, in two views.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub text: &'a str,
    pub found: &'a Analysis,
    pub stretch: Stretch<'a>,
    pub words: &'a [Word<'a>],
}

/// What `unit` reports, in order of the cues.
pub(in crate::extract::quotes) fn drafts(
    model: &QuoteModel,
    sight: Sight,
    scene: &Scene,
    scratch: &mut Scratch,
) -> Vec<Draft> {
    let Sight { looks, unit } = sight;
    scratch.effort.read(length(scene, unit));
    let mut found = reports(model, sight, scratch);
    found.retain(|report| looks[report.anchor].quotation.is_none());
    mend::part(looks, &mut found);
    let kept = if is_cut_off(looks, scene, unit) { CUT_OFF } else { KEPT };
    found.retain(|report| report.sure >= if is_quoted(looks, report) { kept.min(QUOTED) } else { kept });
    found.retain(|report| !is_title_alone(looks, scene, report) && !names::gives_name(looks, scene, report));
    mend::begin_anew(looks, &mut found);
    settle(&mut found);
    quoted::go_on(sight, &mut found);
    quoted::lead_in(sight, scene, &mut found);
    mend::join(looks, &mut found);
    quoted::announce(model, sight, scene, &mut found, scratch);
    found.iter().filter_map(|report| draft(looks, scene, report)).collect()
}

/// The length of the unit's text.
fn length(scene: &Scene, unit: &Range<usize>) -> usize {
    cover(scene.words, unit.clone()).map_or(0, Span::len)
}

/// Whether the content is a few words, and two or more of them stand in quotation marks: one alone is rather irony.
fn is_quoted(looks: &[Look], report: &Report) -> bool {
    let words = report.content.iter().flat_map(|range| &looks[range.clone()]);
    let quoted = words.filter(|look| look.quotation.is_some() && look.is_word());
    report.content.iter().map(Range::len).sum::<usize>() <= FEW && quoted.take(2).count() == 2
}

/// Whether all that is reported is the title of a work ("sang “The Tide Table” for an hour").
fn is_title_alone(looks: &[Look], scene: &Scene, report: &Report) -> bool {
    let [range] = report.content.as_slice() else { return false };
    let quotation = looks[range.start].quotation;
    let within = |at: &usize| quotation.is_some() && looks[*at].quotation == quotation;
    let end = (range.start..scene.words.len()).take_while(within).count() + range.start;
    let rest = &looks[end.min(range.end)..range.end];
    !rest.iter().any(|look| look.pos == Pos::Verb) && is_title(&scene.words[range.start..end])
}

/// Whether the unit is the beginning of a sentence in another story's beginning.
fn is_cut_off(looks: &[Look], scene: &Scene, unit: &Range<usize>) -> bool {
    let last = &looks[unit.end - 1];
    let paragraph = scene.found.sentences[last.sentence as usize].paragraph as usize;
    last.is_word() && scene.found.paragraphs[paragraph].role == Role::Teaser
}

/// "told me, ‘…’": so many words may stand between a verb and the quotation it reports.
const NEAR: usize = 4;

/// What is reported within somebody's words: quotations inside `unit` that a verb of saying there may claim. The model knows
/// no reports of this kind, people having marked the outermost only, so it is not asked how likely they are.
pub(in crate::extract::quotes) fn within(
    model: &QuoteModel,
    sight: Sight,
    scene: &Scene,
    scratch: &mut Scratch,
) -> Vec<Draft> {
    let Sight { looks, unit } = sight;
    let mut found: Vec<Report> = Vec::new();
    if !scene.words[unit.clone()].iter().any(|word| word.quotation.is_some()) {
        return Vec::new();
    }
    for at in unit.clone() {
        let look = &looks[at];
        let says = look.manner & Manner::DIRECT.bits() != 0 && look.pos == Pos::Verb && look.quotation.is_none();
        if !says || !scratch.may_go_on() {
            continue;
        }
        let mut report = cue_and_source(&model.weights, sight, at, scratch);
        ways::settle(&model.weights, sight, &mut report, 1.0, scratch);
        // "told me, ‘…’": those in quotation marks alone.
        for range in &mut report.content {
            range.start = range.clone().find(|&at| looks[at].quotation.is_some()).unwrap_or(range.end);
        }
        report.content.retain(|range| !range.is_empty());
        if report.content.is_empty() {
            let near = report.cue.end..(report.cue.end + NEAR).min(unit.end);
            let start = near.into_iter().find(|&at| looks[at].quotation.is_some());
            report.content.extend(start.map(|start| start..sight.same_quotation(start)));
        }
        if !report.content.is_empty() {
            report.sure = 0.5;
            found.push(report);
        }
    }
    settle(&mut found);
    found.iter().filter_map(|report| draft(looks, scene, report)).collect()
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
        Some(_) if announces(looks, words, report) => Attribution::Colon,
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

/// Whether a colon alone says that somebody speaks: "many with a defiant message:".
fn announces(looks: &[Look], words: &[Word], report: &Report) -> bool {
    let by_colon = words[report.cue.clone()].last().is_some_and(|last| last.is(Class::Colon));
    words[report.anchor].is(Class::Colon) || by_colon && looks[report.anchor].pos == Pos::Noun
}

/// "say", "point out", "according to", ":".
fn lemma(looks: &[Look], scene: &Scene, report: &Report) -> String {
    let at = report.anchor;
    if scene.words[at].reads("according") {
        return "according to".to_owned();
    }
    let mut lemma = scene.found.lemma(scene.text, &scene.stretch.tokens[at]).into_owned();
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
