//! Whom a pronoun or a description stands for: the best of the last few candidates, or nobody.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::clusters::{Cluster, Gender};
use crate::analysis::EntityType;
use crate::extract::names::{flag, flags};

/// Candidates looked at for one pronoun.
const WINDOW: usize = 50;
/// Sentences a pronoun reaches back.
const REACH: u32 = 6;

/// A mention that a later pronoun may stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub cluster: u32,
    pub entity_type: EntityType,
    pub sentence: u32,
    pub paragraph: u32,
    pub story: u32,
    /// The innermost quotation it stands in.
    pub quotation: Option<u32>,
    pub subject: bool,
    /// Names the source of a quote.
    pub speaker: bool,
    /// Owns the next word, or stands behind a preposition.
    pub oblique: bool,
}

/// What a pronoun asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub gender: Option<Gender>,
    pub plural: bool,
    pub thing: bool,
    pub sentence: u32,
    pub paragraph: u32,
    pub story: u32,
    pub quotation: Option<u32>,
    pub speaker: bool,
    /// Who speaks the quotation the pronoun stands in: "he" there is somebody else.
    pub not: Option<u32>,
    /// Stands for the actor of its clause.
    pub subject: bool,
    /// "his", "their"
    pub owner: bool,
}

#[derive(Default)]
pub(super) struct Memory {
    window: VecDeque<Candidate>,
    /// How often each cluster stands in the window.
    counts: FxHashMap<u32, i32>,
}

impl Memory {
    pub fn add(&mut self, candidate: Candidate) {
        if self.window.len() == WINDOW
            && let Some(old) = self.window.pop_front()
            && let Some(count) = self.counts.get_mut(&old.cluster)
        {
            *count -= 1;
            if *count == 0 {
                self.counts.remove(&old.cluster);
            }
        }
        *self.counts.entry(candidate.cluster).or_default() += 1;
        self.window.push_back(candidate);
    }

    /// The cluster of the best candidate.
    pub fn resolve(&self, wanted: &Wanted, clusters: &[Cluster]) -> Option<u32> {
        let mut best: Option<(i32, u32)> = None;
        let mut nearest = true;
        for candidate in self.window.iter().rev() {
            let Some(score) = score(candidate, wanted, &clusters[candidate.cluster as usize]) else { continue };
            let near = if wanted.owner {
                12
            } else if wanted.subject {
                1
            } else {
                0
            };
            let score = score + if nearest && wanted.sentence == candidate.sentence { near } else { 0 };
            nearest = false;
            let score = score + self.counts.get(&candidate.cluster).map_or(0, |count| (*count).min(4));
            if best.is_none_or(|(old, _)| score > old) {
                best = Some((score, candidate.cluster));
            }
        }
        best.filter(|(score, _)| *score > 0).map(|(_, cluster)| cluster)
    }

    /// The latest speaker outside quotations, if no other person was named since.
    pub fn last_speaker(&self, story: u32, paragraph: u32) -> Option<u32> {
        let mut since: Option<u32> = None;
        for candidate in self.window.iter().rev().filter(|c| c.entity_type == EntityType::Person && c.story == story) {
            if paragraph.saturating_sub(candidate.paragraph) > 1 {
                return None;
            }
            if candidate.quotation.is_some() {
                continue;
            }
            if since.is_some_and(|other| other != candidate.cluster) {
                return None;
            }
            if candidate.speaker {
                return Some(candidate.cluster);
            }
            since = Some(candidate.cluster);
        }
        None
    }

    /// The latest candidate for which `fits` holds.
    pub fn latest(&self, story: u32, sentence: u32, fits: impl Fn(&Candidate) -> bool) -> Option<u32> {
        let near = |c: &&Candidate| c.story == story && sentence.saturating_sub(c.sentence) <= 3 * REACH;
        self.window.iter().rev().filter(near).find(|c| fits(c)).map(|c| c.cluster)
    }
}

/// `None` where the candidate cannot be meant.
fn score(candidate: &Candidate, wanted: &Wanted, cluster: &Cluster) -> Option<i32> {
    let distance = wanted.sentence.checked_sub(candidate.sentence)?;
    if candidate.story != wanted.story || distance > REACH || wanted.not == Some(candidate.cluster) {
        return None;
    }
    let person = candidate.entity_type == EntityType::Person;
    if wanted.thing {
        let body = matches!(candidate.entity_type, EntityType::Organization | EntityType::Place | EntityType::Product);
        if !body || distance > 2 {
            return None;
        }
    } else if wanted.plural {
        let account = person && cluster.roles.iter().any(|role| flags(role) & flag::ACCOUNT_ROLE != 0);
        let many = match candidate.entity_type {
            EntityType::Group => candidate.subject,
            EntityType::Organization => candidate.subject && distance == 0,
            _ => false,
        };
        if !(account || many) || distance > 1 {
            return None;
        }
    } else if !person || cluster.gender.is_some() && wanted.gender.is_some() && cluster.gender != wanted.gender {
        return None;
    }
    // Outside quotations nobody points at a name that only a speaker's words hold.
    if wanted.quotation.is_none() && candidate.quotation.is_some() {
        return None;
    }
    let mut score = 30 - 6 * distance as i32;
    score -= 2 * (wanted.paragraph - candidate.paragraph.min(wanted.paragraph)).min(3) as i32;
    score += if candidate.subject { 7 } else { 0 };
    score += if candidate.speaker && wanted.speaker { 8 } else { 0 };
    score -= if candidate.oblique { 4 } else { 0 };
    score += if cluster.gender.is_some() && cluster.gender == wanted.gender { 5 } else { 0 };
    score += if wanted.quotation.is_some() && candidate.quotation == wanted.quotation { 6 } else { 0 };
    // Who acts in a clause is not whom it acts on: "Lee thanked him".
    let acted_on = !wanted.subject && !wanted.owner && wanted.quotation == candidate.quotation;
    score -= if distance == 0 && acted_on && candidate.subject { 8 } else { 0 };
    // "Lee told Kim she …": within one clause the subject is likelier for a subject.
    score += if distance == 0 && wanted.subject && candidate.subject { 2 } else { 0 };
    Some(score)
}
