//! Rows of weights as a file has them: for each feature some labels, and how much it speaks for each.

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
    pub lengths: Vec<usize>,
    pub weights: Vec<Weight>,
}

impl Rows {
    pub fn new(labels: usize, rows: &[(u32, Vec<Weight>)]) -> Self {
        Rows {
            labels,
            features: rows.iter().map(|(feature, _)| *feature).collect(),
            lengths: rows.iter().map(|(_, row)| row.len()).collect(),
            weights: rows.iter().flat_map(|(_, row)| row).copied().collect(),
        }
    }

    /// Each feature with its row.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &[Weight])> {
        let mut rest = self.weights.as_slice();
        self.features.iter().zip(&self.lengths).map(move |(feature, length)| {
            let (row, others) = rest.split_at(*length.min(&rest.len()));
            rest = others;
            (*feature, row)
        })
    }
}
