//! The data set that is brought up to date: what it was made from, and how that differs from what there is now.

use std::ops::Range;
use std::path::PathBuf;

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::How;
use super::plan::Plan;
use crate::article::{Article, ArticleId};
use crate::error::{Error, Result};
use crate::read::{Inputs, Sight};
use crate::run::shaping::of_rows;
use crate::write::DataSet;
use crate::write::manifest::Manifest;
use crate::write::state::State;

/// A published data set whose rows can be taken over.
pub struct Known {
    pub folder: PathBuf,
    pub manifest: Manifest,
    pub state: State,
    by_id: FxHashMap<ArticleId, u32>,
    /// The first article of each input.
    starts: Vec<u32>,
}

impl Known {
    /// The data set that `data` is to replace; `None` if there is none.
    ///
    /// # Errors
    /// `Usage` if it was made by another program, with other models or options, or without remembering its inputs.
    pub fn open(data: &DataSet, models: &[(String, String)], options: &Value) -> Result<Option<Self>> {
        let Some((folder, manifest)) = data.old() else { return Ok(None) };
        if let Some(what) = difference(manifest, models, options) {
            let error = Error::usage(format!("the data set cannot be brought up to date: {what}")).file(folder);
            return Err(error.help("make it anew: --update --rebuild"));
        }
        let Some(state) = State::read(folder, manifest)? else {
            let error = Error::usage("the data set was made without --update, so it does not know its inputs");
            return Err(error.file(folder).help("make it anew: --update --rebuild"));
        };
        let by_id = state.articles.iter().zip(0..).map(|(article, number)| (article.id, number)).collect();
        let starts = state.inputs.iter().scan(0, |next, input| {
            let start = *next;
            *next += input.articles;
            Some(start)
        });
        let starts = starts.collect();
        Ok(Some(Known { folder: folder.to_owned(), manifest: manifest.clone(), state, by_id, starts }))
    }

    /// What is to be done so that the data set is of `inputs`.
    pub fn plan(&self, inputs: &Inputs, how: How, reread: bool, options: &Value) -> Plan {
        let plan = Plan::new(&self.state, inputs, how, reread);
        Plan { nothing: plan.nothing && self.manifest.options == *options, ..plan }
    }

    /// The articles of an input.
    pub fn of(&self, input: u32) -> Range<u32> {
        let start = self.starts[input as usize];
        start..start + self.state.inputs[input as usize].articles
    }

    /// What is known of an article.
    pub fn sight(&self, article: u32) -> Sight<'_> {
        let known = &self.state.articles[article as usize];
        Sight { id: known.id, text: known.text, key: &known.key, source_uri: &known.source_uri, bytes: known.bytes }
    }

    /// The article whose rows are those of `article`.
    pub fn find(&self, article: &Article, fingerprint: [u8; 16]) -> Option<u32> {
        let number = *self.by_id.get(&article.id)?;
        (self.state.articles[number as usize].fingerprint == fingerprint).then_some(number)
    }
}

/// Why rows of the data set are not those that this run would make.
fn difference(manifest: &Manifest, models: &[(String, String)], options: &Value) -> Option<String> {
    let (version, schema) = (env!("CARGO_PKG_VERSION"), crate::table::SCHEMA_VERSION);
    if (manifest.version.as_str(), manifest.schema_version) != (version, schema) {
        return Some(format!("version {} of the program made it, and this is {version}", manifest.version));
    }
    let is_same = |(name, sha256): &(String, String)| {
        manifest.models.iter().any(|model| (&model.name, &model.sha256) == (name, sha256))
    };
    let others: Vec<_> = models.iter().filter(|model| !is_same(model)).map(|(name, _)| name.as_str()).collect();
    if !others.is_empty() {
        return Some(format!("it was made with other models ({})", others.join(", ")));
    }
    let (made, options) = (of_rows(&manifest.options), of_rows(options));
    let names = |options: &Value| options.as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default();
    let (before, now): (Vec<String>, Vec<String>) = (names(&made), names(&options));
    let all = before.iter().chain(now.iter().filter(|name| !before.contains(name)));
    let told = |value: &Value| if value.is_null() { "not given".to_owned() } else { value.to_string() };
    let changed = all.map(|name| (name, &made[name], &options[name])).filter(|(_, before, now)| before != now);
    let changed = changed.map(|(name, before, now)| {
        let (before, now) = (told(before), told(now));
        format!("{} was {before} and is {now}", name.replace('_', " "))
    });
    let changed: Vec<_> = changed.collect();
    (!changed.is_empty()).then(|| format!("its options were others: {}", changed.join("; ")))
}
