//! What README.md shows is what the program does: the rows of its article, a page of `inspect`, the exit codes, the
//! example. `BLESS=1` rewrites them in place.

use std::fs;
use std::path::Path;

use crate::literate::changes;
use crate::program::{desk, said};

/// Longer cells are cut.
const CELL: usize = 60;

/// The paragraph of the page of `inspect` that is shown.
const SHOWN: &str = "3";

#[test]
fn the_readme_shows_what_happens() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&file).unwrap();
    let article = block(&readme, "text", 0);
    let desk = desk(&[("harbour-bridge.txt", article)]);
    let (code, _, errors) = said(desk.path(), &["run", "--format", "csv"]);
    assert_eq!(code, 0, "{errors}");
    let (_, page, _) = said(desk.path(), &["inspect", "input/harbour-bridge.txt"]);
    let (_, help, _) = said(desk.path(), &["--help"]);

    let is = tables(&readme, |table| fs::read_to_string(desk.path().join(format!("output/csv/{table}.csv"))).unwrap());
    let is = with_block(&is, "text", 1, &paragraph(&page, SHOWN));
    let is = with_block(&is, "text", 2, help.split_once("Exit codes:\n").unwrap().1);
    let is = with_block(&is, "rust", 0, &example());
    if std::env::var_os("BLESS").is_some_and(|value| value != "0") {
        fs::write(&file, is).unwrap();
        return;
    }
    let (was, is): (Vec<&str>, Vec<&str>) = (readme.lines().collect(), is.lines().collect());
    let changed: Vec<_> = changes(&was, &is).into_iter().filter(|(sign, _)| *sign != ' ').collect();
    let told: String = changed.iter().map(|(sign, line)| format!("  {sign} {line}\n")).collect();
    assert!(
        told.is_empty(),
        "README.md is behind (- says, + should say):\n{told}BLESS=1 cargo test readme rewrites it"
    );
}

/// Where the `nth` block of this language begins and ends, its fences left out.
fn place(markdown: &str, language: &str, nth: usize) -> std::ops::Range<usize> {
    let fence = format!("```{language}\n");
    let (at, _) = markdown.match_indices(&fence).nth(nth).expect("the README has this block");
    let start = at + fence.len();
    start..start + markdown[start..].find("```").unwrap()
}

fn block<'a>(markdown: &'a str, language: &str, nth: usize) -> &'a str {
    &markdown[place(markdown, language, nth)]
}

fn with_block(markdown: &str, language: &str, nth: usize, text: &str) -> String {
    let place = place(markdown, language, nth);
    format!("{}{}\n{}", &markdown[..place.start], text.trim_end(), &markdown[place.end..])
}

/// The README with the rows of each table filled in, in the columns it has: all, or where it says “the first six” as many as it
/// has.
fn tables(readme: &str, csv: impl Fn(&str) -> String) -> String {
    let (mut lines, mut table, mut whole) = (Vec::new(), None, true);
    let mut rows: Option<std::vec::IntoIter<String>> = None;
    for line in readme.lines() {
        let name = line.strip_prefix("**").and_then(|rest| rest.split_once("**")).map(|(name, _)| name);
        if name.is_some() {
            (table, whole) = (name, !line.contains("the first"));
        }
        match (line.starts_with('|'), &mut rows) {
            (true, None) => {
                let columns: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
                rows = table.map(|table| filled(&csv(table), &columns).into_iter());
                lines.push(line.to_owned());
            }
            (true, Some(_)) if line.starts_with("| -") => lines.push(line.to_owned()),
            (true, Some(rows)) => lines.extend(rows.next()),
            (false, _) => {
                // Only the table right below its name is that table.
                if let Some(rows) = rows.take() {
                    lines.extend(rows.filter(|_| whole));
                    table = None;
                }
                lines.push(line.to_owned());
            }
        }
    }
    lines.join("\n") + "\n"
}

/// Markdown rows with the cells of these columns.
fn filled(csv: &str, columns: &[&str]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at =
        |column: &&str| header.iter().position(|name| name == *column).unwrap_or_else(|| panic!("no column {column}"));
    let places: Vec<(usize, bool)> = columns.iter().map(|column| (at(column), column.ends_with("_id"))).collect();
    let row = |record: csv::StringRecord| {
        let cells: Vec<_> = places.iter().map(|&(at, id)| cell(&record[at], id)).collect();
        format!("| {} |", cells.join(" | "))
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn cell(value: &str, id: bool) -> String {
    if let (true, Some((_, number))) = (id, value.rsplit_once('-')) {
        return format!("…-{number}");
    }
    let value = match value.parse::<f64>() {
        Ok(number) if value.contains('.') => format!("{number:.2}"),
        _ => value.replace('|', "\\|"),
    };
    let mut short = String::new();
    for word in value.split(' ') {
        if short.chars().count() + word.chars().count() > CELL {
            return short + "[…]";
        }
        short = short + word + " ";
    }
    short.trim_end().to_owned()
}

/// One paragraph of a page of `inspect`, with its notes.
fn paragraph(page: &str, number: &str) -> String {
    let begins = |line: &&str| line.trim_start().starts_with(&format!("{number} ")) && line.starts_with("   ");
    let lines = page.lines().skip_while(|line| !begins(line)).take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The example in the library's documentation, which runs as a test.
fn example() -> String {
    let library = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let lines = library.lines().skip_while(|line| *line != "//! ```").skip(1).take_while(|line| *line != "//! ```");
    let shown = lines.map(|line| line.trim_start_matches("//!").strip_prefix(' ').unwrap_or(""));
    shown.filter(|line| !line.starts_with("# ")).collect::<Vec<_>>().join("\n")
}
