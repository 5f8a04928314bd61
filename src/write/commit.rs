//! The one moment at which a new data set takes the place of the old. Everything before it is invisible, everything
//! after it cosmetic.
//!
//! The new data set is made in a folder beside the output, on the same file system, and then the two exchange their
//! names in one step (`renameat2` with `RENAME_EXCHANGE`): a reader sees the old or the new data set, never a mixture,
//! and never nothing. Where a file system cannot exchange, the old folder is moved aside first: then there is a short
//! moment without an output folder, and a run killed in that moment is mended by the next one. Network file systems
//! without atomic rename, object stores and disks that lie about syncing are promised nothing.

use std::fs;
use std::io;
use std::panic;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::file::sync_folder;
use super::keep;
use super::lock::Lock;
use super::manifest::Manifest;
use super::place::Place;
use crate::error::{Context, Result};

/// While it is there, all in the staging folder is ours and incomplete.
const MARK: &str = ".unfinished";

/// A data set in the making. Dropped before it is published, it leaves no trace.
pub(super) struct Stage {
    place: Place,
    /// The new data set's folder.
    pub folder: PathBuf,
    old: Option<Manifest>,
    published: bool,
    /// Let go of last.
    _lock: Lock,
}

impl Stage {
    /// Locks the output, cleans up after dead runs and makes the staging folder. Problems with the cleaning are
    /// returned as warnings.
    pub fn begin(output: &Path) -> Result<(Self, Vec<String>)> {
        let place = Place::find(output)?;
        let lock = Lock::take(place.lock())?;
        let leftovers = place.leftovers().failed(&place.parent, "cannot list this folder")?;
        for (leftover, _) in leftovers.iter().filter(|(_, aside)| *aside) {
            if !place.output.exists() {
                fs::rename(leftover, &place.output).failed(leftover, "cannot move the old data set back")?;
            }
        }
        let old = place.current()?;
        let mut warnings = Vec::new();
        for (leftover, _) in leftovers.iter().filter(|(leftover, _)| leftover.exists()) {
            if let Err(cause) = sweep(leftover, &place.output) {
                warnings.push(format!("cannot remove what a dead run left: {}: {cause}", leftover.display()));
            }
        }
        let folder = place.staging();
        fs::create_dir(&folder).failed(&folder, "cannot make a folder beside the output")?;
        let stage = Stage { place, folder, old, published: false, _lock: lock };
        fs::write(stage.folder.join(MARK), "").failed(&stage.folder, "cannot write beside the output")?;
        Ok((stage, warnings))
    }

    /// The data set that people see, with its folder.
    pub fn old(&self) -> Option<(&Path, &Manifest)> {
        Some((&self.place.output, self.old.as_ref()?))
    }

    /// Makes the new data set the one that people see. Returns its folder and warnings about the cleaning up.
    pub fn publish(mut self) -> Result<(PathBuf, Vec<String>)> {
        let (folder, output) = (self.folder.clone(), self.place.output.clone());
        let exists = output.exists();
        if exists {
            let ours = keep::ours(&output, self.old.as_ref());
            let foreign = keep::foreign(&output, &ours).failed(&output, "cannot list the output folder")?;
            for inner in keep::link(&output, &folder, &foreign).iter().filter(|inner| !inner.as_os_str().is_empty()) {
                let inner = folder.join(inner);
                sync_folder(&inner).failed(&inner, "cannot put this folder on the disk for good")?;
            }
            let permissions = fs::metadata(&output).map(|facts| facts.permissions());
            let copied = permissions.and_then(|permissions| fs::set_permissions(&folder, permissions));
            copied.failed(&folder, "cannot set the permissions that the output folder has")?;
        }
        fs::remove_file(folder.join(MARK)).failed(&folder, "cannot finish the new data set")?;
        sync_folder(&folder).failed(&folder, "cannot put the new data set on the disk for good")?;
        let old = if exists { self.exchange() } else { fs::rename(&folder, &output).map(|()| None) };
        let old = old.failed(&output, "cannot put the new data set in its place")?;
        self.published = true;

        let mut warnings = Vec::new();
        if let Err(cause) = sync_folder(&self.place.parent) {
            warnings.push(format!("published, but a loss of power now may bring the old data set back: {cause}"));
        }
        if let Some(old) = old {
            // The standard library panics where a folder cannot be closed. Nothing may undo what is published.
            let discarded = panic::catch_unwind(|| keep::discard(&old, &output));
            if let Err(cause) = discarded.unwrap_or_else(|_| Err(io::Error::other("broken off"))) {
                warnings.push(format!("published, but the old data set is left in {}: {cause}", old.display()));
            }
        }
        Ok((output, warnings))
    }
}

impl Stage {
    /// Says where the old data set is now.
    fn exchange(&self) -> io::Result<Option<PathBuf>> {
        let (new, output, aside) = (&self.folder, &self.place.output, self.place.aside());
        match renameat_with(CWD, new, CWD, output, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(Some(new.clone())),
            Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => {
                fs::rename(output, &aside)?;
                if let Err(cause) = fs::rename(new, output) {
                    fs::rename(&aside, output)?;
                    return Err(cause);
                }
                Ok(Some(aside))
            }
            Err(cause) => Err(cause.into()),
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.published {
            // What of it cannot be removed now, the next run sweeps.
            let _ = remove_unfinished(&self.folder);
        }
    }
}

/// Takes away what a dead run left: its unfinished data set, or the old one that it had replaced.
fn sweep(leftover: &Path, output: &Path) -> io::Result<()> {
    if leftover.join(MARK).exists() { remove_unfinished(leftover) } else { keep::discard(leftover, output) }
}

/// The mark goes last, when the disk knows of the rest: a folder half removed is still known as unfinished.
fn remove_unfinished(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if entry.file_name() != MARK {
            fs::remove_file(entry.path())?;
        }
    }
    sync_folder(folder)?;
    match fs::remove_file(folder.join(MARK)) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        _ => fs::remove_dir(folder),
    }
}
