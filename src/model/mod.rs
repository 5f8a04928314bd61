//! What a trained model is, knowing nothing of news: a file format, and linear weights over hashed features.

mod buckets;
pub mod bundled;
pub mod classes;
pub mod dense;
pub mod features;
pub mod file;
pub mod hashed;
pub mod linear;
pub mod lists;
pub mod prefetch;
pub mod rows;
pub mod vectors;

pub use classes::{Class, Classes};
pub use features::{Atom, Sink, Template};
pub use file::{Model, Section};
pub use linear::Linear;
pub use rows::{Rows, Weight};
