//! The word lists beside this file, read once: what single words are to names, and names whose kind is known.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::analysis::EntityType;
use crate::extract::lexicon::Lexicon;

/// Properties of one word, as bits.
pub(crate) type Flags = u64;

/// One constant per property, and the table from its name in `words.txt`.
macro_rules! flags {
    ($($constant:ident = $bit:literal $key:literal,)*) => {
        pub(crate) mod flag {
            $(pub(crate) const $constant: super::Flags = 1 << $bit;)*
        }
        const FLAGS: &[(&str, Flags)] = &[$(($key, flag::$constant)),*];
    };
}

flags! {
    FUNCTION = 0 "function",
    DETERMINER = 1 "determiner",
    DEFINITE = 2 "definite",
    PREPOSITION = 3 "preposition",
    INTO_PLACE = 4 "into_place",
    CONJUNCTION = 5 "conjunction",
    ADVERB = 6 "adverb",
    AUXILIARY = 7 "auxiliary",
    VERB = 8 "verb",
    SAY = 9 "say",
    CALENDAR = 10 "calendar",
    COMMON = 11 "common",
    HONORIFIC = 12 "honorific",
    HONORIFIC_MALE = 13 "honorific_male",
    HONORIFIC_FEMALE = 14 "honorific_female",
    TITLE = 15 "title",
    SOFT_TITLE = 16 "soft_title",
    TITLE_PART = 17 "title_part",
    ROLE = 18 "role",
    MALE = 19 "male",
    FEMALE = 20 "female",
    ACCOUNT_ROLE = 21 "account_role",
    ORG_NOUN = 22 "org_noun",
    DOC_NOUN = 23 "doc_noun",
    POLL_NOUN = 24 "poll_noun",
    MEDIA_NOUN = 25 "media_noun",
    PLURAL_PERSON = 26 "plural_person",
    ORG_HEAD = 27 "org_head",
    CORPORATE = 28 "corporate",
    OF_HEAD = 29 "of_head",
    FOR_HEAD = 30 "for_head",
    ON_HEAD = 31 "on_head",
    PLACE_HEAD = 32 "place_head",
    PLACE_FIRST = 33 "place_first",
    EVENT_HEAD = 34 "event_head",
    EVENT_FIRST = 35 "event_first",
    WORK_HEAD = 36 "work_head",
    PARTICLE = 37 "particle",
    SYLLABLE = 38 "syllable",
    HYPHEN_TAIL = 39 "hyphen_tail",
    SUFFIX = 40 "suffix",
    FIRST_MALE = 41 "m",
    FIRST_FEMALE = 42 "f",
    FIRST_EITHER = 43 "e",
    SURNAME = 44 "surname",
    PLACE_NOUN = 45 "place_noun",
    SPORT = 46 "sport",
    MARKET = 47 "market",
}

/// Any of the three first-name properties.
pub(crate) const FIRST_NAME: Flags = flag::FIRST_MALE | flag::FIRST_FEMALE | flag::FIRST_EITHER;

/// What is known of a full name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub entity_type: EntityType,
    pub media: bool,
}

pub(crate) struct Lists {
    /// With the word itself.
    words: Lexicon<(Flags, Box<str>)>,
    known: FxHashMap<String, Known>,
    /// For the first word of known names, the length in bytes of the longest of them.
    longest: Lexicon<usize>,
    /// Other spellings of a name, to its fullest.
    same: FxHashMap<String, String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(Lists::read);

/// The key of words in all lists: small letters, straight apostrophes.
pub(crate) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    push_folded(&mut folded, word);
    folded
}

/// Adds the folded `word` to `into`.
pub(crate) fn push_folded(into: &mut String, word: &str) {
    if word.is_ascii() {
        let start = into.len();
        into.push_str(word);
        into[start..].make_ascii_lowercase();
    } else {
        into.extend(word.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase));
    }
}

/// The properties of a folded word.
pub(crate) fn flags(word: &str) -> Flags {
    LISTS.words.get(word).map_or(0, |(flags, _)| *flags)
}

/// The same with the word as the lists have it; 0 and `None` where they have not.
pub(super) fn listed(word: &str) -> (Flags, Option<&'static str>) {
    LISTS.words.get(word).map_or((0, None), |(flags, word)| (*flags, Some(word)))
}

/// What is known of the folded name.
pub(crate) fn known(name: &str) -> Option<Known> {
    LISTS.known.get(name).copied()
}

/// All known names, folded, in order.
pub(crate) fn known_names() -> Vec<(&'static str, EntityType)> {
    let mut names: Vec<_> = LISTS.known.iter().map(|(name, known)| (name.as_str(), known.entity_type)).collect();
    names.sort_unstable_by_key(|(name, _)| *name);
    names
}

/// How long in bytes the longest known name that begins with this folded word is.
pub(crate) fn longest_known(first: &str) -> Option<usize> {
    LISTS.longest.get(first).copied()
}

/// The fullest spelling of a folded name that has several ("u.s." is "united states").
pub(crate) fn canonical(name: &str) -> &str {
    LISTS.same.get(name).map_or(name, String::as_str)
}

/// Lines `key: entry, entry`; a line without a key goes on.
fn entries(list: &'static str) -> impl Iterator<Item = (usize, &'static str, &'static str)> {
    let mut key = "";
    list.lines().enumerate().filter(|(_, line)| !line.starts_with('#')).flat_map(move |(number, line)| {
        let rest = match line.split_once(": ") {
            Some((word, rest)) if !line.starts_with(' ') => {
                key = word;
                rest
            }
            _ => line,
        };
        let key = key;
        rest.split(", ").map(str::trim).filter(|e| !e.is_empty()).map(move |entry| (number, key, entry))
    })
}

impl Lists {
    fn read() -> Self {
        let mut lists = Lists {
            words: Lexicon::default(),
            known: FxHashMap::default(),
            longest: Lexicon::default(),
            same: FxHashMap::default(),
        };
        for list in [include_str!("words.txt"), include_str!("first_names.txt")] {
            for (_, key, word) in entries(list) {
                let bits = FLAGS.iter().find(|(name, _)| *name == key).map_or(0, |(_, bits)| *bits);
                let word = fold(word.trim_end_matches(','));
                if let Some(bare) = word.strip_suffix('.').filter(|w| w.len() > 1 && !w.contains('.')) {
                    lists.words.get_or_insert_with(bare, || (0, bare.into())).0 |= bits;
                }
                lists.words.get_or_insert_with(&word, || (0, word.as_str().into())).0 |= bits;
            }
        }
        lists.read_known();
        lists
    }

    fn read_known(&mut self) {
        let mut fullest = (usize::MAX, String::new());
        for (number, kind, name) in entries(include_str!("known.txt")) {
            let name = fold(name);
            let entity_type = match kind {
                "country" | "place" => EntityType::Place,
                "group" => EntityType::Group,
                "media" | "organization" => EntityType::Organization,
                "event" => EntityType::Event,
                "work" => EntityType::Work,
                "product" => EntityType::Product,
                "same" => {
                    if fullest.0 != number {
                        fullest = (number, name);
                    } else {
                        self.same.insert(name, fullest.1.clone());
                    }
                    continue;
                }
                _ => EntityType::Other,
            };
            let first = name.split([' ', '-']).next().unwrap_or("").trim_end_matches("'s").to_owned();
            let longest = self.longest.get_or_insert_with(&first, || 0);
            *longest = (*longest).max(name.len());
            self.known.entry(name).or_insert(Known { entity_type, media: kind == "media" });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_properties() {
        assert!(flags("sen.") & flag::TITLE != 0 && flags("sen") & flag::TITLE != 0);
        assert!(flags("robyn") & flag::FIRST_FEMALE != 0);
        assert_eq!(flags("xyzzy"), 0);
        for list in [include_str!("words.txt"), include_str!("first_names.txt")] {
            for (number, key, _) in entries(list) {
                assert!(FLAGS.iter().any(|(name, _)| *name == key), "line {}: unknown property {key:?}", number + 1);
            }
        }
    }

    #[test]
    fn known_names() {
        assert_eq!(known("kuala lumpur").map(|k| k.entity_type), Some(EntityType::Place));
        assert_eq!(known("associated press"), Some(Known { entity_type: EntityType::Organization, media: true }));
        assert_eq!(canonical("u.s."), "united states");
        assert!(longest_known("new") >= Some("new york daily news".len()));
    }
}
