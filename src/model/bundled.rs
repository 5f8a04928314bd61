//! The models inside the program, and a folder that may stand in for them.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use super::file::Model;
use crate::digest::sha256;
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

pub const ALL: &[Bundled] = bundled!["classes", "tagger", "lemma", "parser", "names", "quotes", "coreference"];

pub fn named(name: &str) -> Option<&'static Bundled> {
    ALL.iter().find(|model| model.name == name)
}

/// The model of this name: from `NAME.model` in `folder` if there is such a file, else the program's own.
///
/// # Errors
/// The file cannot be read, is no model of this name, or there is no such model at all.
pub fn load(name: &str, folder: Option<&Path>) -> Result<Model> {
    let (bytes, file) = bytes(name, folder)?;
    Model::from_bytes(name, &bytes).map_err(|error| match file {
        Some(file) => error.file(&file),
        None => error,
    })
}

/// The SHA-256 of the file that [`load`] reads, in hex digits.
///
/// # Errors
/// The file cannot be read.
pub fn fingerprint(name: &str, folder: Option<&Path>) -> Result<String> {
    Ok(sha256(&bytes(name, folder)?.0))
}

/// A model's bytes, and the file they come from if they are not the program's own.
fn bytes(name: &str, folder: Option<&Path>) -> Result<(Cow<'static, [u8]>, Option<PathBuf>)> {
    let file = folder.map(|folder| folder.join(format!("{name}.model")));
    match (file, named(name)) {
        (Some(file), own) if own.is_none() || file.exists() => {
            let bytes = fs::read(&file).failed(&file, "cannot be read")?;
            Ok((Cow::Owned(bytes), Some(file)))
        }
        (_, own) => Ok((Cow::Borrowed(own.map_or(&[], |model| model.bytes)), None)),
    }
}
