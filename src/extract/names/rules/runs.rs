//! Where a run of name words ends: what may stand between capitals within one name ("University of", "van der", "-").

use super::candidates::{Finder, HEADS, LONGEST};
use crate::analysis::EntityType;
use crate::extract::names::lists::{self, FIRST_NAME, Known, flag};
use crate::extract::names::words::{Shape, Word, glued, phrase_into};

impl Finder<'_> {
    /// The longest known name that begins at `at`: one past its last word.
    pub fn known_at(&self, at: usize, end: usize) -> Option<(usize, Known)> {
        let first = &self.words[at];
        let gate = first.key.trim_end_matches("'s");
        let longest = match lists::longest_known(gate).or_else(|| lists::longest_known(&first.key)) {
            Some(longest) => longest,
            None if first.shape == Shape::Initial => first.text.len(),
            None => return None,
        };
        let room = |to: &usize| (self.words[*to].span.end - first.span.start) as usize <= longest + 6;
        let last = (at..end.min(at + 7)).take_while(room).last()?;
        let mut key = String::new();
        (at..=last).rev().find_map(|to| {
            phrase_into(self.text, self.span(at..to + 1), &mut key);
            let known = lists::known(&key).or_else(|| {
                // "I.R.S."
                let dotted = to == at && first.shape == Shape::Initial && key.len() > 3;
                if dotted { lists::known(&key.replace('.', "")) } else { None }
            })?;
            // "us" and "who" are names in capitals only; "May", "Nice" and "Total" where nothing speaks against it.
            let plain = to == at && first.is(flag::FUNCTION) && first.shape != Shape::Upper;
            (!plain).then_some((to + 1, known))
        })
    }

    pub fn nameable(&self, at: usize) -> bool {
        let word = &self.words[at];
        word.capital()
            && (word.shape == Shape::Upper && word.text != "I"
                || !word.is(flag::FUNCTION | flag::CALENDAR | flag::AUXILIARY)
                || word.is(FIRST_NAME)
                    && !word.is(flag::CALENDAR)
                    && at > 0
                    && self.words[at - 1].shape == Shape::Lower)
            && !word.text.contains(['/', '#', '>'])
    }

    pub fn begins(&self, at: usize, end: usize) -> bool {
        self.nameable(at)
            || self.particle_hyphen(at, end)
            || self.words[at].capital() && self.known_at(at, end).is_some()
    }

    /// "al-Assad", written small.
    fn particle_hyphen(&self, at: usize, end: usize) -> bool {
        at + 2 < end
            && matches!(&*self.words[at].key, "al" | "el" | "ul" | "an" | "ash")
            && self.words[at + 1].text == "-"
            && glued(&self.words[at], &self.words[at + 1])
            && glued(&self.words[at + 1], &self.words[at + 2])
            && self.words[at + 2].capital()
    }

    /// One past the last word of the run that begins at `at`.
    pub fn run_end(&self, at: usize, end: usize) -> usize {
        let end = end.min(at + 4 * LONGEST);
        let mut to =
            if self.particle_hyphen(at, end) { at + 3 } else { self.known_at(at, end).map_or(at + 1, |k| k.0) };
        while to < end {
            match self.goes_on(at, to, end) {
                Some(next) => to = next,
                None => break,
            }
        }
        to
    }

    /// If the run `from..to` goes on: one past the words it takes in.
    fn goes_on(&self, from: usize, to: usize, end: usize) -> Option<usize> {
        let (here, last) = (&self.words[to], &self.words[to - 1]);
        let next = (to + 1 < end).then(|| &self.words[to + 1]);
        let next_name = to + 1 < end && self.nameable(to + 1);
        if self.nameable(to) {
            return Some(self.known_at(to, end).map_or(to + 1, |k| k.0));
        }
        let key = &*here.key;
        match key {
            "may" | "april" | "june" | "august" if here.capital() && last.is(FIRST_NAME) => Some(to + 1),
            "-" if glued(last, here) && next.is_some_and(|n| glued(here, n)) => {
                let next = next?;
                let ours = |kind| matches!(kind, EntityType::Place | EntityType::Group | EntityType::Organization);
                let known = |k: Option<(usize, Known)>| k.is_some_and(|(_, k)| ours(k.entity_type));
                let joins = next_name && !known(self.known_at(to + 1, end)) && !known(self.known_at(to - 1, to));
                let syllable = next.shape == Shape::Lower && next.is(flag::SYLLABLE) && !next.is(flag::HYPHEN_TAIL);
                let syllable = syllable && last.shape == Shape::Capital && to - from < 3;
                (joins || syllable).then_some(to + 2)
            }
            "&" if next_name && !last.is(flag::CALENDAR) => Some(to + 2),
            "," if next.is_some_and(|n| matches!(&*n.key, "jr." | "jr" | "sr." | "inc." | "inc" | "ltd." | "llc")) => {
                Some(to + 2)
            }
            "." if last.shape == Shape::Initial && glued(last, here) && next_name => Some(to + 2),
            "'s" | "'" if self.plural_owner(last) && next_name => Some(to + 2),
            "'" if last.key.ends_with('s') && next_name && next.is_some_and(|n| n.is(flag::ORG_HEAD)) => Some(to + 2),
            // "Secretary of State Ann Lee"
            "of" if last.is(flag::TITLE) && next_name && next.is_some_and(|n| n.is(flag::TITLE_PART)) => Some(to + 2),
            "of" | "for" | "on" if self.chain_head(from, to, key) => {
                let skip = usize::from(next?.key == "the");
                (to + 1 + skip < end && self.nameable(to + 1 + skip)).then_some(to + 2 + skip)
            }
            "and" if next_name && self.joined_by_and(from, to, end) => Some(to + 2),
            _ if here.shape == Shape::Lower && here.is(flag::PARTICLE) => self.particles_end(to, end, last),
            _ => None,
        }
    }

    /// "People's Republic", "Veterans' Affairs": owners that are part of names.
    fn plural_owner(&self, last: &Word) -> bool {
        matches!(
            &*last.key,
            "people"
                | "women"
                | "men"
                | "children"
                | "veterans"
                | "teachers"
                | "workers"
                | "farmers"
                | "writers"
                | "lloyd"
        )
    }

    fn chain_head(&self, from: usize, to: usize, word: &str) -> bool {
        let flags = match word {
            "of" => flag::OF_HEAD,
            "for" => flag::FOR_HEAD,
            _ => flag::ON_HEAD,
        };
        let chained = self.words[from..to].iter().any(|w| matches!(&*w.key, "of" | "for" | "on"));
        self.words[to - 1].is(flags) && !chained
    }

    /// "School of Economics and Political Science", "Food and Drug Administration"; not "Paris and London".
    fn joined_by_and(&self, from: usize, to: usize, end: usize) -> bool {
        let mut right = to + 1;
        while right < end.min(to + 6) && self.nameable(right) {
            right += 1;
        }
        let right = &self.words[to + 1..right];
        let chained = self.words[from..to].iter().any(|w| matches!(&*w.key, "of" | "for" | "on"));
        let named = |at: usize| self.known_at(at, end).is_some() || self.words[at].is(FIRST_NAME | flag::TITLE);
        if named(to + 1) || named(to - 1) {
            return false;
        }
        let head = right.last().is_some_and(|w| w.is(flag::ORG_HEAD));
        if chained {
            return !head && right.len() < 4 && !right[0].is(flag::OF_HEAD);
        }
        head && right.len() > 1 && to - from == 1 && !self.words[from].is(flag::ORG_HEAD) && right.len() < 4
    }

    /// "Ursula von der Leyen", "Osama bin Laden".
    fn particles_end(&self, to: usize, end: usize, last: &Word) -> Option<usize> {
        if !last.capital() || last.is(HEADS) && !last.is(FIRST_NAME) {
            return None;
        }
        let mut at = to;
        while at < end.min(to + 3) && self.words[at].shape == Shape::Lower && self.words[at].is(flag::PARTICLE) {
            at += 1;
        }
        let hyphen = at + 1 < end && self.words[at].text == "-" && glued(&self.words[at - 1], &self.words[at]);
        let at = at + usize::from(hyphen);
        (at < end && self.nameable(at) && (hyphen || self.words[to].key != "e")).then_some(at + 1)
    }
}
