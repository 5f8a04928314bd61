//! The learnt part: one weight for each feature of a pronoun and somebody it may stand for.

use crate::error::{Error, Result};
use crate::model::Model;
use crate::model::file::Reader;
use crate::model::hashed::Weights;

/// The name in a model's file.
pub const NAME: &str = "coreference";
pub const WEIGHTS: &str = "weights";

/// Immutable, for all threads. Without weights all are equal, and the nearest is chosen.
#[derive(Clone, Debug, Default)]
pub struct CoreferenceModel {
    pub weights: Weights,
}

impl CoreferenceModel {
    /// # Errors
    /// The model lacks its weights or is damaged.
    pub fn new(model: &Model) -> Result<Self> {
        let damaged = || Error::failed(format!("is damaged in its section “{WEIGHTS}”")).file(NAME);
        let weights = Weights::read(&mut Reader::new(model.section(WEIGHTS)?)).ok_or_else(damaged)?;
        Ok(CoreferenceModel { weights })
    }
}
