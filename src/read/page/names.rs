//! A writer's name without what stands beside it in a byline.

use super::date;

/// Longer ones are no names, in bytes.
const LONGEST: usize = 120;

/// A name without "By", function, house, date or address beside it.
pub(super) fn clean(name: &str) -> Option<&str> {
    let mut name = name.trim();
    name = after_opening(name);
    for cut in [" | ", " - ", " – ", " — ", " · ", " • ", " / ", " (", " <", " Published", " Updated", " Posted"]
    {
        name = name.split(cut).next().unwrap_or(name);
    }
    name = before_date(name);
    // "Ada Crane, Staff Writer": functions and agencies are no names; "Ada Crane, Ben Holt" are two.
    while let Some((head, _)) = name.rsplit_once(',').filter(|(_, tail)| is_function(tail) || is_agency(tail)) {
        name = head;
    }
    let name = name.trim().trim_end_matches([',', ';', ':', '.', '-', '–', '—', '|', ' ']).trim();
    let is_name = (2..=LONGEST).contains(&name.len())
        && name.chars().any(char::is_alphabetic)
        && !name.contains("://")
        && !name.starts_with(['@', '{', '%'])
        && !name.contains('@')
        && !["admin", "none", "null", "undefined", "unknown", "false", "author", "n/a", "last", "follow author"]
            .iter()
            .any(|no| no.eq_ignore_ascii_case(name));
    is_name.then_some(name)
}

/// Without "By", "Analysis by" and the like.
fn after_opening(name: &str) -> &str {
    const OPENINGS: &[&str] =
        &["written", "story", "posted", "published", "analysis", "opinion", "review", "words", "text", "reported"];
    let (first, rest) = name.split_once([' ', '\u{a0}']).unwrap_or((name, ""));
    let is_by = |word: &str| word.trim_end_matches(':').eq_ignore_ascii_case("by");
    if is_by(first) && !rest.is_empty() {
        return rest.trim_start();
    }
    let (second, rest) = rest.trim_start().split_once([' ', '\u{a0}']).unwrap_or_default();
    let opens = OPENINGS.iter().any(|opening| first.eq_ignore_ascii_case(opening)) && is_by(second);
    if opens { rest.trim_start() } else { name }
}

/// Without a date that stands right behind ("Ada Crane Mar 3, 2026"), even where its day is stuck to the name.
fn before_date(name: &str) -> &str {
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let (mut at, mut start, mut before) = (0, 0, "");
    for part in name.split_inclusive(char::is_whitespace) {
        let word = part.trim_end().trim_end_matches([',', '.']);
        let dated = is_number(word) && date::is_month(before) || date::is_month(word) && is_number(before);
        if dated && start > 0 {
            return name[..start].trim_end_matches([',', ' ']);
        }
        let digit = word.find(|c: char| c.is_ascii_digit()).filter(|digit| *digit > 1 && part.len() > word.len());
        if let Some(digit) = digit.filter(|digit| word[..*digit].chars().all(char::is_alphabetic)) {
            return &name[..at + digit];
        }
        (start, before) = (at, word);
        at += part.len();
    }
    name
}

fn is_agency(words: &str) -> bool {
    const AGENCIES: &[&str] = &[
        "associated press",
        "the associated press",
        "ap",
        "reuters",
        "afp",
        "agence france-presse",
        "bloomberg",
        "pa",
        "upi",
        "dpa",
    ];
    AGENCIES.iter().any(|agency| words.trim().eq_ignore_ascii_case(agency))
}

fn is_function(words: &str) -> bool {
    const FUNCTIONS: &[&str] = &[
        "writer",
        "reporter",
        "editor",
        "correspondent",
        "columnist",
        "contributor",
        "journalist",
        "staff",
        "producer",
        "chief",
        "special",
        "freelance",
        "critic",
        "fellow",
        "analyst",
    ];
    let mut words = words.split(|c: char| !c.is_alphanumeric());
    words.any(|word| FUNCTIONS.iter().any(|function| function.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_name_is_left_out() {
        for name in ["https://facebook.com/ada", "@ada", "ada@post.example", "admin", "", "12"] {
            assert_eq!(clean(name), None, "{name}");
        }
        assert_eq!(clean("Ada Crane | The Harbor Post"), Some("Ada Crane"));
        assert_eq!(clean("Ada Crane, Ben Holt"), Some("Ada Crane, Ben Holt"));
        assert_eq!(clean("Byron Holt"), Some("Byron Holt"));
        assert_eq!(clean("Ada Crane Mar 3, 2026"), Some("Ada Crane"));
        assert_eq!(clean("Ada Crane —"), Some("Ada Crane"));
        assert_eq!(clean("Analysis by Ada Crane, Editor-at-large"), Some("Ada Crane"));
        assert_eq!(clean("ADA CRANE and BEN HOLT, Associated Press"), Some("ADA CRANE and BEN HOLT"));
        assert_eq!(clean("Associated Press"), Some("Associated Press"));
        assert_eq!(clean("Ada Crane22 Dec 2016651"), Some("Ada Crane"));
        assert_eq!(clean("By: Ada Crane 22 Dec 2016"), Some("Ada Crane"));
        assert_eq!(clean("The 19th"), Some("The 19th"));
        assert_eq!(clean("May Jones"), Some("May Jones"));
    }
}
