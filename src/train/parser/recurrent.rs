//! The layers that carry a state from word to word, forward and backward, while they are learnt; `tag::parser::layer` runs them.

use std::ops::Range;

use super::batch::Batch;

/// What a layer was given and made.
pub struct Pass {
    pub input: Vec<f32>,
    pub gates: Vec<f32>,
    pub states: Vec<f32>,
    /// What of its states was left out by chance.
    pub mask: Vec<f32>,
}

/// The words of a sentence in the order of a direction, and where its gates and its state are.
fn direction(sentence: Range<usize>, backward: bool) -> impl Iterator<Item = usize> {
    let (start, end) = (sentence.start, sentence.end);
    (start..end).map(move |at| if backward { start + end - 1 - at } else { at })
}

/// How far a gate is open.
fn open(gate: f32) -> f32 {
    (gate * 0.25 + 0.5).clamp(0.0, 1.0)
}

/// The states of a layer: forward, then backward.
pub fn carry(gates: &[f32], batch: &Batch, state: usize) -> Vec<f32> {
    let mut states = vec![0.0; batch.words() * 2 * state];
    let mut now = vec![0.0; state];
    for (sentence, side) in batch.sentences().flat_map(|sentence| [(sentence.clone(), 0), (sentence, 1)]) {
        now.fill(0.0);
        for word in direction(sentence, side == 1) {
            let own = &gates[(word * 4 + side * 2) * state..(word * 4 + side * 2 + 2) * state];
            let (gate, new) = own.split_at(state);
            for ((now, gate), new) in now.iter_mut().zip(gate).zip(new) {
                *now += open(*gate) * (new.clamp(-1.0, 1.0) - *now);
            }
            states[(word * 2 + side) * state..(word * 2 + side + 1) * state].copy_from_slice(&now);
        }
    }
    states
}

/// How the loss changes with the gates, given how it changes with the states.
pub fn carry_back(pass: &Pass, state_slopes: &[f32], batch: &Batch, state: usize) -> Vec<f32> {
    let mut slopes = vec![0.0; pass.gates.len()];
    let nothing = vec![0.0; state];
    let mut later = vec![0.0; state];
    for (sentence, side) in batch.sentences().flat_map(|sentence| [(sentence.clone(), 0), (sentence, 1)]) {
        later.fill(0.0);
        let own = |word: usize| &pass.states[(word * 2 + side) * state..(word * 2 + side + 1) * state];
        // Against the direction in which the state was carried.
        for word in direction(sentence.clone(), side == 0) {
            let before = match side {
                0 if word > sentence.start => own(word - 1),
                1 if word + 1 < sentence.end => own(word + 1),
                _ => &nothing,
            };
            let gates = (word * 4 + side * 2) * state;
            for at in 0..state {
                let slope = state_slopes[(word * 2 + side) * state + at] + later[at];
                let (gate, new) = (pass.gates[gates + at], pass.gates[gates + state + at]);
                let open = open(gate);
                let within = |value: f32, most: f32| if value.abs() < most { 1.0 } else { 0.0 };
                slopes[gates + at] = slope * (new.clamp(-1.0, 1.0) - before[at]) * 0.25 * within(gate, 2.0);
                slopes[gates + state + at] = slope * open * within(new, 1.0);
                later[at] = slope * (1.0 - open);
            }
        }
    }
    slopes
}
