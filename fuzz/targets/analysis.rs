//! Any text, through all stages to rows: the invariants of an analysis are the oracle, and nothing panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use quotient::article::Article;
use quotient::table::{self, Document};
use quotient::Analyzer;

#[path = "../../tests/suite/invariants.rs"]
mod invariants;

fuzz_target!(|text: &str| {
    let article = Article::from_text("fuzz", text);
    let analysis = Analyzer::new().analyze(&article);
    if let Err(broken) = invariants::broken(text, &analysis) {
        panic!("{broken}");
    }
    let document = Document { article: &article, analysis: &analysis, duplicate_of: None };
    let names: Vec<&str> = table::tables().iter().map(|table| table.name).collect();
    table::batches(&[document], &[], &names);
});
