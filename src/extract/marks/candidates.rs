//! Every character that may be a quotation mark, with what each reading of it costs, judged by its neighbours.

use crate::analysis::Marks;
use crate::span::Span;

/// A character (or doubled one) that may be a quotation mark. Costs are in tenths of a doubt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Byte position in the article.
    pub at: u32,
    pub len: u32,
    pub family: Marks,
    /// Whether the same family may stand inside itself here (curly and corner marks show their direction).
    pub nests: bool,
    pub open: u32,
    pub close: u32,
    /// Cost of being no quotation mark: an apostrophe, an inch sign, a slip.
    pub skip: u32,
}

impl Mark {
    pub fn end(&self) -> u32 {
        self.at + self.len
    }
}

/// A reading that is out of the question.
pub const NEVER: u32 = 100_000;

/// What stands beside a mark, other marks left out.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    /// Edge of the paragraph or white space.
    Gap,
    Letter,
    Digit,
    /// `. , ! ? …`
    Stop,
    /// `( [ —` and the like, after which something opens.
    Opening,
    Other,
}

fn side(c: Option<char>) -> Side {
    match c {
        None => Side::Gap,
        Some(c) if c.is_whitespace() => Side::Gap,
        Some(c) if c.is_numeric() => Side::Digit,
        Some(c) if c.is_alphanumeric() => Side::Letter,
        Some('.' | ',' | '!' | '?' | '…' | ';' | ':') => Side::Stop,
        Some('(' | '[' | '{' | '—' | '–' | '-' | '/' | '―') => Side::Opening,
        Some(_) => Side::Other,
    }
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '＂'
    )
}

/// Bytes a mark can begin with, so that other text is passed over quickly.
fn may_begin(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | 0xE2 | 0xC2 | 0xE3 | 0xEF)
}

/// How many neighbouring marks are looked through for a neighbour that is none.
const STACKED: usize = 4;

/// Fills `marks` with the candidates of one paragraph.
pub fn find(text: &str, paragraph: Span, marks: &mut Vec<Mark>) {
    marks.clear();
    let words = paragraph.of(text);
    let bytes = words.as_bytes();
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|&byte| may_begin(byte)) {
        at += step;
        // `may_begin` holds only for first bytes of characters, so `at` is on a boundary.
        let Some(c) = words[at..].chars().next() else { break };
        let mut len = c.len_utf8();
        if is_mark(c) {
            let doubled = (c == '\'' || c == '`') && words[at + len..].starts_with(c);
            len += if doubled { c.len_utf8() } else { 0 };
            let before = side(words[..at].chars().rev().take(STACKED).find(|&c| !is_mark(c)));
            let rest = &words[at + len..];
            let after = side(rest.chars().take(STACKED).find(|&c| !is_mark(c)));
            let touching = side(rest.chars().next());
            let mark = Mark {
                at: paragraph.start + at as u32,
                len: len as u32,
                family: family(c, doubled),
                nests: matches!(c, '“' | '「' | '『' | '«' | '‹'),
                open: NEVER,
                close: NEVER,
                skip: NEVER,
            };
            let costs = match family(c, doubled) {
                Marks::Single => single(c, before, after, touching, rest),
                _ => double(c, before, after),
            };
            if let Some((open, close, skip)) = costs {
                marks.push(Mark { open, close, skip, ..mark });
            }
        }
        at += len;
    }
}

fn family(c: char, doubled: bool) -> Marks {
    match c {
        '\'' | '`' if doubled => Marks::Double,
        '\'' | '`' | '‘' | '’' | '‚' | '‛' | '‹' | '›' => Marks::Single,
        '«' | '»' => Marks::Guillemets,
        '「' | '」' | '『' | '』' => Marks::Corner,
        _ => Marks::Double,
    }
}

/// How well the neighbours fit an opening mark.
fn as_opener(before: Side, after: Side) -> u32 {
    let left = match before {
        Side::Gap | Side::Opening => 0,
        Side::Stop | Side::Other => 15,
        Side::Letter | Side::Digit => 25,
    };
    left + match after {
        Side::Gap => 40,
        Side::Stop => 10,
        _ => 0,
    }
}

/// How well the neighbours fit a closing mark.
fn as_closer(before: Side, after: Side) -> u32 {
    let left = match before {
        Side::Gap => 35,
        Side::Opening => 5,
        _ => 0,
    };
    left + match after {
        Side::Letter | Side::Digit => 18,
        _ => 0,
    }
}

fn double(c: char, before: Side, after: Side) -> Option<(u32, u32, u32)> {
    let (opens, closes) = (as_opener(before, after), as_closer(before, after));
    Some(match c {
        '“' => (opens / 4, 12 + closes, 50),
        '”' => (20 + opens, closes / 4, 40),
        '„' | '‟' => (opens / 4, 60 + closes, 50),
        // German and Danish books turn them round: »so«.
        '«' => (opens / 4, 15 + closes, 60),
        '»' => (15 + opens, closes / 4, 60),
        '「' | '『' => (0, NEVER, 60),
        '」' | '』' => (NEVER, 0, 60),
        '`' => (opens / 4, 60 + closes, 50),
        // 6" is a length unless something is open that it may close.
        _ if before == Side::Digit && after != Side::Letter => (opens + 20, closes, 15),
        _ => (opens, closes, 60),
    })
}

/// Words and numbers that lose their head to an apostrophe: 'em, 'til, '90s, rock 'n' roll.
fn is_elision(rest: &str) -> bool {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let year =
        word.len() <= 3 && word.starts_with(|c: char| c.is_ascii_digit()) && word.trim_end_matches('s').len() == 2;
    year || ["em", "til", "till", "tis", "twas", "cause", "n", "cos", "bout", "round", "s", "t", "ll", "re", "ve", "d"]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
}

/// Longest word looked at for an elision; the rest of the paragraph is not read again for each apostrophe.
const WORD: usize = 16;

fn single(c: char, before: Side, after: Side, touching: Side, rest: &str) -> Option<(u32, u32, u32)> {
    let wordlike = |side| matches!(side, Side::Letter | Side::Digit);
    // An apostrophe inside a word is by far the commonest, and never a mark.
    if matches!(c, '\'' | '’' | '‘') && wordlike(before) && wordlike(touching) {
        return None;
    }
    let head = rest.char_indices().nth(WORD).map_or(rest, |(end, _)| &rest[..end]);
    let elision = matches!(c, '\'' | '’' | '‘') && is_elision(head);
    let (opens, closes) = (as_opener(before, after), as_closer(before, after));
    Some(match c {
        '‹' => (opens / 4, 15 + closes, 60),
        '›' => (15 + opens, closes / 4, 60),
        '‘' | '‛' | '‚' | '`' if elision => (30 + opens, NEVER, 3),
        '‘' | '‛' | '‚' | '`' => (opens / 4, NEVER, 25),
        // After a stop it is hardly an apostrophe; after a letter it may end a plural's genitive.
        '’' => (
            if before == Side::Gap && !elision { 30 + opens } else { NEVER },
            closes,
            if before == Side::Stop { 30 } else { 4 },
        ),
        _ => {
            let open = if wordlike(before) { NEVER } else { opens + if elision { 45 } else { 7 } };
            let skip = match before {
                Side::Stop => 30,
                Side::Gap | Side::Opening if !elision => 20,
                _ => 5,
            };
            (open, closes, skip)
        }
    })
}

/// The family of the mark a paragraph begins with, if that mark can open.
pub fn opener_at_start(text: &str, paragraph: Span) -> Option<Marks> {
    let words = paragraph.of(text);
    let mut chars = words.chars();
    let first = chars.next()?;
    let second = chars.next();
    let closing = matches!(first, '’' | '»' | '」' | '』' | '›' | '”');
    let doubled = matches!(first, '\'' | '`') && second == Some(first);
    (is_mark(first) && !closing && second.is_some_and(|c| !c.is_whitespace())).then(|| family(first, doubled))
}
