//! Who said what: quotation marks, names, quotes with cue and source, who is who, and how each source is introduced.

pub mod coreference;
mod cues;
mod lexicon;
pub mod marks;
pub mod names;
pub mod quotes;
pub mod sources;
pub mod values;
