//! From addresses to inputs: an object, a folder of objects, a pattern, or a page.

use std::ffi::OsStr;
use std::io;
use std::path::Path as Local;
use std::sync::Arc;

use futures_util::stream::{self, StreamExt as _};
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectMeta};
use reqwest::Url;

use super::bucket::Bucket;
use super::clients::Clients;
use super::object::{Object, Source};
use super::{AT_ONCE, Address, Scheme, fault, folders};
use crate::error::{Error, Result};
use crate::read::glob::Glob;
use crate::read::names::{self, Kind};
use crate::read::refusal::Refusal;
use crate::read::{Format, Input, Inputs, Place, Skipped, file};

/// So many bytes tell, packed or not, whether there is a reader for an object.
const HEAD: u64 = 64 << 10;

/// What is behind each address; beside it, whether the run has other arguments too.
pub fn look_up(wanted: &[(Address, bool)]) -> Vec<Result<Inputs>> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let clients = match Clients::start() {
        Ok(clients) => Arc::new(clients),
        Err(error) => return wanted.iter().map(|_| Err(Error::failed(error.to_string()))).collect(),
    };
    let all = wanted.iter().map(|(address, several)| one(&clients, address, *several));
    clients.wait(stream::iter(all).buffered(AT_ONCE).collect()).unwrap_or_default()
}

async fn one(clients: &Arc<Clients>, address: &Address, several: bool) -> Result<Inputs> {
    if address.scheme == Scheme::Http {
        return page(clients, address, several);
    }
    if address.host.is_empty() {
        let help = format!("name it: `{}://bucket/folder`", address.scheme.as_str());
        return Err(Error::usage(format!("`{address}` names no bucket")).help(help));
    }
    let bucket = clients.bucket(address)?;
    let path = Path::parse(&address.path).map_err(|error| {
        let help = "object stores are searched by names without empty parts, `.` and `..`";
        Error::usage(format!("`{address}` names nothing that can be read")).because(error).help(help)
    })?;
    let mut finder = Finder { clients, address, several, bucket, found: Inputs::default() };
    // What is asked first only saves a question; where listing is not allowed, an object can still be had by its name.
    let file_like = path.filename().is_some_and(|name| name.contains('.')) && !address.path.ends_with('/');
    let unlisted = |error| fault::unlisted(address, &error);
    if file_like && finder.object(&path).await.map_err(unlisted)? {
        return Ok(finder.found);
    }
    let listed = finder.folder(&path, None).await;
    if finder.is_empty() && !file_like && !path.is_root() && finder.object(&path).await.map_err(unlisted)? {
        return Ok(finder.found);
    }
    listed.map_err(unlisted)?;
    if finder.is_empty()
        && let Some((root, parts)) = pattern(&address.path)
    {
        let glob = Glob::new("".into(), &parts).map_err(|cause| {
            Error::usage(format!("`{address}` does not exist, and is no valid pattern either"))
                .because(cause)
                .help(REMEDY)
        })?;
        finder.folder(&root, Some(&glob)).await.map_err(unlisted)?;
    }
    match finder.is_empty() {
        true => Err(Error::usage(format!("there is nothing at `{address}`")).help(REMEDY)),
        false => Ok(finder.found),
    }
}

const REMEDY: &str = "name an object, a folder of objects, or a pattern such as `s3://bucket/news/**/*.txt`";

/// The folder before the first part that is a pattern, and the parts from there on.
fn pattern(path: &str) -> Option<(Path, Vec<&str>)> {
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    let first = parts.iter().position(|part| part.contains(['*', '?', '[']))?;
    let root = Path::parse(parts[..first].join("/")).ok()?;
    Some((root, parts[first..].to_vec()))
}

/// A page is taken as it comes, once its turn is there.
fn page(clients: &Arc<Clients>, address: &Address, several: bool) -> Result<Inputs> {
    let url = Url::parse(&address.secret).ok().filter(Url::has_host);
    let help = "an address is like https://host/page.html, with spaces as %20";
    let mut url = url.ok_or_else(|| Error::usage(format!("`{address}` is no valid address")).help(help))?;
    url.set_fragment(None);
    let path = address.path.trim_end_matches('/');
    let named = match names::kind(OsStr::new(path.rsplit('/').next().unwrap_or_default())) {
        Kind::Known(format) => Some(format),
        Kind::Foreign | Kind::Unknown => None,
    };
    let root = if several || path.is_empty() { address.host.as_str() } else { "" };
    let uri = super::redacted(address.secret.split('#').next().unwrap_or_default());
    let source = Source::Page { host: clients.host(address), url };
    let input = Input {
        place: Place::Remote(Object::new(clients, source)),
        key: names::key(Local::new(root), Local::new(path)),
        // Wherever else it is named, it is the same page.
        identity: uri.clone(),
        uri,
        bytes: 0,
        modified: None,
        named,
        depth: 0,
    };
    Ok(Inputs { files: vec![input], ..Inputs::default() })
}

/// Collects what one address names.
struct Finder<'f> {
    clients: &'f Arc<Clients>,
    address: &'f Address,
    several: bool,
    bucket: Arc<Bucket>,
    found: Inputs,
}

impl Finder<'_> {
    fn is_empty(&self) -> bool {
        self.found.files.is_empty() && self.found.skipped.is_empty() && self.found.rejects.is_empty()
    }

    /// Whether there is an object of just this name, and takes it.
    async fn object(&mut self, path: &Path) -> object_store::Result<bool> {
        let Some(store) = self.bucket.store() else { return Ok(false) };
        let question = GetOptions { head: true, ..GetOptions::default() };
        let meta = match self.bucket.heard(store.get_opts(path, question).await) {
            Ok(answer) => answer.meta,
            // Where listing is not allowed, there is no telling what is forbidden from what is not there.
            Err(error) if fault::is_answer(&error) => return Ok(false),
            Err(error) => return Err(error),
        };
        let root = Path::from_iter(path.parts().take(path.parts_count().saturating_sub(1)));
        match names::kind(OsStr::new(path.filename().unwrap_or_default())) {
            Kind::Known(format) => self.take(&root, meta, Some(format)),
            Kind::Unknown => self.take(&root, meta, None),
            Kind::Foreign => {
                let detail = "there is no reader for files of this kind; save the article as text (.txt or .md)";
                let uri = self.address.with_path(path.as_ref());
                self.found.rejects.push(Refusal::read("unsupported_format", detail).at(uri, meta.size));
            }
        }
        Ok(true)
    }

    /// All below `root`, or what fits `glob`.
    async fn folder(&mut self, root: &Path, glob: Option<&Glob>) -> object_store::Result<()> {
        let below = folders::below(&self.bucket, root, glob).await?;
        below.hidden.iter().for_each(|path| self.skip(path, "hidden"));
        let kind = |meta: &ObjectMeta| names::kind(OsStr::new(meta.location.filename().unwrap_or_default()));
        let unknown = below.objects.iter().filter(|meta| kind(meta) == Kind::Unknown);
        let readable = unknown.map(|meta| has_reader(&self.bucket, meta));
        let readable: Vec<bool> = stream::iter(readable).buffered(AT_ONCE).collect().await;
        let mut readable = readable.into_iter();
        for meta in below.objects {
            match kind(&meta) {
                Kind::Known(format) => self.take(root, meta, Some(format)),
                Kind::Foreign => self.skip(meta.location.as_ref(), "other_format"),
                Kind::Unknown if readable.next().unwrap_or(true) => self.take(root, meta, None),
                Kind::Unknown => self.skip(meta.location.as_ref(), "not_text"),
            }
        }
        Ok(())
    }

    fn take(&mut self, root: &Path, meta: ObjectMeta, named: Option<Format>) {
        let ObjectMeta { location, size, e_tag: tag, last_modified, .. } = meta;
        let uri = self.address.with_path(location.as_ref());
        let relative = folders::relative(root, &location).unwrap_or(location.as_ref()).to_owned();
        let prefix = match self.several {
            true => format!("{}/{root}", self.address.host),
            false => String::new(),
        };
        let source = Source::Stored {
            bucket: Arc::clone(&self.bucket),
            location,
            size,
            tag,
            written: last_modified.timestamp(),
        };
        self.found.files.push(Input {
            place: Place::Remote(Object::new(self.clients, source)),
            key: names::key(Local::new(&prefix), Local::new(&relative)),
            identity: if self.several { uri.clone() } else { relative },
            uri,
            bytes: size,
            modified: last_modified.timestamp_nanos_opt(),
            named,
            depth: 0,
        });
    }

    fn skip(&mut self, path: &str, reason: &'static str) {
        self.found.skipped.push(Skipped { uri: self.address.with_path(path), reason });
    }
}

/// Whether there is a reader for an object, told by its first bytes. What cannot be read now is rejected when its turn
/// comes.
async fn has_reader(bucket: &Bucket, meta: &ObjectMeta) -> bool {
    let Some(store) = bucket.store().filter(|_| meta.size > 0) else { return true };
    let options = GetOptions { range: Some(GetRange::Bounded(0..HEAD.min(meta.size))), ..GetOptions::default() };
    let head = async { store.get_opts(&meta.location, options).await?.bytes().await };
    match bucket.heard(head.await) {
        Ok(head) => file::is_readable(io::Cursor::new(head)).unwrap_or(true),
        Err(_) => true,
    }
}
