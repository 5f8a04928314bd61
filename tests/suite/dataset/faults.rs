//! What a data set withstands: file operations that fail, a process killed at any of them, a loss of power after any of
//! them. The short form runs with all tests; `just faults` runs the whole.
//!
//! The operations are met by `shim.c`, preloaded into a process that does nothing but publish a data set.

mod disk;
mod kills;
mod power;
mod program;
mod shim;
mod sweep;

use std::collections::BTreeMap;

use super::*;

/// Whether the whole is asked for.
fn whole() -> bool {
    std::env::var("QUOTIENT_FAULTS").is_ok_and(|value| value == "all")
}

/// Every file and folder below a folder: bytes, or `None` for a folder.
type Tree = BTreeMap<String, Option<Vec<u8>>>;

fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            let content = path.is_file().then(|| fs::read(&path).unwrap());
            if content.is_none() {
                folders.push(path);
            }
            found.insert(name, content);
        }
    }
    found
}

fn plant(folder: &Path, tree: &Tree) {
    fs::create_dir_all(folder).unwrap();
    for (name, content) in tree {
        match content {
            None => fs::create_dir_all(folder.join(name)).unwrap(),
            Some(content) => fs::write(folder.join(name), content).unwrap(),
        }
    }
}

/// The names that differ, for messages.
fn differing<'a>(one: &'a Tree, other: &'a Tree) -> Vec<&'a String> {
    let changed = one.iter().filter(|(name, content)| other.get(*name) != Some(content)).map(|(name, _)| name);
    changed.chain(other.keys().filter(|name| !one.contains_key(*name))).collect()
}

/// The tables that the hand writes: enough to have each kind of file operation.
const TABLES: &[&str] = &["articles", "quotes", "rejects"];

fn publish(folder: &Path, stories: &[Story]) -> quotient::Result<Published> {
    let tables = infos(TABLES);
    let mut set =
        DataSet::create(folder, Options { formats: BOTH, tables: &tables, spreadsheet: false, ..Options::default() })?;
    let known = if stories.len() > 1 { take_over(&mut set)? } else { 0 };
    let documents: Vec<Document> = stories.iter().map(document).collect();
    set.append(&table::batches(&documents, &[reject()], TABLES))?;
    set.publish(provenance(known + stories.len(), 1))
}

/// Takes the rows of the one old story over, if there is one; its Parquet files keep their bytes and get new names.
fn take_over(set: &mut DataSet) -> quotient::Result<usize> {
    let Some((from, old)) = set.old().map(|(from, old)| (from.to_owned(), old.clone())) else { return Ok(0) };
    let first = |name: &str| {
        let table = old.tables.iter().find(|table| table.name == name && name != "rejects");
        table.and_then(|table| table.files.iter().find(|file| file.path.ends_with(".parquet")))
    };
    if first("articles").is_none_or(|part| part.rows != Some(1)) {
        return Ok(0);
    }
    set.take_over(&from, |info| Ok(first(info.name).cloned().map(Piece::Part).into_iter().collect()))?;
    Ok(1)
}

/// The data set that is there before, with something of the user's in it, …
fn publish_old(folder: &Path) {
    publish(folder, &[plain("old", 4)]).unwrap();
    fs::create_dir_all(folder.join("notes")).unwrap();
    fs::write(folder.join("notes/who.ipynb"), "{}").unwrap();
}

/// … and the one that is to take its place.
fn publish_new(folder: &Path) -> quotient::Result<Published> {
    publish(folder, &[harbour("a"), plain("b", 3)])
}

/// Is run by itself in a process of its own, told by its environment what to do; see [`shim::hand`].
#[test]
fn hand() {
    let Some(folder) = std::env::var_os("QUOTIENT_HAND") else { return };
    // As `main` does it.
    let code = match std::panic::catch_unwind(|| publish_new(Path::new(&folder))) {
        Ok(Ok(_)) => 0,
        Ok(Err(error)) => {
            eprintln!("{error}: {:?}", std::error::Error::source(&error).map(ToString::to_string));
            error.kind.exit_code()
        }
        Err(_) => Kind::Failed.exit_code(),
    };
    std::process::exit(i32::from(code));
}
