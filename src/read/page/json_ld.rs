//! What a page says of its article as data for search engines (schema.org, in JSON).

use serde_json::{Map, Value};

use super::element::{Attr, Tag};
use super::tree::{Tree, collapse};

/// Scripts beyond this are left unread, in bytes.
const LONGEST: usize = 4 << 20;

/// Objects within objects are looked into so deep.
const DEEPEST: usize = 24;

/// The article's own facts. Names are as written there.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub headline: Option<String>,
    pub description: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    pub section: Option<String>,
    /// As it stands there, with its line ends.
    pub body: Option<String>,
    pub url: Option<String>,
}

/// The facts of the page's main article; empty where it has none.
pub(super) fn read(tree: &Tree) -> Facts {
    let values: Vec<Value> = scripts(tree).filter_map(|script| parse(tree.raw(script))).collect();
    let mut objects = Vec::new();
    values.iter().for_each(|value| collect(value, 0, &mut objects));
    // The first of the best: others are of related stories.
    let mut best: Option<(u32, &Map<String, Value>)> = None;
    for object in &objects {
        let rank = rank(object);
        if rank > 0 && best.is_none_or(|(known, _)| rank > known) {
            best = Some((rank, object));
        }
    }
    let mut facts = best.map(|(_, object)| facts(object, &objects)).unwrap_or_default();
    if facts.body.is_none() {
        let other = objects.iter().filter(|object| rank(object) > 0).find_map(|object| body(object));
        // A page of several articles has a body for each.
        facts.body = other;
    }
    facts
}

fn scripts(tree: &Tree) -> impl Iterator<Item = usize> + '_ {
    let is_data = |script: &usize| {
        tree.attr(*script, Attr::Type).is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
    };
    tree.all(Tag::Script).filter(is_data).filter(|script| tree.raw(*script).len() <= LONGEST)
}

fn parse(script: &str) -> Option<Value> {
    let script =
        script.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let script = script.trim_end().trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>");
    let script = script.trim().trim_end_matches(';');
    let read = |script: &str| {
        // More than one value in a script, or something behind it: the first counts.
        serde_json::Deserializer::from_str(script).into_iter::<Value>().next().and_then(Result::ok)
    };
    read(script).or_else(|| {
        // Line breaks within strings are the usual mistake.
        let mended: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        read(&mended)
    })
}

fn collect<'v>(value: &'v Value, depth: usize, objects: &mut Vec<&'v Map<String, Value>>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, depth + 1, objects)),
        Value::Object(object) => {
            objects.push(object);
            object.values().for_each(|item| collect(item, depth + 1, objects));
        }
        _ => {}
    }
}

/// How likely the object is the article itself.
fn rank(object: &Map<String, Value>) -> u32 {
    let kinds = strings(object.get("@type"));
    let is_article = kinds.iter().any(|kind| {
        let kind = kind.rsplit('/').next().unwrap_or(kind);
        kind.ends_with("Article")
            || kind.ends_with("Posting")
            || kind.ends_with("BlogPost")
            || matches!(kind, "Report" | "Review")
    });
    let page = kinds.iter().any(|kind| kind.ends_with("WebPage"));
    let dated = object.contains_key("datePublished");
    match (is_article, page) {
        (true, _) => {
            2 + 4 * u32::from(dated)
                + 2 * u32::from(object.contains_key("headline"))
                + u32::from(object.contains_key("author"))
        }
        (_, true) if dated => 1,
        _ => 0,
    }
}

fn facts(object: &Map<String, Value>, all: &[&Map<String, Value>]) -> Facts {
    let authors = names(object.get("author"), all);
    let creators = if authors.is_empty() { names(object.get("creator"), all) } else { Vec::new() };
    Facts {
        headline: text(object, "headline").or_else(|| text(object, "name")),
        description: text(object, "description").or_else(|| text(object, "alternativeHeadline")),
        authors: if authors.is_empty() { creators } else { authors },
        published: text(object, "datePublished").or_else(|| text(object, "dateCreated")),
        publisher: names(object.get("publisher"), all).into_iter().next(),
        language: names(object.get("inLanguage"), all).into_iter().next(),
        section: strings(object.get("articleSection"))
            .first()
            .map(|section| plain(section))
            .filter(|section| !section.is_empty()),
        body: body(object),
        url: text(object, "url").or_else(|| {
            let page = object.get("mainEntityOfPage")?;
            page.as_str().or_else(|| page.get("@id")?.as_str()).map(str::to_owned)
        }),
    }
}

fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    let found = strings(object.get(key)).into_iter().next()?;
    Some(plain(found)).filter(|text| !text.is_empty())
}

fn body(object: &Map<String, Value>) -> Option<String> {
    strings(object.get("articleBody")).first().map(|body| (*body).to_owned()).filter(|body| !body.trim().is_empty())
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Names of people or houses: a name, an object with a name, one that is described elsewhere, or several.
fn names(value: Option<&Value>, all: &[&Map<String, Value>]) -> Vec<String> {
    let mut found = Vec::new();
    let items = match value {
        Some(Value::Array(items)) => items.iter().take(64).collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    };
    for item in items {
        match item {
            Value::String(name) => found.push(plain(name)),
            Value::Object(object) => {
                if object.contains_key("name") {
                    found.extend(strings(object.get("name")).into_iter().map(plain));
                } else if let Some(id) = object.get("@id") {
                    let named = all.iter().find(|other| other.get("@id") == Some(id) && other.contains_key("name"));
                    found.extend(named.and_then(|other| text(other, "name")));
                }
            }
            _ => {}
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// Words that may have been written as HTML.
pub(super) fn plain(words: &str) -> String {
    if words.contains(['&', '<']) { super::build::parse(words).words(0) } else { collapse(words) }
}

#[cfg(test)]
mod tests {
    use super::super::build;
    use super::*;

    fn facts(json: &str) -> Facts {
        read(&build::parse(&format!("<script type=\"application/ld+json\">{json}</script>")))
    }

    #[test]
    fn the_article_is_found_wherever_it_is() {
        let json = r#"{"@graph":[{"@type":"WebPage","name":"no"},{"@type":["Thing","NewsArticle"],"headline":"Ferry &amp; bridge",
            "author":[{"@id":"a"},"Ben Holt"],"datePublished":"2025-01-15","articleSection":["Local"],"articleBody":"Words."},
            {"@id":"a","@type":"Person","name":"Ada Crane"}]}"#;
        let found = facts(json);
        assert_eq!(found.headline.as_deref(), Some("Ferry & bridge"));
        assert_eq!(found.authors, ["Ada Crane", "Ben Holt"]);
        assert_eq!((found.published.as_deref(), found.section.as_deref()), (Some("2025-01-15"), Some("Local")));
        assert_eq!(found.body.as_deref(), Some("Words."));
    }

    #[test]
    fn the_story_itself_comes_before_others() {
        let other = r#"{"@type":"NewsArticle","headline":"Other"}"#;
        let own = r#"{"@type":"NewsArticle","headline":"Own","datePublished":"2025-01-15","author":"x"}"#;
        assert_eq!(facts(&format!("[{other},{own},{own}]")).headline.as_deref(), Some("Own"));
    }

    #[test]
    fn usual_mistakes_are_forgiven() {
        let article = |end: &str| format!("{{\"@type\":\"Article\",\"headline\":\"One\ntwo\"}}{end}");
        for end in ["", ";", "\n-->", "{\"more\":1}", "]"] {
            assert_eq!(facts(&article(end)).headline.as_deref(), Some("One two"), "{end}");
        }
        assert_eq!(facts("{\"@type\":"), Facts::default());
        assert_eq!(facts(&"[".repeat(10_000)), Facts::default());
    }
}
