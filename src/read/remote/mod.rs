//! Inputs elsewhere: objects in buckets (`s3://`, `gs://`, `az://`) and pages behind `http(s)://`.
//!
//! ```text
//! argument → Address → look_up: buckets are listed in parallel → Inputs, in the order of the arguments
//!                                                                   │
//!                Reading ← Body ← Ahead: the next parts are fetched while this one is read
//! ```
//!
//! An object is fetched in parts of [`PART`] bytes, at most [`PARTS`] at a time, in the order of the inputs: however slowly
//! they are read, memory stays below the product of both, and no connection waits for a reader until it is cut. All
//! other modules see [`Object`], [`Body`] and [`look_up`], which exist without the feature `remote` too, as what there is
//! never any of.

mod address;
#[cfg(feature = "remote")]
mod ahead;
#[cfg(feature = "remote")]
mod bucket;
#[cfg(feature = "remote")]
mod clients;
#[cfg(feature = "remote")]
mod fault;
#[cfg(feature = "remote")]
mod folders;
#[cfg(feature = "remote")]
mod list;
#[cfg(not(feature = "remote"))]
mod none;
#[cfg(feature = "remote")]
mod object;
#[cfg(feature = "remote")]
mod web;

pub(super) use address::Address;
#[cfg(feature = "remote")]
use address::Scheme;
pub use address::redacted;
#[cfg(not(feature = "remote"))]
pub use none::{Body, Object};
#[cfg(not(feature = "remote"))]
pub(super) use none::{in_turn, look_up};
#[cfg(feature = "remote")]
pub use object::{Body, Object};
#[cfg(feature = "remote")]
pub(super) use {ahead::in_turn, list::look_up};

/// Bytes of a part: enough that the way there and back is not most of the time.
#[cfg(feature = "remote")]
const PART: u64 = 2 << 20;

/// Parts that are under way or waiting to be read.
#[cfg(feature = "remote")]
const PARTS: usize = 16;

/// Listings and questions to servers at a time.
#[cfg(feature = "remote")]
const AT_ONCE: usize = 16;
