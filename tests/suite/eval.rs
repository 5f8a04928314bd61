//! `quotient eval quotes`: its rows and measures, and what it says about files that are not what they should be.

use std::fs;
use std::io::Write;

use crate::golden::{blessed, golden, line_differences, root};
use crate::program::{desk, said};

const GOLD: &str = "tests/data/eval/quotes.jsonl";

#[test]
fn golden_rows_and_measures_are_what_they_were() {
    let (code, rows, summary) = said(root(), &["eval", "quotes", GOLD]);
    assert_eq!(code, 0, "{summary}");
    for (name, found) in [("eval/quotes.csv", &rows), ("eval/quotes.txt", &summary)] {
        let file = golden(name);
        if !blessed(&file, found) {
            let told = line_differences(&fs::read_to_string(&file).unwrap_or_default(), found);
            assert!(told.is_empty(), "{} differs (- was, + is):\n{told}BLESS=1 cargo test golden", file.display());
        }
    }
}

#[test]
fn rows_add_up_to_the_measures() {
    let (_, rows, summary) = said(root(), &["eval", "quotes", GOLD]);
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let (mut paired, mut missed, mut invented) = (0, 0, 0);
    for row in reader.records() {
        match &row.unwrap()[1] {
            "missed" => missed += 1,
            "invented" => invented += 1,
            _ => paired += 1,
        }
    }
    let counts = format!("{} quotes marked, {} found, {paired} of them in pairs", paired + missed, paired + invented);
    assert!(summary.contains(&counts), "{counts}\n{summary}");
}

#[test]
fn the_summary_alone_goes_to_standard_output() {
    let (_, _, summary) = said(root(), &["eval", "quotes", GOLD]);
    let (code, out, errors) = said(root(), &["eval", "quotes", GOLD, "--summary"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert_eq!(out, summary);
}

#[test]
fn packed_texts_are_told_by_their_bytes() {
    let desk = desk(&[]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&fs::read(root().join(GOLD)).unwrap()).unwrap();
    fs::write(desk.path().join("gold"), packed.finish().unwrap()).unwrap();
    assert_eq!(said(desk.path(), &["eval", "quotes", "gold"]), said(root(), &["eval", "quotes", GOLD]));
}

#[test]
fn what_is_no_gold_is_said_with_its_line() {
    let line = r#"{"id": "a", "text": "No.", "annotations": [{"attributions": [{"content": [[0, 4]]}]}]}"#;
    let desk = desk(&[]);
    let told = |bytes: &[u8]| {
        fs::write(desk.path().join("gold.jsonl"), bytes).unwrap();
        let (code, out, errors) = said(desk.path(), &["eval", "quotes", "gold.jsonl"]);
        assert_eq!((code, out.as_str()), (1, ""), "{errors}");
        errors
    };
    let errors = told(line.as_bytes());
    assert!(errors.starts_with("error: gold.jsonl: line 1 (a): a content has [0,4], but the text has 3 characters\n"));
    assert!(errors.contains("help: spans are [start, end) in characters (Unicode code points)"), "{errors}");
    let errors = told(b"\n{\"id\": \"a\", \"te");
    assert!(errors.starts_with("error: gold.jsonl: line 2 holds no JSON, or only a part of it\n"), "{errors}");
    assert!(errors.contains("help: each line is one article"), "{errors}");
    assert!(told(b"{}\n\xff").contains("line 2 holds bytes that are no UTF-8"));
    assert!(told(b"").contains("gold.jsonl: holds no article"));
    let (code, _, errors) = said(desk.path(), &["eval", "quotes", "absent.jsonl"]);
    assert_eq!(code, 2);
    assert!(errors.starts_with("error: absent.jsonl: is missing\n"), "{errors}");
}
