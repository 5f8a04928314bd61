//! Rows of weights as a file has them: for each feature some labels, and how much it speaks for each.

use super::file::{Reader, put_number};
use super::linear::MOST_WEIGHTS;

/// One weight: a label's number and how much the feature speaks for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    pub label: u8,
    pub value: i16,
}

/// All rows behind one another, in rising order of their features.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// How many labels there are.
    pub labels: usize,
    pub features: Vec<u32>,
    /// How many weights each row has.
    pub lengths: Vec<u32>,
    pub weights: Vec<Weight>,
}

impl Rows {
    pub fn new(labels: usize, rows: &[(u32, Vec<Weight>)]) -> Self {
        Rows {
            labels,
            features: rows.iter().map(|(feature, _)| *feature).collect(),
            lengths: rows.iter().map(|(_, row)| row.len() as u32).collect(),
            weights: rows.iter().flat_map(|(_, row)| row).copied().collect(),
        }
    }

    /// As a section has them. Columns, not rows: what is alike lies together and compresses better.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        put_number(&mut bytes, self.labels as u64);
        put_number(&mut bytes, self.features.len() as u64);
        let mut before = 0;
        for feature in &self.features {
            put_number(&mut bytes, u64::from(feature.wrapping_sub(before)));
            before = *feature;
        }
        self.lengths.iter().for_each(|length| put_number(&mut bytes, u64::from(*length)));
        bytes.extend(self.weights.iter().map(|weight| weight.label));
        for weight in &self.weights {
            let value = i64::from(weight.value);
            put_number(&mut bytes, ((value << 1) ^ (value >> 63)) as u64);
        }
        bytes
    }

    /// `None` if the bytes are not what [`Rows::write`] makes.
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        let columns = Columns::read(reader)?;
        let (mut features, mut before) = (columns.steps, 0u32);
        for feature in &mut features {
            before = before.wrapping_add(*feature);
            *feature = before;
        }
        let mut weights = Vec::with_capacity(columns.labels_of_weights.len());
        for label in columns.labels_of_weights {
            weights.push(Weight { label: *label, value: value(u32::try_from(reader.number()?).ok()?)? });
        }
        Some(Rows { labels: columns.labels, features, lengths: columns.lengths, weights })
    }

    /// Each feature with its row.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &[Weight])> {
        let mut rest = self.weights.as_slice();
        self.features.iter().zip(&self.lengths).map(move |(feature, length)| {
            let (row, others) = rest.split_at((*length as usize).min(rest.len()));
            rest = others;
            (*feature, row)
        })
    }
}

/// What a section says before the weights' values.
pub(super) struct Columns<'b> {
    pub labels: usize,
    /// How far each feature is from the one before.
    pub steps: Vec<u32>,
    /// How many weights each row has.
    pub lengths: Vec<u32>,
    pub labels_of_weights: &'b [u8],
}

impl<'b> Columns<'b> {
    pub fn read(reader: &mut Reader<'b>) -> Option<Self> {
        let labels = usize::try_from(reader.number()?).ok().filter(|labels| *labels <= 256)?;
        let count = usize::try_from(reader.number()?).ok()?;
        let (steps, lengths) = (reader.numbers(count)?, reader.numbers(count)?);
        // A plain loop, as in `Reader::fill`.
        let (rows, mut at, mut total, mut longest) = (lengths.as_slice(), 0, 0, 0);
        while at < rows.len() {
            total += rows[at] as usize;
            if rows[at] > longest {
                longest = rows[at];
            }
            at += 1;
        }
        let labels_of_weights = reader.take(total).filter(|_| longest <= 256 && total <= MOST_WEIGHTS)?;
        Some(Columns { labels, steps, lengths, labels_of_weights })
    }
}

/// The value that stands in the file as this number: small ones are small numbers, whatever their sign.
#[inline]
pub(super) fn value(coded: u32) -> Option<i16> {
    if coded > 0xFFFF { None } else { Some((coded >> 1) as i16 ^ -((coded & 1) as i16)) }
}
