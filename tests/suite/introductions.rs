//! How well sources are taken apart: `tests/cases/sources/introductions` has one introduction after the other, and what a
//! careful reader says of the source, field by field. The test counts fields; `cargo test --test suite introductions --
//! --nocapture` prints the figures of docs/sources.md and each field that is wrong. `BLESS=1` rewrites the marks.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use quotient::analysis::{Analysis, Source};
use quotient::{Analyzer, Span};

use crate::cases::files;
use crate::generators::article;

const FIELDS: [&str; 6] = ["kind", "naming", "name", "title", "affiliation", "description"];
const NULL: &str = "∅";

/// Slightly worse than what was measured, in percent: of all fields, and of those that hold anything.
const LEAST: f64 = 95.0;
const LEAST_FILLED: f64 = 94.0;

/// One introduction: `> ` prose, `= ` what is expected, `! ` the fields that are known to be wrong.
struct Introduction<'a> {
    prose: &'a str,
    expected: Vec<&'a str>,
    known: Vec<&'a str>,
}

fn introductions(file: &str) -> Vec<Introduction<'_>> {
    let mut found: Vec<Introduction> = Vec::new();
    for line in file.lines() {
        if let Some(prose) = line.strip_prefix("> ") {
            found.push(Introduction { prose, expected: Vec::new(), known: Vec::new() });
        } else if let (Some(fields), Some(last)) = (line.strip_prefix("= "), found.last_mut()) {
            let (kinds, rest) = fields.split_once(" | ").expect("kind and naming stand before the first bar");
            last.expected = kinds.split(' ').chain(rest.split(" | ")).collect();
            assert_eq!(last.expected.len(), FIELDS.len(), "{line}");
        } else if let (Some(fields), Some(last)) = (line.strip_prefix("! "), found.last_mut()) {
            last.known = fields.split(", ").collect();
        }
    }
    found
}

/// Without an article in front, which says nothing.
fn bare(words: &str) -> &str {
    let articles = ["the ", "The ", "a ", "A ", "an ", "An "];
    articles.iter().find_map(|article| words.strip_prefix(article)).unwrap_or(words)
}

/// The source of the first quote.
fn fields(text: &str, found: &Analysis) -> Vec<String> {
    let Some(source) = found.quotes.iter().find_map(|quote| quote.source) else {
        return vec!["(no source)".to_owned(); FIELDS.len()];
    };
    let source: &Source = &found.sources[source as usize];
    let words = |span: Option<Span>| span.map_or(NULL, |span| span.of(text)).to_owned();
    let mut fields = vec![source.kind.as_str().to_owned(), source.naming.as_str().to_owned()];
    fields.extend([source.name, source.title, source.affiliation, Some(source.description)].map(words));
    fields
}

#[derive(Default)]
struct Count {
    fields: usize,
    right: usize,
    filled: usize,
    filled_right: usize,
}

fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

#[test]
fn introductions_are_taken_apart() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sources/introductions");
    let bless = env::var_os("BLESS").is_some();
    let (analyzer, mut counts, mut stale, mut cases) = (Analyzer::new(), BTreeMap::<&str, Count>::new(), vec![], 0);
    for path in files(&folder) {
        let file = fs::read_to_string(&path).unwrap();
        let mut marked = file.split_inclusive('\n').filter(|line| !line.starts_with("! ")).collect::<String>();
        for Introduction { prose, expected, known } in introductions(&file) {
            cases += 1;
            let found = fields(prose, &analyzer.analyze(&article(prose)));
            let mut wrong = Vec::new();
            for ((field, expected), found) in FIELDS.into_iter().zip(&expected).zip(&found) {
                let right = bare(expected) == bare(found);
                let count = counts.entry(field).or_default();
                count.fields += 1;
                count.right += usize::from(right);
                if *expected != NULL || found != NULL {
                    count.filled += 1;
                    count.filled_right += usize::from(right);
                }
                if !right {
                    wrong.push(field);
                    println!("{prose}\n    {field}: {found}, not {expected}");
                }
            }
            if wrong != known {
                stale.push(format!("{prose}\n    wrong are now: {}", wrong.join(", ")));
            }
            if !wrong.is_empty() {
                let line = format!("> {prose}\n= {}", expected[..2].join(" "));
                let line = marked[marked.find(&line).unwrap()..].split_inclusive('\n').take(2).collect::<String>();
                marked = marked.replacen(&line, &format!("{line}! {}\n", wrong.join(", ")), 1);
            }
        }
        let wrong: usize = introductions(&marked).iter().map(|one| one.known.len()).sum();
        let fields = FIELDS.len() * introductions(&marked).len();
        let name = path.file_stem().unwrap().to_string_lossy();
        println!("{name}: {:.1} % of {fields} fields", share(fields - wrong, fields));
        if bless {
            fs::write(&path, marked).unwrap();
        }
    }
    let mut sum = Count::default();
    for field in FIELDS {
        let count = &counts[field];
        println!("| {field} | {} | {} | {} | {} |", count.fields, count.right, count.filled, count.filled_right);
        sum.fields += count.fields;
        sum.right += count.right;
        sum.filled += count.filled;
        sum.filled_right += count.filled_right;
    }
    let (all, filled) = (share(sum.right, sum.fields), share(sum.filled_right, sum.filled));
    println!("{cases} introductions: {all:.1} % of {} fields, {filled:.1} % of {} not empty", sum.fields, sum.filled);
    assert!(cases >= 120);
    assert!(bless || stale.is_empty(), "marks to be rewritten with BLESS=1:\n{}", stale.join("\n"));
    assert!(all >= LEAST && filled >= LEAST_FILLED, "{all:.1} % of all fields, {filled:.1} % of those not empty");
}
