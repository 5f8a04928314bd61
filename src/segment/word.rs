//! Where a word ends, and where it is cut: contractions, numbers, hyphens, full stops.

use super::abbreviations::{self, Abbreviation};
use super::chars::*;
use super::tokens::Scanner;
use super::{lists, words};

impl Scanner<'_> {
    /// Where the number whose digits begin at `at` ends: "1,200.50", "5:30", "9/11".
    pub fn number(&self, mut at: usize, end: usize) -> usize {
        loop {
            while at < end && self.bytes[at].is_ascii_digit() {
                at += 1;
            }
            let joins = at + 1 < end && matches!(self.bytes[at], b'.' | b',' | b':' | b'/');
            if !joins || !self.bytes[at + 1].is_ascii_digit() {
                return at;
            }
            at += 1;
        }
    }

    /// Cuts the word at `start` and what belongs to it, and says where it ends.
    pub fn word(&mut self, start: usize, end: usize) -> usize {
        let mut at = start;
        if self.bytes[start].is_ascii_digit() {
            at = self.number(start, end);
            if let Some(to) = self.dashed_number(start, at, end) {
                self.push(start, to);
                return to;
            }
            let unit = self.letters(at, end);
            if unit > at && lists::UNIT.has_any_case(&self.text[at..unit]) {
                self.push(start, at);
                self.push(at, unit);
                return unit;
            }
            if at < end && self.bytes[at] == b'.' && self.is_enumerator(start, at) {
                self.push(start, at + 1);
                return at + 1;
            }
        }
        loop {
            at = self.letters(at, end);
            if at >= end {
                break;
            }
            let c = char_at(self.text, at);
            let after = at + c.len_utf8();
            let next = if after < end { char_at(self.text, after) } else { ' ' };
            match c {
                '\'' | '’' if is_word(next) => match self.clitic(start, at, after, end) {
                    Clitic::Cut { from, to } => {
                        if from > start {
                            self.push(start, from);
                        }
                        self.push(from, to);
                        return to;
                    }
                    Clitic::Inside => at = after,
                },
                '.' => match self.dot(start, at, end) {
                    Some(to) => at = to,
                    None => break,
                },
                '-' if is_word(next) && lists::PREFIX.has_any_case(&self.text[start..at]) => at = after,
                '/' if self.short_pair(start, at, after, end) => at = after,
                '&' if at - start <= 4 && char_before(self.text, at).is_uppercase() && next.is_uppercase() => {
                    at = after
                }
                '*' if next.is_alphabetic() || (next == '*' && at > start) => at = self.run(at, end, |c| c == '*'),
                '!' if &self.bytes[start..at] == b"Yahoo" => at = after,
                '$' if at - start <= 3 && self.bytes[start..at].iter().all(u8::is_ascii_uppercase) => {
                    at = after;
                    break;
                }
                _ => break,
            }
            if at >= end {
                break;
            }
        }
        if at - start <= 8 && self.bytes[start..at].iter().all(u8::is_ascii_alphabetic) {
            self.plain(start, at);
        } else {
            self.push(start, at);
        }
        at
    }

    /// What the apostrophe at `at` is to the word from `start`; letters follow at `after`.
    fn clitic(&self, start: usize, at: usize, after: usize, end: usize) -> Clitic {
        let to = self.letters(after, end);
        let tail = &self.bytes[after..to];
        if tail.eq_ignore_ascii_case(b"t") && matches!(self.bytes[at - 1], b'n' | b'N') {
            return Clitic::Cut { from: at - 1, to };
        }
        let decade = self.bytes[at - 1] == b'0' && self.bytes[start..at].iter().all(u8::is_ascii_digit);
        if words::is_clitic(tail) && !decade {
            return Clitic::Cut { from: at, to };
        }
        Clitic::Inside
    }

    /// Telephone numbers and dates ("713-555-0100", "2025-01-15"); a lone range or score is cut.
    fn dashed_number(&self, start: usize, first: usize, end: usize) -> Option<usize> {
        let (mut at, mut parts) = (first, 1);
        while at + 1 < end && self.bytes[at] == b'-' && self.bytes[at + 1].is_ascii_digit() {
            at += 1;
            while at < end && self.bytes[at].is_ascii_digit() {
                at += 1;
            }
            parts += 1;
            if at - start > 40 {
                return None;
            }
        }
        let telephone = parts == 2 && first - start == 3 && at - first == 5;
        let bare = at >= end || !is_word(char_at(self.text, at));
        (bare && (parts > 2 || telephone)).then_some(at)
    }

    /// "w/o", "c/o", "s/he": one letter before the slash, and little after it.
    fn short_pair(&self, start: usize, at: usize, after: usize, end: usize) -> bool {
        let to = self.letters(after, end.min(after + 8));
        let first = &self.text[start..at];
        (first.len() == 1 && to - after == 1)
            || (first == "w" && to > after)
            || (first == "s" && &self.text[after..to] == "he")
    }

    /// Whether a number and its full stop open the paragraph as those of a list do.
    fn is_enumerator(&self, start: usize, dot: usize) -> bool {
        self.tokens.len() == self.first && dot - start <= 3 && is_gap(char_at(self.text, dot + 1))
    }

    /// Whether the full stop at `dot` is part of the word from `start`: then, where the word goes on.
    fn dot(&self, start: usize, dot: usize, end: usize) -> Option<usize> {
        let after = dot + 1;
        let next = if after < end { char_at(self.text, after) } else { ' ' };
        let word = &self.text[start..dot];
        let segment = word.rfind('.').map_or(word, |last| &word[last + 1..]);
        let single = segment.chars().take(2).count() == 1 && segment.chars().all(char::is_alphabetic);
        let dotted = segment.len() < word.len();
        if is_word(next) {
            // "U.S", "a.m", "Ph.D": letters and stops in turn.
            let to = self.letters(after, end.min(after + 16));
            let short = self.text[after..to].chars().take(3).count() <= 2;
            let closed = self.bytes.get(to) == Some(&b'.') || to - after == next.len_utf8();
            let known = || self.bytes.get(to) == Some(&b'.') && abbreviations::kind(&self.text[start..=to]).is_some();
            return ((single && short && closed && word.len() <= 12) || (word.len() <= 3 && known())).then_some(after);
        }
        if next == '.' {
            return None;
        }
        if dotted {
            return (segment.len() <= 3 && segment.bytes().all(|b| b.is_ascii_alphabetic())).then_some(after);
        }
        if single {
            return self.is_initial(start, word, after).then_some(after);
        }
        let known = match abbreviations::kind(&self.text[start..after])? {
            Abbreviation::Title => !self.is_last(after),
            Abbreviation::Number => self.next_word(after).starts_with(|c: char| c.is_ascii_digit()),
            Abbreviation::End => true,
            Abbreviation::List => !self.is_last(after) && !self.next_word(after).starts_with(char::is_uppercase),
        };
        known.then_some(after)
    }

    /// Whether one letter and its full stop are an initial, not the end of a sentence ("vitamin C.").
    fn is_initial(&self, start: usize, letter: &str, after: usize) -> bool {
        if self.is_last(after) {
            return false;
        }
        let next = self.next_word(after);
        let capital = letter.starts_with(char::is_uppercase);
        if !capital {
            return letter == "v" || (matches!(letter, "p" | "c") && next.starts_with(|c: char| c.is_ascii_digit()));
        }
        let previous =
            self.tokens[self.first..].last().map_or(' ', |token| char_at(self.text, token.span.start as usize));
        let name_before = !previous.is_alphabetic() || previous.is_uppercase() || start == 0;
        !lists::STARTER.has(next) && (name_before || letter != "I") || (next == "A" && name_before)
    }

    /// Whether nothing but closing marks follows in the paragraph.
    fn is_last(&self, after: usize) -> bool {
        let rest = &self.text[after..self.end];
        rest.len() < 12 && rest.chars().all(|c| is_gap(c) || is_closer(c))
    }

    /// The word after the gap at `at`, without opening marks; empty if there is no gap.
    fn next_word(&self, at: usize) -> &str {
        let mut from = after_gap(self.text, at, self.end);
        if from == at {
            return "";
        }
        for _ in 0..3 {
            let c = char_at(self.text, from);
            if from >= self.end || !is_opener(c) {
                break;
            }
            from += c.len_utf8();
        }
        let from = from.min(self.end);
        let mut to = self.end.min(from + 24);
        while !self.text.is_char_boundary(to) {
            to -= 1;
        }
        &self.text[from..self.letters(from, to)]
    }
}

enum Clitic {
    /// Its own token, from here to there.
    Cut { from: usize, to: usize },
    /// Part of the word: "o'clock", "O'Neill".
    Inside,
}
