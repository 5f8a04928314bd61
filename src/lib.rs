//! Quotient turns news text into typed tables of who said what.
//!
//! ```
//! use quotient::{Analyzer, article::Article};
//!
//! let article = Article::from_text("harbour", "“In November,” said the city engineer, Harald Beck.");
//! let found = Analyzer::new().analyze(&article);
//! for quote in &found.quotes {
//!     let speaker = quote.speaker.map(|number| found.entities[number as usize].name.of(&article.text));
//!     let parts: Vec<&str> = quote.spans.iter().map(|span| span.of(&article.text)).collect();
//!     println!("{}: {}", speaker.unwrap_or("somebody"), parts.join(" … ")); // Harald Beck: “In November,”
//! }
//! # assert_eq!(found.quotes[0].spans[0].of(&article.text), "“In November,”");
//! # assert_eq!(found.entities[found.quotes[0].speaker.unwrap() as usize].name.of(&article.text), "Harald Beck");
//! ```
//!
//! [`read`] gives the articles of files and folders, [`table`] the rows of what was found, [`run`] does it all.
//!
//! `read → segment → extract → table → write`: the modules below are that sentence, and imports point one way only.
//!
//! ```text
//!  7  main → cli
//!  6  run  inspect  eval
//!  5  train                       nobody below knows it exists
//!  4  analyze      write   index
//!  3  read  segment  tag  extract  table  siblings: none imports another
//!  2  model
//!  1  article → analysis
//!  0  span  error  digest  hashes  panics
//! ```
//!
//! A stage is a function from data to data: it takes the text and what was found so far, and returns the next list of
//! [`analysis::Analysis`]. Only [`analyze`] and [`run`] know two ends of a step.

pub mod digest;
pub mod error;
mod hashes;
mod panics;
pub mod span;

pub mod analysis;
pub mod article;

pub mod model;

pub mod extract;
pub mod read;
pub mod segment;
pub mod table;
pub mod tag;

pub mod analyze;
pub mod index;
pub mod write;

pub mod train;

pub mod eval;
pub mod inspect;
pub mod run;

#[cfg(test)]
#[path = "../tests/suite/clock.rs"]
mod clock;

pub use analyze::{Analyzer, STAGES, Stage};
pub use error::{Error, Result};
pub use span::Span;
