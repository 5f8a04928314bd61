//! What each word is: its parts of speech, its lemma, and what it depends on.

pub mod features;
pub mod lemma;
pub mod parser;
mod side_by_side;
pub mod tagger;

pub use side_by_side::side_by_side;
