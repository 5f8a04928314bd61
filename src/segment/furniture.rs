//! Paragraphs around an article that the house put there: calls to subscribe, copyright, corrections, pictures' words.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{credits, lists};
use crate::analysis::Role;

/// Longer paragraphs are never boilerplate, in bytes.
const LONGEST: usize = 420;

/// The role of a paragraph that is not the article's own words; `None` for everything else.
pub fn role(words: &str) -> Option<Role> {
    if is_correction(words) {
        return Some(Role::Correction);
    }
    if words.len() > LONGEST {
        return credits::is_caption(words).then_some(Role::Caption);
    }
    let count = words.split_whitespace().take(80).count();
    if credits::is_credit(words, count) {
        return Some(Role::Credit);
    }
    if credits::is_caption(words) {
        return Some(Role::Caption);
    }
    let bare = words.trim_start_matches(['-', '–', '—', '*', '•', '>', '[', '|', '_', ' ']);
    if lists::NOTE_OPENING.opens(bare) {
        let corrects =
            ["orrect", "misstated", "earlier version", "misidentified"].iter().any(|sign| bare.contains(sign));
        return Some(if corrects { Role::Correction } else { Role::Boilerplate });
    }
    let speaks = || count > 12 && words.contains(['“', '"']);
    let boilerplate = lists::BOILERPLATE_OPENING.openings(bare).any(|(_, most)| count <= most && !speaks())
        || (count <= 60 && SIGNS.is_match(words) && !speaks())
        || is_call(bare, count)
        || is_code(words);
    boilerplate.then_some(Role::Boilerplate)
}

/// What shows boilerplate anywhere in a short paragraph.
static SIGNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let builder = AhoCorasick::builder().ascii_case_insensitive(true).build(lists::BOILERPLATE_SIGN.items());
    builder.unwrap_or_else(|_| unreachable!("a few dozen literals, known when this is compiled"))
});

/// "Follow Jane Doe on Twitter @janedoe", "Watch the video below:"
fn is_call(words: &str, count: usize) -> bool {
    if count <= 3 && words.starts_with('@') && words.len() > 2 {
        return true;
    }
    if count > 25 || !lists::CALL_OPENING.opens(words) {
        return false;
    }
    let lower = words.to_ascii_lowercase();
    let has = |list: &'static lists::List| list.items().iter().any(|sign| lower.contains(sign));
    match lower.as_bytes()[0] {
        b'f' | b'o' => has(&lists::FOLLOW_SIGN),
        b'd' | b'a' => lower.ends_with("like the page:"),
        _ => count <= 14 && has(&lists::WATCH_PLACE) && has(&lists::WATCH_THING),
    }
}

/// Style sheets and embeds that slipped in.
fn is_code(words: &str) -> bool {
    let rule = words.ends_with(';') && words.contains(':') && !words.contains(' ') || matches!(words, "}" | "{");
    let style = words.ends_with('{') && words.starts_with(['.', '#', '@'])
        || words.ends_with("px;")
        || words.ends_with("!important;");
    let embed = words.starts_with("<tweet") || words.starts_with("<iframe") || words.starts_with("<script");
    rule || style || (embed && words.ends_with('>'))
}

fn is_correction(words: &str) -> bool {
    words.len() <= 1500
        && lists::CORRECTION_OPENING.opens(words.trim_start_matches(['*', '(', '[', ' ', '_', '—', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_known() {
        for (words, expected) in [
            ("Photo: AP", Role::Credit),
            ("Photograph: Ada Crane/Reuters", Role::Credit),
            ("(AP Photo/Ada Crane)", Role::Credit),
            ("Courtesy of Ada Crane", Role::Credit),
            ("Getty Images", Role::Credit),
            ("Ada Crane/Getty Images", Role::Credit),
            ("- Reuters.", Role::Credit),
            ("A woman waits on the quay on Monday. (Ada Crane/AP)", Role::Caption),
            ("FILE - A woman waits on the quay, March 3, 2024.", Role::Caption),
            ("Advertisement", Role::Boilerplate),
            ("Read more: Ferry makes last crossing", Role::Boilerplate),
            ("Sign up for our weekly letter.", Role::Boilerplate),
            ("Copyright 2024 The Daily Ferry. All rights reserved.", Role::Boilerplate),
            ("(Reporting by Ada Crane; Editing by Ben Holt)", Role::Boilerplate),
            ("Follow Ada Crane on Twitter @adacrane.", Role::Boilerplate),
            ("Ada Crane and Ben Holt contributed to this report.", Role::Boilerplate),
            ("This story has been updated with a statement from the ferry.", Role::Boilerplate),
            ("Watch the full interview below:", Role::Boilerplate),
            ("Read the rest here.", Role::Boilerplate),
            ("Correction: The ferry sailed on Friday.", Role::Correction),
            ("An earlier version of this article misstated the year.", Role::Correction),
        ] {
            assert_eq!(role(words), Some(expected), "{words}");
        }
    }

    #[test]
    fn prose_is_not() {
        for words in [
            "Read more books, she told the class, and you will write better.",
            "Share prices fell on Monday.",
            "Follow the money, he said.",
            "Courtesy of the mayor, every child on the island had ice cream that day.",
            "Subscribers to the ferry’s newsletter heard first.",
            "Watch what happens below decks, he said.",
            "“Copyright 2024 is all it says,” the printer said, “and nobody knows what it means for the book.”",
            "The bill passed (49 to 12).",
            "Sources said the ferry was sold.",
            "Reuters reported on Monday that the ferry was sold.",
            "Videos of the crossing were shared widely.",
            "Printing began at noon.",
            "Email is dead, the minister said.",
        ] {
            assert_eq!(role(words), None, "{words}");
        }
    }
}
