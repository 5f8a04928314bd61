//! The sample articles of `input/` as tables, a page of `inspect`, and the schema, as they were when somebody last looked.
//! `BLESS=1` rewrites the files in `tests/golden`; read their difference before you keep it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::literate::changes;
use crate::program::said;

/// How many changed rows of one table are shown.
const SHOWN: usize = 40;

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn golden(name: &str) -> PathBuf {
    root().join("tests/golden").join(name)
}

/// Whether `BLESS=1` was given, and the golden file is now what was found.
pub fn blessed(file: &Path, found: &str) -> bool {
    if std::env::var_os("BLESS").is_none_or(|value| value == "0") {
        return false;
    }
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, found).unwrap();
    true
}

#[test]
fn the_sample_data_set_is_what_it_was() {
    let desk = tempfile::tempdir().unwrap();
    let output = desk.path().join("output");
    let (code, _, errors) = said(root(), &["run", "input", "--format", "csv", "-o", output.to_str().unwrap()]);
    assert_eq!(code, 0, "{errors}");
    let mut told = String::new();
    for info in quotient::table::tables().iter().filter(|info| info.by_default) {
        let name = format!("{}.csv", info.name);
        let found = fs::read_to_string(output.join("csv").join(&name)).unwrap();
        let file = golden("data").join(&name);
        if !blessed(&file, &found) {
            let expected = fs::read_to_string(&file).unwrap_or_default();
            told += &differences(info.name, &expected, &found);
        }
    }
    assert!(told.is_empty(), "the sample data set changed (- was, + is):\n{told}\nBLESS=1 cargo test golden keeps it");
}

#[test]
fn pages_are_what_they_were() {
    for (name, words) in
        [("inspect.txt", ["inspect", "input/harbour-bridge.txt"].as_slice()), ("schema.txt", &["schema"])]
    {
        let (code, page, errors) = said(root(), words);
        assert_eq!((code, errors.as_str()), (0, ""));
        let file = golden(name);
        if blessed(&file, &page) {
            continue;
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        let told = line_differences(&expected, &page);
        assert!(told.is_empty(), "{} differs (- was, + is):\n{told}BLESS=1 cargo test golden keeps it", file.display());
    }
}

/// One row: cells by their column, in the table's order.
type Row = Vec<(String, String)>;

/// Rows by what tells them apart beside their number: the article and the place in it, and the how-manieth there.
fn rows(csv: &str) -> BTreeMap<(String, usize), Row> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let mut found: BTreeMap<(String, usize), Row> = BTreeMap::new();
    for record in reader.records() {
        let record = record.unwrap();
        let row: Row = header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect();
        let cell = |name: &str| row.iter().find(|(column, _)| column == name).map_or("", |(_, cell)| cell);
        let place = cell("start").parse::<u32>().or(cell("first_start").parse()).unwrap_or(0);
        let key = format!("{}{}{} {place:>8}", cell("article_id"), cell("source_uri"), cell("record"));
        let nth = (0..).find(|&nth| !found.contains_key(&(key.clone(), nth))).unwrap_or(0);
        found.insert((key, nth), row);
    }
    found
}

/// Ids hold the row's number, so one new row renumbers those behind it. That is no news.
fn is_number(column: &str) -> bool {
    column.ends_with("_id") && column != "article_id"
}

/// The rows that came, went or changed, each on a line or two; nothing where the two tables are the same.
fn differences(table: &str, expected: &str, found: &str) -> String {
    if expected == found {
        return String::new();
    }
    let (was, is) = (rows(expected), rows(found));
    let (mut told, mut renumbered) = (Vec::new(), 0);
    for key in was.keys().chain(is.keys().filter(|key| !was.contains_key(key))) {
        match (was.get(key), is.get(key)) {
            (Some(was), None) => told.push(format!("  - {}", line(was))),
            (None, Some(is)) => told.push(format!("  + {}", line(is))),
            (Some(was), Some(is)) if was != is => {
                let changed = was.iter().zip(is).filter(|(was, is)| was != is);
                let news: Vec<_> = changed.filter(|(was, _)| !is_number(&was.0)).collect();
                if was.len() == is.len() && news.is_empty() {
                    renumbered += 1;
                    continue;
                }
                told.push(format!("  ~ {}", line(was)));
                for ((column, was), (_, is)) in news {
                    told.push(format!("      {column}: {} → {}", shown(was), shown(is)));
                }
            }
            _ => {}
        }
    }
    let more = told.len().saturating_sub(SHOWN);
    told.truncate(SHOWN);
    if more > 0 {
        told.push(format!("  … and {more} lines more"));
    }
    if renumbered > 0 {
        told.push(format!("  {renumbered} with other numbers in their ids only"));
    }
    if told.is_empty() {
        told.push("  the rows are the same, their order or the columns are not".to_owned());
    }
    format!("{table}\n{}\n", told.join("\n"))
}

/// What people know a row by.
fn line(row: &Row) -> String {
    let wanted =
        ["article_key", "kind", "role", "type", "name", "description", "text", "start", "first_start", "speaker"];
    let cells = row.iter().filter(|(column, cell)| wanted.contains(&column.as_str()) && !cell.is_empty());
    cells.map(|(_, cell)| shown(cell)).collect::<Vec<_>>().join(" · ")
}

fn shown(cell: &str) -> String {
    let short: String = cell.chars().take(90).collect();
    let dots = if short.len() < cell.len() { "…" } else { "" };
    if cell.is_empty() { "∅".to_owned() } else { format!("{}{dots}", short.replace('\n', "⏎")) }
}

/// Lines that stand in one text only.
pub fn line_differences(expected: &str, found: &str) -> String {
    let (was, is): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let changed = changes(&was, &is).into_iter().filter(|(sign, _)| *sign != ' ');
    changed.map(|(sign, line)| format!("  {sign} {line}\n")).collect()
}

#[test]
fn differences_are_told_row_by_row() {
    let head = "quote_id,article_id,text,start,speaker\n";
    let was = format!("{head}a-q1,a,“No”,5,Ann Lee\na-q2,a,“Yes”,20,\na-q3,a,“So”,30,Bo Oz\n");
    let is = format!("{head}a-q1,a,“Oh”,1,\na-q2,a,“No”,5,Bo Oz\na-q3,a,“So”,30,Bo Oz\n");
    let told = differences("quotes", &was, &is);
    assert_eq!(told, "quotes\n  ~ “No” · 5 · Ann Lee\n      speaker: Ann Lee → Bo Oz\n  - “Yes” · 20\n  + “Oh” · 1\n");
    assert_eq!(differences("quotes", &was, &was), "");
    let moved = was.replace("a-q3", "a-q4");
    assert_eq!(differences("quotes", &was, &moved), "quotes\n  1 with other numbers in their ids only\n");
    assert_eq!(line_differences("a\nb\nc\n", "a\nx\ny\nc\n"), "  - b\n  + x\n  + y\n");
}
