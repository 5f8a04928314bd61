//! How many rejected inputs are too many.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Kind, Result};
use crate::index::words::counted;
use crate::write::manifest::Counts;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    Number(u64),
    /// Of all inputs and records that were not skipped.
    Percent(f64),
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let limit = match word.strip_suffix('%') {
            Some(share) => share.parse().ok().filter(|share| (0.0..=100.0).contains(share)).map(Limit::Percent),
            None => word.parse().ok().map(Limit::Number),
        };
        limit.ok_or_else(|| "it is to be a number such as 10, or a share such as 5%".to_owned())
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Limit::Number(number) => write!(f, "{number}"),
            Limit::Percent(share) => write!(f, "{share}%"),
        }
    }
}

impl Limit {
    /// To be asked while the run goes on: a share is known only when everything is read.
    pub fn check_so_far(self, rejected: u64) -> Result<()> {
        match self {
            Limit::Number(allowed) if rejected > allowed => Err(self.exceeded(rejected)),
            _ => Ok(()),
        }
    }

    /// To be asked when everything is read.
    pub fn check(self, counts: Counts) -> Result<()> {
        let all = counts.seen - counts.skipped;
        match self {
            Limit::Percent(share) if counts.rejected as f64 > share / 100.0 * all as f64 => {
                Err(self.exceeded(counts.rejected))
            }
            _ => self.check_so_far(counts.rejected),
        }
    }

    fn exceeded(self, rejected: u64) -> Error {
        let rejected = counted(rejected, "input was rejected", "inputs were rejected");
        let error = Error::new(Kind::TooManyRejects, format!("{rejected}, so nothing was published"));
        error.help(format!("mend or move them, or allow more than `--max-rejects {self}`"))
    }
}
