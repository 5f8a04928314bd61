//! What a name has around it that is no part of it: titles and trades before, possessive endings after.

use std::ops::Range;

use crate::analysis::EntityType;
use crate::extract::names::lists::{FIRST_NAME, flag};
use crate::extract::names::words::Word;

/// Whether a word before a full name is what its bearer does, listed or by its ending.
fn trade(word: &Word) -> bool {
    const ENDINGS: &[&str] = &[
        "ologist",
        "ographer",
        "ician",
        "teacher",
        "mistress",
        "keeper",
        "maker",
        "worker",
        "owner",
        "driver",
        "player",
        "writer",
        "singer",
        "dancer",
        "fighter",
        "designer",
        "officer",
        "organiser",
        "organizer",
    ];
    let ends = ENDINGS.iter().any(|ending| word.key.ends_with(ending));
    word.capital() && (ends || word.is(flag::ROLE)) && !word.is(FIRST_NAME | flag::SOFT_TITLE)
}

/// Without titles before and possessive endings after, which are no part of names here; nothing if only a title is left.
pub(super) fn trim(words: &[Word], mut range: Range<usize>, kind: EntityType) -> Option<Range<usize>> {
    if kind == EntityType::Person {
        // "US President Emil Hart"
        let title = |at: &usize| words[*at].is(flag::TITLE) && !words[*at].is(flag::SOFT_TITLE | FIRST_NAME);
        range.start = (range.start..range.end - 1).rev().find(title).map_or(range.start, |at| at + 1);
        while range.len() > 1 && words[range.start].is(flag::HONORIFIC) {
            range.start += 1;
        }
        // "Headteacher Ingrid Moser"
        if range.len() > 2 && trade(&words[range.start]) {
            range.start += 1;
        }
    }
    while range.len() > 1 && words[range.end - 1].possessive() {
        range.end -= 1;
    }
    // "the Attorney General" names nobody.
    let own = &words[range.clone()];
    let title = own.len() > 1
        && own.iter().any(|w| w.is(flag::TITLE))
        && own.iter().all(|w| w.is(flag::TITLE | flag::TITLE_PART) && !w.is(FIRST_NAME | flag::ORG_HEAD));
    (own.iter().any(|w| w.word()) && !title).then_some(range)
}
