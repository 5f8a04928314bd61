//! The whole program under the same faults: a small run of two inputs, one of which is always rejected.

use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::kills::Dice;
use super::shim::{self, Orders, ended};
use super::sweep::{beside, faults, judge, without_unread};
use super::*;

const STORY: &str = "Ferry stays\n\n“We will not let it go,” said Mayor Ann Okafor on Monday.\n";
const WORDS: &[&str] =
    &["run", "--jobs", "1", "--format", "parquet", "--tables", "articles,quotes,source_index,rejects"];

fn desk(old: &Tree) -> TempDir {
    let desk = tempfile::tempdir().unwrap();
    fs::create_dir(desk.path().join("input")).unwrap();
    fs::write(desk.path().join("input/ferry.txt"), STORY).unwrap();
    fs::write(desk.path().join("input/empty.txt"), "").unwrap();
    if !old.is_empty() {
        plant(&desk.path().join("output"), old);
    }
    desk
}

fn quotient(desk: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotient"));
    command.current_dir(desk.path()).args(WORDS).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// The data set before, and after.
fn data_sets() -> (Tree, Tree) {
    let desk = desk(&Tree::new());
    let output = desk.path().join("output");
    fs::write(desk.path().join("input/second.txt"), STORY.replace("Ferry", "Bridge")).unwrap();
    assert_eq!(ended(quotient(&desk).status().unwrap()), 3);
    let old = tree(&output);
    fs::remove_file(desk.path().join("input/second.txt")).unwrap();
    assert_eq!(ended(quotient(&desk).status().unwrap()), 3);
    (old, tree(&output))
}

#[test]
fn the_program_fails_as_documented() {
    if shim::shim().is_none() {
        return;
    }
    let (old, new) = data_sets();
    let log = tempfile::NamedTempFile::new().unwrap();
    let first = desk(&old);
    let mut command = quotient(&first);
    let orders = Orders { log: Some(log.path()), ..Orders::default() };
    assert_eq!(ended(shim::with_shim(&mut command, first.path(), orders).status().unwrap()), 3);
    let operations = shim::operations(log.path());
    let mut faults = faults(&operations, false);
    let all = faults.len();
    if !whole() {
        faults = faults.into_iter().step_by(all / 12).collect();
    }
    let wrong: Vec<String> = faults.par_iter().filter_map(|(site, kind)| withstands(site, kind, &old, &new)).collect();
    println!("{} operations, {} of {all} faults", operations.len(), faults.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), faults.len(), wrong.join("\n"));
}

fn withstands(site: &str, kind: &str, old: &Tree, new: &Tree) -> Option<String> {
    let desk = desk(old);
    let output = desk.path().join("output");
    let orders = Orders { site, kind, log: None };
    let done = shim::with_shim(&mut quotient(&desk), desk.path(), orders).output().unwrap();
    let code = ended(done.status);
    let told = |what: String| Some(format!("{kind} at {site}: {what} {}", String::from_utf8_lossy(&done.stderr)));
    // An input that cannot be read is one more reject.
    let of_input = site.split(' ').nth(1).is_some_and(|path| path.starts_with("input"));
    if of_input && [0, 3].contains(&code) {
        if let Some(problem) = verify(&output).unwrap().problems.first() {
            return told(problem.clone());
        }
    } else if let Err(what) = judge(code, site, kind, &tree(&output), old, new) {
        return told(what);
    }
    let again = quotient(&desk).output().unwrap();
    let left = beside(desk.path(), &["input", "output", "runs"]);
    let found = without_unread(tree(&output), site);
    let fine = ended(again.status) == 3 && left.is_empty() && found == *new;
    if fine { None } else { told(format!("the next run leaves {left:?}, {:?}", differing(&found, new))) }
}

/// However late in the run it comes, a signal ends it soon, and the data set is the old one or the new one.
#[test]
fn signals_at_any_time() {
    let (old, new) = data_sets();
    let since = Instant::now();
    assert_eq!(ended(quotient(&desk(&old)).status().unwrap()), 3);
    let long = since.elapsed().as_micros() as u64;
    let soon = Duration::from_secs(if cfg!(debug_assertions) { 6 } else { 2 });
    let (mut dice, mut slowest, mut codes) = (Dice(11), Duration::ZERO, BTreeMap::new());
    for round in 0..if whole() { 400 } else { 8 } {
        let desk = desk(&old);
        let (signal, number) = [("-TERM", 15), ("-KILL", 9)][round % 2];
        let mut child = quotient(&desk).spawn().unwrap();
        thread::sleep(Duration::from_micros(dice.roll(long)));
        let since = Instant::now();
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).output().unwrap();
        let status = child.wait().unwrap();
        slowest = slowest.max(since.elapsed());
        let code = ended(status);
        *codes.entry(code).or_insert(0) += 1;
        let found = tree(&desk.path().join("output"));
        match code {
            3 => assert!(found == new, "torn, or not published"),
            143 if number == 15 => assert!(found == old, "terminated, and yet published"),
            137 if status.signal() == Some(9) => assert!(found == old || found == new, "torn"),
            other => panic!("ended with {other}, {sent:?}"),
        }
        let again = quotient(&desk).status().unwrap();
        assert!(ended(again) == 3 && tree(&desk.path().join("output")) == new);
        assert_eq!(beside(desk.path(), &["input", "output", "runs"]), Vec::<String>::new());
    }
    println!("ends by exit code: {codes:?}; the slowest took {slowest:?}");
    assert!(slowest < soon, "took {slowest:?}");
}
