//! The index over generated rows: `cargo bench --bench index -- 10000000` takes so many mentions, and prints seconds and
//! the most memory that the process ever took. Names are drawn so that few are in many articles and most in one.

#[path = "../tests/suite/made.rs"]
mod made;

use std::time::Instant;

use made::{Article, Entity, Source, rows};
use quotient::index::{Authority, Drafts};

/// As in news: an article of 4.5 kB has 30 entities with 85 mentions, and 10 sources.
const ENTITIES: usize = 30;
const MENTIONS: usize = 85;
const SOURCES: usize = 10;
/// Articles whose rows are made at a time.
const STEP: usize = 256;

struct Dice(u64);

impl Dice {
    /// From 0 to 1.
    fn throw(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Small numbers more often.
    fn skewed(&mut self, below: usize) -> usize {
        (self.throw().powi(4) * below as f64) as usize
    }
}

const SYLLABLES: &[&str] =
    &["ka", "ro", "li", "men", "tos", "var", "shi", "ned", "ul", "ba", "gor", "win", "fa", "dre", "pol", "xi"];

fn word(mut number: usize) -> String {
    let mut word = String::new();
    for _ in 0..3 {
        word += SYLLABLES[number % SYLLABLES.len()];
        number /= SYLLABLES.len();
    }
    word[..1].to_uppercase() + &word[1..]
}

fn name(kind: usize, number: usize) -> (&'static str, String) {
    match kind {
        0 => ("person", format!("{} {}", word(number % 2048), word(number / 8 + 77))),
        1 => ("organization", format!("{} {} Group", word(number + 9), word(number / 4096))),
        _ => ("place", format!("{} {}", word(number / 7), number % 97)),
    }
}

const TITLES: &[Option<&str>] =
    &[None, Some("senator"), Some("professor"), Some("spokesman"), Some("goalkeeper"), None];
const PLACES: &[Option<&str>] = &[None, Some("Ohio"), Some("Norwood University"), Some("Rovers")];

fn article(number: usize, dice: &mut Dice) -> Article {
    let entity = |at: usize, dice: &mut Dice| {
        let (entity_type, name) = name(at % 3, dice.skewed(3_000_000));
        let n_mentions = (1 + dice.skewed(2 * (MENTIONS - ENTITIES) / ENTITIES * 5)) as i32;
        let aliases = vec![name.rsplit(' ').next().unwrap_or_default().to_owned()];
        Entity { entity_type, name, aliases, n_mentions }
    };
    let entities: Vec<Entity> = (0..ENTITIES).map(|at| entity(at, dice)).collect();
    let sources = (0..SOURCES).map(|at| {
        let entity = (at % 2 == 0).then_some(3 * at);
        let (title, affiliation) = (TITLES[dice.skewed(TITLES.len())], PLACES[dice.skewed(PLACES.len())]);
        let name = entity.map(|entity| entities[entity].name.clone());
        Source { kind: "person", name, title, affiliation, entity, n_quotes: 2 }
    });
    let sources = sources.collect();
    Article { id: format!("{number:032x}"), published_at: Some(number as i64 * 60_000_000), entities, sources }
}

/// The most memory the process ever took, as Linux tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("unknown".to_owned(), |line| line.trim().to_owned())
}

fn main() {
    let wanted = std::env::args().skip(1).find_map(|word| word.parse::<usize>().ok()).unwrap_or(200_000);
    let folder = tempfile::tempdir().unwrap();
    let mut drafts = Drafts::create(&folder.path().join("drafts"), Authority::default()).unwrap();
    let (mut dice, mut mentions, mut entities, mut articles) = (Dice(0x9e37_79b9_7f4a_7c15), 0usize, 0, 0);
    let (mut making, mut keeping) = (0.0, 0.0);
    while mentions < wanted {
        let started = Instant::now();
        let chunk: Vec<Article> = (articles..articles + STEP).map(|number| article(number, &mut dice)).collect();
        let all = chunk.iter().flat_map(|article| &article.entities);
        mentions += all.map(|entity| entity.n_mentions as usize).sum::<usize>();
        (articles, entities) = (articles + STEP, entities + STEP * ENTITIES);
        let rows = rows(&chunk);
        making += started.elapsed().as_secs_f64();
        let started = Instant::now();
        drafts.append(&rows).unwrap();
        keeping += started.elapsed().as_secs_f64();
    }
    println!("{mentions} mentions of {entities} entities and {} sources in {articles} articles", articles * SOURCES);
    println!("made in {making:.1} s, held back in {keeping:.1} s, peak {}", peak());
    let started = Instant::now();
    let mut counts = std::collections::BTreeMap::new();
    let emit = |table, batch: arrow::array::RecordBatch| {
        *counts.entry(table).or_insert(0) += batch.num_rows();
        Ok(())
    };
    drafts.settle(emit).unwrap();
    println!("settled in {:.1} s, peak {}: {counts:?}", started.elapsed().as_secs_f64(), peak());
}
