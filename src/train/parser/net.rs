//! The numbers of the network while it is learnt.

use crate::tag::parser::arcs::APART;
use crate::train::random::Random;

/// How wide everything is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Rows of vectors of features.
    pub rows: usize,
    /// Numbers of a vector.
    pub vector: usize,
    /// Numbers that a layer carries from word to word, in each direction.
    pub state: usize,
    pub layers: usize,
    /// Numbers that a word is compared by, as a head and as a dependent.
    pub view: usize,
    pub relations: usize,
}

/// The numbers of a network, or the loss's slope for each; matrices row after row, one row for each number that comes in.
#[derive(Clone, Debug)]
pub struct Net {
    pub sizes: Sizes,
    pub tensors: Vec<Vec<f32>>,
}

pub const VECTORS: usize = 0;
pub const VECTOR_BIAS: usize = 1;
pub const ROOT: usize = 2;
pub const VIEWS: usize = 3;
pub const VIEW_BIAS: usize = 4;
pub const PAIRS: usize = 5;
pub const PAIR_BIAS: usize = 6;
pub const DISTANCES: usize = 7;
pub const RELATIONS: usize = 8;
pub const RELATION_BIAS: usize = 9;
const LAYERS: usize = 10;

/// Where the matrix and the bias of a layer are.
pub fn layer(number: usize) -> [usize; 2] {
    [LAYERS + 2 * number, LAYERS + 2 * number + 1]
}

impl Net {
    /// Nothing but zeros.
    pub fn zeros(sizes: Sizes) -> Net {
        let Sizes { rows, vector, state, layers, view, relations } = sizes;
        let mut lengths = vec![rows * vector, vector, 2 * state, 2 * state * 4 * view, 4 * view, view * view, view];
        lengths.extend([APART, view * relations, relations]);
        for number in 0..layers {
            lengths.extend([sizes.input(number) * 4 * state, 4 * state]);
        }
        Net { sizes, tensors: lengths.into_iter().map(|length| vec![0.0; length]).collect() }
    }

    /// Small numbers by chance, so that what goes through a matrix is about as large behind it as before (Glorot and Bengio
    /// 2010).
    pub fn new(sizes: Sizes, random: &mut Random) -> Net {
        let mut net = Net::zeros(sizes);
        let Sizes { state, layers, view, relations, .. } = sizes;
        let mut fill =
            |tensor: &mut [f32], size: f32| tensor.iter_mut().for_each(|value| *value = random.normal() * size);
        let even = |a: usize, b: usize| (2.0 / (a + b) as f32).sqrt();
        fill(&mut net.tensors[VECTORS], 0.1);
        fill(&mut net.tensors[VIEWS], even(2 * state, view));
        fill(&mut net.tensors[RELATIONS], even(view, relations));
        for number in 0..layers {
            fill(&mut net.tensors[layer(number)[0]], even(sizes.input(number), 4 * state));
        }
        (0..view).for_each(|at| net.tensors[PAIRS][at * view + at] = 0.1);
        net
    }

    pub fn add(&mut self, other: &Net) {
        for (own, other) in self.tensors.iter_mut().zip(&other.tensors) {
            own.iter_mut().zip(other).for_each(|(own, other)| *own += other);
        }
    }
}

impl Sizes {
    /// How many numbers come into a layer.
    pub fn input(&self, number: usize) -> usize {
        if number == 0 { self.vector } else { 2 * self.state }
    }
}
