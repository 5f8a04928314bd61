//! What stands above and below the text: the article's own facts, its sources, its entities, its values.

use super::page::Page;
use super::{Look, notes, style};
use crate::analysis::{Analysis, EntityType, QuoteKind};
use crate::article::Article;
use crate::index::words::counted;

pub fn heading(page: &mut Page, article: &Article, found: &Analysis, look: Look) {
    let text = article.text.as_str();
    let meta = &article.meta;
    let stated = |own: &Option<String>, span: Option<crate::span::Span>| {
        own.clone().or_else(|| span.map(|span| span.of(text).to_owned()))
    };
    if let Some(title) = stated(&meta.title, found.stated.title) {
        line(page, &title, style::BOLD, 0);
    }
    let date = meta.published_at.or(found.stated.published_at);
    let date = date.and_then(|micros| jiff::Timestamp::from_microsecond(micros).ok()).map(day);
    let byline = stated(&meta.byline, found.stated.byline).map(|names| format!("by {names}"));
    let facts = [byline, stated(&meta.publisher, found.stated.publisher), date, meta.language.clone()];
    let facts: Vec<_> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        line(page, &facts.join(" · "), style::PLAIN, 2);
    }
    line(page, &format!("{} · {} · {}", article.source_uri, article.format, article.id), style::DIM, 2);
    let counts = [
        (found.paragraphs.len(), "paragraph", "paragraphs"),
        (found.sentences.len(), "sentence", "sentences"),
        (found.tokens.len(), "token", "tokens"),
        (found.quotes.len(), "quote", "quotes"),
        (found.sources.len(), "source", "sources"),
        (found.entities.len(), "entity", "entities"),
    ];
    let counts: Vec<_> = counts.iter().map(|&(number, one, many)| counted(number as u64, one, many)).collect();
    line(page, &counts.join(" · "), style::DIM, 2);
    if look.colour { legend(page) } else { line(page, "⟦¹ quote⟧ ⟨cue⟩ {source} _name_₁", style::PLAIN, 2) }
}

/// The time in UTC; midnight is how a date without a time is kept.
fn day(time: jiff::Timestamp) -> String {
    let time = time.to_string();
    time.strip_suffix("T00:00:00Z").map(str::to_owned).unwrap_or(time)
}

/// Each colour in itself.
fn legend(page: &mut Page) {
    page.begin("", style::PLAIN, 2);
    for &kind in QuoteKind::ALL {
        page.text(kind.as_str(), style::PLAIN.fg_color(Some(style::quote(kind).into())));
        page.text(" ", style::PLAIN);
    }
    for (word, look) in [("cue", style::CUE), ("source", style::BOLD)] {
        page.text(word, look);
        page.text(" ", style::PLAIN);
    }
    for entity_type in [EntityType::Person, EntityType::Organization, EntityType::Place] {
        page.text(entity_type.as_str(), style::PLAIN.underline().fg_color(style::name(entity_type).map(Into::into)));
        page.text(" ", style::PLAIN);
    }
    page.text("name", style::PLAIN.underline());
    page.end();
}

pub fn sources(page: &mut Page, text: &str, found: &Analysis) {
    if found.sources.is_empty() {
        return;
    }
    let mut quotes = vec![0; found.sources.len()];
    for source in found.quotes.iter().filter_map(|quote| quote.source) {
        quotes[source as usize] += 1;
    }
    page.blank();
    line(page, "sources", style::BOLD, 0);
    for (source, quotes) in found.sources.iter().zip(quotes) {
        let name = source.name.unwrap_or(source.description).of(text);
        page.begin("  ", style::PLAIN, 4);
        page.text(name, style::PLAIN);
        let known = notes::known(text, source).join(", ");
        let teaser = if source.in_teaser { "another story's" } else { "" };
        let facts = [source.naming.as_str(), source.kind.as_str(), &known, &counted(quotes, "quote", "quotes"), teaser];
        for fact in facts.into_iter().filter(|fact| !fact.is_empty()) {
            page.text(" · ", style::DIM);
            page.text(fact, style::DIM);
        }
        page.end();
    }
}

pub fn entities(page: &mut Page, text: &str, found: &Analysis) {
    if found.entities.is_empty() {
        return;
    }
    let mut mentions = vec![0; found.entities.len()];
    for entity in found.mentions.iter().filter_map(|mention| mention.entity) {
        mentions[entity as usize] += 1;
    }
    page.blank();
    line(page, "entities", style::BOLD, 0);
    for (number, (entity, mentions)) in found.entities.iter().zip(mentions).enumerate() {
        page.begin(&format!("{:>4} ", style::lowered(number + 1)), style::DIM, 7);
        let colour = style::name(entity.entity_type).map(Into::into);
        page.text(entity.name.of(text), style::PLAIN.fg_color(colour));
        let mut facts = vec![entity.entity_type.as_str().to_owned()];
        if !entity.aliases.is_empty() {
            let aliases: Vec<_> = entity.aliases.iter().map(|alias| alias.of(text)).collect();
            facts.push(format!("also {}", aliases.join(", ")));
        }
        facts.push(counted(mentions, "mention", "mentions"));
        for fact in facts {
            page.text(" · ", style::DIM);
            page.text(&fact, style::DIM);
        }
        page.end();
    }
}

pub fn values(page: &mut Page, text: &str, found: &Analysis) {
    if found.values.is_empty() {
        return;
    }
    page.blank();
    line(page, "values", style::BOLD, 0);
    for value in &found.values {
        page.begin("  ", style::PLAIN, 4);
        page.text(value.span.of(text), style::PLAIN);
        for fact in [Some(value.value_type.as_str()), value.value.as_deref()].into_iter().flatten() {
            page.text(" · ", style::DIM);
            page.text(fact, style::DIM);
        }
        page.end();
    }
}

fn line(page: &mut Page, text: &str, look: anstyle::Style, indent: usize) {
    page.begin("", style::PLAIN, indent);
    page.text(text, look);
    page.end();
}
