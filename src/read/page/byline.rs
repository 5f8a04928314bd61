//! Who wrote the article: as data for search engines says, else tags of the head, else what the page shows by its markup.

use super::element::{Attr, Tag};
use super::json_ld::{Facts, plain};
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

/// Longer ones are no names, in bytes.
const LONGEST: usize = 120;

/// The writers' names with commas between.
pub(super) fn find(tree: &Tree, tags: &Tags, facts: &Facts) -> Option<String> {
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
    told().or_else(tagged).or_else(|| shown(tree, house))
}

/// Links to the writers, and elements said to name them.
fn shown(tree: &Tree, house: Option<&str>) -> Option<String> {
    let says = |node: usize, attr: Attr, word: &str| {
        tree.attr(node, attr)
            .is_some_and(|value| value.split_ascii_whitespace().any(|part| part.eq_ignore_ascii_case(word)))
    };
    let elements = || (0..tree.nodes.len()).filter(|node| tree.tag(*node).is_some_and(|tag| !tag.is_silent()));
    let words = |nodes: &mut dyn Iterator<Item = usize>| {
        let names: Vec<String> = nodes.take(8).map(|node| tree.words(node)).collect();
        joined(names.iter().map(String::as_str), house)
    };
    let linked = || words(&mut elements().filter(|node| tree.is(*node, Tag::A) && says(*node, Attr::Rel, "author")));
    let named = || words(&mut elements().filter(|node| says(*node, Attr::Itemprop, "author")));
    let classed = || {
        let mut found = elements().filter(|node| {
            let class = tree.attr(*node, Attr::Class).unwrap_or_default();
            class.len() < 200
                && class
                    .split(|c: char| !c.is_ascii_alphanumeric())
                    .any(|word| ["byline", "author"].iter().any(|name| word.eq_ignore_ascii_case(name)))
                && tree.nodes[*node].end as usize - *node < 40
        });
        found.by_ref().take(8).find_map(|node| joined([tree.words(node)].iter().map(String::as_str), house))
    };
    linked().or_else(named).or_else(classed)
}

/// The names among `names`, each once; the house's own only where there is no other.
fn joined<'n>(names: impl Iterator<Item = &'n str>, house: Option<&str>) -> Option<String> {
    let mut kept: Vec<&str> = Vec::new();
    for name in names.filter_map(clean).take(64) {
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

/// A name without "By", function, house, date or address beside it.
fn clean(name: &str) -> Option<&str> {
    let mut name = name.trim();
    for opening in ["Written by", "Story by", "Posted by", "Published by", "By", "by", "BY"] {
        if let Some(rest) = name.strip_prefix(opening).filter(|rest| rest.starts_with([' ', ':', '\u{a0}'])) {
            name = rest.trim_start_matches([' ', ':', '\u{a0}']);
            break;
        }
    }
    for cut in [" | ", " - ", " – ", " — ", " · ", " • ", " / ", " (", " <", " Published", " Updated", " Posted"]
    {
        name = name.split(cut).next().unwrap_or(name);
    }
    // "Ada Crane, Staff Writer": functions are no names; "Ada Crane, Ben Holt" are two.
    while let Some((head, tail)) = name.rsplit_once(',').filter(|(_, tail)| is_function(tail)) {
        name = head;
        let _ = tail;
    }
    let name = name.trim().trim_end_matches([',', ';', ':', '.']).trim();
    let is_name = (2..=LONGEST).contains(&name.len())
        && name.chars().any(char::is_alphabetic)
        && !name.contains("://")
        && !name.starts_with(['@', '{', '%'])
        && !name.contains('@')
        && !["admin", "none", "null", "undefined", "unknown", "false", "author", "n/a"]
            .iter()
            .any(|no| no.eq_ignore_ascii_case(name));
    is_name.then_some(name)
}

fn is_function(words: &str) -> bool {
    const FUNCTIONS: &[&str] = &[
        "writer",
        "reporter",
        "editor",
        "correspondent",
        "columnist",
        "contributor",
        "journalist",
        "staff",
        "producer",
        "chief",
        "special",
        "freelance",
        "critic",
        "fellow",
        "analyst",
    ];
    words.split_whitespace().any(|word| FUNCTIONS.iter().any(|function| function.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::super::{build, tags};
    use super::*;

    fn byline(html: &str, authors: &[&str]) -> Option<String> {
        let tree = build::parse(html);
        let authors = authors.iter().map(|name| (*name).to_owned()).collect();
        let facts = Facts { authors, publisher: Some("The Harbor Post".into()), ..Facts::default() };
        find(&tree, &tags::read(&tree), &facts)
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

    #[test]
    fn what_is_no_name_is_left_out() {
        for name in ["https://facebook.com/ada", "@ada", "ada@post.example", "admin", "", "12"] {
            assert_eq!(clean(name), None, "{name}");
        }
        assert_eq!(clean("Ada Crane | The Harbor Post"), Some("Ada Crane"));
        assert_eq!(clean("Ada Crane, Ben Holt"), Some("Ada Crane, Ben Holt"));
        assert_eq!(clean("Byron Holt"), Some("Byron Holt"));
    }
}
