//! Articles with their names marked, as the running code will see them.

use std::ops::Range;

use super::gazetteers::Lists;
use crate::analysis::{Analysis, EntityType, Paragraph, Role, Sentence, Token};
use crate::extract::names::learnt::Scene;
use crate::extract::names::learnt::features::View;
use crate::extract::names::learnt::gazetteer::{Gazetteer, class};
use crate::extract::names::learnt::runs::Run;
use crate::extract::names::{Words, flag, flags};
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
    /// Calls `f` with the view of the article and the runs in which names may stand.
    pub(crate) fn look<R>(&self, gazetteer: &Gazetteer, f: impl FnOnce(&View, &[Run]) -> R) -> R {
        let words = Words::read(&self.text, &self.found);
        Scene::new(&self.text, &words.0, &self.found).look(gazetteer, f)
    }

    pub fn push(&mut self, word: &str) {
        let start = self.text.len();
        self.text.push_str(word);
        self.found.tokens.push(Token::new(Span::new(start, self.text.len())));
    }

    pub fn end_sentence(&mut self, first: usize) {
        let tokens = &self.found.tokens[first..];
        let Some(span) = tokens.iter().map(|token| token.span).reduce(Span::cover) else { return };
        let tokens = first as u32..self.found.tokens.len() as u32;
        self.found.sentences.push(Sentence { span, paragraph: 0, tokens });
    }

    pub fn finish(mut self) -> Self {
        let sentences = 0..self.found.sentences.len() as u32;
        let span = Span::new(0, self.text.trim_end().len());
        self.found.paragraphs = vec![Paragraph { span, role: Role::Body, sentences }];
        self
    }

    pub fn words(&self, range: Range<usize>) -> Vec<&str> {
        self.found.tokens[range].iter().map(|token| token.span.of(&self.text)).collect()
    }

    /// Adds peoples, parties and religions that the corpus does not mark.
    pub fn add_groups(mut self, lists: &Lists) -> Self {
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
    pub fn add_surnames(mut self) -> Self {
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

/// Text with names as byte ranges, cut into sentences and words as any article is.
pub fn cut(text: String, names: &[(Range<usize>, EntityType)], weight: i32) -> Gold {
    let mut gold = Gold { weight, ..Gold::default() };
    (gold.found.paragraphs, _) = segment::paragraphs::find(&text, &[]);
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

/// The kind of a name the corpus calls "miscellaneous".
pub fn other_kind(words: &[&str], lists: &Lists) -> EntityType {
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

pub fn kind(label: &str, words: &[&str], lists: &Lists) -> Option<EntityType> {
    Some(match label {
        "PER" | "PERSON" | "Person" => EntityType::Person,
        "ORG" | "ORGANIZATION" | "Organisation" => EntityType::Organization,
        "LOC" | "LOCATION" | "Location" => EntityType::Place,
        "MISC" | "OTH" => other_kind(words, lists),
        _ => return None,
    })
}
