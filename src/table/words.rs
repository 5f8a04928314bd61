//! What counts as a word, and texts known by their words alone.

use std::borrow::Cow;
use std::ops::Range;

/// A word is a run of characters without white space that holds a letter or a digit.
pub fn count(text: &str) -> u32 {
    let (mut words, mut counted) = (0, false);
    for (_, kind) in kinds(text) {
        // Without branches, which could not be foreseen.
        let alphanumeric = kind == Kind::Alphanumeric;
        words += u32::from(alphanumeric & !counted);
        counted = (counted | alphanumeric) & (kind != Kind::Space);
    }
    words
}

/// The same words with one blank wherever white space stands: a name that a line end cuts in two is still one name.
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    let doubled = |(before, c): (char, char)| c.is_whitespace() && (c != ' ' || before == ' ');
    let mut pairs = std::iter::once(' ').chain(text.chars()).zip(text.chars());
    if !pairs.any(doubled) && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// 32 hex digits that two texts share if they differ in white space only.
pub fn content_hash(text: &str) -> String {
    let mut hash = Hash::new(text.len());
    let bytes = text.as_bytes();
    // Where the text stands as it is hashed, words with one blank between them, it is taken whole.
    let (mut run, mut at) = (0, 0);
    let plain = |byte: &u8| byte.is_ascii_graphic();
    while let Some(skipped) = bytes[at..].iter().position(|byte| !plain(byte)) {
        at += skipped;
        let Some(c) = text[at..].chars().next() else { break };
        let end = at + c.len_utf8();
        let single = c == ' ' && at > run && bytes.get(end).is_some_and(plain);
        if c.is_whitespace() && !single {
            hash.words(&bytes[run..at]);
            run = end;
        }
        at = end;
    }
    hash.words(&text.as_bytes()[run..]);
    hash.hex(32)
}

/// 16 hex digits that two quotations share if their letters and digits are the same words, however they are written:
/// case, punctuation and quotation marks don't count.
pub fn quote_hash(text: &str) -> String {
    let mut hash = Hash::new(text.len());
    let mut inside = false;
    for (at, kind) in kinds(text) {
        if kind == Kind::Alphanumeric {
            if !inside {
                hash.word();
            }
            match text.as_bytes()[at.start] {
                byte if byte.is_ascii() => hash.piece.push(byte.to_ascii_lowercase()),
                _ => {
                    let lower: String = text[at].chars().flat_map(char::to_lowercase).collect();
                    hash.piece.extend_from_slice(lower.as_bytes());
                }
            }
        }
        inside = kind == Kind::Alphanumeric;
    }
    hash.hex(16)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Alphanumeric,
    Space,
    Other,
}

/// Nearly all characters are among these and need no look into Unicode's tables.
const ASCII: [Kind; 128] = {
    let mut kinds = [Kind::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Kind::Alphanumeric,
            b'\t'..=b'\r' | b' ' => Kind::Space,
            _ => Kind::Other,
        };
        byte += 1;
    }
    kinds
};

/// Where each character stands, in bytes, and of which kind it is.
struct Kinds<'a> {
    text: &'a str,
    next: usize,
}

fn kinds(text: &str) -> Kinds<'_> {
    Kinds { text, next: 0 }
}

impl Iterator for Kinds<'_> {
    type Item = (Range<usize>, Kind);

    // A call for each character would take longer than all the rest.
    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let start = self.next;
        if let Some(kind) = ASCII.get(usize::from(*self.text.as_bytes().get(start)?)) {
            self.next += 1;
            return Some((start..self.next, *kind));
        }
        let c = self.text[start..].chars().next()?;
        self.next += c.len_utf8();
        Some((start..self.next, rare(c)))
    }
}

fn rare(c: char) -> Kind {
    match c {
        _ if c.is_alphanumeric() => Kind::Alphanumeric,
        _ if c.is_whitespace() => Kind::Space,
        _ => Kind::Other,
    }
}

/// The BLAKE3 hash of words with single spaces between them.
struct Hash {
    hasher: blake3::Hasher,
    /// Not yet hashed: many small pieces would take longer than one.
    piece: Vec<u8>,
    begun: bool,
}

/// A long text is hashed in pieces of this many bytes and a word, so that it is not copied.
const PIECE: usize = 16 << 10;

impl Hash {
    /// Of a text of about so many bytes.
    fn new(length: usize) -> Self {
        Hash { hasher: blake3::Hasher::new(), piece: Vec::with_capacity(length.min(PIECE)), begun: false }
    }

    /// Begins a word, whose characters are yet to be pushed.
    fn word(&mut self) {
        if self.begun {
            self.piece.push(b' ');
        }
        self.begun = true;
        if self.piece.len() > PIECE {
            self.hasher.update(&self.piece);
            self.piece.clear();
        }
    }

    /// Adds words with their spaces between them, or none.
    fn words(&mut self, words: &[u8]) {
        if !words.is_empty() {
            self.word();
            if words.len() > PIECE {
                self.hasher.update(&self.piece);
                self.piece.clear();
                self.hasher.update(words);
            } else {
                self.piece.extend_from_slice(words);
            }
        }
    }

    fn hex(mut self, digits: usize) -> String {
        self.hasher.update(&self.piece);
        let mut hex = self.hasher.finalize().to_hex().to_string();
        hex.truncate(digits);
        hex
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_hold_a_letter_or_digit() {
        assert_eq!(count("“I don't — ever — pay $5,” she said …"), 7);
        assert_eq!(count(" \n"), 0);
    }

    #[test]
    fn names_stand_on_one_line() {
        assert_eq!(on_one_line("Gloria\r\n  Petrakis"), "Gloria Petrakis");
        assert_eq!(on_one_line(" Ann\u{a0}Lee "), "Ann Lee");
        assert!(matches!(on_one_line("Ann Lee"), Cow::Borrowed("Ann Lee")));
        assert_eq!([on_one_line(""), on_one_line(" \n")], ["", ""]);
    }

    #[test]
    fn hashes_follow_the_words() {
        assert_eq!(content_hash("One  line\nof news "), content_hash("One line of news"));
        assert_ne!(content_hash("One line of news"), content_hash("One Line of news"));
        assert_eq!(quote_hash("“We won't go,”"), quote_hash("\"we won’t GO\""));
        assert_ne!(quote_hash("We will go"), quote_hash("We will not go"));
        assert_eq!((content_hash("a").len(), quote_hash("a").len()), (32, 16));
        let long = "words ".repeat(3000);
        assert_eq!(content_hash(&long), blake3::hash(long.trim().as_bytes()).to_hex()[..32]);
    }

    proptest! {
        #[test]
        fn hashes_are_those_of_the_joined_words(text in "([ab] |\\PC| |\n|\u{a0}|É)*") {
            let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(content_hash(&text), blake3::hash(spaced.as_bytes()).to_hex()[..32].to_owned());
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let lower = |word: &str| word.chars().flat_map(char::to_lowercase).collect::<String>();
            let spaced = words.clone().map(lower).collect::<Vec<_>>().join(" ");
            prop_assert_eq!(quote_hash(&text), blake3::hash(spaced.as_bytes()).to_hex()[..16].to_owned());
            prop_assert_eq!(count(&text) as usize, text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count());
        }
    }
}
