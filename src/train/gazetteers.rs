//! Lists of names from elsewhere (GeoNames, the US census, …), and our own, made into one table of hashed phrases.

use std::collections::BTreeMap;
use std::path::Path;

use crate::analysis::EntityType;
use crate::error::{Context, Result};
use crate::extract::names::gazetteer::{self, Classes, Gazetteer, class};
use crate::extract::names::known_names;
use crate::train::names::read_file;

/// Phrases with what they are; phrases are folded tokens.
#[derive(Default)]
pub struct Lists {
    entries: BTreeMap<Vec<String>, Classes>,
}

/// Folded tokens of a phrase, cut roughly as our tokenizer does.
fn tokens(phrase: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for part in phrase.split_whitespace() {
        let part: String = part.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase).collect();
        let part = part.trim_matches([',', '(', ')', '"']);
        for (number, piece) in part.split('-').enumerate() {
            if number > 0 {
                tokens.push("-".to_owned());
            }
            match piece.strip_suffix("'s") {
                Some(owner) => tokens.extend([owner.to_owned(), "'s".to_owned()]),
                None => tokens.push(piece.to_owned()),
            }
        }
    }
    tokens.retain(|token| !token.is_empty());
    tokens
}

impl Lists {
    pub fn add(&mut self, phrase: &str, classes: Classes) {
        let tokens = tokens(phrase);
        if !tokens.is_empty() && tokens.len() <= gazetteer::LONGEST {
            *self.entries.entry(tokens).or_default() |= classes;
        }
    }

    /// A word as tokens have it.
    pub fn add_word(&mut self, word: &str, classes: Classes) {
        *self.entries.entry(vec![word.to_owned()]).or_default() |= classes;
    }

    pub fn has(&self, phrase: &str, classes: Classes) -> bool {
        self.entries.get(&tokens(phrase)).is_some_and(|own| own & classes != 0)
    }

    /// Adds the lists in `folder`, and those the program has of its own.
    ///
    /// # Errors
    /// A list is missing or not what it should be.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut lists = Lists::default();
        let text = |name: &str| read_file(&folder.join(name));
        let words =
            |text: &str| text.trim_start_matches('\u{feff}').lines().map(|l| l.trim().to_owned()).collect::<Vec<_>>();
        for (file, classes) in [
            ("names-male.txt", class::FIRST_MALE),
            ("names-female.txt", class::FIRST_FEMALE),
            ("firstnames-all.txt.gz", class::FIRST),
            ("surnames-us.txt.gz", class::SURNAME),
        ] {
            words(&text(file)?).iter().filter(|word| word.len() > 1).for_each(|word| lists.add(word, classes));
        }
        let cities = text("world-cities.csv.gz")?;
        for row in csv::Reader::from_reader(cities.as_bytes()).records() {
            let row = row.failed("world-cities.csv.gz", "is no list of cities")?;
            lists.add(row.get(0).unwrap_or(""), class::CITY);
            lists.add(row.get(2).unwrap_or(""), class::REGION);
        }
        let companies = text("sp500.csv")?;
        for row in csv::Reader::from_reader(companies.as_bytes()).records() {
            let row = row.failed("sp500.csv", "is no list of companies")?;
            let company = row.get(1).unwrap_or("").split(" (").next().unwrap_or("");
            lists.add(company, class::COMPANY);
            let bare = [
                "Inc.",
                "Corporation",
                "Corp.",
                "Company",
                "Group",
                "Plc",
                "plc",
                "Ltd.",
                "Co.",
                "Holdings",
                "Technologies",
                "International",
            ];
            if let Some(short) = bare.iter().find_map(|end| company.strip_suffix(end)) {
                lists.add(short.trim_end_matches([',', ' ']), class::COMPANY);
            }
        }
        let countries: serde_json::Value =
            serde_json::from_str(&text("countries.json")?).failed("countries.json", "is no list of countries")?;
        for country in countries.as_array().into_iter().flatten() {
            let strings = |key: &str| match &country[key] {
                serde_json::Value::String(one) => vec![one.clone()],
                serde_json::Value::Array(all) => all.iter().filter_map(|v| v.as_str()).map(str::to_owned).collect(),
                serde_json::Value::Object(all) => all.values().filter_map(|v| v.as_str()).map(str::to_owned).collect(),
                _ => Vec::new(),
            };
            for (key, classes) in [
                ("name", class::COUNTRY),
                ("official", class::COUNTRY),
                ("alt", class::COUNTRY),
                ("capital", class::CAPITAL),
            ] {
                strings(key).iter().filter(|name| name.len() > 2).for_each(|name| lists.add(name, classes));
            }
            for demonym in strings("demonyms") {
                lists.add(&demonym, class::DEMONYM);
                if !demonym.ends_with(['s', 'h', 'e']) {
                    lists.add(&format!("{demonym}s"), class::DEMONYM);
                }
            }
        }
        for (name, kind) in known_names() {
            let classes = match kind {
                EntityType::Person => class::KNOWN_PERSON,
                EntityType::Organization => class::KNOWN_ORGANIZATION,
                EntityType::Place => class::KNOWN_PLACE,
                EntityType::Group => class::KNOWN_GROUP,
                EntityType::Event => class::KNOWN_EVENT,
                EntityType::Work => class::KNOWN_WORK,
                EntityType::Product => class::KNOWN_PRODUCT,
                EntityType::Other => class::KNOWN_OTHER,
            };
            lists.add(name, classes);
        }
        Ok(lists)
    }

    pub(crate) fn compile(&self) -> Gazetteer {
        let mut entries = Vec::with_capacity(self.entries.len() * 2);
        for (tokens, classes) in &self.entries {
            entries.push((gazetteer::hash(tokens.iter().map(String::as_str)), *classes));
            for count in 1..tokens.len() {
                entries.push((gazetteer::hash(tokens[..count].iter().map(String::as_str)), class::PREFIX));
            }
        }
        Gazetteer::new(&entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_cut_as_tokens_are() {
        assert_eq!(tokens("Port-Hale (North)"), ["port", "-", "hale", "north"]);
        assert_eq!(tokens("Land’s End"), ["land", "'s", "end"]);
        let mut lists = Lists::default();
        lists.add("Port Hale", class::CITY);
        lists.add("Port", class::SURNAME);
        let gazetteer = lists.compile();
        assert_eq!(gazetteer.word("port"), class::SURNAME | class::PREFIX);
        assert!(lists.has("PORT hale", class::CITY));
    }
}
