//! Finds named mentions: points for each label of each word by the model's weights, the best row of labels in each run, then
//! a second look that knows what the article says elsewhere.

use std::ops::Range;

use rayon::prelude::*;

use super::article::{Article, Name, Said, named};
use super::decode::{Decoder, Scores, Transitions};
use super::features::View;
use super::labels::{self, LABELS};
use super::model::NameModel;
use super::runs::Run;
use crate::analysis::EntityType;
use crate::model::Linear;

/// A name found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub words: Range<usize>,
    pub kind: EntityType,
    /// Into the regions.
    pub region: usize,
    /// Points to the best row of labels without it.
    pub margin: i32,
}

/// So many words in runs are looked at together; an article seldom has more.
const TOGETHER: usize = 1 << 15;

/// Points taken from being in no name, in hundredths of a step: a name that is missed leaves a quote without a speaker, one
/// too many only a row. On the dev sets it costs nothing.
const DOUBT: i32 = 1000;

/// The names in `runs`, in order, part by part. Those of a long text are looked for on all threads.
pub(crate) fn names(view: &View, runs: &[Run], model: &NameModel) -> Vec<Vec<Found>> {
    let look = |looks: &mut Looks, part: &&[Run]| {
        let mut found = Vec::new();
        looks.first(view, part, &model.weights, &model.transitions);
        looks.second(view, part, model);
        looks.found(part, &model.second_transitions, &mut found);
        found.shrink_to_fit();
        found
    };
    match parts(runs).as_slice() {
        [part] => vec![look(&mut Looks::default(), part)],
        parts => parts.par_iter().map_init(Looks::default, look).collect(),
    }
}

/// Runs that are looked at together.
fn parts(runs: &[Run]) -> Vec<&[Run]> {
    let (mut parts, mut start, mut count) = (Vec::new(), 0, 0);
    for (at, run) in runs.iter().enumerate() {
        if at > start && count + run.words.len() > TOGETHER {
            parts.push(&runs[start..at]);
            (start, count) = (at, 0);
        }
        count += run.words.len();
    }
    parts.push(&runs[start..]);
    parts
}

/// Buffers of both looks, one row for each word of the runs.
#[derive(Default)]
pub(crate) struct Looks {
    pub scores: Vec<Scores>,
    pub labels: Vec<u8>,
    pub features: Vec<u32>,
    decoder: Decoder,
}

impl Looks {
    pub fn first(&mut self, view: &View, runs: &[Run], weights: &Linear, transitions: &Transitions) {
        self.scores.clear();
        for run in runs {
            for at in run.words.clone() {
                self.features.clear();
                view.features(run, at, &mut self.features);
                let mut row = [0; LABELS];
                weights.score(&self.features, &mut row);
                self.scores.push(row);
            }
        }
        self.decode(runs, transitions);
    }

    /// The best labels by the scores at hand.
    pub fn decode(&mut self, runs: &[Run], transitions: &Transitions) {
        self.labels.clear();
        let mut start = 0;
        for run in runs {
            let end = start + run.words.len();
            self.decoder.best(&self.scores[start..end], transitions, &mut self.labels);
            start = end;
        }
    }

    fn second(&mut self, view: &View, runs: &[Run], model: &NameModel) {
        let names = first_names(runs, &self.labels);
        let (mut scores, mut features) = (std::mem::take(&mut self.scores), std::mem::take(&mut self.features));
        second_features(view, runs, &self.labels, &names, &model.weights, &mut features, |row, features| {
            model.second.score(features, &mut scores[row]);
        });
        scores.iter_mut().for_each(|row| row[labels::OUTSIDE] -= DOUBT);
        (self.scores, self.features) = (scores, features);
        self.decode(runs, &model.second_transitions);
    }

    fn found(&mut self, runs: &[Run], transitions: &Transitions, found: &mut Vec<Found>) {
        let mut start = 0;
        let mut margins = Vec::new();
        for run in runs {
            let rows = start..start + run.words.len();
            start = rows.end;
            let labels = &self.labels[rows.clone()];
            if !labels.iter().any(|label| named(*label)) {
                continue;
            }
            // The decoder's forward pass is of the run it saw last.
            let mut again = Vec::with_capacity(rows.len());
            self.decoder.best(&self.scores[rows.clone()], transitions, &mut again);
            margins.clear();
            self.decoder.margins(&self.scores[rows.clone()], transitions, &again, &mut margins);
            for (from, to, kind) in labels::names(labels) {
                let margin = margins[from..to].iter().copied().min().unwrap_or(0);
                let words = run.words.start + from..run.words.start + to;
                found.push(Found { words, kind, region: run.region, margin });
            }
        }
    }
}

/// The names of the first look, in order.
pub(crate) fn first_names(runs: &[Run], labels: &[u8]) -> Vec<Name> {
    let mut names = Vec::new();
    let mut start = 0;
    for run in runs {
        for (from, to, kind) in labels::names(&labels[start..start + run.words.len()]) {
            names.push(Name { words: run.words.start + from..run.words.start + to, kind });
        }
        start += run.words.len();
    }
    names
}

/// Calls `each` with the row of each word and its features of the second look; `first` are the weights of the first.
pub(crate) fn second_features(
    view: &View,
    runs: &[Run],
    labels: &[u8],
    names: &[Name],
    first: &Linear,
    features: &mut Vec<u32>,
    mut each: impl FnMut(usize, &[u32]),
) {
    let mut row = 0;
    let rows = runs.iter().flat_map(|run| run.words.clone()).zip(labels);
    let outside = rows.filter(|(_, label)| !named(**label)).map(|(at, _)| at);
    let article = Article::new(view.scene.words, names, outside);
    let mut next = 0;
    for run in runs {
        let own = &labels[row..row + run.words.len()];
        for (number, at) in run.words.clone().enumerate() {
            while next < names.len() && names[next].words.end <= at {
                next += 1;
            }
            let name = names.get(next).filter(|name| name.words.contains(&at));
            features.clear();
            let unseen = !first.knows(view.word_feature(at));
            article.features(view.scene.words, at, Said { label: own[number], name, unseen }, features);
            each(row, features);
            row += 1;
        }
    }
}
