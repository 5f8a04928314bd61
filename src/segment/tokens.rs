//! Words and marks, cut as the English Web Treebank cuts them: "do|n't", "well|-|known", "$|5", "U.S.", "5:30".
//!
//! A run of Han or Kana is one token, since without a dictionary a name written in it ("小紅書") is found only whole.

use super::chars::*;
use super::links::{self, Link};
use super::words;
use crate::analysis::Token;
use crate::span::Span;

/// Appends the tokens of `within` to `tokens`.
pub fn push(text: &str, within: Span, tokens: &mut Vec<Token>) {
    let first = tokens.len();
    let mut scanner = Scanner { text, bytes: text.as_bytes(), end: within.end as usize, first, look_before: 0, tokens };
    let mut at = within.start as usize;
    loop {
        at = after_gap(text, at, scanner.end);
        if at >= scanner.end {
            break;
        }
        at = scanner.chunk(at);
    }
}

/// Where the scanning of a paragraph stands. What a word is stands in `word.rs`.
pub(super) struct Scanner<'a> {
    pub text: &'a str,
    pub bytes: &'a [u8],
    /// Where the paragraph ends.
    pub end: usize,
    /// The paragraph's first token.
    pub first: usize,
    /// No link without a scheme begins before here.
    look_before: usize,
    pub tokens: &'a mut Vec<Token>,
}

impl Scanner<'_> {
    pub fn push(&mut self, start: usize, end: usize) {
        self.tokens.push(Token::new(Span::new(start, end)));
    }

    /// Cuts what stands between two gaps, from `start`, and says where it ends.
    fn chunk(&mut self, start: usize) -> usize {
        let (mut end, mut kinds) = (start, 0);
        while end < self.end {
            let kind = KIND[self.bytes[end] as usize];
            if kind == GAP {
                break;
            }
            if kind == HIGH {
                let c = char_at(self.text, end);
                if is_gap(c) {
                    break;
                }
                end += c.len_utf8();
            } else {
                end += 1;
            }
            kinds |= kind;
        }
        if kinds == LETTER {
            self.plain(start, end);
            return end;
        }
        let mut at = start;
        while at < end {
            at = self.piece(at, start, end, kinds);
        }
        end
    }

    /// Letters only.
    pub fn plain(&mut self, start: usize, end: usize) {
        match words::fused(&self.bytes[start..end]) {
            Some(cut) => {
                self.push(start, start + cut);
                self.push(start + cut, end);
            }
            None => self.push(start, end),
        }
    }

    /// Cuts the next token or two at `at` in the chunk `[start, end)`, and says where they end.
    fn piece(&mut self, at: usize, start: usize, end: usize, kinds: u8) -> usize {
        let c = char_at(self.text, at);
        if is_word(c) {
            if kinds & (LINK | DOT) != 0 && c.is_ascii() {
                match links::find(self.bytes, at, end, self.look_before) {
                    Link::To(to) if to > at => {
                        self.push(at, to);
                        return to;
                    }
                    Link::NoneBefore(position) => self.look_before = position,
                    Link::To(_) => {}
                }
            }
            return self.word(at, end);
        }
        let to = self.mark(c, at, start, end);
        self.push(at, to);
        to
    }

    /// Where the mark `c` at `at` ends: most stand alone, some come in runs, some open a word.
    fn mark(&self, c: char, at: usize, start: usize, end: usize) -> usize {
        let one = at + c.len_utf8();
        let next = if one < end { char_at(self.text, one) } else { ' ' };
        match c {
            '.' if next.is_ascii_digit() && at == start => self.number(one, end),
            '!' | '?' => self.run(at, end, |c| matches!(c, '!' | '?')),
            '.' | '-' | '*' | '=' | '_' | '~' | '+' | '…' | '<' | '>' | '—' | '–' => {
                self.run(at, end, |other| other == c)
            }
            '\'' | '’' | '‘' | '`' => {
                if next == c || (c == '‘' && next == '’') {
                    return one + next.len_utf8();
                }
                let after = self.letters(one, end);
                if at > start {
                    return if words::is_clitic(&self.bytes[one..after]) { after } else { one };
                }
                match &self.text[one..after] {
                    // Words that lost their beginning, and years that lost their century.
                    "em" | "n" | "til" | "cause" | "tis" | "twas" | "Tis" | "Twas" | "Til" if c != '‘' => after,
                    year if c != '‘' && is_short_year(year) => after,
                    _ => one,
                }
            }
            '#' | '@' if is_word(next) => {
                let mut to = self.letters(one, end);
                while to + 1 < end
                    && matches!(self.bytes[to], b'.' | b'_')
                    && is_word(char_at(self.text, to + 1))
                    && c == '@'
                {
                    to = self.letters(to + 1, end);
                }
                to
            }
            ':' | ';' if at == start => self.smiley(at, end).unwrap_or(one),
            _ if is_emoji(c) => self.emoji(c, one, end),
            _ => one,
        }
    }

    pub fn run(&self, mut at: usize, end: usize, same: impl Fn(char) -> bool) -> usize {
        while at < end {
            let c = char_at(self.text, at);
            if !same(c) {
                break;
            }
            at += c.len_utf8();
        }
        at
    }

    fn smiley(&self, at: usize, end: usize) -> Option<usize> {
        let whole = &self.text[at..end];
        [":-)", ":)", ";-)", ";)", ":-(", ":(", ":D", ":P"].iter().find(|face| whole == **face).map(|_| end)
    }

    /// A picture with its modifiers, and those joined to it.
    fn emoji(&self, first: char, mut at: usize, end: usize) -> usize {
        let flag = |c: char| matches!(c, '\u{1F1E6}'..='\u{1F1FF}');
        if flag(first) && at < end && flag(char_at(self.text, at)) {
            return at + 4;
        }
        let mut joined = false;
        while at < end {
            let c = char_at(self.text, at);
            match c {
                '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}' => {}
                '\u{200D}' => joined = true,
                c if joined && is_emoji(c) => joined = false,
                _ => break,
            }
            at += c.len_utf8();
        }
        at
    }

    /// Where the letters and digits of one script that begin at `at` end.
    pub fn letters(&self, mut at: usize, end: usize) -> usize {
        let mut script = None;
        while at < end {
            let byte = self.bytes[at];
            if KIND[byte as usize] & (LETTER | DIGIT) != 0 || byte == b'_' {
                if script == Some(true) {
                    break;
                }
                script = Some(false);
                at += 1;
            } else if byte < 128 {
                break;
            } else {
                let c = char_at(self.text, at);
                let cjk = is_cjk(c);
                if !is_word(c) && !cjk || script.is_some_and(|script| script != cjk) {
                    break;
                }
                script = Some(cjk);
                at += c.len_utf8();
            }
        }
        at
    }
}

/// "60s", "07"
fn is_short_year(year: &str) -> bool {
    let digits = year.strip_suffix('s').unwrap_or(year);
    digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let mut tokens = Vec::new();
        push(text, Span::new(0, text.len()), &mut tokens);
        tokens.iter().map(|token| token.span.of(text)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn contractions() {
        assert_eq!(cut("I don't, can’t, won't and cannot."), "I|do|n't|,|ca|n’t|,|wo|n't|and|can|not|.");
        assert_eq!(cut("She'll say they've gone; I'm sure he'd go"), "She|'ll|say|they|'ve|gone|;|I|'m|sure|he|'d|go");
        assert_eq!(cut("Ada's boat, the Cranes' boat"), "Ada|'s|boat|,|the|Cranes|'|boat");
        assert_eq!(cut("O'Neill at six o’clock, d'Arc"), "O'Neill|at|six|o’clock|,|d'Arc");
        assert_eq!(cut("I'd've gonna gotta"), "I|'d|'ve|gon|na|got|ta");
        assert_eq!(cut("the '90s and ’tis 'em"), "the|'90s|and|’tis|'em");
    }

    #[test]
    fn quotation_marks() {
        assert_eq!(cut("“Go,” she said. ''No,'' he said."), "“|Go|,|”|she|said|.|''|No|,|''|he|said|.");
        assert_eq!(cut("‘Rope’ and 'paint'"), "‘|Rope|’|and|'|paint|'");
        assert_eq!(cut("(\"Well,\")"), "(|\"|Well|,|\"|)");
    }

    #[test]
    fn numbers() {
        assert_eq!(cut("$1,200.50, 5% or £3bn"), "$|1,200.50|,|5|%|or|£|3|bn");
        assert_eq!(cut("the 3rd at 5:30 or 10am, 1980s, 9/11"), "the|3rd|at|5:30|or|10|am|,|1980s|,|9/11");
        assert_eq!(
            cut("713-555-0100, 555-0100, 2025-01-15, 5-10, 1990-95"),
            "713-555-0100|,|555-0100|,|2025-01-15|,|5|-|10|,|1990|-|95"
        );
        assert_eq!(cut("It rose to $27.16. Crane"), "It|rose|to|$|27.16|.|Crane");
        assert_eq!(cut("US$5 and .5"), "US$|5|and|.5");
        assert_eq!(cut("1. Rope"), "1.|Rope");
    }

    #[test]
    fn hyphens_slashes_and_dashes() {
        assert_eq!(cut("a well-known anti-war e-mail"), "a|well|-|known|anti-war|e-mail");
        assert_eq!(cut("and/or w/o he/she"), "and|/|or|w/o|he|/|she");
        assert_eq!(cut("rope—paint – tar -- oil"), "rope|—|paint|–|tar|--|oil");
        assert_eq!(cut("AT&T, R&D"), "AT&T|,|R&D");
    }

    #[test]
    fn full_stops() {
        assert_eq!(
            cut("Mr. J. K. Holt of the U.S. left at 5 p.m. on Sept. 3."),
            "Mr.|J.|K.|Holt|of|the|U.S.|left|at|5|p.m.|on|Sept.|3|."
        );
        assert_eq!(
            cut("Take vitamin C. Then No. 5, no. He has a Ph.D."),
            "Take|vitamin|C|.|Then|No.|5|,|no|.|He|has|a|Ph.D."
        );
        assert_eq!(cut("rope, paint, etc. It was... well…"), "rope|,|paint|,|etc|.|It|was|...|well|…");
        assert_eq!(cut("It ended here.Then it rained."), "It|ended|here|.|Then|it|rained|.");
        assert_eq!(cut("U.S.-led"), "U.S.|-|led");
    }

    #[test]
    fn the_web() {
        assert_eq!(
            cut("See https://example.org/a-b?c=1. Or example.com's"),
            "See|https://example.org/a-b?c=1|.|Or|example.com|'s"
        );
        assert_eq!(cut("mail ada@example.org, @ada_c and #ferry!"), "mail|ada@example.org|,|@ada_c|and|#ferry|!");
        assert_eq!(cut("fine :-) 👍🏽👩‍🚀🇩🇪🇫🇷"), "fine|:-)|👍🏽|👩‍🚀|🇩🇪|🇫🇷");
    }

    #[test]
    fn other_scripts() {
        assert_eq!(cut("the app (小紅書), naïve café"), "the|app|(|小紅書|)|,|naïve|café");
        assert_eq!(cut("TikTok小紅書です。Ночь"), "TikTok|小紅書です|。|Ночь");
        assert_eq!(cut("a\u{200B}b\u{A0}c\u{0}d\u{FEFF}"), "a|b|c|d");
    }
}
