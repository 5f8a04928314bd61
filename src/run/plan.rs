//! What a run would do, without doing it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Options, list, skipped};
use crate::error::Result;
use crate::index::words::{grouped, neutral};
use crate::read;
use crate::write::manifest::Manifest;

/// So many articles are shown.
const SHOWN: usize = 3;
/// So much of each, in characters.
const BEGINNING: usize = 160;

/// The inputs by format, what is there already, what would be written, and the first articles as they are read. Nothing is
/// written.
pub fn plan(options: &Options) -> Result<String> {
    let inputs = list(options)?;
    let mut page = String::new();
    let bytes: u64 = inputs.files.iter().map(|input| input.bytes).sum();
    let _ = writeln!(page, "read      {} files, {} bytes", grouped(inputs.files.len() as u64), grouped(bytes));
    let mut formats: BTreeMap<String, u64> = BTreeMap::new();
    for input in &inputs.files {
        let named = input.named.map_or("told by their content", read::Format::as_str);
        *formats.entry(named.to_owned()).or_default() += 1;
    }
    for (format, n) in formats {
        let _ = writeln!(page, "            {} {format}", grouped(n));
    }
    for (reason, n) in skipped(&inputs) {
        let _ = writeln!(page, "            {} skipped: {reason}", grouped(n));
    }
    if !inputs.rejects.is_empty() {
        let _ = writeln!(page, "            {} rejected before they are read", grouped(inputs.rejects.len() as u64));
    }
    let there = match Manifest::read(&options.output) {
        Ok(Some(old)) => format!("in the place of a data set of {} articles", grouped(old.counts.done)),
        Ok(None) => "new".to_owned(),
        Err(error) => format!("which holds something else: {error}"),
    };
    let _ = writeln!(page, "write     {}, {there}", neutral(&options.output.to_string_lossy()));
    let names = |names: Vec<&str>| names.join(", ");
    let _ = writeln!(page, "tables    {}", names(options.tables.iter().map(|table| table.name).collect()));
    let _ = writeln!(page, "formats   {}", names(options.formats.iter().map(|format| format.as_str()).collect()));
    if !options.partition_by.is_empty() {
        let _ = writeln!(page, "folders   {}", names(options.partition_by.iter().map(|by| by.as_str()).collect()));
    }
    for record in read::first(&inputs, &options.read, SHOWN) {
        match record {
            Ok(article) => {
                let meta = &article.meta;
                let told = [meta.title.as_deref(), meta.byline.as_deref(), meta.publisher.as_deref()];
                let told: Vec<String> = told.into_iter().flatten().map(neutral).collect();
                let beginning: String = article.text.chars().take(BEGINNING).collect();
                let (key, uri) = (neutral(&article.key), neutral(&article.source_uri));
                let chars = grouped(article.text.chars().count() as u64);
                let _ = writeln!(page, "\n{key}  ({uri}, {}, {chars} characters)", article.format);
                if !told.is_empty() {
                    let _ = writeln!(page, "  {}", told.join(" · "));
                }
                let _ = writeln!(page, "  {}", neutral(&beginning.split_whitespace().collect::<Vec<_>>().join(" ")));
            }
            Err(reject) => {
                let _ = writeln!(
                    page,
                    "\n{}: {} ({})",
                    neutral(&reject.source_uri),
                    neutral(&reject.detail),
                    reject.reason
                );
            }
        }
    }
    Ok(page)
}
