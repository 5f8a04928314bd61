//! Texts in which people marked who is who, each kind of marking as its corpus has it.

mod corenlp;
mod gap;
mod gum;
mod speakers;

pub use corenlp::corenlp;
pub use gap::{Pair, gap};
pub use gum::{Chained, gum};
pub use speakers::{Said, speakers};

use crate::error::Result;

/// A text with what is known of it.
#[derive(Clone, Debug)]
pub struct Text {
    pub id: String,
    pub text: String,
    pub marked: Marked,
}

#[derive(Clone, Debug)]
pub enum Marked {
    /// One pronoun, and two names that it may stand for.
    Pair(Pair),
    /// All mentions, each with the number of what it stands for.
    Chains(Vec<Chained>),
    /// The same by another program.
    Silver(Vec<Chained>),
    /// Who says what.
    Speakers(Vec<Said>),
}

/// Reads `text`, which `file` holds: GAP's table, CoNLL-U with entities, or Markdown with speakers; told by its first words.
///
/// # Errors
/// A line is not what it should be.
pub fn read(file: &str, text: &str) -> Result<Vec<Text>> {
    let text = text.trim_start_matches('\u{feff}');
    match () {
        () if text.starts_with("ID\tText\t") => gap(file, text),
        () if text.lines().any(|line| line.starts_with("```article")) => speakers(file, text),
        () => gum(file, text),
    }
}
