//! Learns the tagger from sentences whose tags are known.

use std::collections::BTreeMap;

use super::conllu;
use super::orders;
use super::perceptron::{Perceptron, finish_together};
use super::random::shuffle;
use super::show::{Strongest, Texts};
use crate::error::{Error, Result};
use crate::model::Weight;
use crate::model::features::Named;
use crate::model::linear::best;
use crate::model::{Atom, Classes, Model, classes};
use crate::tag::features::{self, Capitals, Word};
use crate::tag::tagger::{self, Dictionary, SURE};

/// What was tried and kept; see docs/models.md.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub rounds: u64,
    /// The mean of the weights learnt from so many orders of the sentences is kept.
    pub orders: u64,
    pub seed: u64,
    /// Weights below this many hundredths of a step are left out.
    pub least: i64,
    /// A feature counts once its weights changed so often; a wrong guess changes two.
    pub changes: u32,
    /// A word is in the dictionary from this many sightings on.
    pub seen: u32,
    /// From this many sightings on, a word with one label only is not weighed any more.
    pub sure: u32,
    /// One sentence of so many is learnt also with Each Word's First Letter a Capital, and one IN CAPITALS.
    pub headlines: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { rounds: 8, orders: 8, seed: 1, least: 50, changes: 10, seen: 6, sure: 20, headlines: 8 }
    }
}

impl Options {
    pub fn named(&self) -> Vec<(&'static str, i64)> {
        vec![
            ("rounds", self.rounds as i64),
            ("orders", self.orders as i64),
            ("seed", self.seed as i64),
            ("least", self.least),
            ("changes", self.changes.into()),
            ("seen", self.seen.into()),
            ("sure", self.sure.into()),
            ("headlines", self.headlines as i64),
        ]
    }
}

/// A sentence to learn from.
#[derive(Clone, Debug, Default)]
pub struct Example {
    pub forms: Vec<String>,
    /// "NOUN NN"
    pub labels: Vec<String>,
}

impl Example {
    pub fn of(sentence: &conllu::Sentence) -> Self {
        Example {
            forms: sentence.words.iter().map(|word| word.form.clone()).collect(),
            labels: sentence.words.iter().map(|word| format!("{} {}", word.upos, word.xpos)).collect(),
        }
    }

    fn with_forms(&self, change: impl Fn(&str) -> String) -> Self {
        Example { forms: self.forms.iter().map(|form| change(form)).collect(), labels: self.labels.clone() }
    }
}

/// The labels, most frequent first. Those seen fewer than five times are mostly slips of annotation.
fn labels(examples: &[Example]) -> Vec<String> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for label in examples.iter().flat_map(|example| &example.labels) {
        *counts.entry(label).or_default() += 1;
    }
    let mut labels: Vec<(u32, &str)> = counts.into_iter().map(|(label, count)| (count, label)).collect();
    let known = |label: &str| tagger::label(label).is_some();
    labels.retain(|(count, label)| *count >= 5 && known(label));
    labels.sort_by_key(|&(count, label)| (std::cmp::Reverse(count), label));
    labels.truncate(256);
    labels.into_iter().map(|(_, label)| label.to_owned()).collect()
}

/// A feature or a word, and its labels.
type Row = (u32, Vec<Weight>);

/// Rows of the dictionary: what each word was seen as.
fn dictionary(examples: &[Prepared], options: &Options) -> Vec<Row> {
    let mut counts: BTreeMap<u32, BTreeMap<u8, u32>> = BTreeMap::new();
    for example in examples.iter().filter(|example| !example.copy) {
        for (word, gold) in example.words.iter().zip(&example.gold) {
            if let Some(gold) = gold {
                *counts.entry(word.exact.0).or_default().entry(*gold).or_default() += 1;
            }
        }
    }
    let row = |(atom, counts): (u32, BTreeMap<u8, u32>)| {
        let total: u32 = counts.values().sum();
        let mut labels: Vec<(u8, u32)> = counts.into_iter().filter(|(_, count)| count * 10 >= total).collect();
        labels.sort_by_key(|&(label, count)| (std::cmp::Reverse(count), label));
        labels.truncate(4);
        let sure = labels[0].1 * 1000 >= total * 998 && total >= options.sure;
        let value = |count: u32| if sure { SURE } else { (count * 9 / total) as i16 };
        (total >= options.seen)
            .then(|| (atom, labels.into_iter().map(|(label, count)| Weight { label, value: value(count) }).collect()))
    };
    counts.into_iter().filter_map(row).collect()
}

/// An example with its words looked at.
struct Prepared {
    words: Vec<Word>,
    capitals: Capitals,
    gold: Vec<Option<u8>>,
    /// Made from another by changing its capitals.
    copy: bool,
}

fn prepare(example: &Example, labels: &BTreeMap<&str, u8>, copy: bool) -> Prepared {
    let mut scratch = String::new();
    Prepared {
        words: example.forms.iter().map(|form| Word::new(form, &mut scratch, Atom::of)).collect(),
        capitals: Capitals::of(example.forms.iter().map(String::as_str)),
        gold: example.labels.iter().map(|label| labels.get(label.as_str()).copied()).collect(),
        copy,
    }
}

fn title_case(form: &str) -> String {
    let mut chars = form.chars();
    match chars.next() {
        Some(first) if form.len() > 3 || first.is_uppercase() => first.to_uppercase().chain(chars).collect(),
        _ => form.to_owned(),
    }
}

/// Learns from `examples`.
///
/// # Errors
/// There is nothing to learn from.
pub fn train(examples: &[Example], kin_model: &Model, options: &Options) -> Result<Model> {
    let names = labels(examples);
    if names.is_empty() {
        return Err(Error::failed("no label is seen five times: there is too little to learn from"));
    }
    let numbers: BTreeMap<&str, u8> = (0..).zip(&names).map(|(number, name)| (name.as_str(), number)).collect();
    let mut prepared: Vec<Prepared> = examples.iter().map(|example| prepare(example, &numbers, false)).collect();
    for (number, example) in examples.iter().enumerate() {
        let part = if options.headlines == 0 { usize::MAX } else { number % options.headlines };
        match part {
            0 => prepared.push(prepare(&example.with_forms(title_case), &numbers, true)),
            1 => prepared.push(prepare(&example.with_forms(str::to_uppercase), &numbers, true)),
            _ => {}
        }
    }
    let kin = Classes::new(kin_model)?;
    let rows = dictionary(&prepared, options);
    let known = Dictionary::new(rows.iter().map(|(atom, row)| (*atom, row.as_slice())), kin.clone());
    prepared.iter_mut().flat_map(|example| &mut example.words).for_each(|word| *word = known.look_up(*word));

    let perceptrons =
        orders::each(options.orders, options.seed, |_, seed| learn(&prepared, names.len(), options, seed));
    let mut model = Model::new("tagger");
    model.add_words(tagger::LABELS, &names);
    model.add_linear(tagger::DICTIONARY, names.len(), &rows);
    model.add(classes::NAME, kin_model.section(classes::NAME)?.to_vec());
    let weights = finish_together(perceptrons, options.least);
    model.add_linear(tagger::WEIGHTS, names.len(), &weights);
    strongest(examples, &names, &rows, &weights, kin).write(&names, &mut model);
    Ok(model)
}

/// Goes over the examples once more, this time with the words behind the numbers.
fn strongest(examples: &[Example], labels: &[String], rows: &[Row], weights: &[Row], kin: Classes) -> Strongest {
    let known = Dictionary::new(rows.iter().map(|(atom, row)| (*atom, row.as_slice())), kin);
    let numbers: BTreeMap<&str, u8> = (0..).zip(labels).map(|(number, name)| (name.as_str(), number)).collect();
    let mut texts = Texts::default();
    (0..).zip(labels).for_each(|(number, label)| texts.name(Atom::number(number), label));
    for (atom, row) in rows {
        let classes: Vec<&str> = row.iter().map(|weight| labels[usize::from(weight.label)].as_str()).collect();
        texts.name(known.class(Atom(*atom)), &classes.join(" or "));
    }
    features::places().for_each(|(atom, name)| texts.name(atom, name));
    let mut strongest = Strongest::of(weights);
    let (mut named, mut scratch) = (Named::default(), String::new());
    for example in examples {
        let look = |form: &String| known.look_up(Word::new(form, &mut scratch, |text| texts.atom(text)));
        let words: Vec<Word> = example.forms.iter().map(look).collect();
        let capitals = Capitals::of(example.forms.iter().map(String::as_str));
        let sentence = features::Sentence { words: &words, capitals };
        let tag = |at: usize| match numbers.get(example.labels[at].as_str()) {
            Some(number) => Atom::number(u32::from(*number)),
            None => Atom::NONE,
        };
        let mut before = [Atom::NONE; 2];
        for at in 0..words.len() {
            features::features(sentence, at, before, &mut named);
            strongest.note(&mut named, &texts);
            before = [tag(at), before[0]];
        }
    }
    strongest
}

/// Learns from one order of the examples.
fn learn(examples: &[Prepared], labels: usize, options: &Options, seed: u64) -> Perceptron {
    let mut perceptron = Perceptron::new(labels).counting_from(options.changes);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for round in 0..options.rounds {
        shuffle(&mut order, seed.wrapping_add(round));
        let wrong: usize = order.iter().map(|at| see(&mut perceptron, &examples[*at])).sum();
        tracing::info!("round {}: {wrong} words wrong", round + 1);
    }
    perceptron
}

/// One sentence, tagged as it will be tagged, so that the tags before a word are as wrong as they will be.
fn see(perceptron: &mut Perceptron, example: &Prepared) -> usize {
    let sentence = features::Sentence { words: &example.words, capitals: example.capitals };
    let mut before = [Atom::NONE; 2];
    let (mut features, mut scores) = (Vec::new(), vec![0; perceptron.labels()]);
    let mut wrong = 0;
    for (at, gold) in example.gold.iter().enumerate() {
        let label = match example.words[at].sure {
            Some(label) => usize::from(label),
            None => {
                features.clear();
                features::features(sentence, at, before, &mut features);
                scores.fill(0);
                perceptron.score(&features, &mut scores);
                let guess = best(&scores);
                if let Some(gold) = gold {
                    perceptron.learn(&features, usize::from(*gold), guess);
                }
                guess
            }
        };
        wrong += usize::from(gold.is_some_and(|gold| usize::from(gold) != label));
        before = [Atom::number(label as u32), before[0]];
    }
    wrong
}
