//! Whether a quotation that no cue claims is somebody's words, or a scare quote, a title, a nickname, a term.

use super::words::{Class, Word};
use crate::analysis::{Analysis, Quotation};

/// Fewest words for speech that begins and ends in the middle of a sentence.
const FRAGMENT: usize = 8;

/// `words` are those of the quotation, its marks among them; `before` is the word before it in its unit.
pub fn is_speech(text: &str, found: &Analysis, quotation: &Quotation, words: &[Word], before: Option<&Word>) -> bool {
    if quotation.continues.is_some_and(|chain| is_chained(found, chain)) {
        return true;
    }
    let inner = quotation.inner.of(text).trim();
    let spoken: Vec<&Word> = words.iter().filter(|w| w.is_word()).collect();
    let sentence_case = inner.starts_with(|c: char| c.is_uppercase() || c == '…' || c == '[' || c == '‘' || c == '\'');
    let stopped = inner.ends_with(['.', ',', '!', '?', '…', '—', '–', '-']);
    if title_case(&spoken) {
        return stopped && spoken.len() >= 2 && before.is_none() && spoken.len() < 3;
    }
    match before {
        // At the head of a unit, after a colon or a comma: a sentence of its own.
        None => {
            spoken.len() >= 3 && (sentence_case || spoken.len() >= FRAGMENT)
                || stopped && spoken.len() >= 2 && sentence_case
        }
        Some(before) if before.class == Class::Colon => sentence_case && spoken.len() >= 2,
        Some(before) if before.class == Class::Comma => sentence_case && spoken.len() >= 3 || spoken.len() >= FRAGMENT,
        Some(_) => sentence_case && stopped && spoken.len() >= 5 || spoken.len() >= FRAGMENT + 4,
    }
}

fn is_chained(found: &Analysis, chain: u32) -> bool {
    found.quotations.get(chain as usize).is_some()
}

/// "The Lake of Silence": every word of weight has a capital, and there are at least two.
fn title_case(words: &[&Word]) -> bool {
    let heavy = words.iter().filter(|w| w.text.chars().count() > 3 || w.class == Class::Name);
    let capital = |w: &&&Word| w.text.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let (all, capitals) = (heavy.clone().count(), heavy.filter(capital).count());
    all >= 2 && all == capitals || words.len() == 1
}

/// Whether the quotation `words`, marks among them, is a title of a work or a term rather than what somebody said.
pub fn is_title(words: &[Word]) -> bool {
    let spoken: Vec<&Word> = words.iter().filter(|word| word.is_word()).collect();
    let stopped = words.iter().rev().take(2).any(|word| matches!(word.class, Class::Comma | Class::Stop));
    spoken.len() >= 2 && title_case(&spoken) && !stopped
}
