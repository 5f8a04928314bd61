//! What a linear model has learnt, in words: the features that speak most for each label.

use std::cmp::Reverse;
use std::fs;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Name;
use crate::digest::sha256;
use crate::error::{Context, Result};
use crate::model::Weight;
use crate::model::features::Named;
use crate::model::{Atom, Model, bundled};

/// The section of a model's file with lines for people: label, weight, feature.
pub const STRONGEST: &str = "strongest";
/// Features named for each label.
const EACH: usize = 8;

/// The texts behind atoms.
#[derive(Debug, Default)]
pub struct Texts {
    texts: FxHashMap<Atom, String>,
}

impl Texts {
    /// The atom of `text`, remembered.
    pub fn atom(&mut self, text: &str) -> Atom {
        let atom = Atom::of(text);
        self.name(atom, text);
        atom
    }

    pub fn name(&mut self, atom: Atom, text: &str) {
        self.texts.entry(atom).or_insert_with(|| text.to_owned());
    }

    fn of(&self, atom: &Atom) -> &str {
        if *atom == Atom::NONE { "–" } else { self.texts.get(atom).map_or("?", String::as_str) }
    }
}

/// For each label its strongest features, first those that speak most for it.
pub struct Strongest {
    wanted: Vec<(u8, i16, u32)>,
    features: FxHashSet<u32>,
    lines: FxHashMap<u32, String>,
}

impl Strongest {
    pub fn of(rows: &[(u32, Vec<Weight>)]) -> Self {
        let mut wanted: Vec<(u8, i16, u32)> = rows
            .iter()
            .flat_map(|(feature, row)| row.iter().map(|weight| (weight.label, weight.value, *feature)))
            .filter(|(_, value, _)| *value > 0)
            .collect();
        wanted.sort_unstable_by_key(|&(label, value, feature)| (label, Reverse(value), feature));
        let mut before = (None, 0);
        wanted.retain(|(label, _, _)| {
            before = (Some(*label), if before.0 == Some(*label) { before.1 + 1 } else { 1 });
            before.1 <= EACH
        });
        let features = wanted.iter().map(|(_, _, feature)| *feature).collect();
        Strongest { wanted, features, lines: FxHashMap::default() }
    }

    /// Puts into words what is wanted of the features at one place, and empties the list.
    pub fn note(&mut self, named: &mut Named, texts: &Texts) {
        for (feature, template, atoms) in named.features.drain(..) {
            if self.features.contains(&feature) && !self.lines.contains_key(&feature) {
                let atoms: Vec<&str> = atoms.iter().map(|atom| texts.of(atom)).collect();
                self.lines.insert(feature, format!("{template} = {}", atoms.join(" / ")));
            }
        }
    }

    pub fn write(self, labels: &[String], model: &mut Model) {
        let line = |(label, value, feature): &(u8, i16, u32)| {
            let label = labels.get(usize::from(*label))?;
            Some(format!("{label}\t{:.2}\t{}", f64::from(*value) / 100.0, self.lines.get(feature)?))
        };
        model.add_words(STRONGEST, &self.wanted.iter().filter_map(line).collect::<Vec<_>>());
    }
}

/// The models inside the program, one in a line.
pub fn list() -> String {
    let does = |name: &str| Name::named(name).map_or("", Name::does);
    let line = |model: &bundled::Bundled| {
        format!("{:8} {:>9} bytes  {}  {}\n", model.name, model.bytes.len(), sha256(model.bytes), does(model.name))
    };
    bundled::ALL.iter().map(line).collect()
}

/// A model's card, its sections and what it has learnt, for people.
///
/// # Errors
/// The model cannot be read.
pub fn model(name: Name, folder: Option<&Path>) -> Result<String> {
    let model = bundled::load(name.as_str(), folder)?;
    let card = folder.map(|folder| folder.join(format!("{}.toml", name.as_str()))).filter(|card| card.exists());
    let card = match card {
        Some(card) => fs::read_to_string(&card).failed(&card, "cannot be read")?,
        None => bundled::named(name.as_str()).map_or("", |model| model.card).to_owned(),
    };
    let section = |section: &crate::model::Section| format!("{:12} {:>9} bytes\n", section.name, section.bytes.len());
    let sections: String = model.sections.iter().map(section).collect();
    let lines = model.words(STRONGEST).unwrap_or_default();
    let lines: String = lines.iter().map(|line| line.clone() + "\n").collect();
    // The parser keeps no words behind its numbers.
    let learnt = if lines.is_empty() { String::new() } else { format!("\nWhat it has learnt:\n{lines}") };
    Ok(format!("{card}\nSections, unpacked:\n{sections}{learnt}"))
}
