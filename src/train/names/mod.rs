//! Trains the finder of names: a structured perceptron over runs of words, then the weights of its second look, learnt on
//! what models that did not see the article found at the first.

pub mod corpora;
mod first;
pub mod gazetteers;
pub mod gold;
pub mod gum;
pub mod iob;
pub mod measure;
pub mod newswire;
mod second;
mod show;

use std::collections::BTreeMap;

use super::data::{self, Data};
use crate::error::Result;
use crate::extract::names::NameModel;
use crate::extract::names::learnt::gazetteer::class;
use crate::extract::names::learnt::labels::{self, LABELS};
use crate::extract::names::learnt::model::{NAME, label_names, put_sure};
use crate::model::Model;
use first::{learn, prepare};
use gazetteers::Lists;
use gold::Gold;

/// What was tried and kept; see docs/models.md.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub rounds: usize,
    pub seed: u64,
    /// So many models, each with the examples in another order, are made one.
    pub orders: usize,
    /// Features seen in fewer words are not learnt.
    pub rare: u32,
    /// Weights below so many hundredths of a step are left out.
    pub least: i64,
    /// Parts for the second look: each is looked at by a model of the others.
    pub folds: usize,
    /// How much a step on text annotated by people moves, where one on the names another program found moves 1.
    pub gold: i32,
    /// The same for sentences of our own.
    pub own: i32,
    /// So many articles are made up from them.
    pub newswire: usize,
    /// Every so many articles is also learnt in capitals, and one With Capitals; 0 is none.
    pub shouted: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            rounds: 8,
            seed: 7,
            orders: 4,
            rare: 2,
            least: 120,
            folds: 3,
            gold: 9,
            own: 2,
            newswire: 2400,
            shouted: 6,
        }
    }
}

impl Options {
    pub fn named(&self) -> Vec<(&'static str, i64)> {
        vec![
            ("rounds", self.rounds as i64),
            ("seed", self.seed as i64),
            ("orders", self.orders as i64),
            ("rare", self.rare.into()),
            ("least", self.least),
            ("folds", self.folds as i64),
            ("gold", self.gold.into()),
            ("own", self.own.into()),
            ("newswire", self.newswire as i64),
            ("shouted", self.shouted as i64),
        ]
    }
}

/// All training articles.
fn training_articles(data: &mut Data, lists: &Lists, options: &Options) -> Result<Vec<Gold>> {
    let uner = data.text(data::UNER_TRAIN)?;
    let mut all = corpora::uner(&uner, &data.sentences(data::EWT_TRAIN)?, lists);
    all.extend(corpora::columns(&data.text(data::WIKIGOLD)?, lists, options.gold));
    all.extend(gum::gum(&data.sentences(data::GUM_TRAIN)?, lists));
    all.iter_mut().for_each(|gold| gold.weight = options.gold);
    all.extend(corpora::silver(data::NEWS_TRAIN.path, &data.text(data::NEWS_TRAIN)?, lists)?);
    all = all.into_iter().map(Gold::without_titles).collect();
    if options.shouted > 0 {
        let capital = |word: &str| {
            let mut letters = word.chars();
            letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
        };
        let every = options.shouted;
        let shouted =
            all.iter().step_by(every).map(|gold| gold.shouted(str::to_uppercase, |sentence| sentence % 2 == 1));
        let titled =
            all.iter().skip(every / 2).step_by(every).map(|gold| gold.shouted(capital, |sentence| sentence % 3 > 0));
        let more: Vec<Gold> = shouted.chain(titled).map(|gold| Gold { weight: 1, ..gold }).collect();
        all.extend(more);
    }
    // Never most of what is learnt from.
    all.extend(newswire::articles(&lists.fillers, options.newswire.min(all.len()), options.own));
    Ok(all)
}

/// Which words are written small in the training text, and which small words are names.
fn small_words(articles: &[Gold], lists: &mut Lists) {
    let mut counts: BTreeMap<&str, (u32, u32, u32)> = BTreeMap::new();
    for gold in articles {
        let mut named = vec![false; gold.found.tokens.len()];
        gold.names.iter().for_each(|(range, _)| named[range.clone()].fill(true));
        for (token, named) in gold.found.tokens.iter().zip(named) {
            let word = token.span.of(&gold.text);
            if word.starts_with(char::is_lowercase) && word.chars().all(char::is_alphabetic) {
                let count = counts.entry(word).or_default();
                count.0 += 1;
                count.1 += u32::from(named && gold.weight > 1);
                count.2 += u32::from(gold.weight > 1);
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

/// Learns from the corpora in `data`.
///
/// # Errors
/// A corpus is missing or damaged.
pub fn train(data: &mut Data, options: &Options) -> Result<Model> {
    let mut lists = Lists::read(data)?;
    let articles = training_articles(data, &lists, options)?;
    small_words(&articles, &mut lists);
    let mut model = fit(&articles, &lists, options)?;
    let uner = data.text(data::UNER_DEV)?;
    let dev = corpora::uner(&uner, &data.sentences(data::EWT_DEV)?, &lists);
    let dev: Vec<Gold> = dev.into_iter().map(Gold::without_titles).collect();
    let sure = measure::calibrate(&NameModel::new(&model)?, &dev);
    model.sections.retain(|section| section.name != "confidence");
    model.add("confidence", put_sure(&sure));
    Ok(model)
}

/// Learns from articles at hand, without calibration.
fn fit(articles: &[Gold], lists: &Lists, options: &Options) -> Result<Model> {
    let gazetteer = lists.compile();
    let note = &mut |line: String| tracing::info!("{line}");
    let mut runs = prepare(articles.iter(), &gazetteer);
    let (tokens, names) = articles.iter().fold((0, 0), |(t, n), a| (t + a.found.tokens.len(), n + a.names.len()));
    let ends_name = |label: &&u8| matches!(labels::parts(**label as usize), Some((0 | 1, _)));
    let held = runs.labels.iter().filter(ends_name).count();
    note(format!(
        "{} articles, {tokens} words, {} of them in runs; {names} names, {held} of them in runs",
        articles.len(),
        runs.labels.len()
    ));
    runs.drop_rare(options.rare);
    let rows = learn(&runs, options, note);
    let second = second::second_look(articles, &gazetteer, options, note);
    let mut model = Model::new(NAME);
    model.add_words("labels", &label_names());
    model.add_linear("weights", LABELS, &rows);
    model.add_linear("second look", LABELS, &second);
    model.add("gazetteer", gazetteer.to_bytes());
    model.add("confidence", put_sure(&[(0, 800)]));
    show::strongest(articles, &gazetteer, &rows).write(&label_names(), &mut model);
    Ok(model)
}
