//! The recogniser's model: weights of the first and the second look, what is known of words, how sure a margin makes.

use super::decode::Transitions;
use super::gazetteer::{Gazetteer, class};
use super::labels::{self, LABELS};
use crate::error::{Error, Result};
use crate::model::Weight;
use crate::model::features::{Atom, Template, hash};
use crate::model::file::put_number;
use crate::model::{Linear, Model};

/// The model's name in its file.
pub const NAME: &str = "names";

/// One label after another: the first is the feature, the second its label.
const AFTER: Template = Template(100, "label before");

pub(crate) fn after(label: usize) -> u32 {
    hash(AFTER, &[Atom::number(label as u32)])
}

#[derive(Clone, Debug, Default)]
pub struct NameModel {
    pub(crate) weights: Linear,
    pub(crate) transitions: Transitions,
    /// Added to the first look's points.
    pub(crate) second: Linear,
    pub(crate) second_transitions: Transitions,
    pub(crate) gazetteer: Gazetteer,
    /// For margins from (hundredths of a step, rising): the share that is right, in thousandths.
    pub(crate) sure: Vec<(i32, u32)>,
}

/// The transitions among the rows of some weights.
pub(crate) fn transitions(weights: &Linear) -> Transitions {
    let mut transitions = Transitions::default();
    for (label, row) in transitions.after.iter_mut().enumerate() {
        weights.score(&[after(label)], row);
    }
    transitions
}

impl NameModel {
    /// # Errors
    /// The model has other labels than this program, or is damaged.
    pub fn new(model: &Model) -> Result<Self> {
        let damaged = |what: &str| Error::failed(format!("is damaged in its section “{what}”")).file(NAME);
        if model.words("labels")? != label_names() {
            return Err(Error::failed("has other labels than this program").file(NAME).help("train the model again"));
        }
        let (weights, second) = (model.linear("weights")?, model.linear("second look")?);
        let gazetteer = Gazetteer::from_bytes(model.section("gazetteer")?).ok_or_else(|| damaged("gazetteer"))?;
        let sure = read_sure(model.section("confidence")?).ok_or_else(|| damaged("confidence"))?;
        let first = transitions(&weights);
        let second_transitions = transitions(&second).plus(&first);
        Ok(NameModel { weights, transitions: first, second, second_transitions, gazetteer, sure })
    }

    /// Whether the folded word is on the lists of first names of men, and of women.
    pub(crate) fn first_name(&self, folded: &str) -> (bool, bool) {
        let classes = self.gazetteer.word(folded);
        (classes & class::FIRST_MALE != 0, classes & class::FIRST_FEMALE != 0)
    }

    /// Whether the folded word is on a list of places, companies or other things.
    pub(crate) fn thing(&self, folded: &str) -> bool {
        let things = class::CITY | class::COUNTRY | class::CAPITAL | class::REGION | class::DEMONYM | class::COMPANY;
        self.gazetteer.word(folded) & things != 0
    }

    /// How likely a name with this margin is right, from 0 to 1.
    pub(crate) fn confidence(&self, margin: i32) -> f32 {
        let at = self.sure.partition_point(|(from, _)| *from <= margin);
        let Some((from, share)) = at.checked_sub(1).map(|at| self.sure[at]) else { return 0.3 };
        let share = match self.sure.get(at) {
            // Between two measured points, in between.
            Some((to, next)) => {
                let part = (margin - from) as f32 / (to - from).max(1) as f32;
                share as f32 + (*next as f32 - share as f32) * part
            }
            None => share as f32,
        };
        (share / 1000.0).clamp(0.0, 1.0)
    }
}

pub(crate) fn label_names() -> Vec<String> {
    (0..LABELS).map(labels::name).collect()
}

pub(crate) fn put_sure(sure: &[(i32, u32)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_number(&mut bytes, sure.len() as u64);
    for (from, share) in sure {
        put_number(&mut bytes, (*from).max(0) as u64);
        put_number(&mut bytes, u64::from(*share));
    }
    bytes
}

fn read_sure(bytes: &[u8]) -> Option<Vec<(i32, u32)>> {
    let mut reader = crate::model::file::Reader::new(bytes);
    let count = reader.number().filter(|count| *count <= bytes.len() as u64)?;
    (0..count).map(|_| Some((i32::try_from(reader.number()?).ok()?, u32::try_from(reader.number()?).ok()?))).collect()
}

/// Rows of weights under the name of their feature, as a model's section wants them.
pub(crate) type Rows = Vec<(u32, Vec<Weight>)>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_rises_with_the_margin() {
        let model = NameModel { sure: vec![(0, 500), (100, 700), (200, 900)], ..NameModel::default() };
        assert_eq!([0, 50, 100, 5000].map(|m| model.confidence(m)), [0.5, 0.6, 0.7, 0.9]);
    }
}
