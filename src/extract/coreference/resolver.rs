//! From the mentions and quotes of an article to clusters and speakers.

use super::Known;
use super::antecedents::Record;
use super::clusters::{self, Clusters, Gender};
use super::speakers::{Head, head};
use super::walk::{OPENING, Walk};
use crate::analysis::{Attribution, EntityType, MentionKind};
use crate::extract::names::view::View;

pub(super) struct Settled {
    pub clusters: Clusters,
    /// The cluster of each mention.
    pub mentions: Vec<Option<u32>>,
    /// The cluster of each quote's speaker, and whether its words had to be resolved.
    pub speakers: Vec<Option<(u32, bool)>>,
}

pub(super) fn resolve(view: &View, known: &Known, mut record: Option<&mut Record>) -> Settled {
    let mut clusters = clusters::find(view, known);
    let heads: Vec<Head> =
        view.found.quotes.iter().map(|q| q.source_span.map_or(Head::Nothing, |span| head(view, span))).collect();
    let mut walked = Walk::new(view, &mut clusters, &heads, known.model).run(record.as_deref_mut());
    // Nobody is both "he" and "she": where that came out, what weighs less is asked again.
    if decide(&mut clusters, &walked.votes) {
        for (cluster, votes) in walked.turned.iter().rev() {
            let turned = &mut clusters.all[*cluster as usize];
            turned.doubtful = true;
            turned.types[EntityType::Person as usize] -= votes;
        }
        if let Some(record) = record.as_deref_mut() {
            record.choices.clear();
        }
        walked = Walk::new(view, &mut clusters, &heads, known.model).run(record);
    }
    let mut mentions = walked.settled;
    let speakers = speakers(view, &heads, &mentions);
    first_persons(view, &speakers, &mut mentions);
    Settled { clusters, mentions, speakers }
}

/// Gives a gender to whoever was called both; whether there is such a one.
fn decide(clusters: &mut Clusters, votes: &[[f32; 2]]) -> bool {
    let mut both = false;
    for (cluster, [he, she]) in clusters.all.iter_mut().zip(votes) {
        if cluster.gender.is_none() && *he > 0.0 && *she > 0.0 {
            cluster.gender = Some(if he > she { Gender::Male } else { Gender::Female });
            both = true;
        }
    }
    both
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

/// "I" and "we" in a quotation are who speaks it.
fn first_persons(view: &View, speakers: &[Option<(u32, bool)>], mentions: &mut [Option<u32>]) {
    let mut spoken: Vec<_> = Vec::new();
    for (quote, speaker) in view.found.quotes.iter().zip(speakers) {
        spoken.extend(quote.spans.iter().map(|span| (*span, speaker.map(|(cluster, _)| cluster))));
    }
    spoken.sort_by_key(|(span, _)| *span);
    for (number, mention) in view.found.mentions.iter().enumerate() {
        if mention.kind != MentionKind::Pronoun || !clusters::first_person(mention.span.of(view.text)) {
            continue;
        }
        let before = spoken.partition_point(|(span, _)| span.start <= mention.span.start);
        let around = spoken[..before].iter().rev().take(3).find(|(span, _)| span.contains(mention.span));
        mentions[number] = around.and_then(|(_, speaker)| *speaker);
    }
}

/// The description whose noun is the word at `at`.
pub(super) fn nominal_at(view: &View, at: usize) -> Option<usize> {
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
