//! One file's bytes: opened without blocking, unpacked, and unchanged while it was read.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use super::refusal::Refusal;
use super::{Input, Place, compression, encoding};

/// How much of a file with an unknown ending is looked at to tell whether it is text.
const HEAD: u64 = 8 << 10;

/// All bytes of `input`, unpacked.
pub(super) fn read(input: &Input) -> Result<Vec<u8>, Refusal> {
    match &input.place {
        Place::Stdin => compression::unpacked(io::stdin().lock(), None),
        Place::File(path) => {
            let file = open(path).map_err(|error| unreadable(&error))?;
            unchanged(&file, |size| compression::unpacked(&file, Some(size)))
        }
    }
}

/// Whether the file opens like text. One that is damaged counts as text, so that reading it says what is wrong.
pub(super) fn is_text(path: &Path) -> io::Result<bool> {
    let file = open(path)?;
    let mut head = Vec::new();
    let whole = compression::unpack(&file, compression::MAX_ARTICLE_BYTES)
        .and_then(|(unpacked, _)| unpacked.take(HEAD).read_to_end(&mut head));
    Ok(whole.is_err() && head.is_empty() || encoding::decode(head).is_ok())
}

pub(super) fn unreadable(error: &io::Error) -> Refusal {
    Refusal::read("unreadable", format!("it cannot be read: {error}"))
}

/// Opens a file that was a regular one when it was listed. Should a FIFO have taken its place, opening does not block,
/// and it is refused.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is no regular file any more")) }
}

/// Runs `read` with the file's size and refuses what it found if the file was written to meanwhile: half an old and half
/// a new article is neither.
fn unchanged(file: &File, read: impl FnOnce(u64) -> Result<Vec<u8>, Refusal>) -> Result<Vec<u8>, Refusal> {
    let stamp = |meta: &Metadata| (meta.len(), meta.modified().unwrap_or(SystemTime::UNIX_EPOCH));
    let before = file.metadata().map_err(|error| unreadable(&error))?;
    let found = read(before.len());
    let after = file.metadata().map_err(|error| unreadable(&error))?;
    if stamp(&before) != stamp(&after) {
        let detail = "the file changed while it was being read; run again when nothing writes to it";
        return Err(Refusal::read("changed", detail).after(after.len()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_that_grows_while_read_is_refused() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"The council met").unwrap();
        let refusal = unchanged(&file, |_| {
            (&file).write_all(b" on Monday.").unwrap();
            Ok(Vec::new())
        });
        assert_eq!(refusal.unwrap_err().reason, "changed");
        assert_eq!(unchanged(&file, |size| Ok(vec![0; size as usize])).unwrap().len(), 26);
    }

    #[test]
    fn a_file_rewritten_at_the_same_size_is_refused() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"yes").unwrap();
        let refusal = unchanged(&file, |_| {
            file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
            Ok(Vec::new())
        });
        assert_eq!(refusal.unwrap_err().reason, "changed");
    }

    #[cfg(unix)]
    #[test]
    fn a_fifo_is_refused_without_blocking() {
        use rustix::fs::{CWD, Mode, mkfifoat};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe.txt");
        mkfifoat(CWD, &path, Mode::RWXU).unwrap();
        assert!(open(&path).is_err());
    }
}
