//! What holds across articles: who is the same person or thing in all of them ([`Drafts`]), and what a finished data set
//! holds in a few lines ([`summary`]).
//!
//! Rows of `entities` and `sources` are held back in files while a run reads ([`Drafts::append`]). When all are there it is
//! known which names stand for several people, the rows get their `index_id`, and the tables `source_index` and
//! `entity_index` are summed up part by part ([`Drafts::settle`]). Memory does not grow with the number of rows.

mod ambiguous;
mod authority;
mod columns;
mod drafts;
mod evidence;
mod fold;
mod identity;
mod parts;
mod rollup;
mod scan;
mod spread;
mod stream;
mod summary;
mod tally;
#[cfg(test)]
mod tests;
pub mod words;

pub use authority::Authority;
pub use drafts::{Drafts, TABLES};
pub use summary::{Summary, summary};
