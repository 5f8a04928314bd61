//! The word lists of `lists.txt`.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// One list.
pub struct List {
    name: &'static str,
    read: OnceLock<Read>,
}

struct Read {
    items: Vec<&'static str>,
    set: FxHashSet<&'static str>,
    /// By their first byte in lower case, each with its number.
    openings: FxHashMap<u8, Vec<(&'static str, usize)>>,
}

impl List {
    const fn new(name: &'static str) -> Self {
        List { name, read: OnceLock::new() }
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(|| {
            let lines = include_str!("lists.txt").lines().filter(|line| !line.starts_with('#'));
            let own = lines.filter_map(|line| line.split_once(": ").filter(|(name, _)| *name == self.name));
            let mut read = Read { items: Vec::new(), set: FxHashSet::default(), openings: FxHashMap::default() };
            for item in own.flat_map(|(_, items)| items.split(" | ")) {
                let (words, number) = item.rsplit_once(" =").unwrap_or((item, "0"));
                let first = words.as_bytes().first().copied().unwrap_or_default().to_ascii_lowercase();
                read.items.push(words);
                read.set.insert(words);
                read.openings.entry(first).or_default().push((words, number.parse().unwrap_or(0)));
            }
            read
        })
    }

    pub fn items(&'static self) -> &'static [&'static str] {
        &self.read().items
    }

    pub fn has(&self, word: &str) -> bool {
        self.read().set.contains(word)
    }

    /// Whether a list in lower case has `word` in any case. Nothing longer than 32 bytes is in a list.
    pub fn has_any_case(&self, word: &str) -> bool {
        let mut lower = [0; 32];
        let Some(lower) = lower.get_mut(..word.len()) else { return false };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower).is_ok_and(|word| self.has(word))
    }

    /// The items that `words` begins with, in any case and not in the middle of a word; each with its number.
    pub fn openings(&'static self, words: &str) -> impl Iterator<Item = (&'static str, usize)> {
        let first = words.as_bytes().first().copied().unwrap_or_default().to_ascii_lowercase();
        let items = self.read().openings.get(&first).map_or(&[][..], Vec::as_slice);
        items.iter().copied().filter(move |(item, _)| {
            let begins = words.get(..item.len()).is_some_and(|head| head.eq_ignore_ascii_case(item));
            begins
                && !(item.ends_with(char::is_alphabetic)
                    && words[item.len()..].starts_with(|c: char| c.is_alphanumeric()))
        })
    }

    /// Whether `words` begins with an item.
    pub fn opens(&'static self, words: &str) -> bool {
        self.openings(words).next().is_some()
    }
}

pub static PREFIX: List = List::new("prefix");
pub static UNIT: List = List::new("unit");
pub static STARTER: List = List::new("starter");
pub static CALENDAR: List = List::new("calendar");
pub static SPEECH_VERB: List = List::new("speech verb");
pub static NAME_LINK: List = List::new("name link");
pub static NEW_SUBJECT: List = List::new("new subject");
pub static AGENCY: List = List::new("agency");
pub static NO_PLACE: List = List::new("no place");
pub static SHORT_PLACE: List = List::new("short place");
pub static COLON_PLACE: List = List::new("colon place");
pub static BYLINE_OPENING: List = List::new("byline opening");
pub static BYLINE_FUNCTION: List = List::new("byline function");
pub static NAME_PARTICLE: List = List::new("name particle");
pub static BOILERPLATE_OPENING: List = List::new("boilerplate opening");
pub static BOILERPLATE_SIGN: List = List::new("boilerplate sign");
pub static PHOTO_AGENCY: List = List::new("photo agency");
pub static CREDIT_OPENING: List = List::new("credit opening");
pub static CAPTION_OPENING: List = List::new("caption opening");
pub static CORRECTION_OPENING: List = List::new("correction opening");
pub static JOURNALIST: List = List::new("journalist");
pub static CALLING: List = List::new("calling");
pub static NO_CREDIT: List = List::new("no credit");
pub static NOTE_OPENING: List = List::new("note opening");
pub static CALL_OPENING: List = List::new("call opening");
pub static FOLLOW_SIGN: List = List::new("follow sign");
pub static WATCH_PLACE: List = List::new("watch place");
pub static WATCH_THING: List = List::new("watch thing");
pub static DANGLING: List = List::new("dangling");
pub static COMMON_NAME: List = List::new("common name");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_belongs_to_a_list() {
        let known = [
            &PREFIX,
            &UNIT,
            &STARTER,
            &CALENDAR,
            &SPEECH_VERB,
            &NAME_LINK,
            &NEW_SUBJECT,
            &AGENCY,
            &NO_PLACE,
            &SHORT_PLACE,
            &COLON_PLACE,
            &BYLINE_OPENING,
            &BYLINE_FUNCTION,
            &NAME_PARTICLE,
            &BOILERPLATE_OPENING,
            &BOILERPLATE_SIGN,
            &PHOTO_AGENCY,
            &CREDIT_OPENING,
            &CAPTION_OPENING,
            &CORRECTION_OPENING,
            &JOURNALIST,
            &CALLING,
            &NO_CREDIT,
            &NOTE_OPENING,
            &CALL_OPENING,
            &FOLLOW_SIGN,
            &WATCH_PLACE,
            &WATCH_THING,
            &DANGLING,
            &COMMON_NAME,
        ];
        for list in known {
            assert!(!list.items().is_empty() && list.items().iter().all(|item| !item.is_empty()), "{}", list.name);
        }
        for line in include_str!("lists.txt").lines().filter(|line| !line.starts_with('#')) {
            let (name, _) = line.split_once(": ").expect(line);
            assert!(known.iter().any(|list| list.name == name), "{line}");
        }
    }
}
