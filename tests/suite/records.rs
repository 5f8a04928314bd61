//! What well-known collectors, interfaces and exports give is read without options.

use std::path::Path;

use quotient::article::Article;
use quotient::read::{self, Options};

fn all(name: &str, options: &Options) -> Vec<Article> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/records").join(name);
    let inputs = read::discover(&[path.to_str().unwrap().to_owned()]).unwrap();
    read::articles(&inputs, options).into_iter().map(Result::unwrap).collect()
}

/// Key, title, byline, publisher, day, section and address.
fn facts(article: &Article) -> [String; 7] {
    let day =
        article.meta.published_at.map(|at| jiff::Timestamp::from_microsecond(at).unwrap().to_string()[..10].to_owned());
    let meta = article.meta.clone();
    let told = |fact: Option<String>| fact.unwrap_or("-".into());
    [
        article.key.clone(),
        told(meta.title),
        told(meta.byline),
        told(meta.publisher),
        told(day),
        told(meta.section),
        article.source_uri.clone(),
    ]
}

const TITLE: &str = "Council closes swing bridge";
const POST: &str = "The Harbor Post";
const URL: &str = "https://post.example/bridge";

#[test]
fn collectors_are_read_without_options() {
    let by = "Tobias Renner";
    for (file, wanted) in [
        ("news-please.json", [URL, TITLE, by, "post.example", "2025-01-15", "-", URL]),
        ("fundus.json", [URL, TITLE, by, POST, "2025-01-15", "-", URL]),
        ("trafilatura.json", [URL, TITLE, "Tobias Renner; Ana Ruiz", POST, "2025-01-15", "City", URL]),
        ("newspaper4k.json", [URL, TITLE, by, POST, "2025-01-15", "-", URL]),
        ("export.csv", ["7", TITLE, by, POST, "2025-01-15", "City", "export.csv"]),
    ] {
        let found = all(file, &Options::default());
        assert_eq!(found.len(), 1, "{file}");
        let mut facts = facts(&found[0]);
        // A file is named as it was given.
        facts[6] = facts[6].rsplit_once("/records/").map_or(facts[6].clone(), |(_, name)| name.to_owned());
        assert_eq!(facts, wanted, "{file}");
        let text = &found[0].text;
        assert!(
            text.contains("“It cannot be patched again.”") && text.ends_with("had not been asked."),
            "{file}: {text}"
        );
        assert_eq!(found[0].meta.language.as_deref(), Some("en"), "{file}");
    }
}

#[test]
fn interfaces_answer_in_shapes_of_their_own() {
    let found = all("mixed.jsonl", &Options::default());
    let keys: Vec<&str> = found.iter().map(|article| article.key.as_str()).collect();
    assert_eq!(keys, ["wp-1", "city/2025/jan/15/bridge", "https://post.example/newsapi"]);
    assert!(found.iter().all(|article| article.meta.title.as_deref() == Some(TITLE)));
    assert!(found.iter().all(|article| article.text.starts_with("The harbor council voted")));
    // Each paragraph of WordPress' HTML is one of the text.
    assert_eq!((found[0].marked.len(), found[1].meta.section.as_deref()), (3, Some("City")));
    assert_eq!(found[2].meta.publisher.as_deref(), Some(POST));
}

#[test]
fn columns_are_carried_through() {
    let options = Options { keep: vec!["desk", "other"], ..Options::default() };
    assert_eq!(all("export.csv", &options)[0].kept, [("desk", Some("City".into())), ("other", None)]);
}
