//! Learns from lists of first names by gender how the names of women and of men begin and end.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::error::Result;
use crate::extract::coreference::genders::{SURE, features, whole};
use crate::model::hashed::{Weights, sigmoid};
use crate::train::data::{self, Data};
use crate::train::learner::{Learner, shuffled};

/// First names from all over the world: the lists from elsewhere are English ones.
const OWN: &str = include_str!("first_names.txt");

/// So often the lists are gone through: a few times only, so that a name on no list is not taken for surer than it is.
const ROUNDS: u64 = 5;
const RATE: f32 = 0.3;
/// Parts that are held out in turn.
const PARTS: usize = 4;

/// A folded first name.
struct Name {
    name: String,
    female: bool,
    male: bool,
    /// From our own list.
    own: bool,
}

/// # Errors
/// A list is missing.
pub fn train(data: &mut Data, seed: u64) -> Result<Weights> {
    let names = read(data)?;
    held_out(&names, seed);
    let mut weights = learn(&names, seed, |_| true);
    let Weights::Moving(table) = &mut weights else { return Ok(weights) };
    for name in &names {
        let odds = odds(table, &name.name);
        // The finder of names has the lists from elsewhere; what is on ours is known as well as if it were on them.
        table[whole(&name.name) as usize] += match (name.female, name.male) {
            (true, true) => -odds,
            (true, false) if name.own => (SURE + 0.1 - odds).max(0.0),
            (false, true) if name.own => (-SURE - 0.1 - odds).min(0.0),
            _ => 0.0,
        };
    }
    Ok(weights)
}

fn read(data: &mut Data) -> Result<Vec<Name>> {
    let mut all: BTreeMap<String, Name> = BTreeMap::new();
    let mut add = |name: &str, female: bool, own: bool| {
        let name = name.trim().to_lowercase();
        if name.chars().count() > 1 {
            let new = || Name { name: name.clone(), female: false, male: false, own: false };
            let entry = all.entry(name.clone()).or_insert_with(new);
            entry.female |= female;
            entry.male |= !female;
            entry.own |= own;
        }
    };
    for (file, female) in [(data::NAMES_FEMALE, true), (data::NAMES_MALE, false)] {
        data.text(file)?.lines().for_each(|name| add(name, female, false));
    }
    for line in OWN.lines() {
        let Some((gender, names)) = line.split_once(": ").filter(|(gender, _)| gender.len() == 1) else { continue };
        names.split(", ").for_each(|name| add(name, gender == "f", true));
    }
    Ok(all.into_values().collect())
}

/// Learns from the names, by number, that are not `left` out.
fn learn(names: &[Name], seed: u64, left: impl Fn(usize) -> bool) -> Weights {
    let mut learner = Learner::new(RATE, 0.0, 1.0);
    let mut list = Vec::new();
    for round in 0..ROUNDS {
        if round + 1 == ROUNDS {
            learner.settle();
        }
        for at in shuffled(names.len(), seed + round).into_iter().filter(|at| left(*at)) {
            let Name { name, female, male, .. } = &names[at];
            list.clear();
            features(name, |feature| list.push(feature));
            // The whole name is learnt last, and not at the cost of its parts.
            list.pop();
            for (_, target) in [(female, 1.0), (male, 0.0)].into_iter().filter(|(is, _)| **is) {
                learner.tick();
                let gradient = sigmoid(learner.weights.score(&list)) - target;
                learner.step(&list, gradient);
            }
        }
    }
    learner.settle();
    learner.weights
}

fn odds(table: &[f32], name: &str) -> f32 {
    let mut sum = 0.0;
    features(name, |at| sum += table[at as usize]);
    sum
}

/// Says how many names of parts that were left out are told right.
fn held_out(names: &[Name], seed: u64) {
    // (told, right) of all, and of those surer than nine in ten; of English lists, and of ours.
    let part = |part: usize| {
        let order = shuffled(names.len(), seed);
        let of_part = |at: usize| order[at] % PARTS == part;
        let weights = learn(names, seed, |at| !of_part(at));
        let Weights::Moving(table) = &weights else { return [[0; 4]; 2] };
        let mut counts = [[0; 4]; 2];
        for (at, name) in names.iter().enumerate().filter(|(_, name)| name.female != name.male) {
            if of_part(at) {
                let odds = odds(table, &name.name);
                let (sure, right) = (odds.abs() > 2.2, usize::from((odds > 0.0) == name.female));
                let into = &mut counts[usize::from(name.own)];
                into.iter_mut().zip([1, right, sure.into(), if sure { right } else { 0 }]).for_each(|(a, b)| *a += b);
            }
        }
        counts
    };
    let parts: Vec<_> = (0..PARTS).into_par_iter().map(part).collect();
    for (list, label) in ["English lists", "our list"].into_iter().enumerate() {
        let [all, right, sure, sure_right] =
            [0, 1, 2, 3].map(|at| parts.iter().map(|counts| counts[list][at]).sum::<usize>());
        tracing::info!(
            "{label}, names held out: {right} of {all} right; of {sure} with odds of nine to one, {sure_right}"
        );
    }
}
