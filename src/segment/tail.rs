//! What stands after the last paragraph of the article itself: references, the writer's life in a sentence.

use memchr::memmem;

use super::dates::{self, When};
use super::layout::Block;
use super::lists;
use crate::analysis::Role;
use crate::span::Span;

/// Gives references, dates, corrections and lines about the writer their roles, and says when the article was published
/// if its last lines do (microseconds since 1970-01-01 UTC). `byline` holds the names the article begins with.
pub fn read(text: &str, blocks: &[Block], roles: &mut [Role], byline: Option<Span>) -> Option<i64> {
    let mut published = None;
    references(text, blocks, roles);
    for at in blocks.len().saturating_sub(2).max(1)..blocks.len() {
        let words = blocks[at].span.of(text);
        if let (Role::Body, Some(when)) = (roles[at], dates::line(words)) {
            roles[at] = Role::Dateline;
            published = match when {
                When::At(moment) if words.starts_with("Publi") => Some(moment),
                _ => published,
            };
        }
    }
    corrections(text, blocks, roles);
    writers(text, blocks, roles, byline.map_or("", |span| span.of(text)));
    published
}

/// "Reference(s):" and what follows: titles, outlets, links.
fn references(text: &str, blocks: &[Block], roles: &mut [Role]) {
    let from = blocks.len().saturating_sub(60);
    let header = (from..blocks.len()).find(|at| {
        let words = blocks[*at].span.of(text);
        is_header(words) && blocks[at + 1..].iter().all(|block| is_entry(block.span.of(text)))
    });
    if let Some(header) = header {
        roles[header..].iter_mut().filter(|role| **role != Role::Boilerplate).for_each(|role| *role = Role::Reference);
        return;
    }
    for at in (from..blocks.len()).rev() {
        let words = blocks[at].span.of(text);
        if is_source_line(words) || is_link(words) {
            roles[at] = Role::Reference;
        } else if !matches!(roles[at], Role::Boilerplate | Role::Credit | Role::Correction) {
            break;
        }
    }
}

/// "CORRECTION:" on a line of its own near the end: what follows is the correction.
fn corrections(text: &str, blocks: &[Block], roles: &mut [Role]) {
    let from = (blocks.len() / 2).max(blocks.len().saturating_sub(8));
    let header = |at: &usize| {
        let words = blocks[*at].span.of(text);
        words.len() <= 15 && roles[*at] == Role::Correction && words.ends_with(':')
    };
    if let Some(header) = (from..blocks.len()).find(header) {
        roles[header..].iter_mut().filter(|role| **role == Role::Body).for_each(|role| *role = Role::Correction);
    }
}

fn is_header(words: &str) -> bool {
    let bare = words.trim_end_matches([':', ' ']);
    [
        "reference(s)",
        "references",
        "reference",
        "sources",
        "source",
        "source(s)",
        "further reading",
        "citations",
        "links",
    ]
    .iter()
    .any(|header| bare.eq_ignore_ascii_case(header))
        && (words.ends_with(':') || bare.len() > 6)
}

/// A title, an outlet or a link: short, and no prose.
fn is_entry(words: &str) -> bool {
    words.len() <= 300
        && (is_link(words) || !words.contains(['“', '"']) || !words.contains(" said"))
        && (!words.trim_end_matches(['"', '”', '’', '\'']).ends_with('.')
            || words.len() <= 120
            || words.contains("http"))
}

/// "Source: The Daily Ferry"
fn is_source_line(words: &str) -> bool {
    let opens = ["source:", "sources:", "via:", "reference:", "references:"]
        .iter()
        .any(|opening| words.get(..opening.len()).is_some_and(|head| head.eq_ignore_ascii_case(opening)));
    opens && words.len() <= 200 && words.split(' ').count() <= 25 && !words.contains(['“', '"'])
}

/// A bare address.
fn is_link(words: &str) -> bool {
    let words = words.trim_matches(['(', ')', '[', ']', '<', '>', '-', '*', '•', ' ', '.']);
    !words.is_empty()
        && words.len() <= 500
        && !words.contains(' ')
        && matches!(super::links::find(words.as_bytes(), 0, words.len(), 0), super::links::Link::To(end) if end == words.len())
}

/// "Jane Doe is a reporter covering the coast." and "Roe reported from Leeds." at the very end.
fn writers(text: &str, blocks: &[Block], roles: &mut [Role], byline: &str) {
    let mut left = 3;
    for at in (1..blocks.len()).rev() {
        let span = blocks[at].span;
        match roles[at] {
            Role::Body | Role::List | Role::Subheading if left > 0 => {}
            Role::Boilerplate | Role::Credit | Role::Correction | Role::Reference | Role::Dateline => continue,
            _ => break,
        }
        left -= 1;
        let words = span.of(text);
        let earlier = &text[..span.start as usize];
        let signed = is_signature(words) && roles[at - 1] != Role::List;
        if !(signed || is_dispatch(words) || is_life(words, earlier, byline)) {
            break;
        }
        roles[at] = Role::Boilerplate;
    }
}

/// "Roe reported from Leeds.", "Doe and Roe write for The Daily Ferry."
fn is_dispatch(words: &str) -> bool {
    let count = words.split(' ').count();
    let signs = [
        " reported from ",
        " contributed.",
        " contributed from",
        " writes for ",
        " write for ",
        " report for ",
        " reports for ",
        " contributed to the ",
    ];
    count <= 25
        && words.ends_with('.')
        && !words.contains(['“', '"'])
        && signs.iter().any(|sign| {
            words.find(sign).is_some_and(|at| {
                words[..at].split(' ').all(|word| {
                    word.starts_with(char::is_uppercase)
                        || matches!(word, "and" | "staff" | "writer" | "writers" | "for" | "The")
                })
            })
        })
}

/// "- Jane Doe.", "—Jane Doe": who signs.
fn is_signature(words: &str) -> bool {
    let name = words.trim_start_matches(['-', '—', '–', '~', ' ']);
    name.len() < words.len()
        && (1..=4).contains(&name.split(' ').count())
        && name.split(' ').all(|word| {
            word.starts_with(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
        })
}

/// A sentence or two about someone whom the article does not speak of.
fn is_life(words: &str, earlier: &str, byline: &str) -> bool {
    if words.len() > 500 || words.contains(['“', '"']) || words.contains("''") || words.contains(" said") {
        return false;
    }
    let Some(verb) = [" is ", " was ", ", a ", ", the ", " covers ", " are ", ", who "]
        .iter()
        .filter_map(|verb| words.find(verb))
        .min()
    else {
        return false;
    };
    let name = &words[..verb];
    let parts: Vec<&str> = name.split(' ').collect();
    let named = (1..=4).contains(&parts.len())
        && parts.iter().all(|part| {
            part.starts_with(char::is_uppercase)
                && part.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | ','))
        });
    if !named || matches!(parts[0], "The" | "A" | "An" | "This" | "That" | "It" | "He" | "She") {
        return false;
    }
    let rest = &words[verb..];
    let sentence = &rest[..rest.find(". ").unwrap_or(rest.len())];
    let journalist = sentence.split([' ', ',', '.']).any(|word| lists::JOURNALIST.has(word));
    if parts.len() == 1 && !(journalist && rest.starts_with(" is ")) {
        return false;
    }
    // "Tom Reuter, the director, left on Friday." is news: lives are told in the present, or without any verb.
    let present =
        [" is ", " are ", " was ", " covers ", " writes ", " has ", " teaches ", " lives ", " works ", " serves "];
    if rest.starts_with(',') && words.ends_with('.') && !present.iter().any(|verb| rest.contains(verb)) {
        return false;
    }
    let calling = rest.starts_with(" covers ")
        || sentence
            .split([' ', ',', '.', ';'])
            .take(24)
            .any(|word| lists::CALLING.has_any_case(word.trim_end_matches('s')));
    // Speakers of the article appear in it by their last name; its writer only in the byline.
    let last = parts[parts.len() - 1];
    calling && (byline.contains(last) || memmem::find(earlier.as_bytes(), last.as_bytes()).is_none())
}

#[cfg(test)]
mod tests {
    use super::super::layout;
    use super::*;

    fn roles(text: &str) -> Vec<&'static str> {
        let blocks = layout::find(text);
        let mut roles = vec![Role::Body; blocks.len()];
        read(text, &blocks, &mut roles, None);
        roles.iter().map(|role| role.as_str()).collect()
    }

    const PROSE: &str = "The old ferry between the two islands made its last crossing on Friday, Ben Holt said.";

    #[test]
    fn references_at_the_end() {
        let text = format!("{PROSE}\nReference(s):\nFerry: a farewell between two islands\nferry.example.com");
        assert_eq!(roles(&text), ["body", "reference", "reference", "reference"]);
        assert_eq!(roles(&format!("{PROSE}\nSource: The Daily Ferry")), ["body", "reference"]);
        assert_eq!(roles(&format!("{PROSE}\nhttps://ferry.example.com/last")), ["body", "reference"]);
        assert_eq!(roles(&format!("{PROSE}\nSources:\n{PROSE} “It is over,” she said.\n{PROSE}"))[1], "body");
    }

    #[test]
    fn a_date_at_the_end() {
        let text = format!("{PROSE}\nPublished on 3rd March 2024 at 10:15");
        let mut roles = [Role::Body; 2];
        assert_eq!(read(&text, &layout::find(&text), &mut roles, None), Some(1_709_460_900_000_000));
        assert_eq!(roles[1], Role::Dateline);
    }

    #[test]
    fn writers_at_the_end() {
        let text = format!("{PROSE}\nAda Crane is a reporter who covers the coast.\nCrane reported from Leeds.");
        assert_eq!(roles(&text), ["body", "boilerplate", "boilerplate"]);
        assert_eq!(
            roles(&format!("{PROSE}\nBen Holt is the editor of the ferry’s newsletter."))[1],
            "body",
            "the article speaks of him"
        );
        assert_eq!(roles(&format!("{PROSE}\nThe ferry is the last of its kind."))[1], "body");
        assert_eq!(roles(&format!("{PROSE}\nTom Reuter, a director who sold it, left on Friday."))[1], "body");
        assert_eq!(roles(&format!("{PROSE}\nTom Reuter, a director of the line, writes here."))[1], "boilerplate");
    }
}
