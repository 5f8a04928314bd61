//! Quotient turns news text into typed tables of who said what.
//!
//! `read → segment → extract → table → write`: the modules below are that sentence, and imports point one way only.
//!
//! ```text
//!  7  main → cli
//!  6  run  inspect
//!  5  train                       nobody below knows it exists
//!  4  analyze      write   index
//!  3  read  segment  tag  extract  table  siblings: none imports another
//!  2  model
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

pub mod model;

pub mod extract;
pub mod read;
pub mod segment;
pub mod table;

pub mod analyze;
pub mod index;
pub mod write;

pub mod train;

pub mod inspect;
pub mod run;

pub use analyze::Analyzer;
pub use error::{Error, Result};
pub use span::Span;
