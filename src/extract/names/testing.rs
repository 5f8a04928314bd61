//! Test helper: cuts prose into paragraphs, sentences and tokens roughly as a treebank would.

use super::Words;
use crate::analysis::{
    Analysis, Attribution, Marks, Paragraph, Polarity, Quotation, Quote, QuoteKind, Role, Sentence, Token,
};
use crate::span::Span;

const ABBREVIATIONS: &[&str] = &[
    "Mr.", "Mrs.", "Ms.", "Dr.", "Sen.", "Gov.", "Rep.", "Inc.", "Corp.", "Ltd.", "Jr.", "Sr.", "St.", "Prof.", "Gen.",
    "Calif.", "Co.",
];

fn abbreviation(word: &str) -> bool {
    let initials = word.len() > 1
        && word.len().is_multiple_of(2)
        && word.as_bytes().chunks(2).all(|c| c[0].is_ascii_uppercase() && c[1] == b'.');
    ABBREVIATIONS.contains(&word) || initials
}

/// Adds the tokens of one chunk without white space.
fn chunk(text: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    let mut push = |from: usize, to: usize| {
        if from < to {
            tokens.push(Token::new(Span::new(from, to)));
        }
    };
    let word = &text[start..end];
    let mut word_start = start;
    for (offset, c) in word.char_indices() {
        let at = start + offset;
        let next = word[offset + c.len_utf8()..].chars().next();
        let inner = next.is_some_and(char::is_alphanumeric);
        let keep = c.is_alphanumeric()
            || matches!(c, '_' | '&' | '@') && inner
            || c == '.' && (inner || abbreviation(&text[word_start..at + 1]))
            || c == ',' && inner && word[..offset].ends_with(|c: char| c.is_ascii_digit())
            || matches!(c, '\'' | '’')
                && inner
                && word_start < at
                && word[offset + c.len_utf8()..].trim_end_matches(|c: char| !c.is_alphanumeric()) != "s";
        if keep {
            continue;
        }
        push(word_start, at);
        word_start = at;
        if matches!(c, '\'' | '’') && next == Some('s') {
            continue;
        }
        push(at, at + c.len_utf8());
        word_start = at + c.len_utf8();
    }
    push(word_start, end);
}

/// Paragraphs at newlines, sentences at stops, straight and curly double marks as quotations. A paragraph that begins
/// with a role in brackets ("[teaser] …", for which the span starts after it) has that role.
pub(crate) fn analyse(text: &str) -> Analysis {
    let mut found = Analysis::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut span = Span::new(start, start + line.len()).trim(text);
        start += line.len();
        let mut role = Role::Body;
        for candidate in Role::ALL {
            let tag = format!("[{}] ", candidate.as_str());
            if span.of(text).starts_with(&tag) {
                span.start += tag.len() as u32;
                role = *candidate;
            }
        }
        if span.is_empty() {
            continue;
        }
        let number = found.paragraphs.len() as u32;
        let first = found.sentences.len() as u32;
        sentences(text, span, number, &mut found);
        quotations(text, span, number, &mut found);
        found.paragraphs.push(Paragraph { span, role, sentences: first..found.sentences.len() as u32 });
    }
    found
}

fn sentences(text: &str, paragraph: Span, number: u32, found: &mut Analysis) {
    let mut at = paragraph.start as usize;
    let mut first = found.tokens.len();
    for part in paragraph.of(text).split_inclusive(char::is_whitespace) {
        let end = at + part.trim_end().len();
        chunk(text, at, end, &mut found.tokens);
        let word = part.trim_end();
        at += part.len();
        let last = at == paragraph.end as usize;
        let stop = word.trim_end_matches(['”', '"', ')']).ends_with(['.', '?', '!']) && !abbreviation(word);
        if (last || stop) && first < found.tokens.len() {
            let span = found.tokens[first].span.cover(found.tokens[found.tokens.len() - 1].span);
            found.sentences.push(Sentence { span, paragraph: number, tokens: first as u32..found.tokens.len() as u32 });
            first = found.tokens.len();
        }
    }
}

fn quotations(text: &str, paragraph: Span, number: u32, found: &mut Analysis) {
    let mut open: Option<(usize, usize)> = None;
    for (offset, c) in paragraph.of(text).char_indices() {
        let at = paragraph.start as usize + offset;
        match (c, open) {
            ('“', _) | ('"', None) => open = Some((at, at + c.len_utf8())),
            ('”' | '"', Some((outer, inner))) => {
                found.quotations.push(Quotation {
                    span: Span::new(outer, at + c.len_utf8()),
                    inner: Span::new(inner, at),
                    marks: Marks::Double,
                    paragraph: number,
                    parent: None,
                    closed: true,
                    continues: None,
                });
                open = None;
            }
            _ => {}
        }
    }
}

/// The article with its names found.
pub(crate) fn with_names(text: &str) -> Analysis {
    let mut found = analyse(text);
    found.mentions = super::find(text, &found, &Words::read(text, &found), None);
    found
}

/// The article with names and the given quotes (words, and the words that name their source; none for one that goes on),
/// all in text order, before anybody is resolved.
pub(crate) fn with_quotes(text: &str, quotes: &[(&str, &str)]) -> Analysis {
    let mut found = with_names(text);
    let mut from = 0;
    for (words, source) in quotes {
        let start = from + text[from..].find(words).unwrap_or_else(|| panic!("no words {words:?}"));
        from = start + words.len();
        let span = Span::new(start, from);
        let sentence = found.sentences.partition_point(|s| s.span.end <= span.start);
        let paragraph = found.paragraphs[found.sentences[sentence].paragraph as usize].span;
        let places = text.match_indices(source).map(|(at, _)| Span::new(at, at + source.len()));
        let whole = |s: &Span| !text[s.end as usize..].starts_with(char::is_alphanumeric);
        let source_span = places
            .filter(|s| !source.is_empty() && paragraph.contains(*s) && !s.overlaps(span) && whole(s))
            .min_by_key(|s| s.start.abs_diff(span.end).min(s.end.abs_diff(span.start)));
        assert!(source.is_empty() || source_span.is_some(), "no source {source:?}");
        let going_on = source.is_empty();
        found.quotes.push(Quote {
            kind: QuoteKind::Direct,
            spans: vec![span],
            sentence: sentence as u32,
            cue: None,
            source_span,
            source: None,
            speaker: None,
            attribution: if going_on { Attribution::Continuation } else { Attribution::Cue },
            polarity: Polarity::Asserted,
            in_teaser: found.paragraphs[found.sentences[sentence].paragraph as usize].role == Role::Teaser,
            parent: None,
            confidence: 1.0,
        });
    }
    found
}
