//! The models inside the program, and a folder that may stand in for them.

use std::fs;
use std::path::Path;

use super::file::Model;
use crate::error::{Context, Result};

/// A model as the program carries it.
#[derive(Clone, Copy, Debug)]
pub struct Bundled {
    pub name: &'static str,
    pub bytes: &'static [u8],
    /// What it is made from and how good it is, in TOML.
    pub card: &'static str,
}

macro_rules! bundled {
    ($($name:literal),*) => {
        &[$(Bundled {
            name: $name,
            bytes: include_bytes!(concat!("../../models/", $name, ".model")),
            card: include_str!(concat!("../../models/", $name, ".toml")),
        }),*]
    };
}

pub const ALL: &[Bundled] = bundled!["classes", "tagger", "lemma", "parser", "names"];

pub fn named(name: &str) -> Option<&'static Bundled> {
    ALL.iter().find(|model| model.name == name)
}

/// The model of this name: from `NAME.model` in `folder` if there is such a file, else the program's own.
///
/// # Errors
/// The file cannot be read, is no model of this name, or there is no such model at all.
pub fn load(name: &str, folder: Option<&Path>) -> Result<Model> {
    let file = folder.map(|folder| folder.join(format!("{name}.model")));
    match (file, named(name)) {
        (Some(file), own) if own.is_none() || file.exists() => {
            let bytes = fs::read(&file).failed(&file, "cannot be read")?;
            Model::from_bytes(name, &bytes).map_err(|error| error.file(&file))
        }
        (_, own) => Model::from_bytes(name, own.map_or(&[], |model| model.bytes)),
    }
}
