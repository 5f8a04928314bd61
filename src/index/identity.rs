//! What identifies whoever a row is about: a normal name within a class of types, and what tells bearers of one name apart.

use super::authority::Authority;
use super::evidence::{Field, field};
use super::fold::{fold, thing};

/// What a row says about who it is. Without a `base` it says too little: a surname alone, "officials".
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Identity {
    /// Class and normal name, or the user's id.
    pub base: Option<String>,
    /// Middle initials and "Jr.", which tell two bearers of one name apart.
    pub middle: Option<String>,
    /// What the title says of a person's walk of life.
    pub field: Option<Field>,
}

/// Begins the base of rows that the user's file names.
const AUTHORITY: &str = "authority\u{1f}";

impl Identity {
    /// An entity, with the title that one of its sources gives it.
    pub fn of_entity(entity_type: &str, name: &str, title: Option<&str>, authority: &Authority) -> Self {
        let class = class(entity_type);
        let (key, middle) = match class {
            "person" => person(name),
            _ => (Some(thing(name)).filter(|key| !key.is_empty()), None),
        };
        if let Some(id) = authority.find(class, name) {
            return Identity { base: Some(format!("{AUTHORITY}{id}")), ..Identity::default() };
        }
        let field = title.filter(|_| class == "person").and_then(field);
        Identity { base: key.map(|key| format!("{class}\u{1f}{key}")), middle, field }
    }

    /// A source that is no entity, or an account, which is known by its handle.
    pub fn of_source(kind: &str, name: Option<&str>, title: Option<&str>, authority: &Authority) -> Self {
        let Some(name) = name else { return Identity::default() };
        match kind {
            "account" => {
                let base = handle(name).map(|handle| format!("account\u{1f}{handle}"));
                Identity { base, ..Identity::default() }
            }
            "reference" => {
                let key = Some(thing(name)).filter(|key| !key.is_empty());
                Identity { base: key.map(|key| format!("reference\u{1f}{key}")), ..Identity::default() }
            }
            "person" => Identity::of_entity("person", name, title, authority),
            "group" => Identity::of_entity("group", name, None, authority),
            _ => Identity::of_entity("organization", name, None, authority),
        }
    }
}

/// The user's id in a base, if it is one.
pub(super) fn authority_id(base: &str) -> Option<&str> {
    base.strip_prefix(AUTHORITY)
}

/// Types that one and the same thing may be given: an app is now an organization, now a product.
pub(super) fn class(entity_type: &str) -> &'static str {
    match entity_type {
        "person" => "person",
        "place" => "place",
        "group" => "group",
        "event" => "event",
        _ => "thing",
    }
}

/// The first and last names of a person with all between but initials; `None` for a single name. Then the initials.
pub(super) fn person(name: &str) -> (Option<String>, Option<String>) {
    // "Reyes-Whitfield" is one name, though its hyphen is folded to a blank.
    let folded: Vec<String> = name.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
    let initial = |word: &str| word.chars().count() == 1 && word.is_ascii();
    let suffix = |word: &str| matches!(word, "jr" | "sr" | "ii" | "iii" | "iv" | "junior" | "senior");
    let words = folded.len() - folded.iter().rev().take_while(|word| suffix(word)).count();
    let (names, suffixes) = if words > 1 { folded.split_at(words) } else { (&folded[..], &folded[..0]) };
    let (mut full, mut middle): (Vec<&str>, Vec<&str>) = Default::default();
    for (at, word) in names.iter().enumerate() {
        // "H.W." is folded to "hw".
        let initials = initial(word) || word.len() < 4 && name.contains('.') && stands_for_initials(name, at);
        if initials && at > 0 && at + 1 < names.len() { middle.push(word) } else { full.push(word) }
    }
    middle.extend(suffixes.iter().map(String::as_str));
    // "J. Smith" may be anybody; names written without blanks are whole.
    let unspaced = full.len() == 1 && full[0].chars().count() > 1 && full[0].chars().all(|c| c > '\u{2e7f}');
    let whole = full.len() > 1 && !full.iter().any(|word| initial(word)) || unspaced;
    let middle: String = middle.join("");
    (whole.then(|| full.join(" ")), (!middle.is_empty()).then_some(middle))
}

/// Whether the word at `at` is letters with stops: "H.W."
fn stands_for_initials(name: &str, at: usize) -> bool {
    let word = name.split_whitespace().nth(at).unwrap_or_default().as_bytes();
    !word.is_empty()
        && word.len().is_multiple_of(2)
        && word.chunks(2).all(|pair| pair[0].is_ascii_uppercase() && pair[1] == b'.')
}

/// A handle is known to be one by its sign, digits or small letters; a first name in an account's place is not enough.
fn handle(name: &str) -> Option<String> {
    let bare = name.trim_start_matches('@');
    let told = bare.len() < name.len()
        || bare.starts_with(char::is_lowercase)
        || bare.contains(|c: char| c.is_ascii_digit() || c == '_');
    (told && !bare.is_empty()).then(|| bare.to_lowercase())
}
