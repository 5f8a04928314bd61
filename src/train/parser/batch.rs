//! Sentences to learn from together.

use std::ops::Range;

use crate::tag::parser::features::TEMPLATES;

/// Sentences, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The rows of each word's features, [`TEMPLATES`] of them.
    pub rows: Vec<u32>,
    /// Where each sentence ends, in words.
    pub ends: Vec<usize>,
    /// Heads within the sentence, counted from 1; 0 is the root.
    pub heads: Vec<u32>,
    /// Numbers of relations; [`super::NO_RELATION`] for the root's.
    pub relations: Vec<u8>,
}

impl Batch {
    pub fn words(&self) -> usize {
        self.heads.len()
    }

    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| start..*end)
    }

    /// The rows of each word.
    pub fn features(&self) -> impl Iterator<Item = &[u32]> {
        self.rows.chunks_exact(TEMPLATES)
    }
}
