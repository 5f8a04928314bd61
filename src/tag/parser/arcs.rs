//! The weights of arcs' relations.

use crate::model::Linear;
use crate::model::linear::{Row, best};

/// There are no more relations than this, so that a word has a bit for each.
pub const MOST: usize = 64;

#[derive(Clone, Debug)]
pub struct Arcs {
    pub weights: Linear,
    /// The numbers of the relations, in the order of their labels.
    pub relations: Vec<u8>,
}

impl Arcs {
    /// The number of the likeliest relation of an arc whose features have these rows.
    pub fn relation(&self, rows: &[Row]) -> u8 {
        let mut scores = [0; MOST];
        let scores = &mut scores[..self.relations.len().min(MOST)];
        self.weights.add(rows, scores);
        self.relations.get(best(scores)).copied().unwrap_or_default()
    }
}
