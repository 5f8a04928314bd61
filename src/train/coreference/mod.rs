//! Learns whom pronouns stand for from texts in which people marked it.

pub mod gold;
pub mod measure;
