//! Which files there are to read, and which are passed over.

use std::ffi::OsStr;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::Path;
use std::time::SystemTime;

use walkdir::WalkDir;

use super::glob::{Fit, Glob};
use super::input::{Input, Place};
use super::names::{self, Kind};
use super::refusal::Refusal;
use super::remote::{self, Address};
use super::{Format, Options, file};
use crate::article::Reject;
use crate::error::{Error, Result};

/// What the arguments of a run name.
#[derive(Debug, Default)]
pub struct Inputs {
    /// In the order of the arguments; within a folder or glob by the bytes of their paths.
    pub files: Vec<Input>,
    /// Passed over on purpose. A hidden folder counts once, whatever it holds.
    pub skipped: Vec<Skipped>,
    /// What could not even be listed, and named files of formats without a reader. [`super::articles`] yields these too.
    pub rejects: Vec<Reject>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    pub uri: String,
    /// Stable code: `hidden`, `symlink`, `fifo`, `socket`, `device`, `loop`, `not_text`, `other_format`.
    pub reason: &'static str,
}

const REMEDY: &str = "name files, folders or globs, `-` for standard input, or places such as `s3://bucket/folder`";

/// Lists the files behind `arguments`: files, folders (with all below them), globs, `-` for standard input, or `@FILE` for
/// a file that names such, one a line.
///
/// Below a folder or glob, hidden files and folders, symlinks, FIFOs, sockets and devices are skipped. Files whose ending
/// is that of a format without a reader (`.yaml`, `.tex`, …) are skipped; with any other unknown ending, or none, the
/// content decides: what there is a reader for is read, the rest (images, PDF, …) skipped. A symlink named as an argument is
/// followed. Keys and identities are relative to the folder, to the part of a glob before its first pattern, or to the
/// file's own folder; with several arguments that path itself comes before.
///
/// # Errors
/// Usage errors only: no argument, `-` twice, a name or pattern that nothing matches, a pattern that is none.
pub fn discover(arguments: &[String]) -> Result<Inputs> {
    discover_with(arguments, &Options::default())
}

/// As [`discover`], with what the user says of following links.
///
/// # Errors
/// As [`discover`].
pub fn discover_with(arguments: &[String], options: &Options) -> Result<Inputs> {
    let follow = options.follow;
    if arguments.is_empty() {
        return Err(Error::usage("nothing to read").help(REMEDY));
    }
    if arguments.iter().filter(|argument| *argument == "-").count() > 1 {
        return Err(Error::usage("standard input (`-`) can be read only once").help("name `-` once"));
    }
    let mut names = Vec::new();
    for argument in arguments {
        match listed(argument)? {
            Some(list) => names.extend(list.into_iter().map(|name| Name { name, several: true, in_list: true })),
            None => {
                names.push(Name { name: argument.clone(), several: arguments.len() > 1, in_list: false });
            }
        }
    }
    let elsewhere = |name: &Name| Some((Address::parse(&name.name)?, name.several));
    let mut elsewhere = remote::look_up(&names.iter().filter_map(elsewhere).collect::<Vec<_>>()).into_iter();
    let mut inputs = Inputs::default();
    for Name { name, several, in_list } in names {
        let found = match Address::parse(&name) {
            Some(_) => elsewhere.next().unwrap_or_else(|| Err(Error::failed("remote inputs cannot be listed"))),
            None => {
                let mut found = Finder { several, follow, inputs: Inputs::default() };
                found.argument(&name).map(|()| found.inputs)
            }
        };
        match found {
            Ok(found) => inputs.append(found),
            // A list is made by a program, and older than the folder: what it names and is gone costs nothing else.
            Err(error) if in_list => {
                inputs.rejects.push(Refusal::read("unreadable", error.message).at(remote::redacted(&name), 0));
            }
            Err(error) => return Err(error),
        }
    }
    remote::in_turn(&mut inputs.files);
    Ok(inputs)
}

/// What the user named, themselves or in a list.
struct Name {
    name: String,
    /// Whether there are others, so that keys must tell them apart.
    several: bool,
    in_list: bool,
}

/// The names in the list behind `@FILE`, one a line; `None` if the argument is no list. `@-` is standard input.
fn listed(argument: &str) -> Result<Option<Vec<String>>> {
    let Some(list) = argument.strip_prefix('@').filter(|_| !Path::new(argument).exists()) else { return Ok(None) };
    let text = match list {
        "-" => io::read_to_string(io::stdin().lock()),
        _ => fs::read_to_string(list),
    };
    let text = text.map_err(|error| Error::usage("this list of inputs cannot be read").file(list).because(error))?;
    Ok(Some(
        text.lines()
            .map(|line| line.trim_end_matches('\r'))
            .filter(|line| !line.trim().is_empty())
            .map(str::to_owned)
            .collect(),
    ))
}

impl Inputs {
    /// Adds what one argument names, in an order that does not depend on the file system's.
    fn append(&mut self, mut more: Inputs) {
        more.files.sort_by(|a, b| a.place.bytes().cmp(b.place.bytes()));
        more.skipped.sort();
        more.rejects.sort_by(|a, b| (&a.source_uri, &a.detail).cmp(&(&b.source_uri, &b.detail)));
        self.files.append(&mut more.files);
        self.skipped.append(&mut more.skipped);
        self.rejects.append(&mut more.rejects);
    }

    fn is_empty(&self) -> bool {
        self.files.is_empty() && self.skipped.is_empty() && self.rejects.is_empty()
    }
}

/// Collects what one argument names.
struct Finder {
    /// Whether the run has other arguments too, so that keys must tell them apart.
    several: bool,
    follow: bool,
    inputs: Inputs,
}

impl Finder {
    fn argument(&mut self, argument: &str) -> Result<()> {
        if argument == "-" {
            let [key, identity, uri] = ["stdin", "-", "-"].map(str::to_owned);
            let (place, bytes, modified, named, depth) = (Place::Stdin, 0, None, None, 0);
            self.inputs.files.push(Input { place, key, identity, uri, bytes, modified, named, depth });
            return Ok(());
        }
        let path = Path::new(argument);
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.folder(path, None),
            Ok(meta) if meta.is_file() => self.named(path, &meta),
            Ok(meta) => self.skip(path, special(meta.file_type())),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                self.pattern(argument)?;
            }
            Err(error) => self.unreadable(path, &error),
        }
        Ok(())
    }

    fn pattern(&mut self, argument: &str) -> Result<()> {
        let shown = names::shown(argument);
        let Some(glob) = Glob::parse(argument).transpose()? else {
            let message = match fs::read_link(argument) {
                Ok(target) => format!("`{shown}` points to `{}`, which does not exist", names::shown(&uri(&target))),
                Err(_) => format!("the file or folder `{shown}` does not exist"),
            };
            return Err(Error::usage(message).help(REMEDY));
        };
        if glob.root.as_os_str().is_empty() || glob.root.is_dir() {
            self.folder(&glob.root, Some(&glob));
        }
        if self.inputs.is_empty() {
            return Err(Error::usage(format!("nothing matches `{shown}`")).help(REMEDY));
        }
        Ok(())
    }

    /// All below `root`, or what fits `glob`; a folder that fits is taken with all below it.
    fn folder(&mut self, root: &Path, glob: Option<&Glob>) {
        let start = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        let mut walk = WalkDir::new(start).follow_links(self.follow).into_iter();
        // Depth of the folder that fitted, while the walk is inside it.
        let mut inside = glob.is_none().then_some(0);
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) if entry.depth() == 0 => continue,
                Ok(entry) => entry,
                Err(error) => {
                    self.unlisted(start, &error);
                    continue;
                }
            };
            let relative = entry.path().strip_prefix(start).unwrap_or(entry.path());
            // As given: without the "./" that walking from nowhere would add.
            let path = root.join(relative);
            let is_dir = entry.file_type().is_dir();
            if let Some(glob) = glob
                && inside.is_none_or(|depth| entry.depth() <= depth)
            {
                inside = None;
                match glob.fit(relative, entry.depth()) {
                    Fit::Match if is_dir => inside = Some(entry.depth()),
                    Fit::Match => self.entry(&path, root, entry.file_type(), entry.metadata()),
                    Fit::MayHold => {}
                    Fit::Outside if is_dir => walk.skip_current_dir(),
                    Fit::Outside => {}
                }
            } else if entry.file_name().as_encoded_bytes().starts_with(b".") {
                self.skip(&path, "hidden");
                if is_dir {
                    walk.skip_current_dir();
                }
            } else if !is_dir {
                self.entry(&path, root, entry.file_type(), entry.metadata());
            }
        }
    }

    /// One entry of a folder that is no folder.
    fn entry(&mut self, path: &Path, root: &Path, kind: FileType, meta: walkdir::Result<Metadata>) {
        let meta = match meta {
            _ if !kind.is_file() => return self.skip(path, special(kind)),
            Ok(meta) => meta,
            Err(error) => return self.unreadable(path, &error.into()),
        };
        let named = match names::kind(path.file_name().unwrap_or(OsStr::new(""))) {
            Kind::Known(format) => Some(format),
            Kind::Foreign => return self.skip(path, "other_format"),
            // What cannot be opened now is rejected when its turn comes.
            Kind::Unknown if file::has_reader(path).unwrap_or(true) => None,
            Kind::Unknown => return self.skip(path, "not_text"),
        };
        self.file(path, root, &meta, named);
    }

    /// A file the user named: what is not text then is a mistake to tell them about, not to pass over.
    fn named(&mut self, path: &Path, meta: &Metadata) {
        let root = path.parent().unwrap_or(Path::new(""));
        let named = match names::kind(path.file_name().unwrap_or(OsStr::new(""))) {
            Kind::Known(format) => Some(format),
            Kind::Unknown => None,
            Kind::Foreign => {
                let detail = "there is no reader for files of this kind; save the article as text (.txt or .md)";
                let reject = Refusal::read("unsupported_format", detail).at(uri(path), meta.len());
                return self.inputs.rejects.push(reject);
            }
        };
        self.file(path, root, meta, named);
    }

    fn file(&mut self, path: &Path, root: &Path, meta: &Metadata, named: Option<Format>) {
        let relative = path.strip_prefix(root).unwrap_or(path);
        let prefix = if self.several { root } else { Path::new("") };
        self.inputs.files.push(Input {
            place: Place::File(path.to_owned()),
            key: names::key(prefix, relative),
            uri: uri(path),
            bytes: meta.len(),
            modified: meta.modified().ok().and_then(nanoseconds),
            identity: names::identity(prefix, relative),
            named,
            depth: 0,
        });
    }

    fn skip(&mut self, path: &Path, reason: &'static str) {
        self.inputs.skipped.push(Skipped { uri: uri(path), reason });
    }

    fn unlisted(&mut self, start: &Path, error: &walkdir::Error) {
        if error.loop_ancestor().is_some() {
            return self.skip(error.path().unwrap_or(start), "loop");
        }
        let cause = error.io_error().map_or_else(|| io::Error::other(error.to_string()), same);
        self.unreadable(error.path().unwrap_or(start), &cause);
    }

    fn unreadable(&mut self, path: &Path, error: &io::Error) {
        self.inputs.rejects.push(file::unreadable(error).at(uri(path), 0));
    }
}

/// `io::Error` cannot be cloned.
fn same(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

/// Since 1970; times before or far after are none that say something of a file.
fn nanoseconds(time: SystemTime) -> Option<i64> {
    i64::try_from(time.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos()).ok()
}

fn uri(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The code for a thing in a folder that is neither file nor folder; it is never opened.
fn special(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "fifo";
        }
        if kind.is_socket() {
            return "socket";
        }
    }
    if kind.is_symlink() { "symlink" } else { "device" }
}

#[cfg(test)]
#[path = "inputs_tests.rs"]
mod tests;
