//! Names that were passed over: what is a name in one sentence is one in the next; and lone words that are written and tagged
//! as names, of which coreference keeps those that turn out to be somebody.

use rustc_hash::FxHashMap;

use super::lists::{flag, known};
use super::name;
use super::words::{Shape, Word};
use crate::analysis::{Analysis, EntityType, Mention, Pos, Relation, Role};

/// The confidence of a name that only a tag speaks for: coreference drops it unless somebody is meant.
pub(crate) const LONE: f32 = 0.1;
/// Words of such a name.
const LONGEST: usize = 3;

/// Adds words that are tagged as names, stand alone, and are the whole, the first or the last word of a name elsewhere.
pub(super) fn add(words: &[Word], found: &Analysis, mut mentions: Vec<Mention>) -> Vec<Mention> {
    let mut named: FxHashMap<&str, EntityType> = FxHashMap::default();
    let mut taken = vec![false; words.len()];
    for mention in &mentions {
        let start = words.partition_point(|word| word.span.end <= mention.span.start);
        let count = words[start..].iter().take_while(|word| word.span.start < mention.span.end).count();
        taken[start..start + count].fill(true);
        let own = &words[start..start + count];
        let person = mention.entity_type == EntityType::Person;
        let whole = own.len() == 1 && mention.entity_type == EntityType::Organization;
        if own.is_empty() || !person && !whole {
            continue;
        }
        for word in [&own[own.len() - 1], &own[0]] {
            let plain = word.shape == Shape::Capital && word.text.len() > 2;
            if plain && !word.is(flag::COMMON | flag::CALENDAR | flag::FUNCTION | flag::TITLE | flag::SUFFIX) {
                named.entry(word.text).or_insert(mention.entity_type);
            }
        }
    }
    let proper = |at: usize| found.tokens[at].pos == Pos::ProperNoun;
    let mut more = Vec::new();
    for (number, sentence) in found.sentences.iter().enumerate() {
        let range = sentence.tokens.start as usize..(sentence.tokens.end as usize).min(words.len());
        for at in range.clone() {
            let word = &words[at];
            if taken[at] || word.shape != Shape::Capital || !proper(at) {
                continue;
            }
            let Some(kind) = named.get(word.text) else { continue };
            // Part of a longer name that nobody found.
            let part = |other: usize| range.contains(&other) && words[other].capital() && proper(other);
            let before = at > 0 && part(at - 1);
            if !before && !part(at + 1) {
                more.push(name(word.span, *kind, number as u32, 0.5));
            }
        }
    }
    for mention in &more {
        let at = words.partition_point(|word| word.span.end <= mention.span.start);
        taken[at] = true;
    }
    lone(words, found, &taken, &mut more);
    if !more.is_empty() {
        mentions.append(&mut more);
        mentions.sort_by_key(|mention| mention.span);
    }
    mentions
}

/// Drops words that only address somebody: "Counsel, you say", "Your Honor".
pub(super) fn without_addresses(words: &[Word], mut mentions: Vec<Mention>) -> Vec<Mention> {
    mentions.retain(|mention| {
        let start = words.partition_point(|word| word.span.end <= mention.span.start);
        let Some(word) = words.get(start).filter(|word| word.span == mention.span) else { return true };
        let owned = start > 0 && matches!(&*words[start - 1].key, "your" | "his" | "her" | "their");
        let honour = matches!(&*word.key, "honor" | "honour" | "honors" | "honours" | "excellency" | "majesty");
        !(word.key == "counsel" || word.key == "counselor" || honour && owned)
    });
    mentions
}

/// Adds runs of words that are written and tagged as names and do something, or are done something to.
fn lone(words: &[Word], found: &Analysis, taken: &[bool], more: &mut Vec<Mention>) {
    let listed = flag::COMMON
        | flag::CALENDAR
        | flag::FUNCTION
        | flag::TITLE
        | flag::HONORIFIC
        | flag::ROLE
        | flag::ORG_HEAD
        | flag::PLACE_HEAD
        | flag::MEDIA_NOUN;
    let plain = |at: usize| {
        let word = &words[at];
        word.shape == Shape::Capital && word.text.len() > 2 && !word.is(listed) && known(&word.key).is_none()
    };
    for (number, sentence) in found.sentences.iter().enumerate() {
        let range = sentence.tokens.start as usize..(sentence.tokens.end as usize).min(words.len());
        let body = found.paragraphs.get(sentence.paragraph as usize).is_some_and(|p| p.role == Role::Body);
        let mut at = range.start;
        while body && at < range.end {
            let proper = |at: usize| words[at].capital() && found.tokens[at].pos == Pos::ProperNoun;
            let run = (at..range.end).take_while(|at| proper(*at)).count();
            if run == 0 {
                at += 1;
                continue;
            }
            let own = at..at + run;
            at += run;
            let before = own.start.checked_sub(1).filter(|at| range.contains(at)).map(|at| &words[at]);
            let placed = before.is_some_and(|word| word.is(flag::INTO_PLACE | flag::DETERMINER));
            if run > LONGEST || placed || own.clone().any(|at| taken[at] || !plain(at)) {
                continue;
            }
            let outside = |at: &usize| !own.contains(&(found.tokens[*at].head as usize));
            let Some(head) = own.clone().find(outside) else { continue };
            let acts = matches!(
                found.tokens[head].relation,
                Relation::Nsubj
                    | Relation::NsubjPass
                    | Relation::Obj
                    | Relation::Iobj
                    | Relation::Obl
                    | Relation::OblAgent
                    | Relation::NmodPoss
                    | Relation::Nmod
                    | Relation::Conj
                    | Relation::Appos
            );
            if acts {
                let span = words[own.start].span.cover(words[own.end - 1].span);
                more.push(name(span, EntityType::Other, number as u32, LONE));
            }
        }
    }
}
