//! What fuzzing starts from, and what it found, read again: `fuzz/seeds`.

use std::fs;
use std::path::Path;

use quotient::Analyzer;
use quotient::article::Article;
use quotient::read::{self, Options};

use crate::invariants::broken;

fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    files
        .into_iter()
        .map(|file| (file.file_name().unwrap().to_string_lossy().into_owned(), fs::read(file).unwrap()))
        .collect()
}

/// As in `fuzz/targets/readers.rs`.
const NAMES: &[&str] =
    &["a", "a.txt", "a.md", "a.html", "a.json", "a.csv", "a.parquet", "a.arrow", "a.warc", "a.xml", "a.zip", "a.tar"];

#[test]
fn readers_withstand_them_and_their_pieces() {
    let target = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/targets/readers.rs")).unwrap();
    assert!(NAMES.iter().all(|name| target.contains(&format!("\"{name}\""))));
    let options = Options { max_article_bytes: 100_000, keep: vec!["id"], ..Options::default() };
    for (seed, bytes) in seeds("readers") {
        let (last, bytes) = bytes.split_last().unwrap();
        let name = NAMES[usize::from(*last) % NAMES.len()];
        // Cut off anywhere, and with any one byte another.
        let step = (bytes.len() / 150).max(1);
        let cut = (0..=bytes.len()).step_by(step).map(|end| bytes[..end].to_vec());
        let spoilt = (0..bytes.len()).step_by(step).map(|at| {
            let mut spoilt = bytes.to_vec();
            spoilt[at] ^= 0x55;
            spoilt
        });
        for bytes in cut.chain(spoilt) {
            for article in read::from_bytes(name, &bytes, &options).into_iter().flatten() {
                assert!(!article.text.is_empty() && article.kept.len() == 1, "{seed}");
                let mut end = 0;
                for (span, _) in &article.marked {
                    assert!(span.start >= end && article.text.get(span.range()).is_some(), "{seed}: {span:?}");
                    end = span.end;
                }
            }
        }
        if !seed.starts_with("found") {
            let found = read::from_bytes(name, bytes, &options);
            assert!(found.iter().any(Result::is_ok), "{seed}: {found:?}");
        }
    }
}

#[test]
fn the_analysis_withstands_them() {
    let analyzer = Analyzer::new();
    for (seed, bytes) in seeds("analysis") {
        let text = String::from_utf8(bytes).unwrap();
        broken(&text, &analyzer.analyze(&Article::from_text("seed", text.clone())))
            .unwrap_or_else(|what| panic!("{seed}: {what}"));
    }
}
