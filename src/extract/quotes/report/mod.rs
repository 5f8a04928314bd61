//! Reporting clauses of one unit: each cue with its source and its content.

use std::ops::Range;

mod other;
mod sides;

use super::Draft;
use super::clause::{Group, group};
use super::content::{self, Right};
use super::subject::{self, Subject};
use super::units::Unit;
use super::words::{Class, Word, cover};
use crate::analysis::{Attribution, Cue, Polarity};
use crate::extract::cues::{Form, Manner};

use Class::*;

/// Everything `unit` reports, in order of the cues.
pub fn find(words: &[Word], unit: &Unit) -> Vec<Draft> {
    // "What it showed was that …, Smith said": the report at the end holds all before it, reports included.
    let outer = trailing(words, &unit.words);
    let end = outer.as_ref().map_or(unit.words.end, |outer| outer.content[0].end);
    let mut drafts = inner(words, &(unit.words.start..end));
    drafts.retain(|draft| outer.as_ref().is_none_or(|outer| draft.content != outer.content));
    drafts.extend(outer);
    drafts
}

/// How far from the unit's end its last report may begin, in words.
const TRAIL: usize = 30;

/// A report that ends the unit and holds, before its comma, another report that is not all quoted.
fn trailing(words: &[Word], unit: &Range<usize>) -> Option<Draft> {
    let floor = unit.start.max(unit.end.saturating_sub(TRAIL));
    let unquoted = (floor..unit.end).rev().take_while(|&at| words[at].quotation.is_none());
    let finite = |at: &usize| group(words, unit, *at).is_some_and(|cue| !cue.passive && cue.form != Form::Gerund);
    let cue = group(words, unit, unquoted.into_iter().find(finite)?)?;
    let before = cue.words.start.checked_sub(1).filter(|&before| before > unit.start)?;
    let clause = if words[before].is(Comma) {
        let source = subject::after(words, cue.words.end, unit.end)?;
        Subject { words: source, clause: cue.words.start }
    } else {
        subject::before(words, unit.start, cue.words.start)?
    };
    let comma = clause.clause.checked_sub(1).filter(|&comma| comma > unit.start && words[comma].is(Comma))?;
    let past = clause.words.end.max(cue.words.end);
    let complete = words.get(past).filter(|_| past < unit.end).is_none_or(|next| next.is_any(&[Stop, Relative]));
    let reports = |at: usize| words[at].quotation.is_none() && group(words, unit, at).is_some();
    let says = cue.manner.can(Manner::DIRECT) && cue.manner.can(Manner::BARE);
    let mut state = State::new(words, unit);
    let open = words[comma - 1].quotation.is_none() && (unit.start..comma).any(reports);
    if !complete || !says || !open || !state.clause_like(unit.start, comma) {
        return None;
    }
    state.push(&cue, vec![unit.start..comma], Some(clause.words), Attribution::Cue);
    state.drafts.pop()
}

fn inner(words: &[Word], unit: &Range<usize>) -> Vec<Draft> {
    let mut state = State::new(words, unit);
    let mut at = unit.start;
    while at < unit.end {
        let past = if words[at].quotation.is_some() {
            None
        } else if words[at].reads("according") && words.get(at + 1).is_some_and(|next| next.is(To)) {
            state.according_to(at)
        } else {
            group(words, unit, at).and_then(|cue| state.report(&cue)).or_else(|| state.unknown_verb(at))
        };
        at = past.unwrap_or(at + 1).max(at + 1);
    }
    if state.drafts.is_empty() {
        state.speaker_colon();
    }
    if state.drafts.is_empty() {
        state.speaker_dash();
    }
    if state.drafts.is_empty() {
        state.bare_colon();
    }
    state.drafts
}

struct State<'a> {
    words: &'a [Word<'a>],
    unit: &'a Range<usize>,
    drafts: Vec<Draft>,
    /// Where content not yet claimed begins.
    content_from: usize,
    last_source: Option<Range<usize>>,
}

impl<'a> State<'a> {
    fn new(words: &'a [Word<'a>], unit: &'a Range<usize>) -> Self {
        State { words, unit, drafts: Vec::new(), content_from: unit.start, last_source: None }
    }

    /// Tries both directions; returns the first word not used up.
    fn report(&mut self, cue: &Group) -> Option<usize> {
        if cue.passive {
            return self.passive(cue);
        }
        let words = self.words;
        let before = cue.words.start.checked_sub(1).filter(|&before| before >= self.unit.start);
        if let Some(past) = self.inverted(cue, before) {
            return Some(past);
        }
        let gerund = cue.form == Form::Gerund && !words[cue.words.start].is(Auxiliary);
        let subject = if gerund && before.is_some() {
            let named = before.is_some_and(|at| words[at].is(Name));
            let known = self.last_source.clone().filter(|_| !named);
            let known = known.or_else(|| {
                subject::before(words, self.content_from, cue.words.start).filter(|_| named).map(|s| s.words)
            });
            let source = known.or_else(|| subject::of_clause(words, self.unit.start, cue.words.start))?;
            Subject { words: source, clause: cue.words.start }
        } else {
            self.subject(cue.words.start)?
        };
        let right = content::right(words, self.unit, cue);
        let edge = subject.clause.checked_sub(1).filter(|&edge| edge >= self.content_from);
        let quote_left = edge.is_some_and(|edge| self.closes_quote(edge));
        let comma_left = edge.is_some_and(|edge| words[edge].is_any(&[Comma, Dash]));
        let reports_clause = cue.manner.can(Manner::BARE) || cue.manner.can(Manner::THAT);
        let says = [Manner::DIRECT, Manner::BARE, Manner::THAT].iter().any(|&manner| cue.manner.can(manner));
        let clause_left =
            comma_left && right.is_none() && reports_clause && self.clause_like(self.content_from, subject.clause);
        if says
            && !gerund
            && (quote_left || clause_left)
            && let Some(past) = self.left(cue, subject.clause, cue.words.end, subject.words.clone())
        {
            return Some(past);
        }
        if comma_left
            && says
            && !gerund
            && let Some(past) = self.parenthetical(cue, &subject)
        {
            return Some(past);
        }
        let right = right.or_else(|| self.declined(cue))?;
        self.right(cue, right, Some(subject.words), cue.words.end)
    }

    /// The subject before `group`: not among words already claimed, unless what was claimed is an aside within it ("X, who
    /// says …, said") or the verb is the second of two ("X said … and added").
    fn subject(&self, group: usize) -> Option<Subject> {
        let words = self.words;
        subject::before(words, self.content_from, group).or_else(|| {
            let before = &words[group.checked_sub(1).filter(|&before| before >= self.unit.start)?];
            if before.is(Conjunction) {
                return Some(Subject { words: self.last_source.clone()?, clause: group });
            }
            subject::before(words, self.unit.start, group).filter(|_| before.is(Comma))
        })
    }

    /// "“…,” said Jane Doe", "…, said Jane Doe", "Said Jane Doe: …"
    fn inverted(&mut self, cue: &Group, before: Option<usize>) -> Option<usize> {
        let words = self.words;
        let at_break = before.is_none_or(|at| words[at].is_any(&[Comma, Dash]) || words[at].quotation.is_some());
        // Nobody "told" without an object, so what follows that verb is the one spoken to.
        if !at_break || cue.form == Form::Gerund || cue.lemma == "tell" || !cue.manner.can(Manner::DIRECT) {
            return None;
        }
        let source = subject::after(words, cue.words.end, self.unit.end)?;
        let end = source.end;
        let Some(before) = before else {
            let rest = Group { words: cue.words.start..end, ..cue.clone() };
            let right = content::right(words, self.unit, &rest)?;
            return self.right(cue, right, Some(source), end);
        };
        let sides = [Stop, Comma, Relative, Preposition, To, Subordinator, Dash, Colon, Time, Adverb, Conjunction];
        let next = words.get(end).filter(|_| end < self.unit.end);
        let complete = next.is_none_or(|next| next.is_any(&sides) || next.is(Lower) && next.text.ends_with("ing"));
        // Without quotation marks only plain verbs of saying are turned round ("…, said Holm"; never "…, called the plan").
        let plain = cue.manner.can(Manner::BARE) && !cue.manner.can(Manner::NOUN);
        let clause_before = complete && plain && self.clause_like(self.content_from, cue.words.start);
        (self.closes_quote(before) || clause_before).then(|| self.left(cue, cue.words.start, end, source))?
    }

    /// "The forecast, Dahl argued, rests on hope": the clause stands in the middle of what it reports.
    fn parenthetical(&mut self, cue: &Group, subject: &Subject) -> Option<usize> {
        let words = self.words;
        let (left, comma) = (self.content_from..subject.clause - 1, cue.words.end);
        let next = words.get(comma + 1).filter(|_| comma + 2 < self.unit.end && words[comma].is(Comma))?;
        let rest = next.quotation.is_none()
            && !next.is_any(&[Relative, Conjunction, Subordinator])
            && !next.text.ends_with("ing");
        if left.is_empty() || !rest || self.clause_like(left.start, left.end) {
            return None;
        }
        let end = content::clause_end(words, self.unit, comma + 1);
        let lead = words[left.clone()].iter().take_while(|w| w.is_any(&[Conjunction, Comma])).count();
        let content = vec![left.start + lead..left.end, comma + 1..end];
        self.push(cue, content, Some(subject.words.clone()), Attribution::Cue);
        self.content_from = end;
        Some(end)
    }

    /// "was described by one official as “…”"
    fn passive(&mut self, cue: &Group) -> Option<usize> {
        let words = self.words;
        let by = (cue.words.end..self.unit.end.min(cue.words.end + 4)).find(|&at| words[at].reads("by"))?;
        let source = subject::after(words, by + 1, self.unit.end)?;
        let rest = Group { words: cue.words.start..source.end, ..cue.clone() };
        let right = content::right(words, self.unit, &rest)?;
        self.right(cue, right, Some(source), cue.words.end)
    }

    /// "did not respond to a request for comment", "would not comment"
    fn declined(&self, cue: &Group) -> Option<Right> {
        let negated = cue.polarity == Polarity::Declined;
        let silent = ["respond", "comment", "reply", "answer", "elaborate"].contains(&cue.lemma.as_str());
        let next = self.words.get(cue.words.end).filter(|_| cue.words.end < self.unit.end)?;
        (negated && silent && next.is_any(&[To, Preposition])).then_some(Right::Clause(cue.words.end))
    }

    /// Whether the quotation mark, or the comma behind it, stands at `at`.
    fn closes_quote(&self, at: usize) -> bool {
        let quoted = |at: usize| self.words[at].quotation.is_some();
        quoted(at) || self.words[at].is_any(&[Comma, Dash]) && at > self.unit.start && quoted(at - 1)
    }

    /// Whether what stands between could be a sentence of its own rather than a circumstance.
    fn clause_like(&self, from: usize, to: usize) -> bool {
        let part = &self.words[from..to];
        let lead = part.iter().take_while(|w| w.is_any(&[Conjunction, Comma])).count();
        let part = &part[lead..];
        let circumstance = part.first().is_none_or(|first| first.is_any(&[Preposition, Time, Subordinator, To]));
        let verb = part.iter().any(|w| w.is(Auxiliary) || w.quotation.is_some() || w.is(Negation))
            || part.iter().filter(|w| w.is(Lower)).any(|w| w.text.ends_with("ed") || w.text.ends_with('s'));
        part.len() >= 4 && verb && (!circumstance || part.len() >= 12)
    }

    fn push(
        &mut self,
        cue: &Group,
        content: Vec<Range<usize>>,
        source: Option<Range<usize>>,
        attribution: Attribution,
    ) {
        let words = self.words;
        let mut cue_words = cue.words.clone();
        let rest = &words[cue_words.end..self.unit.end];
        let statement = ["in", "a", "statement"];
        if rest.len() > 3 && rest.iter().zip(statement).all(|(word, want)| word.reads(want)) {
            cue_words.end += statement.len();
        }
        let colon = words.get(cue_words.end).is_some_and(|next| next.is(Colon));
        cue_words.end += usize::from(colon && cue_words.end < self.unit.end);
        let Some(span) = cover(words, cue_words) else { return };
        self.last_source = source.clone().or(self.last_source.take());
        self.drafts.push(Draft {
            content,
            cue: Some(Cue { span, lemma: cue.lemma.clone() }),
            source: source.and_then(|source| cover(words, source)),
            attribution,
            polarity: cue.polarity,
        });
    }
}
