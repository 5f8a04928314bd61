//! Names without the usual capitals: handles of accounts, other scripts in parentheses, titles of works in marks.

use super::lists::flag;
use super::name;
use super::sentences::Region;
use super::words::{Shape, Word, glued};
use crate::analysis::{Analysis, EntityType, Mention};
use crate::span::Span;

/// Adds "@name" and the word after "user": "said user nightowl_77,".
pub(super) fn add(_text: &str, words: &[Word], regions: &[Region], mut mentions: Vec<Mention>) -> Vec<Mention> {
    let known = mentions.len();
    let mut next = 0;
    for region in regions {
        for at in region.words() {
            let word = &words[at];
            let at_sign = at > region.heading().start && words[at - 1].text == "@" && glued(&words[at - 1], word);
            let at_name = word.text.len() > 2 && word.text.starts_with('@') && !word.text[1..].contains('@');
            if !(at_name || at_sign && word.word() || handle(words, at, region)) {
                continue;
            }
            while next < known && mentions[next].span.end <= word.span.start {
                next += 1;
            }
            let taken = next < known && mentions[next].span.overlaps(word.span);
            if !taken {
                let start = if at_sign { words[at - 1].span } else { word.span };
                mentions.push(name(start.cover(word.span), EntityType::Person, region.sentence, 0.7));
            }
        }
    }
    mentions.sort_by_key(|m| m.span);
    mentions
}

/// Whether the small word at `at` is what a user is called.
fn handle(words: &[Word], at: usize, region: &Region) -> bool {
    let word = &words[at];
    if at == region.heading().start || !words[at - 1].is(flag::ACCOUNT_ROLE) || words[at - 1].key.ends_with('s') {
        return false;
    }
    let listed = word.flags != 0 || word.text.len() < 4;
    if listed || !matches!(word.shape, Shape::Lower | Shape::Mixed | Shape::Number) {
        return false;
    }
    let odd =
        word.text.contains(['_', '.']) || word.text.bytes().any(|b| b.is_ascii_digit()) && word.shape != Shape::Number;
    let ending = ["ed", "ing", "ly", "tion", "ment", "ness", "s", "ity", "ence", "ance", "name"];
    let plain = ending.iter().any(|e| word.key.ends_with(e));
    let next = if at + 1 < region.plain().end { Some(&words[at + 1]) } else { None };
    let closed = next.is_none_or(|w| w.shape == Shape::Mark || w.possessive() || w.is(flag::SAY) || w.key == "who");
    odd || word.text.len() > 5 && !plain && closed
}

/// Adds words in other scripts in parentheses right after a name: "Xiaohongshu (小紅書)".
pub(super) fn aliases(_text: &str, words: &[Word], mut mentions: Vec<Mention>) -> Vec<Mention> {
    let mut more = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if word.shape != Shape::Uncased || at < 2 || words[at - 1].shape == Shape::Uncased {
            continue;
        }
        let mut to = at + 1;
        while to < words.len().min(at + 8) && words[to].shape == Shape::Uncased {
            to += 1;
        }
        let inside =
            matches!(words[at - 1].text, "(" | "（") && words.get(to).is_some_and(|w| matches!(w.text, ")" | "）"));
        let before = mentions.partition_point(|m| m.span.end <= words[at - 2].span.start);
        if let Some(owner) = mentions.get(before).filter(|m| inside && m.span.end == words[at - 2].span.end) {
            more.push(name(word.span.cover(words[to - 1].span), owner.entity_type, owner.sentence, owner.confidence));
        }
    }
    mentions.append(&mut more);
    mentions.sort_by_key(|m| m.span);
    mentions
}

/// Makes one work of a stretch in quotation marks that is written as titles are, in place of the names within.
pub(super) fn titles_of_works(text: &str, found: &Analysis, mentions: Vec<Mention>) -> Vec<Mention> {
    let works: Vec<Span> = found.quotations.iter().map(|q| q.inner).filter(|s| is_title(s.of(text))).collect();
    if works.is_empty() {
        return mentions;
    }
    let mut kept: Vec<Mention> = Vec::with_capacity(mentions.len() + works.len());
    let mut next = 0;
    let mut covered = |span: Span| {
        while next < works.len() && works[next].end <= span.start {
            next += 1;
        }
        next < works.len() && works[next].overlaps(span)
    };
    kept.extend(mentions.into_iter().filter(|m| !covered(m.span)));
    for span in works {
        let sentence = found.sentences.partition_point(|s| s.span.end <= span.start) as u32;
        if found.sentences.get(sentence as usize).is_some_and(|s| s.span.contains(span)) {
            kept.push(name(span, EntityType::Work, sentence, 0.6));
        }
    }
    kept.sort_by_key(|m| m.span);
    kept
}

/// Two to nine words, all but the smallest with a capital, no stop at the end.
fn is_title(inner: &str) -> bool {
    if inner.len() > 90 || inner.ends_with([',', '.', '?', '!']) {
        return false;
    }
    let (mut large, mut all) = (0, 0);
    for word in inner.split_whitespace() {
        let first = word.chars().next();
        let small = matches!(
            word,
            "a" | "an" | "the" | "of" | "in" | "on" | "and" | "or" | "for" | "to" | "at" | "by" | "with" | "from"
        );
        if !first.is_some_and(char::is_uppercase) && !small {
            return false;
        }
        large += usize::from(!small);
        all += 1;
    }
    (2..10).contains(&all) && large > 1
}
