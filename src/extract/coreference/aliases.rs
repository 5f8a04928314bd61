//! Names the text itself calls the same: "Environmental Protection Agency (EPA)", "X, formerly known as Y".

use super::clusters::Clusters;
use crate::analysis::EntityType;
use crate::extract::names::view::View;
use crate::extract::names::words::Shape;
use crate::span::Span;

/// What may stand between a name and its other name, without the marks around.
const KNOWN_AS: &[&str] = &[
    "also known as",
    "also known by",
    "formerly known as",
    "previously known as",
    "once known as",
    "better known as",
    "commonly known as",
    "widely known as",
    "known as",
    "known online as",
    "also called",
    "also spelled",
    "formerly",
    "formerly called",
    "previously",
    "aka",
    "a.k.a.",
    "née",
    "nicknamed",
    "dubbed",
    "or",
    "abbreviated as",
    "whose real name is",
    "who goes by",
];

/// Merges the clusters of names (`mentions`, in text order) that follow one another with words between that say so.
pub(super) fn merge(view: &View, mentions: &[usize], clusters: &mut Clusters) {
    for pair in mentions.windows(2) {
        let (left, right) = (view.mention(pair[0]), view.mention(pair[1]));
        if left.sentence != right.sentence || right.span.start < left.span.end || right.span.start - left.span.end > 48
        {
            continue;
        }
        let gap = Span { start: left.span.end, end: right.span.start }.of(view.text);
        if (parenthesis(view, gap, left.span, right.span) || known_as(gap))
            && let (Some(a), Some(b)) = (clusters.of[pair[0]], clusters.of[pair[1]])
            && compatible(left.entity_type, right.entity_type, gap)
        {
            clusters.merge(a, b);
        }
    }
}

fn known_as(gap: &str) -> bool {
    let marks = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '“' | '"' | '‘' | '\'' | '—' | '–' | '”');
    let words = gap.trim_matches(marks);
    let words = words.strip_suffix(" the").unwrap_or(words);
    // "or" between two names is a choice, unless commas or brackets set it off.
    let weak = matches!(words, "or" | "formerly" | "previously" | "dubbed" | "known as");
    let set_off = gap.trim_start().starts_with([',', '(', ')', '—']);
    KNOWN_AS.iter().any(|known| words.eq_ignore_ascii_case(known))
        && (!weak || set_off)
        && (words != "or" || gap.contains('('))
}

/// "Name (NAME)": in another script, or letters of the longer.
fn parenthesis(view: &View, gap: &str, left: Span, right: Span) -> bool {
    if !matches!(gap, " (" | "(" | " ( " | "（" | " (the " | " (“" | " (\"") {
        return false;
    }
    let closes = view.text[right.end as usize..].trim_start_matches(['”', '"']).starts_with([')', '）', ',', ';']);
    let words = view.range(right);
    let other_script = view.words[words.clone()].iter().all(|w| w.shape == Shape::Uncased);
    closes
        && (other_script
            || letters_of(right.of(view.text), left.of(view.text))
            || letters_of(left.of(view.text), right.of(view.text)))
}

/// Whether the letters of `short` are letters of `full` in order, each beginning a word there or following one that did.
fn letters_of(short: &str, full: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).take(12).collect();
    if letters.len() < 2 || letters.len() > 11 || full.len() < short.len() + 2 || !letters[0].is_uppercase() {
        return false;
    }
    let first = full.chars().find(|c| c.is_alphanumeric());
    let mut rest = full.chars().take(200).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let upper = letters.iter().filter(|c| c.is_uppercase()).count();
    first.is_some_and(|f| f.eq_ignore_ascii_case(&letters[0]))
        && upper * 2 >= letters.len()
        && letters.iter().flat_map(|c| c.to_lowercase()).all(|c| rest.any(|r| r == c))
}

/// A person is no organization or place, unless the text says so in words.
fn compatible(a: EntityType, b: EntityType, gap: &str) -> bool {
    a == b || gap.contains("known") || (a != EntityType::Person && b != EntityType::Person) || b == EntityType::Other
}
