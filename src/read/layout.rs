//! What the columns of an input of records are taken for, gathered while it is read, for those who ask before a run.

use super::content::Format;
use super::fields::Field;
use super::record::Record;

/// So many columns are remembered; objects may have names without end.
const MOST: usize = 500;

/// The columns of an input's tables or objects, as far as it was read, and what each field is taken from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// `None` as long as no record was met.
    pub format: Option<Format>,
    /// All columns, in the order in which they were met; of objects the outermost members.
    pub columns: Vec<String>,
    /// Which column each field was taken from. Objects of one file may differ, so there may be several.
    pub taken: Vec<(Field, String)>,
    /// The columns of `--keep` that are there.
    pub kept: Vec<String>,
}

impl Layout {
    /// Takes down the columns of a table, or the members of one object.
    pub(super) fn note<'n>(&mut self, format: Format, columns: impl IntoIterator<Item = &'n str>) {
        self.format = Some(format);
        columns.into_iter().for_each(|column| once(&mut self.columns, column));
    }

    pub(super) fn take(&mut self, field: Field, column: &str) {
        if self.taken.len() < MOST && !self.taken.iter().any(|(known, name)| *known == field && name == column) {
            self.taken.push((field, column.to_owned()));
        }
    }

    pub(super) fn keep(&mut self, column: &str) {
        once(&mut self.kept, column);
    }

    /// A table's column of publishers may hold addresses: then its name misled.
    pub(super) fn check(&mut self, record: &Record) {
        let is_address = record.url.is_some() && record.meta.publisher.is_none();
        if is_address && !self.taken.iter().any(|(field, _)| *field == Field::Url) {
            let publishers = self.taken.iter_mut().filter(|(field, _)| *field == Field::Publisher);
            publishers.for_each(|(field, _)| *field = Field::Url);
        }
    }

    /// The columns that `field` was taken from.
    pub fn of(&self, field: Field) -> impl Iterator<Item = &str> {
        self.taken.iter().filter(move |(known, _)| *known == field).map(|(_, column)| column.as_str())
    }

    /// The columns that nothing was taken from. `fields.body` uses the column `fields`.
    pub fn unused(&self) -> Vec<&str> {
        let names = || self.taken.iter().map(|(_, name)| name).chain(&self.kept);
        let within = |name: &str, column: &str| name.strip_prefix(column).is_some_and(|rest| rest.starts_with('.'));
        let is_used = |column: &str| names().any(|name| name == column || within(name, column));
        self.columns.iter().map(String::as_str).filter(|column| !is_used(column)).collect()
    }
}

fn once(names: &mut Vec<String>, name: &str) {
    if names.len() < MOST && !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}
