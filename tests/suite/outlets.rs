//! Pages of real outlets that may lie beside the project, with what hand-written parsers find in them (the test data of the
//! Fundus project): how many are read right. Skipped where they are absent.
//!
//! A folder holds `COUNTRY/OUTLET_DATE.html.gz` with `COUNTRY/OUTLET.json` beside.

use std::collections::HashMap;
use std::path::PathBuf;

use quotient::analysis::Role;
use quotient::article::Article;
use quotient::{read, segment};
use serde_json::Value;

/// What is asked for; what was reached when somebody last looked stands in `docs/pages.md`.
const BODY: f64 = 0.96;
const TITLES: usize = 45;
const BYLINES: usize = 45;
const DATES: usize = 52;

#[test]
fn pages_of_real_outlets() {
    let folder = std::env::var_os("QUOTIENT_OUTLETS").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/html/fundus"));
    let Ok(inputs) = read::discover(&[folder.to_string_lossy().into_owned()]) else {
        eprintln!("skipped: no {} (QUOTIENT_OUTLETS names another folder)", folder.display());
        return;
    };
    let pages: Vec<Article> = read::articles(&inputs, &read::Options::default())
        .into_iter()
        .flatten()
        .filter(|article| article.format == "html")
        .collect();
    let (mut body, mut counts) = (0.0, [0; 3]);
    for page in &pages {
        let (country, name) = page.key.rsplit_once('/').unwrap();
        let country = country.rsplit('/').next().unwrap();
        let outlet = name.split_once('_').unwrap().0;
        let told = std::fs::read(folder.join(country).join(format!("{outlet}.json"))).unwrap();
        let told: HashMap<String, Value> = serde_json::from_slice(&told).unwrap();
        // One file describes several pages of an outlet: the one that fits best is this page's.
        let own = words(&article_words(page));
        let scored = told.values().map(|told| (f1(&own, &words(&told_words(told))), told));
        let (score, told) = scored.max_by(|one, other| one.0.total_cmp(&other.0)).unwrap();
        body += score;
        for (count, right) in counts.iter_mut().zip(right(page, told)) {
            *count += usize::from(right);
        }
    }
    let body = body / pages.len().max(1) as f64;
    println!("{} pages: body words F1 {body:.3}, titles, bylines, dates right {counts:?}", pages.len());
    assert!(pages.len() >= DATES && body >= BODY && counts[0] >= TITLES && counts[1] >= BYLINES && counts[2] >= DATES);
}

fn article_words(page: &Article) -> String {
    let (paragraphs, _) = segment::paragraphs::find(&page.text, &page.marked);
    let body = paragraphs.iter().filter(|one| matches!(one.role, Role::Body | Role::Subheading | Role::List));
    body.map(|one| one.span.of(&page.text)).collect::<Vec<_>>().join(" ")
}

fn told_words(told: &Value) -> String {
    fn all(value: &Value, words: &mut String) {
        match value {
            Value::String(text) => *words += &format!("{text} "),
            Value::Array(items) => items.iter().for_each(|item| all(item, words)),
            Value::Object(object) => object.values().for_each(|item| all(item, words)),
            _ => {}
        }
    }
    let mut words = String::new();
    all(&told["body"], &mut words);
    words
}

fn words(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

fn f1(own: &HashMap<String, usize>, told: &HashMap<String, usize>) -> f64 {
    let shared: usize = own.iter().map(|(word, count)| told.get(word).map_or(0, |other| *count.min(other))).sum();
    let all: usize = own.values().chain(told.values()).sum();
    2.0 * shared as f64 / all.max(1) as f64
}

/// Title, byline and day.
fn right(page: &Article, told: &Value) -> [bool; 3] {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let names = |text: &str| {
        let mut names: Vec<String> = words(text).into_keys().collect();
        names.retain(|name| !matches!(name.as_str(), "by" | "and" | "with"));
        names.sort();
        names
    };
    let day = |moment: i64| jiff::Timestamp::from_microsecond(moment).unwrap().to_string()[..10].to_owned();
    let (meta, mut authors) = (&page.meta, String::new());
    told["authors"]
        .as_array()
        .into_iter()
        .flatten()
        .for_each(|name| authors += &format!("{} ", name.as_str().unwrap()));
    [
        flat(meta.title.as_deref().unwrap_or_default()) == flat(told["title"].as_str().unwrap_or_default()),
        names(meta.byline.as_deref().unwrap_or_default()) == names(&authors),
        meta.published_at.map(day).as_deref() == told["publishing_date"].as_str().map(|date| &date[..10]),
    ]
}
