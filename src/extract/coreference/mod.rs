//! Who is who: fills `entities`, links mentions and the speakers of quotes.

mod aliases;
pub mod antecedents;
mod candidates;
mod clusters;
mod descriptions;
mod families;
pub mod features;
pub mod genders;
mod links;
pub mod model;
mod parts;
mod pronouns;
#[cfg(test)]
mod properties;
mod resolver;
mod singular;
pub(crate) mod speakers;
mod syntax;
#[cfg(test)]
pub(crate) mod tests;
mod unnamed;
mod walk;

use crate::analysis::{Analysis, Attribution, Entity, EntityType, Mention, MentionKind};
use crate::extract::names::repeats::LONE;
use crate::extract::names::view::View;
use crate::extract::names::{NameModel, Words, flag, flags, known};
use crate::span::Span;
use antecedents::Record;
pub(crate) use clusters::first_person;
use clusters::{Cluster, Clusters, Gender};
pub use model::{CoreferenceModel, NAME};

/// What is known beside the article.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub model: &'a CoreferenceModel,
    /// Its lists have first names.
    pub names: Option<&'a NameModel>,
}

impl Known<'_> {
    /// By the lists alone: the word may stand for a thing.
    fn first_name(&self, folded: &str) -> Option<Gender> {
        match self.names.map(|names| names.first_name(folded)) {
            Some((true, false)) => Some(Gender::Male),
            Some((false, true)) => Some(Gender::Female),
            Some((true, true)) => None,
            _ => self.model.genders.listed(folded),
        }
    }

    /// The gender of a person's name, by the whole first name or the first part of a double one.
    fn given_name(&self, name: &parts::Named) -> Option<Gender> {
        let part = name.given.split('-').next().filter(|part| *part == &*name.first && part.len() < name.given.len());
        let listed = self.first_name(&name.given).or_else(|| self.first_name(part?));
        listed.or_else(|| self.model.genders.sure(&name.given))
    }

    /// Whether nothing but the finder of names says that the word names a thing: it may name a person.
    fn doubtful(&self, folded: &str) -> bool {
        let thing = flags(folded) & (flag::ORG_HEAD | flag::CORPORATE | flag::PLACE_HEAD | flag::ORG_NOUN) != 0;
        known(folded).is_none() && !thing && !self.names.is_some_and(|names| names.thing(folded))
    }
}

/// Fills `found.entities`, sets `entity` of mentions and `speaker` of quotes; where the words that name a source had to be
/// resolved the attribution becomes `Coreference`. `found` must hold mentions and quotes. What cannot be settled stays
/// `None`. Takes time linear in the text.
pub fn resolve(text: &str, found: &mut Analysis, words: &Words, known: &Known) {
    let settled = {
        let view = View::new(text, found, words);
        resolver::resolve(&view, known, None)
    };
    let resolver::Settled { clusters, mentions, speakers } = settled;
    let mentions = keep(found, &clusters, mentions);
    // Entities in the order of their first mention.
    let mut entity_of: Vec<Option<u32>> = vec![None; clusters.all.len()];
    for (mention, cluster) in found.mentions.iter_mut().zip(&mentions) {
        let Some(cluster) = cluster.map(|c| clusters.root(c)) else { continue };
        let number = *entity_of[cluster as usize].get_or_insert_with(|| {
            found.entities.push(entity(&clusters, cluster));
            found.entities.len() as u32 - 1
        });
        mention.entity = Some(number);
        let entity_type = found.entities[number as usize].entity_type;
        if mention.kind != MentionKind::Name || excludes(mention.entity_type, entity_type) {
            mention.entity_type = entity_type;
        }
    }
    for (quote, speaker) in found.quotes.iter_mut().zip(speakers) {
        let Some((cluster, resolved)) = speaker else { continue };
        quote.speaker = entity_of[clusters.root(cluster) as usize];
        if quote.speaker.is_none() {
            continue;
        }
        if resolved && quote.attribution != Attribution::Continuation {
            quote.attribution = Attribution::Coreference;
        }
    }
}

/// Drops names that only a tag speaks for, unless they turned out to be somebody. Returns the clusters of those that stay.
fn keep(found: &mut Analysis, clusters: &Clusters, of: Vec<Option<u32>>) -> Vec<Option<u32>> {
    let lone = |mention: &Mention| mention.kind == MentionKind::Name && mention.confidence <= LONE;
    let mut solid = vec![false; clusters.all.len()];
    for (mention, cluster) in found.mentions.iter().zip(&of) {
        if let Some(cluster) = cluster.map(|cluster| clusters.root(cluster)) {
            let somebody = clusters.entity_type(cluster) == EntityType::Person;
            solid[cluster as usize] |= somebody || mention.kind == MentionKind::Name && !lone(mention);
        }
    }
    let stays = |cluster: Option<u32>| cluster.is_some_and(|cluster| solid[clusters.root(cluster) as usize]);
    let all = std::mem::take(&mut found.mentions);
    let (mut kept, mut clusters_of) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    for (mut mention, cluster) in all.into_iter().zip(of) {
        if lone(&mention) {
            if !stays(cluster) {
                continue;
            }
            mention.confidence = 0.4;
        }
        clusters_of.push(cluster.filter(|_| stays(cluster)));
        kept.push(mention);
    }
    found.mentions = kept;
    clusters_of
}

/// What is weighed for each pronoun of an article, for learning from it. `found` is as for [`resolve`].
pub fn record(text: &str, found: &Analysis, words: &Words, known: &Known) -> Record {
    let mut record = Record::default();
    resolver::resolve(&View::new(text, found, words), known, Some(&mut record));
    record
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

/// Whether nothing can be both.
fn excludes(a: EntityType, b: EntityType) -> bool {
    a != b && (a == EntityType::Person || b == EntityType::Person)
}

/// Whether a mention's words stand in a quotation's.
fn within(mention: Span, span: Span) -> bool {
    span.contains(mention)
}
