//! What is certain by rule and the learnt finder still gets wrong: names of lists, streets and short forms in brackets that it
//! leaves out, and full names that it begins at the second word.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::Scene;
use super::settle::Settled;
use crate::analysis::EntityType;
use crate::extract::names::rules::{Guess, Why};
use crate::extract::names::words::Shape;

/// A name of a list is added only where its neighbours agree, a place or an event of several words where they do not object.
const LISTED: f32 = 0.8;
const HEADED: f32 = 0.65;

/// Mends `names`, which are in order and stay so.
pub(super) fn mend(scene: &Scene, names: &mut Vec<Settled>) {
    whole_persons(scene, names);
    let more: Vec<Settled> = scene.guesses.iter().filter_map(|guess| certain(scene, names, guess)).collect();
    if !more.is_empty() {
        names.extend(more);
        names.sort_by_key(|name| name.words.start);
    }
}

/// "Ottilie Grace Wren", found as "Grace Wren", is whole if "Ottilie Wren" stands in the article too.
fn whole_persons(scene: &Scene, names: &mut [Settled]) {
    let key = |at: usize| &*scene.words[at].key;
    let full = |name: &&Settled| name.kind == EntityType::Person && name.words.len() == 2;
    let known: FxHashSet<(&str, &str)> =
        names.iter().filter(full).map(|name| (key(name.words.start), key(name.words.end - 1))).collect();
    let mut before = 0;
    for name in names {
        let Range { start, end } = name.words;
        let sentence = &scene.regions[name.region];
        if full(&&*name)
            && start > before.max(sentence.heading().start)
            && scene.words[start - 1].shape == Shape::Capital
        {
            name.words.start -= usize::from(known.contains(&(key(start - 1), key(end - 1))));
        }
        before = end;
    }
}

/// The guess as a name, if it is sure and stands in no other.
fn certain(scene: &Scene, names: &[Settled], guess: &Guess) -> Option<Settled> {
    let next = names.partition_point(|name| name.words.end <= guess.words.start);
    let free = names.get(next).is_none_or(|name| name.words.start >= guess.words.end);
    let start = guess.words.start;
    let letter = guess.words.len() == 1 && scene.words[start].text.len() == 1;
    // "a user on X"
    let on = start > 0 && scene.words[start - 1].text == "on";
    let listed = guess.why == Why::Known && guess.confidence >= LISTED && (!letter || on);
    // "Larch Avenue", "New Year"
    let headed = matches!(guess.kind, EntityType::Place | EntityType::Event) && guess.words.len() > 1;
    let headed = headed && guess.confidence >= HEADED;
    let short = next > 0 && acronym(scene, &names[next - 1], guess);
    (free && (listed || headed || short)).then(|| Settled {
        words: guess.words.clone(),
        kind: guess.kind,
        region: scene.regions.partition_point(|region| region.plain().end <= guess.words.start),
        confidence: 0.6,
    })
}

/// "(ABC)" behind "Aldmouth Bell Company".
fn acronym(scene: &Scene, name: &Settled, guess: &Guess) -> bool {
    let Range { start, end } = guess.words;
    let between = &scene.words[name.words.end.min(start)..start];
    let closed = scene.words.get(end).is_some_and(|word| word.text == ")");
    let capitals = scene.words[name.words.clone()].iter().filter(|word| word.capital());
    let initials = capitals.filter_map(|word| word.text.chars().next());
    let framed = matches!(between, [open] if open.text == "(") && closed && end - start == 1;
    framed && name.kind == guess.kind && initials.eq(scene.words[start].text.chars())
}
