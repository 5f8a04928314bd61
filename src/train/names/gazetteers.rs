//! Lists of names from elsewhere (GeoNames, the US census, …), and our own, made into one table of hashed phrases.

use std::collections::BTreeMap;

use super::newswire::Fillers;
use crate::analysis::EntityType;
use crate::error::{Context, Result};
use crate::extract::names::known_names;
use crate::extract::names::learnt::gazetteer::{self, Classes, Gazetteer, class};
use crate::train::data::{self, Data};

/// Phrases with what they are; phrases are folded tokens.
#[derive(Default)]
pub struct Lists {
    entries: BTreeMap<Vec<String>, Classes>,
    /// Plain ones of them, for sentences of our own.
    pub fillers: Fillers,
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

    /// The lists in `data`, and those the program has of its own.
    ///
    /// # Errors
    /// A list is missing or not what it should be.
    pub fn read(data: &mut Data) -> Result<Self> {
        let mut lists = Lists::default();
        for (file, classes) in [
            (data::NAMES_MALE, class::FIRST_MALE),
            (data::NAMES_FEMALE, class::FIRST_FEMALE),
            (data::FIRST_NAMES, class::FIRST),
            (data::SURNAMES, class::SURNAME),
        ] {
            let text = data.text(file)?;
            let words = text.trim_start_matches('\u{feff}').lines().map(str::trim);
            for word in words.filter(|word| word.len() > 1) {
                lists.add(word, classes);
                let plain = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
                match classes {
                    class::SURNAME if plain => lists.fillers.surnames.push(word.to_owned()),
                    class::FIRST_MALE | class::FIRST_FEMALE if plain => lists.fillers.firsts.push(word.to_owned()),
                    _ => {}
                }
            }
        }
        lists.cities(&data.text(data::CITIES)?)?;
        lists.companies(&data.text(data::COMPANIES)?)?;
        lists.countries(&data.text(data::COUNTRIES)?)?;
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

    /// Name, country, region.
    fn cities(&mut self, text: &str) -> Result<()> {
        const OFTEN: [&str; 12] = [
            "Australia",
            "Brazil",
            "France",
            "Germany",
            "Italy",
            "Japan",
            "Netherlands",
            "Russia",
            "Spain",
            "Sweden",
            "Turkey",
            "United Kingdom",
        ];
        for row in csv::Reader::from_reader(text.as_bytes()).records() {
            let row = row.failed(data::CITIES.path, "is no list of cities")?;
            let [name, country, region] = [0, 1, 2].map(|column| row.get(column).unwrap_or(""));
            self.add(name, class::CITY);
            self.add(region, class::REGION);
            let plain = name.len() < 14 && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ');
            match country {
                "United States" if plain => self.fillers.american_cities.push(name.to_owned()),
                _ if plain && OFTEN.contains(&country) => self.fillers.cities.push(name.to_owned()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Symbol, name.
    fn companies(&mut self, text: &str) -> Result<()> {
        const FORMS: [&str; 12] = [
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
        for row in csv::Reader::from_reader(text.as_bytes()).records() {
            let row = row.failed(data::COMPANIES.path, "is no list of companies")?;
            let company = row.get(1).unwrap_or("").split(" (").next().unwrap_or("");
            self.add(company, class::COMPANY);
            self.fillers.companies.push(company.to_owned());
            if let Some(short) = FORMS.iter().find_map(|form| company.strip_suffix(form)) {
                self.add(short.trim_end_matches([',', ' ']), class::COMPANY);
            }
        }
        Ok(())
    }

    fn countries(&mut self, text: &str) -> Result<()> {
        let countries: serde_json::Value =
            serde_json::from_str(text).failed(data::COUNTRIES.path, "is no list of countries")?;
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
                strings(key).iter().filter(|name| name.len() > 2).for_each(|name| self.add(name, classes));
            }
            let plain = |word: &String| word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ');
            self.fillers.countries.extend(strings("name").into_iter().filter(plain));
            self.fillers.cities.extend(strings("capital").into_iter().filter(plain));
            for demonym in strings("demonyms") {
                self.add(&demonym, class::DEMONYM);
                if !demonym.ends_with(['s', 'h', 'e']) {
                    self.add(&format!("{demonym}s"), class::DEMONYM);
                }
                self.fillers.demonyms.extend(Some(demonym).filter(plain));
            }
        }
        Ok(())
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
