//! Words that end in a full stop of their own.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What may follow an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// Never the end of a sentence: "Mr.", "vs."
    Title,
    /// An abbreviation before a digit only: "No. 5".
    Number,
    /// May end a sentence: "Inc.", "Sept."
    End,
    /// Ends one unless lower case follows: "etc."
    List,
}

/// Longest entry in bytes, with its full stop.
const LONGEST: usize = 8;

static LIST: LazyLock<FxHashMap<&'static str, Abbreviation>> = LazyLock::new(|| {
    let mut list = FxHashMap::default();
    for line in include_str!("abbreviations.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let kind = match words.next() {
            Some("title") => Abbreviation::Title,
            Some("number") => Abbreviation::Number,
            Some("list") => Abbreviation::List,
            _ => Abbreviation::End,
        };
        list.extend(words.map(|word| (word, kind)));
    }
    list
});

/// What kind of abbreviation `word`, with its full stop, is. Capitals throughout ("INC.") are read as a capital.
pub fn kind(word: &str) -> Option<Abbreviation> {
    if word.len() > LONGEST || word.len() < 2 {
        return None;
    }
    if let Some(kind) = LIST.get(word) {
        return Some(*kind);
    }
    let bytes = word.as_bytes();
    if !bytes[0].is_ascii_uppercase() {
        return None;
    }
    let mut lower = [0; LONGEST];
    let lower = &mut lower[..bytes.len()];
    lower.copy_from_slice(bytes);
    if bytes[1].is_ascii_uppercase() {
        lower[1..].make_ascii_lowercase();
    } else {
        lower[0].make_ascii_lowercase();
    }
    std::str::from_utf8(lower).ok().and_then(|word| LIST.get(word)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_where_the_list_has_them() {
        assert_eq!(kind("Mr."), Some(Abbreviation::Title));
        assert_eq!(kind("MR."), Some(Abbreviation::Title));
        assert_eq!(kind("Etc."), Some(Abbreviation::List));
        assert_eq!(kind("sat."), None);
        assert_eq!(kind("miss."), None, "a verb, not the state");
        assert_eq!(kind("No."), Some(Abbreviation::Number));
    }

    #[test]
    fn no_entry_is_too_long_to_be_found() {
        assert!(LIST.keys().all(|word| kind(word).is_some()));
    }
}
