//! Who is who: `quotient eval coreference`, and how often the speaker of "he said" is right in articles written for it. `cargo
//! test --test suite speakers -- --nocapture` prints each that is wrong; docs/coreference.md says why.

use std::path::PathBuf;

use quotient::{Analyzer, eval};

use crate::cases::files;
use crate::golden::root;
use crate::program::{desk, said};

/// Less than what was measured, in percent: of the articles that were looked at, and of those that were not.
const LEAST: [f64; 2] = [93.0, 88.0];

#[test]
fn speakers_of_pronouns_and_descriptions() {
    let gold: Vec<PathBuf> = files(&root().join("tests/cases/speakers"));
    let report = eval::coreference(&gold, &[], &Analyzer::new()).unwrap();
    let mut reader = csv::Reader::from_reader(report.rows.as_bytes());
    let mut counts = [(0, 0); 2];
    for row in reader.records() {
        let row = row.unwrap();
        let held_out = &row[0] == "held-out.md";
        let (all, right) = &mut counts[usize::from(held_out)];
        *all += 1;
        *right += usize::from(&row[6] == "true");
        // Nobody is to tune anything on those held out.
        if &row[6] != "true" && !held_out {
            println!("{}, {}: {} is {}, not {}", &row[0], &row[1], &row[3], &row[4], &row[5]);
        }
    }
    for (((all, right), least), (which, many)) in
        counts.into_iter().zip(LEAST).zip([("looked at", 150), ("held out", 40)])
    {
        let share = 100.0 * f64::from(right as u32) / f64::from(all as u32);
        println!("{which}: {right} of {all} speakers right, {share:.1} %");
        assert!(all >= many && share >= least, "{which}: {right} of {all} speakers right, {share:.1} %");
    }
}

#[test]
fn speakers_of_articles_and_treebanks_are_counted_together() {
    let said = |genre: &str| {
        let treebank = "tests/data/corpus/treebank/gum-dev.conllu";
        said(root(), &["eval", "coreference", "tests/cases/speakers/local.md", treebank, "--genre", genre, "--summary"])
    };
    let (code, out, _) = said("court,news");
    assert_eq!(code, 0);
    assert!(out.contains("gum-dev.conllu: 2 texts\n"), "{out}");
    assert!(out.contains(" pronouns with a name in treebanks) "), "{out}");
    let (_, out, _) = said("court");
    assert!(out.contains("gum-dev.conllu: 0 texts\n") && !out.contains("together"), "{out}");
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
