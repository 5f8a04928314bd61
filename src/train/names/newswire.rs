//! Articles made up from sentences of our own, in the style of news agencies.

use std::collections::BTreeMap;
use std::ops::Range;

use super::gold::{Gold, cut};
use crate::analysis::EntityType;
use crate::train::random::Random;

/// What agencies send, and news as it is told everywhere; taken in turn.
const SENTENCES: [&str; 2] = [include_str!("newswire.txt"), include_str!("general.txt")];

/// What slots are filled with. Lists of facts, or of words of our own.
#[derive(Clone, Debug, Default)]
pub struct Fillers {
    pub firsts: Vec<String>,
    pub surnames: Vec<String>,
    pub cities: Vec<String>,
    pub american_cities: Vec<String>,
    pub countries: Vec<String>,
    pub demonyms: Vec<String>,
    pub companies: Vec<String>,
}

/// Picks words by chance.
struct Dice(Random);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0.below(sides)
    }

    fn of<'w>(&mut self, words: &'w [String]) -> &'w str {
        if words.is_empty() { "Hale" } else { &words[self.below(words.len())] }
    }
}

/// What one slot may be filled with, and what that is a name of. The words may have slots of their own.
struct List {
    kind: Option<EntityType>,
    words: Vec<String>,
}

struct Writer<'f> {
    fillers: &'f Fillers,
    lists: BTreeMap<&'static str, List>,
    dice: Dice,
    /// Slots with a number, as they were filled in this article.
    kept: BTreeMap<String, String>,
}

/// `count` articles, each sentence of ours filled from `fillers`.
pub fn articles(fillers: &Fillers, count: usize, weight: i32) -> Vec<Gold> {
    let mut lists = BTreeMap::new();
    let mut sorts: Vec<Vec<&str>> = Vec::new();
    for file in SENTENCES {
        let parts = file.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
        let (own, stories): (Vec<&str>, Vec<&str>) = parts.partition(|part| part.starts_with('#'));
        lists.extend(own.iter().flat_map(|part| part.lines()).filter_map(list));
        sorts.push(stories);
    }
    let mut writer = Writer { fillers, lists, dice: Dice(Random::new(20)), kept: BTreeMap::new() };
    let story = |at: usize| {
        let stories = &sorts[at % sorts.len()];
        stories[at / sorts.len() % stories.len()]
    };
    (0..count).map(|at| writer.article(story(at), weight)).collect()
}

/// A line "name: words, words" or, if what they make is a name, "name=kind: words, words".
fn list(line: &'static str) -> Option<(&'static str, List)> {
    let (name, words) = line.split_once(": ").filter(|_| !line.starts_with('#'))?;
    let (name, kind) = name.split_once('=').unwrap_or((name, ""));
    Some((name, List { kind: kind_named(kind), words: words.split(", ").map(str::to_owned).collect() }))
}

fn kind_named(kind: &str) -> Option<EntityType> {
    EntityType::ALL.iter().copied().find(|own| own.as_str() == kind)
}

impl Writer<'_> {
    fn article(&mut self, story: &str, weight: i32) -> Gold {
        self.kept.clear();
        let (mut text, mut names) = (String::new(), Vec::new());
        for line in story.lines() {
            let (line, times) = match line.strip_prefix('*') {
                Some(line) => (line, 3 + self.dice.below(6)),
                None => match line.strip_prefix('?') {
                    Some(line) => (line, self.dice.below(2)),
                    None => (line, 1),
                },
            };
            for _ in 0..times {
                let start = text.len();
                let (line, shout) = line.strip_prefix('^').map_or((line, false), |line| (line, true));
                self.sentence(line, &mut text, &mut names);
                if shout {
                    // ASCII alone, so that no range moves.
                    text[start..].make_ascii_uppercase();
                }
                text.push_str("\n\n");
            }
        }
        cut(text, &names, weight)
    }

    fn sentence(&mut self, line: &str, text: &mut String, names: &mut Vec<(Range<usize>, EntityType)>) {
        let mut rest = line;
        while let Some(at) = rest.find(['{', '[']) {
            text.push_str(&rest[..at]);
            let close = if rest[at..].starts_with('{') { '}' } else { ']' };
            let Some(end) = rest[at..].find(close).map(|end| at + end) else { break };
            let inner = &rest[at + 1..end];
            let start = text.len();
            let kind = if close == '}' {
                let (words, kind) = self.slot(inner);
                text.push_str(&words);
                kind
            } else {
                let (kind, words) = inner.split_once(' ').unwrap_or(("", inner));
                self.sentence(words, text, &mut Vec::new());
                kind_named(kind)
            };
            names.extend(kind.map(|kind| (start..text.len(), kind)));
            rest = &rest[end + 1..];
        }
        text.push_str(rest);
    }

    /// The words for a slot, and what they are a name of.
    fn slot(&mut self, slot: &str) -> (String, Option<EntityType>) {
        use EntityType::{Group, Organization, Person, Place};
        let name = slot.trim_end_matches(|c: char| c.is_ascii_digit());
        let kind = match name {
            "team" | "uscity" | "usteam" | "nickname" | "county" | "company" | "maker" | "people" | "acronym"
            | "paper" => Some(Organization),
            "city" | "cityplace" | "uscityplace" | "nation" => Some(Place),
            "person" | "last" => Some(Person),
            "nat" => Some(Group),
            list => self.lists.get(list).and_then(|list| list.kind),
        };
        let numbered = name.len() < slot.len();
        if let Some(words) = self.kept.get(slot).filter(|_| numbered) {
            return (words.clone(), kind);
        }
        let words = match (name, numbered) {
            ("last", true) => {
                // "local" is a person whose name no list has.
                let local = self.kept.get(&slot.replace("last", "local")).cloned();
                let person = local.unwrap_or_else(|| self.slot(&slot.replace("last", "person")).0);
                person.rsplit(' ').next().unwrap_or("").to_owned()
            }
            ("city", _) => self.fill(name).to_ascii_uppercase(),
            _ => self.fill(name),
        };
        if numbered {
            self.kept.insert(slot.to_owned(), words.clone());
        }
        (words, kind)
    }

    fn fill(&mut self, slot: &str) -> String {
        let fillers = self.fillers;
        let dice = &mut self.dice;
        match slot {
            "n" => (1 + dice.below(30)).to_string(),
            "nn" => (10 + dice.below(80)).to_string(),
            "person" if dice.below(9) == 0 => {
                let initial = (b'A' + dice.below(26) as u8) as char;
                format!("{initial}. {}", dice.of(&fillers.surnames))
            }
            "person" => format!("{} {}", dice.of(&fillers.firsts), dice.of(&fillers.surnames)),
            "last" | "maker" | "surname" => dice.of(&fillers.surnames).to_owned(),
            "city" | "cityplace" | "cityname" => dice.of(&fillers.cities).to_owned(),
            "uscity" | "uscityplace" => dice.of(&fillers.american_cities).to_owned(),
            "first" => dice.of(&fillers.firsts).to_owned(),
            "nation" | "nationname" => dice.of(&fillers.countries).to_owned(),
            "nat" => dice.of(&fillers.demonyms).to_owned(),
            "usteam" => format!("{} {}", dice.of(&fillers.american_cities), self.listed("nick")),
            "nickname" => self.listed("nick"),
            "papername" => self.listed("paper"),
            "paper" => format!("{} {}", dice.of(&fillers.cities), self.listed("paper")),
            "acronym" | "league" => (0..3 + dice.below(2)).map(|_| (b'A' + dice.below(26) as u8) as char).collect(),
            "people" => {
                let of = if dice.below(2) == 0 { &fillers.demonyms } else { &fillers.countries };
                let people = dice.of(of);
                format!("{people} {}", self.listed("wing"))
            }
            "company" => match dice.below(5) {
                0 => dice.of(&fillers.companies).to_owned(),
                1 => dice.of(&fillers.surnames).to_owned(),
                2 => format!("{} & {}", dice.of(&fillers.surnames), dice.of(&fillers.surnames)),
                3 => format!("{} {}", dice.of(&fillers.surnames), self.listed("form")),
                _ => format!("{} {}", dice.of(&fillers.cities), self.listed("form")),
            },
            "team" => match dice.below(8) {
                0 => format!("{} {}", dice.of(&fillers.cities), self.listed("club")),
                1 => format!("{} {}", self.listed("club"), self.dice.of(&fillers.cities)),
                2 => dice.of(&fillers.surnames).to_owned(),
                _ => dice.of(&fillers.cities).to_owned(),
            },
            other => self.listed(other),
        }
    }

    fn listed(&mut self, list: &str) -> String {
        // "townname" is a town's name, but not marked as one.
        let found = self.lists.get(list).or_else(|| self.lists.get(list.strip_suffix("name")?));
        let Some(words) = found.map(|list| self.dice.of(&list.words).to_owned()) else { return String::new() };
        let mut text = String::new();
        self.sentence(&words, &mut text, &mut Vec::new());
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fillers() -> Fillers {
        let list = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
        Fillers { firsts: list("Ada Emil"), surnames: list("Wren Brandt"), cities: list("Oslo"), ..Fillers::default() }
    }

    #[test]
    fn every_slot_is_filled_and_every_name_is_whole() {
        let articles = articles(&fillers(), 80, 2);
        for gold in &articles {
            assert!(!gold.text.contains(['{', '}', '[', ']']), "{}", gold.text);
            assert!(!gold.text.contains("  "), "{}", gold.text);
            assert!(!gold.names.is_empty(), "{}", gold.text);
        }
        assert_eq!(articles[3].text, super::articles(&fillers(), 80, 2)[3].text);
        assert_ne!(articles[0].text, articles[articles.len() / 2].text);
    }

    #[test]
    fn numbered_slots_stay_the_same() {
        let mut writer =
            Writer { fillers: &fillers(), lists: BTreeMap::new(), dice: Dice(Random::new(1)), kept: BTreeMap::new() };
        let gold = writer.article("{person1} spoke.\n{last1} left [organization {cityname} Post].", 1);
        let words: Vec<&str> = gold.text.split_whitespace().collect();
        assert_eq!(words[1], words[3]);
        let kinds: Vec<EntityType> = gold.names.iter().map(|(_, kind)| *kind).collect();
        assert_eq!(kinds, [EntityType::Person, EntityType::Person, EntityType::Organization]);
    }
}
