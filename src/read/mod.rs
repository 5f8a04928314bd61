//! Where articles come from: bytes become text, and facts beside the text are read.

pub mod clean;
pub mod dates;
pub mod encoding;
pub mod front_matter;
mod sniff;
mod wide;
