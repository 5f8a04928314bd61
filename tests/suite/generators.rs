//! Text to try the analysis on: news-like, hostile, or both.

use proptest::prelude::*;
use quotient::article::Article;

/// An article of this text that came without facts beside it.
pub fn article(text: impl Into<String>) -> Article {
    Article::from_text("test", text)
}

/// Quotation marks of all styles, and what is taken for them.
pub const MARKS: &[&str] =
    &["“", "”", "\"", "‘", "’", "'", "«", "»", "‹", "›", "「", "」", "『", "』", "„", "‟", "``", "''", "′", "″", "`"];

const SPACES: &[&str] = &[" ", " ", " ", " ", "\n", "\n\n", "\r\n", "\t", "\u{a0}", "\u{2028}", "\u{b}", "  "];

const NAMES: &[&str] = &[
    "Smith",
    "Ada Quill",
    "Mayor Tobias Renner",
    "Dr. Imke O’Dowd",
    "Ko Bada",
    "the Harbour Board",
    "NATO",
    "U.S.",
    "McX-Y",
    "小紅書",
    "Élodie d’Arc",
    "@gull_watch",
    "A.",
    "Jr.",
    "he",
    "she",
    "they",
    "Mr.",
    "İstanbul",
    "ﬁnch",
];

const CUES: &[&str] = &[
    " said",
    " told reporters",
    " says:",
    " wrote,",
    ", according to",
    " denied that",
    " declined to comment",
    " did not say whether",
    " was described by",
    " asked",
    ": ",
    " – ",
    " — ",
];

const WORDS: &[&str] = &[
    "the",
    "bridge",
    "closes",
    "on Monday",
    "3.5 percent",
    "$1,200",
    "don’t",
    "don't",
    "rock ’n’ roll",
    "Photo: AP",
    "By ",
    "Reference(s):",
    "example.org/a?b=c",
    "-",
    "...",
    "…",
    ".",
    ".",
    ",",
    "?!",
    "(",
    ")",
    "[sic]",
    "# ",
    "* ",
    "> ",
    "Subscribe",
    "Correction:",
    "8:10am",
];

const ODD: &[&str] = &[
    "\0",
    "\u{1}",
    "\u{7f}",
    "e\u{301}",
    "\u{301}\u{301}\u{301}\u{301}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{200d}",
    "\u{feff}",
    "\u{ad}",
    "👩‍👩‍👧",
    "🇺🇳",
    "\u{fffd}",
    "\u{10ffff}",
    "ß",
    "𝔸",
    "۳",
    "é",
    "\\",
    "|",
];

fn piece() -> impl Strategy<Value = String> {
    let from = |list: &'static [&'static str]| prop::sample::select(list).prop_map(str::to_owned);
    prop_oneof![
        5 => from(SPACES),
        4 => from(MARKS),
        3 => from(NAMES),
        3 => from(CUES),
        4 => from(WORDS),
        1 => from(ODD),
        1 => any::<char>().prop_map(String::from),
    ]
}

/// Names, cues, marks, line ends and odd characters in any order.
pub fn jumble() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..240).prop_map(|pieces| pieces.concat())
}

/// Sentences that almost read like news: a quotation in one style of marks, a cue, a name, in this or that order, with a
/// piece of the jumble here and there.
pub fn newslike() -> impl Strategy<Value = String> {
    let clause = prop::collection::vec(prop::sample::select(&WORDS[..9]), 1..12).prop_map(|words| words.join(" "));
    let marks =
        prop::sample::select(&[("“", "”"), ("\"", "\""), ("‘", "’"), ("'", "'"), ("«", "»"), ("“", ""), ("", "”")]);
    let who = (prop::sample::select(NAMES), prop::sample::select(CUES));
    let sentence = (clause.clone(), clause, marks, who, 0..6usize, prop::option::weighted(0.2, piece()));
    let sentence = sentence.prop_map(|(a, b, (open, close), (name, cue), shape, odd)| {
        let odd = odd.unwrap_or_default();
        match shape {
            0 => format!("{open}{a},{close} {name}{cue}. {open}{b}.{close}{odd} "),
            1 => format!("{open}{a},{close} {name}{cue}, {open}{b}.{close}\n{odd}"),
            2 => format!("{name}{cue} that {a} {open}{b}{close}.{odd} "),
            3 => format!("{name}{cue}: {open}{a}.\n\n{open}{b}.{close}\n{odd}"),
            4 => format!("{a} {open}{b} {odd}‘{a}’{close}{cue} {name}.\n"),
            _ => format!("{a}, {b}, {name}{cue}.{odd} "),
        }
    });
    prop::collection::vec(sentence, 0..24).prop_map(|sentences| sentences.concat())
}

/// One of `texts`, cut, doubled, and with pieces of the jumble put in at a few places.
pub fn mutated(texts: Vec<String>) -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0..40usize, 0..4u8, piece());
    (prop::sample::select(texts), prop::collection::vec(edit, 1..8)).prop_map(|(text, edits)| {
        let mut chars: Vec<char> = text.chars().collect();
        for (place, length, what, piece) in edits {
            let start = place.index(chars.len() + 1);
            let end = (start + length).min(chars.len());
            let again: Vec<char> = match what {
                0 => Vec::new(),
                1 => chars[start..end].repeat(2),
                2 => piece.chars().collect(),
                _ => chars[start..end].iter().copied().chain(piece.chars()).collect(),
            };
            chars.splice(start..end, again);
        }
        chars.into_iter().collect()
    })
}
