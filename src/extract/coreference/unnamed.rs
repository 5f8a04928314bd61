//! Whoever is described and never named: they stand between a pronoun and those it might mean otherwise.

use super::candidates::{Candidate, Kind};
use super::clusters::gender_of;
use super::resolver::nominal_at;
use super::syntax;
use super::walk::{PERSON, Walk};
use crate::analysis::{EntityType, Pos, Relation, Tag};
use crate::extract::names::flag;
use crate::extract::names::words::Shape;

impl Walk<'_, '_> {
    /// Remembers whoever is described without a name up to `end`: "a neighbour", "officials".
    pub(super) fn unnamed(&mut self, end: u32) {
        let view = self.view;
        while self.word < view.words.len() && view.words[self.word].span.start < end {
            let at = self.word;
            self.word += 1;
            let (word, token) = (&view.words[at], &view.found.tokens[at]);
            if token.pos != Pos::Noun || word.shape != Shape::Lower || view.name_at(at).is_some() {
                continue;
            }
            let person = word.is(PERSON);
            let plural = token.tag == Tag::Nns || word.is(flag::PLURAL_PERSON);
            let part = matches!(token.relation, Relation::Compound | Relation::Flat | Relation::NmodDesc);
            if !(person || plural) || part || nominal_at(view, at).is_some() {
                continue;
            }
            let named = self.links.name(at).or_else(|| self.links.subject(at).and_then(|at| view.name_at(at)));
            // "his daughter Rose"
            let next = view.name_at(at + 1).filter(|name| person && view.mention(*name).span.start > word.span.end);
            let next = next.filter(|name| view.mention(*name).entity_type == EntityType::Person);
            let named = named.or(next);
            if let Some(name) = named {
                if person
                    && !plural
                    && let Some(cluster) = self.clusters.of[name].map(|c| self.clusters.root(c))
                {
                    self.call(cluster, &word.key);
                }
                continue;
            }
            if self.links.is_predicate(at) {
                continue;
            }
            let sentence = view.found.sentences.partition_point(|s| s.span.end <= word.span.start) as u32;
            let candidate = Candidate {
                span: word.span,
                cluster: None,
                kind: Kind::Unnamed,
                entity_type: if person { EntityType::Person } else { EntityType::Other },
                gender: gender_of(word.flags),
                plural,
                sentence,
                paragraph: view.paragraph(sentence),
                story: view.story(sentence),
                quotation: self.quotation_of(word.span),
                subject: false,
                speaker: self.described.contains(&at),
                place: syntax::place(&view.found.tokens, at..at + 1),
            };
            self.memory.add(candidate);
        }
    }
}
