//! Quotient turns news text into typed tables of who said what.
//!
//! `read → segment → extract → table → write`: the modules below are that sentence, and imports point one way only.
//!
//! ```text
//!  7  main → cli
//!  6  run  inspect
//!  4  analyze      write   index
//!  3  read  segment  extract  table      siblings: none imports another
//!  1  article  analysis
//!  0  span  error
//! ```
//!
//! A stage is a function from data to data: it takes the text and what was found so far, and returns the next list of
//! [`analysis::Analysis`]. Only [`analyze`] and [`run`] know two ends of a step.

pub mod error;
pub mod span;

pub mod analysis;
pub mod article;

pub mod extract;
pub mod read;
pub mod segment;
pub mod table;

pub mod analyze;
pub mod index;
pub mod write;

pub mod inspect;
pub mod run;

pub use analyze::Analyzer;
pub use error::{Error, Result};
pub use span::Span;
