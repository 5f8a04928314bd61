//! Time grows with length only: every input whose trouble is its size, and that size twice, through reading, analysis and tables.

use std::path::Path;
use std::time::Duration;
use std::{fs, hint};

use quotient::Analyzer;
use quotient::read::{self, Options};
use quotient::table::{self, Document};

use super::cases::{Case, growing};
use crate::clock::worked;
use crate::generators::MARKS;

/// Bytes of the smaller input: optimised code is measured at size.
const BYTES: usize = if cfg!(debug_assertions) { 10_000 } else { 1_000_000 };

/// Twice the input takes so many times as long at most.
const MOST: f64 = 2.5;

/// What is over in this time is quick enough; a shorter one can't be told from chance.
const AT_ONCE: Duration = Duration::from_millis(40);

/// Tries, of which the best counts: others that use the machine slow work down too.
const TRIES: usize = 8;

/// Pieces that, repeated, tempt a program to look at everything again and again, beside those of [`growing`].
const PIECES: &[&str] = &[
    "\0",
    " ",
    "e\u{301}",
    "“A,” he said. ",
    "“A.\n\n",
    "said Smith. ",
    "Ada Quill told Bo Renn that she said he knew. ",
    "(",
    "the mayor of the city of ",
    "By \n",
    "A. ",
    "“‘",
];

/// The inputs of this size, in the same order for each size.
fn inputs(bytes: usize) -> Vec<(String, Vec<u8>)> {
    let mut inputs: Vec<_> =
        growing(bytes).into_iter().map(|Case { name, bytes, .. }| (name.to_owned(), bytes)).collect();
    for piece in PIECES.iter().chain(MARKS) {
        inputs.push((format!("{piece:?}"), piece.repeat(bytes / piece.len()).into_bytes()));
    }
    inputs
}

/// The time this thread works on the input in `file`.
fn time(analyzer: &Analyzer, file: &Path) -> Duration {
    let inputs = read::discover(&[file.to_str().unwrap().to_owned()]).unwrap();
    let start = worked();
    for article in read::articles(&inputs, &Options::default()).into_iter().flatten() {
        let analysis = analyzer.analyze(&article);
        let document = Document { article: &article, analysis: &analysis, duplicate_of: None };
        table::each(
            &[document],
            &[],
            &["articles", "paragraphs", "quotes", "sources", "entities", "mentions"],
            |_, rows| {
                hint::black_box(rows);
            },
        );
    }
    worked().saturating_sub(start)
}

#[test]
fn twice_the_input_takes_twice_the_time() {
    let folder = tempfile::tempdir().unwrap();
    let analyzer = Analyzer::new();
    // What would go to other threads is done, and counted, on this one.
    let _alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().unwrap();
    let mut slow = Vec::new();
    for (number, ((name, one), (_, two))) in inputs(BYTES).into_iter().zip(inputs(2 * BYTES)).enumerate() {
        // Made-up pieces are plain text.
        let ending = name.rsplit_once('.').map_or("txt", |(_, ending)| ending);
        let ending = if name.starts_with('"') { "txt" } else { ending };
        let files = [1, 2].map(|times| folder.path().join(format!("{number}-{times}.{ending}")));
        fs::write(&files[0], one).unwrap();
        fs::write(&files[1], two).unwrap();
        let mut best = [Duration::MAX; 2];
        let linear = |best: &[Duration; 2]| best[1] <= AT_ONCE || best[1].as_secs_f64() <= MOST * best[0].as_secs_f64();
        for _try in 0..TRIES {
            for (best, file) in best.iter_mut().zip(&files) {
                *best = time(&analyzer, file).min(*best);
            }
            if linear(&best) {
                break;
            }
        }
        if !linear(&best) {
            slow.push(format!("{name}: {best:?}"));
        }
    }
    assert!(slow.is_empty(), "slower than linear at {BYTES} bytes and twice that:\n{}", slow.join("\n"));
}
