//! The facts between two `---` lines at the start of a Markdown file.
//!
//! ```text
//! ---
//! title: "Bridge to close for repairs"
//! author: [Ana Ruiz, Tom Bell]
//! date: 2025-01-15
//! publisher: The Harbor Post
//! ---
//! ```
//!
//! Only as much of YAML is read as such facts need: one `key: value` a line, quotes around a value, lists in brackets or
//! one item a line, and a value that goes on in indented lines. The block is about the article and not of it, so the
//! text starts after it. A file whose first lines are anything else has no front matter, and stays whole.

use super::dates;
use crate::article::Meta;

const TITLE: &[&str] = &["title", "headline"];
const BYLINE: &[&str] = &["byline", "author", "authors", "by"];
const PUBLISHER: &[&str] = &["publisher", "publication", "outlet", "newspaper"];
const SECTION: &[&str] = &["section", "category"];
const DATE: &[&str] =
    &["published_at", "published", "datepublished", "date_published", "publishdate", "pubdate", "date"];

/// The facts in `text`'s front matter, and the byte where the article starts. `None` if there is no front matter.
pub fn read(text: &str) -> Option<(Meta, usize)> {
    let mut lines = text.split_inclusive('\n');
    let mut start = lines.next().filter(|line| line.trim_end() == "---")?.len();
    let mut fields: Vec<(String, Vec<&str>)> = Vec::new();
    for line in lines {
        start += line.len();
        let content = line.trim_end();
        if matches!(content, "---" | "...") {
            return (!fields.is_empty()).then(|| (meta(&fields), start));
        }
        let inner = content.trim_start();
        if inner.is_empty() || inner.starts_with('#') {
            continue;
        }
        if inner.len() < content.len() || inner.starts_with("- ") {
            // More of the field above; without one this is prose after a rule.
            fields.last_mut()?.1.push(inner);
        } else {
            let (key, value) = field(content)?;
            fields.push((key, vec![value]));
        }
    }
    None
}

/// `key: value`. The key is one word, which prose with a colon hardly ever starts with.
fn field(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    let is_value = value.is_empty() || value.starts_with([' ', '\t']);
    (is_key && is_value).then(|| (key.to_ascii_lowercase().replace('-', "_"), value.trim()))
}

fn meta(fields: &[(String, Vec<&str>)]) -> Meta {
    let first = |keys: &[&str]| {
        let values = keys.iter().filter_map(|key| fields.iter().find(|(name, _)| name == key));
        values.map(|(_, lines)| value(lines)).find(|value| !value.is_empty())
    };
    Meta {
        title: first(TITLE),
        byline: first(BYLINE).map(|names| names.strip_prefix("By ").map(str::to_owned).unwrap_or(names)),
        publisher: first(PUBLISHER),
        published_at: first(DATE).and_then(|date| dates::parse(&date)),
        language: None,
        section: first(SECTION),
    }
}

/// One value from its lines: items of a list joined by ", ", lines of a text by a space; empty where there is none.
fn value(lines: &[&str]) -> String {
    let (first, more) = lines.split_first().map_or(("", &[][..]), |(first, more)| (*first, more));
    let items: Vec<String> = more.iter().filter_map(|line| line.strip_prefix("- ")).map(scalar).collect();
    if first.is_empty() && items.len() == more.len() {
        return join(items, ", ");
    }
    if let Some(list) = first.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        return join(list.split(',').map(scalar), ", ");
    }
    // "|" and ">" announce a text in the lines below.
    let is_mark = first.starts_with(['|', '>']) && first.len() <= 2;
    let head = if is_mark { "" } else { comment_off(first) };
    join([head].iter().chain(more).map(|line| scalar(line)), " ")
}

fn join(items: impl IntoIterator<Item = String>, between: &str) -> String {
    items.into_iter().filter(|item| !item.is_empty()).collect::<Vec<_>>().join(between)
}

/// An unquoted value ends where a comment begins.
fn comment_off(value: &str) -> &str {
    if value.starts_with(['"', '\'']) { value } else { value.split(" #").next().unwrap_or(value).trim_end() }
}

fn scalar(value: &str) -> String {
    let value = value.trim();
    let inside = |mark| value.strip_prefix(mark).and_then(|rest: &str| rest.strip_suffix(mark));
    if let Some(text) = inside('"') {
        return text.replace("\\\"", "\"").replace("\\\\", "\\");
    }
    if let Some(text) = inside('\'') {
        return text.replace("''", "'");
    }
    if matches!(value, "null" | "~" | "Null" | "NULL") { String::new() } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_and_the_article_starts_after_them() {
        let text = "---\r\ntitle: \"The \\\"free\\\" ride: who pays?\"\r\nauthors:\r\n  - Ana Ruiz\r\n  - 'Tom O''Dell'\r\n\
                    date: 2025-01-15 # draft\r\npublisher: ~\r\noutlet: The Harbor Post\r\ntags: [a, b]\r\n---\r\n\r\nBody.\r\n";
        let (meta, start) = read(text).unwrap();
        assert_eq!(&text[start..], "\r\nBody.\r\n");
        assert_eq!(meta.title.as_deref(), Some("The \"free\" ride: who pays?"));
        assert_eq!(meta.byline.as_deref(), Some("Ana Ruiz, Tom O'Dell"));
        assert_eq!(meta.publisher.as_deref(), Some("The Harbor Post"));
        assert_eq!(meta.published_at, Some(1_736_899_200_000_000));
        assert_eq!(meta.language, None);
    }

    #[test]
    fn lists_folded_lines_and_bylines() {
        let (meta, _) =
            read("---\nauthor: [Ana Ruiz, \"Tom Bell\"]\nTitle: >\n  Bridge to close\n  for repairs\n...\nx").unwrap();
        assert_eq!(meta.byline.as_deref(), Some("Ana Ruiz, Tom Bell"));
        assert_eq!(meta.title.as_deref(), Some("Bridge to close for repairs"));
        let (meta, _) = read("---\nbyline: By Ana Ruiz\ndate: someday\n---\n").unwrap();
        assert_eq!((meta.byline.as_deref(), meta.published_at), (Some("Ana Ruiz"), None));
    }

    #[test]
    fn prose_between_rules_is_prose() {
        assert_eq!(read("---\nHe said so: no.\n---\nMore."), None);
        assert_eq!(read("---\n\n---\nMore."), None);
        assert_eq!(read("---\n- an item\n---\n"), None);
        assert_eq!(read("---\ntitle: never closed\n"), None);
        assert_eq!(read("Text\n---\ntitle: no\n---\n"), None);
        assert_eq!(read(""), None);
    }
}
