//! `--min-confidence`: quotes less sure are left out, and with them what only they name.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::golden::root;
use crate::program::{desk, said};

/// The cells of a column of a table just written.
fn cells(desk: &Path, table: &str, column: &str) -> Vec<String> {
    let csv = fs::read_to_string(desk.join("output/csv").join(table).with_extension("csv")).unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
    reader.records().map(|record| record.unwrap()[at].to_owned()).collect()
}

/// Runs over the sample articles and returns the confidences of the quotes.
fn run(desk: &Path, least: &str) -> Vec<f64> {
    let input = root().join("input");
    let words = ["run", input.to_str().unwrap(), "--format", "csv", "--min-confidence", least];
    let (code, _, errors) = said(desk, &words);
    assert_eq!(code, 0, "{errors}");
    cells(desk, "quotes", "confidence").iter().map(|cell| cell.parse().unwrap()).collect()
}

/// How many sources there are, and how many of them have no quote at all (photographers, agencies).
fn sources(desk: &Path) -> (usize, usize) {
    let quoted = cells(desk, "quotes", "source_id");
    let sources = cells(desk, "sources", "source_id");
    (sources.len(), sources.iter().filter(|source| !quoted.contains(source)).count())
}

#[test]
fn unsure_quotes_are_left_out() {
    let desk = desk(&[]);
    let all = run(desk.path(), "0");
    let (sources, silent) = sources(desk.path());
    let sure = run(desk.path(), "0.8");
    assert_eq!(sure.len(), all.iter().filter(|&&confidence| confidence >= 0.8).count());
    assert!(!sure.is_empty() && sure.len() < all.len());
    // Nobody is a source whose quotes were left out.
    let (fewer, still) = self::sources(desk.path());
    assert!(fewer < sources);
    assert_eq!(still, silent);
    assert_eq!(said(desk.path(), &["verify", "output"]).0, 0);
    let manifest = fs::read_to_string(desk.path().join("output/dataset.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["options"]["min_confidence"], 0.8);
}

#[test]
fn inspect_and_eval_leave_them_out_too() {
    let desk = desk(&[("ferry.txt", "“We will not let it go,” said Mayor Ann Okafor on Monday.\n")]);
    let page = |least| said(desk.path(), &["inspect", "input/ferry.txt", "--min-confidence", least]).1;
    assert!(page("0").contains("· 1 quote ·"));
    assert!(page("1").contains("· 0 quotes ·"));
    let gold = root().join("tests/data/eval/quotes.jsonl");
    let words = ["eval", "quotes", gold.to_str().unwrap(), "--summary", "--min-confidence", "1"];
    assert!(said(desk.path(), &words).1.contains(" 0 found, 0 of them in pairs"));
}

#[test]
fn confidence_is_from_0_to_1() {
    let desk = desk(&[]);
    for wrong in ["2", "-1", "nan", "80%"] {
        let (code, _, errors) = said(desk.path(), &["run", &format!("--min-confidence={wrong}")]);
        assert_eq!(code, 2);
        assert!(errors.contains("it is to be a number from 0 to 1, such as 0.8"), "{errors}");
    }
}
