//! Matrices of small whole numbers, and what comes of many rows of numbers that go through one: the bulk of a network's work.
//! Whole numbers, so that every processor gives the same, however many of them it multiplies at a time.

use quotient_kernel::{LANES, Sums, Weights};

use super::file::{Reader, put_number};

/// `y = x · W + b`, in whole numbers, y divided by two to some power.
#[derive(Clone, Debug, PartialEq)]
pub struct Dense {
    pub inputs: usize,
    pub outputs: usize,
    shift: u32,
    weights: Packed,
    bias: Vec<i32>,
}

/// A matrix as the processor wants it: for each [`LANES`] numbers that come out the weights of all that come in, by twos.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Packed {
    /// Pairs of numbers that come in.
    pairs: usize,
    blocks: usize,
    weights: Vec<Weights>,
}

impl Packed {
    /// From rows of weights, one for each number that comes out, of `inputs` numbers each.
    pub fn pack<'w>(&mut self, inputs: usize, outputs: usize, row: impl Fn(usize) -> &'w [i16]) {
        (self.pairs, self.blocks) = (inputs.div_ceil(2), outputs.div_ceil(LANES));
        self.weights.clear();
        self.weights.resize(self.pairs * self.blocks, [[0; 2]; LANES]);
        for output in 0..outputs {
            let block = output / LANES * self.pairs;
            for (at, pair) in row(output)[..inputs].chunks(2).enumerate() {
                let place = &mut self.weights[block + at][output % LANES];
                place[..pair.len()].copy_from_slice(pair);
            }
        }
    }

    /// How many numbers a row of sums has.
    pub fn width(&self) -> usize {
        self.blocks * LANES
    }

    /// For each row of pairs in `x` the sums of its numbers times the weights of each number that comes out, in rows of
    /// [`Packed::width`]. What is too large for a sum wraps around.
    pub fn multiply(&self, x: &[[i16; 2]], sums: &mut Vec<Sums>) {
        let rows = x.len().checked_div(self.pairs).unwrap_or(0);
        sums.clear();
        sums.resize(rows * self.blocks, [0; LANES]);
        quotient_kernel::multiply(&self.weights, x, sums, (self.pairs, self.blocks));
    }
}

impl Dense {
    /// A section's bytes: `weights` has a row for each number that comes out.
    pub fn write(inputs: usize, shift: u32, weights: &[i16], bias: &[i32]) -> Vec<u8> {
        let mut bytes = Vec::new();
        [inputs as u64, bias.len() as u64, shift.into()].iter().for_each(|number| put_number(&mut bytes, *number));
        // Low bytes and high bytes apart compress better.
        bytes.extend(weights.iter().map(|weight| weight.to_le_bytes()[0]));
        bytes.extend(weights.iter().map(|weight| weight.to_le_bytes()[1]));
        bytes.extend(bias.iter().flat_map(|bias| bias.to_le_bytes()));
        bytes
    }

    /// `None` if the bytes are not what [`Dense::write`] makes.
    pub fn read(reader: &mut Reader) -> Option<Self> {
        let mut size = || usize::try_from(reader.number()?).ok();
        let (inputs, outputs, shift) = (size()?, size()?, size()?);
        if inputs % 2 != 0 || !(1..31).contains(&shift) {
            return None;
        }
        let count = inputs.checked_mul(outputs)?;
        let (low, high) = (reader.take(count)?, reader.take(count)?);
        let rows: Vec<i16> = low.iter().zip(high).map(|(low, high)| i16::from_le_bytes([*low, *high])).collect();
        let bias = reader.take(outputs.checked_mul(4)?)?.chunks_exact(4);
        let bias = bias.map(|bytes| i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])).collect();
        let mut weights = Packed::default();
        weights.pack(inputs, outputs, |row| &rows[row * inputs..(row + 1) * inputs]);
        Some(Dense { inputs, outputs, shift: shift as u32, weights, bias })
    }

    /// What comes out for each row of pairs in `x`; what is beyond 16 bits is the largest or smallest number there is.
    pub fn apply(&self, x: &[[i16; 2]], sums: &mut Vec<Sums>, out: &mut Vec<i16>) {
        self.weights.multiply(x, sums);
        let rows = x.len().checked_div(self.inputs / 2).unwrap_or(0);
        out.clear();
        out.resize(rows * self.outputs, 0);
        let rows = sums.chunks_exact(self.weights.blocks.max(1)).zip(out.chunks_exact_mut(self.outputs.max(1)));
        for (sums, out) in rows {
            for ((sum, bias), out) in sums.as_flattened().iter().zip(&self.bias).zip(out) {
                let whole = sum.wrapping_add(*bias) >> self.shift;
                *out = whole.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_through_a_matrix() {
        let weights = [1, 2, 3, 4, -5, 6, 0, 100];
        let bytes = Dense::write(4, 1, &weights, &[10, -3]);
        let dense = Dense::read(&mut Reader::new(&bytes)).unwrap();
        let (mut sums, mut out) = (Vec::new(), Vec::new());
        dense.apply(&[[1, 2], [3, 4], [0, -1], [0, 2], [0, 0], [0, 32_000]], &mut sums, &mut out);
        assert_eq!(out, [20, 202, 8, 95, i16::MAX, i16::MAX]);
        assert!(Dense::read(&mut Reader::new(&bytes[..bytes.len() - 1])).is_none());
    }
}
