//! How many names are found with the right bounds and type.

use std::ops::Range;

use super::gold::Gold;
use super::{corpora, gazetteers::Lists};
use crate::analysis::EntityType;
use crate::error::Result;
use crate::extract::names::learnt::{self, Scene};
use crate::extract::names::{NameModel, Words};
use crate::span::Span;
use crate::train::card::Score;
use crate::train::data::{self, Data};

/// A name for each set, and its articles.
pub type Sets = Vec<(&'static str, Vec<Gold>)>;

/// UNER's dev set.
///
/// # Errors
/// A file is missing or damaged.
pub fn sets(data: &mut Data) -> Result<Sets> {
    let uner = data.text(data::UNER_DEV)?;
    let uner = corpora::uner(&uner, &data.sentences(data::EWT_DEV)?, &Lists::default());
    let uner = uner.into_iter().map(Gold::without_titles).collect();
    Ok(vec![("UNER EWT dev", uner)])
}

/// Names found and names wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub right: usize,
    pub found: usize,
    pub gold: usize,
}

impl Count {
    pub fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.gold).max(1) as f64
    }
}

/// The types that are scored.
const SCORED: [(EntityType, &str); 3] = [
    (EntityType::Person, "persons, F1"),
    (EntityType::Organization, "organizations, F1"),
    (EntityType::Place, "places, F1"),
];

/// Exact span and type of persons, organizations and places on the words as annotated.
pub fn scores(model: &NameModel, sets: &Sets) -> Vec<Score> {
    let score = |(set, articles): &(&str, Vec<Gold>)| {
        let counts = count(model, articles);
        let all = counts.iter().fold(Count::default(), |sum, count| Count {
            right: sum.right + count.right,
            found: sum.found + count.found,
            gold: sum.gold + count.gold,
        });
        let line = |measure, count: &Count| Score { set: (*set).to_owned(), measure, percent: count.f1() };
        let mut lines = vec![line("names, F1", &all)];
        lines.extend(SCORED.iter().zip(&counts).map(|((_, measure), count)| line(measure, count)));
        lines
    };
    sets.iter().flat_map(score).collect()
}

/// Counts for each of the scored types.
pub fn count(model: &NameModel, articles: &[Gold]) -> [Count; 3] {
    let mut counts = [Count::default(); 3];
    for (gold, found) in articles.iter().map(|gold| (gold, found(model, gold))) {
        for (count, (kind, _)) in counts.iter_mut().zip(SCORED) {
            count.right += found.iter().filter(|(name, _)| name.1 == kind && gold.names.contains(name)).count();
            count.found += found.iter().filter(|(name, _)| name.1 == kind).count();
            count.gold += gold.names.iter().filter(|name| name.1 == kind).count();
        }
    }
    counts
}

type Name = (Range<usize>, EntityType);

/// The names found in an article, as ranges of tokens, with their confidence.
fn found(model: &NameModel, gold: &Gold) -> Vec<(Name, f32)> {
    let tokens = &gold.found.tokens;
    let range = |span: Span| {
        tokens.partition_point(|t| t.span.end <= span.start)..tokens.partition_point(|t| t.span.start < span.end)
    };
    let words = Words::read(&gold.text, &gold.found);
    let mentions = learnt::find(&Scene::new(&gold.text, &words.0, &gold.found), model);
    mentions.iter().map(|m| ((range(m.span), m.entity_type), m.confidence)).collect()
}

/// For margins in rising order the share of names that are right: ten parts of the names found, made to rise.
pub(super) fn calibrate(model: &NameModel, gold: &[Gold]) -> Vec<(i32, u32)> {
    // A model that gives the margin itself, in ten-thousandths.
    let raw = NameModel { sure: vec![(0, 0), (10_000, 1000)], ..model.clone() };
    let mut all: Vec<(f32, bool)> = Vec::new();
    for gold in gold {
        let names = found(&raw, gold);
        let scored = names.iter().filter(|((_, kind), _)| SCORED.iter().any(|(own, _)| own == kind));
        all.extend(scored.map(|(name, margin)| (*margin, gold.names.contains(name))));
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sure: Vec<(i32, u32)> = Vec::new();
    for part in all.chunks(all.len().div_ceil(10).max(1)) {
        let middle = part[part.len() / 2].0;
        let right = part.iter().filter(|(_, right)| *right).count();
        let share = (right * 1000 / part.len()) as u32;
        let before = sure.last().map_or(0, |(_, share)| *share);
        sure.push(((middle * 10_000.0) as i32, share.max(before)));
    }
    sure
}
