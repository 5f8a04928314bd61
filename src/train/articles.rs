//! Articles with their names marked, from corpora of different make, as the running code will see them.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use super::gazetteers::Lists;
use super::names::read_file;
use super::{conllu, iob};
use crate::analysis::{Analysis, EntityType, Paragraph, Role, Sentence, Token};
use crate::error::{Context, Result};
use crate::extract::names::gazetteer::class;
use crate::extract::names::{flag, flags};
use crate::segment;
use crate::span::Span;

/// An article with all its names.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    pub text: String,
    pub found: Analysis,
    /// Ranges of tokens, in order.
    pub names: Vec<(Range<usize>, EntityType)>,
    /// How much a step on it moves.
    pub weight: i32,
}

impl Gold {
    fn push(&mut self, word: &str) {
        let start = self.text.len();
        self.text.push_str(word);
        self.found.tokens.push(Token::new(Span::new(start, self.text.len())));
    }

    fn end_sentence(&mut self, first: usize) {
        let tokens = &self.found.tokens[first..];
        let Some(span) = tokens.iter().map(|token| token.span).reduce(Span::cover) else { return };
        let tokens = first as u32..self.found.tokens.len() as u32;
        self.found.sentences.push(Sentence { span, paragraph: 0, tokens });
    }

    fn finish(mut self) -> Self {
        let sentences = 0..self.found.sentences.len() as u32;
        let span = Span::new(0, self.text.trim_end().len());
        self.found.paragraphs = vec![Paragraph { span, role: Role::Body, sentences }];
        self
    }

    fn words(&self, range: Range<usize>) -> Vec<&str> {
        self.found.tokens[range].iter().map(|token| token.span.of(&self.text)).collect()
    }

    /// Adds peoples, parties and religions that the corpus does not mark.
    fn add_groups(mut self, lists: &Lists) -> Self {
        let mut taken = vec![false; self.found.tokens.len()];
        self.names.iter().for_each(|(range, _)| taken[range.clone()].fill(true));
        for (at, token) in self.found.tokens.iter().enumerate().filter(|(at, _)| !taken[*at]) {
            let word = token.span.of(&self.text);
            if word.starts_with(char::is_uppercase) && lists.has(word, class::DEMONYM | class::KNOWN_GROUP) {
                self.names.push((at..at + 1, EntityType::Group));
            }
        }
        self.names.sort_by_key(|(range, _)| range.start);
        self
    }

    /// Makes persons of all single words that are the last of a person's full name in the article: the other program
    /// looked at each sentence for itself.
    fn add_surnames(mut self) -> Self {
        let word = |at: usize| self.found.tokens[at].span.of(&self.text);
        let large = |at: usize| word(at).starts_with(char::is_uppercase);
        let mut surnames = std::collections::BTreeSet::new();
        let mut taken = vec![0; self.found.tokens.len()];
        for (range, kind) in &self.names {
            taken[range.clone()].fill(range.len());
            if *kind == EntityType::Person && range.len() > 1 && word(range.end - 1).len() > 2 {
                surnames.insert(word(range.end - 1));
            }
        }
        let mut persons: Vec<usize> = Vec::new();
        for sentence in &self.found.sentences {
            let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
            let joined = |at: usize| {
                let before = at > range.start && large(at - 1) && word(at - 1).len() > 3;
                before || at + 1 < range.end && large(at + 1)
            };
            persons.extend(range.clone().filter(|at| taken[*at] < 2 && !joined(*at) && surnames.contains(word(*at))));
        }
        self.names.retain(|(range, _)| range.len() > 1 || persons.binary_search(&range.start).is_err());
        self.names.extend(persons.into_iter().map(|at| (at..at + 1, EntityType::Person)));
        self.names.sort_by_key(|(range, _)| range.start);
        self
    }

    /// Without titles before persons: they are no part of names here.
    pub fn without_titles(mut self) -> Self {
        for number in 0..self.names.len() {
            let (mut range, kind) = self.names[number].clone();
            let titled = |at: usize| {
                let word = self.found.tokens[at].span.of(&self.text).to_lowercase();
                flags(&word) & flag::HONORIFIC != 0
                    || flags(&word) & flag::TITLE != 0 && flags(&word) & flag::SOFT_TITLE == 0
            };
            while kind == EntityType::Person && range.len() > 1 && titled(range.start) {
                range.start += 1;
            }
            self.names[number].0 = range;
        }
        self
    }

    /// Each sentence rewritten: in capitals, or each word with one. Headlines and shouting are rare in the corpora.
    pub fn shouted(&self, change: impl Fn(&str) -> String, keep: impl Fn(usize) -> bool) -> Gold {
        let mut gold = Gold { weight: self.weight, ..Gold::default() };
        let mut names = self.names.iter().peekable();
        for (number, sentence) in self.found.sentences.iter().enumerate() {
            let tokens = sentence.tokens.start as usize..sentence.tokens.end as usize;
            let first = gold.found.tokens.len();
            for at in tokens.clone() {
                let span = self.found.tokens[at].span;
                gold.push(&if keep(number) { span.of(&self.text).to_owned() } else { change(span.of(&self.text)) });
                let next = self.found.tokens.get(at + 1).map_or(span.end + 1, |next| next.span.start);
                if next > span.end {
                    gold.text.push(' ');
                }
            }
            while let Some((range, kind)) = names.next_if(|(range, _)| range.start < tokens.end) {
                gold.names.push((range.start - tokens.start + first..range.end - tokens.start + first, *kind));
            }
            gold.end_sentence(first);
        }
        gold.finish()
    }
}

/// The kind of a name the corpus calls "miscellaneous".
fn other_kind(words: &[&str], lists: &Lists) -> EntityType {
    let phrase = words.join(" ");
    let last = words.last().map_or(0, |word| flags(&word.to_lowercase()));
    let known = [
        (class::DEMONYM | class::KNOWN_GROUP, EntityType::Group),
        (class::KNOWN_EVENT, EntityType::Event),
        (class::KNOWN_WORK, EntityType::Work),
        (class::KNOWN_PRODUCT, EntityType::Product),
        (class::KNOWN_OTHER, EntityType::Other),
    ];
    if let Some((_, kind)) = known.iter().find(|(classes, _)| lists.has(&phrase, *classes)) {
        return *kind;
    }
    match last {
        last if last & flag::EVENT_HEAD != 0 => EntityType::Event,
        last if last & flag::WORK_HEAD != 0 => EntityType::Work,
        _ if words.iter().any(|word| word.contains('-'))
            && lists.has(words[0].split('-').next().unwrap_or(""), class::DEMONYM) =>
        {
            EntityType::Group
        }
        _ => EntityType::Other,
    }
}

fn kind(label: &str, words: &[&str], lists: &Lists) -> Option<EntityType> {
    Some(match label {
        "PER" | "PERSON" | "Person" => EntityType::Person,
        "ORG" | "ORGANIZATION" | "Organisation" => EntityType::Organization,
        "LOC" | "LOCATION" | "Location" => EntityType::Place,
        "MISC" | "OTH" => other_kind(words, lists),
        _ => return None,
    })
}

/// UNER's labels; the spaces are the treebank's (`treebank` is the same text in CoNLL-U).
///
/// # Errors
/// A file cannot be read.
pub fn uner(file: &Path, treebank: &Path, lists: &Lists) -> Result<Vec<Gold>> {
    let mut spaces: HashMap<String, Vec<bool>> = HashMap::new();
    for sentence in conllu::read(&treebank.to_string_lossy(), &read_file(treebank)?)? {
        let key = sentence.words.iter().map(|word| word.form.as_str()).collect::<Vec<_>>().join(" ");
        spaces.insert(key, sentence.words.iter().map(|word| word.space_after).collect());
    }
    let mut articles = Vec::new();
    let mut gold = Gold { weight: 2, ..Gold::default() };
    for sentence in iob::read(&read_file(file)?) {
        if sentence.opens_document && !gold.text.is_empty() {
            articles.push(std::mem::replace(&mut gold, Gold { weight: 2, ..Gold::default() }).finish());
        }
        let spaces = spaces.get(&sentence.words.join(" "));
        let first = gold.found.tokens.len();
        for (at, word) in sentence.words.iter().enumerate() {
            gold.push(word);
            if spaces.is_none_or(|spaces| spaces[at]) {
                gold.text.push(' ');
            }
        }
        if !gold.text.ends_with(' ') {
            gold.text.push(' ');
        }
        for (range, label) in sentence.names {
            let range = range.start + first..range.end + first;
            if let Some(kind) = kind(&label, &gold.words(range.clone()), lists) {
                gold.names.push((range, kind));
            }
        }
        gold.end_sentence(first);
    }
    articles.push(gold.finish());
    Ok(articles.into_iter().map(|gold| gold.add_groups(lists)).collect())
}

/// Text with names as byte ranges, cut into sentences and words as any article is.
fn cut(text: String, names: &[(Range<usize>, EntityType)], weight: i32) -> Gold {
    let mut gold = Gold { weight, ..Gold::default() };
    (gold.found.paragraphs, _) = segment::paragraphs::find(&text);
    (gold.found.sentences, gold.found.tokens) = segment::sentences::find(&text, &mut gold.found.paragraphs);
    for (range, kind) in names {
        let tokens = &gold.found.tokens;
        let start = tokens.partition_point(|token| token.span.end as usize <= range.start);
        let end = tokens.partition_point(|token| (token.span.start as usize) < range.end);
        let before = gold.names.last().map_or(0, |(before, _)| before.end);
        if start < end && before <= start {
            gold.names.push((start..end, *kind));
        }
    }
    gold.text = text;
    gold
}

fn no_space_before(word: &str) -> bool {
    let marks = |c: char| ",.;:!?)]}%’”".contains(c);
    word.chars().all(marks) || ["'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "...", "''"].contains(&word)
}

/// Sentences of words with labels, joined as prose is written; each sentence is a paragraph, 30 an article where the
/// corpus does not say where articles begin.
///
/// # Errors
/// The file cannot be read.
pub fn columns(file: &Path, lists: &Lists, weight: i32) -> Result<Vec<Gold>> {
    let sentences = iob::read(&read_file(file)?);
    let documents = sentences.iter().filter(|sentence| sentence.opens_document).count() > 1;
    let mut articles = Vec::new();
    let (mut text, mut names, mut count) = (String::new(), Vec::new(), 0);
    for sentence in &sentences {
        if !text.is_empty() && if documents { sentence.opens_document } else { count == 30 } {
            articles.push(cut(std::mem::take(&mut text), &names, weight));
            (names, count) = (Vec::new(), 0);
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        count += 1;
        let (mut glue, mut quoted) = (true, false);
        let mut spans = Vec::new();
        for word in &sentence.words {
            let closes = word == "\"" && quoted;
            if !glue && !no_space_before(word) && !closes {
                text.push(' ');
            }
            spans.push(text.len()..text.len() + word.len());
            text.push_str(word);
            glue =
                ["(", "[", "{", "$", "£", "€", "“", "‘", "#", "``"].contains(&word.as_str()) || word == "\"" && !quoted;
            quoted ^= word == "\"";
        }
        for (range, label) in &sentence.names {
            let words: Vec<&str> = sentence.words[range.clone()].iter().map(String::as_str).collect();
            if let Some(kind) = kind(label, &words, lists) {
                names.push((spans[range.start].start..spans[range.end - 1].end, kind));
            }
        }
    }
    articles.push(cut(text, &names, weight));
    Ok(articles.into_iter().map(|gold| gold.add_groups(lists)).collect())
}

/// News text with the names another program found; not gold.
///
/// # Errors
/// The file cannot be read or is not what it should be.
pub fn silver(file: &Path, lists: &Lists) -> Result<Vec<Gold>> {
    let mut articles = Vec::new();
    for line in read_file(file)?.lines() {
        let article: serde_json::Value = serde_json::from_str(line).failed(file, "holds a line that is no JSON")?;
        let (mut text, mut names, mut before) = (String::new(), Vec::<(Range<usize>, String, usize)>::new(), 0);
        for sentence in article["nlp"]["sentences"].as_array().into_iter().flatten() {
            let mut open = false;
            for word in sentence.as_array().into_iter().flatten() {
                let form = match word[0].as_str().unwrap_or("") {
                    "-LRB-" | "-LSB-" => "(",
                    "-RRB-" | "-RSB-" => ")",
                    "``" => "“",
                    "''" => "”",
                    form => form,
                };
                let (start, end) = (word[1].as_u64().unwrap_or(0), word[2].as_u64().unwrap_or(0));
                match start.saturating_sub(before) {
                    0 => {}
                    1 => text.push(' '),
                    _ => text.push_str("\n\n"),
                }
                before = end;
                let from = text.len();
                text.push_str(form);
                let label = word[5].as_str().unwrap_or("O");
                match names.last_mut() {
                    Some((range, same, words)) if open && same == label => {
                        (range.end, *words) = (text.len(), *words + 1);
                    }
                    _ => names.push((from..text.len(), label.to_owned(), 1)),
                }
                open = true;
            }
        }
        let typed = |(range, label, _): &(Range<usize>, String, usize)| {
            let words: Vec<&str> = text[range.clone()].split_whitespace().collect();
            let group = words.len() == 1 && lists.has(words[0], class::DEMONYM | class::KNOWN_GROUP);
            let kind = kind(label, &words, lists)?;
            Some((range.clone(), if group { EntityType::Group } else { kind }))
        };
        let names: Vec<_> = names.iter().filter_map(typed).collect();
        if !text.is_empty() {
            articles.push(cut(text, &names, 1).add_groups(lists).add_surnames());
        }
    }
    Ok(articles)
}

/// The named entities of GUM: those whose head is a proper noun, cut to the name itself.
///
/// # Errors
/// The file cannot be read.
pub fn gum(file: &Path, lists: &Lists) -> Result<Vec<Gold>> {
    let sentences = conllu::read(&file.to_string_lossy(), &read_file(file)?)?;
    let mut articles = Vec::new();
    let mut gold = Gold { weight: 2, ..Gold::default() };
    for sentence in &sentences {
        if sentence.opens_document && !gold.text.is_empty() {
            articles.push(std::mem::replace(&mut gold, Gold { weight: 2, ..Gold::default() }).finish());
        }
        let first = gold.found.tokens.len();
        for word in &sentence.words {
            gold.push(&word.form);
            if word.space_after {
                gold.text.push(' ');
            }
        }
        if !gold.text.ends_with(' ') {
            gold.text.push(' ');
        }
        let mut names: Vec<(Range<usize>, EntityType)> = Vec::new();
        let mut entities = entities(sentence);
        entities.sort_by_key(|(range, _)| (range.start, usize::MAX - range.end));
        for (range, kind) in entities {
            let Some((range, kind)) = proper(sentence, range, &kind, lists) else { continue };
            if !names.iter().any(|(other, _)| other.start < range.end && range.start < other.end) {
                names.push((range, kind));
            }
        }
        names.sort_by_key(|(range, _)| range.start);
        gold.names.extend(names.into_iter().map(|(range, kind)| (range.start + first..range.end + first, kind)));
        gold.end_sentence(first);
    }
    articles.push(gold.finish());
    Ok(articles.into_iter().map(|gold| gold.add_groups(lists)).collect())
}

/// The entities within one sentence: words and type.
fn entities(sentence: &conllu::Sentence) -> Vec<(Range<usize>, String)> {
    let (mut open, mut done) = (Vec::<(String, String, usize)>::new(), Vec::new());
    for (at, word) in sentence.words.iter().enumerate() {
        let Some(mut marks) = word.misc.split('|').find_map(|item| item.strip_prefix("Entity=")) else { continue };
        while !marks.is_empty() {
            if let Some(rest) = marks.strip_prefix('(') {
                let end = rest.find(['(', ')']).unwrap_or(rest.len());
                let mut fields = rest[..end].split('-');
                let (id, kind) = (fields.next().unwrap_or("").to_owned(), fields.next().unwrap_or("").to_owned());
                if rest[end..].starts_with(')') {
                    done.push((at..at + 1, kind));
                    marks = &rest[end + 1..];
                } else {
                    open.push((id, kind, at));
                    marks = &rest[end..];
                }
            } else {
                let Some(end) = marks.find(')') else { break };
                let id = &marks[..end];
                if let Some(number) = open.iter().rposition(|(other, _, _)| other == id) {
                    let (_, kind, start) = open.remove(number);
                    done.push((start..at + 1, kind));
                }
                marks = &marks[end + 1..];
            }
        }
    }
    done
}

/// The name in the words of an entity, if it is one that has a name.
fn proper(
    sentence: &conllu::Sentence,
    range: Range<usize>,
    kind: &str,
    lists: &Lists,
) -> Option<(Range<usize>, EntityType)> {
    let words = &sentence.words;
    let head = range.clone().find(|at| words[*at].head == 0 || !range.contains(&(words[*at].head - 1)))?;
    let is_name = |at: usize| words[at].upos == "PROPN" || words[at].xpos.starts_with("NNP");
    if !is_name(head) {
        return None;
    }
    let joins = |at: usize| {
        let person = kind == "person" || kind == "animal";
        match words[at].form.as_str() {
            "-" | "'" | "’" => true,
            "of" | "for" | "and" | "&" | "the" | "on" | "'s" | "’s" => !person,
            form => flags(form) & flag::PARTICLE != 0,
        }
    };
    let (mut start, mut end) = (head, head + 1);
    loop {
        let grown = (end + 1..=range.end.min(end + 3)).find(|to| is_name(to - 1) && (end..to - 1).all(joins));
        let Some(to) = grown else { break };
        end = to;
    }
    loop {
        let low = start.saturating_sub(3).max(range.start);
        let Some(from) = (low..start).rev().find(|from| is_name(*from) && (from + 1..start).all(joins)) else { break };
        start = from;
    }
    let forms: Vec<&str> = words[start..end].iter().map(|word| word.form.as_str()).collect();
    let kind = match kind {
        "person" if lists.has(&forms.join(" "), class::DEMONYM | class::KNOWN_GROUP) => EntityType::Group,
        "person" if forms.len() == 1 && words[start].xpos == "NNPS" => EntityType::Group,
        "person" => EntityType::Person,
        "place" => EntityType::Place,
        "organization" => EntityType::Organization,
        "event" => EntityType::Event,
        "object" => EntityType::Product,
        "abstract" => match other_kind(&forms, lists) {
            EntityType::Other if lists.has(&forms.join(" "), class::DEMONYM) => EntityType::Group,
            kind => kind,
        },
        _ => return None,
    };
    Some((start..end, kind))
}
