//! Reads corpora of different make: labels in columns, UNER's beside its treebank, and what another program found.

use std::collections::HashMap;
use std::ops::Range;

use super::gazetteers::Lists;
use super::gold::{Gold, cut, kind};
use super::iob;
use crate::analysis::EntityType;
use crate::error::{Context, Result};
use crate::extract::names::learnt::gazetteer::class;
use crate::train::conllu;

/// UNER's labels; the spaces are the treebank's (`treebank` is the same text in CoNLL-U).
pub fn uner(text: &str, treebank: &[conllu::Sentence], lists: &Lists) -> Vec<Gold> {
    let mut spaces: HashMap<String, Vec<bool>> = HashMap::new();
    for sentence in treebank {
        let key = sentence.words.iter().map(|word| word.form.as_str()).collect::<Vec<_>>().join(" ");
        spaces.insert(key, sentence.words.iter().map(|word| word.space_after).collect());
    }
    let mut articles = Vec::new();
    let mut gold = Gold { weight: 2, ..Gold::default() };
    for sentence in iob::read(text) {
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
    articles.into_iter().map(|gold| gold.add_groups(lists)).collect()
}

fn no_space_before(word: &str) -> bool {
    let marks = |c: char| ",.;:!?)]}%’”".contains(c);
    word.chars().all(marks) || ["'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "...", "''"].contains(&word)
}

/// Sentences of words with labels, joined as prose is written; each sentence is a paragraph, 30 an article where the
/// corpus does not say where articles begin.
pub fn columns(text: &str, lists: &Lists, weight: i32) -> Vec<Gold> {
    let sentences = iob::read(text);
    let documents = sentences.iter().filter(|sentence| sentence.opens_document).count() > 1;
    let mut articles = Vec::new();
    let (mut prose, mut names, mut count) = (String::new(), Vec::new(), 0);
    for sentence in &sentences {
        if !prose.is_empty() && if documents { sentence.opens_document } else { count == 30 } {
            articles.push(cut(std::mem::take(&mut prose), &names, weight));
            (names, count) = (Vec::new(), 0);
        }
        if !prose.is_empty() {
            prose.push_str("\n\n");
        }
        count += 1;
        let (mut glue, mut quoted) = (true, false);
        let mut spans = Vec::new();
        for word in &sentence.words {
            let closes = word == "\"" && quoted;
            if !glue && !no_space_before(word) && !closes {
                prose.push(' ');
            }
            spans.push(prose.len()..prose.len() + word.len());
            prose.push_str(word);
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
    articles.push(cut(prose, &names, weight));
    articles.into_iter().map(|gold| gold.add_groups(lists)).collect()
}

/// News text with the names another program found; not gold.
///
/// # Errors
/// A line is not what it should be.
pub fn silver(file: &str, lines: &str, lists: &Lists) -> Result<Vec<Gold>> {
    let mut articles = Vec::new();
    for line in lines.lines() {
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
