//! Reports without a verb of the lexicon: "according to", colons, dashes, unknown verbs.

use std::ops::Range;

use super::State;
use crate::analysis::{Attribution, Polarity};
use crate::extract::cues::{Form, Manner};
use crate::extract::quotes::clause::Group;
use crate::extract::quotes::words::Class::*;
use crate::extract::quotes::words::Word;
use crate::extract::quotes::{content, subject};

impl State<'_> {
    /// "According to X, …" and "…, according to X".
    pub(super) fn according_to(&mut self, at: usize) -> Option<usize> {
        let words = self.words;
        let opens = words[self.content_from..at].iter().all(|w| w.is_any(&[Conjunction, Comma, Adverb]));
        let comma = (at + 2..self.unit.end).find(|&at| words[at].is(Comma)).unwrap_or(self.unit.end);
        let source = subject::after(words, at + 2, if opens { comma } else { self.unit.end })?;
        let cue = mark_cue("according to", at..at + 2);
        let (content, past) = if opens {
            let source_end = source.end;
            let end = content::clause_end(words, self.unit, (comma + 1).min(self.unit.end - 1));
            ((comma + 1).min(end)..end, end.max(source_end))
        } else {
            let mut from = self.content_from;
            let mut to = at;
            while to > from && words[to - 1].is_any(&[Comma, Dash, Conjunction]) {
                to -= 1;
            }
            while from < to && words[from].is_any(&[Comma, Conjunction]) {
                from += 1;
            }
            (from..to, source.end)
        };
        if content.is_empty() {
            return None;
        }
        self.push(&cue, vec![content], Some(source), Attribution::AccordingTo);
        self.content_from = past;
        Some(past)
    }

    /// "“…,” Smith deadpanned": a quotation, a name and one word is a report whatever the verb.
    pub(super) fn unknown_verb(&mut self, at: usize) -> Option<usize> {
        let words = self.words;
        let verb = &words[at];
        let finite = verb.is(Lower) && (verb.text.ends_with("ed") || verb.text.ends_with('s')) && verb.text.len() > 3;
        let ends = words.get(at + 1).filter(|_| at + 1 < self.unit.end);
        if !finite
            || !ends.is_none_or(|next| next.is_any(&[Stop, Comma, Preposition, Time]) || next.quotation.is_some())
        {
            return None;
        }
        let subject = subject::before(words, self.content_from, at)?;
        let edge = subject.clause.checked_sub(1).filter(|&edge| edge >= self.content_from)?;
        let inside = words[edge].quotation.is_some()
            && edge > self.unit.start
            && (matches!(words[edge - 1].class, Comma | Stop) || words[edge].class == Comma);
        let named = words[subject.words.clone()].iter().all(|w| w.is_any(&[Name, Pronoun]));
        if !inside || !named {
            return None;
        }
        let cue = mark_cue(&verb.text.to_lowercase(), at..at + 1);
        self.left(&cue, subject.clause, at + 1, subject.words)
    }

    /// "“…” — Jane Doe"
    pub(super) fn speaker_dash(&mut self) -> Option<usize> {
        let words = self.words;
        let dash = (self.unit.start + 1..self.unit.end).find(|&at| words[at].is(Dash))?;
        let end = if words[self.unit.end - 1].is(Stop) { self.unit.end - 1 } else { self.unit.end };
        let source = dash + 1..end;
        let quoted = words[self.unit.start..dash].iter().all(|w| w.quotation.is_some());
        let name = |w: &Word| w.is_any(&[Name, Comma, Preposition]);
        if !quoted
            || !(1..8).contains(&source.len())
            || !words[source.clone()].iter().all(name)
            || !words[source.start].is(Name)
        {
            return None;
        }
        self.push(&mark_cue("—", dash..dash + 1), vec![self.unit.start..dash], Some(source), Attribution::Cue);
        None
    }

    /// "He made the following comment:" and then the words, here or in what comes next.
    pub(super) fn bare_colon(&mut self) -> Option<usize> {
        let words = self.words;
        let colon = (self.unit.start..self.unit.end).rev().find(|&at| words[at].is(Colon))?;
        let next = words.get(colon + 1).filter(|_| colon + 1 < self.unit.end);
        if next.is_some_and(|next| next.quotation.is_none()) {
            return None;
        }
        let source = subject::of_clause(words, self.unit.start, colon)?;
        let content = if next.is_some() { self.quotations_from(colon + 1).0 } else { Vec::new() };
        self.push(&mark_cue(":", colon..colon), content, Some(source), Attribution::Colon);
        None
    }

    /// "SMITH: …", "Poll: …"
    pub(super) fn speaker_colon(&mut self) -> Option<usize> {
        let words = self.words;
        let colon = (self.unit.start..self.unit.end.min(self.unit.start + 7)).find(|&at| words[at].is(Colon))?;
        let source = self.unit.start..colon;
        let letters: usize = words[source.clone()].iter().map(|w| w.text.len()).sum();
        let named =
            letters >= 3 && words[source.clone()].iter().all(|w| w.is_any(&[Name, Number, Genitive]) || w.reads("of"));
        let next = words.get(colon + 1).filter(|_| colon + 1 < self.unit.end)?;
        let capitals = words[source.clone()].iter().all(|w| !w.text.chars().any(char::is_lowercase));
        if !named || !(next.quotation.is_some() || capitals && source.len() <= 3 && self.unit.end - colon > 3) {
            return None;
        }
        let end = if words[self.unit.end - 1].is(Stop) { self.unit.end - 1 } else { self.unit.end };
        self.push(&mark_cue(":", colon..colon), vec![colon + 1..end], Some(source), Attribution::Colon);
        None
    }
}

/// A cue that is no verb of the lexicon.
fn mark_cue(lemma: &str, words: Range<usize>) -> Group {
    Group {
        lemma: lemma.to_owned(),
        manner: Manner::DIRECT,
        form: Form::Base,
        words,
        passive: false,
        polarity: Polarity::Asserted,
    }
}
