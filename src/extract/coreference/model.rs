//! The learnt part: one weight for each feature of a pronoun and somebody it may stand for.

use super::genders::Genders;
use crate::error::{Error, Result};
use crate::model::Model;
use crate::model::file::Reader;
use crate::model::hashed::Weights;

/// The name in a model's file.
pub const NAME: &str = "coreference";
pub const WEIGHTS: &str = "weights";
pub const GENDERS: &str = "genders";

/// Immutable, for all threads. Without weights all are equal, and the nearest is chosen.
#[derive(Clone, Debug, Default)]
pub struct CoreferenceModel {
    pub weights: Weights,
    pub genders: Genders,
}

impl CoreferenceModel {
    /// # Errors
    /// The model lacks its weights or is damaged.
    pub fn new(model: &Model) -> Result<Self> {
        let damaged = |what: &str| Error::failed(format!("is damaged in its section “{what}”")).file(NAME);
        let weights = Weights::read(&mut Reader::new(model.section(WEIGHTS)?)).ok_or_else(|| damaged(WEIGHTS))?;
        let genders = Genders::read(&mut Reader::new(model.section(GENDERS)?)).ok_or_else(|| damaged(GENDERS))?;
        Ok(CoreferenceModel { weights, genders })
    }
}
