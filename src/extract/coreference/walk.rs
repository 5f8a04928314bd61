//! One walk through the mentions in text order: names are remembered, pronouns and descriptions look back.

use rustc_hash::{FxHashMap, FxHashSet};

use super::antecedents::{Memory, Record};
use super::candidates::{Candidate, Kind};
use super::clusters::{Clusters, Gender, first_person, gender_of};
use super::links::Links;
use super::model::CoreferenceModel;
use super::resolver::nominal_at;
use super::speakers::Head;
use super::syntax::{self, Function};
use super::within;
use crate::analysis::{EntityType, Mention, MentionKind, Pos};
use crate::extract::names::view::View;
use crate::extract::names::words::{Shape, Word};
use crate::extract::names::{flag, flags};
use crate::extract::sources::introductions::introduce;
use crate::span::Span;

/// Marks and titles that may stand before a sentence's first name.
pub(super) const OPENING: usize = 12;

const NONE: u32 = u32::MAX;

/// What the walk has seen of a cluster so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub mentions: u32,
    /// Which of the article's entities it is, in order.
    pub number: u32,
    /// The last sentence in which it acted, and in which a pronoun stood for it.
    pub subject: u32,
    pub pronoun: u32,
    /// How often it was "he", and "she".
    pub he: u32,
    pub she: u32,
}

/// What a walk came to.
pub(super) struct Walked {
    /// The cluster of each mention.
    pub settled: Vec<Option<u32>>,
    pub votes: Vec<[f32; 2]>,
    pub turned: Vec<(u32, u32)>,
}

/// Words for persons.
pub(super) const PERSON: u64 = flag::ROLE | flag::MALE | flag::FEMALE | flag::PLURAL_PERSON;

pub(super) struct Walk<'a, 'b> {
    pub view: &'a View<'a>,
    pub clusters: &'b mut Clusters,
    pub memory: Memory,
    pub links: Links,
    /// For each mention the first quote whose source it names.
    pub sources: Vec<u32>,
    /// The other quotes of mentions that are the source of several.
    pub more: FxHashMap<usize, Vec<u32>>,
    pub settled: Vec<Option<u32>>,
    pub seen: Vec<Seen>,
    pub entities: u32,
    /// Quotes by the start of their words, for asking who speaks around a pronoun.
    pub spoken: Vec<(Span, u32)>,
    pub heads: &'b [Head],
    pub model: &'b CoreferenceModel,
    pub quotation: usize,
    /// For each cluster how much speaks for "he", and for "she".
    pub votes: Vec<[f32; 2]>,
    /// Clusters that turned out to be persons, and the votes for that.
    pub turned: Vec<(u32, u32)>,
    /// Words that describe a quote's source.
    pub described: FxHashSet<usize>,
    /// The next word to be looked at for somebody unnamed.
    pub word: usize,
    /// Clusters of persons whose pronoun is "they".
    pub they: Vec<u32>,
}

impl<'a, 'b> Walk<'a, 'b> {
    pub fn new(view: &'a View<'a>, clusters: &'b mut Clusters, heads: &'b [Head], model: &'b CoreferenceModel) -> Self {
        let mut sources = vec![NONE; view.found.mentions.len()];
        let mut more: FxHashMap<usize, Vec<u32>> = FxHashMap::default();
        for (quote, head) in (0..).zip(heads) {
            let number = match *head {
                Head::Name(number) | Head::Pronoun(number) => Some(number),
                Head::Noun(at) => nominal_at(view, at),
                _ => None,
            };
            match number {
                Some(number) if sources[number] == NONE => sources[number] = quote,
                Some(number) => more.entry(number).or_default().push(quote),
                None => {}
            }
        }
        let mut spoken: Vec<_> = Vec::new();
        for (number, quote) in view.found.quotes.iter().enumerate() {
            spoken.extend(quote.spans.iter().map(|span| (*span, number as u32)));
        }
        spoken.sort();
        let votes = vec![[0.0; 2]; clusters.all.len()];
        let far = NONE / 2;
        let seen = Seen { mentions: 0, number: NONE, subject: far, pronoun: far, he: 0, she: 0 };
        Walk {
            view,
            memory: Memory::default(),
            links: Links::read(view),
            sources,
            more,
            settled: vec![None; view.found.mentions.len()],
            seen: vec![seen; clusters.all.len()],
            entities: 0,
            clusters,
            spoken,
            heads,
            model,
            quotation: 0,
            votes,
            turned: Vec::new(),
            described: heads
                .iter()
                .filter_map(|head| if let Head::Noun(at) = head { Some(*at) } else { None })
                .collect(),
            word: 0,
            they: Vec::new(),
        }
    }

    pub fn is_source(&self, number: usize) -> bool {
        self.sources[number] != NONE
    }

    /// What appositions say of names: "his wife, Ann", "Lumora, an app".
    fn read_appositions(&mut self) {
        for (word, name) in self.links.appositions() {
            let (noun, word) = (self.view.found.tokens[word].pos == Pos::Noun, &self.view.words[word]);
            if let Some(cluster) = self.clusters.of[name].map(|c| self.clusters.root(c)) {
                // "Lee's publisher, Ann Kim,"
                let person = self.clusters.entity_type(cluster) == EntityType::Person;
                if noun && person && (word.is(PERSON) || word.key.ends_with("er")) {
                    self.call(cluster, &word.key);
                }
                let into = &mut self.clusters.all[cluster as usize];
                into.gender = into.gender.or(gender_of(word.flags));
                // A publisher may be either.
                let thing = noun && word.is(flag::ORG_NOUN) && !word.key.ends_with("er");
                into.doubtful &= !thing || word.is(PERSON) || into.gender.is_some();
            }
        }
    }

    /// The cluster of each mention.
    pub fn run(mut self, mut record: Option<&mut Record>) -> Walked {
        self.read_appositions();
        self.they = self.called_they();
        for number in 0..self.view.found.mentions.len() {
            let mention = self.view.mention(number);
            if mention.kind == MentionKind::Pronoun && first_person(mention.span.of(self.view.text)) {
                continue;
            }
            self.unnamed(mention.span.start);
            let quotation = self.quotation_at(mention.span);
            let cluster = match mention.kind {
                MentionKind::Name => self.clusters.of[number].map(|c| self.clusters.root(c)),
                MentionKind::Pronoun => self.pronoun(number, mention, quotation, record.as_deref_mut()),
                MentionKind::Nominal => self.nominal(number, mention, quotation),
            };
            if cluster.is_none() && mention.kind == MentionKind::Pronoun {
                continue;
            }
            self.settled[number] = cluster;
            if let Some(cluster) = cluster.filter(|_| mention.kind == MentionKind::Name) {
                self.learn(cluster, mention);
            }
            let candidate = self.candidate(number, mention, cluster, quotation);
            self.see(&candidate);
            self.memory.add(candidate);
            if candidate.place.listed && candidate.kind == Kind::Name {
                // "Lee and Kim": both together.
                self.memory.add(Candidate { cluster: None, kind: Kind::Unnamed, plural: true, ..candidate });
            }
        }
        if let Some(record) = record {
            record.mentions = self.settled.clone();
        }
        Walked { settled: self.settled, votes: self.votes, turned: self.turned }
    }

    fn see(&mut self, candidate: &Candidate) {
        let Some(cluster) = candidate.cluster else { return };
        let seen = &mut self.seen[cluster as usize];
        if seen.mentions == 0 {
            seen.number = self.entities;
            self.entities += 1;
        }
        seen.mentions += 1;
        if matches!(candidate.place.function, Function::Subject | Function::Passive) {
            seen.subject = candidate.sentence;
        }
        if candidate.kind == Kind::Pronoun {
            seen.pronoun = candidate.sentence;
            seen.he += u32::from(candidate.gender == Some(Gender::Male));
            seen.she += u32::from(candidate.gender == Some(Gender::Female));
        }
    }

    /// The last quotation that holds the words; they come in text order.
    fn quotation_at(&mut self, span: Span) -> Option<u32> {
        let quotations = &self.view.found.quotations;
        while self.quotation < quotations.len() && quotations[self.quotation].span.end <= span.start {
            self.quotation += 1;
        }
        self.quotation_of(span)
    }

    pub(super) fn quotation_of(&self, span: Span) -> Option<u32> {
        let quotations = &self.view.found.quotations;
        let here = quotations[self.quotation..].iter().take(4).take_while(|q| q.span.start <= span.start);
        let here = here.enumerate().filter(|(_, q)| within(span, q.span)).last();
        here.map(|(at, _)| (self.quotation + at) as u32)
    }

    /// Keeps what the words around a name say its bearer is.
    fn learn(&mut self, cluster: u32, mention: &Mention) {
        if mention.entity_type != EntityType::Person || self.clusters.all[cluster as usize].roles.len() >= 12 {
            return;
        }
        if let Some(role) = introduce(self.view, mention).role {
            self.call(cluster, &role.of(self.view.text).to_lowercase());
        }
    }

    pub(super) fn call(&mut self, cluster: u32, role: &str) {
        let into = &mut self.clusters.all[cluster as usize];
        into.gender = into.gender.or(gender_of(flags(role)));
        if into.roles.len() < 12 && !into.roles.iter().any(|known| known == role) {
            into.roles.push(role.to_owned());
        }
    }

    pub(super) fn candidate(
        &self,
        number: usize,
        mention: &Mention,
        cluster: Option<u32>,
        quotation: Option<u32>,
    ) -> Candidate {
        let view = self.view;
        let range = view.range(mention.span);
        let sentence = view.sentence(mention.sentence);
        let before = range.start.checked_sub(1).filter(|at| sentence.contains(at)).map(|at| &view.words[at]);
        let after = view.words.get(range.end);
        let owns = after.is_some_and(|w| w.possessive()) || matches!(&*view.words[range.start].key, "his" | "their");
        let oblique = owns || before.is_some_and(|w| w.is(flag::PREPOSITION));
        let verb = |w: &Word| w.is(flag::AUXILIARY | flag::VERB | flag::SAY | flag::ADVERB) || w.key.ends_with("ed");
        let first = range.start < sentence.start + OPENING
            && view.words[sentence.start.min(range.start)..range.start]
                .iter()
                .all(|w| w.shape == Shape::Mark || w.capital());
        let last = &view.words[range.end.max(range.start + 1) - 1];
        let gender = match mention.kind {
            MentionKind::Name => None,
            _ => gender_of(last.flags),
        };
        let kind = match (mention.kind, cluster) {
            (_, None) => Kind::Unnamed,
            (MentionKind::Name, _) => Kind::Name,
            (MentionKind::Pronoun, _) => Kind::Pronoun,
            (MentionKind::Nominal, _) => Kind::Description,
        };
        Candidate {
            span: mention.span,
            cluster,
            kind,
            entity_type: cluster.map_or(mention.entity_type, |cluster| self.clusters.entity_type(cluster)),
            gender,
            plural: mention.kind == MentionKind::Pronoun && plural(&last.key),
            sentence: mention.sentence,
            paragraph: view.paragraph(mention.sentence),
            story: view.story(mention.sentence),
            quotation,
            // "The Kenyan officers" are no Kenyans.
            subject: !oblique && (first && mention.entity_type != EntityType::Group || after.is_some_and(verb)),
            speaker: self.is_source(number),
            place: syntax::place(&view.found.tokens, range),
        }
    }
}

pub(super) fn plural(pronoun: &str) -> bool {
    matches!(pronoun, "they" | "them" | "their" | "theirs" | "themselves")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_genders() {
        assert_eq!(gender_of(flags("spokeswoman")), Some(Gender::Female));
        assert_eq!(gender_of(flags("king")), Some(Gender::Male));
        assert_eq!(gender_of(flags("neighbour")), None);
    }
}
