//! What people get wrong in their first minutes, and what they are told.

use std::fs;

use crate::program::{desk, said};

const STORY: &str = "“We will not let it go,” said Mayor Ann Okafor on Monday.\n";

#[test]
fn a_folder_without_run_is_understood() {
    let desk = desk(&[("ferry.txt", STORY)]);
    let (code, _, errors) = said(desk.path(), &["input"]);
    assert_eq!(code, 2);
    assert!(errors.contains("tip: to read it, say `quotient run input`") && !errors.contains("similar"), "{errors}");
    let (code, _, errors) = said(desk.path(), &["inspct"]);
    assert_eq!(code, 2);
    assert!(errors.contains("a similar subcommand exists: 'inspect'"), "{errors}");
}

#[test]
fn an_empty_folder_is_spoken_of() {
    let desk = desk(&[("notes.yaml", "said: no")]);
    let (code, _, errors) = said(desk.path(), &["run", "--quiet"]);
    assert_eq!((code, errors.as_str()), (0, "warning: no article was found in input, so the data set is empty\n"));
    let (_, _, errors) = said(desk.path(), &["run"]);
    assert!(errors.contains("  skipped     1: 1 other_format"), "{errors}");
}

#[test]
fn documents_are_to_be_saved_as_text() {
    let desk = desk(&[("report.pdf", "%PDF-1.7\n1 0 obj")]);
    let wanted = "input/report.pdf: it is a PDF document, not text; save the article as text (.txt or .md)";
    let (code, _, errors) = said(desk.path(), &["inspect", "input/report.pdf"]);
    assert_eq!((code, errors), (1, format!("error: {wanted}\n")));
    let (code, _, errors) = said(desk.path(), &["run", "input/report.pdf"]);
    assert_eq!(code, 3);
    assert!(errors.starts_with(&format!("warning: {wanted} (not_text)\n")), "{errors}");
}

#[test]
fn broken_text_names_its_file() {
    let desk = desk(&[]);
    fs::create_dir(desk.path().join("input")).unwrap();
    let text = [STORY.as_bytes(), b"\xff\n", STORY.as_bytes()].concat();
    fs::write(desk.path().join("input/ferry.txt"), text).unwrap();
    let (code, _, errors) = said(desk.path(), &["run"]);
    assert_eq!(code, 0, "{errors}");
    assert!(errors.starts_with("input/ferry.txt: 1 place is no valid UTF-8 and became U+FFFD"), "{errors}");
}

#[test]
fn verify_wants_the_folder_of_a_run() {
    let desk = desk(&[("ferry.txt", STORY)]);
    for (dir, told) in [
        ("absent", "there is no such folder"),
        ("input/ferry.txt", "this is a file, not a folder"),
        ("input", "this folder holds no dataset.json, so it is no data set"),
    ] {
        let (code, _, errors) = said(desk.path(), &["verify", dir]);
        assert_eq!(code, 2);
        assert_eq!(errors, format!("error: {dir}: {told}\n  help: give the output folder of a run\n"));
    }
}

#[test]
fn one_folder_is_not_both() {
    let desk = desk(&[("ferry.txt", STORY)]);
    let (code, _, errors) = said(desk.path(), &["run", "input", "-o", "input"]);
    assert_eq!(code, 2);
    assert!(errors.starts_with("error: input: this folder is both input and output\n  help: "), "{errors}");
}
