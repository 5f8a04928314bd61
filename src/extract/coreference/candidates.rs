//! Whom a pronoun may stand for, and what is asked of them.

use super::clusters::{Cluster, Gender};
use super::syntax::{Function, Place};
use super::walk::Seen;
use crate::analysis::EntityType;
use crate::span::Span;

/// Sentences a pronoun reaches back.
pub(super) const REACH: u32 = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Pronoun,
    /// "the mayor", resolved.
    Description,
    /// Somebody described whom no name is known of: "a neighbour".
    Unnamed,
}

/// A mention that a later pronoun may stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub span: Span,
    /// `None` for somebody unnamed.
    pub cluster: Option<u32>,
    pub kind: Kind,
    pub entity_type: EntityType,
    /// Its own words are for a man, for a woman.
    pub gender: Option<Gender>,
    pub plural: bool,
    pub sentence: u32,
    pub paragraph: u32,
    pub story: u32,
    /// The innermost quotation it stands in.
    pub quotation: Option<u32>,
    /// Acts in its clause, as far as words alone tell.
    pub subject: bool,
    /// Names the source of a quote.
    pub speaker: bool,
    pub place: Place,
}

/// What a pronoun asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    pub span: Span,
    pub gender: Option<Gender>,
    pub plural: bool,
    pub thing: bool,
    /// "himself"
    pub reflexive: bool,
    pub sentence: u32,
    pub paragraph: u32,
    pub story: u32,
    pub quotation: Option<u32>,
    pub speaker: bool,
    /// Who speaks the quotation the pronoun stands in: "he" there is somebody else.
    pub not: Option<u32>,
    /// The quotes that the pronoun is the source of: nobody in them is meant.
    pub own: &'a [Span],
    /// Whom those quotes name: nobody says “Lee is wrong” of themselves.
    pub named: &'a [u32],
    pub place: Place,
}

impl Wanted<'_> {
    /// Whether the candidate can be meant at all.
    pub fn admits(&self, candidate: &Candidate, cluster: Option<&Cluster>, seen: Option<&Seen>) -> bool {
        let distance = self.sentence.abs_diff(candidate.sentence);
        if candidate.story != self.story || distance > REACH || self.not.is_some() && self.not == candidate.cluster {
            return false;
        }
        if self.own.iter().any(|span| span.contains(candidate.span)) {
            return false;
        }
        if candidate.cluster.is_some_and(|cluster| self.named.binary_search(&cluster).is_ok()) {
            return false;
        }
        // Outside quotations nobody points at a name that only a speaker's words hold.
        if self.quotation.is_none() && candidate.quotation.is_some() {
            return false;
        }
        let person = candidate.entity_type == EntityType::Person;
        if self.thing {
            let body =
                matches!(candidate.entity_type, EntityType::Organization | EntityType::Place | EntityType::Product);
            return body && !candidate.plural && distance <= 2;
        }
        if self.plural {
            let many = candidate.plural || candidate.entity_type == EntityType::Group;
            let body = candidate.entity_type == EntityType::Organization;
            return distance <= 3 && (many || body || person && cluster.is_none_or(|cluster| cluster.gender.is_none()));
        }
        let gender = candidate.gender.or_else(|| cluster.and_then(|cluster| cluster.gender));
        // Two other pronouns tell as much as a name.
        let against = seen.is_some_and(|seen| match self.gender {
            Some(Gender::Male) => seen.she > 1 && seen.he == 0,
            Some(Gender::Female) => seen.he > 1 && seen.she == 0,
            None => false,
        });
        if gender.is_none() && against {
            return false;
        }
        let doubtful = cluster.is_some_and(|cluster| cluster.doubtful);
        (person || doubtful)
            && !candidate.plural
            && (gender.is_none() || self.gender.is_none() || gender == self.gender)
    }

    /// How much the sound of a first name speaks for the pronoun, as log odds; `None` where either says nothing.
    pub fn lean(&self, cluster: &Cluster) -> Option<f32> {
        let sign = match self.gender? {
            Gender::Female => 1.0,
            Gender::Male => -1.0,
        };
        (cluster.gender.is_none() && cluster.odds != 0.0).then_some(sign * cluster.odds)
    }

    /// How much speaks for the candidate if the pronoun names who speaks, by rule: the texts to learn from have few such.
    pub fn speaks_like(&self, candidate: &Candidate, cluster: Option<&Cluster>, seen: Option<&Seen>) -> i32 {
        let mut points = -6 * self.sentence.abs_diff(candidate.sentence) as i32;
        points -= 2 * self.paragraph.saturating_sub(candidate.paragraph).min(3) as i32;
        points += match candidate.place.function {
            Function::Subject | Function::Passive => 7,
            Function::Oblique | Function::Owner | Function::Modifier => -4,
            _ if candidate.subject => 7,
            _ => 0,
        };
        points += if candidate.speaker { 8 } else { 0 };
        let known = candidate.gender.or_else(|| cluster.and_then(|cluster| cluster.gender));
        points += if known.is_some() && known == self.gender { 5 } else { 0 };
        // Who is named for the first time in this paragraph is whom it is about.
        let new = candidate.kind == Kind::Name && candidate.paragraph == self.paragraph && self.gender.is_some();
        points += if new && seen.is_some_and(|seen| seen.mentions == 1) { 6 } else { 0 };
        points + seen.map_or(0, |seen| seen.mentions.min(4)) as i32
    }
}
