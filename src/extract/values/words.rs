//! Which tokens may begin or end a value. Most tokens are told by their first byte and their length alone.

/// What a token makes worth reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trigger {
    /// "@name"
    At,
    /// A dot or an "@" inside: perhaps an address.
    Dotted,
    Digits,
    /// From 1.
    Month(i8),
    /// Monday is 1.
    Weekday(i8),
    /// "yesterday"
    Day,
    /// "week", "morning"
    Period,
    Ago,
    Percent,
    /// "$"
    Symbol,
    /// "dollars"
    Currency,
    /// "USD"
    Code,
}

use Trigger::*;

/// Words in small letters.
#[rustfmt::skip]
const WORDS: &[(&str, Trigger)] = &[
    ("january", Month(1)), ("february", Month(2)), ("march", Month(3)), ("april", Month(4)), ("may", Month(5)),
    ("june", Month(6)), ("july", Month(7)), ("august", Month(8)), ("september", Month(9)), ("october", Month(10)),
    ("november", Month(11)), ("december", Month(12)),
    ("jan.", Month(1)), ("feb.", Month(2)), ("mar.", Month(3)), ("apr.", Month(4)), ("jun.", Month(6)),
    ("jul.", Month(7)), ("aug.", Month(8)), ("sept.", Month(9)), ("sep.", Month(9)), ("oct.", Month(10)),
    ("nov.", Month(11)), ("dec.", Month(12)),
    ("jan", Month(1)), ("feb", Month(2)), ("mar", Month(3)), ("apr", Month(4)), ("jun", Month(6)),
    ("jul", Month(7)), ("aug", Month(8)), ("sept", Month(9)), ("sep", Month(9)), ("oct", Month(10)),
    ("nov", Month(11)), ("dec", Month(12)),
    ("monday", Weekday(1)), ("tuesday", Weekday(2)), ("wednesday", Weekday(3)), ("thursday", Weekday(4)),
    ("friday", Weekday(5)), ("saturday", Weekday(6)), ("sunday", Weekday(7)),
    ("today", Day), ("yesterday", Day), ("tomorrow", Day), ("tonight", Day),
    ("week", Period), ("weekend", Period), ("month", Period), ("year", Period), ("decade", Period),
    ("century", Period), ("quarter", Period), ("spring", Period), ("summer", Period), ("autumn", Period),
    ("fall", Period), ("winter", Period), ("night", Period), ("morning", Period), ("afternoon", Period),
    ("evening", Period),
    ("ago", Ago),
    ("%", Percent), ("percent", Percent), ("pct", Percent), ("cent", Percent), ("point", Percent), ("points", Percent),
    ("dollar", Currency), ("dollars", Currency), ("euro", Currency), ("euros", Currency), ("pounds", Currency),
    ("sterling", Currency), ("yen", Currency), ("yuan", Currency), ("renminbi", Currency), ("rubles", Currency),
    ("roubles", Currency), ("rupees", Currency), ("pesos", Currency), ("francs", Currency), ("kronor", Currency),
    ("kroner", Currency), ("shekels", Currency), ("baht", Currency), ("ringgit", Currency), ("zloty", Currency),
    ("naira", Currency), ("hryvnia", Currency), ("lira", Currency), ("rand", Currency), ("cents", Currency),
    ("usd", Code), ("eur", Code), ("gbp", Code), ("jpy", Code), ("cny", Code), ("rmb", Code), ("chf", Code),
    ("cad", Code), ("aud", Code), ("nzd", Code), ("hkd", Code), ("sgd", Code), ("inr", Code), ("rub", Code),
    ("brl", Code), ("zar", Code), ("sek", Code), ("nok", Code), ("dkk", Code), ("pln", Code),
];

const LONGEST: usize = 10;

/// By first byte: a bit for each length of a word that begins so. Months, days and codes begin with a capital.
const LENGTHS: [u16; 256] = {
    let mut lengths = [0; 256];
    let mut at = 0;
    while at < WORDS.len() {
        let word = WORDS[at].0.as_bytes();
        lengths[word[0].to_ascii_uppercase() as usize] |= 1 << word.len();
        if !matches!(WORDS[at].1, Month(_) | Weekday(_) | Code) {
            lengths[word[0] as usize] |= 1 << word.len();
        }
        at += 1;
    }
    lengths
};

/// The numbers of the words by their first letter, and where in that list each letter's begin.
const BY_LETTER: ([u8; WORDS.len()], [u8; 28]) = {
    let (mut order, mut starts) = ([0; WORDS.len()], [0; 28]);
    let (mut letter, mut next) = (0, 0);
    while letter < 27 {
        starts[letter] = next as u8;
        let mut at = 0;
        while at < WORDS.len() {
            if letter_of(WORDS[at].0.as_bytes()[0]) == letter {
                order[next] = at as u8;
                next += 1;
            }
            at += 1;
        }
        letter += 1;
    }
    starts[27] = next as u8;
    (order, starts)
};

/// 0 to 25, in capitals or not; 26 for what is no letter.
const fn letter_of(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => (byte - b'a') as usize,
        b'A'..=b'Z' => (byte - b'A') as usize,
        _ => 26,
    }
}

fn listed(token: &str, first: u8) -> Option<Trigger> {
    let (order, starts) = &BY_LETTER;
    let letter = letter_of(first);
    let own = &order[usize::from(starts[letter])..usize::from(starts[letter + 1])];
    let words = own.iter().map(|at| WORDS[usize::from(*at)]);
    let (_, trigger) = words.into_iter().find(|(word, _)| word.eq_ignore_ascii_case(token))?;
    match trigger {
        Month(_) | Weekday(_) if !first.is_ascii_uppercase() => None,
        Code if token.bytes().any(|b| b.is_ascii_lowercase()) => None,
        _ => Some(trigger),
    }
}

pub(super) fn trigger(token: &str) -> Option<Trigger> {
    let bytes = token.as_bytes();
    let first = *bytes.first()?;
    let likely = bytes.len() <= LONGEST && LENGTHS[first as usize] >> bytes.len() & 1 == 1;
    if likely && let Some(trigger) = listed(token, first) {
        return Some(trigger);
    }
    match first {
        b'0'..=b'9' => Some(if bytes.len() > 5 && has_dot(bytes) && !is_number(bytes) { Dotted } else { Digits }),
        b'@' => (bytes.len() > 1).then_some(At),
        b'$' => Some(Symbol),
        // "£", "¥" and the block of currency signs; "’90s".
        0xC2 => matches!(bytes[1], 0xA3 | 0xA5).then_some(Symbol),
        0xE2 if bytes[1] == 0x82 && bytes[2] >= 0xA0 => Some(Symbol),
        b'\'' | 0xE2 => bytes.last().filter(|last| **last == b's' && bytes.len() >= 4).map(|_| Digits),
        _ if bytes.len() > 4 && has_dot(bytes) => Some(Dotted),
        // "US$", "HK$"
        _ if bytes.len() < 5 && bytes.last() == Some(&b'$') => Some(Symbol),
        _ => None,
    }
}

/// Before the last byte, which is that of most abbreviations.
fn has_dot(bytes: &[u8]) -> bool {
    bytes[..bytes.len() - 1].iter().any(|b| matches!(b, b'.' | b'@'))
}

fn is_number(bytes: &[u8]) -> bool {
    bytes.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
}
