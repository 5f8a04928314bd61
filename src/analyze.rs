//! One article's way through all stages.

use crate::analysis::Analysis;
use crate::article::Article;
use crate::extract::names::Words;
use crate::{extract, segment};

/// One stage: from the text and what the stages before it found.
type Stage = for<'a> fn(&'a str, &mut Analysis, &mut Words<'a>);

/// All stages with their names, in order. Quotes come before names, so that their views of the text are not in memory at
/// the same time.
pub const STAGES: &[(&str, Stage)] = &[
    ("paragraphs", |text, found, _| (found.paragraphs, found.stated) = segment::paragraphs::find(text)),
    ("sentences and tokens", |text, found, _| {
        (found.sentences, found.tokens) = segment::sentences::find(text, &mut found.paragraphs);
    }),
    ("marks", |text, found, _| found.quotations = extract::marks::find(text, &found.paragraphs)),
    ("quotes", |text, found, _| found.quotes = extract::quotes::find(text, found)),
    ("words", |text, found, words| *words = Words::read(text, found)),
    ("names", |text, found, words| found.mentions = extract::names::find(text, found, words)),
    ("coreference", |text, found, words| extract::coreference::resolve(text, found, words)),
    ("sources", |text, found, words| extract::sources::describe(text, found, words)),
];

/// Shared by all threads and immutable.
#[derive(Debug, Default)]
pub struct Analyzer {}

impl Analyzer {
    pub fn new() -> Self {
        Analyzer {}
    }

    /// Everything found in `article`. Takes time in proportion to the text's length, and never fails.
    pub fn analyze(&self, article: &Article) -> Analysis {
        let (mut found, mut words) = (Analysis::default(), Words::default());
        for (_, stage) in STAGES {
            stage(&article.text, &mut found, &mut words);
        }
        found
    }
}
