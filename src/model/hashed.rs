//! Weights of hashed features, one number each: what a candidate has of them is summed, and candidates are compared by a
//! softmax. Two features may share a weight (Weinberger and others 2009): it was learnt so.

use super::file::{Reader, put_number};

/// The table has two to this many weights.
pub const BITS: u32 = 20;

/// Weights are kept in files as whole numbers of this part of one.
pub const SCALE: f32 = 32.0;

#[derive(Clone, Debug)]
pub enum Weights {
    /// As they are learnt.
    Moving(Vec<f32>),
    /// As they run: whole numbers of a [`SCALE`]th, half as large, for what running waits for is memory.
    Settled(Vec<i16>),
}

impl Default for Weights {
    /// All zero, to be learnt.
    fn default() -> Self {
        Weights::Moving(vec![0.0; 1 << BITS])
    }
}

/// The place of a feature's weight: its template's number and up to three things it looks at.
#[inline]
pub fn feature(template: u32, a: u32, b: u32, c: u32) -> u32 {
    let mut hash = template.wrapping_mul(0x9E37_79B1) ^ a.wrapping_mul(0x85EB_CA6B);
    hash = (hash.rotate_left(13) ^ b).wrapping_mul(0xC2B2_AE35);
    hash = (hash.rotate_left(15) ^ c).wrapping_mul(0x27D4_EB2F);
    hash ^= hash >> 15;
    hash.wrapping_mul(0x1656_67B1) >> (32 - BITS)
}

/// Writes the features of one task, whose templates are numbered by their order.
pub struct Writer<'o> {
    template: u32,
    out: &'o mut Vec<u32>,
}

impl<'o> Writer<'o> {
    /// Features of different tasks share no weights.
    pub fn new(task: u32, out: &'o mut Vec<u32>) -> Self {
        Writer { template: task << 6, out }
    }

    #[inline]
    pub fn add(&mut self, x: u32, y: u32, z: u32) {
        self.template += 1;
        self.out.push(feature(self.template, x, y, z));
    }
}

impl Weights {
    /// The sum of the features' weights.
    #[inline]
    pub fn score(&self, features: &[u32]) -> f32 {
        match self {
            Weights::Moving(weights) => features.iter().map(|&feature| weights[feature as usize]).sum(),
            Weights::Settled(weights) => {
                // A plain loop, as in `Reader::fill`.
                let (weights, mut sum, mut at) = (weights.as_slice(), 0, 0);
                while at < features.len() {
                    sum += weights[features[at] as usize] as i32;
                    at += 1;
                }
                sum as f32 / SCALE
            }
        }
    }

    /// The mean of weights that are learnt; those of one order of examples are right by luck here and wrong there.
    pub fn mean(members: &[Weights]) -> Weights {
        let (mut mean, parts) = (vec![0.0; 1 << BITS], members.len() as f32);
        for weights in members {
            let Weights::Moving(weights) = weights else { continue };
            // A plain loop, as in `Reader::fill`.
            let (mean, weights, mut at) = (mean.as_mut_slice(), weights.as_slice(), 0);
            while at < mean.len() && at < weights.len() {
                mean[at] += weights[at] / parts;
                at += 1;
            }
        }
        Weights::Moving(mean)
    }

    /// As they will be read: whole numbers of a [`SCALE`]th, those below `least` of them left out.
    pub fn write(&self, least: i64) -> Vec<u8> {
        let rounded = |weight: &f32| ((weight * SCALE).round() as i64).clamp(-2000, 2000);
        let values: Vec<i64> = match self {
            Weights::Moving(weights) => weights.iter().map(rounded).collect(),
            Weights::Settled(weights) => weights.iter().map(|weight| i64::from(*weight)).collect(),
        };
        let kept = |(_, value): &(usize, i64)| value.abs() >= least.max(1);
        let kept: Vec<_> = values.into_iter().enumerate().filter(kept).collect();
        let mut bytes = Vec::new();
        put_number(&mut bytes, kept.len() as u64);
        let mut before = 0;
        for (at, _) in &kept {
            put_number(&mut bytes, (at - before) as u64);
            before = *at;
        }
        kept.iter().for_each(|(_, value)| put_number(&mut bytes, ((value << 1) ^ (value >> 63)) as u64));
        bytes
    }

    /// `None` if the bytes are not what [`Weights::write`] makes.
    pub fn read(reader: &mut Reader) -> Option<Self> {
        let mut weights = vec![0; 1 << BITS];
        let (pairs, out) = (pairs(reader)?, weights.as_mut_slice());
        // A plain loop, as in `Reader::fill`.
        let (pairs, mut at) = (pairs.as_slice(), 0);
        while at < pairs.len() {
            out[pairs[at].0 as usize] = pairs[at].1;
            at += 1;
        }
        Some(Weights::Settled(weights))
    }
}

/// What [`Weights::write`] made, as places and whole numbers of a [`SCALE`]th: for so few that a table is a waste.
pub fn pairs(reader: &mut Reader) -> Option<Vec<(u32, i16)>> {
    let count = usize::try_from(reader.number()?).ok().filter(|count| *count <= 1 << BITS)?;
    let (steps, values) = (reader.numbers(count)?, reader.numbers(count)?);
    let mut pairs = vec![(0, 0); count];
    // A plain loop, as in `Reader::fill`.
    let (steps, values, out) = (steps.as_slice(), values.as_slice(), pairs.as_mut_slice());
    let (mut at, mut place) = (0, 0);
    while at < count {
        place += steps[at] as usize;
        let coded = values[at];
        if place >= 1 << BITS || coded > 0xFFFF {
            return None;
        }
        out[at] = (place as u32, (coded >> 1) as i16 ^ -((coded & 1) as i16));
        at += 1;
    }
    Some(pairs)
}

/// e to the power of `x`, by arithmetic alone, so that all machines agree to the last bit.
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-80.0, 80.0);
    let whole = (x * std::f32::consts::LOG2_E).round();
    let rest = x - whole * std::f32::consts::LN_2;
    let series = 1.0 + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest / 120.0))));
    series * f32::from_bits(((whole as i32 + 127) as u32) << 23)
}

/// Turns scores into shares of one.
pub fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|score| *score = exp(*score - most));
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}

pub fn sigmoid(score: f32) -> f32 {
    1.0 / (1.0 + exp(-score))
}

/// The natural logarithm, by arithmetic alone.
pub fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    let exponent = (bits >> 23) as i32 - 127;
    let part = f32::from_bits(bits & 0x7F_FFFF | 127 << 23);
    let ratio = (part - 1.0) / (part + 1.0);
    let square = ratio * ratio;
    let series = 2.0 * ratio * (1.0 + square * (1.0 / 3.0 + square * (0.2 + square * (1.0 / 7.0 + square / 9.0))));
    exponent as f32 * std::f32::consts::LN_2 + series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut weights = vec![0.0; 1 << BITS];
        (weights[3], weights[(1 << BITS) - 1], weights[7]) = (1.5, -0.25, 0.01);
        let bytes = Weights::Moving(weights).write(1);
        let read = Weights::read(&mut Reader::new(&bytes)).unwrap();
        assert_eq!(read.score(&[3, (1 << BITS) - 1]), 1.25);
        // Too small to be kept.
        assert_eq!(read.score(&[7]), 0.0);
        assert_eq!(read.write(1), bytes);
        assert!(Weights::read(&mut Reader::new(&bytes[..bytes.len() - 1])).is_none());
    }

    #[test]
    fn arithmetic_is_close_to_the_true_functions() {
        for x in [-30.0_f32, -3.7, -0.1, 0.0, 0.4, 2.0, 11.5] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "exp({x})");
            assert!((ln(x.exp()) - x).abs() < 1e-3, "ln(exp({x}))");
        }
        let mut shares = [1.0, 2.0, 0.5];
        softmax(&mut shares);
        assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-6 && shares[1] > shares[0]);
    }
}
