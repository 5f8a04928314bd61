//! Where a data set goes: the folder itself, and what stands beside it while it is made.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{self, Manifest};
use super::readme;
use crate::error::{Context, Error, Kind, Result};

pub(super) struct Place {
    /// Absolute, links followed.
    pub output: PathBuf,
    pub parent: PathBuf,
    /// How the names of lock and staging folders begin: `.NAME.quotient`.
    stem: OsString,
}

impl Place {
    /// Finds the place; nothing is touched.
    pub fn find(folder: &Path) -> Result<Self> {
        let output = match fs::canonicalize(folder) {
            Ok(output) if output.is_dir() => output,
            Ok(_) => {
                let error = Error::usage("the output is a file, not a folder").file(folder);
                return Err(error.help("give a folder, new or written by an earlier run"));
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => absent(folder)?,
            Err(cause) => return Err(Error::usage("cannot reach the output folder").file(folder).because(cause)),
        };
        let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
            let error = Error::usage("the output cannot be the root of the file system").file(folder);
            return Err(error.help("give a folder in it"));
        };
        let mut stem = OsString::from(".");
        if name.len() <= 200 {
            stem.push(name);
        } else {
            stem.push(&blake3::hash(name.as_encoded_bytes()).to_hex()[..32]);
        }
        stem.push(".quotient");
        Ok(Place { parent: parent.to_owned(), stem, output })
    }

    pub fn lock(&self) -> PathBuf {
        self.beside(".lock")
    }

    /// Where this process makes the new data set.
    pub fn staging(&self) -> PathBuf {
        self.beside(&format!("-{}", std::process::id()))
    }

    /// Where the old data set stands for a moment if the two cannot be exchanged in one step.
    pub fn aside(&self) -> PathBuf {
        self.beside(&format!("-{}{ASIDE}", std::process::id()))
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.stem.clone();
        name.push(ending);
        self.parent.join(name)
    }

    /// What dead runs left: staging folders, and old data sets moved aside.
    pub fn leftovers(&self) -> io::Result<Vec<(PathBuf, bool)>> {
        let mut start = self.stem.clone().into_encoded_bytes();
        start.push(b'-');
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.parent)? {
            let name = entry?.file_name();
            let Some(rest) = name.as_encoded_bytes().strip_prefix(start.as_slice()) else { continue };
            let digits = rest.strip_suffix(ASIDE.as_bytes()).unwrap_or(rest);
            if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) {
                found.push((self.parent.join(&name), digits.len() < rest.len()));
            }
        }
        found.sort();
        Ok(found)
    }

    /// The manifest of the data set that is there. An error if the folder holds what is not ours to replace.
    pub fn current(&self) -> Result<Option<Manifest>> {
        let entries = match fs::read_dir(&self.output) {
            Ok(entries) => entries.collect::<io::Result<Vec<_>>>(),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => Err(cause),
        };
        let entries = entries.failed(&self.output, "cannot list the output folder")?;
        self.mount()?;
        let remedy = "give another folder, or move this one away; nothing in it was touched";
        match Manifest::read(&self.output) {
            Ok(Some(manifest)) => return Ok(Some(manifest)),
            Ok(None) => {}
            Err(cause) => {
                let error = Error::usage("the output folder holds a dataset.json that is not a sound one of ours");
                return Err(error.file(self.output.join(manifest::NAME)).because(cause).help(remedy));
            }
        }
        let harmless = |name: &OsString| name.as_encoded_bytes().starts_with(b".") || name == readme::NAME;
        let foreign = entries.into_iter().map(|entry| entry.file_name()).filter(|name| !harmless(name)).min();
        match foreign {
            None => Ok(None),
            Some(name) => {
                let error = Error::usage("the output folder holds files that Quotient did not write, such as this one");
                Err(error.file(self.output.join(name)).help(remedy))
            }
        }
    }

    /// A folder that is a mount point cannot be replaced in one step.
    fn mount(&self) -> Result<()> {
        if mount_of(&self.output) == mount_of(&self.parent) {
            return Ok(());
        }
        let error = Error::usage("the output folder is a mount point, which cannot be replaced in one step");
        Err(error.file(&self.output).help(format!("give a folder in it: {}", self.output.join("quotes").display())))
    }
}

const ASIDE: &str = "-old";

/// The way to a folder that does not exist yet.
fn absent(folder: &Path) -> Result<PathBuf> {
    if folder.symlink_metadata().is_ok() {
        return Err(Error::usage("the output is a link that leads nowhere").file(folder));
    }
    let parent = match folder.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => return Err(Error::new(Kind::Usage, "the output needs a name").file(folder)),
    };
    let Some(name) = folder.file_name() else {
        return Err(Error::usage("the output folder does not exist").file(folder).help("create it first"));
    };
    match fs::canonicalize(parent) {
        Ok(parent) if parent.is_dir() => Ok(parent.join(name)),
        Ok(_) => Err(Error::usage("this is a file, so the output cannot be in it").file(parent)),
        Err(cause) => {
            let error = Error::usage("the folder for the output does not exist").file(parent).because(cause);
            Err(error.help(format!("create it first: mkdir -p {}", parent.display())))
        }
    }
}

/// What tells one mount from another; `None` where the system does not say.
#[cfg(target_os = "linux")]
fn mount_of(path: &Path) -> Option<u64> {
    use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
    let facts = statx(CWD, path, AtFlags::empty(), StatxFlags::MNT_ID).ok()?;
    Some(facts.stx_mnt_id)
}

#[cfg(not(target_os = "linux"))]
fn mount_of(path: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    path.metadata().ok().map(|facts| facts.dev())
}
