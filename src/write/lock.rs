//! One writer at a time for each data set.

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};

/// Held while it lives; the system lets go of it when the process dies. Its file goes with it.
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    pub fn take(path: PathBuf) -> Result<Self> {
        loop {
            let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(|cause| {
                let error = Error::failed("cannot write beside the output folder").file(&path).because(cause);
                error.help("the new data set is made beside the old one, so the folder they are in must be writable")
            })?;
            match file.try_lock() {
                // A run that ends takes its file away: then this one is locked, but others will not see it.
                Ok(()) if !is_at(&file, &path) => {}
                Ok(()) => return Ok(Lock { path, _file: file }),
                Err(TryLockError::WouldBlock) => {
                    let error = Error::new(Kind::Locked, "another run is writing this data set").file(path);
                    return Err(error.help("wait for it to end, or give another output folder"));
                }
                Err(TryLockError::Error(cause)) => {
                    return Err(Error::failed("cannot lock the output").file(path).because(cause));
                }
            }
        }
    }
}

fn is_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), fs::metadata(path)) {
        (Ok(locked), Ok(there)) => (locked.dev(), locked.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
