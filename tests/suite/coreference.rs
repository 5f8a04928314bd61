//! Who is who: `quotient eval coreference`, and how often the speaker of "he said" is right in articles written for it. `cargo
//! test --test suite speakers -- --nocapture` prints each that is wrong; docs/coreference.md says why.

use std::path::PathBuf;

use quotient::{Analyzer, eval};

use crate::cases::files;
use crate::golden::root;
use crate::program::{desk, said};

/// Slightly less than what was measured, in percent.
const LEAST: f64 = 85.0;

#[test]
fn speakers_of_pronouns_and_descriptions() {
    let gold: Vec<PathBuf> = files(&root().join("tests/cases/speakers"));
    let report = eval::coreference(&gold, &Analyzer::new()).unwrap();
    let mut reader = csv::Reader::from_reader(report.rows.as_bytes());
    let (mut all, mut right) = (0, 0);
    for row in reader.records() {
        let row = row.unwrap();
        all += 1;
        right += usize::from(&row[6] == "true");
        if &row[6] != "true" {
            println!("{}, {}: {} is {}, not {}", &row[0], &row[1], &row[3], &row[4], &row[5]);
        }
    }
    let share = 100.0 * f64::from(right as u32) / f64::from(all as u32);
    println!("{right} of {all} speakers right, {share:.1} %");
    assert!(all >= 150 && share >= LEAST, "{right} of {all} speakers right, {share:.1} %");
}

#[test]
fn pairs_and_chains_are_compared() {
    let gap = "tests/data/corpus/coref/gap-validation.tsv";
    let (code, rows, summary) = said(root(), &["eval", "coreference", gap]);
    assert_eq!(code, 0, "{summary}");
    assert_eq!(rows.lines().count(), 3, "{rows}");
    assert!(rows.contains("he = Oskar Lund,true,true: Oskar Lund / Oskar Lund,true"), "{rows}");
    assert!(summary.contains("pairs                                   100.0   100.0  100.0"), "{summary}");
    let chains = "tests/data/eval/chains.conllu";
    let (code, out, errors) = said(root(), &["eval", "coreference", chains, "--summary"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(out.starts_with("chains.conllu: 1 texts\n"), "{out}");
    assert!(out.contains("pronouns with a name                    100.0   100.0  100.0"), "{out}");
}

#[test]
fn what_is_no_gold_is_said_with_its_line() {
    let desk = desk(&[("gap.tsv", "ID\tText\tPronoun\nx\ty\n"), ("said.md", SAID)]);
    let (code, _, errors) = said(desk.path(), &["eval", "coreference", "input/gap.tsv"]);
    assert_eq!(code, 1);
    assert!(
        errors.starts_with("error: input/gap.tsv: line 2: a row of GAP has eleven columns, parted by tabs\n"),
        "{errors}"
    );
    let (_, _, errors) = said(desk.path(), &["eval", "coreference", "input/said.md"]);
    assert!(errors.starts_with("error: input/said.md: line 9: these words do not stand in the article"), "{errors}");
    let (code, _, errors) = said(desk.path(), &["eval", "coreference", "absent.tsv"]);
    assert_eq!(code, 2);
    assert!(errors.starts_with("error: absent.tsv: is missing\n"), "{errors}");
}

const SAID: &str = "\
## A

```article
Nobody spoke.
```

| quote | source | speaker |
| --- | --- | --- |
| “No,” | she | Ada |
";
