//! One article's way through all stages.

use crate::analysis::Analysis;
use crate::article::Article;
use crate::extract::names::NameModel;
use crate::{extract, segment};

/// Shared by all threads and immutable.
#[derive(Debug, Default)]
pub struct Analyzer {}

impl Analyzer {
    pub fn new() -> Self {
        Analyzer {}
    }

    /// Everything found in `article`. Takes time in proportion to the text's length, and never fails.
    pub fn analyze(&self, article: &Article) -> Analysis {
        let text = article.text.as_str();
        let mut found = Analysis::default();
        (found.paragraphs, found.stated) = segment::paragraphs::find(text);
        (found.sentences, found.tokens) = segment::sentences::find(text, &mut found.paragraphs);
        found.quotations = extract::marks::find(text, &found.paragraphs);
        found.mentions = extract::names::find(text, &found, NameModel::bundled());
        found.quotes = extract::quotes::find(text, &found);
        extract::coreference::resolve(text, &mut found);
        extract::sources::describe(text, &mut found);
        found
    }
}
