//! What holds for any text: everything found lies where it may lie. That time grows with length only is asked in `hostile/growth.rs`.

use std::{fs, path::Path};

use proptest::prelude::*;
use quotient::analysis::{Analysis, Quote};
use quotient::{Analyzer, Span};

use crate::generators::{article, jumble, mutated, newslike};
use crate::invariants::broken;

fn check(text: &str) -> Result<(), TestCaseError> {
    let (analyzer, article) = (Analyzer::new(), article(text));
    let found = analyzer.analyze(&article);
    broken(text, &found).map_err(|message| TestCaseError::fail(format!("{message}\nin {text:?}")))?;
    let again = analyzer.analyze(&article);
    prop_assert!(format!("{found:?}") == format!("{again:?}"), "analyzed twice, not the same: {text:?}");
    Ok(())
}

/// The sample articles that are plain UTF-8.
fn samples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts: Vec<String> = files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect();
    assert!(texts.len() >= 5, "the sample articles are missing");
    texts
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_jumble_keeps_the_invariants(text in jumble()) {
        check(&text)?;
    }

    #[test]
    fn newslike_text_keeps_the_invariants(text in newslike()) {
        check(&text)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn damaged_articles_keep_the_invariants(text in mutated(samples())) {
        check(&text)?;
    }
}

#[test]
fn sample_articles_keep_the_invariants() {
    for text in samples() {
        check(&text).unwrap();
    }
}

#[test]
fn extreme_texts_keep_the_invariants() {
    let extremes = [
        "",
        " ",
        "\n",
        "\r\n\r\n",
        "\0",
        "\u{feff}",
        "“",
        "”",
        "\"",
        "'",
        ".",
        "a",
        "é",
        ":",
        "By",
        "# ",
        "“”",
        "\"\"\"",
        "“the,” Smith said, “the.”\n\u{301}\u{301}'the,' Smith said. 'the.' ",
        // One pronoun is the source of two quotes.
        "NATO, according to that the “the”. they said that the \"the\". “the,” Smith said, “the.”\non Monday the,” NATO said, closes $1,200.”\n",
    ];
    let names = "Smith, ".repeat(300);
    let open = "“He said, ".repeat(300);
    let nested = format!("{}x{} said Ada Quill.", "“‘".repeat(100), "’”".repeat(100));
    let paragraphs = "“It goes on.\n\n".repeat(300);
    for text in extremes.into_iter().map(str::to_owned).chain([names, open, nested, paragraphs]) {
        check(&text).unwrap();
    }
}

/// The checks above see what is wrong, or their silence would mean nothing.
#[test]
fn broken_analyses_are_noticed() {
    let text = "“Aé,” he said, “b.”";
    let good = Analyzer::new().analyze(&article(text));
    let notices = |spoil: &dyn Fn(&mut Analysis), message: &str| {
        let mut bad = good.clone();
        spoil(&mut bad);
        let noticed = broken(text, &bad).expect_err(message);
        assert!(noticed.contains(message), "{noticed:?} instead of {message:?}");
    };
    assert_eq!(broken(text, &good), Ok(()));
    notices(&|bad| bad.tokens[0].span.end = 5, "not inside the text on character boundaries");
    notices(&|bad| bad.tokens[0].span.end = 99, "not inside the text on character boundaries");
    notices(&|bad| bad.tokens[1].span.start = 0, "out of order");
    notices(&|bad| bad.tokens.truncate(1), "tokens out of range");
    notices(&|bad| bad.paragraphs[0].span.end -= 5, "belongs to nothing");
    notices(&|bad| bad.sentences[0].paragraph = 7, "names another paragraph");
    notices(&|bad| bad.quotes = vec![quote(0, 10), quote(4, 12)], "cross");
    notices(&|bad| bad.quotes = vec![quote(4, 12), quote(0, 3)], "quotes are out of order");
    notices(&|bad| bad.quotes = vec![Quote { speaker: Some(9), ..quote(0, 10) }], "speaker of");
    notices(&|bad| bad.quotes = vec![Quote { source_span: Some(Span::new(0, 3)), ..quote(0, 10) }], "own words");
}

/// A quote of the first sentence that holds these bytes and knows nothing else.
fn quote(start: usize, end: usize) -> Quote {
    Quote {
        kind: quotient::analysis::QuoteKind::Direct,
        spans: vec![Span::new(start, end)],
        sentence: 0,
        cue: None,
        source_span: None,
        source: None,
        speaker: None,
        attribution: quotient::analysis::Attribution::Nobody,
        polarity: quotient::analysis::Polarity::Asserted,
        in_teaser: false,
        parent: None,
        confidence: 1.0,
    }
}
