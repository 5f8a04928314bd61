//! What was learnt as a model's file has it: in whole numbers.

use quotient_kernel::STATE_BITS;

use super::net::{
    DISTANCES, Net, PAIR_BIAS, PAIRS, RELATION_BIAS, RELATIONS as NAMES, ROOT as ROOT_STATE, VECTOR_BIAS,
    VECTORS as ROWS, VIEW_BIAS, VIEWS as VIEW, layer,
};
use crate::analysis::Relation;
use crate::model::Model;
use crate::model::dense::Dense;
use crate::model::vectors::Vectors;
use crate::tag::parser::features::TEMPLATES;
use crate::tag::parser::{
    BIAS, DISTANCES as APART, LAYER, NAME, NAMING, PAIRS as PAIR, RELATIONS, ROOT, VECTORS, VIEWS,
};

/// Numbers of words as heads and dependents count so many bits behind the point; two of them multiplied twice as many.
const VIEW_BITS: u32 = 10;
/// The largest of them that matrices are made for.
const LARGEST_VIEW: f64 = 16.0;
/// Of a thousand numbers of vectors one may be cut off at the largest that there is.
const CUT_OFF: usize = 1000;

/// The network in whole numbers. `features` are those of its rows behind the first, which are of unknown ones.
pub fn model(net: &Net, relations: &[Relation], features: &[u32]) -> Model {
    let sizes = net.sizes;
    let tensor = |at: usize| net.tensors[at].as_slice();
    let mut model = Model::new(NAME);
    let names: Vec<String> = relations.iter().map(|relation| relation.as_str().to_owned()).collect();
    model.add_words(RELATIONS, &names);

    let bits = vector_bits(tensor(ROWS));
    let whole = |value: &f32| (f64::from(*value) * f64::from(1u32 << bits)).round();
    let row = |row: &[f32]| row.iter().map(|value| whole(value).clamp(-127.0, 127.0) as i8).collect::<Vec<i8>>();
    let mut rows = tensor(ROWS).chunks_exact(sizes.vector).map(row);
    let unknown: Vec<Vec<i8>> = rows.by_ref().take(TEMPLATES).collect();
    let known: Vec<(u32, Vec<i8>)> = features.iter().copied().zip(rows).collect();
    model.add(VECTORS, Vectors::write(sizes.vector, &unknown, &known));
    let bias: Vec<i32> = tensor(VECTOR_BIAS).iter().map(|value| whole(value) as i32).collect();
    model.add(BIAS, numbers(&bias));

    let mut input = Input { bits, largest: TEMPLATES as f64 * 127.0 / f64::from(1u32 << bits) };
    let states = Input { bits: STATE_BITS, largest: 1.0 };
    let views = Input { bits: VIEW_BITS, largest: LARGEST_VIEW };
    for number in 0..sizes.layers {
        let [matrix, bias] = layer(number).map(tensor);
        model.add(&format!("{LAYER} {number}"), dense(matrix, bias, input, STATE_BITS));
        input = states;
    }
    model.add(VIEWS, dense(tensor(VIEW), tensor(VIEW_BIAS), states, VIEW_BITS));
    let outputs = tensor(VIEW_BIAS).len();
    let as_root = |at: usize| {
        let products = tensor(ROOT_STATE)
            .iter()
            .enumerate()
            .map(|(input, value)| f64::from(*value * tensor(VIEW)[input * outputs + at]));
        let number = (products.sum::<f64>() + f64::from(tensor(VIEW_BIAS)[at])) * f64::from(1u32 << VIEW_BITS);
        number.round().clamp(f64::from(i16::MIN), f64::from(i16::MAX)) as i32
    };
    model.add(ROOT, numbers(&(0..outputs).map(as_root).collect::<Vec<i32>>()));
    model.add(PAIR, dense(tensor(PAIRS), tensor(PAIR_BIAS), views, VIEW_BITS));
    let apart = |value: &f32| (f64::from(*value) * f64::from(1u32 << (2 * VIEW_BITS))).round() as i32;
    model.add(APART, numbers(&tensor(DISTANCES).iter().map(apart).collect::<Vec<i32>>()));
    model.add(NAMING, dense(tensor(NAMES), tensor(RELATION_BIAS), views, VIEW_BITS));
    model
}

/// What comes into a matrix: bits behind the point, and the largest there is.
#[derive(Clone, Copy)]
struct Input {
    bits: u32,
    largest: f64,
}

/// A matrix as a section has it: with as many bits as sums can hold. What comes out has `bits` behind the point.
fn dense(matrix: &[f32], bias: &[f32], input: Input, bits: u32) -> Vec<u8> {
    let outputs = bias.len();
    let inputs = matrix.len() / outputs;
    let weights = |output: usize| (0..inputs).map(move |input| f64::from(matrix[input * outputs + output]));
    let largest = (0..outputs).flat_map(weights).map(f64::abs).fold(0.0, f64::max);
    let sum =
        |output: usize| weights(output).map(f64::abs).sum::<f64>() * input.largest + f64::from(bias[output].abs());
    let most = (0..outputs).map(sum).fold(0.0, f64::max);
    let fits = |own: &u32| {
        let scale = f64::from(1u32 << own);
        largest * scale < f64::from(i16::MAX)
            && (most + 1.0) * scale * f64::from(1u32 << input.bits) < f64::from(i32::MAX)
    };
    let own = (0..15).rev().find(fits).unwrap_or(0).max((bits + 1).saturating_sub(input.bits));
    let shift = input.bits + own - bits;
    let whole: Vec<i16> = (0..outputs)
        .flat_map(weights)
        .map(|weight| (weight * f64::from(1u32 << own)).round().clamp(f64::from(i16::MIN), f64::from(i16::MAX)) as i16)
        .collect();
    // Half of what one more would be, so that what is cut off is rounded.
    let half = 1i64 << (shift - 1);
    let bias: Vec<i32> = bias
        .iter()
        .map(|bias| (f64::from(*bias) * f64::from(1u32 << own) * f64::from(1u32 << input.bits)).round() as i64 + half)
        .map(|bias| bias.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
        .collect();
    Dense::write(inputs, shift, &whole, &bias)
}

/// How many bits behind the point vectors have: as many as a byte holds of nearly all their numbers.
fn vector_bits(rows: &[f32]) -> u32 {
    let mut sizes: Vec<f32> = rows.iter().map(|value| value.abs()).collect();
    let at = sizes.len() - 1 - sizes.len() / CUT_OFF;
    let (_, most, _) = sizes.select_nth_unstable_by(at, f32::total_cmp);
    (0..8).rev().find(|bits| *most * (1u32 << bits) as f32 <= 127.0).unwrap_or(0)
}

fn numbers(numbers: &[i32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}
