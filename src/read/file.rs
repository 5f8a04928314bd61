//! Files: opened without blocking, and unchanged while they were read.

use std::fs::{Metadata, OpenOptions};
use std::io::{self, BufRead, Read, Seek};
use std::path::Path;
use std::time::SystemTime;

use super::content::{self, Content};
use super::reading::HEAD;
use super::refusal::Refusal;
use super::{Input, Options, Place, compression, remote};

/// What is open for reading.
pub(super) struct File {
    pub origin: Origin,
}

pub(super) enum Origin {
    Stdin,
    File(std::fs::File),
    Remote(Box<remote::Body>),
}

/// How a file looked at one moment.
pub(super) type Stamp = Option<(u64, SystemTime)>;

/// Opens what `input` names.
pub(super) fn open(input: &Input) -> Result<File, Refusal> {
    let origin = match &input.place {
        Place::File(path) => Origin::File(regular(path).map_err(|error| unreadable(&error))?),
        Place::Remote(object) => Origin::Remote(Box::new(object.open()?)),
        Place::Stdin | Place::Entry => Origin::Stdin,
    };
    Ok(File { origin })
}

impl File {
    pub fn stamp(&self) -> Stamp {
        match &self.origin {
            // An object's parts are told to be those of one by whoever fetches them.
            Origin::Stdin | Origin::Remote(_) => None,
            Origin::File(file) => file.metadata().ok().as_ref().map(stamp),
        }
    }

    /// Says so if the file was written to since `before`: half an old and half a new article is neither.
    pub fn changed(&self, before: Stamp) -> Option<Refusal> {
        let now = self.stamp();
        let detail = "the file changed while it was being read; run again when nothing writes to it";
        (now != before).then(|| Refusal::read("changed", detail).after(now.map_or(0, |(length, _)| length)))
    }
}

fn stamp(meta: &Metadata) -> (u64, SystemTime) {
    (meta.len(), meta.modified().unwrap_or(SystemTime::UNIX_EPOCH))
}

/// Whether there is a reader for the file, told by its first bytes. One that is damaged counts, so that reading it says
/// what is wrong.
pub(super) fn has_reader(path: &Path) -> io::Result<bool> {
    is_readable(regular(path)?)
}

/// The same of bytes, of which there may be the first only.
pub(super) fn is_readable(raw: impl Read) -> io::Result<bool> {
    let mut head = Vec::new();
    // What is damaged further on is still what it begins as.
    let _ = compression::unpack(raw, Options::default().max_expansion)
        .and_then(|unpacked| unpacked.reader.take(HEAD as u64).read_to_end(&mut head));
    if head.is_empty() {
        return Ok(true);
    }
    Ok(match content::tell(&head, None) {
        Content::Binary(_) => false,
        Content::Is(super::Format::Text) => super::encoding::decode(head).is_ok(),
        Content::Is(_) => true,
    })
}

pub(super) fn unreadable(error: &io::Error) -> Refusal {
    Refusal::read("unreadable", format!("it cannot be read: {error}"))
}

/// Opens a file that was a regular one when it was listed. Should a FIFO have taken its place, opening does not block,
/// and it is refused.
fn regular(path: &Path) -> io::Result<std::fs::File> {
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

/// A file to move about in, for formats whose table of contents is at the end: the input's own, or a copy without a name.
pub(super) fn seekable(reader: &mut dyn BufRead, own: Option<&std::fs::File>) -> Result<std::fs::File, Refusal> {
    let mut file = match own {
        Some(file) => file.try_clone().map_err(|error| unreadable(&error))?,
        None => {
            let mut copy = tempfile::tempfile().map_err(|error| unreadable(&error))?;
            let copied = io::copy(reader, &mut copy);
            copied.map_err(|error| compression::refusal(&error, copy.metadata().map_or(0, |meta| meta.len())))?;
            copy
        }
    };
    file.rewind().map_err(|error| unreadable(&error))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_that_grows_or_is_rewritten_has_changed() {
        let mut file = File { origin: Origin::File(tempfile::tempfile().unwrap()) };
        let inner = |file: &mut File| match &file.origin {
            Origin::File(file) => file.try_clone().unwrap(),
            Origin::Stdin | Origin::Remote(_) => unreachable!(),
        };
        inner(&mut file).write_all(b"The council met").unwrap();
        let before = file.stamp();
        assert!(file.changed(before).is_none());
        inner(&mut file).write_all(b" on Monday.").unwrap();
        assert_eq!(file.changed(before).unwrap().reason, "changed");
        let before = file.stamp();
        inner(&mut file).set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert_eq!(file.changed(before).unwrap().reason, "changed");
    }

    #[cfg(unix)]
    #[test]
    fn a_fifo_is_refused_without_blocking() {
        use rustix::fs::{CWD, Mode, mkfifoat};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe.txt");
        mkfifoat(CWD, &path, Mode::RWXU).unwrap();
        assert!(regular(&path).is_err());
    }
}
