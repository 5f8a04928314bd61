//! Every file operation of a publication fails, in each way it can; and the process is killed at every one.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::shim::{self, Orders};
use super::*;

const KILLED: i32 = 128 + 9;

/// What can become of an operation, by the numbers of Linux: EPERM 1, EINTR 4, EIO 5, EAGAIN 11, EACCES 13, EXDEV 18,
/// EINVAL 22, EMFILE 24, ENOSPC 28, EROFS 30, ENOSYS 38.
fn kinds(operation: &str) -> &'static [&'static str] {
    match operation {
        "open" => &["kill", "5", "28", "13", "24", "4"],
        "write" => &["kill", "torn", "short", "28", "5", "4"],
        "read" => &["kill", "5", "short", "4"],
        "sync" => &["kill", "5", "28", "4"],
        "close" => &["kill", "5", "4"],
        "rename" => &["kill", "5", "28", "18", "22", "38"],
        "link" => &["kill", "5", "28", "1"],
        "mkdir" => &["kill", "28", "5", "30"],
        "lock" => &["kill", "5", "11"],
        "stat" | "chmod" | "unlink" | "rmdir" => &["kill", "5", "13"],
        _ => &["kill", "5"],
    }
}

/// In the short form each site has one of its kinds, in turn; those that decide have all.
pub fn faults(operations: &[shim::Operation], all: bool) -> Vec<(String, &'static str)> {
    let mut chosen = Vec::new();
    for (at, (name, site)) in shim::sites(operations).into_iter().enumerate() {
        let kinds = kinds(&name);
        let decides = ["rename", "link", "lock"].contains(&name.as_str());
        match all || decides {
            true => chosen.extend(kinds.iter().map(|kind| (site.clone(), *kind))),
            false => chosen.push((site, kinds[at % kinds.len()])),
        }
    }
    chosen
}

/// Says how the run ended if that is not as promised.
pub fn judge(code: i32, site: &str, kind: &str, found: &Tree, old: &Tree, new: &Tree) -> Result<(), String> {
    let killed = ["kill", "torn"].contains(&kind);
    let ours = |code| [0, 1, 2, 3, 4, 11].contains(&code);
    if !(ours(code) || killed && code == KILLED) {
        return Err(format!("exit code {code}"));
    }
    let expected = match code {
        0 | 3 => vec![new],
        KILLED => vec![old, new],
        _ => vec![old],
    };
    let found = without_unread(found.clone(), site);
    match expected.contains(&&found) {
        true => Ok(()),
        false => Err(format!("exit code {code}, and these differ: {:?}", differing(&found, expected[0]))),
    }
}

/// A page that cannot be read might have been changed by the user, so it is kept.
pub fn without_unread(mut found: Tree, site: &str) -> Tree {
    for (page, kept) in PAGES {
        if site.contains(&format!("/{page} ")) {
            found.remove(kept);
        }
    }
    found
}

const PAGES: [(&str, &str); 3] = [
    ("README.md", "README.old.md"),
    ("croissant.json", "croissant.old.json"),
    ("datapackage.json", "datapackage.old.json"),
];

/// What stands beside the data set.
pub fn beside(room: &Path, expected: &[&str]) -> Vec<String> {
    let names = fs::read_dir(room).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !expected.contains(&name.as_str())).collect()
}

#[test]
fn every_operation_may_fail_or_be_the_last() {
    withstands_all(true);
}

/// The two renames instead, where folders cannot be exchanged.
#[test]
fn every_rename_may_fail_where_folders_cannot_be_exchanged() {
    withstands_all(false);
}

fn withstands_all(exchange: bool) {
    if shim::shim().is_none() {
        return;
    }
    let (room, folder) = room();
    publish_old(&folder);
    let old = tree(&folder);
    let log = tempfile::NamedTempFile::new().unwrap();
    let run = |room: &Path, orders: Orders| {
        let mut hand = shim::hand(room);
        if !exchange {
            hand.env("QF_NO_EXCHANGE", "1");
        }
        shim::with_shim(&mut hand, room, orders).output().unwrap()
    };
    let done = run(room.path(), Orders { log: Some(log.path()), ..Orders::default() });
    assert_eq!(shim::ended(done.status), 0);
    assert_sound(&folder);
    assert_alone(&room);
    let new = tree(&folder);

    let operations = shim::operations(log.path());
    let mut faults = faults(&operations, whole());
    if !whole() {
        let decides = |site: &str| ["rename ", "link ", "lock "].iter().any(|name| site.starts_with(name));
        faults = faults
            .into_iter()
            .enumerate()
            .filter(|(at, (site, _))| at % 4 == 0 || decides(site))
            .map(|(_, f)| f)
            .collect();
    }
    faults.retain(|(site, _)| exchange || site.starts_with("rename "));
    let published = AtomicUsize::new(0);
    let withstands = |(site, kind): &(String, &'static str)| {
        let (room, folder) = self::room();
        plant(&folder, &old);
        let output = run(room.path(), Orders { site, kind, log: None });
        let code = shim::ended(output.status);
        published.fetch_add(usize::from(code == 0), Ordering::Relaxed);
        let told = |what: String| Some(format!("{kind} at {site}: {what} {}", String::from_utf8_lossy(&output.stderr)));
        let found = if folder.exists() { tree(&folder) } else { Tree::new() };
        // Where folders cannot be exchanged there is a moment without one, which the next run mends.
        let gap = !exchange && code == KILLED && found.is_empty();
        if let (false, Err(what)) = (gap, judge(code, site, kind, &found, &old, &new)) {
            return told(what);
        }
        if let Err(error) = publish_new(&folder) {
            return told(format!("the next run fails: {error}"));
        }
        let left = beside(room.path(), &["output"]);
        let found = without_unread(tree(&folder), site);
        let same = found == new && left.is_empty();
        if same { None } else { told(format!("the next run leaves {left:?}, {:?}", differing(&found, &new))) }
    };
    let wrong: Vec<String> = faults.par_iter().filter_map(withstands).collect();
    println!("{} sites, {} faults, {} of them published", operations.len(), faults.len(), published.into_inner());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), faults.len(), wrong.join("\n"));
}
