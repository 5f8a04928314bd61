//! The one integration-test binary: linking arrow and polars many times is what makes test builds slow.

mod cases;
mod clock;
mod coreference;
mod dataset;
mod eval;
mod generators;
mod golden;
mod index;
mod introductions;
mod layers;
mod literate;
mod made;
mod marked;
mod merge;
mod mistakes;
mod models;
mod program;
mod properties;
mod readme;
mod scheduled;
mod seeds;
mod unsure;
mod who;
