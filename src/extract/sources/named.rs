//! Sources with a name: one for each speaker, put together from all the places that introduce it.

use super::introductions::{Introduction, introduce, organization};
use super::titles::describe;
use crate::analysis::{EntityType, Mention, MentionKind, Naming, Source, SourceKind};
use crate::extract::coreference::speakers::{Head, head};
use crate::extract::names::view::View;
use crate::extract::names::words::phrase;
use crate::extract::names::{FIRST_NAME, flag, flags, known};
use crate::span::Span;

/// Mentions of one speaker whose surroundings are read; whoever matters is introduced early.
const READ: usize = 40;

/// Where those who speak are named, and where they are described instead, by entity.
pub(super) struct Speakers {
    names: Vec<Vec<u32>>,
    /// "The content creator" as the source of a quote whose speaker is known by name.
    descriptions: Vec<Vec<Span>>,
}

impl Speakers {
    pub fn gather(view: &View) -> Self {
        let entities = view.found.entities.len();
        let mut speaks = vec![false; entities];
        let mut descriptions: Vec<Vec<Span>> = vec![Vec::new(); entities];
        for quote in &view.found.quotes {
            let Some(entity) = quote.speaker.map(|entity| entity as usize).filter(|entity| *entity < entities) else {
                continue;
            };
            speaks[entity] = true;
            if let Some(span) = quote.source_span
                && descriptions[entity].len() < READ
                && matches!(head(view, span), Head::Noun(_))
            {
                descriptions[entity].push(span);
            }
        }
        let mut names: Vec<Vec<u32>> = vec![Vec::new(); entities];
        for (number, mention) in view.found.mentions.iter().enumerate() {
            let Some(entity) = mention.entity.filter(|_| mention.kind == MentionKind::Name) else { continue };
            if speaks.get(entity as usize) == Some(&true) && names[entity as usize].len() < READ {
                names[entity as usize].push(number as u32);
            }
        }
        Speakers { names, descriptions }
    }
}

/// The source that is the entity, as this story's names introduce it.
pub(super) fn source(view: &View, number: u32, story: u32, span: Option<Span>, speakers: &Speakers) -> Source {
    let entity = &view.found.entities[number as usize];
    let own = speakers.names.get(number as usize).map_or(&[][..], Vec::as_slice);
    let here: Vec<&Mention> =
        own.iter().map(|m| view.mention(*m as usize)).filter(|m| view.story(m.sentence) == story).collect();
    let name = if story == 0 {
        entity.name
    } else {
        let full = here.iter().map(|m| m.span).find(|s| s.len() >= entity.name.len());
        full.or(fullest(here.iter().map(|m| m.span))).or(span).unwrap_or(entity.name)
    };
    let person = entity.entity_type == EntityType::Person;
    let introductions: Vec<Introduction> =
        if person { here.iter().map(|m| introduce(view, m)).collect() } else { Vec::new() };
    let mut title = fullest(introductions.iter().filter_map(|i| i.title));
    // The affiliation that stands with the title, else any.
    let with_title = introductions.iter().find(|i| i.title.is_some() && i.title == title).and_then(|i| i.affiliation);
    let mut affiliation = with_title.or_else(|| introductions.iter().find_map(|i| i.affiliation));
    if person && story == 0 {
        for span in &speakers.descriptions[number as usize] {
            let (called, owner) = describe(view, view.range(*span));
            title = title.or(called);
            affiliation = affiliation.or(owner);
        }
    }
    let account = account(view, &here, &introductions);
    let kind = match entity.entity_type {
        EntityType::Person if account => SourceKind::Account,
        EntityType::Person => SourceKind::Person,
        EntityType::Group => SourceKind::Group,
        EntityType::Work | EntityType::Event => SourceKind::Document,
        _ if media(view.text, name) => SourceKind::Media,
        _ => SourceKind::Organization,
    };
    let description = if person {
        introduction(here.iter().map(|mention| mention.span.len() >= name.len()).zip(&introductions))
    } else {
        fullest(here.iter().map(|mention| organization(view, mention)))
    };
    let description = description.filter(|words| words.len() >= name.len()).unwrap_or(name);
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

/// The words that say most: those with a title before those without, those with the full name before others, then the
/// longest.
fn introduction<'i>(introductions: impl Iterator<Item = (bool, &'i Introduction)>) -> Option<Span> {
    let worth =
        |(full, i): (bool, &Introduction)| (i.title.is_some(), i.affiliation.is_some(), full, i.description.len());
    let best = introductions.reduce(|best, next| if worth(next) > worth(best) { next } else { best });
    best.map(|(_, introduction)| introduction.description)
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

/// Whether the name is that of an outlet.
pub(super) fn media(text: &str, name: Span) -> bool {
    let name = phrase(text, name);
    let name = name.strip_prefix("the ").unwrap_or(&name);
    known(name).is_some_and(|known| known.media)
        || name.split(' ').next_back().is_some_and(|last| {
            matches!(last, "times" | "post" | "news" | "herald" | "tribune" | "gazette" | "journal" | "newspaper")
                || matches!(last, "magazine" | "radio" | "tv" | "television" | "chronicle")
        })
}

/// A first name or a handle alone is half a name.
fn naming(view: &View, name: Span, kind: SourceKind, introductions: &[Introduction]) -> Naming {
    let words = name.of(view.text).split_whitespace().count();
    let capital = |role: Span| role.of(view.text).starts_with(char::is_uppercase);
    let titled = introductions.iter().any(|i| i.titled && i.role.is_none_or(capital));
    // "taxi driver Sanjay": offices and sides are named with surnames ("coach Hale"), trades with first names.
    let trade = |role: Span| {
        let flags = flags(role.of(view.text));
        !capital(role) && flags & (flag::TITLE | flag::SPORT) == 0
    };
    let first = flags(&phrase(view.text, name)) & FIRST_NAME != 0
        || introductions.iter().any(|i| i.titled && i.role.is_some_and(trade));
    match kind {
        SourceKind::Account => Naming::Partial,
        SourceKind::Person if words == 1 && !titled && first => Naming::Partial,
        _ => Naming::Named,
    }
}
