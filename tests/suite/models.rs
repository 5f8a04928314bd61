//! Models: those inside the program are whole and as their cards say, and training gives the same bytes every time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use quotient::Analyzer;
use quotient::analysis::Token;
use quotient::digest::sha256;
use quotient::model::{Model, bundled};
use quotient::train::{self, Name};

use crate::generators::article;

const LARGE: usize = 2 << 20;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// What training makes of the small corpus, once for all tests.
static TRAINED: LazyLock<BTreeMap<PathBuf, Vec<u8>>> = LazyLock::new(|| trained(tempfile::tempdir().unwrap().path()));

fn trained(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    for name in Name::ALL {
        train::train(*name, &root().join("tests/data/corpus"), folder).unwrap();
    }
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|file| (file.file_name().unwrap().into(), fs::read(&file).unwrap())).collect()
}

#[test]
fn the_same_texts_train_the_same_bytes() {
    let two = tempfile::tempdir().unwrap();
    let files = &*TRAINED;
    let names: Vec<&str> = files.keys().filter_map(|name| name.to_str()).collect();
    let expected = "README.md classes.model classes.toml coreference.model coreference.toml lemma.model lemma.toml names.model names.toml parser.model parser.toml quotes.model quotes.toml tagger.model tagger.toml";
    assert_eq!(names.join(" "), expected);
    assert!(*files == trained(two.path()));
    // The ranker of pronouns has learnt from the treebank's chains, and from lists how names end.
    let model = Model::from_bytes("coreference", &files[Path::new("coreference.model")]).unwrap();
    for section in ["weights", "genders"] {
        assert!(model.section(section).unwrap().len() > 200, "nothing was learnt in {section}");
    }
}

#[test]
fn a_trained_model_tags_what_it_has_learnt() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in &*TRAINED {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let article = article("The ferry sailed on Monday. She told the mayor in the old school.");
    let found = Analyzer::with_models(folder.path()).unwrap().analyze(&article);
    let tags: Vec<&str> = found.tokens.iter().map(|token| token.tag.as_str()).collect();
    let expected = "DT NN VBD IN NNP . PRP VBD DT NN IN DT JJ NN .";
    assert_eq!(tags.join(" "), expected);
    let lemma = |at: usize| found.lemma(&article.text, &found.tokens[at]).into_owned();
    assert_eq!((lemma(0), lemma(2), lemma(4)), ("the".into(), "sail".into(), "Monday".into()));
    // In the corpus everything depends on the first word.
    let heads: Vec<u32> = found.tokens.iter().map(|token| token.head).collect();
    assert_eq!(heads, [[0; 6].as_slice(), &[6; 9]].concat());
}

#[test]
fn the_programs_own_models_are_as_their_cards_say() {
    let page = fs::read_to_string(root().join("models/README.md")).unwrap();
    for model in bundled::ALL {
        let read = Model::from_bytes(model.name, model.bytes).unwrap();
        // Packing a large one takes a test build ten seconds.
        if model.bytes.len() < LARGE {
            assert_eq!(read.to_bytes().unwrap(), model.bytes, "{}", model.name);
        }
        assert!(model.card.contains(&format!("\nsha256 = \"{}\"\n", sha256(model.bytes))), "{}", model.name);
        assert!(page.contains(model.card), "models/README.md has an old card of {}", model.name);
    }
}

#[test]
fn a_folder_without_models_is_refused() {
    let error = Analyzer::with_models(Path::new("no/such/folder")).unwrap_err();
    assert_eq!(error.to_string(), "no/such/folder: is not a folder");
}

#[test]
fn a_folder_with_a_broken_model_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("parser.model"), "no model").unwrap();
    let error = Analyzer::with_models(folder.path()).unwrap_err().to_string();
    assert!(error.ends_with("parser.model: is not a model of this program"), "{error}");
}

#[test]
fn plain_news_is_parsed() {
    let article = article("Mayor Ann Okafor told reporters the ferry had been sold on Friday.");
    let found = Analyzer::new().analyze(&article);
    let word = |at: u32| found.tokens[at as usize].span.of(&article.text);
    let arc = |(at, token): (u32, &Token)| format!("{} {} {}", word(at), token.relation.as_str(), word(token.head));
    let arcs: Vec<String> = (0..).zip(&found.tokens).map(arc).collect();
    for expected in ["told root told", "Friday obl sold", "sold ccomp told", "ferry nsubj:pass sold"] {
        assert!(arcs.iter().any(|arc| arc == expected), "{expected}: {arcs:?}");
    }
}

#[test]
fn plain_news_is_tagged() {
    let article = article("The ministers’ lawyers told reporters on Friday that he wasn’t lying.");
    let found = Analyzer::new().analyze(&article);
    let words: Vec<String> = found
        .tokens
        .iter()
        .map(|token| format!("{}/{}", found.lemma(&article.text, token), token.tag.as_str()))
        .collect();
    let expected = "the/DT minister/NNS 's/POS lawyer/NNS tell/VBD reporter/NNS on/IN Friday/NNP that/IN he/PRP be/VBD \
                    not/RB lie/VBG ./.";
    assert_eq!(words.join(" "), expected);
}

#[test]
fn a_data_set_names_the_models_that_took_part() {
    let folder = tempfile::tempdir().unwrap();
    let models = |tables: &str| {
        let out = folder.path().join(tables);
        let input = root().join("input");
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_quotient"));
        let run = program.args(["run", "--quiet", "--format", "csv", "--tables", tables, "-o"]).arg(&out).arg(input);
        assert!(run.status().unwrap().success());
        let manifest = fs::read(out.join("dataset.json")).unwrap();
        serde_json::from_slice::<serde_json::Value>(&manifest).unwrap()["models"].clone()
    };
    let entry = |name: &str| {
        let sha256 = sha256(bundled::named(name).unwrap().bytes);
        serde_json::json!({ "name": name, "sha256": sha256 })
    };
    let all = ["tagger", "lemma", "parser", "quotes", "names", "coreference"].map(entry);
    assert_eq!(models("quotes"), serde_json::json!(all));
}
