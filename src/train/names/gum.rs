//! Names among the entities of GUM.

use std::ops::Range;

use super::gazetteers::Lists;
use super::gold::{Gold, other_kind};
use crate::analysis::EntityType;
use crate::extract::names::learnt::gazetteer::class;
use crate::extract::names::{flag, flags};
use crate::train::conllu;

/// The named entities of GUM: those whose head is a proper noun, cut to the name itself.
pub fn gum(sentences: &[conllu::Sentence], lists: &Lists) -> Vec<Gold> {
    let mut articles = Vec::new();
    let mut gold = Gold { weight: 2, ..Gold::default() };
    for sentence in sentences {
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
    articles.into_iter().map(|gold| gold.add_groups(lists)).collect()
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
