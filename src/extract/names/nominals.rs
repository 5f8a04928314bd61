//! Pronouns for persons, and descriptions that point back: "the professor", "the company".

use super::lists::{flag, flags};
use super::words::{Shape, Word};
use crate::analysis::{Analysis, EntityType, Mention, MentionKind};

/// Words between the article and its noun.
const MODIFIERS: usize = 6;

/// Pronouns and definite descriptions, in order. `names` are the names found, in order.
pub(super) fn find(_text: &str, words: &[Word], found: &Analysis, names: &[Mention]) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let (mut next, mut quotation) = (0, 0);
    for (number, sentence) in found.sentences.iter().enumerate() {
        let range = sentence.tokens.start as usize..(sentence.tokens.end as usize).min(words.len());
        for at in range.clone() {
            let word = &words[at];
            while quotation < found.quotations.len() && found.quotations[quotation].span.end <= word.span.start {
                quotation += 1;
            }
            let quoted = found.quotations.get(quotation).is_some_and(|q| q.span.start <= word.span.start);
            if let Some(entity_type) = pronoun(words, at, range.end).or_else(|| first_person(word, quoted)) {
                mentions.push(Mention {
                    span: word.span,
                    kind: MentionKind::Pronoun,
                    entity_type,
                    sentence: number as u32,
                    entity: None,
                    confidence: 0.9,
                });
            }
            let Some((head, entity_type)) = description(words, at, range.end) else { continue };
            let span = word.span.cover(words[head].span);
            while next < names.len() && names[next].span.end <= span.start {
                next += 1;
            }
            // "the senator Ann Lee" is a title, "the House of Commons" a name.
            let inside = names[next..].iter().take(MODIFIERS + 1);
            let mut inside = inside.take_while(|n| n.span.start <= span.end + 1);
            if !inside.any(|n| n.span.end >= span.end) {
                mentions.push(Mention {
                    span,
                    kind: MentionKind::Nominal,
                    entity_type,
                    sentence: number as u32,
                    entity: None,
                    confidence: 0.6,
                });
            }
        }
    }
    mentions
}

fn pronoun(words: &[Word], at: usize, end: usize) -> Option<EntityType> {
    match &*words[at].key {
        "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => Some(EntityType::Person),
        "they" | "them" | "their" | "theirs" | "themselves" => Some(EntityType::Other),
        "it" if at + 1 < end && words[at + 1].is(flag::SAY) => Some(EntityType::Organization),
        _ => None,
    }
}

/// "I" and "we", where somebody is quoted.
fn first_person(word: &Word, quoted: bool) -> Option<EntityType> {
    match &*word.key {
        "i" | "me" | "my" | "mine" | "myself" if quoted => Some(EntityType::Person),
        "we" | "us" | "our" | "ours" | "ourselves" if quoted && word.text != "US" => Some(EntityType::Other),
        _ => None,
    }
}

/// If a definite description begins at `at`: its noun and the kind of what it describes.
fn description(words: &[Word], at: usize, end: usize) -> Option<(usize, EntityType)> {
    if !words[at].is(flag::DEFINITE) {
        return None;
    }
    let mut head = None;
    for (to, word) in words.iter().enumerate().take(end.min(at + 2 + MODIFIERS)).skip(at + 1) {
        if word.is(flag::FUNCTION | flag::PREPOSITION | flag::CONJUNCTION) && !matches!(&*word.key, "first" | "former")
        {
            break;
        }
        if !word.word() && word.text != "-" || word.is(flag::SAY) && to > at + 1 {
            break;
        }
        if word.shape == Shape::Lower || word.is(flag::TITLE) {
            if word.is(flag::ROLE) {
                head = Some((to, EntityType::Person));
            } else if word.is(flag::ORG_NOUN) {
                head = Some((to, EntityType::Organization));
            } else if head.is_some() {
                // "the company car": the noun goes on. A verb ends it.
                let verb = word.is(flag::VERB | flag::SAY | flag::AUXILIARY | flag::ADVERB) || word.key.ends_with("ed");
                return head.filter(|_| verb);
            }
        }
    }
    head
}

/// Whether a folded noun stands for several persons: "officials".
pub(crate) fn plural_role(word: &str) -> bool {
    if flags(word) & flag::PLURAL_PERSON != 0 {
        return true;
    }
    let Some(stem) = word.strip_suffix('s') else { return false };
    let role = |word: &str| flags(word) & flag::ROLE != 0;
    role(stem)
        || stem.strip_suffix("ie").is_some_and(|stem| role(&format!("{stem}y")))
        || stem.strip_suffix('e').is_some_and(role)
}
