//! What a reporting clause reports: the words to its right or left that are its content.

use std::ops::Range;

use super::clause::{Group, group};
use super::words::{Class, Word};
use crate::extract::cues::{Form, Manner};

use Class::*;

/// Content to the right of a verb group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Right {
    /// Quotations from this word on, nothing else.
    Quoted(usize),
    /// A clause from this word on; it may hold quotations.
    Clause(usize),
    /// An object from this word on, as far as its clause goes.
    Object(usize),
    /// The clause ends with a colon, and what it announces comes after this unit.
    Announced,
}

/// How far a verb is from what it reports, at most, in words.
const REACH: usize = 24;

/// What `cue` reports to its right, before `end`.
pub fn right(words: &[Word], unit: &Range<usize>, cue: &Group) -> Option<Right> {
    let end = unit.end;
    let from = cue.words.end;
    let limit = end.min(from + REACH);
    let manner = cue.manner;
    let clause = skip_circumstance(words, from, end);
    for at in from..limit {
        let word = &words[at];
        if word.quotation.is_some() {
            return quoted(words, cue, from, clause, at);
        }
        // "in a video posted on Monday said": what follows is the other verb's.
        if at > from && group(words, unit, at).is_some_and(|later| later.form != Form::Gerund) {
            break;
        }
        match word.class {
            That if manner.can(Manner::THAT) && at + 2 < end && clause_or_gap(words, from, at, manner) => {
                return Some(Right::Clause(at));
            }
            That if manner.can(Manner::THAT) => return None,
            Colon if at + 1 == end => return Some(Right::Announced),
            Colon if words[at + 1].quotation.is_none() => {
                return manner.can(Manner::DIRECT).then_some(Right::Clause(at + 1));
            }
            Stop | Semicolon => break,
            Comma if at > from + 8 => break,
            _ => {}
        }
    }
    bare(words, cue, clause, end)
}

/// Whether the words between verb and "that" are an addressee or a circumstance rather than an object of their own.
fn clause_or_gap(words: &[Word], from: usize, at: usize, manner: Manner) -> bool {
    from == at
        || manner.can(Manner::ADDRESSEE)
        || skip_circumstance(words, from, at) == at
        || words[at - 1].is(Comma)
        || at - from <= 2
}

fn quoted(words: &[Word], cue: &Group, from: usize, clause: usize, at: usize) -> Option<Right> {
    let gap = &words[from..at];
    let verdict = cue.manner.can(Manner::QUALIFY) && !cue.manner.can(Manner::DIRECT);
    if verdict && gap.iter().any(|w| w.is(Comma)) {
        return None;
    }
    let last = gap.last();
    let direct = match last {
        None => true,
        Some(last) if last.is(Colon) => true,
        Some(last) if last.is(Comma) => clause >= at - 1 || cue.manner.can(Manner::ADDRESSEE) || gap.len() <= 10,
        Some(last) if last.is(That) => gap.len() == 1 || cue.manner.can(Manner::ADDRESSEE),
        _ => clause == at && !verdict,
    };
    let takes_clause = [Manner::THAT, Manner::BARE, Manner::QUALIFY, Manner::WH, Manner::INFINITIVE];
    let colon = last.is_some_and(|last| last.is(Colon));
    if direct && (cue.manner.can(Manner::DIRECT) || cue.manner.can(Manner::QUALIFY) || colon) {
        Some(Right::Quoted(at))
    } else if verdict {
        Some(Right::Clause(if gap[0].reads("as") { from + 1 } else { from }))
    } else if takes_clause.iter().any(|&manner| cue.manner.can(manner)) || gap.is_empty() {
        let clause = if clause < at { clause } else { from };
        // "that" opens the content wherever it stands in the gap.
        let that = (from..at).find(|&at| words[at].is(That)).unwrap_or(clause);
        Some(Right::Clause(that))
    } else {
        None
    }
}

fn bare(words: &[Word], cue: &Group, clause: usize, end: usize) -> Option<Right> {
    let (from, manner) = (cue.words.end, cue.manner);
    let first = words.get(from).filter(|_| from < end)?;
    if manner.can(Manner::INFINITIVE) {
        let to = (from..end.min(from + 6)).find(|&at| words[at].is(To));
        let near = |to: &usize| *to == from || manner.can(Manner::ADDRESSEE);
        if let Some(to) = to.filter(near).filter(|&to| to + 1 < end && words[to + 1].is_any(&[Lower, Auxiliary])) {
            // "urged both sides to return": whoever is urged is part of what is urged.
            let whole = manner.can(Manner::ADDRESSEE) && !manner.can(Manner::THAT);
            return Some(Right::Clause(if whole { from } else { to }));
        }
    }
    if manner.can(Manner::WH) && (first.is(Subordinator) || first.reads("if")) {
        return Some(Right::Clause(from));
    }
    if manner.can(Manner::OBJECT)
        && !manner.can(Manner::BARE)
        && first.is_any(&[Determiner, Name, Number, Lower, Pronoun])
    {
        return Some(Right::Object(from));
    }
    if !manner.can(Manner::BARE) {
        return None;
    }
    let start = if manner.can(Manner::ADDRESSEE) { skip_addressee(words, clause, end) } else { clause };
    let opens = words.get(start).filter(|_| start + 2 < end)?;
    // "knows the family": only a verb of saying is sure to be followed by a clause.
    let sure = cue.manner.can(Manner::DIRECT)
        || opens.is(Pronoun)
        || words[start..end.min(start + 6)].iter().any(|w| w.is(Auxiliary));
    let said = ["say", "add", "think", "believe"].contains(&cue.lemma.as_str());
    let fits = sure
        && (said || !opens.is_any(&[Lower, Time, Adverb]))
        && opens.is_any(&[Pronoun, Determiner, Name, Number, Lower, Time, Adverb, Subordinator]);
    (fits && has_verb(words, start, end)).then_some(Right::Clause(start))
}

/// Without tags: an auxiliary or something that ends like a verb within reach.
fn has_verb(words: &[Word], start: usize, end: usize) -> bool {
    words[start + 1..end.min(start + 20)].iter().any(|w| {
        w.is(Auxiliary) || w.is(Negation) || (w.is(Lower) && (w.text.ends_with("ed") || w.text.ends_with('s')))
    })
}

/// Past "on Monday", "in an interview", "again", "to reporters".
pub fn skip_circumstance(words: &[Word], mut at: usize, end: usize) -> usize {
    let noun = |w: &Word| w.is_any(&[Lower, Name, Number, Time, Genitive]) || w.is(Dash);
    loop {
        let start = at;
        while at < end && words[at].is_any(&[Time, Adverb]) {
            at += 1;
            while at < end && words[at].is(Number) {
                at += 1;
            }
        }
        if at < end && words[at].is_any(&[Preposition, To]) && words.get(at + 1).is_some_and(|next| !next.is(Colon)) {
            at += 1;
            while at < end && words[at].is(Determiner) {
                at += 1;
            }
            while at < end && noun(&words[at]) {
                at += 1;
            }
        }
        if at == start {
            return at;
        }
    }
}

/// Past "reporters", "him", "the Daily News", "Fox's Bret Baier".
fn skip_addressee(words: &[Word], start: usize, end: usize) -> usize {
    let mut at = start;
    if at < end && (words[at].is(Pronoun) || words[at].reads("her")) {
        return skip_circumstance(words, at + 1, end);
    }
    if at < end && words[at].is(Determiner) {
        at += 1;
    }
    if at < end && words[at].is(Lower) {
        return skip_circumstance(words, at + 1, end);
    }
    while at < end && words[at].is_any(&[Name, Genitive]) {
        at += 1;
    }
    skip_circumstance(words, at, end)
}

/// Where the object that begins at `start` ends: at the next clause or aside.
pub fn object_end(words: &[Word], unit: &Range<usize>, start: usize) -> usize {
    let end = clause_end(words, unit, start);
    let stops = [Comma, Dash, Relative, Subordinator, Semicolon, Colon, That];
    (start..end).find(|&at| words[at].is_any(&stops) && !tight_dash(words, at)).unwrap_or(end)
}

fn tight_dash(words: &[Word], at: usize) -> bool {
    words[at].text == "-"
}

/// Where the clause that begins at `start` stops being this cue's: before the next reporting clause beside it, the
/// closing stop, or the end.
pub fn clause_end(words: &[Word], unit: &Range<usize>, start: usize) -> usize {
    let mut end = unit.end;
    for at in start + 1..unit.end {
        if words[at].quotation.is_some() {
            continue;
        }
        if words[at].is(Semicolon) {
            end = at;
            break;
        }
        let Some(later) = group(words, unit, at) else { continue };
        let before = later.words.start - 1;
        if before <= start {
            continue;
        }
        let boundary = match () {
            _ if later.form == Form::Gerund && words[before].is(Comma) => Some(before),
            _ if words[before].is(Conjunction) && later.manner.can(Manner::DIRECT) => Some(before),
            // "who beat Y after he claimed …, said"
            _ if words[before].is(Comma) && later.manner.can(Manner::DIRECT) && !later.passive => Some(before),
            _ => subject_boundary(words, start, later.words.start),
        };
        if let Some(boundary) = boundary.filter(|&boundary| boundary > start) {
            end = boundary;
            break;
        }
    }
    while end > start && words[end - 1].is_any(&[Stop, Comma, Conjunction]) {
        end -= 1;
    }
    end
}

/// The comma or conjunction before a short subject ("…, Smith said", "… and Smith said").
fn subject_boundary(words: &[Word], start: usize, group: usize) -> Option<usize> {
    let mut at = group;
    let floor = start.max(group.saturating_sub(8));
    while at > floor && words[at - 1].is_any(&[Name, Pronoun, Determiner, Lower, Genitive]) {
        at -= 1;
    }
    let before = at.checked_sub(1).filter(|&before| before > start && at < group)?;
    words[before].is_any(&[Comma]).then_some(before).or_else(|| {
        let joined = words[before].is(Conjunction) && words[before - 1].is(Comma);
        joined.then_some(before - 1)
    })
}
