//! Who is who: fills `entities`, links mentions and the speakers of quotes.

mod aliases;
mod antecedents;
mod clusters;
mod descriptions;
mod parts;
mod resolver;
pub(crate) mod speakers;
#[cfg(test)]
mod tests;

use crate::analysis::{Analysis, Attribution, Entity, EntityType, Mention};
use crate::extract::names::Words;
use crate::extract::names::view::View;
use crate::span::Span;
use clusters::{Cluster, Clusters};

/// Fills `found.entities`, sets `entity` of mentions and `speaker` of quotes; where the words that name a source had to be
/// resolved the attribution becomes `Coreference`. `found` must hold mentions and quotes. What cannot be settled stays
/// `None`. Takes time linear in the text.
pub fn resolve(text: &str, found: &mut Analysis, words: &Words) {
    let settled = {
        let view = View::new(text, found, words);
        resolver::resolve(&view)
    };
    let resolver::Settled { clusters, mentions, speakers } = settled;
    // Entities in the order of their first mention.
    let mut entity_of: Vec<Option<u32>> = vec![None; clusters.all.len()];
    for (mention, cluster) in found.mentions.iter_mut().zip(&mentions) {
        let Some(cluster) = cluster.map(|c| clusters.root(c)) else { continue };
        let number = *entity_of[cluster as usize].get_or_insert_with(|| {
            found.entities.push(entity(&clusters, cluster));
            found.entities.len() as u32 - 1
        });
        mention.entity = Some(number);
        if matches!(mention.kind, crate::analysis::MentionKind::Pronoun | crate::analysis::MentionKind::Nominal) {
            mention.entity_type = found.entities[number as usize].entity_type;
        }
    }
    for (quote, speaker) in found.quotes.iter_mut().zip(speakers) {
        let Some((cluster, resolved)) = speaker else { continue };
        quote.speaker = entity_of[clusters.root(cluster) as usize];
        if resolved && quote.attribution != Attribution::Continuation {
            quote.attribution = Attribution::Coreference;
        }
    }
}

/// The fullest form names the entity; the others are its aliases.
fn entity(clusters: &Clusters, number: u32) -> Entity {
    let cluster: &Cluster = &clusters.all[number as usize];
    let entity_type = clusters.entity_type(number);
    let full = |(key, _): &(String, Span)| {
        let latin = key.chars().next().is_some_and(|c| c.is_ascii() || c.is_lowercase());
        let words = key.strip_prefix("the ").unwrap_or(key).split([' ', '-']).count();
        // "J. Lee" says less than "Ann Lee"; a place is called by its first form ("China", not "PRC").
        let initials = key.split(' ').filter(|w| w.ends_with('.') || w.len() == 1).count();
        let words = if entity_type == EntityType::Person { words.min(4) } else { words };
        (latin, words, words - initials.min(words), key.len())
    };
    let mut best = 0;
    for at in 1..cluster.forms.len() {
        if full(&cluster.forms[at]) > full(&cluster.forms[best]) {
            best = at;
        }
    }
    // Two names joined by "formerly known as" are ranked by order, not by length.
    let first_is_own = !cluster.forms[best].0.contains(cluster.forms[0].0.as_str()) && !initials(&cluster.forms[0].0);
    if first_is_own
        && entity_type != EntityType::Person
        && full(&cluster.forms[0]).0
        && !acronym_like(&cluster.forms[0].0, &cluster.forms[best].0)
    {
        best = 0;
    }
    let mut aliases: Vec<Span> =
        cluster.forms.iter().enumerate().filter(|(at, _)| *at != best).map(|(_, (_, span))| *span).collect();
    aliases.sort();
    Entity { entity_type, name: cluster.forms[best].1, aliases }
}

fn initials(key: &str) -> bool {
    key.len() < 6 && key.chars().all(|c| c.is_alphanumeric() || c == '.') && key.contains('.')
}

/// Whether the letters of `short` begin words of `full`.
fn acronym_like(short: &str, full: &str) -> bool {
    let mut letters = short.chars().filter(|c| c.is_alphanumeric());
    !short.contains(' ')
        && full.split([' ', '-']).filter_map(|w| w.chars().next()).any(|c| letters.clone().next() == Some(c))
        && {
            let starts: String = full.split([' ', '-']).filter_map(|w| w.chars().next()).collect();
            letters.all(|c| starts.contains(c))
        }
}

/// Whether the mention's words stand in the quotation's.
fn within(mention: &Mention, span: Span) -> bool {
    span.contains(mention.span)
}
