//! What single words are to a description: by the lists, by their part of speech, by their ending.

use std::ops::Range;

use crate::analysis::{Relation, Tag};
use crate::extract::names::flag;
use crate::extract::names::view::View;
use crate::extract::names::words::{Shape, Word};

const ROLE: u64 = flag::ROLE | flag::TITLE;

/// Whether the word says what somebody is.
pub(super) fn role(word: &Word) -> bool {
    word.is(ROLE) && (word.shape == Shape::Lower || word.capital())
}

/// What the tagger says of the word; [`Tag::Xx`] where none has been.
pub(super) fn tag(view: &View, at: usize) -> Tag {
    view.found.tokens.get(at).map_or(Tag::Xx, |token| token.tag)
}

pub(super) fn noun(view: &View, at: usize) -> bool {
    matches!(tag(view, at), Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
}

/// A noun that no list knows but that says what somebody is: "glaciologist". Such nouns end as doers do, or the parser
/// ties them to the name in `name`.
pub(super) fn unlisted_role(view: &View, at: usize, name: &Range<usize>) -> bool {
    let word = &view.words[at];
    let unfit = flag::DOC_NOUN
        | flag::POLL_NOUN
        | flag::ORG_NOUN
        | flag::MEDIA_NOUN
        | flag::PLACE_NOUN
        | flag::CALENDAR
        | flag::FUNCTION
        | flag::PREPOSITION
        | flag::SAY
        | flag::MARKET;
    if word.is(unfit) || tag(view, at) != Tag::Nn || word.shape != Shape::Lower && !word.capital() {
        return false;
    }
    agentive(&word.key) || tied(view, at, name)
}

/// Endings of nouns for people.
pub(super) fn agentive(word: &str) -> bool {
    const ENDINGS: &[&str] =
        &["ist", "er", "or", "ian", "ant", "eer", "ess", "ster", "man", "woman", "ologist", "laureate", "emeritus"];
    word.len() > 4 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Whether the tree makes the noun a title or an apposition of the name.
fn tied(view: &View, at: usize, name: &Range<usize>) -> bool {
    let tokens = &view.found.tokens;
    let Some(token) = tokens.get(at) else { return false };
    let up = token.head as usize;
    let below = name.contains(&up) && matches!(token.relation, Relation::Appos | Relation::NmodDesc);
    let above = name.clone().filter_map(|part| tokens.get(part)).any(|part| {
        part.head as usize == at && matches!(part.relation, Relation::Flat | Relation::Appos | Relation::NmodDesc)
    });
    below || above
}

/// A noun for a body that people belong to: "the ministry", "the band".
pub(super) fn institution(word: &Word) -> bool {
    word.shape == Shape::Lower
        && (word.is(flag::ORG_NOUN | flag::MEDIA_NOUN) && !matches!(&*word.key, "app" | "service" | "maker")
            || matches!(
                &*word.key,
                "band" | "orchestra" | "choir" | "trust" | "fund" | "shelter" | "festival" | "theatre"
            ))
}

/// A noun for a place that has offices: "the county".
pub(super) fn territory(word: &Word) -> bool {
    matches!(&*word.key, "city" | "town" | "village" | "county" | "province" | "state" | "district" | "region")
}

/// Words for anybody at all, which are no title.
pub(super) fn anybody(word: &str) -> bool {
    matches!(word, "person" | "man" | "woman" | "boy" | "girl" | "child" | "kid" | "people" | "teenager")
}

/// Words for relatives: whose they are does not say where they belong.
pub(super) fn relative(word: &str) -> bool {
    matches!(
        word,
        "mother" | "father" | "mom" | "dad" | "parent" | "son" | "daughter" | "brother" | "sister" | "wife" | "husband"
    ) || matches!(
        word,
        "widow"
            | "widower"
            | "uncle"
            | "aunt"
            | "cousin"
            | "grandmother"
            | "grandfather"
            | "grandson"
            | "granddaughter"
    ) || matches!(word, "nephew" | "niece" | "friend" | "neighbor" | "neighbour" | "girlfriend" | "boyfriend")
}

/// Behind "19-year-old" at `at`, or `at` itself.
pub(super) fn after_age(view: &View, at: usize, end: usize) -> usize {
    let text = |at: usize| view.words.get(at).map_or("", |word| word.text);
    if text(at).ends_with("-year-old") && at + 1 < end {
        return at + 1;
    }
    let digits = text(at).starts_with(|c: char| c.is_ascii_digit());
    let age = (at..end.min(at + 6)).find(|&i| text(i) == "old").filter(|&old| digits && old + 1 < end);
    age.map_or(at, |old| old + 1)
}
