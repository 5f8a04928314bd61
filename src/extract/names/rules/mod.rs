//! Names by rule: capitals, their neighbours, word lists, and what the rest of the article says about the same words. What
//! is found so is evidence for the learnt finder.

mod candidates;
mod runs;
mod types;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::lists::{flag, known};
use super::sentences::{Evidence, Region};
use super::span_of;
use super::words::{Word, phrase, phrase_into};
use crate::analysis::EntityType;
use candidates::{Candidate, Finder};
use types::Votes;

/// A name as the rules have it.
#[derive(Clone, Debug)]
pub(crate) struct Guess {
    pub words: Range<usize>,
    pub kind: EntityType,
    /// 0 to 1.
    pub confidence: f32,
    pub why: Why,
}

/// What the rules take a name for one by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// Its words and neighbours.
    Votes,
    /// A list of names.
    Known,
    /// A title before it.
    Title,
    /// Other places in the article, or a list where capitals mean nothing.
    Elsewhere,
}

/// The names in all sentences, in order.
pub(crate) fn find(text: &str, words: &[Word], regions: &[Region], evidence: &Evidence) -> Vec<Guess> {
    let finder = Finder { text, words, evidence };
    let mut candidates = Vec::new();
    for region in regions {
        finder.find(region, &mut candidates);
    }
    Names::settle(text, words, &candidates, regions).guesses(&finder, &candidates, regions)
}

/// The names of this article with their kinds, and the parts that persons are called by.
struct Names {
    kinds: FxHashMap<String, (EntityType, f32)>,
    /// Surnames and first names of persons named in full.
    parts: FxHashSet<String>,
    /// First words of all names, with the length of the longest in bytes.
    longest: FxHashMap<String, usize>,
}

impl Names {
    fn settle(text: &str, words: &[Word], candidates: &[Candidate], regions: &[Region]) -> Self {
        let mut votes: FxHashMap<String, Votes> = FxHashMap::default();
        let mut parts = FxHashSet::default();
        for candidate in candidates.iter().filter(|c| c.sure) {
            let region = &regions[candidate.sentence as usize];
            let key = phrase(text, span_of(words, &candidate.words));
            let inner = types::inner(words, candidate);
            let mut outer = types::outer(words, candidate, region.words());
            if candidate.titled {
                outer[types::PERSON] += 8;
            }
            types::add(&mut votes, &key, &inner);
            types::add(&mut votes, &key, &outer);
        }
        let full = |c: &&Candidate| c.sure && c.words.len() > 1 && c.words.len() < 6;
        for candidate in candidates.iter().filter(full) {
            let key = phrase(text, span_of(words, &candidate.words));
            if votes.get(&key).is_some_and(|v| types::decide(v).0 == EntityType::Person) {
                let own = words[candidate.words.clone()].iter().filter(|w| !w.is(flag::SUFFIX) && w.text.len() > 2);
                let own: Vec<&Word> = own.collect();
                parts.extend([own.first(), own.last()].into_iter().flatten().map(|w| w.key.to_string()));
            }
        }
        for (key, votes) in votes.iter_mut().filter(|(key, _)| parts.contains(*key)) {
            // A surname of somebody here, unless it is a well-known name of something else.
            votes[types::PERSON] += if known(key).is_some() { 3 } else { 7 };
        }
        let kinds: FxHashMap<_, _> = votes.into_iter().map(|(key, votes)| (key, types::decide(&votes))).collect();
        let mut longest: FxHashMap<String, usize> = FxHashMap::default();
        for key in kinds.keys().chain(&parts) {
            let first = key.split([' ', '-']).next().unwrap_or("");
            let longest = longest.entry(first.to_owned()).or_default();
            *longest = (*longest).max(key.len());
        }
        Names { kinds, parts, longest }
    }

    fn guesses(&self, finder: &Finder, candidates: &[Candidate], regions: &[Region]) -> Vec<Guess> {
        let (text, words) = (finder.text, finder.words);
        let mut guesses = Vec::new();
        let mut next = candidates.iter().peekable();
        for region in regions {
            self.look_up(finder, region.heading(), true, &mut guesses);
            while let Some(candidate) = next.next_if(|c| c.sentence == region.sentence) {
                if !candidate.sure {
                    self.look_up(finder, candidate.words.clone(), candidate.initial, &mut guesses);
                    continue;
                }
                let span = span_of(words, &candidate.words);
                let (mut kind, mut confidence) =
                    self.kinds.get(&phrase(text, span)).copied().unwrap_or((EntityType::Other, 0.4));
                if candidate.titled && kind != EntityType::Person {
                    (kind, confidence) = (EntityType::Person, 0.7);
                }
                let why = match candidate {
                    Candidate { titled: true, .. } => Why::Title,
                    Candidate { known: Some(_), .. } => Why::Known,
                    _ => Why::Votes,
                };
                guesses.push(Guess { words: candidate.words.clone(), kind, confidence, why });
            }
        }
        guesses
    }

    /// Names among words whose capitals mean nothing: only those that stand elsewhere, or that everybody knows.
    fn look_up(&self, finder: &Finder, range: Range<usize>, wary: bool, guesses: &mut Vec<Guess>) {
        let (text, words) = (finder.text, finder.words);
        let mut at = range.start;
        while at < range.end {
            let word = &words[at];
            let here = if word.capital() { self.at(text, words, at, range.end, wary) } else { None };
            let known = || {
                let (to, known) = finder.known_at(at, range.end).filter(|_| word.capital())?;
                let plain = to == at + 1 && word.is(flag::COMMON | flag::FUNCTION | flag::CALENDAR | flag::VERB);
                let small = finder.evidence.small(&word.key) > 0 && to == at + 1;
                (!plain && !small).then_some((to, known.entity_type, 0.7))
            };
            match here.or_else(known) {
                Some((to, kind, confidence)) => {
                    guesses.push(Guess { words: at..to, kind, confidence, why: Why::Elsewhere });
                    at = to;
                }
                None => at += 1,
            }
        }
    }

    /// The longest name of this article that begins at `at`.
    fn at(&self, text: &str, words: &[Word], at: usize, end: usize, wary: bool) -> Option<(usize, EntityType, f32)> {
        let longest = self.longest.get(&*words[at].key)?;
        let fits = |to: &usize| (words[*to].span.end - words[at].span.start) as usize <= longest + 6;
        let last = (at..end.min(at + 10)).take_while(fits).last()?;
        let mut key = String::new();
        (at..=last).rev().find_map(|to| {
            phrase_into(text, span_of(words, &(at..to + 1)), &mut key);
            let (kind, confidence) = match self.kinds.get(&key) {
                Some((kind, confidence)) => (*kind, confidence * 0.9),
                None if self.parts.contains(&key) => (EntityType::Person, 0.7),
                None => return None,
            };
            let follows = words.get(to + 1).is_some_and(|w| w.possessive() || w.is(flag::SAY | flag::AUXILIARY));
            let doubtful = to == at && words[at].is(flag::COMMON | flag::FUNCTION | flag::CALENDAR | flag::VERB);
            (!(doubtful && wary && !follows)).then_some((to + 1, kind, confidence))
        })
    }
}
