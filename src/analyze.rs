//! One article's way through all stages.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::analysis::Analysis;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::extract::names::{self, NameModel, Words};
use crate::model::bundled;
use crate::tag::lemma::Lemmas;
use crate::tag::parser::{self, Parser, Scratch};
use crate::tag::tagger::Tagger;
use crate::{extract, segment};

/// One stage: from the text and what the stages before it found, with the model of names if there is one.
type Stage = for<'a> fn(Option<&NameModel>, &'a str, &mut Analysis, &mut Words<'a>);

/// All stages with their names, in order. Quotes come before names, so that their views of the text are not in memory at
/// the same time.
pub const STAGES: &[(&str, Stage)] = &[
    ("paragraphs", |_, text, found, _| (found.paragraphs, found.stated) = segment::paragraphs::find(text)),
    ("sentences and tokens", |_, text, found, _| {
        (found.sentences, found.tokens) = segment::sentences::find(text, &mut found.paragraphs);
    }),
    ("marks", |_, text, found, _| found.quotations = extract::marks::find(text, &found.paragraphs)),
    ("quotes", |_, text, found, _| found.quotes = extract::quotes::find(text, found)),
    ("words", |_, text, found, words| *words = Words::read(text, found)),
    ("names", |model, text, found, words| found.mentions = extract::names::find(text, found, words, model)),
    ("values", |_, text, found, _| found.values = extract::values::find(text, found)),
    ("coreference", |_, text, found, words| extract::coreference::resolve(text, found, words)),
    ("sources", |_, text, found, words| extract::sources::describe(text, found, words)),
];

/// Shared by all threads and immutable; a copy costs nothing. A model is unpacked when it is first asked for: a run that
/// wants no parts of speech does not pay for them.
#[derive(Clone, Debug, Default)]
pub struct Analyzer {
    /// Models that stand in for the program's own.
    folder: Option<Arc<Path>>,
    /// That of the folder, if it has one.
    names: Option<Arc<NameModel>>,
    tagging: Option<Arc<Tagging>>,
    parser: Option<Arc<Parser>>,
}

#[derive(Debug)]
struct Tagging {
    tagger: Tagger,
    lemmas: Lemmas,
}

impl Tagging {
    fn load(folder: Option<&Path>) -> Result<Self> {
        let tagger = Tagger::new(&bundled::load("tagger", folder)?)?;
        let lemmas = Lemmas::new(&bundled::load("lemma", folder)?)?;
        Ok(Tagging { tagger, lemmas })
    }
}

/// What `load` makes of the models in `folder`; of the program's own it is made once.
fn shared<M>(
    own: &'static OnceLock<Arc<M>>,
    folder: Option<&Path>,
    load: impl Fn(Option<&Path>) -> Result<M>,
) -> Result<Arc<M>> {
    match (folder, own.get()) {
        (Some(_), _) => load(folder).map(Arc::new),
        (None, Some(own)) => Ok(Arc::clone(own)),
        (None, None) => load(None).map(|model| Arc::clone(own.get_or_init(|| Arc::new(model)))),
    }
}

impl Analyzer {
    /// With the models inside the program.
    pub fn new() -> Self {
        Analyzer::default()
    }

    /// With the models in `folder`; those it does not have are the program's own.
    ///
    /// # Errors
    /// There is no such folder, or its model of names cannot be read.
    pub fn with_models(folder: &Path) -> Result<Self> {
        if !folder.is_dir() {
            return Err(Error::usage("is not a folder")
                .file(folder)
                .help("--models takes a folder with NAME.model in it"));
        }
        let learnt = folder.join(format!("{}.model", names::NAME)).exists();
        let names = || NameModel::new(&bundled::load(names::NAME, Some(folder))?).map(Arc::new);
        let names = learnt.then(names).transpose()?;
        Ok(Analyzer { folder: Some(folder.into()), names, ..Analyzer::default() })
    }

    /// With the models in `folder` if one is given.
    ///
    /// # Errors
    /// As [`Analyzer::with_models`].
    pub fn from(folder: Option<&Path>) -> Result<Self> {
        folder.map_or_else(|| Ok(Analyzer::new()), Analyzer::with_models)
    }

    /// Also tells parts of speech and lemmas, which no other stage asks for yet and which take as long as all of them.
    ///
    /// # Errors
    /// A model cannot be read.
    pub fn with_tags(mut self, tags: bool) -> Result<Self> {
        static OWN: OnceLock<Arc<Tagging>> = OnceLock::new();
        self.tagging = match tags {
            true => Some(shared(&OWN, self.folder.as_deref(), Tagging::load)?),
            false => None,
        };
        Ok(self)
    }

    /// Also tells what each token depends on; that needs its part of speech, so there will be tags too.
    ///
    /// # Errors
    /// A model cannot be read.
    pub fn with_trees(self, trees: bool) -> Result<Self> {
        static OWN: OnceLock<Arc<Parser>> = OnceLock::new();
        if !trees {
            return Ok(Analyzer { parser: None, ..self });
        }
        let parser = shared(&OWN, self.folder.as_deref(), |folder| Parser::new(&bundled::load(parser::NAME, folder)?))?;
        Ok(Analyzer { parser: Some(parser), ..self.with_tags(true)? })
    }

    /// Everything found in `article`. Takes time in proportion to the text's length, and never fails.
    pub fn analyze(&self, article: &Article) -> Analysis {
        let mut found = Analysis { published_at: article.meta.published_at, ..Analysis::default() };
        let mut words = Words::default();
        for (_, stage) in STAGES {
            stage(self.names(), &article.text, &mut found, &mut words);
        }
        self.tag(&article.text, &mut found);
        self.parse(&article.text, &mut found);
        found
    }

    /// Name and SHA-256 of each model that is used.
    ///
    /// # Errors
    /// A model cannot be read any more.
    pub fn models(&self) -> Result<Vec<(String, String)>> {
        let used = [
            ("tagger", self.tagging.is_some()),
            ("lemma", self.tagging.is_some()),
            (parser::NAME, self.parser.is_some()),
            (names::NAME, true),
        ];
        let used = used.iter().filter(|(_, used)| *used);
        used.map(|(name, _)| Ok((name.to_string(), bundled::fingerprint(name, self.folder.as_deref())?))).collect()
    }

    /// The model of names; the program's own is unpacked when it is first asked for. Without one, were it damaged, the rules
    /// alone find names.
    pub fn names(&self) -> Option<&NameModel> {
        static OWN: OnceLock<Option<NameModel>> = OnceLock::new();
        let own = || bundled::load(names::NAME, None).and_then(|model| NameModel::new(&model)).ok();
        self.names.as_deref().or_else(|| OWN.get_or_init(own).as_ref())
    }

    /// Parts of speech and lemmas of the tokens in `found`, if asked for.
    pub fn tag(&self, text: &str, found: &mut Analysis) {
        let Some(Tagging { tagger, lemmas }) = self.tagging.as_deref() else { return };
        tagger.tag(text, &mut found.tokens, &found.sentences);
        found.edits = lemmas.edits();
        lemmas.fill(text, &mut found.tokens, &found.sentences);
    }

    /// Heads and relations of the tokens in `found`, whose tags are known, if asked for.
    pub fn parse(&self, text: &str, found: &mut Analysis) {
        let Some(parser) = &self.parser else { return };
        parser.parse(text, &mut found.tokens, &found.sentences, &mut Scratch::default());
    }
}
