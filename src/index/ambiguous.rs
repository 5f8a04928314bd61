//! Which names stand for several people: two with different middle initials, or a senator and a goalkeeper whom no
//! affiliation joins.

use std::path::Path;

use arrow::array::new_null_array;
use arrow::datatypes::DataType;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

use super::columns::{self, Key, key};
use super::evidence::Field;
use super::spread::Spread;
use crate::error::Result;

/// So many initials and affiliations of one name are remembered: the smallest, whatever their order.
const KEPT: usize = 32;

/// What all articles say of one name.
#[derive(Default)]
struct Evidence {
    middles: Vec<String>,
    fields: u8,
    /// Affiliations by hash, with the walks of life they stand beside.
    affiliations: Vec<(u32, u8)>,
}

/// How to tell the bearers of one name apart.
#[derive(Clone, Copy, Default)]
struct Split {
    middles: bool,
    /// For each walk of life the first one that is the same person's; all the same where nothing is split.
    fields: Option<[u8; Field::ALL.len()]>,
}

#[derive(Default)]
pub(super) struct Ambiguous {
    names: FxHashMap<Key, Split>,
}

/// What one row says of whoever bears its name.
#[derive(Clone, Copy)]
pub(super) struct Hint<'a> {
    pub middle: Option<&'a str>,
    pub field: Option<Field>,
    pub affiliation: Option<&'a str>,
}

/// Gathers hints in any order; [`Gather::settle`] says what they come to.
#[derive(Default)]
pub(super) struct Gather {
    names: FxHashMap<Key, Evidence>,
}

impl Gather {
    pub fn add(&mut self, name: Key, hint: &Hint) {
        if !hint.tells() {
            return;
        }
        let evidence = self.names.entry(name).or_default();
        if let Some(middle) = hint.middle
            && let Err(place) = evidence.middles.binary_search_by(|old| old.as_str().cmp(middle))
        {
            evidence.middles.insert(place, middle.to_owned());
            evidence.middles.truncate(KEPT);
        }
        let Some(field) = hint.field else { return };
        let bit = 1 << field as u8;
        evidence.fields |= bit;
        let Some(affiliation) = hint.affiliation else { return };
        let mut hasher = FxHasher::default();
        super::fold::thing(affiliation).hash(&mut hasher);
        let hash = hasher.finish() as u32;
        match evidence.affiliations.binary_search_by_key(&hash, |(old, _)| *old) {
            Ok(place) => evidence.affiliations[place].1 |= bit,
            Err(place) => {
                evidence.affiliations.insert(place, (hash, bit));
                evidence.affiliations.truncate(KEPT);
            }
        }
    }

    /// Adds the names that stand for several people.
    pub fn settle(self, ambiguous: &mut Ambiguous) {
        let split = |(name, evidence): (Key, Evidence)| {
            let split = Split { middles: conflicting(&evidence.middles), fields: fields(&evidence) };
            (split.middles || split.fields.is_some()).then_some((name, split))
        };
        ambiguous.names.extend(self.names.into_iter().filter_map(split));
    }
}

impl Hint<'_> {
    pub fn tells(&self) -> bool {
        self.middle.is_some() || self.field.is_some()
    }
}

/// "W" and "HW" are two people; "F" and "F Jr" may be one.
fn conflicting(middles: &[String]) -> bool {
    middles.iter().any(|one| middles.iter().any(|other| !one.starts_with(&**other) && !other.starts_with(&**one)))
}

/// Walks of life joined by a common affiliation; `None` if that leaves one.
fn fields(evidence: &Evidence) -> Option<[u8; Field::ALL.len()]> {
    let mut same: [u8; Field::ALL.len()] = std::array::from_fn(|field| field as u8);
    for (_, mask) in &evidence.affiliations {
        let joined: Vec<usize> = (0..same.len()).filter(|field| mask & 1 << field != 0).collect();
        let Some(first) = joined.iter().map(|field| same[*field]).min() else { continue };
        let old: Vec<u8> = joined.iter().map(|field| same[*field]).collect();
        same.iter_mut().filter(|own| old.contains(own)).for_each(|own| *own = first);
    }
    let mut there = (0..same.len()).filter(|field| evidence.fields & 1 << field != 0).map(|field| same[field]);
    let first = there.next()?;
    there.any(|other| other != first).then_some(same)
}

impl Ambiguous {
    /// The key of the row: its name's, and where that stands for several people, with what tells them apart. A row that
    /// does not say which one it is about keeps the name's own key, apart from both.
    pub fn key(&self, base: &str, hint: &Hint) -> Key {
        let name = key(base);
        let Some(split) = self.names.get(&name) else { return name };
        let mut told = base.to_owned();
        if let Some(middle) = hint.middle.filter(|_| split.middles) {
            told += "\u{1f}middle ";
            told += middle;
        }
        if let (Some(same), Some(field)) = (split.fields, hint.field) {
            told += "\u{1f}field ";
            told += Field::ALL[usize::from(same[field as usize])].word();
        }
        key(&told)
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }
}

const FIELDS: [(&str, DataType); 3] =
    [("_middle", DataType::Utf8), ("_field", DataType::Utf8), ("affiliation", DataType::Utf8)];

/// What the drafts in `folder`, of about so many rows, come to: names by names, so that only those that stand for several
/// people are all in memory.
pub(super) fn gather(folder: &Path, rows: usize) -> Result<Ambiguous> {
    let mut hints = Spread::create(folder, "hints", &FIELDS, rows)?;
    for table in super::drafts::TABLES {
        columns::hints(folder, table, |batch, keys| {
            // Entities have no affiliation.
            let column = |name| batch.column_by_name(name).cloned();
            let column = |name| column(name).unwrap_or_else(|| new_null_array(&DataType::Utf8, batch.num_rows()));
            hints.append(keys, FIELDS.iter().map(|(name, _)| column(name)).collect())
        })?;
    }
    let mut ambiguous = Ambiguous::default();
    for file in hints.finish()? {
        for range in &file.ranges {
            let mut gather = Gather::default();
            file.read(range, |batch, keys| {
                columns::rows(batch, |row, hint| keys[row].into_iter().for_each(|key| gather.add(key, &hint)))
            })?;
            gather.settle(&mut ambiguous);
        }
        file.remove();
    }
    Ok(ambiguous)
}
