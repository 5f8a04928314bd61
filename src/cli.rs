//! The command line. The doc comments are the help.

pub mod config;
pub mod log;
mod run;
mod values;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue};
use clap::{Args, Parser, Subcommand, ValueEnum};

pub use run::{Run, formats};
pub use values::with;
use values::{about, share};

use quotient::table;
use quotient::train::Name;

/// Read news articles and write typed tables of who said what: articles, paragraphs, quotes, sources, entities, mentions.
///
/// Without any argument it runs: `quotient` is `quotient run input --output output`.
#[derive(Debug, Parser)]
#[command(name = "quotient", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0    done; for run: published, nothing rejected
  1    failed, the old data set is untouched
  2    wrong options or paths, nothing was touched
  3    published, but some inputs were rejected (see the table rejects)
  4    more rejects than --max-rejects allows, nothing was published
  11   another run is writing this data set
  130  interrupted (143: terminated), the old data set is untouched";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles and publish a data set.
    ///
    /// The data set appears whole or not at all: until everything is written, an older one in the same folder stays as it
    /// is. The same inputs give the same bytes, whatever the number of threads.
    #[command(after_help = EXIT_CODES)]
    Run(Box<Run>),
    /// Print what `quotient run` would go by, each option with where its value comes from.
    ///
    /// Options may stand in `quotient.toml`, under their own names: `jobs = 4`, `format = ["parquet"]`, `inputs = ["news/"]`,
    /// `[about]`. The command line wins. What is printed is such a file itself.
    Config(Box<Run>),
    /// Show one article with everything found in it, to be read in a terminal.
    Inspect(Inspect),
    /// Print the tables, their columns and what they mean.
    Schema(Schema),
    /// Make one data set of several, such as the shards of a run.
    ///
    /// `quotient run --shard 1/7 -o part-1` and so on to `7/7`, anywhere, and then `quotient merge part-1 … part-7` give the rows
    /// of one run of all. Who is who across articles is worked out anew.
    Merge {
        /// Data sets, in the order in which their articles are to stand.
        #[arg(value_name = "DIR", required = true)]
        parts: Vec<PathBuf>,
        /// The folder of the data set to be made.
        #[arg(short, long, value_name = "DIR", default_value = "output")]
        output: PathBuf,
        /// File formats to write, with commas between them.
        #[arg(long, value_name = "FORMATS", value_delimiter = ',', default_value = "parquet,csv")]
        format: Vec<Format>,
        /// A CSV of people and things, as for `quotient run`.
        #[arg(long, value_name = "FILE")]
        authority: Option<PathBuf>,
        /// What is said of the data set, as for `quotient run`.
        #[arg(long, value_name = "KEY=TEXT", value_parser = about)]
        about: Vec<(String, String)>,
    },
    /// Check that a data set is whole: every byte, every key, every count.
    Verify {
        /// The folder that a run published.
        #[arg(value_name = "DIR", default_value = "output")]
        dir: PathBuf,
    },
    /// Learn a model from annotated texts.
    ///
    /// Writes NAME.model, its card NAME.toml and a page of all cards, README.md. The same data gives the same bytes.
    Train {
        /// The model to learn.
        #[arg(value_name = "NAME", value_parser = PossibleValuesParser::new(model_names()))]
        name: String,
        /// The folder of the texts: treebank/ewt-train.conllu.gz and so on; what is missing is named.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// The folder to write to.
        #[arg(long, value_name = "DIR", default_value = "models")]
        out: PathBuf,
    },
    /// List the models, show what one has learnt, or measure it.
    #[command(subcommand)]
    Model(Model),
    /// Measure the whole program on texts in which people marked what is to be found.
    #[command(subcommand)]
    Eval(Eval),
}

/// Names of the models that can be trained.
fn model_names() -> impl Iterator<Item = &'static str> {
    Name::ALL.iter().map(|name| name.as_str())
}

#[derive(Debug, Subcommand)]
pub enum Model {
    /// The models inside the program: size, SHA-256, what each does.
    List,
    /// One model's card and sections, and what speaks most for each of its labels.
    Show {
        /// The model to show.
        #[arg(value_name = "NAME", value_parser = PossibleValuesParser::new(model_names()))]
        name: String,
        /// Read NAME.model from this folder.
        #[arg(long, value_name = "DIR")]
        models: Option<PathBuf>,
    },
    /// Measure a model on the dev sets of the annotated texts.
    Eval {
        /// The model to measure.
        #[arg(value_name = "NAME", value_parser = PossibleValuesParser::new(model_names()))]
        name: String,
        /// The folder of the texts, as for `quotient train`.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// Read NAME.model from this folder.
        #[arg(long, value_name = "DIR")]
        models: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Eval {
    /// Compare the quotes found with those that people marked, one by one.
    ///
    /// Prints a CSV to standard output, one row for each quote that was marked or found, in the order of the texts, and a
    /// summary to standard error. The outcome of a row is `missed` (marked, not found), `invented` (found, not marked),
    /// `source` (both, with different sources), `edge` (both, with different bounds) or `hit`. A quote that was found and
    /// one that was marked belong together if they share at least half of what they cover together.
    Quotes {
        /// Texts with what people marked: JSON lines with id, text and annotations, plain or packed with gzip.
        #[arg(value_name = "GOLD")]
        gold: PathBuf,
        /// Use the models in this folder instead of the program's own.
        #[arg(long, value_name = "DIR")]
        models: Option<PathBuf>,
        /// Leave out quotes whose confidence is lower, as `quotient run` would.
        #[arg(long, value_name = "N", value_parser = share, default_value = "0")]
        min_confidence: f64,
        /// Print the summary alone, to standard output.
        #[arg(long)]
        summary: bool,
    },
    /// Compare who is who with what people marked: pronouns, chains of mentions, speakers.
    ///
    /// Prints a CSV to standard output, one row for each thing asked, and a summary for each file to standard error. Of GAP
    /// each pair of a pronoun and a name is asked, of a treebank with entities each pronoun, of Markdown with speakers each
    /// quote. The last line has the speakers of all articles and treebanks together.
    Coreference {
        /// Marked texts: tables of GAP, CoNLL-U with `Entity=`, or Markdown with speakers, plain or packed with gzip.
        #[arg(value_name = "GOLD", required = true)]
        gold: Vec<PathBuf>,
        /// Of treebanks read only texts of these genres: "court" is that of "GUM_court_loan".
        #[arg(long = "genre", value_name = "GENRE", value_delimiter = ',')]
        genres: Vec<String>,
        /// Use the models in this folder instead of the program's own.
        #[arg(long, value_name = "DIR")]
        models: Option<PathBuf>,
        /// Print the summary alone, to standard output.
        #[arg(long)]
        summary: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The record: typed, with lists, and each column described.
    Parquet,
    /// The convenience: lists are JSON text.
    Csv,
    /// Arrow IPC (Feather 2), one file a table, to be mapped into memory.
    Arrow,
}

#[derive(Debug, Args)]
pub struct Inspect {
    /// The article's file; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub file: String,
    /// Show each sentence's dependency tree instead: words, tags, lemmas, heads and relations.
    #[arg(long)]
    pub parse: bool,
    /// Use the models in this folder instead of the program's own.
    #[arg(long, value_name = "DIR")]
    pub models: Option<PathBuf>,
    /// Leave out quotes whose confidence is lower, before it is worked out who speaks and who the sources are.
    #[arg(long, value_name = "N", value_parser = share, default_value = "0")]
    pub min_confidence: f64,
    /// When to use colours; without them, brackets mark what was found.
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(Debug, Args)]
pub struct Schema {
    /// One table only.
    #[arg(value_name = "TABLE")]
    #[arg(value_parser = PossibleValuesParser::new(table::tables().iter().map(|table| table.name)))]
    pub table: Option<String>,
    /// As JSON, for programs.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Sentences for people.
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Even into a file or a pipe, as for `less -R`.
    Always,
    /// Not even on a terminal.
    Never,
}

impl Color {
    /// Whether what goes to standard output is to be in colour.
    pub fn on_stdout(self) -> bool {
        match self {
            Color::Auto => AutoStream::choice(&std::io::stdout()) != ColorChoice::Never,
            Color::Always => true,
            Color::Never => false,
        }
    }
}

/// The words of the command line; nothing at all is `run`.
pub fn words() -> Vec<OsString> {
    let mut words: Vec<_> = std::env::args_os().collect();
    if words.len() < 2 {
        words.resize(1, "quotient".into());
        words.push("run".into());
    }
    words
}

/// What was asked for.
pub fn parse(words: &[OsString]) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(words).map_err(with_run)
}

/// Whoever gives files or folders alone forgot the word `run`.
fn with_run(mut error: clap::Error) -> clap::Error {
    if let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
        && Path::new(word).exists()
    {
        let tip = format!("to read it, say `quotient run {word}`");
        error.remove(ContextKind::SuggestedSubcommand);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}
