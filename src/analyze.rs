//! One article's way through all stages.

use std::panic;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread::{self, ScopedJoinHandle};

use crate::analysis::Analysis;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::extract::coreference::{self, CoreferenceModel, Known};
use crate::extract::names::{self, NameModel, Words};
use crate::extract::quotes::{self, QuoteModel};
use crate::model::bundled;
use crate::read::language;
use crate::tag::lemma::Lemmas;
use crate::tag::parser::{self, Parser, Scratch};
use crate::tag::side_by_side;
use crate::tag::tagger::Tagger;
use crate::{extract, segment};

/// One stage: from the text and what the stages before it found.
#[derive(Clone, Copy)]
pub enum Stage {
    /// Of the language, not of news: what finders of quotes and names learn from.
    Language(fn(&Language, &str, &mut Analysis)),
    /// Finds something in an article whose sentences are known.
    Finder(for<'a> fn(&Analyzer, &'a str, &mut Analysis, &mut Words<'a>)),
}

use Stage::{Finder, Language as Reader};

/// All stages with their names, in order. Quotes come before names, so that their views of the text are not in memory at
/// the same time.
pub const STAGES: &[(&str, Stage)] = &[
    (
        "paragraphs",
        Reader(|_, text, found| (found.paragraphs, found.stated) = segment::paragraphs::find(text, &found.marked)),
    ),
    (
        "sentences and tokens",
        Reader(|_, text, found| {
            (found.sentences, found.tokens) = segment::sentences::find(text, &mut found.paragraphs);
        }),
    ),
    ("marks", Reader(|_, text, found| found.quotations = extract::marks::find(text, &found.paragraphs))),
    ("tags", Reader(Language::tag)),
    ("trees", Reader(Language::parse)),
    (
        "quotes",
        Finder(|analyzer, text, found, _| {
            found.quotes = extract::quotes::find(text, found, &analyzer.models.quotes, analyzer.least);
        }),
    ),
    ("words", Finder(|_, text, found, words| *words = Words::read(text, found))),
    (
        "names",
        Finder(|analyzer, text, found, words| {
            found.mentions = extract::names::find(text, found, words, Some(&analyzer.models.names));
        }),
    ),
    ("values", Finder(|_, text, found, _| found.values = extract::values::find(text, found))),
    (
        "coreference",
        Finder(|analyzer, text, found, words| {
            let Models { coreference, names, .. } = &*analyzer.models;
            coreference::resolve(text, found, words, &Known { model: coreference, names: Some(names) });
        }),
    ),
    ("sources", Finder(|_, text, found, words| extract::sources::describe(text, found, words))),
];

/// What is done with an article in another language than the models': nothing that they know of.
const OTHER: &[fn(&str, &mut Analysis)] = &[
    |text, found| (found.paragraphs, found.stated) = segment::paragraphs::find(text, &found.marked),
    |text, found| (found.sentences, found.tokens) = segment::sentences::find(text, &mut found.paragraphs),
    |text, found| found.quotations = extract::marks::find(text, &found.paragraphs),
    |text, found| found.quotes = extract::quotes::foreign::find(text, found),
];

/// Whether the models know the article's language.
fn is_known(article: &Article) -> bool {
    article.meta.language.as_deref().is_none_or(|language| language::is(language, language::ENGLISH))
}

impl Stage {
    /// Adds to `found` and `words` what this stage finds.
    pub fn run<'a>(&self, analyzer: &Analyzer, text: &'a str, found: &mut Analysis, words: &mut Words<'a>) {
        match self {
            Stage::Language(stage) => stage(&analyzer.models.language, text, found),
            Stage::Finder(stage) => stage(analyzer, text, found, words),
        }
    }
}

/// The models inside the program, once somebody wanted them kept.
static OWN: OnceLock<Arc<Models>> = OnceLock::new();

/// What is learnt, unpacked.
#[derive(Clone, Debug)]
struct Models {
    language: Language,
    quotes: QuoteModel,
    names: NameModel,
    coreference: CoreferenceModel,
}

impl Models {
    fn load(folder: Option<&Path>) -> Result<Self> {
        // Side by side: a program that reads one article mostly waits for this. On threads that end, for what they used to unpack
        // is then free for others.
        let (language, quotes, names) = thread::scope(|scope| {
            let quotes = scope.spawn(|| QuoteModel::new(&bundled::load(quotes::NAME, folder)?));
            let names = scope.spawn(|| NameModel::new(&bundled::load(names::NAME, folder)?));
            let language = Language::load(folder);
            (language, joined(quotes), joined(names))
        });
        let coreference = CoreferenceModel::new(&bundled::load(coreference::NAME, folder)?)?;
        Ok(Models { language: language?, quotes: quotes?, names: names?, coreference })
    }
}

fn joined<T>(thread: ScopedJoinHandle<T>) -> T {
    thread.join().unwrap_or_else(|fault| panic::resume_unwind(fault))
}

/// What is known of English, not of news: parts of speech, lemmas, trees.
#[derive(Clone, Debug)]
pub struct Language {
    tagger: Tagger,
    lemmas: Lemmas,
    parser: Parser,
}

impl Language {
    /// From `folder`; what it does not have is the program's own.
    ///
    /// # Errors
    /// A model cannot be read.
    pub fn load(folder: Option<&Path>) -> Result<Self> {
        thread::scope(|scope| {
            let tagger = scope.spawn(|| Tagger::new(&bundled::load("tagger", folder)?));
            let parser = Parser::new(&bundled::load(parser::NAME, folder)?);
            let lemmas = Lemmas::new(&bundled::load("lemma", folder)?);
            Ok(Language { tagger: joined(tagger)?, lemmas: lemmas?, parser: parser? })
        })
    }

    /// Everything up to trees: what finders of quotes and names learn from.
    pub fn read(&self, text: &str) -> Analysis {
        let mut found = Analysis::default();
        for (_, stage) in STAGES {
            if let Stage::Language(stage) = stage {
                stage(self, text, &mut found);
            }
        }
        found
    }

    /// Heads and relations.
    fn parse(&self, text: &str, found: &mut Analysis) {
        side_by_side(&mut found.tokens, &found.sentences, |tokens, sentences| {
            self.parser.parse(text, tokens, sentences, &mut Scratch::default());
        });
    }

    /// Parts of speech and lemmas.
    fn tag(&self, text: &str, found: &mut Analysis) {
        found.edits = self.lemmas.edits();
        side_by_side(&mut found.tokens, &found.sentences, |tokens, sentences| {
            self.tagger.tag(text, tokens, sentences);
            self.lemmas.fill(text, tokens, sentences);
        });
    }
}

/// Shared by all threads and immutable; a copy costs nothing.
#[derive(Clone, Debug)]
pub struct Analyzer {
    /// Models that stand in for the program's own.
    folder: Option<Arc<Path>>,
    models: Arc<Models>,
    /// Quotes less sure than this are left out.
    least: f32,
}

impl Default for Analyzer {
    fn default() -> Self {
        Analyzer::new()
    }
}

impl Analyzer {
    /// With the models inside the program, which are unpacked once.
    pub fn new() -> Self {
        // They are part of the program: a test reads them.
        let own = || Arc::new(Models::load(None).expect("the program's own models can be read"));
        Analyzer { folder: None, models: Arc::clone(OWN.get_or_init(own)), least: 0.0 }
    }

    /// With the models in `folder`; those it does not have are the program's own.
    ///
    /// # Errors
    /// There is no such folder, or a model in it cannot be read.
    pub fn with_models(folder: &Path) -> Result<Self> {
        if !folder.is_dir() {
            return Err(Error::usage("is not a folder")
                .file(folder)
                .help("--models takes a folder with NAME.model in it"));
        }
        Analyzer::load(Some(folder))
    }

    /// With the models in `folder` if one is given. Those inside the program are unpacked anew unless [`Analyzer::new`] did so
    /// before: their memory is free again when the last copy of this analyzer goes.
    ///
    /// # Errors
    /// As [`Analyzer::with_models`].
    pub fn from(folder: Option<&Path>) -> Result<Self> {
        match (folder, OWN.get()) {
            (Some(folder), _) => Analyzer::with_models(folder),
            (None, Some(_)) => Ok(Analyzer::new()),
            (None, None) => Analyzer::load(None),
        }
    }

    fn load(folder: Option<&Path>) -> Result<Self> {
        Ok(Analyzer { folder: folder.map(Arc::from), models: Arc::new(Models::load(folder)?), least: 0.0 })
    }

    /// Leaves out quotes that are less sure than `least`, from 0 to 1.
    pub fn with_least_confidence(self, least: f32) -> Self {
        Analyzer { least, ..self }
    }

    /// Everything found in `article`; if it states another language than English, only paragraphs, sentences and what stands
    /// in quotation marks. Takes time in proportion to the text's length, and never fails.
    pub fn analyze(&self, article: &Article) -> Analysis {
        self.analyze_all(&[article]).pop().unwrap_or_default()
    }

    /// The same for each of the articles. One stage goes through all of them before the next begins: its model is then at
    /// hand, where models that take turns drive each other out of the processor's memory.
    pub fn analyze_all(&self, articles: &[&Article]) -> Vec<Analysis> {
        let begin = |article: &&Article| {
            let marked = article.marked.clone();
            let found = Analysis { marked, published_at: article.meta.published_at, ..Analysis::default() };
            (found, Words::default())
        };
        let mut all: Vec<(Analysis, Words)> = articles.iter().map(begin).collect();
        for (_, stage) in STAGES {
            for (article, (found, words)) in articles.iter().zip(&mut all).filter(|(article, _)| is_known(article)) {
                stage.run(self, &article.text, found, words);
            }
        }
        for (article, (found, _)) in articles.iter().zip(&mut all).filter(|(article, _)| !is_known(article)) {
            OTHER.iter().for_each(|stage| stage(&article.text, found));
            found.quotes.retain(|quote| quote.confidence >= self.least);
        }
        all.into_iter().map(|(found, _)| found).collect()
    }

    /// Name and SHA-256 of each model that is used.
    ///
    /// # Errors
    /// A model cannot be read any more.
    pub fn fingerprints(&self) -> Result<Vec<(String, String)>> {
        let used = ["tagger", "lemma", parser::NAME, quotes::NAME, names::NAME, coreference::NAME].into_iter();
        used.map(|name| Ok((name.to_owned(), bundled::fingerprint(name, self.folder.as_deref())?))).collect()
    }
}
