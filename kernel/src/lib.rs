//! The arithmetic of quotient's parser, with instructions for many numbers at a time where the processor has them. All ways give
//! the same numbers, bit by bit.
//!
//! A package of its own so that it is optimised in debug builds too: most of what a network takes there would be this.

mod gates;
mod single;
mod whole;

pub use gates::{STATE_BITS, carry};
pub use single::{add_product, add_product_turned, add_turned_product};
pub use whole::{LANES, Sums, Weights, multiply};
