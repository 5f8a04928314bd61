//! The one integration-test binary: linking arrow and polars many times is what makes test builds slow.

mod cases;
mod clock;
mod coreference;
mod dataset;
mod eval;
mod generators;
mod golden;
mod hostile;
mod index;
mod introductions;
mod invariants;
mod layers;
mod literate;
mod made;
mod marked;
mod mistakes;
mod models;
mod outlets;
mod pages;
mod program;
mod properties;
mod readme;
mod records;
mod scheduled;
mod seeds;
mod unsure;
