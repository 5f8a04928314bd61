//! What stands before the first paragraph of the article itself: title, byline, date.

use super::bylines;
use super::chars::is_closing_quote;
use super::dates::{self, When};
use super::layout::{Block, Shape};
use crate::analysis::{Role, Stated};

/// The front is over after this many paragraphs.
const MOST: usize = 12;

/// Gives the paragraphs of the front their roles, and says what they state. Paragraphs that `roles` already calls something
/// else than body or subheading are passed over. There is no title to find where the article `is_titled` beside its text.
pub fn read(text: &str, blocks: &[Block], roles: &mut [Role], is_titled: bool) -> Stated {
    let mut stated = Stated::default();
    for at in 0..blocks.len().min(MOST) {
        let (span, shape) = (blocks[at].span, blocks[at].shape);
        let words = span.of(text);
        let titled = is_titled || stated.title.is_some();
        if !matches!(roles[at], Role::Body | Role::Subheading) {
            continue;
        }
        if let Some(when) = dates::line(words) {
            roles[at] = Role::Dateline;
            note(&mut stated, Some(when));
        } else if shape == Shape::Heading {
            if !titled {
                roles[at] = Role::Headline;
                stated.title = Some(span);
            }
        } else if let Some(byline) = bylines::find(text, span).filter(|_| at > 0 || is_followed(text, blocks, at, 0)) {
            roles[at] = Role::Byline;
            note(&mut stated, byline.date);
            stated.byline.get_or_insert(byline.names);
        } else if !titled && is_section(text, blocks, at) {
            roles[at] = Role::Subheading;
        } else if is_title(words) && !titled && stated.byline.is_none() && is_followed(text, blocks, at, words.len()) {
            roles[at] = Role::Headline;
            stated.title = Some(span);
        } else if titled && is_writer(text, blocks, at) {
            roles[at] = Role::Byline;
            stated.byline.get_or_insert(span);
        } else if titled && stated.byline.is_none() && is_deck(words) && is_followed(text, blocks, at, words.len()) {
            roles[at] = Role::Subheading;
        } else {
            break;
        }
    }
    stated
}

fn note(stated: &mut Stated, when: Option<When>) {
    if let (None, Some(When::At(moment))) = (stated.published_at, when) {
        stated.published_at = Some(moment);
    }
}

/// Whether the paragraph reads as a title: short, no full stop at its end.
fn is_title(words: &str) -> bool {
    let count = words.split_whitespace().take(41).count();
    if words.len() > 300 || !(2..=40).contains(&count) || !words.starts_with(|c: char| !c.is_lowercase()) {
        return false;
    }
    let bare = words.trim_end_matches(is_closing_quote);
    match bare.chars().next_back() {
        Some('.') if bare.ends_with("...") => count <= 20,
        // A house style with full stops shows in the capitals.
        Some('.') => {
            bare.len() == words.len() && (is_capitalized(words) || (count <= 16 && ends_in_abbreviation(words)))
        }
        Some(':' | ';' | ',' | '—' | '-' | '–') | None => false,
        Some('!' | '?') => count <= 25,
        Some(_) => !is_prose(words),
    }
}

/// Whether the paragraph reads as the line below a title.
fn is_deck(words: &str) -> bool {
    let asks = words.trim_end_matches(is_closing_quote).ends_with(['?', '!', '.']);
    is_title(words) && words.split(' ').count() <= if asks { 9 } else { 25 }
}

/// Whether there is the end of a sentence within.
fn is_prose(words: &str) -> bool {
    words.len() > 120
        && words.match_indices(". ").any(|(at, _)| {
            words[at + 2..].starts_with(char::is_uppercase) && words[..at].chars().rev().take(4).all(char::is_lowercase)
        })
}

fn ends_in_abbreviation(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or(words);
    last[..last.len() - 1].contains('.') || super::abbreviations::kind(last).is_some()
}

/// Whether nearly all longer words begin with a capital.
fn is_capitalized(words: &str) -> bool {
    let (mut longer, mut capital) = (0, 0);
    for word in words.split_whitespace().filter(|word| word.len() > 4) {
        longer += 1;
        capital += usize::from(!word.starts_with(char::is_lowercase));
    }
    longer >= 2 && capital * 10 >= longer * 9
}

/// Whether an article follows soon: a longer paragraph that ends as prose does.
fn is_followed(text: &str, blocks: &[Block], at: usize, length: usize) -> bool {
    blocks[at + 1..].iter().take(MOST).any(|block| {
        let words = block.span.of(text);
        words.len() > 60.max(length / 2)
            && words.trim_end_matches(|c| is_closing_quote(c) || c == ')').ends_with(['.', '!', '?', '…', ':'])
            || words.len() > 300
    })
}

/// Whether the paragraph is the name of a section over the title ("World", "OPINION").
fn is_section(text: &str, blocks: &[Block], at: usize) -> bool {
    let words = blocks[at].span.of(text);
    let next = blocks.get(at + 1).map_or("", |block| block.span.of(text));
    words.len() <= 30
        && words.split(' ').count() <= 3
        && words.starts_with(char::is_uppercase)
        && words.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '&' | '/' | '-'))
        && next.split(' ').count() >= 4
        && is_title(next)
        && bylines::find(text, blocks[at + 1].span).is_none()
        && dates::line(next).is_none()
        && is_followed(text, blocks, at + 1, next.len())
}

/// Whether the paragraph is a name alone, told to be the writer's by the date or function on the next line.
fn is_writer(text: &str, blocks: &[Block], at: usize) -> bool {
    let words = blocks[at].span.of(text);
    let Some(next) = blocks.get(at + 1).map(|block| block.span) else { return false };
    let named = words.split(' ').all(|word| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    });
    let function = matches!(
        next.of(text),
        "Staff Writer"
            | "Staff Reporter"
            | "Reporter"
            | "Correspondent"
            | "Senior Reporter"
            | "Reuters"
            | "Associated Press"
            | "The Associated Press"
            | "AP"
            | "AFP"
            | "CNN"
            | "Staff"
            | "Contributor"
            | "Columnist"
            | "Opinion Columnist"
            | "Editor"
    );
    (2..=4).contains(&words.split(' ').count()) && named && (function || dates::line(next.of(text)).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::layout;
    use super::*;

    const PROSE: &str = "The old ferry between the two islands made its last crossing on Friday evening.";

    fn front(top: &str) -> (Vec<&'static str>, Stated, String) {
        let text = format!("{top}\n{PROSE}\n{PROSE}");
        let blocks = layout::find(&text);
        let mut roles: Vec<Role> = blocks
            .iter()
            .map(|block| if block.shape == Shape::Heading { Role::Subheading } else { Role::Body })
            .collect();
        let stated = read(&text, &blocks, &mut roles, false);
        (roles.iter().map(|role| role.as_str()).collect(), stated, text)
    }

    #[test]
    fn title_byline_date() {
        let (roles, stated, text) =
            front("Ferry makes last crossing\nIslands mourn\nBy Ada Crane\nJan. 15, 2025, 8:30 a.m. EST");
        assert_eq!(roles, ["headline", "subheading", "byline", "dateline", "body", "body"]);
        assert_eq!(stated.title.map(|span| span.of(&text)), Some("Ferry makes last crossing"));
        assert_eq!(stated.byline.map(|span| span.of(&text)), Some("Ada Crane"));
        assert_eq!(stated.published_at, Some(1_736_947_800_000_000));
    }

    #[test]
    fn other_orders() {
        assert_eq!(front("World\nFerry makes its last crossing, at last").0[..2], ["subheading", "headline"]);
        assert_eq!(front("15 January 2025\n“We will miss it,” mayor says").0[..3], ["dateline", "headline", "body"]);
        assert_eq!(front("# Ferry.\n## By Ada Crane").0[..2], ["headline", "subheading"]);
        assert_eq!(front("Ferry Makes Last Crossing.").0[..2], ["headline", "body"]);
        assert_eq!(
            front("Ferry makes last crossing\nAda Crane\nMarch 3, 2024").0[..3],
            ["headline", "byline", "dateline"]
        );
    }

    #[test]
    fn no_title() {
        for top in ["It was over by nine.", "“It is over.”", "The mayor wrote:", "and so it ended", PROSE] {
            assert_eq!(front(top).0[0], "body", "{top}");
        }
        let text = "Ferry makes last crossing";
        assert_eq!(read(text, &layout::find(text), &mut [Role::Body], false), Stated::default(), "nothing follows");
    }
}
