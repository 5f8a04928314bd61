//! What articles say of what they are partitioned by, and the names of the folders that it leads to.

use std::fmt::Write;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::TimestampMicrosecondType;
use rustc_hash::FxHashMap;

use super::{By, text};
use crate::error::{Error, Result};

/// The value where an article does not say. A null would be a partition that pandas cannot read.
const UNKNOWN: &str = "unknown";
/// How Hive writes a null.
const HIVE_NULL: &str = "__HIVE_DEFAULT_PARTITION__";
/// Names of folders end at 255 bytes, in which `published_month=` has its place too.
const LONGEST: usize = 180;
/// What is left of a longer one, before its hash.
const BEGINNING: usize = 120;

/// What an article says of each column that the data set is partitioned by, as it stands in its row.
pub type Told = Vec<Option<String>>;

/// What articles say; what many of them say is kept once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    pub by: Vec<By>,
    all: Vec<Told>,
    known: FxHashMap<Told, u32>,
}

impl Labels {
    pub fn new(by: &[By]) -> Self {
        Labels { by: by.to_vec(), ..Labels::default() }
    }

    /// The number of what an article says.
    pub fn number(&mut self, told: Told) -> u32 {
        if let Some(number) = self.known.get(&told) {
            return *number;
        }
        let number = self.all.len() as u32;
        self.all.push(told.clone());
        self.known.insert(told, number);
        number
    }

    /// What articles say, in the order of its numbers.
    pub fn all(&self) -> &[Told] {
        &self.all
    }

    /// `published_month=2026-01/language=en`: where articles go that say this.
    pub fn folder(&self, number: u32) -> String {
        let mut folder = String::new();
        for (by, told) in self.by.iter().zip(&self.all[number as usize]) {
            let told = told.as_deref().map(str::trim).filter(|told| !told.is_empty() && *told != HIVE_NULL);
            let slash = if folder.is_empty() { "" } else { "/" };
            let _ = write!(folder, "{slash}{}={}", by.as_str(), escaped(told.unwrap_or(UNKNOWN)));
        }
        folder
    }

    /// What a row of `articles` says.
    pub(super) fn of(&self, articles: &RecordBatch, row: usize) -> Result<Told> {
        self.by.iter().map(|by| value(*by, articles, row)).collect()
    }
}

fn value(by: By, articles: &RecordBatch, row: usize) -> Result<Option<String>> {
    match by {
        By::Publisher | By::Language => {
            let column = text(articles, by.as_str())?;
            Ok(column.is_valid(row).then(|| column.value(row).to_owned()))
        }
        By::PublishedMonth => {
            let times = articles.column_by_name("published_at");
            let times = times.and_then(|column| column.as_primitive_opt::<TimestampMicrosecondType>());
            let times = times.ok_or_else(|| Error::failed("rows of articles have no published_at"))?;
            let time = times.is_valid(row).then(|| jiff::Timestamp::from_microsecond(times.value(row)).ok());
            Ok(time.flatten().map(|time| time.to_string()[..7].to_owned()))
        }
    }
}

/// As the name of a folder: what is not a plain letter, digit, hyphen, underscore or stop is `%` and its bytes in hex,
/// which readers undo. A very long one ends in its hash.
fn escaped(value: &str) -> String {
    let (mut escaped, mut cut) = (String::new(), 0);
    for char in value.chars() {
        for byte in char.encode_utf8(&mut [0; 4]).bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => escaped.push(char::from(byte)),
                _ => drop(write!(escaped, "%{byte:02X}")),
            }
        }
        if escaped.len() <= BEGINNING {
            cut = escaped.len();
        }
        if escaped.len() > LONGEST {
            escaped.truncate(cut);
            return format!("{escaped}-{}", &blake3::hash(value.as_bytes()).to_hex()[..16]);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_folders_are_harmless() {
        assert_eq!(escaped("2026-01"), "2026-01");
        assert_eq!(escaped("../../etc/x"), "..%2F..%2Fetc%2Fx");
        assert_eq!(escaped("Zoë & 小\n=\"%"), "Zo%C3%AB%20%26%20%E5%B0%8F%0A%3D%22%25");
        let long = escaped(&"小".repeat(10_000));
        assert!(long.len() < 200 && long != escaped(&"小".repeat(9_999)), "{long}");
        assert_eq!(long.split_once('-').unwrap().0, "%E5%B0%8F".repeat(13));
    }

    #[test]
    fn whoever_says_nothing_is_unknown() {
        let mut labels = Labels::new(&[By::Publisher, By::Language]);
        let say = |publisher: Option<&str>| vec![publisher.map(str::to_owned), Some("en".to_owned())];
        let numbers: Vec<u32> = [None, Some(" "), Some(HIVE_NULL), None].map(|told| labels.number(say(told))).into();
        assert_eq!(numbers, [0, 1, 2, 0]);
        assert!((0..3).all(|number| labels.folder(number) == "publisher=unknown/language=en"));
    }
}
