//! GAP (Webster and others 2018): a paragraph of an encyclopedia, a pronoun in it, and two names of which it may stand for
//! one.

use super::{Marked, Text};
use crate::error::{Error, Result};
use crate::span::Span;

#[derive(Clone, Debug)]
pub struct Pair {
    pub pronoun: Span,
    pub feminine: bool,
    /// Each name, and whether the pronoun stands for it.
    pub names: [(Span, bool); 2],
}

/// # Errors
/// A line has not eleven columns, or its offsets do not fit.
pub fn gap(file: &str, table: &str) -> Result<Vec<Text>> {
    table.lines().enumerate().skip(1).map(|(number, line)| row(file, number + 1, line)).collect()
}

fn row(file: &str, number: usize, line: &str) -> Result<Text> {
    let broken = |what: &str| Error::failed(format!("line {number}: {what}")).file(file);
    let columns: Vec<&str> = line.split('\t').collect();
    let &[id, text, pronoun, at, a, a_at, a_is, b, b_at, b_is, _] = columns.as_slice() else {
        return Err(broken("a row of GAP has eleven columns, parted by tabs"));
    };
    // Offsets count characters.
    let span = |words: &str, at: &str| {
        let at = at.parse().ok().and_then(|at: usize| text.char_indices().nth(at)).map(|(at, _)| at);
        at.filter(|at| text[*at..].starts_with(words)).map(|at| Span::new(at, at + words.len()))
    };
    let span = |words, at| span(words, at).ok_or_else(|| broken("an offset does not point at its words"));
    let names = [(span(a, a_at)?, a_is == "TRUE"), (span(b, b_at)?, b_is == "TRUE")];
    let feminine = matches!(pronoun.to_lowercase().as_str(), "she" | "her" | "hers" | "herself");
    let pair = Pair { pronoun: span(pronoun, at)?, feminine, names };
    Ok(Text { id: id.to_owned(), text: text.to_owned(), marked: Marked::Pair(pair) })
}
