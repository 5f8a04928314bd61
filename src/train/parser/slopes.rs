//! How the loss depends on each number of the network: forward through vectors, layers and views, and back again.

use quotient_kernel::{add_product, add_product_turned, add_turned_product};

use super::batch::Batch;
use super::loss::{Seen, repeated, sum_rows};
use super::net::{Net, ROOT, Sizes, VECTOR_BIAS, VECTORS, VIEW_BIAS, VIEWS, layer};
use super::recurrent::{Pass, carry, carry_back};
use crate::train::random::Random;

/// What was lost, and how the loss changes with the numbers of the network; those of vectors apart, with the sum of vectors
/// of each word.
pub struct Slopes {
    pub loss: f64,
    pub net: Net,
    pub vectors: Vec<f32>,
}

/// How the loss of a batch, divided by `words`, changes with each number. A share `drop` of the numbers of each sentence is left
/// out by chance wherever they pass from one part to the next (Gal and Ghahramani 2016).
pub fn slopes(net: &Net, batch: &Batch, words: usize, drop: f32, random: &mut Random) -> Slopes {
    let Sizes { vector, state, layers, view, .. } = net.sizes;
    let (count, wide) = (batch.words(), 2 * state);
    let tensor = |at: usize| net.tensors[at].as_slice();

    let first_mask = masks(batch, vector, drop, random);
    let mut input = first(net, batch);
    multiply(&mut input, &first_mask);
    let mut passes = Vec::with_capacity(layers);
    for number in 0..layers {
        let [matrix, bias] = layer(number).map(tensor);
        let mut gates = repeated(bias, count);
        add_product(&input, matrix, &mut gates, (count, net.sizes.input(number), 4 * state));
        let states = carry(&gates, batch, state);
        let mask = masks(batch, wide, drop, random);
        let mut output = states.clone();
        multiply(&mut output, &mask);
        passes.push(Pass { input, gates, states, mask });
        input = output;
    }
    let last = input;
    let mut views = repeated(tensor(VIEW_BIAS), count);
    add_product(&last, tensor(VIEWS), &mut views, (count, wide, 4 * view));
    let mut root = tensor(VIEW_BIAS).to_vec();
    add_product(tensor(ROOT), tensor(VIEWS), &mut root, (1, wide, 4 * view));

    let mut slopes = Net::zeros(Sizes { rows: 0, ..net.sizes });
    let (mut loss, mut view_slopes, mut root_slopes) = (0.0, vec![0.0; count * 4 * view], vec![0.0; 4 * view]);
    for sentence in batch.sentences() {
        let own = sentence.start * 4 * view..sentence.end * 4 * view;
        let mut seen = Seen {
            views: &views[own.clone()],
            root: &root,
            masks: [(); 3].map(|()| mask(view, drop, random)),
            heads: &batch.heads[sentence.clone()],
            relations: &batch.relations[sentence],
            each: 1.0 / words.max(1) as f32,
            view_slopes: &mut view_slopes[own],
            root_slopes: &mut root_slopes,
        };
        loss += seen.heads(net, &mut slopes) + seen.relations(net, &mut slopes);
    }

    sum_rows(&view_slopes, &mut slopes.tensors[VIEW_BIAS]);
    sum_rows(&root_slopes, &mut slopes.tensors[VIEW_BIAS]);
    add_turned_product(&last, &view_slopes, &mut slopes.tensors[VIEWS], (wide, count, 4 * view));
    add_turned_product(tensor(ROOT), &root_slopes, &mut slopes.tensors[VIEWS], (wide, 1, 4 * view));
    add_product_turned(&root_slopes, tensor(VIEWS), &mut slopes.tensors[ROOT], (1, 4 * view, wide));
    let mut back = vec![0.0; count * wide];
    add_product_turned(&view_slopes, tensor(VIEWS), &mut back, (count, 4 * view, wide));
    for (number, pass) in passes.iter().enumerate().rev() {
        let [matrix, bias] = layer(number);
        let width = net.sizes.input(number);
        multiply(&mut back, &pass.mask);
        let gate_slopes = carry_back(pass, &back, batch, state);
        sum_rows(&gate_slopes, &mut slopes.tensors[bias]);
        add_turned_product(&pass.input, &gate_slopes, &mut slopes.tensors[matrix], (width, count, 4 * state));
        back = vec![0.0; count * width];
        add_product_turned(&gate_slopes, tensor(matrix), &mut back, (count, 4 * state, width));
    }
    multiply(&mut back, &first_mask);
    sum_rows(&back, &mut slopes.tensors[VECTOR_BIAS]);
    Slopes { loss, net: slopes, vectors: back }
}

/// The sum of the vectors of each word's features.
fn first(net: &Net, batch: &Batch) -> Vec<f32> {
    let vector = net.sizes.vector;
    let mut sums = repeated(&net.tensors[VECTOR_BIAS], batch.words());
    for (sum, rows) in sums.chunks_exact_mut(vector).zip(batch.features()) {
        for row in rows {
            let own = &net.tensors[VECTORS][*row as usize * vector..(*row as usize + 1) * vector];
            sum.iter_mut().zip(own).for_each(|(sum, value)| *sum += value);
        }
    }
    sums
}

/// Zero for what is left out; the rest is as much larger.
fn mask(width: usize, drop: f32, random: &mut Random) -> Vec<f32> {
    (0..width).map(|_| if random.share() < drop { 0.0 } else { 1.0 / (1.0 - drop) }).collect()
}

/// The same for each word of a sentence.
fn masks(batch: &Batch, width: usize, drop: f32, random: &mut Random) -> Vec<f32> {
    batch.sentences().flat_map(|sentence| repeated(&mask(width, drop, random), sentence.len())).collect()
}

fn multiply(values: &mut [f32], by: &[f32]) {
    values.iter_mut().zip(by).for_each(|(value, by)| *value *= by);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::parser::features::TEMPLATES;
    use crate::train::parser::NO_RELATION;

    #[test]
    fn slopes_are_those_of_the_loss() {
        let sizes = Sizes { rows: 20, vector: 6, state: 5, layers: 2, view: 4, relations: 3 };
        let mut random = Random::apart(3);
        let mut net = Net::new(sizes, &mut random);
        net.tensors.iter_mut().flatten().for_each(|value| *value += 0.3 * random.normal());
        let words = 7;
        let batch = Batch {
            rows: (0..words * TEMPLATES as u32).map(|at| at * 7 % 20).collect(),
            ends: vec![3, 7],
            heads: vec![2, 0, 2, 0, 1, 4, 1],
            relations: vec![0, NO_RELATION, 2, NO_RELATION, 0, 1, 2],
        };
        let loss = |net: &Net| slopes(net, &batch, 1, 0.0, &mut Random::apart(1)).loss;
        let found = slopes(&net, &batch, 1, 0.0, &mut Random::apart(1));
        let mut all = found.net.clone();
        all.tensors[VECTORS] = vec![0.0; 20 * 6];
        for (rows, slope) in batch.rows.chunks_exact(TEMPLATES).zip(found.vectors.chunks_exact(6)) {
            for row in rows {
                (0..6).for_each(|at| all.tensors[VECTORS][*row as usize * 6 + at] += slope[at]);
            }
        }
        let (mut compared, mut apart) = (0, 0);
        for tensor in 0..net.tensors.len() {
            for at in (0..net.tensors[tensor].len()).step_by(3) {
                let small = 1e-2;
                let mut moved = net.clone();
                moved.tensors[tensor][at] += small;
                let above = loss(&moved);
                moved.tensors[tensor][at] -= 2.0 * small;
                let slope = (above - loss(&moved)) / f64::from(2.0 * small);
                let own = f64::from(all.tensors[tensor][at]);
                compared += 1;
                // Where something is cut off just here, the two differ.
                apart += usize::from((slope - own).abs() > 0.02 * (1.0 + slope.abs()));
            }
        }
        assert!(compared > 150 && apart * 20 < compared, "{apart} of {compared} slopes are wrong");
    }
}
