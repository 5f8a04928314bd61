//! What users may say about their inputs.

use super::Field;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Which column holds what, where the guess would be wrong.
    pub fields: Vec<(Field, String)>,
    /// Columns that are carried through as they are.
    pub keep: Vec<&'static str>,
    /// Whether symbolic links in folders are followed.
    pub follow: bool,
    /// An article with more bytes of text is refused. A long newspaper article has 50 thousand.
    pub max_article_bytes: u64,
    /// Unpacked data may be so many times as long as packed.
    pub max_expansion: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            fields: Vec::new(),
            keep: Vec::new(),
            follow: false,
            max_article_bytes: 10_000_000,
            max_expansion: 250,
        }
    }
}
