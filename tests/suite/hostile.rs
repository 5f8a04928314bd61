//! Hostile inputs: each alone, and all of them in one folder with good articles, which come out as if they were alone.

mod cases;
mod growth;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use quotient::read::{self, Options};

use crate::clock::worked;
use crate::program::said;
use cases::{Case, all};

/// Sizes in MB: optimised code is measured at full size.
const SCALE: usize = if cfg!(debug_assertions) { 1 } else { 5 };

/// Seconds for a MB at most. Unoptimised code is many times slower.
const SECONDS: f64 = if cfg!(debug_assertions) { 20.0 } else { 1.0 };

/// Whether what came out is what was to; `…` stands for any number of what comes before it.
fn fits(found: &[&str], wanted: &[&str]) -> bool {
    match wanted {
        [] => found.is_empty(),
        [one, "…", rest @ ..] => {
            let run = found.iter().take_while(|outcome| *outcome == one).count();
            (1..=run).any(|length| fits(&found[length..], rest))
        }
        [one, rest @ ..] => found.first() == Some(one) && fits(&found[1..], rest),
    }
}

#[test]
fn each_has_its_outcome_and_takes_a_moment() {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for Case { name, bytes, outcome } in all(SCALE) {
        let path = folder.path().join(name);
        fs::write(&path, &bytes).unwrap();
        let inputs = read::discover(&[path.to_str().unwrap().to_owned()]).unwrap();
        let start = worked();
        let found = read::articles(&inputs, &Options::default());
        let seconds = (worked() - start).as_secs_f64();
        let found: Vec<&str> =
            found.iter().map(|one| one.as_ref().map_or_else(|reject| reject.reason, |_| "ok")).collect();
        if !fits(&found, outcome) {
            wrong.push(format!("{name}: {:?} instead of {outcome:?}", &found[..found.len().min(8)]));
        }
        let allowed = SECONDS * (bytes.len() as f64 / 1e6).max(2.0);
        if seconds > allowed {
            wrong.push(format!("{name}: {seconds:.1} s where {allowed:.1} are allowed"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The `number`th good article.
fn good(number: usize) -> String {
    let name = ["Ana Ruiz", "Tom Bell", "Imke Dahl", "Sefa Oduya", "Lin Wei"][number % 5];
    format!(
        "Pier {number} to close for repairs\n\nThe harbor council will close pier {number} on Friday, {name} said.\n\n“We \
         waited {number} years for this,” said {name}, who runs the ferry. “Now it is done.”\n"
    )
}

/// Lines of a table that are about good articles, in order.
fn rows(desk: &Path, table: &str) -> Vec<String> {
    let articles = fs::read_to_string(desk.join("output/csv/articles.csv")).unwrap();
    let ids: BTreeSet<&str> =
        articles.lines().filter(|line| line.get(33..38) == Some("good/")).map(|line| &line[..32]).collect();
    assert_eq!(ids.len(), 200);
    let text = fs::read_to_string(desk.join(format!("output/csv/{table}.csv"))).unwrap();
    text.lines().filter(|line| ids.iter().any(|id| line.contains(id))).map(str::to_owned).collect()
}

#[test]
fn good_neighbours_come_out_as_if_alone() {
    let (alone, mixed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for desk in [&alone, &mixed] {
        fs::create_dir_all(desk.path().join("input/good")).unwrap();
        for number in 0..200 {
            fs::write(desk.path().join(format!("input/good/{number:03}.txt")), good(number)).unwrap();
        }
    }
    let (mut bad, wanted) = (0, all(1));
    for Case { name, bytes, outcome } in &wanted {
        // Text that is only large is analysed in other tests.
        if outcome == &["ok"] && bytes.len() > 200_000 {
            continue;
        }
        fs::write(mixed.path().join("input").join(name), bytes).unwrap();
        bad += 1;
    }
    assert!(bad > 40);
    let words = ["run", "--format", "csv", "--quiet"];
    assert_eq!(said(alone.path(), &words).0, 0);
    assert_eq!(said(mixed.path(), &words).0, 3);
    for table in ["articles", "paragraphs", "quotes", "sources", "entities", "mentions"] {
        assert_eq!(rows(alone.path(), table), rows(mixed.path(), table), "{table}");
    }
    assert_eq!(said(mixed.path(), &["verify", "output"]).0, 0);
    let rejects = fs::read_to_string(mixed.path().join("output/csv/rejects.csv")).unwrap();
    for reason in [
        "empty",
        "too_large",
        "truncated",
        "corrupt",
        "not_text",
        "invalid_json",
        "invalid_csv",
        "no_text",
        "duplicate_id",
    ] {
        assert!(rejects.contains(&format!(",{reason},")), "{reason}");
    }
    assert!(!rejects.contains("internal_panic"), "{rejects}");
}
