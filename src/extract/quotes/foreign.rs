//! Quotes in languages that no model knows: what stands in quotation marks and reads like speech, without its speaker.

use crate::analysis::{Analysis, Attribution, Polarity, Quotation, Quote, QuoteKind, Role};

/// How sure such a quote is. Nobody measured it: it is to be less than what the models find.
const CONFIDENCE: f32 = 0.5;

/// Fewest words of speech that has no full stop of its own; of scripts without blanks, fewest characters.
const WORDS: usize = 6;
const CHARACTERS: usize = 12;

/// Direct quotes in order. Sentences and quotation marks must be there; tags and trees are not looked at.
pub fn find(text: &str, found: &Analysis) -> Vec<Quote> {
    let outer = found.quotations.iter().filter(|quotation| quotation.parent.is_none());
    let spoken = outer.filter(|quotation| quotation.continues.is_some() || is_speech(quotation.inner.of(text)));
    let mut quotes: Vec<Quote> = spoken.map(|quotation| quote(quotation, found)).collect();
    quotes.retain(|quote| quote.spans[0].of(text).chars().any(char::is_alphanumeric));
    quotes
}

fn quote(quotation: &Quotation, found: &Analysis) -> Quote {
    let sentence = found.sentences.partition_point(|sentence| sentence.span.end <= quotation.span.start);
    Quote {
        kind: QuoteKind::Direct,
        spans: vec![quotation.span],
        sentence: sentence.min(found.sentences.len().saturating_sub(1)) as u32,
        cue: None,
        source_span: None,
        source: None,
        speaker: None,
        attribution: Attribution::Nobody,
        polarity: Polarity::Asserted,
        in_teaser: found.paragraphs[quotation.paragraph as usize].role == Role::Teaser,
        parent: None,
        confidence: CONFIDENCE,
    }
}

/// A whole sentence, or many words: titles, terms and scare quotes are neither.
fn is_speech(words: &str) -> bool {
    let words = words.trim();
    let stopped = words.ends_with(['.', '!', '?', '…', ',', '。', '！', '？', '，', '।', '؟', '۔']);
    let blanks = words.split_whitespace().count();
    let long = words.chars().filter(|c| c.is_alphanumeric()).count();
    let without_blanks = long >= 6 * blanks.max(1) && words.chars().any(|c| c >= '\u{0e00}' && c.is_alphabetic());
    match (without_blanks, stopped) {
        (true, true) => long >= 4,
        (true, false) => long >= CHARACTERS,
        (false, true) => blanks >= 2,
        (false, false) => blanks >= WORDS,
    }
}

#[cfg(test)]
mod tests {
    use super::is_speech;

    #[test]
    fn sentences_are_speech_and_terms_are_not() {
        assert!(is_speech("Wir haben lange gewartet."));
        assert!(is_speech("nous attendons ce jour depuis plus de dix ans"));
        assert!(is_speech("我们等了很久。"));
        assert!(!is_speech("Der Zauberberg"));
        assert!(!is_speech("grüne Welle"));
        assert!(!is_speech("一带一路"));
    }
}
