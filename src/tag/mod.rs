//! What each word is: its parts of speech and its lemma.

pub mod features;
pub mod lemma;
pub mod tagger;
