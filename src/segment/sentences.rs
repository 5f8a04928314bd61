//! Sentences and their tokens.

use super::abbreviations::{self, Abbreviation};
use super::chars::*;
use super::dense::{self, Judge};
use super::{lists, tokens};
use crate::analysis::{Paragraph, Role, Sentence, Token};

/// Later stages take more than linear time in a sentence, so one never grows beyond this.
const MOST_TOKENS: usize = 5_000;

/// Cuts every paragraph into sentences and those into tokens, and notes in each paragraph which sentences are its own.
///
/// Sentences stand in text order and hold all tokens of their paragraph; only gaps lie between them. Inside a quotation
/// its sentences are apart; a quotation and its "he said" are one. Paragraphs that are no prose lose their role, and
/// many short ones of them become one.
pub fn find(text: &str, paragraphs: &mut Vec<Paragraph>) -> (Vec<Sentence>, Vec<Token>) {
    let mut sentences = Vec::with_capacity(text.len() / 100 + paragraphs.len());
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut judge = Judge::new(text);
    judge.join(paragraphs);
    for (number, paragraph) in paragraphs.iter_mut().enumerate() {
        let (first_sentence, first_token) = (sentences.len() as u32, tokens.len());
        let dense = judge.is_dense(paragraph.span);
        if dense {
            paragraph.role = Role::Boilerplate;
            dense::push(text, paragraph.span, &mut tokens);
        } else {
            tokens::push(text, paragraph.span, &mut tokens);
        }
        let whole = dense || matches!(paragraph.role, Role::Byline | Role::Dateline | Role::Credit);
        let mut start = first_token;
        let mut close = |start: usize, end: usize| {
            let span = tokens[start].span.cover(tokens[end - 1].span);
            sentences.push(Sentence { span, paragraph: number as u32, tokens: start as u32..end as u32 });
        };
        let mut at = first_token;
        while at < tokens.len() {
            let end = if whole { None } else { Around { text, tokens: &tokens[start..] }.end(at - start) };
            if let Some(end) = end.map(|end| start + end).filter(|end| *end < tokens.len()) {
                close(start, end);
                (start, at) = (end, end);
            } else {
                at += 1;
                if at - start >= MOST_TOKENS {
                    close(start, at);
                    start = at;
                }
            }
        }
        if start < tokens.len() {
            close(start, tokens.len());
        }
        paragraph.sentences = first_sentence..sentences.len() as u32;
    }
    (sentences, tokens)
}

/// What can end a sentence.
#[derive(Clone, Copy, PartialEq)]
enum Stop {
    Full,
    /// Question and exclamation marks.
    Loud,
    Ellipsis,
    Abbreviation,
    /// "a.m.", "p.m."
    Hour,
    /// ":-)", "....", and the comma after "Hi Jean".
    Informal,
}

/// The tokens from the current sentence's first to the end of the paragraph.
struct Around<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl<'a> Around<'a> {
    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    fn first_char(&self, at: usize) -> char {
        self.tokens.get(at).map_or(' ', |token| char_at(self.text, token.span.start as usize))
    }

    /// Whether no gap stands before the token at `at`.
    fn touches(&self, at: usize) -> bool {
        at > 0 && at < self.tokens.len() && self.tokens[at - 1].span.end == self.tokens[at].span.start
    }

    fn stop(&self, at: usize) -> Option<Stop> {
        let last = *self.text.as_bytes().get(self.tokens[at].span.end as usize - 1)?;
        if !matches!(last, b'.' | b'!' | b'?' | b')' | b'(' | b',' | 0x80..) {
            return None;
        }
        let word = self.word(at);
        match last {
            b')' | b'(' => return (word.len() > 1 && word.starts_with([':', ';'])).then_some(Stop::Informal),
            b',' => return self.greets(at).then_some(Stop::Informal),
            _ => {}
        }
        match word {
            "." | "。" | "．" => return Some(Stop::Full),
            "！" | "？" => return Some(Stop::Loud),
            _ => {}
        }
        match last {
            b'!' | b'?' if word.starts_with(['!', '?']) => Some(Stop::Loud),
            // "It is over. ... Nobody came."
            b'.' if word.starts_with('.') && at > 0 && self.word(at - 1) == "." => Some(Stop::Full),
            b'.' if word.starts_with('.') && word.len() != 3 => Some(Stop::Informal),
            b'.' if word.starts_with('.') => Some(Stop::Ellipsis),
            b'.' => self.abbreviation(word),
            _ if word.starts_with('…') && at > 0 && self.word(at - 1) == "." => Some(Stop::Full),
            _ if word.starts_with('…') => Some(Stop::Ellipsis),
            _ => None,
        }
    }

    /// Whether the sentence up to `at` is a greeting: "Hi Jean", "Dear Professor Dorn".
    fn greets(&self, at: usize) -> bool {
        (2..4).contains(&at)
            && matches!(self.word(0), "Hi" | "Hello" | "Hey" | "Dear")
            && (1..at).all(|name| self.first_char(name).is_uppercase())
    }

    fn abbreviation(&self, word: &str) -> Option<Stop> {
        if word.len() <= 4 && (word.eq_ignore_ascii_case("a.m.") || word.eq_ignore_ascii_case("p.m.")) {
            return Some(Stop::Hour);
        }
        match abbreviations::kind(word) {
            Some(Abbreviation::End) => Some(Stop::Abbreviation),
            Some(_) => None,
            None => (word[..word.len() - 1].contains('.') && word.len() <= 12).then_some(Stop::Abbreviation),
        }
    }

    /// If the token at `at` ends a sentence: the token that begins the next one.
    fn end(&self, at: usize) -> Option<usize> {
        let stop = self.stop(at)?;
        let mut next = at + 1;
        let mut quoted = false;
        while next - at <= 8 && self.touches(next) && is_closer(self.first_char(next)) {
            quoted |= is_closing_quote(self.first_char(next));
            next += 1;
        }
        // A reference such as "[3]" belongs to what it stands behind.
        while self.word(next) == "["
            && self.word(next + 2) == "]"
            && self.word(next + 1).bytes().all(|b| b.is_ascii_digit())
        {
            next += 3;
        }
        if next >= self.tokens.len() {
            return Some(next);
        }
        let spaced =
            !self.touches(next) || self.text[..self.tokens[at].span.end as usize].ends_with(['。', '！', '？', '．']);
        // "It ended here.Then it rained.", "nobody came...Then it rained", but "I...I".
        let run_on = next == at + 1
            && self.first_char(next).is_uppercase()
            && (stop == Stop::Full
                || matches!(stop, Stop::Ellipsis | Stop::Informal) && is_plain(self.word(at.saturating_sub(1))));
        if !(spaced || run_on) {
            return None;
        }
        self.begins(next, stop, quoted).then_some(next)
    }

    /// Whether a new sentence begins at `next` after `stop`.
    fn begins(&self, next: usize, stop: Stop, quoted: bool) -> bool {
        let mut at = next;
        while at < next + 3 && is_opener(self.first_char(at)) {
            at += 1;
        }
        let (word, c) = (self.word(at), self.first_char(at));
        let opened = at > next;
        if c.is_lowercase() {
            return !quoted && self.begins_small(next, at, stop);
        }
        match stop {
            Stop::Full if c.is_alphanumeric() => true,
            Stop::Loud if c.is_alphanumeric() => !(quoted && !opened && self.is_said(at)),
            Stop::Full | Stop::Loud => {
                opened && at < self.tokens.len()
                    || matches!(c, '-' | '–' | '—') && !quoted
                    || matches!(c, '$' | '£' | '€' | '#' | '@' | '•' | '*' | '■' | '▪' | '●')
            }
            Stop::Ellipsis => lists::STARTER.has(word) || word == "I",
            Stop::Abbreviation => lists::STARTER.has(word) || word == "I",
            Stop::Informal => c.is_uppercase(),
            Stop::Hour => c.is_uppercase() && !lists::CALENDAR.has(word),
        }
    }

    /// Sloppy writing: whether a sentence begins with the small word at `at`, the stop being before `next`.
    fn begins_small(&self, next: usize, at: usize, stop: Stop) -> bool {
        let (before, word) = (self.word(next.saturating_sub(2)), self.word(at));
        match stop {
            // Two words of some length, or one that hardly stands elsewhere.
            Stop::Full if self.word(next - 1) == "." => {
                let opens = matches!(word, "i" | "im" | "he" | "it" | "we" | "so" | "if" | "no" | "my" | "do");
                let ends = before.len() > 1 && before.bytes().all(|b| b.is_ascii_lowercase());
                ends && is_plain(word) || before.len() > 1 && (opens || word.starts_with("http"))
            }
            // "Is it over? nobody knows", but not "Why? she asked" or "Yahoo! said".
            Stop::Loud => {
                let said = lists::SPEECH_VERB.has(word) || lists::SPEECH_VERB.has(self.word(at + 1));
                !said && (is_plain(before) || self.word(next - 1) != "!")
            }
            _ => false,
        }
    }

    /// Whether a name and a verb of speech follow: the tag of the quotation just closed.
    fn is_said(&self, at: usize) -> bool {
        if lists::NEW_SUBJECT.has(self.word(at)) {
            return false;
        }
        let mut aside = false;
        for place in at..at + 14 {
            let word = self.word(place);
            if place > at && lists::SPEECH_VERB.has(word) {
                return true;
            }
            let c = self.first_char(place);
            aside |= word == ",";
            let in_aside = aside && c.is_alphanumeric();
            if !(c.is_uppercase() || lists::NAME_LINK.has(word) || in_aside || word.ends_with('.')) {
                return false;
            }
            if matches!(word, "." | "") {
                return false;
            }
        }
        false
    }
}

/// Three small letters or more.
fn is_plain(word: &str) -> bool {
    word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn paragraph(text: &str) -> Vec<Paragraph> {
        vec![Paragraph { span: Span::new(0, text.len()), role: Role::Body, sentences: 0..0 }]
    }

    /// `text` holds a bar where sentences are to break.
    fn check(text: &str) {
        let plain = text.replace("| ", " ").replace('|', "");
        let (sentences, _) = find(&plain, &mut paragraph(&plain));
        let found: Vec<&str> = sentences.iter().map(|sentence| sentence.span.of(&plain)).collect();
        assert_eq!(found.join("|"), text.split('|').map(str::trim).collect::<Vec<_>>().join("|"));
    }

    #[test]
    fn plain_prose() {
        check("The ferry sailed.| Nobody came!| Why?| It rained.");
        check("Mr. Crane met Dr. Holt of St. Olaf, Minn., at No. 5.| They spoke.");
        check("J. K. Dorn and Cy B. Lund left at 5 p.m. Monday.| Police came at 6 p.m.| Holt stayed.");
        check("It cost $27.16.| Crane paid 3.5 percent.");
        check("It ended here.|Then it rained.");
        check("The firm, Marram Inc., sued.| The rival is Sandholm Co.| It lost.");
        check("He lives in the U.S. and she in the U.S.| They met in the U.S. Senate.");
        check("He wrote it (in 1990.)| She read it.[3]| Then [4] she wept.");
        check("She waited ... and waited.| It was over. ...| Nobody came.");
        check("1. Rope is cheap.| Paint is not.");
    }

    #[test]
    fn quotations_and_their_tags() {
        check("“Really?” he asked.| “Yes!” Crane said.| “No!” said Holt.");
        check("“We won!” Ben Holt, the ferry’s last captain, told the crowd.| It cheered.");
        check("“We won!”| The crowd cheered.");
        check("“It is over.| We tried,” she said.| “Go home.”| They went.");
        check("''It is over,'' he said.| ''Is it?'' Ms. Crane asked.");
        check("\"It is over.\"| \"No.\"");
        check("He asked: “Why?”| “Because,” she said.");
    }

    #[test]
    fn sloppy_writing() {
        check("is it over?| nobody knows.| i tried!!| would it help?");
        check("it has to go.| i waited there.| (it was late.)");
        check("Why? she asked.| Yahoo! said so.| It was on Jeopardy! in May.");
        check("It was deep, so nothing was harmed :)| As for the boat, it sank :( in May.");
        check("Hi Jean,| The boat is here.| Dear me, I said.");
        check("the service is poor...|I asked twice, and I...I left.");
    }

    #[test]
    fn other_scripts() {
        check("船走了。|没有人来！|为什么？");
        check("Конец.| Все ушли.");
    }

    #[test]
    fn a_sentence_has_an_end() {
        let text = "rope ".repeat(2 * MOST_TOKENS + 1);
        let mut paragraphs = paragraph(&text);
        let (sentences, tokens) = find(&text, &mut paragraphs);
        assert_eq!((sentences.len(), tokens.len()), (3, 2 * MOST_TOKENS + 1));
        assert_eq!(paragraphs[0].sentences, 0..3);
    }

    #[test]
    fn a_byline_is_whole() {
        let mut paragraphs = paragraph("By A. Crane. He is ill.");
        paragraphs[0].role = Role::Byline;
        assert_eq!(find("By A. Crane. He is ill.", &mut paragraphs).0.len(), 1);
    }
}
