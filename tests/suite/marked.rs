//! Of the strings in quotation marks that nobody said, how many become a row of `quotes`, and of those that somebody said,
//! how many do. Counts over the tables `marked` of `tests/cases/quotes/marked-strings`; `cargo test --test suite marked --
//! --nocapture` prints the figures of docs/quotes.md, and each string that is taken for what it is not.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use quotient::analysis::Analysis;
use quotient::{Analyzer, Span};

use crate::cases::files;
use crate::generators::article;
use crate::literate::parse;

/// What a string is if somebody said it; any other word is the reason why it is no quote.
const SAID: &str = "said";

/// Slightly worse than what was measured, in percent.
const MOST_ALONE: f64 = 6.0;
const MOST_WITHIN: f64 = 14.0;
const LEAST_FOUND: f64 = 91.0;

/// Strings of one kind.
#[derive(Clone, Copy, Default)]
struct Count {
    strings: usize,
    /// Become a row or one of its parts.
    alone: usize,
    /// Stand in a row, be it longer. In these texts no row should hold a string that nobody said.
    within: usize,
}

impl Count {
    fn alone(self) -> f64 {
        100.0 * self.alone as f64 / self.strings.max(1) as f64
    }

    fn within(self) -> f64 {
        100.0 * self.within as f64 / self.strings.max(1) as f64
    }
}

fn shared(a: Span, b: Span) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Whether the string is a row or one of its parts, give or take a word.
fn alone(found: &Analysis, string: Span) -> bool {
    let mut parts = found.quotes.iter().flat_map(|quote| &quote.spans);
    parts.any(|&part| 2 * shared(part, string) >= part.end - part.start)
}

/// Whether a row covers at least half of the string.
fn within(found: &Analysis, string: Span) -> bool {
    let mut parts = found.quotes.iter().flat_map(|quote| &quote.spans);
    parts.any(|&part| 2 * shared(part, string) >= string.end - string.start)
}

/// All strings by what they are.
fn counts() -> BTreeMap<String, Count> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/quotes/marked-strings");
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for file in files(&folder) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for case in parse(&fs::read_to_string(&file).unwrap()).unwrap() {
            let found = Analyzer::new().analyze(&article(case.article.as_str()));
            let table = case.tables.iter().find(|table| table.name == "marked");
            let mut at = 0;
            for row in &table.unwrap_or_else(|| panic!("{name}: “{}” has no table `marked`", case.heading)).rows {
                let [text, what] = row.as_slice() else { panic!("{name}: columns are `text` and `what`") };
                let start = case.article[at..].find(text.as_str()).map(|start| at + start);
                let start =
                    start.unwrap_or_else(|| panic!("{name}: {text} is not in the article, or not in this order"));
                at = start + text.len();
                let string = Span::new(start, at);
                let (alone, within) = (alone(&found, string), within(&found, string));
                if within != (what == SAID) {
                    println!(
                        "{name}: {what} {text}: {}",
                        ["in no row", "in a row", "a row"][usize::from(alone) + usize::from(within)]
                    );
                }
                let count = counts.entry(what.clone()).or_default();
                count.strings += 1;
                count.alone += usize::from(alone);
                count.within += usize::from(within);
            }
        }
    }
    counts
}

#[test]
fn marked_strings_are_told_apart() {
    let mut counts = counts();
    let said = counts.remove(SAID).unwrap();
    let add = |sum: Count, one: &Count| Count {
        strings: sum.strings + one.strings,
        alone: sum.alone + one.alone,
        within: sum.within + one.within,
    };
    let others = counts.values().fold(Count::default(), add);
    for (what, Count { strings, alone, within }) in &counts {
        println!("| {what} | {strings} | {alone} | {within} |");
    }
    println!("| not said | {} | {} | {} |", others.strings, others.alone, others.within);
    println!("| said | {} | {} | {} |", said.strings, said.alone, said.within);
    assert!(said.strings >= 40 && others.strings >= 100);
    assert!(others.alone() <= MOST_ALONE, "{:.1} % of what nobody said is a row", others.alone());
    assert!(others.within() <= MOST_WITHIN, "{:.1} % of what nobody said is in a row", others.within());
    assert!(said.within() >= LEAST_FOUND, "{:.1} % of what somebody said is in a row", said.within());
}
