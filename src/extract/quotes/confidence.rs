//! How sure a quote is: one number from what each decision was sure of, by a logistic regression on articles whose models
//! had not seen them.

use crate::analysis::{Attribution, QuoteKind};
use crate::model::file::{Reader, put_number};
use crate::model::hashed::{ln, sigmoid};

pub const FEATURES: usize = 15;

/// The section of the model's file.
pub const SECTION: &str = "confidence";

/// Weights are kept as whole numbers of this part of one.
const SCALE: f32 = 1000.0;

#[derive(Clone, Debug)]
pub struct Confidence(pub [f32; FEATURES]);

impl Default for Confidence {
    fn default() -> Self {
        Confidence([0.0; FEATURES])
    }
}

/// What is looked at: the kind, how the speaker was found, and the log-odds of `shares`, which say how likely it is that
/// there is a quote, that its bounds are right, and that the source is.
pub fn features(kind: QuoteKind, attribution: Attribution, shares: Option<[f32; 3]>) -> [f32; FEATURES] {
    let mut all = [0.0; FEATURES];
    all[kind as usize] = 1.0;
    let odds = |share: f32| {
        let share = share.clamp(0.005, 0.995);
        ln(share) - ln(1.0 - share)
    };
    let Some(shares) = shares else {
        // No cue: how the words were joined to a speaker says all.
        all[3 + usize::from(attribution == Attribution::Nobody)] = 1.0;
        all[13] = f32::from(u8::from(kind != QuoteKind::Direct));
        return all;
    };
    for (at, share) in shares.into_iter().enumerate() {
        all[5 + at] = odds(share);
        all[8 + at] = f32::from(u8::from(kind == QuoteKind::Direct)) * odds(share);
    }
    all[11] = f32::from(u8::from(attribution == Attribution::Nobody));
    all[12] = f32::from(u8::from(attribution == Attribution::AccordingTo));
    all[14] = f32::from(u8::from(attribution == Attribution::Colon));
    all
}

impl Confidence {
    pub fn of(&self, features: &[f32; FEATURES]) -> f32 {
        sigmoid(self.0.iter().zip(features).map(|(weight, feature)| weight * feature).sum())
    }

    pub fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for weight in self.0 {
            let value = (weight * SCALE).round() as i64;
            put_number(&mut bytes, ((value << 1) ^ (value >> 63)) as u64);
        }
        bytes
    }

    /// `None` if the bytes are not what [`Confidence::write`] makes.
    pub fn read(reader: &mut Reader) -> Option<Self> {
        let mut weights = [0.0; FEATURES];
        for weight in &mut weights {
            let coded = reader.number()?;
            *weight = ((coded >> 1) as i64 ^ -((coded & 1) as i64)) as f32 / SCALE;
        }
        Some(Confidence(weights))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surer_steps_make_a_surer_quote() {
        let mut confidence = Confidence::default();
        confidence.0[5..8].fill(1.0);
        let of = |share| confidence.of(&features(QuoteKind::Indirect, Attribution::Cue, Some([share, 0.5, 0.5])));
        assert!(of(0.9) > of(0.6) && of(0.6) > of(0.2));
        assert!((of(0.9) - 0.9).abs() < 1e-3);
        let read = Confidence::read(&mut Reader::new(&confidence.write())).unwrap();
        assert_eq!(read.0, confidence.0);
    }
}
