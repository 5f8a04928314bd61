//! How good the program is at telling who is who, on texts in which people marked it.

pub mod clusters;

use std::collections::BTreeMap;

use super::gold::{Chained, Marked, Pair, Said, Text};
use crate::analysis::{Analysis, EntityType, Mention, MentionKind, Quote};
use crate::extract::coreference::first_person;
use crate::span::Span;
use clusters::Alike;

/// Yes or no, as marked and as found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    pub found: usize,
    pub marked: usize,
    pub right: usize,
}

impl Count {
    fn add(&mut self, found: bool, marked: bool) {
        self.found += usize::from(found);
        self.marked += usize::from(marked);
        self.right += usize::from(found && marked);
    }

    fn join(&mut self, other: Count) {
        self.found += other.found;
        self.marked += other.marked;
        self.right += other.right;
    }

    pub fn precision(&self) -> f64 {
        100.0 * self.right as f64 / self.found.max(1) as f64
    }

    pub fn recall(&self) -> f64 {
        100.0 * self.right as f64 / self.marked.max(1) as f64
    }

    pub fn f1(&self) -> f64 {
        100.0 * 2.0 * self.right as f64 / (self.found + self.marked).max(1) as f64
    }
}

/// What one thing marked in a text came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub span: Span,
    /// What was asked: a pronoun and a name, a pronoun, a quote.
    pub asked: String,
    pub gold: String,
    pub found: String,
    pub right: bool,
}

/// All measures, over all texts so far.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// Of GAP: masculine, feminine.
    pub pairs: [Count; 2],
    /// Chains of all mentions marked more than once, and of those that are mentions of ours too.
    pub chains: [Alike; 2],
    /// Mentions marked more than once, and mentions of ours that are with another.
    pub mentions: Count,
    /// Pronouns whose chain holds a name of ours, and those that got a name.
    pub pronouns: Count,
    /// Those of them that name the source of a quote we found.
    pub sources: Count,
    /// Speakers: quotes, those that were found, right ones.
    pub said: [usize; 3],
}

impl Scores {
    /// Compares what was found in `text`; a row for each thing asked.
    pub fn add(&mut self, text: &Text, found: &Analysis) -> Vec<Row> {
        match &text.marked {
            Marked::Pair(pair) => self.pair(&text.text, found, pair),
            Marked::Chains(chains) | Marked::Silver(chains) => self.chains(&text.text, found, chains),
            Marked::Speakers(said) => said.iter().map(|said| self.speaker(&text.text, found, said)).collect(),
        }
    }

    pub fn pairs_together(&self) -> Count {
        let [mut both, feminine] = self.pairs;
        both.join(feminine);
        both
    }

    /// Share of the quotes whose speaker is right, in percent.
    pub fn speakers(&self) -> f64 {
        100.0 * self.said[2] as f64 / self.said[0].max(1) as f64
    }

    fn pair(&mut self, text: &str, found: &Analysis, pair: &Pair) -> Vec<Row> {
        let pronoun = found.mentions.iter().find(|m| m.kind == MentionKind::Pronoun && m.span == pair.pronoun);
        let entity = pronoun.and_then(|mention| mention.entity);
        let name = |number: Option<u32>| number.map_or("", |entity| found.entities[entity as usize].name.of(text));
        let row = |&(span, marked): &(Span, bool)| {
            let own = naming(found, span).and_then(|mention| mention.entity);
            let same = own.is_some() && own == entity;
            self.pairs[usize::from(pair.feminine)].add(same, marked);
            Row {
                span: pair.pronoun,
                asked: format!("{} = {}", pair.pronoun.of(text), span.of(text)),
                gold: marked.to_string(),
                found: format!("{same}: {} / {}", name(entity), name(own)),
                right: same == marked,
            }
        };
        pair.names.iter().map(row).collect()
    }

    fn chains(&mut self, text: &str, found: &Analysis, marked: &[Chained]) -> Vec<Row> {
        let of_gold = aligned(found, marked);
        let mut gold: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (number, mention) in (0..).zip(marked) {
            gold.entry(mention.entity).or_default().push(number);
        }
        // Mentions of ours that nobody marked are numbered behind those marked.
        let mut own: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut of_ours = vec![None; found.mentions.len()];
        for (number, at) in (0..).zip(&of_gold) {
            if let Some(at) = *at {
                of_ours[at] = Some(number);
            }
        }
        for (at, mention) in found.mentions.iter().enumerate() {
            let Some(entity) = mention.entity else { continue };
            own.entry(entity).or_default().push(of_ours[at].unwrap_or((marked.len() + at) as u32));
        }
        let several = |clusters: &BTreeMap<u32, Vec<u32>>, keep: &dyn Fn(u32) -> bool| {
            let kept =
                clusters.values().map(|cluster| cluster.iter().copied().filter(|n| keep(*n)).collect::<Vec<_>>());
            kept.filter(|cluster| cluster.len() > 1).collect::<Vec<_>>()
        };
        let both = |number: u32| of_gold.get(number as usize).is_some_and(Option::is_some);
        let all = |_: u32| true;
        self.chains[0].add(&Alike::of(&several(&own, &all), &several(&gold, &all)));
        self.chains[1].add(&Alike::of(&several(&own, &both), &several(&gold, &both)));
        let (gold_all, own_all) = (several(&gold, &all).concat(), several(&own, &all).concat());
        self.mentions.marked += gold_all.len();
        self.mentions.found += own_all.len();
        self.mentions.right += own_all.iter().filter(|number| gold_all.contains(number)).count();
        self.pronouns(text, found, marked, &of_ours)
    }

    /// Each pronoun for somebody, and the name it got.
    fn pronouns(&mut self, text: &str, found: &Analysis, marked: &[Chained], of_ours: &[Option<u32>]) -> Vec<Row> {
        let entity = |at: usize| of_ours[at].map(|number| marked[number as usize].entity);
        let named = |at: &usize| found.mentions[*at].kind == MentionKind::Name;
        let mut rows = Vec::new();
        for (at, mention) in found.mentions.iter().enumerate() {
            if mention.kind != MentionKind::Pronoun || first_person(mention.span.of(text)) {
                continue;
            }
            let Some(chain) = entity(at) else { continue };
            let names = (0..found.mentions.len()).filter(named);
            let gold = names.clone().find(|name| entity(*name) == Some(chain));
            // The nearest name before, or else the first.
            let own = |name: &usize| mention.entity.is_some() && found.mentions[*name].entity == mention.entity;
            let got = names.clone().filter(|name| *name < at).rfind(own).or_else(|| names.clone().find(own));
            let right = got.is_some_and(|got| entity(got) == Some(chain));
            let count = Count { marked: gold.is_some().into(), found: got.is_some().into(), right: right.into() };
            self.pronouns.join(count);
            let speaks = found.quotes.iter().any(|quote| quote.source_span == Some(mention.span));
            if speaks {
                self.sources.join(count);
            }
            let name = |at: Option<usize>| at.map_or(String::new(), |at| found.mentions[at].span.of(text).to_owned());
            let asked = format!("{}{}", mention.span.of(text), if speaks { ", a source" } else { "" });
            let (gold, found) = (name(gold), name(got));
            rows.push(Row {
                span: mention.span,
                asked,
                right: right || gold.is_empty() && found.is_empty(),
                gold,
                found,
            });
        }
        rows
    }

    fn speaker(&mut self, text: &str, found: &Analysis, said: &Said) -> Row {
        let shared = |quote: &&Quote| {
            let parts = quote.spans.iter().map(|span| overlap(*span, said.quote));
            parts.sum::<u32>()
        };
        // The innermost that has most of the words.
        let quote = found.quotes.iter().filter(|q| 2 * shared(q) >= said.quote.len() as u32);
        let quote = quote.max_by_key(|quote| (shared(quote), u32::MAX - quote.envelope().len() as u32));
        let entity = quote.and_then(|quote| quote.speaker).map(|entity| &found.entities[entity as usize]);
        let names = entity.map(|entity| {
            let names = std::iter::once(entity.name).chain(entity.aliases.iter().copied());
            names.map(|name| name.of(text)).collect::<Vec<_>>()
        });
        let right = match (&said.speaker, &names) {
            (Some(gold), Some(names)) => names.contains(&gold.as_str()),
            (None, None) => quote.is_some(),
            _ => false,
        };
        self.said[0] += 1;
        self.said[1] += usize::from(quote.is_some());
        self.said[2] += usize::from(right);
        let told = match (quote, &names) {
            (None, _) => "no such quote".to_owned(),
            (Some(_), None) => "∅".to_owned(),
            (Some(_), Some(names)) => names[0].to_owned(),
        };
        Row {
            span: said.quote,
            asked: format!("{} {}", said.quote.of(text), said.source),
            gold: said.speaker.clone().unwrap_or_else(|| "∅".to_owned()),
            found: told,
            right,
        }
    }
}

fn overlap(a: Span, b: Span) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// The name that has most of the words of `span`.
fn naming(found: &Analysis, span: Span) -> Option<&Mention> {
    let from = found.mentions.partition_point(|mention| mention.span.start + 400 < span.start);
    let near = found.mentions[from..].iter().take_while(|mention| mention.span.start < span.end);
    let names = near.filter(|m| m.kind == MentionKind::Name && overlap(m.span, span) > 0);
    names.max_by_key(|mention| (overlap(mention.span, span), mention.entity_type == EntityType::Person))
}

/// For each mention marked the one of ours that is the same: it lies within and has a word of the least that makes it out.
/// Of several that fit, the narrowest marked and the first of ours.
pub fn aligned(found: &Analysis, marked: &[Chained]) -> Vec<Option<usize>> {
    let mut of_gold = vec![None; marked.len()];
    let mut order: Vec<usize> = (0..marked.len()).collect();
    order.sort_by_key(|at| (marked[*at].span.len(), marked[*at].span.start));
    let mut taken = vec![false; found.mentions.len()];
    for at in order {
        let gold = &marked[at];
        let from = found.mentions.partition_point(|mention| mention.span.start < gold.span.start);
        let mut within = (from..found.mentions.len()).take_while(|own| found.mentions[*own].span.start < gold.span.end);
        let fits = |own: &usize| {
            let span = found.mentions[*own].span;
            !taken[*own] && span.end <= gold.span.end && overlap(span, gold.least) > 0
        };
        if let Some(own) = within.find(fits) {
            (of_gold[at], taken[own]) = (Some(own), true);
        }
    }
    of_gold
}
