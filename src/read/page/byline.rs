//! Who wrote the article: as data for search engines says, else tags of the head, else what the page shows by its markup.

use super::element::{Attr, Tag};
use super::furniture::{self, Furniture};
use super::json_ld::{Facts, plain};
use super::names;
use super::tags::Tags;
use super::tree::Tree;

const NAMES: &[&str] = &[
    "author",
    "parsely-author",
    "sailthru.author",
    "article:author_name",
    "article:author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "twitter:data1",
];

/// So many nodes before and after the title a byline is looked for.
const BEFORE: usize = 100;
const AFTER: usize = 600;

/// The writers' names with commas between.
///
/// `title` is the node that shows the title, if any.
pub(super) fn find(tree: &Tree, title: Option<usize>, tags: &Tags, facts: &Facts) -> Option<String> {
    let house = facts.publisher.as_deref().or_else(|| tags.first(&["og:site_name"]));
    let told = || joined(facts.authors.iter().map(String::as_str), house);
    let tagged = || {
        NAMES.iter().find_map(|name| {
            let is_labelled = *name != "twitter:data1"
                || tags.first(&["twitter:label1"]).is_some_and(|label| label.to_lowercase().contains("by"));
            is_labelled
                .then(|| joined(tags.each(name).map(plain).collect::<Vec<_>>().iter().map(String::as_str), house))?
        })
    };
    told().or_else(tagged).or_else(|| shown(tree, title, house))
}

/// Links to the writers, and elements said to name them, near the title: others sign other stories.
fn shown(tree: &Tree, title: Option<usize>, house: Option<&str>) -> Option<String> {
    let zone = match title {
        Some(title) => title.saturating_sub(BEFORE)..(title + AFTER).min(tree.nodes.len()),
        None => 0..tree.nodes.len(),
    };
    let says = |node: usize, attr: Attr, word: &str| {
        let is_word = |part: &str| part.eq_ignore_ascii_case(word);
        tree.attr(node, attr).is_some_and(|value| value.split_ascii_whitespace().any(is_word))
    };
    let linked = |node: usize| tree.is(node, Tag::A) && says(node, Attr::Rel, "author");
    let named = |node: usize| says(node, Attr::Itemprop, "author");
    let classed = |node: usize| {
        let class = tree.attr(node, Attr::Class).unwrap_or_default();
        let is_name = |word: &str| ["byline", "author"].iter().any(|name| word.eq_ignore_ascii_case(name));
        class.len() < 200
            && class.split(|c: char| !c.is_ascii_alphanumeric()).any(is_name)
            && tree.within(node).len() < 40
    };
    let words = |is: &dyn Fn(usize) -> bool, most: usize| {
        let open = |node: &usize| tree.tag(*node).is_some_and(|tag| !tag.is_silent()) && is(*node);
        let mut nodes = zone.clone().filter(open).take(64).filter(|node| !is_aside(tree, *node, title));
        // Names that stand together are one byline.
        let names: Vec<String> = nodes.by_ref().take(most).map(|node| tree.words(node)).collect();
        joined(names.iter().map(String::as_str), house)
    };
    words(&linked, 4).or_else(|| words(&named, 4)).or_else(|| words(&classed, 1))
}

/// Whether the node is part of what others wrote.
fn is_aside(tree: &Tree, node: usize, title: Option<usize>) -> bool {
    let kind = |node: usize| furniture::find(tree, node);
    let other = |node| {
        matches!(kind(node), Some(Furniture::Comments | Furniture::Embed | Furniture::Consent | Furniture::Named))
    };
    let around = |above: &usize| !title.is_some_and(|title| tree.within(*above).contains(&title));
    tree.above(node).filter(around).any(|above| tree.is(above, Tag::Aside) || other(above))
}

/// The names that are `told`, each once; the house's own only where there is no other.
fn joined<'n>(told: impl Iterator<Item = &'n str>, house: Option<&str>) -> Option<String> {
    let mut kept: Vec<&str> = Vec::new();
    for name in told.filter_map(names::clean).take(64) {
        if !kept.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            kept.push(name);
        }
    }
    let is_house = |name: &&str| house.is_some_and(|house| house.eq_ignore_ascii_case(name));
    if kept.iter().any(|name| !is_house(name)) {
        kept.retain(|name| !is_house(name));
    }
    (!kept.is_empty()).then(|| kept.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::{build, tags};
    use super::*;

    fn byline(html: &str, authors: &[&str]) -> Option<String> {
        let tree = build::parse(html);
        let authors = authors.iter().map(|name| (*name).to_owned()).collect();
        let facts = Facts { authors, publisher: Some("The Harbor Post".into()), ..Facts::default() };
        find(&tree, None, &tags::read(&tree), &facts)
    }

    #[test]
    fn data_comes_before_tags_and_tags_before_what_is_shown() {
        let html = r#"<meta name="author" content="By Ben Holt, Staff Writer"><a rel="author" href="/x">Cy Dorn</a>"#;
        assert_eq!(byline(html, &["Ada Crane", "ADA CRANE", "The Harbor Post"]).as_deref(), Some("Ada Crane"));
        assert_eq!(byline(html, &[]).as_deref(), Some("Ben Holt"));
        assert_eq!(
            byline(r#"<p class="byline">By <a rel="author" href="/x">Cy Dorn</a></p>"#, &[]).as_deref(),
            Some("Cy Dorn")
        );
        assert_eq!(
            byline(r#"<div class="article-byline">By Cy Dorn and Ada Crane</div>"#, &[]).as_deref(),
            Some("Cy Dorn and Ada Crane")
        );
        assert_eq!(byline("<p>No one.</p>", &["The Harbor Post"]).as_deref(), Some("The Harbor Post"));
    }
}
