//! What a run would do, without doing it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::update::Plan;
use super::{How, Options, list, skipped};
use crate::error::Result;
use crate::index::words::{grouped, neutral};
use crate::read::{self, Field, Inputs, Layout};
use crate::write::manifest::Manifest;
use crate::write::state::State;

/// So many articles are shown.
const SHOWN: usize = 3;
/// So much of each, in characters.
const BEGINNING: usize = 160;
/// So many different layouts of records are shown, and so many names of columns in a line.
const LAYOUTS: usize = 8;
const NAMES: usize = 40;

/// The inputs by format, what is there already, what would be written, what columns are taken for, and the first articles
/// as they are read. Nothing is written.
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
    if let Some(how) = options.update {
        let _ = writeln!(page, "update    {}", update(options, &inputs, how)?);
    }
    let names = |names: Vec<&str>| names.join(", ");
    let _ = writeln!(page, "tables    {}", names(options.tables.iter().map(|table| table.name).collect()));
    let _ = writeln!(page, "formats   {}", names(options.formats.iter().map(|format| format.as_str()).collect()));
    if !options.partition_by.is_empty() {
        let _ = writeln!(page, "folders   {}", names(options.partition_by.iter().map(|by| by.as_str()).collect()));
    }
    let look = read::look(&inputs, &options.read, SHOWN);
    fields(&mut page, look.layouts, look.unopened);
    for record in look.first {
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

/// What differs from the data set that is there, as far as names, sizes and times tell.
fn update(options: &Options, inputs: &Inputs, how: How) -> Result<String> {
    let all = |why: &str| Ok(format!("all files, because {why}"));
    let Some(old) = Manifest::read(&options.output).ok().flatten() else {
        return all("there is no data set yet");
    };
    let Some(state) = State::read(&options.output, &old)?.filter(|_| !how.rebuild) else {
        return all(if how.rebuild { "of --rebuild" } else { "the data set was made without --update: add --rebuild" });
    };
    let Plan { new, changed, gone, .. } = Plan::new(&state, inputs, how, false);
    let [new, changed, gone] = [new, changed, gone].map(grouped);
    let rows = if how.prune { "go" } else { "stay" };
    Ok(format!("{new} new files, {changed} changed, {gone} gone, whose rows {rows}"))
}

/// Which column each field is taken from, of each input that holds records. Inputs with the same columns are told together.
fn fields(page: &mut String, layouts: Vec<(String, Layout)>, unopened: usize) {
    let mut alike: Vec<(Layout, Vec<String>)> = Vec::new();
    for (uri, layout) in layouts {
        match alike.iter_mut().find(|(known, _)| *known == layout) {
            Some((_, uris)) => uris.push(uri),
            None => alike.push((layout, vec![uri])),
        }
    }
    for (layout, uris) in alike.iter().take(LAYOUTS) {
        let more = if uris.len() > 1 { format!(" and {} more", grouped(uris.len() as u64 - 1)) } else { String::new() };
        let format = layout.format.map_or("", read::Format::as_str);
        let _ = writeln!(page, "fields    of {}{more} ({format})", neutral(&uris[0]));
        for field in Field::all().filter_map(Field::named) {
            let columns = listed(layout.of(field));
            if !columns.is_empty() {
                let _ = writeln!(page, "            {} <- {columns}", field.as_str());
            }
        }
        if layout.of(Field::Text).chain(layout.of(Field::Html)).next().is_none() {
            let _ = writeln!(page, "            text <- no column; name it with --field text=COLUMN");
        }
        for (what, columns) in [
            ("kept", listed(layout.kept.iter().map(String::as_str))),
            ("not used", listed(layout.unused().into_iter())),
        ] {
            if !columns.is_empty() {
                let _ = writeln!(page, "            {what}: {columns}");
            }
        }
    }
    for (n, what) in [
        (alike.len().saturating_sub(LAYOUTS), "other sets of columns are not shown"),
        (unopened, "more inputs were not opened for their columns"),
    ] {
        if n > 0 {
            let _ = writeln!(page, "            {} {what}", grouped(n as u64));
        }
    }
}

/// Names between commas, those behind the first few left out.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut names = names.map(|name| neutral(&read::shown(name)));
    let shown: Vec<String> = names.by_ref().take(NAMES).collect();
    let more = if names.next().is_some() { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}
