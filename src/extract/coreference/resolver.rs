//! One walk through the mentions in text order: names are remembered, pronouns and descriptions look back.

use super::antecedents::{Candidate, Memory, Wanted};
use super::clusters::{self, Clusters, Gender};
use super::speakers::{Head, head};
use super::within;
use crate::analysis::{Attribution, EntityType, Mention, MentionKind};
use crate::extract::names::view::View;
use crate::extract::names::words::{Shape, Word};
use crate::extract::names::{flag, flags};
use crate::extract::sources::introductions::introduce;

/// Marks and titles that may stand before a sentence's first name.
pub(super) const OPENING: usize = 12;

pub(super) struct Settled {
    pub clusters: Clusters,
    /// The cluster of each mention.
    pub mentions: Vec<Option<u32>>,
    /// The cluster of each quote's speaker, and whether its words had to be resolved.
    pub speakers: Vec<Option<(u32, bool)>>,
}

pub(super) fn resolve(view: &View) -> Settled {
    let mut clusters = clusters::find(view);
    let heads: Vec<Head> =
        view.found.quotes.iter().map(|q| q.source_span.map_or(Head::Nothing, |span| head(view, span))).collect();
    let mentions = Walk::new(view, &mut clusters, &heads).run();
    let speakers = speakers(view, &heads, &mentions);
    Settled { clusters, mentions, speakers }
}

/// The speaker of each quote; one that goes on has the speaker of the one before.
fn speakers(view: &View, heads: &[Head], mentions: &[Option<u32>]) -> Vec<Option<(u32, bool)>> {
    let mut speakers: Vec<Option<(u32, bool)>> = Vec::with_capacity(heads.len());
    for (quote, head) in view.found.quotes.iter().zip(heads) {
        let speaker = match *head {
            Head::Name(number) => mentions[number].map(|c| (c, false)),
            Head::Pronoun(number) => mentions[number].map(|c| (c, true)),
            Head::Noun(at) => nominal_at(view, at).and_then(|n| mentions[n]).map(|c| (c, true)),
            Head::Relative => quote
                .source_span
                .and_then(|s| name_before(view, view.range(s).start))
                .and_then(|n| mentions[n])
                .map(|c| (c, true)),
            Head::Nothing if quote.source_span.is_none() && quote.attribution == Attribution::Continuation => {
                speakers.last().copied().flatten()
            }
            Head::Nothing => None,
        };
        speakers.push(speaker);
    }
    speakers
}

/// The description whose noun is the word at `at`.
fn nominal_at(view: &View, at: usize) -> Option<usize> {
    let word = view.words[at].span;
    let mentions = &view.found.mentions;
    let from = mentions.partition_point(|m| m.span.start + 120 < word.start);
    let near = mentions[from..].iter().take_while(|m| m.span.start <= word.start);
    near.enumerate().find(|(_, m)| m.kind == MentionKind::Nominal && m.span.contains(word)).map(|(n, _)| from + n)
}

/// The name that "who" at `at` goes on about: directly before, or before an aside in commas.
fn name_before(view: &View, at: usize) -> Option<usize> {
    let number = (at.saturating_sub(OPENING)..at).rev().find_map(|at| view.name_at(at))?;
    let name = view.mention(number);
    let between = &view.words[view.range(name.span).end.min(at)..at];
    let aside = between.first().is_none_or(|w| matches!(w.text, "," | "(" | "—" | "–"));
    let whom = view.words[at].key != "who" || name.entity_type == EntityType::Person;
    (aside && whom).then_some(number)
}

pub(super) struct Walk<'a, 'b> {
    pub view: &'a View<'a>,
    pub clusters: &'b mut Clusters,
    pub memory: Memory,
    /// For each mention, whether it names a quote's source.
    pub sources: Vec<bool>,
    settled: Vec<Option<u32>>,
    /// Quotes by the start of their words, for asking who speaks around a pronoun.
    spoken: Vec<(crate::span::Span, u32)>,
    heads: &'b [Head],
    quotation: usize,
}

impl<'a, 'b> Walk<'a, 'b> {
    fn new(view: &'a View<'a>, clusters: &'b mut Clusters, heads: &'b [Head]) -> Self {
        let mut sources = vec![false; view.found.mentions.len()];
        for head in heads {
            match *head {
                Head::Name(number) | Head::Pronoun(number) => sources[number] = true,
                Head::Noun(at) => {
                    if let Some(number) = nominal_at(view, at) {
                        sources[number] = true;
                    }
                }
                _ => {}
            }
        }
        let mut spoken: Vec<_> = Vec::new();
        for (number, quote) in view.found.quotes.iter().enumerate() {
            spoken.extend(quote.spans.iter().map(|span| (*span, number as u32)));
        }
        spoken.sort();
        let settled = vec![None; view.found.mentions.len()];
        Walk { view, clusters, memory: Memory::default(), sources, settled, spoken, heads, quotation: 0 }
    }

    fn run(mut self) -> Vec<Option<u32>> {
        for number in 0..self.view.found.mentions.len() {
            let mention = self.view.mention(number);
            let quotation = self.quotation_at(mention);
            let cluster = match mention.kind {
                MentionKind::Name => self.clusters.of[number].map(|c| self.clusters.root(c)),
                MentionKind::Pronoun => self.pronoun(number, mention, quotation),
                MentionKind::Nominal => self.nominal(number, mention, quotation),
            };
            let Some(cluster) = cluster else { continue };
            self.settled[number] = Some(cluster);
            if mention.kind == MentionKind::Name {
                self.learn(cluster, mention);
            }
            let candidate = self.candidate(number, mention, cluster, quotation);
            self.memory.add(candidate);
        }
        self.settled
    }

    /// The last quotation that holds the mention; mentions come in text order.
    fn quotation_at(&mut self, mention: &Mention) -> Option<u32> {
        let quotations = &self.view.found.quotations;
        while self.quotation < quotations.len() && quotations[self.quotation].span.end <= mention.span.start {
            self.quotation += 1;
        }
        let here = quotations[self.quotation..].iter().take(4).take_while(|q| q.span.start <= mention.span.start);
        let here = here.enumerate().filter(|(_, q)| within(mention, q.span)).last();
        here.map(|(at, _)| (self.quotation + at) as u32)
    }

    /// Keeps what the words around a name say its bearer is.
    fn learn(&mut self, cluster: u32, mention: &Mention) {
        if mention.entity_type != EntityType::Person || self.clusters.all[cluster as usize].roles.len() >= 12 {
            return;
        }
        if let Some(role) = introduce(self.view, mention).role {
            let role = role.of(self.view.text).to_lowercase();
            let into = &mut self.clusters.all[cluster as usize];
            let gender = match flags(&role) {
                f if f & flag::MALE != 0 => Some(Gender::Male),
                f if f & flag::FEMALE != 0 => Some(Gender::Female),
                _ => None,
            };
            into.gender = into.gender.or(gender);
            if !into.roles.contains(&role) {
                into.roles.push(role);
            }
        }
    }

    fn candidate(&self, number: usize, mention: &Mention, cluster: u32, quotation: Option<u32>) -> Candidate {
        let view = self.view;
        let range = view.range(mention.span);
        let sentence = view.sentence(mention.sentence);
        let before = range.start.checked_sub(1).filter(|at| sentence.contains(at)).map(|at| &view.words[at]);
        let after = view.words.get(range.end);
        let owns = after.is_some_and(Word::possessive) || matches!(&*view.words[range.start].key, "his" | "their");
        let oblique = owns || before.is_some_and(|w| w.is(flag::PREPOSITION));
        let verb = |w: &Word| w.is(flag::AUXILIARY | flag::VERB | flag::SAY | flag::ADVERB) || w.key.ends_with("ed");
        let first = range.start < sentence.start + OPENING
            && view.words[sentence.start.min(range.start)..range.start]
                .iter()
                .all(|w| w.shape == Shape::Mark || w.capital());
        Candidate {
            cluster,
            entity_type: self.clusters.entity_type(cluster),
            sentence: mention.sentence,
            paragraph: view.paragraph(mention.sentence),
            story: view.story(mention.sentence),
            quotation,
            // "The Kenyan officers" are no Kenyans.
            subject: !oblique && (first && mention.entity_type != EntityType::Group || after.is_some_and(verb)),
            speaker: self.sources[number],
            oblique,
        }
    }

    /// The speaker of the quote that holds the mention.
    fn speaker_around(&self, mention: &Mention) -> Option<u32> {
        let before = self.spoken.partition_point(|(span, _)| span.start <= mention.span.start);
        let (_, quote) = self.spoken[..before].iter().rev().take(3).find(|(span, _)| within(mention, *span))?;
        match self.heads[*quote as usize] {
            Head::Name(number) => self.clusters.of[number].map(|c| self.clusters.root(c)),
            Head::Pronoun(number) => self.settled[number],
            _ => None,
        }
    }

    fn pronoun(&mut self, number: usize, mention: &Mention, quotation: Option<u32>) -> Option<u32> {
        let at = self.view.range(mention.span).start;
        let word = &self.view.words[at];
        let gender = match () {
            () if word.is(flag::MALE) => Some(Gender::Male),
            () if word.is(flag::FEMALE) => Some(Gender::Female),
            () => None,
        };
        let wanted = Wanted {
            gender,
            plural: matches!(&*word.key, "they" | "them" | "their" | "theirs" | "themselves"),
            thing: word.key == "it",
            sentence: mention.sentence,
            paragraph: self.view.paragraph(mention.sentence),
            story: self.view.story(mention.sentence),
            quotation,
            speaker: self.sources[number],
            // A quote in marks speaks of others as "he"; one without may speak of the speaker.
            not: quotation.and_then(|_| self.speaker_around(mention)),
            subject: matches!(&*word.key, "he" | "she" | "they" | "it"),
            owner: matches!(&*word.key, "his" | "hers" | "their" | "theirs")
                || word.key == "her" && self.view.words.get(at + 1).is_some_and(|w| w.word() && !w.is(flag::FUNCTION)),
        };
        let cluster = match self.ahead(at, mention, gender) {
            Some(ahead) => ahead,
            None => self.memory.resolve(&wanted, &self.clusters.all)?,
        };
        let into = &mut self.clusters.all[cluster as usize];
        into.gender = into.gender.or(gender);
        Some(cluster)
    }

    /// "Despite his age, Ann Lee …": the subject that follows an opening phrase.
    fn ahead(&self, at: usize, mention: &Mention, gender: Option<Gender>) -> Option<u32> {
        let view = self.view;
        let sentence = view.sentence(mention.sentence);
        let opening = &view.words[sentence.start..at];
        let opens = opening.first()?.is(flag::PREPOSITION | flag::CONJUNCTION) && opening.len() < OPENING;
        if !opens || opening.iter().any(|w| w.text == ",") || (sentence.start..at).any(|at| view.name_at(at).is_some())
        {
            return None;
        }
        let comma = (at..sentence.end.min(at + OPENING)).find(|at| view.words[*at].text == ",")?;
        let named = (comma + 1..sentence.end.min(comma + 4)).find_map(|at| view.name_at(at))?;
        let cluster = self.clusters.of[named].map(|c| self.clusters.root(c))?;
        let known = self.clusters.all[cluster as usize].gender;
        let fits = view.mention(named).entity_type == EntityType::Person && (known.is_none() || known == gender);
        (fits && gender.is_some()).then_some(cluster)
    }
}
