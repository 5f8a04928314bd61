//! Features as vectors: each has a row of small numbers, and what a word is to a network is the sum of its features' rows
//! (Joulin and others 2017).

use super::buckets::{Buckets, NONE};
use super::file::{Reader, put_number};

#[derive(Clone, Debug)]
pub struct Vectors {
    /// Numbers in a row.
    pub width: usize,
    buckets: Buckets,
    /// Row after row; first those of features that are not known, one for each template.
    rows: Vec<i8>,
}

impl Vectors {
    /// A section's bytes. `unknown` has the rows of what is not known, by template, `features` the others in rising order.
    pub fn write(width: usize, unknown: &[Vec<i8>], features: &[(u32, Vec<i8>)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        [width, unknown.len(), features.len()].iter().for_each(|number| put_number(&mut bytes, *number as u64));
        let mut before = 0;
        for (feature, _) in features {
            put_number(&mut bytes, u64::from(feature - before));
            before = *feature;
        }
        let rows = unknown.iter().chain(features.iter().map(|(_, row)| row));
        bytes.extend(rows.flatten().map(|value| *value as u8));
        bytes
    }

    /// `None` if the bytes are not what [`Vectors::write`] makes for so many templates.
    pub fn read(reader: &mut Reader, templates: usize) -> Option<Self> {
        let mut size = || usize::try_from(reader.number()?).ok();
        let (width, unknown, count) = (size()?, size()?, size()?);
        if unknown != templates || templates == 0 {
            return None;
        }
        let steps = reader.numbers(count)?;
        let mut buckets = Buckets::new(count);
        let (mut feature, mut at) = (0u32, 0);
        while at < count {
            feature = feature.wrapping_add(steps[at]);
            buckets.insert(feature, (templates + at) as u32);
            at += 1;
        }
        let rows = reader.take(templates.checked_add(count)?.checked_mul(width)?)?;
        Some(Vectors { width, buckets, rows: rows.iter().map(|byte| *byte as i8).collect() })
    }

    /// Brings near what tells the row of a feature.
    #[inline]
    pub fn fetch(&self, feature: u32) {
        self.buckets.fetch(feature);
    }

    /// The row of a feature of a template.
    #[inline]
    pub fn find(&self, feature: u32, template: usize) -> &[i8] {
        let row = match self.buckets.find(feature) {
            NONE => template,
            row => row as usize,
        };
        &self.rows[row * self.width..(row + 1) * self.width]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let bytes = Vectors::write(2, &[vec![1, 2], vec![3, 4]], &[(7, vec![-5, 6]), (900, vec![127, -127])]);
        let vectors = Vectors::read(&mut Reader::new(&bytes), 2).unwrap();
        assert_eq!([vectors.find(7, 0), vectors.find(900, 1)], [[-5, 6], [127, -127]]);
        assert_eq!([vectors.find(8, 0), vectors.find(8, 1)], [[1, 2], [3, 4]]);
        assert!(Vectors::read(&mut Reader::new(&bytes[..bytes.len() - 1]), 2).is_none());
        assert!(Vectors::read(&mut Reader::new(&bytes), 3).is_none());
    }
}
