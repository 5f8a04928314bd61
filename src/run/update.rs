//! Bringing a data set up to date: what is known stays, and only what is new or has changed is analysed. The result is that of
//! a run over all inputs.

mod carry;
mod fingerprint;
mod gather;
mod known;
mod ledger;
mod plan;

use serde_json::Value;

use super::held::{INDEXES, NEEDED};
use super::{Options, tell};
use crate::error::{Error, Result};
use crate::index::TABLES;
use crate::read::Inputs;
use crate::write::{DataSet, Format};

pub use carry::Carry;
pub use fingerprint::fingerprint;
pub use known::Known;
pub use ledger::Ledger;
pub use plan::Plan;

/// How a data set is brought up to date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// Take the rows of inputs that are gone away.
    pub prune: bool,
    /// Make everything anew, as if there were no data set yet.
    pub rebuild: bool,
}

/// What a data set needs so that the next run can go on from it.
///
/// # Errors
/// `Usage` if the options do not go with it.
pub fn check(options: &Options) -> Result<()> {
    if options.update.is_none() {
        return Ok(());
    }
    if !options.formats.contains(&Format::Parquet) {
        let error = Error::usage("only a data set with Parquet files can be brought up to date");
        return Err(error.help("add --format parquet, or parquet,csv"));
    }
    let asked = |name: &str| options.tables.iter().any(|table| table.name == name);
    if INDEXES.into_iter().chain(TABLES).any(asked)
        && let Some(needed) = NEEDED.into_iter().find(|name| !asked(name))
    {
        let error = Error::usage(format!("without the table {needed} it cannot be said later who is who"));
        return Err(error.help("add it to --tables, or leave out --update"));
    }
    if options.shard.is_some() {
        let error =
            Error::usage("which files are in a shard changes with every new file, so it cannot be brought up to date");
        return Err(error.help("leave out --shard, or --update"));
    }
    Ok(())
}

/// What is known, and what is to be done; nothing is known if there is no data set, or if all is to be made anew.
///
/// # Errors
/// As [`Known::open`].
pub fn begin(
    options: &Options,
    data: &DataSet,
    inputs: &Inputs,
    models: &[(String, String)],
    shaping: &Value,
) -> Result<(Option<Known>, Plan)> {
    let Some(how) = options.update.filter(|how| !how.rebuild) else { return Ok(Default::default()) };
    let Some(known) = Known::open(data, models, shaping)? else { return Ok(Default::default()) };
    let reread = options.wanted.drop_duplicates || options.wanted.near_duplicates.is_some();
    let plan = known.plan(inputs, how, reread, shaping);
    tell::planned(options, known.manifest.counts, &plan);
    Ok((Some(known), plan))
}
