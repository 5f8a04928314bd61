//! Where a quotation ends whose closing mark was lost: before the reporting clause that follows it, if there is one.

use crate::extract::cues::{self, Form, Manner};
use crate::span::Span;

/// Words of a reporting clause looked at after a comma.
const CLAUSE: usize = 5;
/// Bytes those words may take; a longer "word" is none.
const REACH: usize = 120;

/// Most bytes a reporting clause takes that ends its paragraph.
const ENDS: usize = 60;

/// The end of the quoted words in `inner`: behind the comma of "…, Jane Doe said". Where the next paragraph takes the
/// quotation up, only a report that ends the paragraph is believed.
pub fn words_end(text: &str, inner: Span, taken_up: bool) -> Option<u32> {
    let words = inner.of(text);
    words.match_indices([',', '?', '!']).find_map(|(at, mark)| {
        let after = at + mark.len();
        let reach = (after + REACH).min(words.len());
        let reach = (after..=reach).rev().find(|&end| words.is_char_boundary(end)).unwrap_or(after);
        let last = words.len() - after <= ENDS;
        ((last || !taken_up) && is_report(&words[after..reach])).then_some(inner.start + after as u32)
    })
}

fn is_report(rest: &str) -> bool {
    let mut words = rest.split_whitespace().map(|word| word.trim_end_matches(['.', ',', ':'])).take(CLAUSE);
    let Some(first) = words.next() else { return false };
    let name = |word: &str| word.starts_with(char::is_uppercase) || ["he", "she", "they"].contains(&word);
    if reports(first) {
        return words.next().is_some_and(|word| name(word) || word == "the");
    }
    name(first) && words.find(|word| !name(word)).is_some_and(reports)
}

fn reports(word: &str) -> bool {
    cues::lookup(word).iter().any(|verb| {
        let finite = matches!(verb.form, Form::Past | Form::Third);
        finite && verb.particle.is_none() && verb.manner.can(Manner::DIRECT) && !verb.manner.can(Manner::NOUN)
    })
}
