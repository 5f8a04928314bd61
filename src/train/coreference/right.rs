//! Which of a pronoun's candidates are right, by what people marked.

use super::gold::{Chained, Marked, Pair};
use super::{Example, Options, Read};
use crate::analysis::{Analysis, MentionKind};
use crate::extract::coreference::antecedents::{Choice, Record};
use crate::span::Span;

/// One example for each pronoun of which something is known, in the order of the texts. Of those that another program resolved
/// each `member` has others.
pub fn examples(reads: &[Read], records: &[Record], options: &Options, member: u64) -> Vec<Example> {
    let (mut examples, mut number) = (Vec::new(), 0);
    for (Read { text, found }, record) in reads.iter().zip(records) {
        for choice in &record.choices {
            let (right, times) = match &text.marked {
                Marked::Pair(pair) => (of_pair(found, record, choice, pair), options.pairs),
                Marked::Chains(chains) => (of_chains(found, choice, chains), 1),
                Marked::Silver(chains) => {
                    // What nobody marked says nothing about nobody.
                    let right = of_chains(found, choice, chains).filter(|right| !right[0] && choice.speaks);
                    number += usize::from(right.is_some());
                    // Of 0 nothing is a multiple.
                    let own = (number + member as usize).is_multiple_of(options.silver);
                    (right.filter(|_| own), 1)
                }
                Marked::Speakers(_) => (None, 0),
            };
            let Some(right) = right.filter(|right| right.iter().any(|right| *right)) else { continue };
            let example = || Example { lists: choice.lists.clone(), right: right.clone() };
            examples.extend((0..times).map(|_| example()));
        }
    }
    examples
}

/// Of GAP it is known whether two names are right; if neither is, anybody else may be, or nobody.
fn of_pair(found: &Analysis, record: &Record, choice: &Choice, pair: &Pair) -> Option<Vec<bool>> {
    if found.mentions[choice.pronoun].span != pair.pronoun {
        return None;
    }
    let cluster = |span: Span| {
        let names = found.mentions.iter().enumerate().filter(|(_, mention)| mention.kind == MentionKind::Name);
        let most = names.max_by_key(|(_, m)| m.span.end.min(span.end).saturating_sub(m.span.start.max(span.start)));
        most.filter(|(_, m)| m.span.start < span.end && span.start < m.span.end).and_then(|(at, _)| record.mentions[at])
    };
    let names = pair.names.map(|(span, right)| (cluster(span), right));
    if let Some((wanted, _)) = names.iter().find(|(_, right)| *right) {
        let wanted = (*wanted)?;
        return Some(choice.candidates.iter().map(|(_, own)| *own == Some(wanted)).collect());
    }
    let neither = |own: &Option<u32>| names.iter().all(|(cluster, _)| cluster.is_none() || cluster != own);
    Some(choice.candidates.iter().map(|(_, own)| neither(own)).collect())
}

/// Whoever is in the pronoun's chain; if no candidate is, nobody.
fn of_chains(found: &Analysis, choice: &Choice, chains: &[Chained]) -> Option<Vec<bool>> {
    let own = chain(chains, found.mentions[choice.pronoun].span);
    let same = |span: Span| own.is_some() && chain(chains, span) == own;
    let mut right: Vec<bool> = choice.candidates.iter().skip(1).map(|(span, _)| same(*span)).collect();
    right.insert(0, !right.contains(&true));
    Some(right)
}

/// What the words at `span` stand for: that of the narrowest mention that holds them and is made out by one of them.
fn chain(chains: &[Chained], span: Span) -> Option<u32> {
    let made_out = |mention: &&Chained| {
        mention.span.contains(span) && mention.least.start < span.end && span.start < mention.least.end
    };
    let before = chains.partition_point(|mention| mention.span.start <= span.start);
    let near = chains[..before].iter().rev().take(200);
    near.filter(made_out).min_by_key(|mention| mention.span.len()).map(|mention| mention.entity)
}
