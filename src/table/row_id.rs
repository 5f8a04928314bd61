//! Ids of rows: the article's id, a letter for the table, a running number.

use std::fmt;

/// `…-q3` is an article's third quote in text order, `-s` its sources, `-e` its entities, `-m` its mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowId<'a> {
    /// The article's id, as 32 hex digits.
    pub article: &'a str,
    pub letter: char,
    /// From 1, in the order of the rows.
    pub number: u32,
}

impl fmt::Display for RowId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.article)?;
        write!(f, "-{}{}", self.letter, self.number)
    }
}
