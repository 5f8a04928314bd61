//! Who wrote the article.

use super::blocks::Blocks;
use super::json_ld::Facts;
use super::tags::Tags;
use super::tree::Tree;

pub(super) fn find(_tree: &Tree, _blocks: &Blocks, tags: &Tags, facts: &Facts) -> Option<String> {
    if !facts.authors.is_empty() {
        return Some(facts.authors.join(", "));
    }
    tags.first(&["author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator"]).map(str::to_owned)
}
