//! What each word is: its parts of speech, its lemma, and what it depends on.

pub mod features;
pub mod lemma;
pub mod parser;
pub mod tagger;
