//! One article's way through all stages.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::analysis::Analysis;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::extract::names::Words;
use crate::model::bundled;
use crate::tag::lemma::Lemmas;
use crate::tag::tagger::Tagger;
use crate::{extract, segment};

/// One stage: from the text and what the stages before it found.
type Stage = for<'a> fn(&'a str, &mut Analysis, &mut Words<'a>);

/// All stages with their names, in order. Quotes come before names, so that their views of the text are not in memory at
/// the same time.
pub const STAGES: &[(&str, Stage)] = &[
    ("paragraphs", |text, found, _| (found.paragraphs, found.stated) = segment::paragraphs::find(text)),
    ("sentences and tokens", |text, found, _| {
        (found.sentences, found.tokens) = segment::sentences::find(text, &mut found.paragraphs);
    }),
    ("marks", |text, found, _| found.quotations = extract::marks::find(text, &found.paragraphs)),
    ("quotes", |text, found, _| found.quotes = extract::quotes::find(text, found)),
    ("words", |text, found, words| *words = Words::read(text, found)),
    ("names", |text, found, words| found.mentions = extract::names::find(text, found, words)),
    ("coreference", |text, found, words| extract::coreference::resolve(text, found, words)),
    ("sources", |text, found, words| extract::sources::describe(text, found, words)),
];

/// Shared by all threads and immutable; a copy costs nothing.
#[derive(Clone, Debug)]
pub struct Analyzer {
    models: Arc<Models>,
    tags: bool,
}

#[derive(Debug)]
struct Models {
    tagger: Tagger,
    lemmas: Lemmas,
}

impl Models {
    fn load(folder: Option<&Path>) -> Result<Self> {
        let tagger = Tagger::new(&bundled::load("tagger", folder)?)?;
        let lemmas = Lemmas::new(&bundled::load("lemma", folder)?)?;
        Ok(Models { tagger, lemmas })
    }
}

impl Default for Analyzer {
    fn default() -> Self {
        Analyzer::new()
    }
}

impl Analyzer {
    /// With the models inside the program, which are unpacked once.
    pub fn new() -> Self {
        static OWN: OnceLock<Arc<Models>> = OnceLock::new();
        // They are part of the program: tests load each of them.
        let own = || Arc::new(Models::load(None).expect("the program's own models are whole"));
        Analyzer { models: Arc::clone(OWN.get_or_init(own)), tags: false }
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
        Ok(Analyzer { models: Arc::new(Models::load(Some(folder))?), tags: false })
    }

    /// With the models in `folder` if one is given.
    ///
    /// # Errors
    /// As [`Analyzer::with_models`].
    pub fn from(folder: Option<&Path>) -> Result<Self> {
        folder.map_or_else(|| Ok(Analyzer::new()), Analyzer::with_models)
    }

    /// Also tells parts of speech and lemmas, which no other stage asks for yet and which take as long as all of them.
    #[must_use]
    pub fn with_tags(self, tags: bool) -> Self {
        Analyzer { tags, ..self }
    }

    /// Everything found in `article`. Takes time in proportion to the text's length, and never fails.
    pub fn analyze(&self, article: &Article) -> Analysis {
        let (mut found, mut words) = (Analysis::default(), Words::default());
        for (_, stage) in STAGES {
            stage(&article.text, &mut found, &mut words);
        }
        if self.tags {
            self.tag(&article.text, &mut found);
        }
        found
    }

    /// Parts of speech and lemmas of the tokens in `found`.
    pub fn tag(&self, text: &str, found: &mut Analysis) {
        let Models { tagger, lemmas } = &*self.models;
        tagger.tag(text, &mut found.tokens, &found.sentences);
        found.edits = lemmas.edits();
        lemmas.fill(text, &mut found.tokens, &found.sentences);
    }
}
