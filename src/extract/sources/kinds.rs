//! What kind of source a noun means: "officials" are a group, "the ruling" is a document.

use super::nouns::{agentive, institution};
use crate::analysis::SourceKind;
use crate::extract::names::flag;
use crate::extract::names::nominals::plural_role;
use crate::extract::names::words::{Shape, Word};

/// `plural` is what its tag says.
pub(super) fn kind(head: &Word, plural: bool) -> SourceKind {
    let key = &*head.key;
    if head.is(flag::POLL_NOUN) {
        SourceKind::Poll
    } else if plural_role(key)
        || matches!(key, "dozens" | "hundreds" | "thousands" | "millions" | "scientists" | "they")
    {
        if matches!(key, "media") { SourceKind::Media } else { SourceKind::Group }
    } else if head.is(flag::ROLE) {
        if matches!(key, "user" | "account" | "commenter" | "poster" | "redditor" | "netizen") {
            SourceKind::Account
        } else {
            SourceKind::Person
        }
    } else if matches!(key, "account" | "handle" | "netizen") {
        SourceKind::Account
    } else if head.is(flag::DOC_NOUN) {
        SourceKind::Document
    } else if head.is(flag::MEDIA_NOUN) && key != "agency" {
        SourceKind::Media
    } else if head.is(flag::ORG_NOUN)
        || institution(head)
        || matches!(key, "panel" | "chapter" | "branch" | "unit" | "division")
    {
        SourceKind::Organization
    } else if head.shape == Shape::Number
        || matches!(key, "percent" | "%" | "family" | "couple" | "pair" | "crew" | "jury")
        || key.ends_with('s') && (head.shape == Shape::Lower || plural) && !key.ends_with("ss")
    {
        SourceKind::Group
    } else if thing(key) || head.shape == Shape::Lower && head.flags == 0 && !agentive(key) {
        // "the surge": whatever it is, nobody.
        SourceKind::Document
    } else {
        SourceKind::Person
    }
}

/// Nouns for what is written, shown or done, and so speaks for somebody.
fn thing(noun: &str) -> bool {
    const ENDINGS: &[&str] =
        &["tion", "sion", "ment", "ness", "ity", "ance", "ence", "ing", "ism", "sis", "logy", "ship"];
    matches!(
        noun,
        "plan"
            | "proposal"
            | "deal"
            | "map"
            | "chart"
            | "sign"
            | "banner"
            | "label"
            | "photo"
            | "picture"
            | "page"
            | "list"
    ) || matches!(noun, "blog" | "move" | "theory" | "test" | "index" | "contract" | "poster" | "plaque" | "bulletin")
        || noun.len() > 5 && ENDINGS.iter().any(|ending| noun.ends_with(ending))
}
