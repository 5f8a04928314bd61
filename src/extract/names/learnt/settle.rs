//! What an article's names settle among themselves, by rule: one kind for one name, short forms of names seen whole, and words
//! that belong to a name by its form ("Jr.", "School of Economics and Political Science").

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::gazetteer::Gazetteer;
use super::recognise::Found;
use super::runs::Run;
use crate::analysis::EntityType;
use crate::extract::names::lists::{FIRST_NAME, flag, known};
use crate::extract::names::sentences::{Region, initial};
use crate::extract::names::words::{Shape, Word, glued};

/// Sums for each of [`EntityType::ALL`].
type Votes = [f32; EntityType::ALL.len()];

/// A name with its words, its kind and how sure both are.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    pub words: Range<usize>,
    pub kind: EntityType,
    /// Into the regions.
    pub region: usize,
    pub confidence: f32,
}

/// The names of the article: those found, grown where they are cut short, of one kind each, and those that only the rest of
/// the article tells. `confidence` is what a margin makes.
pub(super) fn settle(
    words: &[Word],
    regions: &[Region],
    runs: &[Run],
    found: Vec<Vec<Found>>,
    gazetteer: &Gazetteer,
    confidence: impl Fn(i32) -> f32,
) -> Vec<Settled> {
    let mut names: Vec<Settled> = Vec::with_capacity(found.iter().map(Vec::len).sum());
    for name in found.into_iter().flatten() {
        if names.last().is_some_and(|before| before.words.end > name.words.start) {
            continue;
        }
        let end = regions[name.region].plain().end;
        let start = opened(words, &name, &regions[name.region], gazetteer);
        let words = start..grown(words, start..name.words.end, name.kind, end);
        names.push(Settled { words, kind: name.kind, region: name.region, confidence: confidence(name.margin) });
    }
    let votes = votes(words, &names, gazetteer);
    for name in &mut names {
        let Some(votes) = votes.get(&*key(words, &name.words)) else { continue };
        let kind = most(votes);
        if kind != name.kind {
            (name.kind, name.confidence) = (kind, name.confidence.clamp(0.5, 0.8));
        }
    }
    let more = overlooked(words, regions, runs, &names, &votes);
    if !more.is_empty() {
        names.extend(more);
        names.sort_by_key(|name| name.words.start);
    }
    names
}

/// The name's words as one key; single words, as most are, are not copied.
fn key<'w>(words: &'w [Word], range: &Range<usize>) -> std::borrow::Cow<'w, str> {
    match &words[range.clone()] {
        [word] => std::borrow::Cow::Borrowed(&*word.key),
        several => several.iter().map(|word| &*word.key).collect::<Vec<_>>().join(" ").into(),
    }
}

fn votes(words: &[Word], names: &[Settled], gazetteer: &Gazetteer) -> FxHashMap<String, Votes> {
    let mut votes: FxHashMap<String, Votes> = FxHashMap::default();
    let mut add = |key: &str, kind: EntityType, points: f32| match votes.get_mut(key) {
        Some(votes) => votes[kind as usize] += points,
        None => votes.entry(key.to_owned()).or_default()[kind as usize] += points,
    };
    let mut before: Option<(usize, EntityType)> = None;
    for name in names {
        add(&key(words, &name.words), name.kind, name.confidence);
        let told = told(words, &name.words, gazetteer);
        // "Zeta, formerly known as Chirper": of one kind.
        let alias = before.filter(|(end, _)| called(words, *end..name.words.start)).map(|(_, kind)| kind);
        before = Some((name.words.end, told.or(alias).unwrap_or(name.kind)));
        if let Some(kind) = told.or(alias) {
            add(&key(words, &name.words), kind, 1.2);
        }
        let own = &words[name.words.clone()];
        if own.len() < 2 || own.len() > 5 {
            continue;
        }
        let (first, last) = (&own[0], &own[own.len() - 1]);
        if name.kind == EntityType::Person {
            let last = own.iter().rev().find(|word| !word.is(flag::SUFFIX)).unwrap_or(last);
            for part in [first, last] {
                // A surname of somebody here, unless it is a well-known name of something else.
                let other = known(&part.key).is_some_and(|known| known.entity_type != EntityType::Person);
                if part.text.len() > 2 {
                    add(&part.key, EntityType::Person, if other { 0.4 } else { 2.0 * name.confidence });
                }
            }
        } else if name.kind == EntityType::Organization && last.is(flag::CORPORATE) {
            // "Inc." leaves no doubt of the short form, whatever it looks like alone.
            add(&first.key, EntityType::Organization, 3.0 * name.confidence);
        }
    }
    votes
}

/// Whether these words between two names say that both are one.
fn called(words: &[Word], between: Range<usize>) -> bool {
    between.len() < 6
        && words.get(between).is_some_and(|gap| {
            let known = gap.windows(2).any(|pair| pair[0].key == "known" && pair[1].key == "as");
            known || gap.iter().any(|w| matches!(&*w.key, "aka" | "formerly")) && gap.len() < 4
        })
}

/// What the words around the name, or its own, tell of its kind.
fn told(words: &[Word], name: &Range<usize>, gazetteer: &Gazetteer) -> Option<EntityType> {
    let word = |at: Option<usize>| at.and_then(|at| words.get(at)).filter(|w| w.shape == Shape::Lower);
    let before = word(name.start.checked_sub(1));
    let before2 = name.start.checked_sub(2).and_then(|at| words.get(at));
    let account = |w: &Word| w.is(flag::ACCOUNT_ROLE);
    // "a Lumora user", "users on Lumora", "the app Lumora", "the app, Lumora"
    let platform = word(Some(name.end)).is_some_and(account)
        || before.is_some_and(|w| w.key == "on") && before2.is_some_and(account)
        || before.is_some_and(|w| w.is(flag::ORG_NOUN)) && before2.is_some_and(|w| w.is(flag::DEFINITE))
        || words.get(name.start.wrapping_sub(1)).is_some_and(|w| w.text == ",")
            && before2.is_some_and(|w| w.shape == Shape::Lower && w.is(flag::ORG_NOUN));
    if platform || app_known_as(words, name.start) {
        return Some(EntityType::Organization);
    }
    let own = &words[name.clone()];
    let heads = flag::ORG_HEAD | flag::PLACE_HEAD | flag::EVENT_HEAD | flag::WORK_HEAD;
    // "Luis de la Torre", but not "Virginia Beach".
    let part = |w: &Word| w.shape == Shape::Capital && !w.is(heads) || w.shape == Shape::Lower && w.is(flag::PARTICLE);
    let person = (2..6).contains(&own.len())
        && own[0].is(FIRST_NAME)
        && own.iter().all(part)
        && (own.len() == 2 || own.iter().any(|w| w.shape == Shape::Lower))
        && gazetteer.phrase(own).is_none_or(|(count, _)| count < own.len());
    person.then_some(EntityType::Person)
}

/// "an app also known as the Green Kettle": what stands at `start` is one.
fn app_known_as(words: &[Word], start: usize) -> bool {
    let mut before = words[..start].iter().rev().take(6).skip_while(|w| w.is(flag::DEFINITE)).map(|w| (&*w.key, w));
    let known =
        before.next().is_some_and(|(key, _)| key == "as") && before.next().is_some_and(|(key, _)| key == "known");
    let noun = before.find(|(key, _)| !matches!(*key, "also" | "better" | "formerly" | ","));
    known && noun.is_some_and(|(_, w)| w.shape == Shape::Lower && w.is(flag::ORG_NOUN))
}

fn most(votes: &Votes) -> EntityType {
    let mut best = 0;
    for (kind, points) in votes.iter().enumerate() {
        if *points > votes[best] {
            best = kind;
        }
    }
    EntityType::ALL[best]
}

/// Words in no name that are one by what the article says elsewhere, or by what everybody knows.
fn overlooked(
    words: &[Word],
    regions: &[Region],
    runs: &[Run],
    names: &[Settled],
    votes: &FxHashMap<String, Votes>,
) -> Vec<Settled> {
    let mut more = Vec::new();
    let mut next = 0;
    for run in runs {
        let region = &regions[run.region];
        for at in run.words.clone() {
            while next < names.len() && names[next].words.end <= at {
                next += 1;
            }
            let word = &words[at];
            if !word.capital() || names.get(next).is_some_and(|name| name.words.contains(&at)) {
                continue;
            }
            let dotted = word.shape == Shape::Initial && word.text.len() > 3;
            let acronym = if dotted { known(&word.key.replace('.', "")) } else { None };
            // "(R-Texas)", "US-China"
            let joint = at > 0 && words[at - 1].text == "-" && glued(&words[at - 1], word);
            let place = known(&word.key).filter(|known| joint && known.entity_type == EntityType::Place);
            let next = words.get(at + 1).filter(|_| at + 1 < region.plain().end);
            // "New Lumora user Adil"
            let platform = next.filter(|w| {
                let named = word.shape == Shape::Capital && word.flags == 0 && at > region.plain().start;
                named && w.shape == Shape::Lower && w.is(flag::ACCOUNT_ROLE)
            });
            if word.is(FIRST_NAME) && grown(words, at..at + 1, EntityType::Person, region.plain().end) > at + 1 {
                more.push(Settled { words: at..at + 2, kind: EntityType::Person, region: run.region, confidence: 0.6 });
                continue;
            }
            let kind = match votes.get(&*word.key) {
                _ if place.is_some() => Some(EntityType::Place),
                _ if platform.is_some() => Some(EntityType::Organization),
                _ if acronym.is_some() => acronym.map(|known| known.entity_type),
                Some(votes) if votes[EntityType::Person as usize] >= 1.0 => Some(EntityType::Person),
                _ => None,
            };
            let Some(kind) = kind else { continue };
            let heading = region.heading().contains(&at);
            let users = platform.is_some() && acronym.is_none();
            let plain = word.is(flag::COMMON | flag::FUNCTION | flag::CALENDAR | flag::VERB | flag::TITLE);
            let large = |w: &Word| w.capital() && !w.is(flag::FUNCTION);
            let joined = at > run.words.start && large(&words[at - 1]) || next.is_some_and(large);
            if plain && (heading || initial(words, &region.plain(), at)) || joined && !heading && !users {
                continue;
            }
            more.push(Settled { words: at..at + 1, kind, region: run.region, confidence: 0.6 });
        }
    }
    more
}

/// Where the name really begins: "New Lumora users" at the start of a sentence are users of Lumora, and "Courtesy of" is said
/// under pictures.
fn opened(words: &[Word], name: &Found, region: &Region, gazetteer: &Gazetteer) -> usize {
    let (start, end) = (name.words.start, name.words.end);
    if end - start > 2 && words[start].key == "courtesy" && words[start + 1].key == "of" {
        return start + 2;
    }
    let users = words.get(end).is_some_and(|w| w.shape == Shape::Lower && w.is(flag::ACCOUNT_ROLE));
    let plain = name.words.len() > 1 && words[start].is(flag::COMMON) && users;
    let known = || gazetteer.phrase(&words[start..end]).is_some();
    start + usize::from(plain && initial(words, &region.plain(), start) && !known())
}

/// Where the name really ends.
fn grown(words: &[Word], name: Range<usize>, kind: EntityType, end: usize) -> usize {
    let to = name.end;
    let next = |count: usize| words.get(to + count).filter(|_| to + count < end);
    let Some(after) = next(0) else { return to };
    if kind == EntityType::Person {
        if after.is(flag::SUFFIX) && after.capital() && name.len() > 1 {
            return to + 1;
        }
        if after.text == ","
            && name.len() > 1
            && next(1).is_some_and(|w| matches!(&*w.key, "jr." | "sr." | "jr" | "sr"))
        {
            return to + 2;
        }
        // "Theresa May", but not "by Karl May 3".
        let month = after.is(flag::CALENDAR) && matches!(&*after.key, "may" | "april" | "june" | "august");
        let first = name.len() == 1 && words[name.start].is(FIRST_NAME);
        if month && after.capital() && first && next(1).is_none_or(|w| w.shape != Shape::Number) {
            return to + 1;
        }
    }
    let own = &words[name];
    if kind == EntityType::Organization && after.text == "and" {
        // "School of Economics and Political Science", "University of Oslo and Bergen Bank" not.
        let chained = own.iter().any(|w| w.is(flag::OF_HEAD)) && own.iter().any(|w| w.key == "of");
        let plain = |w: &Word| {
            w.shape == Shape::Capital
                && known(&w.key).is_none()
                && !w.is(FIRST_NAME | flag::TITLE | flag::OF_HEAD | flag::ORG_HEAD | flag::HONORIFIC | flag::FUNCTION)
        };
        let count = words[to + 1..end.min(to + 5)].iter().take_while(|w| plain(w)).count();
        let goes_on = next(1 + count).is_some_and(|w| w.capital());
        if chained && plain(&own[own.len() - 1]) && (1..4).contains(&count) && !goes_on {
            return to + 1 + count;
        }
    }
    to
}
