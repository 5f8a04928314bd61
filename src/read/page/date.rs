//! When the article was published.

use super::element::{Attr, Tag};
use super::json_ld::Facts;
use super::tags::Tags;
use super::tree::Tree;
use super::super::dates;

const NAMES: &[&str] = &[
    "article:published_time", "article:published", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "date", "pubdate", "publishdate", "publish-date", "article.published",
];

/// Microseconds since 1970-01-01 UTC.
pub(super) fn find(tree: &Tree, tags: &Tags, facts: &Facts) -> Option<i64> {
    let said = facts.published.as_deref().and_then(dates::parse);
    let tagged = || NAMES.iter().find_map(|name| tags.each(name).find_map(dates::parse));
    let shown = || tree.all(Tag::Time).find_map(|node| tree.attr(node, Attr::Datetime).and_then(dates::parse));
    said.or_else(tagged).or_else(shown)
}
