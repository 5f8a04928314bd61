//! Goes down the slope of the loss, each number at its own pace (Adam: Kingma and Ba 2015), and keeps a mean of where it was
//! lately.

use rayon::prelude::*;

use super::net::Net;

const FIRST: f32 = 0.9;
const SECOND: f32 = 0.95;
/// Slopes together are not steeper than this.
const STEEPEST: f64 = 5.0;
/// So many numbers are moved by one thread at a time.
const PART: usize = 1 << 16;

#[derive(Clone)]
pub struct Adam {
    means: Vec<Vec<f32>>,
    squares: Vec<Vec<f32>>,
    steps: i32,
    /// The mean of the numbers so far, the latest counting most.
    pub mean: Net,
}

impl Adam {
    pub fn new(net: &Net) -> Adam {
        let zeros: Vec<Vec<f32>> = net.tensors.iter().map(|tensor| vec![0.0; tensor.len()]).collect();
        Adam { means: zeros.clone(), squares: zeros, steps: 0, mean: net.clone() }
    }

    /// One step of about the length `rate` for each number; slopes are nothing afterwards.
    pub fn step(&mut self, net: &mut Net, slopes: &mut Net, rate: f32) {
        let sum = |part: &[f32]| part.iter().map(|slope| f64::from(*slope) * f64::from(*slope)).sum::<f64>();
        let parts = slopes.tensors.iter().map(|tensor| tensor.par_chunks(PART).map(sum).collect::<Vec<_>>());
        let length = parts.flatten().sum::<f64>().sqrt();
        let scale = if length > STEEPEST { (STEEPEST / length) as f32 } else { 1.0 };
        self.steps += 1;
        let corrected = |share: f32| (1.0 - f64::from(share).powi(self.steps)) as f32;
        let (first, second) = (corrected(FIRST), corrected(SECOND));
        let kept = 0.999_f32.min(self.steps as f32 / (9.0 + self.steps as f32));
        for (at, values) in net.tensors.iter_mut().enumerate() {
            let parts = values
                .par_chunks_mut(PART)
                .zip(slopes.tensors[at].par_chunks_mut(PART))
                .zip(self.means[at].par_chunks_mut(PART))
                .zip(self.squares[at].par_chunks_mut(PART))
                .zip(self.mean.tensors[at].par_chunks_mut(PART));
            parts.for_each(|((((values, slopes), means), squares), kept_values)| {
                for (at, value) in values.iter_mut().enumerate() {
                    let slope = slopes[at] * scale;
                    slopes[at] = 0.0;
                    means[at] = FIRST * means[at] + (1.0 - FIRST) * slope;
                    squares[at] = SECOND * squares[at] + (1.0 - SECOND) * slope * slope;
                    *value -= rate * (means[at] / first) / ((squares[at] / second).sqrt() + 1e-8);
                    kept_values[at] = kept_values[at] * kept + *value * (1.0 - kept);
                }
            });
        }
    }
}
