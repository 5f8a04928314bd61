//! What can go wrong, where, and what to do about it. Only reading, writing and options can fail.

use std::fmt;
use std::path::{Path, PathBuf};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Decides the exit code (see [`Kind::exit_code`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Wrong options or paths: nothing was touched.
    Usage,
    /// Reading or writing failed: the old data set is as it was.
    Failed,
    /// More inputs were rejected than `--max-rejects` allows: nothing was published.
    TooManyRejects,
    /// Another run is writing this data set.
    Locked,
    /// Stopped by a signal (its number): the old data set is as it was.
    Interrupted(i32),
}

impl Kind {
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::Failed => 1,
            Kind::Usage => 2,
            Kind::TooManyRejects => 4,
            Kind::Locked => 11,
            Kind::Interrupted(signal) => (128 + signal) as u8,
        }
    }
}

/// One sentence saying what happened, the file it happened to, the cause below, and the remedy.
#[derive(Debug)]
pub struct Error {
    pub kind: Kind,
    pub message: String,
    pub file: Option<PathBuf>,
    pub help: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), file: None, help: None, source: None }
    }

    pub fn usage(message: impl Into<String>) -> Self {
        Error::new(Kind::Usage, message)
    }

    pub fn failed(message: impl Into<String>) -> Self {
        Error::new(Kind::Failed, message)
    }

    pub fn file(mut self, path: impl AsRef<Path>) -> Self {
        self.file = Some(path.as_ref().to_owned());
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn because(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(cause.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(path) => write!(f, "{}: {}", path.display(), self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|cause| cause.as_ref() as _)
    }
}

/// Adds the file and a sentence to any error on its way up.
pub trait Context<T> {
    fn failed(self, path: impl AsRef<Path>, message: &str) -> Result<T>;
}

impl<T, E: Into<Box<dyn std::error::Error + Send + Sync>>> Context<T> for Result<T, E> {
    fn failed(self, path: impl AsRef<Path>, message: &str) -> Result<T> {
        self.map_err(|cause| Error::failed(message).file(path).because(cause))
    }
}
