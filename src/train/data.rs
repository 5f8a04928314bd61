//! The annotated texts models are made from and measured on: which files, where they come from, under which licence.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::conllu;
use crate::digest::sha256;
use crate::error::{Context, Error, Result};

/// A file below the data folder. It may be there with or without `.gz`.
#[derive(Clone, Copy, Debug)]
pub struct File {
    pub path: &'static str,
    pub title: &'static str,
    pub split: &'static str,
    pub licence: &'static str,
    pub from: &'static str,
}

const EWT: &str = "https://github.com/UniversalDependencies/UD_English-EWT";
const GUM: &str = "https://github.com/UniversalDependencies/UD_English-GUM";
const GUM_LICENCE: &str = "annotation CC BY 4.0; texts CC BY, CC BY-SA or public domain";

const fn ewt(path: &'static str, split: &'static str) -> File {
    File { path, title: "UD English EWT", split, licence: "CC BY-SA 4.0", from: EWT }
}

const fn gum(path: &'static str, split: &'static str) -> File {
    File { path, title: "UD English GUM, genres with free text", split, licence: GUM_LICENCE, from: GUM }
}

pub const EWT_TRAIN: File = ewt("treebank/ewt-train.conllu", "train");
pub const EWT_DEV: File = ewt("treebank/ewt-dev.conllu", "dev");
pub const GUM_TRAIN: File = gum("treebank/gum-train.conllu", "train");
pub const GUM_DEV: File = gum("treebank/gum-dev.conllu", "dev");

pub const GAP_DEVELOPMENT: File = gap("coref/gap-development.tsv", "development");
pub const GAP_VALIDATION: File = gap("coref/gap-validation.tsv", "validation");

const fn gap(path: &'static str, split: &'static str) -> File {
    let title = "GAP, paragraphs of Wikipedia, their text only";
    File {
        path,
        title,
        split,
        licence: "Apache-2.0",
        from: "https://github.com/google-research-datasets/gap-coreference",
    }
}

pub const GAP_PAIRS_DEVELOPMENT: File = File { title: "GAP, pronouns and names", ..GAP_DEVELOPMENT };
pub const GAP_PAIRS_VALIDATION: File = File { title: "GAP, pronouns and names", ..GAP_VALIDATION };

const UNER: &str = "https://github.com/UniversalNER/UNER_English-EWT";
const NLTK_NAMES: &str = "https://www.nltk.org/nltk_data (names)";

const fn uner(path: &'static str, split: &'static str) -> File {
    File { path, title: "UNER English EWT", split, licence: "CC BY-SA 4.0", from: UNER }
}

const fn list(path: &'static str, title: &'static str, licence: &'static str, from: &'static str) -> File {
    File { path, title, split: "list", licence, from }
}

pub const UNER_TRAIN: File = uner("ner/uner-ewt-train.iob2", "train");
pub const UNER_DEV: File = uner("ner/uner-ewt-dev.iob2", "dev");
pub const WIKIGOLD: File = File {
    path: "ner/wikigold.conll",
    title: "WikiGold",
    split: "all",
    licence: "CC BY 4.0",
    from: "Balasuriya and others 2009, Named Entity Recognition in Wikipedia",
};
pub const WIKIGOLD_TEXT: File = File { title: "WikiGold, its words only", ..WIKIGOLD };

pub const POLNEAR_TRAIN: File = File {
    path: "quotes/polnear-train.jsonl",
    title: "PolNeAR, US political news, its text only",
    split: "train",
    licence: "none stated: a research corpus",
    from: "https://github.com/networkdynamics/PolNeAR",
};
pub const QUOTES_TRAIN: File = File { title: "PolNeAR, who said what", ..POLNEAR_TRAIN };
pub const QUOTES_DEV: File =
    File { path: "quotes/polnear-dev.jsonl", title: "PolNeAR, who said what", split: "dev", ..POLNEAR_TRAIN };
pub const NEWS_TRAIN: File =
    File { path: "quotes/polnear-train.corenlp.jsonl", title: "PolNeAR, names as CoreNLP finds them", ..POLNEAR_TRAIN };
pub const CHAINS_TRAIN: File = File {
    path: "quotes/polnear-train.corenlp.jsonl",
    title: "PolNeAR, who is who as CoreNLP finds it",
    ..POLNEAR_TRAIN
};
pub const NEWS_DEV: File = File { path: "quotes/polnear-dev.corenlp.jsonl", split: "dev", ..NEWS_TRAIN };
const KANTROWITZ: &str = "free with credit: Names Corpus 1.3, (c) 1991 Mark Kantrowitz, additions by Bill Ross";
pub const NAMES_MALE: File = list("gazetteers/names-male.txt", "Names Corpus, male", KANTROWITZ, NLTK_NAMES);
pub const NAMES_FEMALE: File = list("gazetteers/names-female.txt", "Names Corpus, female", KANTROWITZ, NLTK_NAMES);
const OPEN: &str = "not stated";
pub const FIRST_NAMES: File = list("gazetteers/firstnames-all.txt", "first names", "public domain", OPEN);
pub const SURNAMES: File = list("gazetteers/surnames-us.txt", "surnames in the US", "public domain", OPEN);
pub const CITIES: File = list(
    "gazetteers/world-cities.csv",
    "GeoNames, cities of more than 15,000 people",
    "CC BY 4.0",
    "https://github.com/datasets/world-cities",
);
pub const COUNTRIES: File = list(
    "gazetteers/countries.json",
    "countries with capitals and demonyms",
    "ODbL 1.0",
    "https://github.com/mledoze/countries",
);
pub const COMPANIES: File =
    list("gazetteers/sp500.csv", "S&P 500 companies", "PDDL 1.0", "https://github.com/datasets/s-and-p-500-companies");

/// A file as it was read.
#[derive(Clone, Debug)]
pub struct Used {
    pub file: File,
    /// Of the text, not of its compressed form.
    pub sha256: String,
}

/// The folder of the data, and what was read from it so far.
#[derive(Debug)]
pub struct Data {
    folder: PathBuf,
    pub used: Vec<Used>,
}

impl Data {
    pub fn new(folder: &Path) -> Self {
        Data { folder: folder.to_owned(), used: Vec::new() }
    }

    /// # Errors
    /// The file is missing or cannot be read.
    pub fn text(&mut self, file: File) -> Result<String> {
        let plain = self.folder.join(file.path);
        let packed = self.folder.join(format!("{}.gz", file.path));
        let mut text = String::new();
        if packed.is_file() {
            let opened = fs::File::open(&packed).failed(&packed, "cannot be opened")?;
            let mut reader = flate2::read::MultiGzDecoder::new(opened);
            reader.read_to_string(&mut text).failed(&packed, "cannot be unpacked")?;
        } else if plain.is_file() {
            text = fs::read_to_string(&plain).failed(&plain, "cannot be read")?;
        } else {
            let what = format!("is missing ({}, {}), as is {}.gz", file.title, file.split, file.path);
            return Err(Error::usage(what).file(plain).help(format!("get it from {}", file.from)));
        }
        self.used.push(Used { file, sha256: sha256(text.as_bytes()) });
        Ok(text)
    }

    /// # Errors
    /// The file is missing, cannot be read or is not CoNLL-U.
    pub fn sentences(&mut self, file: File) -> Result<Vec<conllu::Sentence>> {
        let text = self.text(file)?;
        conllu::read(file.path, &text)
    }
}

/// A set of sentences to measure on.
#[derive(Clone, Debug)]
pub struct Set {
    pub name: &'static str,
    pub sentences: Vec<conllu::Sentence>,
}

/// EWT dev, GUM dev, and the news in GUM dev.
///
/// # Errors
/// A file is missing, cannot be read or is not CoNLL-U.
pub fn dev(data: &mut Data) -> Result<Vec<Set>> {
    let ewt = data.sentences(EWT_DEV)?;
    let text = data.text(GUM_DEV)?;
    let gum = conllu::read(GUM_DEV.path, &text)?;
    let news = conllu::read(GUM_DEV.path, &documents(&text, "GUM_news"))?;
    let set = |(name, sentences)| Set { name, sentences };
    Ok([("EWT dev", ewt), ("GUM dev", gum), ("GUM dev, news", news)].map(set).into())
}

/// The documents of a CoNLL-U text whose id begins with `prefix`.
fn documents(text: &str, prefix: &str) -> String {
    let mut inside = false;
    let kept = text.lines().filter(|line| {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            inside = id.starts_with(prefix);
        }
        inside
    });
    kept.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said_with_where_to_get_it() {
        let folder = tempfile::tempdir().unwrap();
        let error = Data::new(folder.path()).text(GUM_TRAIN).unwrap_err();
        assert!(error.to_string().ends_with(
            "treebank/gum-train.conllu: is missing (UD English GUM, genres with free text, train), as is \
             treebank/gum-train.conllu.gz"
        ));
        assert!(error.help.unwrap().contains("github.com/UniversalDependencies/UD_English-GUM"));
    }

    #[test]
    fn documents_are_chosen_by_their_ids() {
        let text = "# newdoc id = GUM_news_a\n1\n\n# newdoc id = GUM_court_b\n2\n\n# newdoc id = GUM_news_c\n3\n";
        assert_eq!(documents(text, "GUM_news"), "# newdoc id = GUM_news_a\n1\n\n# newdoc id = GUM_news_c\n3\n");
    }
}
