//! What counts as a word, and texts known by their words alone.

use std::borrow::Cow;

/// A word is a run of characters without white space that holds a letter or a digit.
pub fn count(text: &str) -> u32 {
    let (mut words, mut counted) = (0, false);
    for c in text.chars() {
        if c.is_alphanumeric() {
            words += u32::from(!counted);
            counted = true;
        } else if c.is_whitespace() {
            counted = false;
        }
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
    hex(text.len(), text.split_whitespace(), 32, |piece, word| piece.push_str(word))
}

/// 16 hex digits that two quotations share if their letters and digits are the same words, however they are written:
/// case, punctuation and quotation marks don't count.
pub fn quote_hash(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    hex(text.len(), words, 16, |piece, word| {
        if word.is_ascii() {
            let start = piece.len();
            piece.push_str(word);
            piece[start..].make_ascii_lowercase();
        } else {
            piece.extend(word.chars().flat_map(char::to_lowercase));
        }
    })
}

/// A long text is hashed in pieces of this many bytes and a word, so that it is not copied.
const PIECE: usize = 16 << 10;

/// The first hex digits of the BLAKE3 hash of `words` as `push` writes them, joined by single spaces.
fn hex<'a>(
    length: usize,
    words: impl Iterator<Item = &'a str>,
    digits: usize,
    push: impl Fn(&mut String, &str),
) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut piece = String::with_capacity(length.min(PIECE));
    for (at, word) in words.enumerate() {
        if piece.len() >= PIECE {
            hasher.update(piece.as_bytes());
            piece.clear();
        }
        if at > 0 {
            piece.push(' ');
        }
        push(&mut piece, word);
    }
    hasher.update(piece.as_bytes());
    let mut hex = hasher.finalize().to_hex().to_string();
    hex.truncate(digits);
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
