//! What stands in the output folder and is not ours: it is carried into the new data set, and never deleted.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::manifest::{self, Manifest};
use super::{PAGES, file};

/// The paths in a data set's folder that are ours, as the manifest in it says.
pub(super) fn ours(folder: &Path, manifest: Option<&Manifest>) -> BTreeSet<PathBuf> {
    let Some(manifest) = manifest else { return BTreeSet::new() };
    let mut ours: BTreeSet<PathBuf> = manifest.all_files().map(|entry| PathBuf::from(&entry.path)).collect();
    // People add to these pages: one that is no longer as written is theirs.
    for page in manifest.files.iter().filter(|entry| PAGES.contains(&entry.path.as_str())) {
        if !file::sum(&folder.join(&page.path)).is_ok_and(|sum| sum.sha256 == page.sha256) {
            ours.remove(Path::new(&page.path));
        }
    }
    ours.insert(manifest::NAME.into());
    ours
}

/// Everything else in it, relative to it, in order; of folders only those without anything in them.
pub(super) fn foreign(folder: &Path, ours: &BTreeSet<PathBuf>) -> io::Result<Vec<PathBuf>> {
    let mut foreign = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        let mut empty = true;
        for entry in fs::read_dir(folder.join(&inner))? {
            let entry = entry?;
            empty = false;
            let path = inner.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if !ours.contains(&path) {
                foreign.push(path);
            }
        }
        if empty && !is_layout(&inner) {
            foreign.push(inner);
        }
    }
    // Those that keep their name choose first.
    foreign.sort_by_cached_key(|path| (target(path) != *path, path.clone()));
    Ok(foreign)
}

/// Folders of the data set itself.
fn is_layout(path: &Path) -> bool {
    path.as_os_str().is_empty()
        || [super::DATA, super::CSV, super::ARROW, super::state::FOLDER].iter().any(|inner| path.starts_with(inner))
}

/// Where a foreign file goes: its place, unless that is for ours. Readers of a table take all files in its folder.
fn target(path: &Path) -> PathBuf {
    if PAGES.iter().any(|page| path == Path::new(page)) {
        return added(path, ".old");
    }
    if is_layout(path) || path == Path::new(manifest::NAME) { Path::new("kept").join(path) } else { path.to_owned() }
}

#[derive(Clone, Copy, PartialEq)]
enum Act {
    Link,
    Move,
}

/// Puts a second name of each foreign file into `new`, which so is complete before it is seen. What cannot be linked
/// is left for [`discard`] to move. Returns the folders that got names, relative to `new`: they are to be synced, or a loss
/// of power after the old names are gone would take the files.
pub(super) fn link(old: &Path, new: &Path, foreign: &[PathBuf]) -> BTreeSet<PathBuf> {
    let mut named = BTreeSet::new();
    for path in foreign {
        if let Ok(to) = place(old, new, path, Act::Link) {
            named.extend(to.ancestors().skip(1).map(Path::to_owned));
            named.extend(new.join(&to).is_dir().then_some(to));
        }
    }
    named
}

/// Takes an old data set away: what is ours is deleted, the rest moved to `new` if it is not there yet. The manifest
/// goes last, and only when the disk knows of the rest, so that a run that goes on from here still knows what is whose.
pub(super) fn discard(old: &Path, new: &Path) -> io::Result<()> {
    let manifest = Manifest::read(old).map_err(io::Error::other)?;
    let ours = ours(old, manifest.as_ref());
    for path in foreign(old, &ours)? {
        place(old, new, &path, Act::Move)?;
    }
    for path in ours.iter().filter(|path| *path != Path::new(manifest::NAME)) {
        remove(&old.join(path))?;
    }
    for entry in fs::read_dir(old)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty(&entry.path())?;
        }
    }
    file::sync_folder(old)?;
    remove(&old.join(manifest::NAME))?;
    fs::remove_dir(old)
}

/// Gives a foreign file of `old` the first free name like its target in `new`, if it has none yet. Returns that name.
fn place(old: &Path, new: &Path, path: &Path, act: Act) -> io::Result<PathBuf> {
    let (from, target) = (old.join(path), target(path));
    let facts = from.symlink_metadata()?;
    let mut to = target.clone();
    for copy in 2.. {
        match new.join(&to).symlink_metadata() {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => break,
            Err(cause) => return Err(cause),
            Ok(there) if facts.is_dir() && there.is_dir() => return Ok(to),
            Ok(there) if (there.dev(), there.ino()) == (facts.dev(), facts.ino()) => {
                let removed = if act == Act::Move { fs::remove_file(from) } else { Ok(()) };
                return removed.map(|()| to);
            }
            Ok(_) => to = added(&target, &format!("-{copy}")),
        }
    }
    let folders: Vec<&Path> = to.ancestors().skip(if facts.is_dir() { 0 } else { 1 }).collect();
    for folder in folders.into_iter().rev().filter(|folder| !new.join(folder).is_dir()) {
        fs::create_dir(new.join(folder))?;
        // Who was kept out of a folder stays out.
        if let Ok(facts) = fs::metadata(old.join(folder)) {
            fs::set_permissions(new.join(folder), facts.permissions())?;
        }
    }
    match act {
        _ if facts.is_dir() => {}
        Act::Link => fs::hard_link(from, new.join(&to))?,
        Act::Move => fs::rename(from, new.join(&to))?,
    }
    Ok(to)
}

/// `notes.md` with `-2` is `notes-2.md`.
fn added(path: &Path, what: &str) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(what);
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

/// Removes a folder that has nothing but folders in it.
fn remove_empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty(&entry.path())?;
        }
    }
    fs::remove_dir(folder)
}
