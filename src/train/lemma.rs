//! Learns lemmas from words whose tags and lemmas are known: for each tag the endings that tell how the lemma is made, and
//! the words that are unlike their endings.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::conllu;
use super::show::STRONGEST;
use crate::analysis::{Edit, Tag};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::tag::lemma::{self, endings};

/// What was tried and kept; see docs/models.md.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// An ending is a rule if so many different words have it.
    pub words: u32,
    /// A word unlike its ending is learnt if it was seen so often.
    pub seen: u32,
}

impl Default for Options {
    fn default() -> Self {
        Options { words: 2, seen: 1 }
    }
}

impl Options {
    pub fn named(&self) -> Vec<(&'static str, i64)> {
        vec![("words", self.words.into()), ("seen", self.seen.into())]
    }
}

/// The edit that makes `lemma` from `form`; `None` if no edit of ours does.
pub fn edit(form: &str, lemma: &str) -> Option<Edit> {
    let keep = lemma.chars().any(char::is_uppercase);
    let from = if keep { form.to_owned() } else { form.to_lowercase() };
    // "I" and "i" have the same lemma, so the same edit.
    let alike = if keep && form.chars().count() == 1 { "" } else { lemma };
    let shared = from.chars().zip(alike.chars()).take_while(|(a, b)| a == b).count();
    let cut = u8::try_from(from.chars().count() - shared).ok()?;
    Some(Edit { keep, cut, add: lemma.chars().skip(shared).collect() })
}

/// How often each edit was seen.
type Counts = BTreeMap<Edit, u32>;

/// The most frequent; of equal ones the simplest.
fn most(counts: &Counts) -> (&Edit, u32) {
    let best = counts.iter().min_by_key(|(edit, count)| (Reverse(**count), edit.cut, edit.add.len(), edit.keep));
    best.map(|(edit, count)| (edit, *count)).expect("nothing is counted without an edit")
}

/// Learns from `sentences`.
///
/// # Errors
/// There is nothing to learn from.
pub fn train(sentences: &[conllu::Sentence], options: &Options) -> Result<Model> {
    let mut forms: BTreeMap<(Tag, String), Counts> = BTreeMap::new();
    for word in sentences.iter().flat_map(|sentence| &sentence.words).filter(|word| word.lemma != "_") {
        let edit = edit(&word.form, &word.lemma).filter(|_| word.form.len() <= 60);
        if let (Some(tag), Some(edit)) = (Tag::named(&word.xpos), edit) {
            let lower = word.form.to_lowercase().replace('’', "'");
            *forms.entry((tag, lower)).or_default().entry(edit).or_default() += 1;
        }
    }
    // Every different word has one vote for what its endings mean.
    let mut votes: BTreeMap<(Tag, &str), Counts> = BTreeMap::new();
    for ((tag, lower), counts) in &forms {
        for ending in endings(lower) {
            *votes.entry((*tag, ending)).or_default().entry(most(counts).0.clone()).or_default() += 1;
        }
    }
    let mut rules: BTreeMap<(Tag, &str, bool), &Edit> = BTreeMap::new();
    // Short endings first: a longer one is kept only if it says something else.
    let mut order: Vec<(&(Tag, &str), &Counts)> = votes.iter().collect();
    order.sort_by_key(|((tag, ending), _)| (ending.chars().count(), *tag, *ending));
    let decided = |rules: &BTreeMap<(Tag, &str, bool), &Edit>, tag, form: &str| {
        endings(form).find_map(|ending| rules.get(&(tag, ending, false)).map(|edit| (*edit).clone()))
    };
    for ((tag, ending), counts) in order {
        let (edit, count) = most(counts);
        if (ending.is_empty() || count >= options.words) && decided(&rules, *tag, ending).as_ref() != Some(edit) {
            rules.insert((*tag, ending, false), edit);
        }
    }
    for ((tag, lower), counts) in &forms {
        let (edit, count) = most(counts);
        if count >= options.seen && decided(&rules, *tag, lower).as_ref() != Some(edit) {
            rules.insert((*tag, lower, true), edit);
        }
    }
    write(&rules)
}

fn write(rules: &BTreeMap<(Tag, &str, bool), &Edit>) -> Result<Model> {
    if rules.is_empty() {
        return Err(Error::failed("no word has a lemma: there is nothing to learn from"));
    }
    let mut counts: BTreeMap<&Edit, u32> = BTreeMap::new();
    rules.values().for_each(|edit| *counts.entry(edit).or_default() += 1);
    // Edit 0 is what happens to words no rule knows.
    let plain = Edit::default();
    counts.insert(&plain, u32::MAX);
    let mut edits: Vec<(&Edit, u32)> = counts.into_iter().collect();
    edits.sort_by_key(|&(edit, count)| (Reverse(count), edit));
    edits.truncate(usize::from(u16::MAX));
    let numbers: BTreeMap<&Edit, u16> = (0..).zip(&edits).map(|(number, (edit, _))| (*edit, number)).collect();
    let row = |((tag, ending, whole), edit): (&(Tag, &str, bool), &&Edit)| {
        Some((lemma::key(*tag, ending, *whole), *numbers.get(*edit)?))
    };
    let mut rows: Vec<(u32, u16)> = rules.iter().filter_map(row).collect();
    rows.sort_unstable();
    rows.dedup_by_key(|(key, _)| *key);
    let mut model = Model::new("lemma");
    model.add_words(lemma::EDITS, &edits.iter().map(|(edit, _)| lemma::write_edit(edit)).collect::<Vec<_>>());
    model.add(lemma::RULES, lemma::write_rules(&rows));
    let show = |((tag, ending, whole), edit): (&(Tag, &str, bool), &&Edit)| {
        let star = if *whole { "" } else { "*" };
        (!whole).then(|| format!("{}\t{star}{ending}\t{}", tag.as_str(), lemma::write_edit(edit)))
    };
    model.add_words(STRONGEST, &rules.iter().filter_map(show).collect::<Vec<_>>());
    Ok(model)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Token;
    use crate::span::Span;
    use crate::tag::lemma::Lemmas;

    #[test]
    fn edits_make_the_lemma() {
        for (form, lemma) in [("Ferries", "ferry"), ("went", "go"), ("Wren", "Wren"), ("ÉLAN", "élan"), ("US", "we")]
        {
            assert_eq!(edit(form, lemma).unwrap().apply(form), lemma);
        }
    }

    #[test]
    fn new_words_follow_their_endings() {
        let words =
            [("ferries", "ferry"), ("stories", "story"), ("boats", "boat"), ("harbours", "harbour"), ("men", "man")];
        let word = |(form, lemma): (&str, &str)| conllu::Word {
            form: form.into(),
            lemma: lemma.into(),
            xpos: "NNS".into(),
            ..conllu::Word::default()
        };
        let sentence = conllu::Sentence { words: words.map(word).into(), ..conllu::Sentence::default() };
        let lemmas = Lemmas::new(&train(&[sentence], &Options::default()).unwrap()).unwrap();
        let token = Token { tag: Tag::Nns, ..Token::new(Span::default()) };
        for (form, lemma) in [("Bodies", "body"), ("gulls", "gull"), ("men", "man"), ("omen", "ome")] {
            assert_eq!(lemmas.lemma(form, &token), lemma);
        }
    }
}
