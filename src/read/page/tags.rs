//! What a page says of its article in its head: `<meta>` of many vocabularies, `<link>`, `<html lang>`.

use super::element::{Attr, Tag};
use super::json_ld::Facts;
use super::tree::{Tree, collapse};

/// Longer names are no names of houses and sections, in bytes.
const LONGEST: usize = 200;

/// The page's `<meta>` elements in order: name in small letters, content.
#[derive(Debug, Default)]
pub(super) struct Tags {
    all: Vec<(String, String)>,
    pub canonical: Option<String>,
    pub language: Option<String>,
    /// The text of `<title>`.
    pub title: Option<String>,
}

pub(super) fn read(tree: &Tree) -> Tags {
    let mut tags = Tags::default();
    for node in 0..tree.nodes.len() {
        match tree.tag(node) {
            Some(Tag::Meta) => {
                let name =
                    [Attr::Property, Attr::Name, Attr::Itemprop].into_iter().find_map(|attr| tree.attr(node, attr));
                if let (Some(name), Some(content)) = (name, tree.attr(node, Attr::Content)) {
                    let content = collapse(content);
                    if !content.is_empty() && name.len() < 100 {
                        tags.all.push((name.trim().to_ascii_lowercase(), content));
                    }
                }
            }
            Some(Tag::Link) if tree.attr(node, Attr::Rel).is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                let href = tree.attr(node, Attr::Href).map(str::trim).filter(|href| href.starts_with("http"));
                tags.canonical = tags.canonical.or(href.map(str::to_owned));
            }
            Some(Tag::Html) => {
                let lang = tree.attr(node, Attr::Lang).map(str::trim).filter(|lang| !lang.is_empty());
                tags.language = tags.language.or(lang.map(str::to_owned));
            }
            Some(Tag::Title) if tags.title.is_none() => {
                tags.title = Some(collapse(tree.raw(node))).filter(|title| !title.is_empty());
            }
            _ => {}
        }
    }
    tags
}

/// The house's name.
pub(super) fn publisher(tags: &Tags, facts: &Facts) -> Option<String> {
    let tagged =
        tags.first(&["og:site_name", "application-name", "twitter:app:name:iphone", "dc.publisher", "publisher"]);
    let told = facts.publisher.as_deref().or(tagged).filter(|name| name.len() <= LONGEST && !name.contains("://"));
    told.map(super::json_ld::plain).filter(|name| !name.is_empty())
}

/// The part of the paper.
pub(super) fn section(tags: &Tags, facts: &Facts) -> Option<String> {
    let tagged = tags.first(&["article:section", "parsely-section", "section", "cxenseparse:section"]);
    let told = facts.section.as_deref().or(tagged).filter(|name| name.len() <= LONGEST);
    told.map(super::json_ld::plain).filter(|name| !name.is_empty())
}

/// The language as a tag of BCP 47.
pub(super) fn language(tags: &Tags, facts: &Facts) -> Option<String> {
    let told = [
        facts.language.as_deref(),
        tags.language.as_deref(),
        tags.first(&["og:locale", "language", "content-language"]),
    ];
    told.into_iter().flatten().find_map(|told| {
        let tag = told.trim().replace('_', "-");
        let mut parts = tag.split('-');
        let main = parts
            .next()
            .filter(|main| matches!(main.len(), 2 | 3) && main.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let rest =
            parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        (main.is_some() && rest && tag.len() <= 35).then_some(tag)
    })
}

impl Tags {
    /// The page's own address.
    pub fn address(&self) -> Option<&str> {
        self.canonical.as_deref().or_else(|| self.first(&["og:url"]).filter(|url| url.starts_with("http")))
    }

    /// The content of the first of these names that the page has.
    pub fn first(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| self.all.iter().find(|(known, _)| known == name))
            .map(|(_, content)| content.as_str())
    }

    /// The contents of all tags of this name.
    pub fn each<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t str> + 't {
        self.all.iter().filter(move |(known, _)| known == name).map(|(_, content)| content.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::super::build;
    use super::*;

    #[test]
    fn vocabularies_are_read_alike() {
        let html = "<html lang=en_GB><head><title>A\n title</title><link rel=canonical href=https://post.example/a>\
                    <meta property=OG:Title content=' Ferry  stays '><meta name=author content=Ada><meta name=author content=Ben>\
                    <meta property=og:site_name content='The Harbor Post'><meta property=article:section content=Local>";
        let tags = read(&build::parse(html));
        assert_eq!(tags.first(&["none", "og:title"]), Some("Ferry stays"));
        assert_eq!(tags.each("author").collect::<Vec<_>>(), ["Ada", "Ben"]);
        assert_eq!((tags.title.as_deref(), tags.address()), (Some("A title"), Some("https://post.example/a")));
        let facts = Facts::default();
        assert_eq!(publisher(&tags, &facts).as_deref(), Some("The Harbor Post"));
        assert_eq!(section(&tags, &facts).as_deref(), Some("Local"));
        assert_eq!(language(&tags, &facts).as_deref(), Some("en-GB"));
        let english = Facts { language: Some("English".into()), ..Facts::default() };
        assert_eq!(language(&tags, &english).as_deref(), Some("en-GB"), "that is no tag");
    }
}
