//! What holds of who is who in any text; `properties.rs` asks.

use quotient::analysis::{Analysis, EntityType, MentionKind};

macro_rules! demand {
    ($holds:expr, $($message:tt)+) => { if !$holds { return Err(format!($($message)+)); } };
}

/// Nobody is a person and a thing, nobody is an alias of their own, and whoever "he" is stands before or in the same sentence.
pub fn is_who(text: &str, found: &Analysis) -> Result<(), String> {
    let person = |kind: EntityType| kind == EntityType::Person;
    for mention in &found.mentions {
        let Some(entity) = mention.entity.map(|entity| &found.entities[entity as usize]) else { continue };
        let same = person(mention.entity_type) == person(entity.entity_type);
        demand!(same, "{:?} is {:?} of {:?}", mention.span, mention.entity_type, entity.entity_type);
    }
    for (number, entity) in (0..).zip(&found.entities) {
        let mut names: Vec<String> =
            [entity.name].iter().chain(&entity.aliases).map(|name| name.of(text).to_lowercase()).collect();
        for name in [entity.name].iter().chain(&entity.aliases) {
            let own = found.mentions.iter().any(|m| m.span == *name && m.entity == Some(number));
            demand!(own, "{name:?} names entity {number}, but is no mention of it");
        }
        names.sort();
        let count = names.len();
        names.dedup();
        demand!(names.len() == count, "entity {number} is an alias of its own");
    }
    let third = ["he", "she", "they", "it"];
    for quote in &found.quotes {
        let Some(source) = quote.source_span.filter(|s| third.contains(&s.of(text).to_lowercase().as_str())) else {
            continue;
        };
        let Some(pronoun) = found.mentions.iter().find(|m| m.span == source && m.entity.is_some()) else { continue };
        let named = found.mentions.iter().any(|m| {
            m.kind == MentionKind::Name
                && m.entity == pronoun.entity
                && (m.span.start < source.start || m.sentence == pronoun.sentence)
        });
        demand!(named, "{source:?} is somebody who is named only later");
    }
    Ok(())
}
