//! Gold text in, a model and its card out. Nothing that runs knows this module; it uses the running code's own feature
//! functions, so what is learnt is what runs.

pub mod card;
pub mod classes;
pub mod conllu;
pub mod coreference;
pub mod data;
pub mod jackknife;
pub mod learner;
pub mod lemma;
pub mod measure;
pub mod names;
pub mod orders;
pub mod parser;
pub mod perceptron;
pub mod plain;
pub mod quotes;
pub mod random;
pub mod show;
pub mod tagger;

use std::fs;
use std::path::Path;

use crate::error::{Context, Result};
use crate::extract::coreference::CoreferenceModel;
use crate::extract::names::NameModel;
use crate::extract::quotes::QuoteModel;
use crate::model::{self, Model, bundled};
use crate::tag::lemma::Lemmas;
use crate::tag::parser::Parser;
use crate::tag::tagger::Tagger;
use card::{Card, Score};
use data::{Data, Set};

/// So many taggers tag the texts the parser learns from, each the part it has not seen.
const PARTS: usize = 5;

/// The models that can be trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    Classes,
    Tagger,
    Lemma,
    Parser,
    Names,
    Quotes,
    Coreference,
}

/// What a model is measured on.
enum Dev {
    Trees(Vec<Set>),
    Names(names::measure::Sets),
    Quotes(Vec<quotes::gold::Text>),
    Coreference(Vec<(&'static str, Vec<coreference::gold::Text>)>),
}

impl Name {
    pub const ALL: &[Name] =
        &[Name::Classes, Name::Tagger, Name::Lemma, Name::Parser, Name::Names, Name::Quotes, Name::Coreference];

    pub fn as_str(self) -> &'static str {
        match self {
            Name::Classes => "classes",
            Name::Tagger => "tagger",
            Name::Lemma => "lemma",
            Name::Parser => "parser",
            Name::Names => "names",
            Name::Quotes => "quotes",
            Name::Coreference => "coreference",
        }
    }

    pub fn named(name: &str) -> Option<Name> {
        Name::ALL.iter().copied().find(|model| model.as_str() == name)
    }

    fn does(self) -> &'static str {
        match self {
            Name::Classes => "classes of words that stand in the same places, for what other models learn",
            Name::Tagger => "universal and English parts of speech",
            Name::Lemma => "dictionary forms of words, from their form and English part of speech",
            Name::Parser => "heads and universal relations of words, from their forms and parts of speech",
            Name::Names => "names of persons, organizations, places and other things",
            Name::Quotes => "who is said to have said what: cues, sources and content",
            Name::Coreference => "whom pronouns stand for, and whose first names are women's and men's",
        }
    }

    fn options(self) -> Vec<(&'static str, i64)> {
        match self {
            Name::Classes => classes::Options::default().named(),
            Name::Tagger => tagger::Options::default().named(),
            Name::Lemma => lemma::Options::default().named(),
            Name::Parser => parser::Settings::default().named(),
            Name::Names => names::Options::default().named(),
            Name::Quotes => quotes::Options::default().named(),
            Name::Coreference => coreference::Options::default().named(),
        }
    }

    fn dev(self, data: &mut Data) -> Result<Dev> {
        Ok(match self {
            Name::Names => Dev::Names(names::measure::sets(data)?),
            Name::Quotes => {
                Dev::Quotes(quotes::gold::texts(data::QUOTES_DEV.path, &data.text(data::QUOTES_DEV)?, false)?)
            }
            Name::Coreference => {
                let mut set =
                    |name, file: data::File| Ok((name, coreference::gold::read(file.path, &data.text(file)?)?));
                let gap = set("GAP development", data::GAP_PAIRS_DEVELOPMENT)?;
                Dev::Coreference(vec![gap, set("GUM dev", data::GUM_DEV)?])
            }
            _ => Dev::Trees(data::dev(data)?),
        })
    }

    /// Learns a model; the classes of words it needs are those in `out`, if they were learnt too, or the program's own.
    fn learn(self, data: &mut Data, out: &Path) -> Result<Model> {
        let kin = bundled::load(model::classes::NAME, Some(out))?;
        match self {
            Name::Classes => classes::train(&classes::sentences(data)?, &classes::Options::default()),
            Name::Tagger => {
                let examples: Vec<_> = trees(data)?.iter().map(tagger::Example::of).collect();
                tagger::train(&examples, &kin, &tagger::Options::default())
            }
            Name::Lemma => lemma::train(&trees(data)?, &lemma::Options::default()),
            Name::Parser => {
                tracing::info!("tags each part of the texts with a tagger that has not seen it");
                let tagged = jackknife::retag(&trees(data)?, PARTS, &kin, &tagger::Options::default())?;
                let tagger = Tagger::new(&bundled::load("tagger", Some(out))?)?;
                let plain = plain::news(data)?.into_iter().map(|words| jackknife::tagged(&tagger, words)).collect();
                parser::train(&tagged, plain, &parser::Settings::default())
            }
            Name::Names => names::train(data, &names::Options::default()),
            Name::Quotes => quotes::train(data, &kin, out, &quotes::Options::default()),
            Name::Coreference => coreference::train(data, out, &coreference::Options::default()),
        }
    }

    /// Measures `model`; those it needs besides are taken from `folder` or the program.
    fn measure(self, model: &Model, folder: Option<&Path>, dev: &Dev) -> Result<Vec<Score>> {
        let sets = match dev {
            Dev::Trees(sets) => sets,
            Dev::Names(sets) => return Ok(names::measure::scores(&NameModel::new(model)?, sets)),
            Dev::Quotes(texts) => return quotes::measure(&QuoteModel::new(model)?, folder, texts),
            Dev::Coreference(sets) => {
                return coreference::measure(&CoreferenceModel::new(model)?, folder, sets.clone());
            }
        };
        match self {
            // Good for what they are to other models only.
            Name::Classes => Ok(Vec::new()),
            Name::Tagger => {
                let tagger = Tagger::new(model)?;
                let tag = |text: &str, tokens: &mut [_], sentences: &[_]| tagger.tag(text, tokens, sentences);
                Ok(sets.iter().flat_map(|set| measure::tags(set, &tag)).collect())
            }
            Name::Lemma => {
                let (tagger, lemmas) = (Tagger::new(&bundled::load("tagger", folder)?)?, Lemmas::new(model)?);
                let tag = |text: &str, tokens: &mut [_], sentences: &[_]| {
                    tagger.tag(text, tokens, sentences);
                    lemmas.fill(text, tokens, sentences);
                };
                Ok(sets.iter().flat_map(|set| measure::lemmas(set, &tag, &lemmas)).collect())
            }
            Name::Parser => {
                let (tagger, parser) = (Tagger::new(&bundled::load("tagger", folder)?)?, Parser::new(model)?);
                Ok(sets.iter().flat_map(|set| measure::trees(set, &tagger, &parser)).collect())
            }
            // Measured above.
            Name::Names | Name::Quotes | Name::Coreference => Ok(Vec::new()),
        }
    }
}

/// The annotated sentences to learn from.
fn trees(data: &mut Data) -> Result<Vec<conllu::Sentence>> {
    let mut sentences = data.sentences(data::EWT_TRAIN)?;
    sentences.extend(data.sentences(data::GUM_TRAIN)?);
    Ok(sentences)
}

/// Learns the model from the data in the folder `data` and writes `NAME.model`, its card `NAME.toml` and the page of all
/// cards `README.md` into the folder `out`, which is made if it is missing.
///
/// # Errors
/// Data is missing or broken, or a file cannot be written.
pub fn train(name: Name, data: &Path, out: &Path) -> Result<()> {
    fs::create_dir_all(out).failed(out, "cannot be made")?;
    let mut data = Data::new(data);
    // What is missing is said before hours are spent.
    let dev = name.dev(&mut data)?;
    let model = name.learn(&mut data, out)?;
    let bytes = model.to_bytes()?;
    let scores = name.measure(&model, Some(out), &dev)?;
    scores.iter().for_each(|score| tracing::info!("{}", sentence(score)));
    data.used.sort_by_key(|used| (used.file.split != "train", used.file.path));
    data.used.dedup_by_key(|used| used.file.path);
    let card = Card {
        name: name.as_str(),
        does: name.does(),
        file: &bytes,
        options: name.options(),
        data: &data.used,
        scores: &scores,
    };
    write(out, &format!("{}.model", name.as_str()), &bytes)?;
    write(out, &format!("{}.toml", name.as_str()), card.toml().as_bytes())?;
    let card =
        |name: &Name| Some((name.as_str(), fs::read_to_string(out.join(format!("{}.toml", name.as_str()))).ok()?));
    let cards: Vec<_> = Name::ALL.iter().filter_map(card).collect();
    write(out, "README.md", card::readme(cards.iter().map(|(name, card)| (*name, card.as_str()))).as_bytes())?;
    tracing::info!("{}: {} bytes", out.join(format!("{}.model", name.as_str())).display(), bytes.len());
    Ok(())
}

/// Measures a model (from `folder`, or the program's own) on the dev sets in the folder `data`.
///
/// # Errors
/// Data is missing or broken, or the model cannot be read.
pub fn evaluate(name: Name, data: &Path, folder: Option<&Path>) -> Result<Vec<Score>> {
    let dev = name.dev(&mut Data::new(data))?;
    name.measure(&bundled::load(name.as_str(), folder)?, folder, &dev)
}

/// One score in a line.
pub fn sentence(Score { set, measure, percent }: &Score) -> String {
    format!("{set}: {measure} {percent:.2} %")
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let file = folder.join(name);
    fs::write(&file, bytes).failed(&file, "cannot be written")
}
