//! The user's own list of people and things: rows that it names get its ids.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::fold::{fold, thing};
use super::identity::{class, person};
use crate::analysis::EntityType;
use crate::error::{Error, Result};

/// One row of the file.
#[derive(Clone, Debug)]
struct Entry {
    id: String,
    name: String,
}

/// Read from a CSV with the columns `id`, `name`, `aliases` (with `|` or `;` between them) and `type`; the last two may be
/// missing or empty.
#[derive(Clone, Debug, Default)]
pub struct Authority {
    entries: Vec<Entry>,
    by_id: FxHashMap<String, usize>,
    /// Class and normal name to the entry; `None` where several entries share it.
    names: FxHashMap<(&'static str, String), Option<usize>>,
    /// SHA-256 of the file.
    pub sha256: Option<String>,
}

impl Authority {
    /// # Errors
    /// `Usage` if the file cannot be read, lacks a column, or has an id twice.
    pub fn read(path: &Path) -> Result<Self> {
        let unread = |cause| Error::usage("cannot read this file").file(path).because(cause);
        let bytes = std::fs::read(path).map_err(unread)?;
        let mut authority = Authority { sha256: Some(crate::digest::sha256(&bytes)), ..Authority::default() };
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let wrong = |what: String| {
            let error = Error::usage(what).file(path);
            error.help("give a CSV with the columns id, name, aliases and type; aliases have | between them")
        };
        let malformed = |cause| Error::usage("this is not a CSV in UTF-8").file(path).because(cause);
        let header = reader.headers().map_err(malformed)?.clone();
        let column = |name: &str| header.iter().position(|title| title.trim().eq_ignore_ascii_case(name));
        let (Some(id), Some(name)) = (column("id"), column("name")) else {
            return Err(wrong("this file has no column id or no column name".to_owned()));
        };
        let (aliases, kind) = (column("aliases"), column("type"));
        for (record, line) in reader.records().zip(2..) {
            let record = record.map_err(malformed)?;
            let cell = |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or("").trim();
            let (id, name, kind) = (cell(Some(id)), cell(Some(name)), cell(kind));
            if id.is_empty() || name.is_empty() {
                return Err(wrong(format!("line {line} has no id or no name")));
            }
            if !kind.is_empty() && !EntityType::ALL.iter().any(|known| known.as_str() == kind) {
                let types: Vec<_> = EntityType::ALL.iter().map(|known| known.as_str()).collect();
                return Err(wrong(format!("line {line}: the type {kind} is none of {}", types.join(", "))));
            }
            let number = authority.entries.len();
            if authority.by_id.insert(id.to_owned(), number).is_some() {
                return Err(wrong(format!("line {line}: the id {id} is there twice")));
            }
            authority.entries.push(Entry { id: id.to_owned(), name: name.to_owned() });
            for name in std::iter::once(name).chain(cell(aliases).split(['|', ';'])).map(str::trim) {
                authority.learn(name, kind, number);
            }
        }
        Ok(authority)
    }

    /// Remembers a name under each class that it may have.
    fn learn(&mut self, name: &str, kind: &str, number: usize) {
        let classes: &[&'static str] = match kind {
            "" => &["person", "place", "group", "event", "thing"],
            kind => &[class(kind)],
        };
        for &class in classes {
            let whole = normal(class, name);
            let short = if class == "person" { person(name).0 } else { None };
            for key in [Some(whole), short].into_iter().flatten().filter(|key| !key.is_empty()) {
                let known = self.names.entry((class, key)).or_insert(Some(number));
                *known = known.filter(|known| *known == number);
            }
        }
    }

    /// The id of the one entry with this name. Whole names count before names without middle initials.
    pub(super) fn find(&self, class: &'static str, name: &str) -> Option<&str> {
        if self.entries.is_empty() {
            return None;
        }
        let look = |key: String| self.names.get(&(class, key)).copied();
        let found = look(normal(class, name)).or_else(|| look(person(name).0.filter(|_| class == "person")?));
        found.flatten().map(|number| self.entries[number].id.as_str())
    }

    /// What the user calls the entry.
    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(|number| self.entries[*number].name.as_str())
    }
}

fn normal(class: &str, name: &str) -> String {
    if class == "person" { fold(name) } else { thing(name) }
}
