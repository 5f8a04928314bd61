//! Feature lists of candidates, behind one another.

use super::hashed::Weights;

#[derive(Clone, Debug, Default)]
pub struct Lists {
    features: Vec<u32>,
    ends: Vec<u32>,
    /// So many features were in lists cleared since.
    past: u64,
}

impl Lists {
    pub fn clear(&mut self) {
        self.past = self.filled();
        self.features.clear();
        self.ends.clear();
    }

    /// Another candidate, whose features `fill` appends.
    pub fn add(&mut self, fill: impl FnOnce(&mut Vec<u32>)) {
        fill(&mut self.features);
        self.ends.push(self.features.len() as u32);
    }

    /// How many features were ever appended: what the work so far is measured by.
    pub fn filled(&self) -> u64 {
        self.past + self.features.len() as u64
    }

    /// How many candidates there are.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.features[start..self.ends[at] as usize]
    }

    /// The score of each candidate.
    pub fn scores(&self, weights: &Weights, out: &mut Vec<f32>) {
        out.clear();
        out.extend((0..self.count()).map(|at| weights.score(self.get(at))));
    }
}
