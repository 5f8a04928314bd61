//! A layer of the network: a gated recurrent one whose gates look only at what comes in, so that all words go through its
//! matrix together (minGRU: Feng and others 2024). It goes over each sentence forward and backward.

use quotient_kernel::{Sums, carry};

use crate::model::dense::Dense;

/// Memory used again.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub sums: Vec<Sums>,
    gates: Vec<i16>,
}

/// The states of all words, forward and backward side by side, given what comes in; `ends` says where sentences end.
pub fn run(dense: &Dense, input: &[i16], ends: &[usize], scratch: &mut Scratch, states: &mut Vec<i16>) {
    dense.apply(input.as_chunks().0, &mut scratch.sums, &mut scratch.gates);
    let width = dense.outputs / 4;
    let words = scratch.gates.len() / dense.outputs.max(1);
    states.clear();
    states.resize(words * 2 * width, 0);
    carry(width, &scratch.gates, ends, states);
}
