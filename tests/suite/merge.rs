//! A run in shards, merged, has the rows of one run of all.

use std::fs;
use std::path::Path;

use quotient::table;

use crate::golden::root;
use crate::program::{desk, said};

const STORY: &str = "“We will not let it go,” said Mayor Ann Okafor on Monday.\n";

/// All tables as CSV.
fn tables(output: &Path) -> Vec<(&'static str, String)> {
    let by_default = table::tables().iter().filter(|info| info.by_default);
    by_default
        .map(|info| (info.name, fs::read_to_string(output.join("csv").join(info.name).with_extension("csv")).unwrap()))
        .collect()
}

#[test]
fn shards_merged_have_the_rows_of_the_whole() {
    let desk = desk(&[]);
    fs::create_dir(desk.path().join("input")).unwrap();
    for entry in fs::read_dir(root().join("input")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, desk.path().join("input").join(path.file_name().unwrap())).unwrap();
    }
    // The words of another file, so that it is told what is a copy of what across shards; and a reject.
    fs::copy(root().join("input/cup-final.txt"), desk.path().join("input/zz-copy.txt")).unwrap();
    fs::write(desk.path().join("input/empty.txt"), "").unwrap();
    let run = |words: &[&str]| {
        let (code, _, errors) = said(desk.path(), words);
        assert!([0, 3].contains(&code), "{words:?}: {code} {errors}");
    };
    run(&["run", "-q", "--no-report", "-o", "whole"]);
    let whole = tables(&desk.path().join("whole"));
    assert!(whole.iter().any(|(table, rows)| *table == "entity_index" && rows.lines().count() > 100));
    for shards in [1, 2, 7] {
        let mut words = vec!["merge".to_owned(), "-o".to_owned(), format!("merged-{shards}")];
        for shard in 1..=shards {
            let (part, shard) = (format!("part-{shard}"), format!("{shard}/{shards}"));
            run(&["run", "-q", "--no-report", "--format", "parquet", "-o", &part, "--shard", &shard]);
            words.push(part);
        }
        run(&words.iter().map(String::as_str).collect::<Vec<_>>());
        let merged = desk.path().join(format!("merged-{shards}"));
        for ((table, one), (_, all)) in tables(&merged).iter().zip(&whole) {
            assert!(one == all, "{shards} shards: {table} differs");
        }
        run(&["verify", &format!("merged-{shards}")]);
        let counts = |output: &Path| -> serde_json::Value {
            let manifest: serde_json::Value =
                serde_json::from_slice(&fs::read(output.join("dataset.json")).unwrap()).unwrap();
            serde_json::json!([manifest["counts"], manifest["inputs"], manifest["rejects"]])
        };
        assert_eq!(counts(&merged), counts(&desk.path().join("whole")));
    }
}

#[test]
fn what_does_not_belong_together_is_not_merged() {
    let desk = desk(&[("ferry.txt", STORY)]);
    assert_eq!(said(desk.path(), &["run", "-q", "--no-report", "-o", "one"]).0, 0);
    assert_eq!(said(desk.path(), &["run", "-q", "--no-report", "-o", "sure", "--min-confidence", "0.9"]).0, 0);
    assert_eq!(said(desk.path(), &["run", "-q", "--no-report", "-o", "csv", "--format", "csv"]).0, 0);
    fs::write(desk.path().join("input/ferry.txt"), STORY.replace("Monday", "Tuesday")).unwrap();
    assert_eq!(said(desk.path(), &["run", "-q", "--no-report", "-o", "changed"]).0, 0);
    for (other, told) in [
        ("sure", "other options made it"),
        ("csv", "only data sets with Parquet files"),
        ("changed", "the article ferry is in two of the data sets with different words"),
        ("input", "this folder holds no data set"),
    ] {
        let (code, _, errors) = said(desk.path(), &["merge", "one", other, "-o", "merged"]);
        assert_eq!(code, 2, "{errors}");
        assert!(errors.contains(told) && errors.contains("help: "), "{errors}");
        assert!(!desk.path().join("merged").exists());
    }
    // The same article twice is one article.
    assert_eq!(said(desk.path(), &["merge", "one", "one", "-o", "merged"]).0, 0);
    let articles = fs::read_to_string(desk.path().join("merged/csv/articles.csv")).unwrap();
    assert_eq!(articles.matches(",ferry,").count(), 1);
    assert_eq!(said(desk.path(), &["verify", "merged"]).0, 0);
}

#[test]
fn what_was_chosen_of_the_inputs_is_known_to_the_data_set() {
    let desk =
        desk(&[("a.csv", "id,story,desk\n1,\"“No,” she said.\",City\n"), ("b.csv", "id,story,desk\n2,Two.,Sea\n")]);
    let run = |input: &str, output: &str, more: &[&str]| {
        let words = ["run", input, "-q", "--no-report", "-o", output];
        let (code, _, errors) = said(desk.path(), &[&words, more].concat());
        assert_eq!(code, 0, "{errors}");
    };
    run("input/a.csv", "one", &["--keep", "desk"]);
    run("input/b.csv", "two", &["--keep", "desk"]);
    run("input/b.csv", "other", &["--languages", "en"]);
    run("input/a.csv", "near", &["--near-duplicates", "0.8"]);
    let (code, _, errors) = said(desk.path(), &["merge", "one", "other", "-o", "merged"]);
    assert!(code == 2 && errors.contains("other options made it"), "{errors}");
    let (code, _, errors) = said(desk.path(), &["merge", "near", "near", "-o", "merged"]);
    assert!(code == 2 && errors.contains("--near-duplicates, which knew nothing of the other articles"), "{errors}");
    // Columns that were carried through are carried on.
    assert_eq!(said(desk.path(), &["merge", "one", "two", "-o", "merged"]).0, 0);
    let articles = fs::read_to_string(desk.path().join("merged/csv/articles.csv")).unwrap();
    let ends: Vec<&str> = articles.lines().map(|line| line.rsplit(',').next().unwrap()).collect();
    assert_eq!(ends, ["desk", "City", "Sea"]);
    assert_eq!(said(desk.path(), &["verify", "merged"]).0, 0);
}
