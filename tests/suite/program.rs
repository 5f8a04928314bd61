//! The program as people meet it: what it prints, what it leaves on disk, and how it ends.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const STORY: &str = "Ferry stays, harbour town decides\n\n“We will not let it go,” said Mayor Ann Okafor on Monday. \
                     “Not this year.”\n\nShe denied that the boat had been sold.\n";

/// A folder of its own, with `input/` in it.
pub fn desk(articles: &[(&str, &str)]) -> TempDir {
    let desk = tempfile::tempdir().unwrap();
    for (name, text) in articles {
        put(desk.path(), name, text.as_bytes());
    }
    desk
}

fn put(desk: &Path, name: &str, bytes: &[u8]) {
    let path = desk.join("input").join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn quotient(desk: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotient"));
    command.current_dir(desk).args(words).stdin(Stdio::null());
    for name in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

fn output(desk: &Path, words: &[&str]) -> Output {
    quotient(desk, words).output().unwrap()
}

/// Exit code, standard output, standard error.
pub fn said(desk: &Path, words: &[&str]) -> (i32, String, String) {
    let output = output(desk, words);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Every file below `folder`, by its path.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn csv(desk: &Path, table: &str) -> String {
    fs::read_to_string(desk.join("output/csv").join(table).with_extension("csv")).unwrap()
}

#[test]
fn help_is_what_it_was() {
    let desk = desk(&[]);
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/help");
    for (name, words) in [
        ("quotient", vec!["--help"]),
        ("run", vec!["run", "--help"]),
        ("config", vec!["config", "--help"]),
        ("inspect", vec!["inspect", "--help"]),
        ("schema", vec!["schema", "--help"]),
        ("verify", vec!["verify", "--help"]),
        ("train", vec!["train", "--help"]),
        ("model", vec!["model", "--help"]),
        ("eval", vec!["eval", "--help"]),
        ("eval-coreference", vec!["eval", "coreference", "--help"]),
        ("eval-quotes", vec!["eval", "quotes", "--help"]),
    ] {
        let (code, help, errors) = said(desk.path(), &words);
        assert_eq!((code, errors.as_str()), (0, ""));
        let file = golden.join(name).with_extension("txt");
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(&golden).unwrap();
            fs::write(&file, &help).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(help, expected, "{} differs; BLESS=1 cargo test rewrites it", file.display());
    }
}

#[test]
fn nothing_said_is_run() {
    let desk = desk(&[("ferry.txt", STORY)]);
    let (code, out, errors) = said(desk.path(), &[]);
    assert_eq!((code, out.as_str()), (0, ""), "{errors}");
    assert!(errors.starts_with("output: 1 article, "), "{errors}");
    assert!(csv(desk.path(), "articles").contains("Ferry stays, harbour town decides"));
    assert_eq!(said(desk.path(), &["verify", "output"]).0, 0);
}

#[test]
fn quiet_is_silent_on_success() {
    let desk = desk(&[("ferry.txt", STORY)]);
    assert_eq!(said(desk.path(), &["run", "--quiet"]), (0, String::new(), String::new()));
}

#[test]
fn json_messages_are_one_object_a_line() {
    let desk = desk(&[("ferry.txt", STORY), ("empty.txt", "")]);
    let (code, out, errors) = said(desk.path(), &["run", "--log-format", "json"]);
    assert_eq!((code, out.as_str()), (3, ""));
    let lines: Vec<serde_json::Value> = errors.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2, "{errors}");
    assert_eq!((&lines[0]["level"], &lines[0]["reason"]), (&"WARN".into(), &"empty".into()));
    assert_eq!((&lines[1]["articles"], &lines[1]["rejected"]), (&1.into(), &1.into()));

    let (code, _, errors) = said(desk.path(), &["run", "absent", "--log-format", "json"]);
    let line: serde_json::Value = serde_json::from_str(&errors).unwrap();
    assert_eq!((code, &line["level"], &line["code"]), (2, &"ERROR".into(), &2.into()));
}

#[test]
fn wrong_words_name_the_right_ones() {
    let desk = desk(&[("ferry.txt", STORY)]);
    let (code, _, errors) = said(desk.path(), &["run", "--tables", "quotes,sorces"]);
    assert_eq!(code, 2);
    assert!(errors.contains("'sorces'") && errors.contains("'sources'") && errors.contains("paragraphs"), "{errors}");
    let (code, _, errors) = said(desk.path(), &["run", "--format", "parket"]);
    assert_eq!(code, 2);
    assert!(errors.contains("'parquet'") && errors.contains("csv"), "{errors}");
    assert_eq!(said(desk.path(), &["schema", "quote"]).0, 2);
    assert_eq!(said(desk.path(), &["run", "absent.txt"]).0, 2);
    assert!(!desk.path().join("output").exists(), "nothing may be touched");
}

#[test]
fn only_what_is_asked_for_is_written() {
    let desk = desk(&[("ferry.txt", STORY)]);
    let (code, _, errors) = said(desk.path(), &["run", "--tables", "sentences,articles", "--format", "csv"]);
    assert_eq!(code, 0, "{errors}");
    assert!(errors.contains("  sentences   "), "{errors}");
    let names: Vec<_> = files(&desk.path().join("output")).into_keys().collect();
    let wanted = |name: &str| names.iter().any(|path| path == Path::new(name));
    assert!(wanted("csv/articles.csv") && wanted("csv/sentences.csv"), "{names:?}");
    assert!(!wanted("csv/quotes.csv") && !desk.path().join("output/data").exists(), "{names:?}");
}

#[test]
fn rejects_turn_the_exit_code() {
    let desk = desk(&[("ferry.txt", STORY)]);
    assert_eq!(said(desk.path(), &["run"]).0, 0);
    let before = files(&desk.path().join("output"));

    put(desk.path(), "empty.txt", b"");
    let (code, _, errors) = said(desk.path(), &["run", "--max-rejects", "0"]);
    assert_eq!(code, 4);
    assert!(errors.contains("error: 1 input was rejected") && errors.contains("help: "), "{errors}");
    assert!(files(&desk.path().join("output")) == before, "nothing may be published");

    let (code, _, errors) = said(desk.path(), &["run", "--max-rejects", "1", "--quiet"]);
    assert_eq!(code, 3);
    assert!(errors.starts_with("warning: input/empty.txt: ") && errors.ends_with("(empty)\n"), "{errors}");
    assert!(csv(desk.path(), "rejects").contains("input/empty.txt"));
}

#[test]
fn many_rejects_are_named_no_further() {
    let desk = desk(&[]);
    (0..300).for_each(|number| put(desk.path(), &format!("{number}.txt"), b" \n"));
    let (code, _, errors) = said(desk.path(), &["run"]);
    assert_eq!(code, 3);
    assert_eq!(errors.matches("warning: ").count(), 21, "{errors}");
    assert!(errors.contains("300"), "{errors}");
}

#[test]
fn a_damaged_data_set_fails() {
    let desk = desk(&[("ferry.txt", STORY)]);
    assert_eq!(said(desk.path(), &["run"]).0, 0);
    let table = desk.path().join("output/csv/articles.csv");
    let mut bytes = fs::read(&table).unwrap();
    bytes[40] ^= 1;
    fs::write(&table, bytes).unwrap();
    let (code, out, errors) = said(desk.path(), &["verify"]);
    assert_eq!((code, out.as_str()), (1, ""), "{errors}");
    assert!(errors.contains("articles.csv"), "{errors}");
}

#[test]
fn output_and_input_stay_apart() {
    let desk = desk(&[("ferry.txt", STORY)]);
    for words in [vec!["run", "."], vec!["run", "input", "-o", "input/output"]] {
        let (code, _, errors) = said(desk.path(), &words);
        assert_eq!(code, 2, "{errors}");
        assert!(errors.contains("lies inside the input"), "{errors}");
    }
    assert_eq!(said(desk.path(), &["run"]).0, 0);
    let (code, _, errors) = said(desk.path(), &["run", "output/*.md"]);
    assert_eq!(code, 2, "{errors}");
}

#[test]
fn data_goes_to_standard_output_and_nowhere_else() {
    let desk = desk(&[("ferry.txt", STORY)]);
    let (code, out, errors) = said(desk.path(), &["schema", "quotes"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(out.contains("quote_id"), "{out}");
    let (_, out, _) = said(desk.path(), &["schema", "--json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&out).unwrap().as_array().unwrap().len() > 5);

    let (code, out, errors) = said(desk.path(), &["inspect", "input/ferry.txt"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(out.contains("Ferry stays, harbour town decides") && !out.contains('\x1b'), "{out}");
    assert!(said(desk.path(), &["inspect", "input/ferry.txt", "--color", "always"]).1.contains('\x1b'));

    put(desk.path(), "empty.txt", b"");
    let (code, out, errors) = said(desk.path(), &["inspect", "input/empty.txt"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(errors.starts_with("error: input/empty.txt: "), "{errors}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let desk = desk(&[("ferry.txt", STORY)]);
    for words in [vec!["schema"], vec!["inspect", "input/ferry.txt"], vec!["--help"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child = quotient(desk.path(), &words).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{words:?}");
    }
}

#[test]
fn threads_change_no_byte() {
    let desk = desk(&[]);
    for number in 0..600 {
        let text = format!("Item {number} on the list\n\n{}", STORY.repeat(number % 5 + 1));
        put(desk.path(), &format!("{}/{number}.txt", number % 7), text.as_bytes());
    }
    assert_eq!(said(desk.path(), &["run", "--jobs", "1", "-o", "one", "--tables", "all"]).0, 0);
    assert_eq!(said(desk.path(), &["run", "--jobs", "4", "-o", "four", "--tables", "all"]).0, 0);
    let (one, four) = (files(&desk.path().join("one")), files(&desk.path().join("four")));
    assert_eq!(one.keys().collect::<Vec<_>>(), four.keys().collect::<Vec<_>>());
    let differing: Vec<_> = one.iter().filter(|(path, bytes)| four[*path] != **bytes).collect();
    assert!(differing.is_empty(), "{:?}", differing.iter().map(|(path, _)| path).collect::<Vec<_>>());
}

/// A run that waits for standard input, past the point where it holds the lock.
fn waiting(desk: &Path) -> std::process::Child {
    let child = quotient(desk, &["run", "input", "-"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let since = Instant::now();
    while !desk.join(".output.quotient.lock").exists() {
        assert!(since.elapsed() < Duration::from_secs(30), "the run never took its lock");
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

#[test]
fn a_second_run_leaves_the_first_alone() {
    let desk = desk(&[("ferry.txt", STORY)]);
    let mut first = waiting(desk.path());
    let (code, _, errors) = said(desk.path(), &["run"]);
    assert_eq!(code, 11, "{errors}");
    drop(first.stdin.take());
    // Standard input was empty: that is one reject.
    assert_eq!(first.wait().unwrap().code(), Some(3));
    assert_eq!(said(desk.path(), &["verify"]).0, 0);
}

#[test]
fn a_signal_leaves_the_old_data_set() {
    for (signal, code) in [("-TERM", 143), ("-INT", 130)] {
        let desk = desk(&[("ferry.txt", STORY)]);
        assert_eq!(said(desk.path(), &["run"]).0, 0);
        let before = files(&desk.path().join("output"));
        put(desk.path(), "second.txt", STORY.replace("Ferry", "Bridge").as_bytes());
        let child = waiting(desk.path());
        let since = Instant::now();
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        assert!(since.elapsed() < Duration::from_secs(2), "took {:?}", since.elapsed());
        assert_eq!(output.status.code(), Some(code));
        assert!(String::from_utf8_lossy(&output.stderr).contains("nothing was published"));
        assert!(files(&desk.path().join("output")) == before);
        let left: Vec<_> = fs::read_dir(desk.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left.len(), 3, "only input, output and runs may be there: {left:?}");
    }
}

#[cfg(unix)]
#[test]
fn bad_neighbours_do_no_harm() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let good: Vec<(String, String)> =
        (0..40).map(|number| (format!("good/{number}.txt"), format!("{STORY}\nItem {number}.\n"))).collect();
    let good: Vec<(&str, &str)> = good.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (alone, mixed) = (desk(&good), desk(&good));
    let folder = mixed.path().join("input");
    put(mixed.path(), "empty.txt", b"");
    put(mixed.path(), "blank.txt", b" \n\t\n");
    put(mixed.path(), "picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x01\xff\xfe\x00\x90");
    put(mixed.path(), "cut.txt.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00");
    fs::write(folder.join(OsStr::from_bytes(b"\xff\xfe.txt")), "").unwrap();
    fs::write(folder.join("new\nline.txt"), "").unwrap();
    fs::write(folder.join("-dash.txt"), "").unwrap();
    std::os::unix::fs::symlink(".", folder.join("loop")).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, folder.join("pipe.txt"), rustix::fs::Mode::RWXU).unwrap();

    assert_eq!(said(alone.path(), &["run"]).0, 0);
    let (code, _, errors) = said(mixed.path(), &["run"]);
    assert_eq!(code, 3, "{errors}");
    assert!(errors.contains("1 fifo") && errors.contains("1 symlink"), "{errors}");
    for table in ["articles", "paragraphs", "quotes", "sources", "entities", "mentions"] {
        assert_eq!(csv(mixed.path(), table), csv(alone.path(), table), "{table}");
    }
    let rejects = csv(mixed.path(), "rejects");
    for name in ["empty.txt", "blank.txt", "picture.txt", "cut.txt.gz", "-dash.txt", "line.txt"] {
        assert!(rejects.contains(name), "{name} is not among the rejects:\n{rejects}");
    }
    assert_eq!(said(mixed.path(), &["verify"]).0, 0);
}
