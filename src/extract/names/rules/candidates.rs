//! Stretches of words that may be names: runs of capitals with what may stand between them, cut at titles and where
//! one name ends and another begins.

use std::ops::Range;

use crate::analysis::EntityType;
use crate::extract::names::lists::{FIRST_NAME, Known, flag};
use crate::extract::names::sentences::{Evidence, Region, initial as initial_at};
use crate::extract::names::words::{Shape, Word};
use crate::span::Span;

#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub words: Range<usize>,
    pub sentence: u32,
    /// Stands alone as a name; otherwise only if the same words are a name elsewhere.
    pub sure: bool,
    /// A title stands directly before.
    pub titled: bool,
    /// Begins where any word has a capital.
    pub initial: bool,
    /// What is known of the whole name, of its first words, of its last.
    pub known: Option<Known>,
    pub known_first: Option<EntityType>,
    pub known_last: Option<EntityType>,
    /// Whether some of its words are also written small here.
    pub common: bool,
}

pub(super) const HEADS: u64 = flag::ORG_HEAD | flag::PLACE_HEAD | flag::EVENT_HEAD | flag::WORK_HEAD;

/// Names longer than this in words are no names.
pub(super) const LONGEST: usize = 14;

pub(super) struct Finder<'a> {
    pub text: &'a str,
    pub words: &'a [Word<'a>],
    pub evidence: &'a Evidence<'a>,
}

impl Finder<'_> {
    /// All candidates of the sentence's plain part, in order.
    pub fn find(&self, region: &Region, into: &mut Vec<Candidate>) {
        let mut at = region.plain().start;
        while at < region.plain().end {
            if !self.begins(at, region.plain().end) {
                at += 1;
                continue;
            }
            let end = self.run_end(at, region.plain().end);
            self.split(at..end, region, initial_at(self.words, &region.plain(), at), into);
            at = end;
        }
    }

    pub fn span(&self, words: Range<usize>) -> Span {
        self.words[words.start].span.cover(self.words[words.end - 1].span)
    }

    /// Cuts a run at titles and between names.
    fn split(&self, run: Range<usize>, region: &Region, initial: bool, into: &mut Vec<Candidate>) {
        let (mut start, mut titled) = (run.start, false);
        let mut at = run.start;
        while at < run.end {
            if let Some((to, known)) = self.known_at(at, run.end)
                && to > at + 1
                && known.entity_type != EntityType::Person
            {
                at = to;
                continue;
            }
            match self.title_end(start..run.end, at) {
                Some(end) => {
                    let mut left = at;
                    while left > start
                        && self.words[left - 1].is(flag::TITLE_PART | flag::COMMON)
                        && self.known_at(left - 1, left).is_none()
                    {
                        left -= 1;
                    }
                    self.cut(start..left, region, titled, initial && start == run.start, into);
                    (start, at, titled) = (end, end, true);
                }
                None => at += 1,
            }
        }
        self.cut(start..run.end, region, titled, initial && start == run.start, into);
    }

    /// If a title stands at `at` in this stretch: one past its last word.
    fn title_end(&self, stretch: Range<usize>, at: usize) -> Option<usize> {
        let word = &self.words[at];
        if !word.is(flag::TITLE | flag::HONORIFIC) {
            return None;
        }
        let mut end = at + 1;
        // "Secretary of State", "Director of National Intelligence"
        if end + 1 < stretch.end && self.words[end].key == "of" {
            let of =
                (end + 1..stretch.end).take_while(|i| self.words[*i].is(flag::TITLE_PART | flag::ORG_HEAD)).count();
            end += if of > 0 { of + 1 } else { return None };
        }
        if end < stretch.end && matches!(self.words[end].text, "-" | "&") {
            end = (end + 2).min(stretch.end);
        }
        let owner_named = at > stretch.start && self.words[stretch.start].is(FIRST_NAME);
        let Some(last) = self.words[end..stretch.end].last() else {
            // Nobody is named: "the Attorney General". A name may end so: "Martin Luther King".
            return (!(word.is(flag::SOFT_TITLE) && owner_named)).then_some(end);
        };
        let saint = matches!(&*word.key, "st." | "st") || word.key == "general" && last.is(flag::ORG_HEAD);
        let institution = last.is(HEADS) && !self.words[end].is(FIRST_NAME);
        let part = saint || institution || word.is(flag::SOFT_TITLE) && owner_named;
        (!part).then_some(end)
    }

    /// Cuts a stretch without titles where one name ends and another begins.
    fn cut(&self, stretch: Range<usize>, region: &Region, titled: bool, initial: bool, into: &mut Vec<Candidate>) {
        let (mut start, mut titled, mut initial) = (stretch.start, titled, initial);
        while start < stretch.end {
            let end = self.cut_at(start, stretch.end);
            self.push(start..end, region, titled, initial, into);
            (start, titled, initial) = (end, false, false);
            while start < stretch.end && !self.begins(start, stretch.end) {
                start += 1;
            }
        }
    }

    /// Where the first name of this stretch ends.
    fn cut_at(&self, start: usize, end: usize) -> usize {
        let rest = |at: usize| &self.words[at..end];
        let headed = self.words[end - 1].is(HEADS) && !self.words[end - 1].is(flag::SOFT_TITLE);
        let direction = |to: &usize| *to == start + 1 && *to < end && self.words[start].is(flag::PLACE_FIRST);
        let Some((to, known)) = self.known_at(start, end).filter(|(to, _)| !direction(to)) else {
            // "House Republicans", "Miami Cubans": a group at the end is its own.
            let group = |at: &usize| {
                self.known_at(*at, end)
                    .is_some_and(|(to, k)| k.entity_type == EntityType::Group && (to == end || !headed))
            };
            let chained = self.words[start..end].iter().any(|w| matches!(&*w.key, "of" | "for" | "on" | "-" | "&"));
            return (start + 1..end).find(group).filter(|_| !chained).unwrap_or(end);
        };
        if to >= end {
            return end;
        }
        let person = rest(to).len() > 1 && self.words[to].is(FIRST_NAME) && !headed;
        let chained = rest(to).iter().any(|w| matches!(&*w.key, "of" | "for" | "on" | "&"));
        let next_known = self.known_at(to, end).is_some_and(|(next, k)| {
            next == end && k.entity_type != EntityType::Other && !headed || k.entity_type == EntityType::Group
        });
        match known.entity_type {
            _ if person || next_known => to,
            EntityType::Group if !headed && !chained => to,
            EntityType::Work | EntityType::Event | EntityType::Product if !headed => to,
            _ => end,
        }
    }

    fn push(&self, stretch: Range<usize>, region: &Region, titled: bool, initial: bool, into: &mut Vec<Candidate>) {
        if stretch.is_empty() || stretch.len() > LONGEST {
            return;
        }
        let start = if initial { self.after_opening_word(stretch.clone()) } else { stretch.start };
        let initial = initial && start == stretch.start;
        let mut words = start..stretch.end;
        let known = self.known_at(words.start, words.end).filter(|(to, _)| *to == words.end).map(|k| k.1);
        let sure = titled || self.sure(&words, initial, known);
        // "The" inside a sentence is the name's own: "told The Daily Star".
        if words.start > region.plain().start + 1
            && !titled
            && words.len() + usize::from(known.is_some_and(|k| k.media)) > 1
        {
            let the = words.start - 1;
            if self.words[the].text == "The" && !initial_at(self.words, &region.plain(), the) {
                words.start = the;
            }
        }
        let plain = || self.words[words.clone()].iter().filter(|w| w.shape == Shape::Capital);
        let common = plain().any(|w| self.evidence.small(&w.key) > self.evidence.large(&w.key))
            || plain().all(|w| self.evidence.small(&w.key) > 0);
        let kind_at = |at: usize, end: usize| self.known_at(at, end).map(|k| k.1.entity_type);
        let known_first = kind_at(words.start, words.end).filter(|_| words.len() > 1);
        let known_last = kind_at(words.end - 1, words.end);
        let candidate = Candidate {
            words,
            sentence: region.sentence,
            sure,
            titled,
            initial,
            known,
            known_first,
            known_last,
            common,
        };
        into.push(candidate);
    }

    /// Drops a first word whose capital comes from where it stands: "Former Acme Corp", "Furious Americans",
    /// "By Ann Lee".
    fn after_opening_word(&self, range: Range<usize>) -> usize {
        let first = &self.words[range.start];
        let whole =
            self.known_at(range.start, range.end).is_some_and(|(to, _)| to > range.start + 1 || to == range.end);
        if whole || range.len() < 2 || first.is(FIRST_NAME) || !matches!(first.shape, Shape::Capital | Shape::Initial) {
            return range.start;
        }
        let last = &self.words[range.end - 1];
        let next_begins = self.begins(range.start + 1, range.end);
        let named_after =
            self.known_at(range.start + 1, range.end).is_some() || self.words[range.start + 1].is(FIRST_NAME);
        let opens = first.is(flag::PREPOSITION)
            || first.is(flag::COMMON | flag::VERB | flag::SAY) && (named_after || !last.is(HEADS))
            || !first.is(flag::PARTICLE) && self.evidence.small(&first.key) > self.evidence.large(&first.key)
            || named_after && ["ed", "ing", "ly", "ous", "ful", "less"].iter().any(|s| first.key.ends_with(s));
        range.start + usize::from(opens && next_begins)
    }

    fn sure(&self, range: &Range<usize>, initial: bool, known: Option<Known>) -> bool {
        let first = &self.words[range.start];
        let (large, small) = (self.evidence.large(&first.key), self.evidence.small(&first.key));
        let marked = flag::COMMON | flag::TITLE | flag::ROLE | flag::VERB | flag::SAY | flag::HONORIFIC;
        if range.len() > 1 {
            return !initial || known.is_some() || !first.is(flag::COMMON) || self.words[range.end - 1].is(HEADS);
        }
        if known.is_some() {
            return !(first.is(marked | flag::CALENDAR) && (initial || small > 0)) && !(initial && small > large);
        }
        if first.shape == Shape::Initial && first.text.len() > 3 {
            return !first.is(flag::FUNCTION | flag::COMMON);
        }
        if matches!(first.shape, Shape::Initial | Shape::Number) || first.text.len() < 2 {
            return false;
        }
        if matches!(first.shape, Shape::Upper | Shape::Mixed) {
            return !first.is(flag::COMMON | flag::CALENDAR | flag::FUNCTION);
        }
        let before = range.start.checked_sub(1).map(|at| &self.words[at]);
        if first.is(flag::ORG_HEAD) && !initial && before.is_some_and(|w| w.text == "the") {
            return large > 2 * small;
        }
        if first.is(marked | flag::CALENDAR | HEADS | flag::TITLE_PART) && !first.is(FIRST_NAME) {
            return false;
        }
        if !initial {
            return small == 0 || large > small;
        }
        if large > 0 && large >= small {
            return true;
        }
        let next = self.words.get(range.end);
        let speaks = next.is_some_and(|w| w.possessive() || w.is(flag::SAY) && !first.key.ends_with('s'));
        small == 0 && (speaks || first.is(FIRST_NAME | flag::SURNAME) && !first.is(flag::COMMON))
    }
}
