//! One object or page, known since it was listed, and its bytes while it is read.

use std::io::{self, Read};
use std::sync::Arc;

use object_store::path::Path;
use reqwest::{Response, Url};

use super::ahead::Ahead;
use super::bucket::{Bucket, Health};
use super::clients::Clients;
use super::{PART, fault};
use crate::read::page;
use crate::read::refusal::Refusal;

/// An input that is not on this machine.
#[derive(Clone, Debug)]
pub struct Object {
    what: Arc<What>,
    /// Where it stands among the inputs that are fetched ahead.
    turn: Option<(Arc<Ahead>, usize)>,
}

#[derive(Debug)]
pub(super) struct What {
    pub clients: Arc<Clients>,
    pub source: Source,
}

#[derive(Debug)]
pub(super) enum Source {
    Stored {
        bucket: Arc<Bucket>,
        location: Path,
        size: u64,
        /// What tells this content from any other of the same name.
        tag: Option<String>,
        /// When it was written, in seconds since 1970: for servers that list no tags.
        written: i64,
    },
    /// The address may hold a password, so it is never shown.
    Page { host: Arc<Health>, url: Url },
}

impl What {
    /// In so many parts it is fetched. How long a page is, nobody knows before.
    pub fn parts(&self) -> u64 {
        match &self.source {
            Source::Stored { size, .. } => size.div_ceil(PART),
            Source::Page { .. } => 1,
        }
    }
}

impl Object {
    pub(super) fn new(clients: &Arc<Clients>, source: Source) -> Self {
        Object { what: Arc::new(What { clients: Arc::clone(clients), source }), turn: None }
    }

    pub(super) fn what(&self) -> &Arc<What> {
        &self.what
    }

    pub(super) fn stand(&mut self, ahead: &Arc<Ahead>, turn: usize) {
        self.turn = Some((Arc::clone(ahead), turn));
    }

    /// What puts objects of one bucket in order.
    pub(in crate::read) fn key(&self) -> &[u8] {
        match &self.what.source {
            Source::Stored { location, .. } => location.as_ref().as_bytes(),
            Source::Page { url, .. } => url.as_str().as_bytes(),
        }
    }

    /// Its bytes; the first part is there when this returns.
    pub(in crate::read) fn open(&self) -> Result<Body, Refusal> {
        let alone = || (Arc::new(Ahead::new(vec![Arc::clone(&self.what)])), 0);
        let (ahead, turn) = self.turn.clone().unwrap_or_else(alone);
        let mut body = Body {
            what: Arc::clone(&self.what),
            ahead,
            turn,
            next: 0,
            bytes: Vec::new(),
            kind: None,
            read: 0,
            rest: None,
            broken: None,
        };
        if self.what.parts() > 0 {
            body.advance()?;
        }
        Ok(body)
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Object {}

/// What was fetched at once.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub bytes: Vec<u8>,
    /// The `Content-Type` it came with, if it did.
    pub kind: Option<String>,
    /// What of a page is still to come.
    pub rest: Option<Response>,
}

#[derive(Debug)]
pub struct Body {
    what: Arc<What>,
    ahead: Arc<Ahead>,
    turn: usize,
    /// The next part to be had.
    next: u64,
    bytes: Vec<u8>,
    kind: Option<String>,
    /// So many of `bytes` are read.
    read: usize,
    rest: Option<Response>,
    /// What went wrong stays wrong, however often it is asked for.
    broken: Option<Refusal>,
}

impl Body {
    /// What the server says of its encoding.
    pub(in crate::read) fn charset(&self) -> Option<String> {
        page::charset_of(self.kind.as_deref()?)
    }

    fn advance(&mut self) -> Result<(), Refusal> {
        let Part { bytes, kind, rest } = self.ahead.part(self.turn, self.next)?;
        self.next += 1;
        (self.bytes, self.kind, self.read, self.rest) = (bytes, kind, 0, rest);
        Ok(())
    }

    /// Whether there was more.
    fn more(&mut self) -> Result<bool, Refusal> {
        let Some(rest) = &mut self.rest else {
            let more = self.next < self.what.parts();
            if more {
                self.advance()?;
            }
            return Ok(more);
        };
        match self.what.clients.wait(rest.chunk()) {
            Some(Ok(Some(bytes))) => (self.bytes, self.read) = (bytes.into(), 0),
            Some(Ok(None)) => self.rest = None,
            Some(Err(error)) => return Err(fault::unreadable(&fault::of_page(&error))),
            None => return Err(fault::unreadable("the program ends")),
        }
        Ok(self.rest.is_some())
    }
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.bytes.len() {
            if let Some(refusal) = &self.broken {
                return Err(io::Error::other(refusal.clone()));
            }
            match self.more() {
                Ok(true) => {}
                Ok(false) => return Ok(0),
                Err(refusal) => self.broken = Some(refusal),
            }
        }
        let length = buffer.len().min(self.bytes.len() - self.read);
        buffer[..length].copy_from_slice(&self.bytes[self.read..][..length]);
        self.read += length;
        Ok(length)
    }
}
