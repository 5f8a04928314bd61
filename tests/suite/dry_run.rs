//! What `--dry-run` prints of columns: where each field of a record would be taken from.

use std::fs;

use crate::golden::{blessed, root};
use crate::program::{desk, said};

const OBJECTS: &str = concat!(
    "{\"headline\": \"A boat\", \"fields\": {\"bodyText\": \"It sank.\"}, \"authors\": [\"Ana Ruiz\"], \"size\": 1}\n",
    "{\"headline\": \"A boat\", \"maintext\": \"It floats.\", \"author\": \"Ana Ruiz\", \"desk\": \"ports\"}\n"
);
const TABLE: &str = "id,story,published,outlet,mood\n1,The boat sank.,2026-01-31,The Post,sad\n";
const ADDRESSES: &str = "source,body\nhttps://post.example/boat,The boat sank.\n";

/// The lines of the blocks about columns, without their indentation.
fn fields(page: &str) -> Vec<&str> {
    let block = page.lines().skip_while(|line| !line.starts_with("fields ")).take_while(|line| !line.is_empty());
    block.map(|line| line.trim_start()).collect()
}

fn printed(desk: &std::path::Path, words: &[&str]) -> String {
    let (code, out, errors) = said(desk, &[&["run", "--dry-run"], words].concat());
    assert_eq!((code, errors.as_str()), (0, ""));
    out
}

#[test]
fn each_field_has_its_column() {
    let files =
        [("a.jsonl", OBJECTS), ("b.csv", TABLE), ("c.csv", TABLE), ("d.csv", ADDRESSES), ("e.txt", "The boat sank.\n")];
    let desk = desk(&files);
    let wanted = [
        "fields    of input/a.jsonl (json)",
        "title <- headline",
        "text <- fields.bodyText, maintext",
        "byline <- authors, author",
        "section <- desk",
        "kept: desk",
        "not used: size",
        "fields    of input/b.csv and 1 more (csv)",
        "id <- id",
        "text <- story",
        "publisher <- outlet",
        "date <- published",
        "not used: mood",
        "fields    of input/d.csv (csv)",
        "url <- source",
        "text <- body",
    ];
    assert_eq!(fields(&printed(desk.path(), &["--keep", "desk"])), wanted);
    assert_eq!(fields(&printed(desk.path(), &["input/e.txt"])), Vec::<&str>::new());
}

#[test]
fn what_was_chosen_and_what_is_missing_is_said() {
    let desk = desk(&[("b.csv", TABLE), ("f.csv", "id,tale\n1,The boat sank.\n")]);
    let chosen = ["--field", "text=mood", "--field", "id=none"];
    let page = printed(desk.path(), &[&["input/b.csv"][..], &chosen].concat());
    let wanted = ["text <- mood", "publisher <- outlet", "date <- published", "not used: id, story"];
    assert_eq!(fields(&page)[1..], wanted);
    let page = printed(desk.path(), &["input/f.csv"]);
    assert_eq!(
        fields(&page)[1..],
        ["id <- id", "text <- no column; name it with --field text=COLUMN", "not used: tale"]
    );
    assert!(page.contains("no column looks like an article's text among: id, tale"), "{page}");
}

#[test]
fn columns_of_parquet_and_arrow_are_told_too() {
    let desk = desk(&[("e.txt", "“It sank,” said Ann Okafor.\n")]);
    assert_eq!(said(desk.path(), &["run", "--quiet", "--format", "parquet,arrow"]).0, 0);
    for format in ["parquet", "arrow"] {
        let folder = if format == "arrow" { "output/arrow" } else { "output/data/articles" };
        let mut files = fs::read_dir(desk.path().join(folder)).unwrap().map(|entry| entry.unwrap().path());
        let file = files.find(|file| file.to_string_lossy().contains("articles")).unwrap();
        fs::copy(&file, desk.path().join("table")).unwrap();
        let page = printed(desk.path(), &["table", "-o", "there"]);
        let told = fields(&page);
        assert_eq!(told[0], format!("fields    of table ({format})"));
        assert!(
            told.contains(&"text <- text") && told.last().unwrap().starts_with("not used: article_key, "),
            "{page}"
        );
    }
}

#[test]
fn the_docs_show_what_is_printed() {
    let desk = tempfile::tempdir().unwrap();
    let there = desk.path().join("there");
    let words = ["run", "input", "--dry-run", "-o", there.to_str().unwrap()];
    let (code, page, errors) = said(root(), &words);
    assert_eq!((code, errors.as_str()), (0, ""));
    let file = root().join("docs/inputs.md");
    let docs = fs::read_to_string(&file).unwrap();
    let begin = page.find("fields ").unwrap();
    let block = &page[begin..begin + page[begin..].find("\n\n").unwrap() + 1];
    let (_, rest) = docs.split_once("that holds records:\n\n```text\n").unwrap();
    let (shown, _) = rest.split_once("```").unwrap();
    if !blessed(&file, &docs.replace(shown, block)) {
        assert_eq!(shown, block, "BLESS=1 cargo test dry_run rewrites docs/inputs.md");
    }
}
