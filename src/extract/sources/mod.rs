//! One source per speaker, named or not, with title, affiliation and the fullest words that introduce it: fills `sources`
//! and links quotes to them.

pub(crate) mod introductions;
mod references;
#[cfg(test)]
mod tests;
mod titles;
mod unnamed;

use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, Attribution, EntityType, Mention, MentionKind, Naming, Source, SourceKind};
use crate::extract::coreference::speakers::{Head, head};
use crate::extract::names::view::View;
use crate::extract::names::words::phrase;
use crate::extract::names::{FIRST_NAME, Words, flag, flags, known};
use crate::span::Span;
use introductions::{Introduction, introduce};

/// Mentions of one speaker whose surroundings are read; whoever matters is introduced early.
const READ: usize = 40;

/// What makes quotes share a source: the speaker, or the words for somebody unnamed, within one story.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Entity(u32, u32),
    Words(String, u32),
}

/// Fills `found.sources`, in order of their first words, and sets `source` of quotes. `found` must be resolved
/// ([`coreference::resolve`](crate::extract::coreference::resolve)). Takes time linear in the text.
pub fn describe(text: &str, found: &mut Analysis, words: &Words) {
    let (sources, of_quotes) = {
        let view = View::new(text, found, words);
        sources(&view)
    };
    found.sources = sources;
    for (quote, source) in found.quotes.iter_mut().zip(of_quotes) {
        quote.source = source;
    }
}

fn sources(view: &View) -> (Vec<Source>, Vec<Option<u32>>) {
    let mut sources: Vec<Source> = Vec::new();
    let mut numbers: FxHashMap<Key, usize> = FxHashMap::default();
    let mut of_quotes: Vec<Option<usize>> = Vec::with_capacity(view.found.quotes.len());
    let mentions = Named::gather(view);
    for quote in &view.found.quotes {
        let story = view.story(quote.sentence);
        let key = match (quote.speaker, quote.source_span) {
            (Some(entity), _) => Some(Key::Entity(entity, story)),
            (None, Some(span)) => unnamed::key(view, span).map(|words| Key::Words(words, story)),
            (None, None) if quote.attribution == Attribution::Continuation => {
                of_quotes.push(of_quotes.last().copied().flatten());
                continue;
            }
            (None, None) => None,
        };
        let Some(key) = key else {
            of_quotes.push(None);
            continue;
        };
        let number = *numbers.entry(key.clone()).or_insert_with(|| {
            sources.push(match (&key, quote.source_span) {
                (Key::Entity(entity, _), span) => named(view, *entity, story, span, &mentions),
                (Key::Words(..), Some(span)) => unnamed::source(view, span, story > 0),
                (Key::Words(..), None) => unnamed::source(view, quote.envelope(), story > 0),
            });
            sources.len() - 1
        });
        // An unnamed source may be described more fully later.
        if let (Key::Words(..), Some(span)) = (&key, quote.source_span) {
            unnamed::enrich(view, &mut sources[number], span);
        }
        of_quotes.push(Some(number));
    }
    sources.extend(references::find(view));
    // In the order of the text.
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.sort_by_key(|at| (sources[*at].first_start, *at));
    let mut place = vec![0; sources.len()];
    for (to, from) in order.iter().enumerate() {
        place[*from] = to as u32;
    }
    let sorted = order.iter().map(|at| sources[*at].clone()).collect();
    (sorted, of_quotes.into_iter().map(|source| source.map(|at| place[at])).collect())
}

/// The name mentions of each entity that speaks, by entity.
struct Named {
    of: Vec<Vec<u32>>,
}

impl Named {
    fn gather(view: &View) -> Self {
        let mut speaks = vec![false; view.found.entities.len()];
        for entity in view.found.quotes.iter().filter_map(|q| q.speaker) {
            if let Some(speaks) = speaks.get_mut(entity as usize) {
                *speaks = true;
            }
        }
        let mut of: Vec<Vec<u32>> = vec![Vec::new(); speaks.len()];
        for (number, mention) in view.found.mentions.iter().enumerate() {
            let Some(entity) = mention.entity.filter(|_| mention.kind == MentionKind::Name) else { continue };
            if speaks.get(entity as usize) == Some(&true) && of[entity as usize].len() < READ {
                of[entity as usize].push(number as u32);
            }
        }
        Named { of }
    }
}

/// The source that is the entity, as this story's names introduce it.
fn named(view: &View, number: u32, story: u32, span: Option<Span>, mentions: &Named) -> Source {
    let entity = &view.found.entities[number as usize];
    let own = mentions.of.get(number as usize).map_or(&[][..], Vec::as_slice);
    let here: Vec<&Mention> =
        own.iter().map(|m| view.mention(*m as usize)).filter(|m| view.story(m.sentence) == story).collect();
    let name = here.iter().map(|m| m.span).find(|s| s.len() >= entity.name.len()).unwrap_or_else(|| {
        if view.found.entities.len() > number as usize && here.is_empty() {
            span.unwrap_or(entity.name)
        } else {
            longest(&here)
        }
    });
    let name = if story == 0 { entity.name } else { name };
    let introductions: Vec<Introduction> = if entity.entity_type == EntityType::Person {
        here.iter().map(|m| introduce(view, m)).collect()
    } else {
        Vec::new()
    };
    let title = fullest(introductions.iter().filter_map(|i| i.title));
    // The affiliation that stands with the title, else any.
    let with_title = introductions.iter().find(|i| i.title.is_some() && i.title == title).and_then(|i| i.affiliation);
    let affiliation = with_title.or_else(|| introductions.iter().find_map(|i| i.affiliation));
    let description = fullest(introductions.iter().map(|i| i.description).chain([name])).unwrap_or(name);
    let account = account(view, &here, &introductions);
    let kind = match entity.entity_type {
        EntityType::Person if account => SourceKind::Account,
        EntityType::Person => SourceKind::Person,
        EntityType::Group => SourceKind::Group,
        EntityType::Work | EntityType::Event => SourceKind::Document,
        _ if media(view.text, name) => SourceKind::Media,
        _ => SourceKind::Organization,
    };
    let first = here.iter().map(|m| m.span.start).min().unwrap_or(description.start);
    Source {
        kind,
        name: Some(name),
        naming: naming(view, name, kind, &introductions),
        title,
        affiliation,
        description,
        entity: Some(number),
        first_start: first.min(description.start),
        in_teaser: story > 0,
    }
}

fn longest(mentions: &[&Mention]) -> Span {
    fullest(mentions.iter().map(|m| m.span)).unwrap_or_default()
}

/// The longest; of equals the first.
fn fullest(spans: impl Iterator<Item = Span>) -> Option<Span> {
    spans.reduce(|best, next| if next.len() > best.len() { next } else { best })
}

/// Whether the names are those of a social-media user: called so, or written as handles are.
fn account(view: &View, mentions: &[&Mention], introductions: &[Introduction]) -> bool {
    let called = introductions.iter().filter_map(|i| i.role).any(|role| {
        let role = role.of(view.text).to_lowercase();
        flags(&role) & flag::ACCOUNT_ROLE != 0 && !matches!(role.as_str(), "blogger" | "creator" | "influencer")
    });
    let single = |m: &&Mention| !m.span.of(view.text).contains(' ');
    let handle = mentions.iter().any(|m| m.span.of(view.text).starts_with('@'));
    handle || called && mentions.iter().all(single)
}

fn media(text: &str, name: Span) -> bool {
    let name = phrase(text, name);
    let name = name.strip_prefix("the ").unwrap_or(&name);
    known(name).is_some_and(|k| k.media)
        || name.split(' ').next_back().is_some_and(|last| {
            matches!(
                last,
                "times"
                    | "post"
                    | "news"
                    | "herald"
                    | "tribune"
                    | "gazette"
                    | "journal"
                    | "newspaper"
                    | "magazine"
                    | "radio"
                    | "tv"
                    | "television"
                    | "chronicle"
            )
        })
}

/// A first name or a handle alone is half a name.
fn naming(view: &View, name: Span, kind: SourceKind, introductions: &[Introduction]) -> Naming {
    let words = name.of(view.text).split_whitespace().count();
    let titled = introductions
        .iter()
        .any(|i| i.titled && i.role.is_none_or(|r| r.of(view.text).starts_with(char::is_uppercase)));
    let first = flags(&phrase(view.text, name)) & FIRST_NAME != 0;
    match kind {
        SourceKind::Account => Naming::Partial,
        SourceKind::Person if words == 1 && !titled && first => Naming::Partial,
        _ => Naming::Named,
    }
}

/// The words of a source span that matter, up to the first comma, and its head.
fn source_head(view: &View, span: Span) -> Option<usize> {
    match head(view, span) {
        Head::Noun(at) => Some(at),
        _ => None,
    }
}
