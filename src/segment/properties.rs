//! What holds for any text.

use std::time::Duration;

use proptest::prelude::*;

use super::{paragraphs, sentences};
use crate::clock::worked;

/// Paragraphs tile the text, sentences their paragraph, tokens their sentence; nothing but gaps and markers between.
fn check(text: &str) {
    let (mut paragraphs, stated) = paragraphs::find(text, &[]);
    let (sentences, tokens) = sentences::find(text, &mut paragraphs);
    let mut at = 0;
    for paragraph in &paragraphs {
        assert!(paragraph.span.start >= at && !paragraph.span.is_empty());
        assert!(
            !paragraph.span.of(text).starts_with(char::is_whitespace)
                && !paragraph.span.of(text).ends_with(char::is_whitespace)
        );
        at = paragraph.span.end;
    }
    let (mut sentence_at, mut token_at) = (0, 0);
    for (number, paragraph) in paragraphs.iter().enumerate() {
        assert_eq!(paragraph.sentences.start, sentence_at);
        assert!(paragraph.sentences.end > sentence_at, "a paragraph without a sentence");
        sentence_at = paragraph.sentences.end;
        let mut at = paragraph.span.start as usize;
        for sentence in &sentences[paragraph.sentences.start as usize..paragraph.sentences.end as usize] {
            assert_eq!(sentence.paragraph, number as u32);
            assert!(paragraph.span.contains(sentence.span) && sentence.span.start as usize >= at);
            assert_eq!(sentence.tokens.start, token_at);
            assert!(sentence.tokens.end > token_at);
            token_at = sentence.tokens.end;
            let own = &tokens[sentence.tokens.start as usize..sentence.tokens.end as usize];
            assert_eq!((own[0].span.start, own[own.len() - 1].span.end), (sentence.span.start, sentence.span.end));
            for token in own {
                assert!(!token.span.is_empty() && token.span.start as usize >= at);
                assert!(text[at..token.span.start as usize].chars().all(super::chars::is_gap));
                assert!(text.is_char_boundary(token.span.end as usize));
                at = token.span.end as usize;
            }
        }
        assert!(text[at..paragraph.span.end as usize].chars().all(super::chars::is_gap));
    }
    assert_eq!((sentence_at as usize, token_at as usize), (sentences.len(), tokens.len()));
    for span in [stated.title, stated.byline, stated.publisher].into_iter().flatten() {
        assert!(!span.of(text).is_empty());
    }
}

#[test]
fn an_article_is_tiled() {
    check(
        "# Ferry makes last crossing\n\nBy Ada Crane\n\nLEEDS (AP) — It is over. “Go,” she said.\n\n![](x)\n> It rained.",
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_tiled(text in "\\PC{0,80}") {
        check(&text);
    }

    #[test]
    fn any_news_is_tiled(parts in prop::collection::vec(prop::sample::select(PARTS), 0..60)) {
        check(&parts.concat());
    }
}

const PARTS: &[&str] = &[
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\u{2028}",
    "\u{A0}",
    "\u{200B}",
    "\u{FEFF}",
    "\0",
    "“",
    "”",
    "\"",
    "'",
    "’",
    "''",
    "(",
    ")",
    "[",
    "]",
    ".",
    ",",
    "!",
    "?",
    "...",
    "…",
    "-",
    "--",
    "—",
    " – ",
    "/",
    ":",
    "@",
    "#",
    "# ",
    "$",
    "%",
    "&",
    "*",
    "- ",
    "> ",
    "![",
    "](",
    "===",
    "1",
    "27",
    "2025",
    "1,000",
    "5:30",
    "2025-01-15",
    "3rd",
    "10am",
    "a",
    "A",
    "I",
    "By ",
    "Mr.",
    "U.S.",
    "U",
    "S",
    "Inc.",
    "No.",
    "etc.",
    "p.m.",
    "said",
    "Smith",
    "he",
    "The",
    "LONDON",
    "(AP)",
    "Reuters",
    "January",
    "EST",
    "don't",
    "n't",
    "'s",
    "cannot",
    "http://",
    "www.",
    "a.b",
    ".com",
    "x@y.zw",
    "小紅書",
    "。",
    "👩‍🚀",
    "🇩🇪",
    "é",
    "e\u{301}",
    "Photo: ",
    "Source: ",
    "Correction: ",
    "Read more",
    "Published: ",
    "Jane Doe is a reporter",
    "The old ferry between the islands made its last crossing",
];

/// How long `text` takes from end to end.
fn time(text: &str) -> Duration {
    let start = worked();
    let (mut paragraphs, _) = paragraphs::find(text, &[]);
    let (_, tokens) = sentences::find(text, &mut paragraphs);
    assert!(!tokens.is_empty() || text.chars().all(super::chars::is_gap));
    worked().saturating_sub(start)
}

#[test]
fn time_grows_with_length_only() {
    let seeds = [
        "a",
        "\"",
        "“",
        "'",
        ".",
        "Smith, ",
        "\n",
        "\n\n",
        " ",
        "a.",
        "a.b ",
        "J. ",
        "1-",
        "a-",
        "a@",
        "?\" ",
        "\"? Smith ",
        "https://",
        "(",
        "... ",
        "[1] ",
        "é",
        "小",
        "👩‍🚀\u{200D}",
        "n't",
        "A. B ",
        "By \n",
        "By A\nB",
        "Jan. 1\n",
        "LONDON — A\n",
        "x\r",
        "> ",
        "# a\n",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i\n",
        "It is over and nobody came to see it off\nbut the mayor did.\n",
        "\u{200B}",
        "!Smith",
        "e\u{301}",
        "US",
        ". \"",
        "-\n",
        "Mr. ",
        ". [1",
        "www.",
        "a/",
    ];
    for seed in seeds {
        let (small, large) = (seed.repeat(20_000 / seed.len()), seed.repeat(160_000 / seed.len()));
        time(&small);
        let times = || (time(&small), time(&large));
        let linear = |(short, long)| long < short * 8 * 4 + Duration::from_millis(60);
        // A busy machine slows work down too: the second or third try counts as well.
        let mut tries = std::iter::repeat_with(times).take(3);
        assert!(tries.any(linear), "{seed:?}: {:?} for 20 kB and 160 kB", times());
    }
}
