//! What a pronoun asks for, and whom it gets.

use super::antecedents::{Judge, Record};
use super::candidates::{Candidate, Wanted};
use super::clusters::gender_of;
use super::speakers::Head;
use super::walk::{Walk, plural};
use super::{syntax, within};
use crate::analysis::{EntityType, Mention, MentionKind};
use crate::span::Span;

/// Names behind a pronoun that it may stand for.
const AHEAD: usize = 4;
/// Words behind a pronoun that are looked through for them.
const AHEAD_WORDS: usize = 40;

impl Walk<'_, '_> {
    /// The speaker of the quote that holds the mention.
    fn speaker_around(&self, mention: &Mention) -> Option<u32> {
        let before = self.spoken.partition_point(|(span, _)| span.start <= mention.span.start);
        let (_, quote) = self.spoken[..before].iter().rev().take(3).find(|(span, _)| within(mention.span, *span))?;
        match self.heads[*quote as usize] {
            Head::Name(number) => self.clusters.of[number].map(|c| self.clusters.root(c)),
            Head::Pronoun(number) => self.settled[number],
            _ => None,
        }
    }

    pub(super) fn pronoun(
        &mut self,
        number: usize,
        mention: &Mention,
        quotation: Option<u32>,
        record: Option<&mut Record>,
    ) -> Option<u32> {
        let view = self.view;
        let at = view.range(mention.span).start;
        let word = &view.words[at];
        let gender = gender_of(word.flags);
        let more = self.more.get(&number).into_iter().flatten();
        let quotes = std::iter::once(&self.sources[number]).chain(more);
        let quotes = quotes.filter_map(|quote| view.found.quotes.get(*quote as usize));
        let own: Vec<Span> = quotes.flat_map(|quote| &quote.spans).copied().collect();
        let named = self.named_in(&own);
        let wanted = Wanted {
            span: mention.span,
            gender,
            plural: plural(&word.key),
            thing: word.key == "it",
            reflexive: word.key.ends_with("self") || word.key.ends_with("selves"),
            sentence: mention.sentence,
            paragraph: view.paragraph(mention.sentence),
            story: view.story(mention.sentence),
            quotation,
            speaker: self.is_source(number),
            // A quote in marks speaks of others as "he"; one without may speak of the speaker.
            not: quotation.and_then(|_| self.speaker_around(mention)),
            own: &own,
            named: &named,
            place: syntax::place(&view.found.tokens, at..at + 1),
        };
        let ahead = if gender.is_some() { self.ahead(at, mention) } else { Vec::new() };
        let judge = Judge {
            model: self.model,
            clusters: &self.clusters.all,
            seen: &self.seen,
            tokens: &view.found.tokens,
            acted: &self.links.acted,
            they: &self.they,
        };
        let (cluster, share) = self.memory.resolve((number, &wanted), &ahead, &judge, record)?;
        if let Some(gender) = gender {
            self.votes[cluster as usize][gender as usize] += share;
        }
        let into = &mut self.clusters.all[cluster as usize];
        if into.doubtful && gender.is_some() {
            // Whoever is "she" is a person.
            into.doubtful = false;
            let votes = 1 + into.types.iter().sum::<u32>();
            into.types[EntityType::Person as usize] += votes;
            self.turned.push((cluster, votes));
        }
        Some(cluster)
    }

    /// The clusters of all names in these words.
    fn named_in(&self, spans: &[Span]) -> Vec<u32> {
        let mentions = &self.view.found.mentions;
        let mut named = Vec::new();
        for span in spans {
            let first = mentions.partition_point(|mention| mention.span.start < span.start);
            let own = mentions[first..].iter().take_while(|mention| mention.span.start < span.end);
            let clusters = self.clusters.of[first..].iter().zip(own);
            named.extend(clusters.filter_map(|(cluster, mention)| {
                cluster.filter(|_| mention.kind == MentionKind::Name).map(|cluster| self.clusters.root(cluster))
            }));
        }
        named.sort_unstable();
        named.dedup();
        named
    }

    /// Names behind the pronoun in its sentence: "When she left, Ann Lee …".
    fn ahead(&self, at: usize, mention: &Mention) -> Vec<Candidate> {
        let view = self.view;
        let sentence = view.sentence(mention.sentence);
        let mut found: Vec<usize> = Vec::new();
        for at in at + 1..sentence.end.min(at + AHEAD_WORDS) {
            if let Some(name) = view.name_at(at).filter(|name| found.last() != Some(name)) {
                found.push(name);
            }
            if found.len() == AHEAD {
                break;
            }
        }
        let candidate = |number: usize| {
            let mention = view.mention(number);
            let cluster = self.clusters.of[number].map(|c| self.clusters.root(c));
            self.candidate(number, mention, cluster, self.quotation_of(mention.span))
        };
        found.into_iter().map(candidate).collect()
    }
}
