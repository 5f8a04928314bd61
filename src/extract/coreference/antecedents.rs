//! Whom a pronoun stands for: the best of the last few candidates, or nobody known.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::candidates::{Candidate, REACH, Wanted};
use super::clusters::Cluster;
use super::features::{self, Rank};
use super::model::CoreferenceModel;
use super::walk::Seen;
use super::{singular, syntax};
use crate::analysis::{EntityType, Token};
use crate::model::hashed::{feature, softmax};
use crate::model::lists::Lists;
use crate::span::Span;

/// Candidates remembered.
const WINDOW: usize = 80;
/// Candidates weighed for one pronoun.
const WEIGHED: usize = 24;
/// What a point by rule is worth for a pronoun that names a source.
const LEAN: f32 = 0.1;

/// What was weighed for one pronoun.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The pronoun, as index into the mentions.
    pub pronoun: usize,
    /// It names the source of a quote.
    pub speaks: bool,
    /// For each candidate its features; the first is nobody.
    pub lists: Lists,
    /// The words and the cluster of each.
    pub candidates: Vec<(Span, Option<u32>)>,
}

/// All that a trainer wants to know of a walk.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub choices: Vec<Choice>,
    /// The cluster of each mention.
    pub mentions: Vec<Option<u32>>,
    /// What each feature looks at: template and values.
    pub names: FxHashMap<u32, [u32; 4]>,
}

/// Memory used again from pronoun to pronoun.
#[derive(Default)]
pub(super) struct Scratch {
    lists: Lists,
    scores: Vec<f32>,
    weighed: Vec<Candidate>,
    entities: Vec<Option<u32>>,
}

/// What a pronoun's candidates are judged by.
pub(super) struct Judge<'a> {
    pub model: &'a CoreferenceModel,
    pub clusters: &'a [Cluster],
    pub seen: &'a [Seen],
    pub tokens: &'a [Token],
    pub acted: &'a [bool],
    /// Clusters of persons whose pronoun is "they".
    pub they: &'a [u32],
}

#[derive(Default)]
pub(super) struct Memory {
    window: VecDeque<Candidate>,
    scratch: Scratch,
}

impl Memory {
    pub fn add(&mut self, candidate: Candidate) {
        if self.window.len() == WINDOW {
            self.window.pop_front();
        }
        self.window.push_back(candidate);
    }

    /// The cluster of the best candidate, among the remembered and those `ahead`, and its share.
    pub fn resolve(
        &mut self,
        (number, wanted): (usize, &Wanted),
        ahead: &[Candidate],
        judge: &Judge,
        record: Option<&mut Record>,
    ) -> Option<(u32, f32)> {
        let Scratch { lists, scores, weighed, entities } = &mut self.scratch;
        lists.clear();
        weighed.clear();
        entities.clear();
        let cluster = |candidate: &Candidate| candidate.cluster.map(|at| &judge.clusters[at as usize]);
        let seen = |candidate: &Candidate| candidate.cluster.and_then(|at| judge.seen.get(at as usize));
        let recent = self.window.iter().rev().take_while(|candidate| {
            candidate.story == wanted.story && wanted.sentence.saturating_sub(candidate.sentence) <= REACH
        });
        let admitted =
            recent.chain(ahead).filter(|candidate| wanted.admits(candidate, cluster(candidate), seen(candidate)));
        weighed.extend(admitted.take(WEIGHED));
        if weighed.is_empty() {
            return None;
        }
        let mut names = record.as_ref().map(|_| Vec::new());
        let nearest = weighed.first().map(|candidate| wanted.sentence.abs_diff(candidate.sentence));
        lists.add(|list| {
            features::nobody(wanted, nearest, weighed.len() as u32, &mut |t, a, b, c| {
                list.push(feature(t, a, b, c));
                names.iter_mut().for_each(|names| names.push([t, a, b, c]));
            });
        });
        for (nearer, candidate) in weighed.iter().enumerate() {
            let rank = Rank { nearer: nearer as u32, entities: entities.len() as u32 };
            let known = entities.iter().position(|entity| *entity == candidate.cluster && candidate.cluster.is_some());
            let rank = Rank { entities: known.map_or(rank.entities, |at| at as u32), ..rank };
            if known.is_none() {
                entities.push(candidate.cluster);
            }
            let path = (candidate.sentence == wanted.sentence)
                .then(|| syntax::path(judge.tokens, judge.acted, &wanted.place, &candidate.place));
            lists.add(|list| {
                features::candidate(
                    wanted,
                    candidate,
                    (cluster(candidate), seen(candidate)),
                    rank,
                    path,
                    &mut |t, a, b, c| {
                        list.push(feature(t, a, b, c));
                        names.iter_mut().for_each(|names| names.push([t, a, b, c]));
                    },
                );
            });
        }
        lists.scores(&judge.model.weights, scores);
        if wanted.speaker {
            for (candidate, score) in weighed.iter().zip(&mut scores[1..]) {
                *score += LEAN * wanted.speaks_like(candidate, cluster(candidate), seen(candidate)) as f32;
            }
        }
        if !judge.they.is_empty() {
            let one = |candidate: &Candidate| candidate.cluster.is_some_and(|cluster| judge.they.contains(&cluster));
            for (_, score) in weighed.iter().zip(&mut scores[1..]).filter(|(candidate, _)| one(candidate)) {
                *score += if wanted.plural { singular::LEAN } else { -singular::LEAN };
            }
        }
        // Whoever has most in all mentions together; of equals the nearest, of nobody and somebody the latter.
        softmax(scores);
        let mut nobody = scores[0];
        let mut best = (0.0, None);
        // Those unnamed are each somebody else.
        let unnamed = weighed.iter().zip(&scores[1..]).filter(|(candidate, _)| candidate.cluster.is_none());
        unnamed.for_each(|(_, share)| nobody = nobody.max(*share));
        for entity in entities.iter().filter(|entity| entity.is_some()) {
            let own = weighed.iter().zip(&scores[1..]).filter(|(candidate, _)| candidate.cluster == *entity);
            let share: f32 = own.map(|(_, share)| share).sum();
            if share > best.0 {
                best = (share, *entity);
            }
        }
        let chosen = if nobody > best.0 { None } else { best.1.map(|cluster| (cluster, best.0)) };
        if let (Some(record), Some(names)) = (record, names) {
            let candidates = weighed.iter().map(|candidate| (candidate.span, candidate.cluster));
            let candidates = std::iter::once((Span::default(), None)).chain(candidates).collect();
            record.names.extend(names.into_iter().map(|name| (feature(name[0], name[1], name[2], name[3]), name)));
            record.choices.push(Choice { pronoun: number, speaks: wanted.speaker, lists: lists.clone(), candidates });
        }
        chosen
    }

    /// The latest speaker outside quotations, if no other person was named since.
    pub fn last_speaker(&self, story: u32, paragraph: u32) -> Option<u32> {
        let mut since: Option<u32> = None;
        let persons = self.window.iter().rev().filter(|c| c.entity_type == EntityType::Person && c.story == story);
        for (candidate, cluster) in persons.filter_map(|c| c.cluster.map(|cluster| (c, cluster))) {
            if paragraph.saturating_sub(candidate.paragraph) > 1 {
                return None;
            }
            if candidate.quotation.is_some() {
                continue;
            }
            if since.is_some_and(|other| other != cluster) {
                return None;
            }
            if candidate.speaker {
                return Some(cluster);
            }
            since = Some(cluster);
        }
        None
    }

    /// Who acts in the paragraph, if nobody else is named in it outside quotations.
    pub fn only_person(&self, story: u32, paragraph: u32) -> Option<u32> {
        let here = self.window.iter().rev().take_while(|c| c.story == story && c.paragraph == paragraph);
        let mut persons = here.filter(|c| c.entity_type == EntityType::Person && c.quotation.is_none());
        let first = persons.next()?;
        let acts = |c: &Candidate| c.subject && c.cluster == first.cluster;
        let (same, acts) = persons
            .fold((true, acts(first)), |(same, acted), c| (same && c.cluster == first.cluster, acted || acts(c)));
        first.cluster.filter(|_| same && acts)
    }

    /// The latest candidate with a name for which `fits` holds.
    pub fn latest(&self, story: u32, sentence: u32, fits: impl Fn(&Candidate, u32) -> bool) -> Option<u32> {
        let near = |c: &&Candidate| c.story == story && sentence.saturating_sub(c.sentence) <= 3 * REACH;
        let named = self.window.iter().rev().filter(near).filter_map(|c| c.cluster.map(|cluster| (c, cluster)));
        named.into_iter().find(|(c, cluster)| fits(c, *cluster)).map(|(_, cluster)| cluster)
    }
}
