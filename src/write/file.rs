//! One file on its way to the disk: what went into it is hashed and counted as it is written.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::thread::{self, JoinHandle};

use sha2::{Digest, Sha256};

use crate::digest::finish;
use crate::error::{Context, Result};

/// After this many bytes the disk is set to work: left until the end, nothing else could be done while it is waited for.
const AHEAD: u64 = 16 << 20;

pub(super) struct HashedFile {
    file: File,
    sha256: Sha256,
    bytes: u64,
    /// What had been written when the disk was last set to work, and that work.
    synced: u64,
    syncing: Option<JoinHandle<io::Result<()>>>,
}

/// What a file holds, for the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    pub bytes: u64,
    pub sha256: String,
}

impl HashedFile {
    /// A new file; an existing one is an error.
    pub fn create(path: &Path) -> Result<Self> {
        let file = File::create_new(path).failed(path, "cannot create this file")?;
        Ok(HashedFile { file, sha256: Sha256::new(), bytes: 0, synced: 0, syncing: None })
    }

    /// Puts the file on the disk for good. A file whose sync failed must not be tried again.
    pub fn finish(mut self) -> io::Result<Sum> {
        self.synced()?;
        self.file.sync_all()?;
        Ok(Sum { bytes: self.bytes, sha256: finish(self.sha256) })
    }

    /// Lets the disk begin with what is written so far, unless it is still at work.
    fn sync_ahead(&mut self) -> io::Result<()> {
        if self.syncing.as_ref().is_some_and(|syncing| !syncing.is_finished()) {
            return Ok(());
        }
        self.synced()?;
        let file = self.file.try_clone()?;
        // Without another thread all is left for the end.
        self.syncing = thread::Builder::new().name("sync".to_owned()).spawn(move || file.sync_data()).ok();
        self.synced = self.bytes;
        Ok(())
    }

    /// What became of the last sync; one that failed is told once only, so it must not be lost.
    fn synced(&mut self) -> io::Result<()> {
        let done = self.syncing.take().map(JoinHandle::join);
        done.unwrap_or(Ok(Ok(()))).unwrap_or_else(|_| Err(io::Error::other("the thread that syncs broke off")))
    }
}

impl Write for HashedFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.sha256.update(&buffer[..written]);
        self.bytes += written as u64;
        if self.bytes - self.synced >= AHEAD {
            self.sync_ahead()?;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes a whole file.
pub(super) fn write(path: &Path, content: &[u8]) -> Result<Sum> {
    let mut file = HashedFile::create(path)?;
    file.write_all(content).and_then(|()| file.finish()).failed(path, "cannot write this file")
}

/// Size and hash of a file that is there.
pub(super) fn sum(path: &Path) -> io::Result<Sum> {
    let mut sha256 = Sha256::new();
    let bytes = io::copy(&mut File::open(path)?, &mut Hash(&mut sha256))?;
    Ok(Sum { bytes, sha256: finish(sha256) })
}

struct Hash<'a>(&'a mut Sha256);

impl Write for Hash<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.0.update(buffer);
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Makes the names in a folder last.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Gives a file that is on the disk for good another name; where the file system knows no such thing, makes a copy of it.
pub(super) fn link(old: &Path, new: &Path) -> Result<()> {
    if fs::hard_link(old, new).is_ok() {
        return Ok(());
    }
    let copy = || {
        io::copy(&mut File::open(old)?, &mut File::create_new(new)?)?;
        File::open(new)?.sync_all()
    };
    copy().failed(old, "cannot take this file over")
}
