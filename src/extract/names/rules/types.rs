//! What kind of thing a name names: every occurrence votes by its words and its neighbours, the name gets the sum.

use rustc_hash::FxHashMap;

use super::candidates::Candidate;
use crate::analysis::EntityType;
use crate::extract::names::lists::{FIRST_NAME, flag};
use crate::extract::names::words::{Shape, Word};

/// Points for each of [`EntityType::ALL`].
pub(super) type Votes = [i32; 8];

pub(super) const PERSON: usize = EntityType::Person as usize;
const ORGANIZATION: usize = EntityType::Organization as usize;
const PLACE: usize = EntityType::Place as usize;
const EVENT: usize = EntityType::Event as usize;
const WORK: usize = EntityType::Work as usize;

/// What the name's own words say.
pub(super) fn inner(words: &[Word], candidate: &Candidate) -> Votes {
    let mut votes = [0; 8];
    let own = &words[candidate.words.clone()];
    let own = if own.len() > 1 && own[0].key == "the" { &own[1..] } else { own };
    let (first, last) = (&own[0], &own[own.len() - 1]);
    if let Some(known) = candidate.known {
        votes[known.entity_type as usize] += if own.len() == 1 && first.is(FIRST_NAME) { 5 } else { 10 };
    }
    if let (Some(known), true) = (candidate.known_first, candidate.known.is_none()) {
        // "Carolina Panthers", "Chinese Academy"
        if known == EntityType::Place && !first.is(FIRST_NAME) {
            votes[ORGANIZATION] += if last.key.ends_with('s') { 5 } else { 2 };
        }
    }
    if own.len() > 1 && candidate.known_last == Some(EntityType::Place) && first.is(flag::PLACE_FIRST) {
        votes[PLACE] += 8;
    }
    if own.len() == 1 {
        single(first, &mut votes);
        return votes;
    }
    let chained = own.iter().any(|w| matches!(&*w.key, "of" | "for" | "on" | "and" | "&"));
    if first.is(FIRST_NAME) {
        votes[PERSON] += 5;
    }
    if own[1..].iter().any(|w| w.shape == Shape::Initial) || first.shape == Shape::Initial {
        votes[PERSON] += 3;
    }
    if last.is(flag::SUFFIX) {
        votes[PERSON] += 5;
    }
    if own[1..own.len() - 1].iter().any(|w| w.shape == Shape::Lower && w.is(flag::PARTICLE)) {
        votes[PERSON] += 2;
    }
    if last.is(flag::CORPORATE) && last.capital() {
        votes[ORGANIZATION] += 6;
    }
    if own.iter().any(|w| w.key == "&") {
        votes[ORGANIZATION] += 4;
    }
    for (flags, kind, points) in [
        (flag::ORG_HEAD, ORGANIZATION, 6),
        (flag::PLACE_HEAD, PLACE, 6),
        (flag::EVENT_HEAD, EVENT, 6),
        (flag::WORK_HEAD, WORK, 5),
    ] {
        if last.is(flags) {
            votes[kind] += points;
        }
    }
    if chained
        && own
            .iter()
            .take_while(|w| !matches!(&*w.key, "of" | "for" | "on"))
            .any(|w| w.is(flag::OF_HEAD | flag::ORG_HEAD))
    {
        let place = own.iter().take_while(|w| w.key != "of").last().is_some_and(|w| w.is(flag::PLACE_HEAD));
        votes[if place { PLACE } else { ORGANIZATION }] += 7;
        votes[PLACE] -= 3;
    }
    if first.is(flag::PLACE_FIRST) && !first.is(FIRST_NAME) {
        votes[PLACE] += 3;
    }
    if first.is(flag::EVENT_FIRST) {
        votes[EVENT] += 6;
    }
    if last.is(flag::SURNAME) && !first.is(heads()) && !chained {
        votes[PERSON] += 2;
    }
    let upper = own.iter().any(|w| w.shape == Shape::Upper && w.text.len() < 6);
    let unnamed = candidate.known.is_none() && candidate.known_first.is_none() && !candidate.common;
    if own.len() < 4 && !chained && !upper && !own.iter().any(|w| w.is(heads())) && unnamed {
        votes[PERSON] += 2;
    } else if own.iter().any(|w| w.is(flag::ORG_HEAD) && !w.is(FIRST_NAME)) || upper {
        votes[ORGANIZATION] += 2;
    }
    votes
}

fn heads() -> u64 {
    flag::ORG_HEAD | flag::PLACE_HEAD | flag::EVENT_HEAD | flag::WORK_HEAD | flag::COMMON
}

fn single(word: &Word, votes: &mut Votes) {
    let patronymic = ["Mc", "Mac", "O'", "O’", "De", "Di", "La", "Le", "Van"].iter().any(|p| word.text.starts_with(p));
    match word.shape {
        Shape::Upper => votes[ORGANIZATION] += 3,
        Shape::Mixed if !patronymic => votes[ORGANIZATION] += 3,
        Shape::Mixed => votes[PERSON] += 3,
        _ => {}
    }
    if word.is(FIRST_NAME) {
        votes[PERSON] += 4;
    }
    if word.is(flag::SURNAME) {
        votes[PERSON] += 3;
    }
    if word.is(flag::ORG_HEAD) {
        votes[ORGANIZATION] += 4;
    }
    if word.shape == Shape::Initial && word.text.len() > 3 {
        votes[ORGANIZATION] += 3;
    }
    let end = |suffixes: &[&str]| suffixes.iter().any(|s| word.key.ends_with(s) && word.key.len() > s.len() + 2);
    if end(&["stan", "land", "burg", "ville", "shire", "abad", "grad", "pur", "town"]) {
        votes[PLACE] += 2;
    }
    if end(&["corp", "soft", "tech", "bank", ".com", "pharma", "media"]) {
        votes[ORGANIZATION] += 3;
    }
}

/// What stands before and after says.
pub(super) fn outer(words: &[Word], candidate: &Candidate, sentence: std::ops::Range<usize>) -> Votes {
    let mut votes = [0; 8];
    let word = |at: usize| (sentence.contains(&at)).then(|| &words[at]);
    let before = candidate.words.start.checked_sub(1).and_then(word);
    let before2 = candidate.words.start.checked_sub(2).and_then(word);
    let after = word(candidate.words.end);
    let after2 = word(candidate.words.end + 1);
    if let Some(before) = before {
        let determined = before2.is_none_or(|w| !w.possessive());
        if before.shape == Shape::Lower && before.is(flag::ROLE) && !before.is(flag::FUNCTION) {
            votes[PERSON] += if determined { 5 } else { 3 };
        } else if before.shape == Shape::Lower && before.is(flag::ORG_NOUN) {
            votes[ORGANIZATION] += 4;
        }
        match &*before.key {
            // "the app, Lumora,"
            "," if before2.is_some_and(|w| w.shape == Shape::Lower && w.is(flag::ORG_NOUN)) => votes[ORGANIZATION] += 3,
            "," if before2.is_some_and(|w| w.shape == Shape::Lower && w.is(flag::ROLE)) => votes[PERSON] += 2,
            "in" => votes[PLACE] += 3,
            "near" | "outside" | "across" | "throughout" => votes[PLACE] += 2,
            "from" | "to" => votes[PLACE] += 1,
            "at" => votes[ORGANIZATION] += 1,
            "of" if before2.is_some_and(|w| w.is(flag::PLACE_NOUN)) => votes[PLACE] += 4,
            // "the Lee campaign" tells nothing of Lee.
            "the"
                if after.is_some_and(|w| {
                    w.shape == Shape::Lower && !w.is(flag::FUNCTION | flag::VERB | flag::SAY | flag::PREPOSITION)
                }) => {}
            "the" => {
                votes[ORGANIZATION] += 2;
                votes[PERSON] -= 3;
            }
            "by" | "with" => votes[PERSON] += 1,
            _ if before.is(flag::INTO_PLACE) => votes[PLACE] += 2,
            _ if before.is(flag::SAY) && after.is_none_or(|w| w.shape == Shape::Mark || w.key == "who") => {
                votes[PERSON] += 2
            }
            _ => {}
        }
    }
    let Some(after) = after else { return votes };
    match &*after.key {
        "who" | "whose" => votes[PERSON] += 3,
        "," => match after2 {
            Some(w) if matches!(&*w.key, "who" | "whose") => votes[PERSON] += 3,
            Some(w)
                if w.shape == Shape::Number
                    && w.text.len() == 2
                    && word(candidate.words.end + 2).is_some_and(|w| w.text == ",") =>
            {
                votes[PERSON] += 5;
            }
            Some(w) if matches!(&*w.key, "a" | "an") => votes[PERSON] += 1,
            _ => {}
        },
        // "Lumora users", "Acme shares"
        "user" | "users" | "shares" | "stock" | "executives" | "executive" | "employees" | "headquarters" | "app"
        | "account" | "accounts" | "products" | "customers" | "spokesman" | "spokeswoman" | "spokesperson"
        | "subsidiary" => {
            votes[ORGANIZATION] += 2;
        }
        _ if after.is(flag::SAY) => votes[PERSON] += 2,
        _ => {}
    }
    votes
}

/// The kind with the most points and how sure that is (0 to 1).
pub(super) fn decide(votes: &Votes) -> (EntityType, f32) {
    let (best, points) =
        votes.iter().enumerate().max_by_key(|(at, points)| (**points, usize::MAX - at)).unwrap_or((0, &0));
    if *points <= 0 {
        return (EntityType::Other, 0.4);
    }
    let second = votes.iter().enumerate().filter(|(at, _)| *at != best).map(|(_, points)| *points).max().unwrap_or(0);
    let margin = (points - second.max(0)) as f32;
    (EntityType::ALL[best], 0.5 + 0.45 * margin / (margin + 4.0))
}

/// Adds `more` to the votes of a name.
pub(super) fn add(sums: &mut FxHashMap<String, Votes>, key: &str, more: &Votes) {
    let sum = match sums.get_mut(key) {
        Some(sum) => sum,
        None => sums.entry(key.to_owned()).or_default(),
    };
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum = sum.saturating_add(*more);
    }
}
