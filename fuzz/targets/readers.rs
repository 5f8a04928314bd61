//! Any bytes under a name of any format, through the readers: articles have a text within its limit and marked paragraphs
//! that lie in it, rejects say why, and the same bytes give the same outcome.
#![no_main]

use libfuzzer_sys::fuzz_target;
use quotient::read::{self, Options};

/// The format is told by the content first; the first byte chooses what the name says.
const NAMES: &[&str] = &[
    "a", "a.txt", "a.md", "a.html", "a.json", "a.csv", "a.parquet", "a.arrow", "a.warc", "a.xml", "a.zip", "a.tar",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let options = Options { max_article_bytes: 100_000, keep: vec!["id"], ..Options::default() };
    let all = read::from_bytes(name, bytes, &options);
    for one in &all {
        match one {
            Ok(article) => {
                assert!(!article.text.is_empty() && article.text.len() as u64 <= options.max_article_bytes);
                assert!(article.meta.language.is_some() && article.kept.len() == 1);
                let mut end = 0;
                for (span, _) in &article.marked {
                    assert!(span.start >= end && !span.is_empty(), "{span:?} is out of order");
                    assert!(article.text.get(span.range()).is_some(), "{span:?} is not in the text");
                    end = span.end;
                }
            }
            Err(reject) => assert!(!reject.detail.is_empty() && !reject.reason.is_empty()),
        }
    }
    let again = read::from_bytes(name, bytes, &options);
    assert_eq!(format!("{all:?}"), format!("{again:?}"));
});
