//! Rows of weights as a file has them: for each feature some labels, and how much it speaks for each.

use super::file::Reader;
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

    /// What `Model::add_linear` puts; `None` if the bytes are something else.
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        let labels = usize::try_from(reader.number()?).ok().filter(|labels| *labels <= 256)?;
        let count = usize::try_from(reader.number()?).ok()?;
        let (mut features, lengths) = (reader.numbers(count)?, reader.numbers(count)?);
        let (mut before, mut total, mut longest) = (0u32, 0, 0);
        let (keys, rows) = (features.as_mut_slice(), lengths.as_slice());
        let mut at = 0;
        while at < count {
            before = before.wrapping_add(keys[at]);
            keys[at] = before;
            total += rows[at] as usize;
            if rows[at] > longest {
                longest = rows[at];
            }
            at += 1;
        }
        if longest > 256 || total > MOST_WEIGHTS {
            return None;
        }
        let (names, values) = (reader.take(total)?, reader.numbers(total)?);
        let values = values.as_slice();
        let mut weights = vec![Weight::default(); total];
        let row = weights.as_mut_slice();
        let mut at = 0;
        while at < total {
            let coded = values[at];
            if coded > 0xFFFF {
                return None;
            }
            row[at] = Weight { label: names[at], value: (coded >> 1) as i16 ^ -((coded & 1) as i16) };
            at += 1;
        }
        Some(Rows { labels, features, lengths, weights })
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
