//! A part of the inputs: one of several that together are all.

use std::fmt;
use std::str::FromStr;

use crate::read::Inputs;

/// The `number`th of `of`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: usize,
    of: usize,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let parts = word.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        let shard = parts.filter(|&(number, of)| 0 < number && number <= of).map(|(number, of)| Shard { number, of });
        shard.ok_or_else(|| "it is to be a part such as 1/7, 2/7 and so on to 7/7".to_owned())
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl Shard {
    /// Leaves neighbouring files, so that the parts one after the other are in the order of the whole. What is skipped or
    /// cannot be listed belongs to the first part.
    pub fn choose(self, inputs: &mut Inputs) {
        let (files, number) = (inputs.files.len(), self.number - 1);
        let (start, end) = (files * number / self.of, files * (number + 1) / self.of);
        inputs.files.truncate(end);
        inputs.files.drain(..start);
        if number > 0 {
            inputs.skipped.clear();
            inputs.rejects.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_named() {
        assert_eq!("2/7".parse(), Ok(Shard { number: 2, of: 7 }));
        assert_eq!("7/7".parse::<Shard>().unwrap().to_string(), "7/7");
        for wrong in ["0/7", "8/7", "1", "a/b", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
