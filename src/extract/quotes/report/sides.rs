//! Content on either side of a reporting clause, and where it stops.

use std::ops::Range;

use super::State;
use crate::analysis::Attribution;
use crate::extract::cues::Manner;
use crate::extract::quotes::clause::{Group, group};
use crate::extract::quotes::content::{self, Right};
use crate::extract::quotes::words::Class::*;

impl State<'_> {
    /// Content before the reporting clause `clause..end`, and quotations that go on after it.
    pub(super) fn left(&mut self, cue: &Group, clause: usize, end: usize, source: Range<usize>) -> Option<usize> {
        let words = self.words;
        let mut from = self.content_from;
        let mut to = clause;
        while to > from && words[to - 1].is_any(&[Comma, Dash, Conjunction, Stop]) {
            to -= 1;
        }
        while from < to && words[from].is_any(&[Comma, Conjunction, Dash, Stop]) {
            from += 1;
        }
        // "In the end, “we lost,” he said": a short lead-in is not part of what was said.
        if to > from && words[to - 1].quotation.is_some() {
            let lead = words[from..to].iter().take_while(|w| w.quotation.is_none()).count();
            let circumstance = lead > 0 && words[from + lead - 1].is_any(&[Comma, Colon]);
            let short_quote = words[from + lead..to].len() < 4;
            if circumstance && lead <= 8 && !short_quote {
                from += lead;
            }
        }
        if from >= to {
            return None;
        }
        let quoted = words[from..to].iter().any(|w| w.quotation.is_some());
        let mut content = vec![from..to];
        let past = self.goes_on(end, quoted, &mut content);
        self.push(cue, content, Some(source), Attribution::Cue);
        self.content_from = past;
        Some(past)
    }

    /// Adds the quotations with which an interrupted quote goes on from `end`; returns where it stops.
    pub(super) fn goes_on(&self, end: usize, quoted: bool, content: &mut Vec<Range<usize>>) -> usize {
        let words = self.words;
        let (mut past, mut at) = (end, end);
        while at < self.unit.end && at < past + 20 {
            if words[at].quotation.is_some() {
                let stop = (at..self.unit.end).find(|&at| words[at].quotation.is_none()).unwrap_or(self.unit.end);
                let again = self.same_speaker(stop);
                let goes_on = quoted || words[at - 1].is_any(&[Comma, Colon]);
                // "…, but “it hit her hand,” said Marsh": the next speaker's words.
                if !goes_on || again.is_none() && self.has_report(stop) {
                    break;
                }
                content.push(at..stop);
                past = again.unwrap_or(stop);
                at = past;
                continue;
            }
            if group(words, self.unit, at).is_some() || words[at].is_any(&[Stop, Semicolon]) {
                break;
            }
            at += 1;
        }
        past
    }

    /// After "“…, and if it thaws,”": past "he added,", when more of the same sentence follows.
    pub(super) fn same_speaker(&self, at: usize) -> Option<usize> {
        let words = self.words;
        if at + 1 >= self.unit.end || !words[at].is(Pronoun) {
            return None;
        }
        let cue = group(words, self.unit, at + 1)?;
        let next = cue.words.end + usize::from(words.get(cue.words.end)?.is(Comma));
        let quoted = words.get(next).filter(|_| next < self.unit.end && next > cue.words.end)?.quotation;
        quoted.map(|_| next)
    }

    /// Whether a short reporting clause ("said Marsh", "Marsh said") begins at `at`.
    pub(super) fn has_report(&self, at: usize) -> bool {
        (at..self.unit.end.min(at + 6))
            .take_while(|&at| self.words[at].quotation.is_none() && !self.words[at].is_any(&[Comma, Stop]))
            .any(|at| {
                group(self.words, self.unit, at).is_some_and(|cue| cue.manner.can(Manner::DIRECT) && !cue.passive)
            })
    }

    pub(super) fn right(
        &mut self,
        cue: &Group,
        right: Right,
        source: Option<Range<usize>>,
        after: usize,
    ) -> Option<usize> {
        let words = self.words;
        let (content, past) = match right {
            Right::Quoted(start) => {
                let (content, past) = self.quotations_from(start);
                (content, past)
            }
            Right::Clause(start) => {
                let mut end = content::clause_end(words, self.unit, start);
                end = self.quote_closes_clause(start, end, cue);
                if words[self.unit.start].is(Subordinator) && self.drafts.is_empty() {
                    // "While he said that …, she left": the comma ends what he said.
                    end = (start..end).find(|&at| words[at].is(Comma)).unwrap_or(end);
                }
                if end <= start {
                    return None;
                }
                (vec![start..end], end)
            }
            Right::Object(start) => {
                let end = content::object_end(words, self.unit, start);
                (vec![start..end], end)
            }
            Right::Announced => (Vec::new(), self.unit.end),
        };
        let colon = matches!(right, Right::Announced);
        self.push(cue, content, source, if colon { Attribution::Colon } else { Attribution::Cue });
        self.content_from = past.max(after);
        Some(self.content_from)
    }

    /// "“…” and “…”" from `start`, as long as only joints stand between.
    pub(super) fn quotations_from(&self, start: usize) -> (Vec<Range<usize>>, usize) {
        let words = self.words;
        let mut content = Vec::new();
        let mut at = start;
        let mut past = start;
        while at < self.unit.end {
            if words[at].quotation.is_none() {
                let joint = words[at].is_any(&[Comma, Conjunction, Stop, Dash]);
                if !joint || at - past > 1 {
                    break;
                }
                at += 1;
                continue;
            }
            let stop = (at..self.unit.end).find(|&at| words[at].quotation.is_none()).unwrap_or(self.unit.end);
            content.push(at..stop);
            (at, past) = (stop, stop);
        }
        (content, past)
    }

    /// A quotation that ends with its comma or stop inside the marks ends the reported clause.
    pub(super) fn quote_closes_clause(&self, start: usize, end: usize, cue: &Group) -> usize {
        let words = self.words;
        let mut last = None;
        for at in start..end {
            let here = words[at].quotation;
            let closes = here.is_some() && words.get(at + 1).is_none_or(|next| next.quotation != here);
            if closes {
                last = Some(at + 1);
                let inside = at > start && words[at].class == Mark && matches!(words[at - 1].class, Comma | Stop);
                if inside {
                    return at + 1;
                }
            }
        }
        let verdict = cue.manner.can(Manner::QUALIFY) && !cue.manner.can(Manner::THAT);
        last.filter(|_| verdict).unwrap_or(end)
    }
}
