//! Trains the recogniser of names: a structured perceptron (Collins 2002) over runs of words, then the weights of its second
//! look, learnt on what models that did not see the article found at the first.

use std::fs;
use std::io::Read;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::articles::{self, Gold};
use super::gazetteers::Lists;
use super::perceptron::{Perceptron, shuffle};
use crate::analysis::EntityType;
use crate::error::{Context, Result};
use crate::extract::names::decode::{Decoder, Scores, Transitions};
use crate::extract::names::gazetteer::{Gazetteer, class};
use crate::extract::names::labels::{self, LABELS, OUTSIDE};
use crate::extract::names::model::{self, NAME, NameModel, Rows, label_names, put_sure};
use crate::extract::names::recognise::{Looks, first_names, second_features};
use crate::extract::names::runs::Run;
use crate::extract::names::training::look;
use crate::model::linear::Weight;
use crate::model::{Linear, Model};

/// What training can be told.
#[derive(Clone, Debug)]
pub struct Settings {
    pub rounds: usize,
    /// Features seen in fewer words are not learnt.
    pub rare: u32,
    /// Weights below so many hundredths of a step are left out.
    pub least: i64,
    /// Parts for the second look: each is looked at by a model of the others.
    pub folds: usize,
    /// Every so many silver articles one is taken; 0 takes none.
    pub silver: usize,
    /// How much a step on gold moves, where one on silver moves 1.
    pub gold: i32,
    pub gum: bool,
    pub re3d: bool,
    pub shouted: bool,
    pub second: bool,
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            rounds: 8,
            rare: 2,
            least: 4,
            folds: 3,
            silver: 1,
            gold: 4,
            gum: true,
            re3d: false,
            shouted: true,
            second: true,
            seed: 7,
        }
    }
}

/// The whole of a file, unpacked if its name ends in "gz".
pub(crate) fn read_file(path: &Path) -> Result<String> {
    let bytes = fs::read(path).failed(path, "cannot be read")?;
    let mut text = String::new();
    if path.extension().is_some_and(|ext| ext == "gz") {
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text).failed(path, "is damaged")?;
        return Ok(text);
    }
    String::from_utf8(bytes).failed(path, "is no UTF-8 text")
}

/// Runs of the training articles with their gold labels and their features.
#[derive(Default)]
struct Runs {
    /// For each run its first word, and how much a step on it moves; one more at the end.
    starts: Vec<(u32, i32)>,
    labels: Vec<u8>,
    /// Where each word's features begin; one more at the end.
    offsets: Vec<u32>,
    features: Vec<u32>,
}

impl Runs {
    fn words(&self, run: usize) -> std::ops::Range<usize> {
        self.starts[run].0 as usize..self.starts.get(run + 1).map_or(self.labels.len(), |next| next.0 as usize)
    }

    fn features(&self, word: usize) -> &[u32] {
        let end = self.offsets.get(word + 1).map_or(self.features.len(), |end| *end as usize);
        &self.features[self.offsets[word] as usize..end]
    }

    fn add(&mut self, runs: &[Run], gold: &Gold) {
        let mut next = 0;
        for run in runs {
            self.starts.push((self.labels.len() as u32, gold.weight));
            let first = self.labels.len();
            self.labels.resize(first + run.words.len(), OUTSIDE as u8);
            while next < gold.names.len() && gold.names[next].0.start < run.words.start {
                next += 1;
            }
            while next < gold.names.len() && gold.names[next].0.end <= run.words.end {
                let (range, kind) = &gold.names[next];
                for (at, label) in range.clone().zip(labels::of(*kind, range.len())) {
                    self.labels[first + at - run.words.start] = label as u8;
                }
                next += 1;
            }
        }
    }

    /// Drops features seen in fewer than `least` words.
    fn drop_rare(&mut self, least: u32) {
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        self.features.iter().for_each(|feature| *counts.entry(*feature).or_default() += 1);
        let mut kept = Vec::with_capacity(self.features.len());
        let mut offsets = Vec::with_capacity(self.offsets.len());
        for word in 0..self.labels.len() {
            offsets.push(kept.len() as u32);
            kept.extend(self.features(word).iter().copied().filter(|feature| counts[feature] >= least));
        }
        (self.features, self.offsets) = (kept, offsets);
    }
}

fn prepare<'g>(all: impl Iterator<Item = &'g Gold>, gazetteer: &Gazetteer) -> Runs {
    let mut prepared = Runs::default();
    for gold in all {
        look(&gold.text, &gold.found, gazetteer, |view, runs| {
            prepared.add(runs, gold);
            for run in runs {
                for at in run.words.clone() {
                    prepared.offsets.push(prepared.features.len() as u32);
                    view.features(run, at, &mut prepared.features);
                }
            }
        });
    }
    prepared
}

/// Learns the weights of the first look.
fn learn(runs: &Runs, settings: &Settings, note: &mut dyn FnMut(String)) -> Rows {
    let mut perceptron = Perceptron::new(LABELS);
    let mut transitions = Transitions::default();
    let mut order: Vec<usize> = (0..runs.starts.len()).filter(|run| !runs.words(*run).is_empty()).collect();
    let mut decoder = Decoder::default();
    let (mut scores, mut guess) = (Vec::new(), Vec::new());
    for round in 0..settings.rounds {
        shuffle(&mut order, settings.seed + round as u64);
        let mut wrong = 0;
        for run in &order {
            let words = runs.words(*run);
            scores.clear();
            for word in words.clone() {
                let mut row = [0; LABELS];
                perceptron.score(runs.features(word), &mut row);
                scores.push(row);
            }
            guess.clear();
            decoder.best(&scores, &transitions, &mut guess);
            perceptron.tick();
            let gold = &runs.labels[words.clone()];
            if guess == gold {
                continue;
            }
            wrong += 1;
            let by = runs.starts[*run].1;
            let mut before = (OUTSIDE, OUTSIDE);
            for (number, word) in words.enumerate() {
                let (gold, guess) = (gold[number] as usize, guess[number] as usize);
                if gold != guess {
                    perceptron.move_by(runs.features(word), gold, by);
                    perceptron.move_by(runs.features(word), guess, -by);
                }
                if (before.0, gold) != (before.1, guess) {
                    for (from, to, by) in [(before.0, gold, by), (before.1, guess, -by)] {
                        perceptron.move_by(&[model::after(from)], to, by);
                        transitions.after[from][to] += by;
                    }
                }
                before = (gold, guess);
            }
            if before.0 != before.1 {
                for (from, by) in [(before.0, by), (before.1, -by)] {
                    perceptron.move_by(&[model::after(from)], OUTSIDE, by);
                    transitions.after[from][OUTSIDE] += by;
                }
            }
        }
        note(format!("round {}: {wrong} of {} runs wrong", round + 1, order.len()));
    }
    perceptron.finish(settings.least)
}

/// All training articles.
///
/// # Errors
/// A file is missing or damaged.
pub fn training_articles(data: &Path, lists: &Lists, settings: &Settings) -> Result<Vec<Gold>> {
    let ner = data.join("ner");
    let uner = articles::uner(&ner.join("uner-ewt-train.iob2.gz"), &data.join("treebank/ewt-train.conllu.gz"), lists)?;
    let mut all: Vec<Gold> = uner.into_iter().map(Gold::without_titles).collect();
    all.extend(articles::columns(&ner.join("wikigold.conll.gz"), lists, 2)?);
    if settings.gum {
        all.extend(
            articles::gum(&data.join("treebank/gum-train.conllu.gz"), lists)?.into_iter().map(Gold::without_titles),
        );
    }
    if settings.re3d {
        all.extend(articles::columns(&ner.join("re3d.conll.gz"), lists, 1)?.into_iter().map(Gold::without_titles));
    }
    if settings.silver > 0 {
        let silver = articles::silver(&data.join("quotes/polnear-train.corenlp.jsonl.gz"), lists)?;
        all.extend(silver.into_iter().step_by(settings.silver).map(Gold::without_titles));
    }
    if settings.shouted {
        let capital = |word: &str| {
            let mut letters = word.chars();
            letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
        };
        let shouted = all.iter().step_by(6).map(|gold| gold.shouted(str::to_uppercase, |sentence| sentence % 2 == 1));
        let titled = all.iter().skip(3).step_by(6).map(|gold| gold.shouted(capital, |sentence| sentence % 3 > 0));
        let more: Vec<Gold> = shouted.chain(titled).map(|gold| Gold { weight: 1, ..gold }).collect();
        all.extend(more);
    }
    for gold in all.iter_mut().filter(|gold| gold.weight > 1) {
        gold.weight = settings.gold;
    }
    Ok(all)
}

/// Which words are written small in the training text, and which small words are names.
fn small_words(articles: &[Gold], lists: &mut Lists) {
    let mut counts: std::collections::BTreeMap<&str, (u32, u32, u32)> = std::collections::BTreeMap::new();
    for gold in articles {
        let mut named = vec![false; gold.found.tokens.len()];
        gold.names.iter().for_each(|(range, _)| named[range.clone()].fill(true));
        for (token, named) in gold.found.tokens.iter().zip(named) {
            let word = token.span.of(&gold.text);
            if word.starts_with(char::is_lowercase) && word.chars().all(char::is_alphabetic) {
                let count = counts.entry(word).or_default();
                count.0 += 1;
                if named && gold.weight > 1 {
                    count.1 += 1;
                }
                if gold.weight > 1 {
                    count.2 += 1;
                }
            }
        }
    }
    for (word, (all, named, gold)) in counts {
        if all > 1 {
            lists.add_word(word, if all > 9 { class::SMALL } else { class::SMALL_RARE });
        }
        if named > 0 && named * 5 >= gold * 2 && all < named * 6 && !["of", "the", "and", "for"].contains(&word) {
            lists.add_word(word, class::NAME_SMALL);
        }
    }
}

/// Trains on the corpora in `data`; `note` is told how it goes.
///
/// # Errors
/// A corpus is missing or damaged.
pub fn train(data: &Path, settings: &Settings, note: &mut dyn FnMut(String)) -> Result<Model> {
    let mut lists = Lists::read(&data.join("gazetteers"))?;
    let articles = training_articles(data, &lists, settings)?;
    small_words(&articles, &mut lists);
    let dev = articles::uner(&data.join("ner/uner-ewt-dev.iob2.gz"), &data.join("treebank/ewt-dev.conllu.gz"), &lists)?;
    let mut model = fit(&articles, &lists, settings, note)?;
    let read = NameModel::from_model(&model)?;
    let sure = calibrate(&read, &dev);
    model.sections.retain(|section| section.name != "confidence");
    model.add("confidence", put_sure(&sure));
    Ok(model)
}

/// Trains on articles at hand, without calibration.
pub(crate) fn fit(
    articles: &[Gold],
    lists: &Lists,
    settings: &Settings,
    note: &mut dyn FnMut(String),
) -> Result<Model> {
    let gazetteer = lists.compile();
    let mut runs = prepare(articles.iter(), &gazetteer);
    let (tokens, names) = articles.iter().fold((0, 0), |(t, n), a| (t + a.found.tokens.len(), n + a.names.len()));
    let held = runs.labels.iter().filter(|label| ends_name(**label)).count();
    note(format!(
        "{} articles, {tokens} words, {} of them in runs; {names} names, {held} of them in runs",
        articles.len(),
        runs.labels.len()
    ));
    runs.drop_rare(settings.rare);
    let rows = learn(&runs, settings, note);
    let mut second = Rows::new();
    if settings.second {
        second = second_look(articles, &gazetteer, settings, note);
    }
    let mut model = Model::new(NAME);
    model.add_words("labels", &label_names());
    model.add_linear("weights", LABELS, &rows);
    model.add_linear("second look", LABELS, &second);
    model.add("gazetteer", gazetteer.to_bytes());
    model.add("confidence", put_sure(&[(0, 800)]));
    Ok(model)
}

fn ends_name(label: u8) -> bool {
    matches!(labels::parts(label as usize), Some((0 | 1, _)))
}

/// Learns the second look on articles that the models of the first look have not seen.
fn second_look(articles: &[Gold], gazetteer: &Gazetteer, settings: &Settings, note: &mut dyn FnMut(String)) -> Rows {
    let mut second = Runs::default();
    let mut base: Vec<Scores> = Vec::new();
    let mut decoder = Decoder::default();
    let folds = settings.folds.max(2);
    for fold in 0..folds {
        let others = articles.iter().enumerate().filter(|(at, _)| at % folds != fold).map(|(_, gold)| gold);
        let mut rest = prepare(others, gazetteer);
        rest.drop_rare(settings.rare);
        let fewer = Settings { rounds: settings.rounds.min(5), ..settings.clone() };
        let weights = Linear::new(LABELS, &learn(&rest, &fewer, &mut |_| {}));
        let transitions = model::transitions(&weights);
        note(format!("part {} of {folds} for the second look", fold + 1));
        for gold in articles.iter().skip(fold).step_by(folds) {
            look(&gold.text, &gold.found, gazetteer, |view, runs| {
                let mut looks = Looks::default();
                looks.first(view, runs, &weights, &transitions);
                let names = first_names(runs, &looks.labels);
                second.add(runs, gold);
                let (offsets, features) = (&mut second.offsets, &mut second.features);
                second_features(view, runs, &looks.labels, &names, &weights, &mut Vec::new(), |_, own| {
                    offsets.push(features.len() as u32);
                    features.extend_from_slice(own);
                });
                let mut start = 0;
                for run in runs {
                    let end = start + run.words.len();
                    decoder.through(&looks.scores[start..end], &transitions, &mut base);
                    start = end;
                }
            });
        }
    }
    nudge(&second, &base, note)
}

/// Weights that, added to the best points through each label (`base`), make the gold labels likeliest: multinomial
/// logistic regression by stochastic gradient. A perceptron would follow its last errors, of which most are noise.
fn nudge(runs: &Runs, base: &[Scores], note: &mut dyn FnMut(String)) -> Rows {
    let mut weights: FxHashMap<u32, [f64; LABELS]> = FxHashMap::default();
    let mut order: Vec<(usize, i32)> =
        (0..runs.starts.len()).flat_map(|run| runs.words(run).map(move |word| (word, runs.starts[run].1))).collect();
    let unlikely = |word: usize, shares: &[f64; LABELS]| -shares[runs.labels[word] as usize].max(1e-9).ln();
    let shares = |points: &[f64; LABELS]| {
        let most = points.iter().copied().fold(f64::MIN, f64::max);
        let mut shares = points.map(|p| (p - most).exp());
        let sum: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= sum);
        shares
    };
    let plain = |word: usize, unit: f64| base[word].map(|points| f64::from(points) / unit);
    let loss = |unit: f64| -> f64 { order.iter().map(|(word, _)| unlikely(*word, &shares(&plain(*word, unit)))).sum() };
    let units = [600.0, 1300.0, 2000.0, 3000.0, 4500.0, 7000.0, 10_000.0];
    let unit = units.into_iter().min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(300.0);
    note(format!("second look: unit {unit}, first look alone loses {:.0}", loss(unit)));
    for round in 0..4u32 {
        shuffle(&mut order, u64::from(round));
        let rate = 0.1 / f64::from(1 + round);
        let mut total = 0.0;
        for (word, weight) in &order {
            let features = runs.features(*word);
            if features.is_empty() {
                continue;
            }
            let mut points = plain(*word, unit);
            for row in features.iter().filter_map(|feature| weights.get(feature)) {
                points.iter_mut().zip(row).for_each(|(sum, more)| *sum += more);
            }
            let shares = shares(&points);
            total += unlikely(*word, &shares);
            for feature in features {
                let row = weights.entry(*feature).or_insert([0.0; LABELS]);
                for (label, (own, share)) in row.iter_mut().zip(&shares).enumerate() {
                    let right = if label == runs.labels[*word] as usize { 1.0 } else { 0.0 };
                    *own += rate * f64::from((*weight).min(2)) / 2.0 * (right - share);
                }
            }
        }
        note(format!("second look, round {}: words with something elsewhere lose {total:.0}", round + 1));
    }
    let mut rows: Rows = Vec::new();
    for (feature, row) in weights {
        let value = |points: f64| (points * unit).round().clamp(-30_000.0, 30_000.0) as i16;
        let row = row.iter().enumerate().map(|(label, points)| Weight { label: label as u8, value: value(*points) });
        rows.push((feature, row.filter(|weight| weight.value.abs() > 3).collect()));
    }
    rows.retain(|(_, row)| !row.is_empty());
    rows.sort_unstable_by_key(|(feature, _)| *feature);
    rows
}

/// Names found and names wanted, by type.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    pub right: usize,
    pub found: usize,
    pub gold: usize,
}

impl Score {
    pub fn f1(&self) -> f64 {
        if self.right == 0 { 0.0 } else { 200.0 * self.right as f64 / (self.found + self.gold) as f64 }
    }

    pub fn precision(&self) -> f64 {
        100.0 * self.right as f64 / self.found.max(1) as f64
    }

    pub fn recall(&self) -> f64 {
        100.0 * self.right as f64 / self.gold.max(1) as f64
    }
}

/// The types that are scored, in the order of the scores.
pub const SCORED: [EntityType; 3] = [EntityType::Person, EntityType::Organization, EntityType::Place];

/// Exact span and type of persons, organizations and places on articles with gold words: all, then each of [`SCORED`].
pub fn evaluate(model: &NameModel, gold: &[Gold]) -> [Score; 4] {
    let mut scores = [Score::default(); 4];
    for (gold, found) in gold.iter().map(|gold| (gold, found(model, gold))) {
        for (number, kind) in SCORED.iter().enumerate() {
            let right = found.iter().filter(|(name, _)| name.1 == *kind && gold.names.contains(name)).count();
            let found = found.iter().filter(|(name, _)| name.1 == *kind).count();
            let wanted = gold.names.iter().filter(|name| name.1 == *kind).count();
            for score in [0, number + 1] {
                scores[score].right += right;
                scores[score].found += found;
                scores[score].gold += wanted;
            }
        }
    }
    scores
}

type Name = (std::ops::Range<usize>, EntityType);

/// The names found in an article, as ranges of tokens, with their confidence.
pub fn found(model: &NameModel, gold: &Gold) -> Vec<(Name, f32)> {
    let tokens = &gold.found.tokens;
    let range = |span: crate::Span| {
        tokens.partition_point(|t| t.span.end <= span.start)..tokens.partition_point(|t| t.span.start < span.end)
    };
    let mentions = crate::extract::names::named(&gold.text, &gold.found, model);
    mentions.iter().map(|m| ((range(m.span), m.entity_type), m.confidence)).collect()
}

/// For margins in rising order the share of names that are right: ten parts of the names found, made to rise.
fn calibrate(model: &NameModel, gold: &[Gold]) -> Vec<(i32, u32)> {
    // A model that gives the margin itself, in ten-thousandths.
    let raw = NameModel { sure: vec![(0, 0), (10_000, 1000)], ..model.clone() };
    let mut all: Vec<(f32, bool)> = Vec::new();
    for gold in gold {
        let names = found(&raw, gold);
        let scored = names.iter().filter(|((_, kind), _)| SCORED.contains(kind));
        all.extend(scored.map(|(name, margin)| (*margin, gold.names.contains(name))));
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sure: Vec<(i32, u32)> = Vec::new();
    for part in all.chunks(all.len().div_ceil(10).max(1)) {
        let middle = part[part.len() / 2].0;
        let right = part.iter().filter(|(_, right)| *right).count();
        let share = (right * 1000 / part.len()) as u32;
        let before = sure.last().map_or(0, |(_, share)| *share);
        sure.push(((middle * 10_000.0) as i32, share.max(before)));
    }
    sure
}
