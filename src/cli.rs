//! The command line. The doc comments are the help.

pub mod config;
pub mod log;

use std::ffi::OsString;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use clap::builder::{ArgPredicate, PossibleValuesParser};
use clap::error::{ContextKind, ContextValue};
use clap::{Args, Parser, Subcommand, ValueEnum};

use quotient::read::{self, Field};
use quotient::run::{Limit, Shard, Wanted};
use quotient::train::Name;
use quotient::{table, write};

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
    /// quote.
    Coreference {
        /// Marked texts: tables of GAP, CoNLL-U with `Entity=`, or Markdown with speakers, plain or packed with gzip.
        #[arg(value_name = "GOLD", required = true)]
        gold: Vec<PathBuf>,
        /// Use the models in this folder instead of the program's own.
        #[arg(long, value_name = "DIR")]
        models: Option<PathBuf>,
        /// Print the summary alone, to standard output.
        #[arg(long)]
        summary: bool,
    },
}

#[derive(Debug, Args)]
pub struct Run {
    /// Articles: files, folders with all below them, or globs such as `news/**/*.txt`; `-` is standard input, and `@FILE`
    /// a list of them, one a line. Text, Markdown, web pages, JSON, CSV, Parquet, Arrow, WARC, RSS, Atom, NITF, NewsML-G2,
    /// and ZIP or tar archives of these, plain or packed with gzip, zstd, bzip2 or xz: what each is, its content tells.
    #[arg(
        value_name = "INPUT",
        default_value = "input",
        default_value_if("files_from", ArgPredicate::IsPresent, None)
    )]
    pub inputs: Vec<String>,
    /// Read the names of inputs from this file too, one a line; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub files_from: Vec<String>,
    /// Follow symbolic links in folders; without this option they are skipped.
    #[arg(long)]
    pub follow: bool,
    /// Which column of records holds what, where the guess by its name is wrong: `text=body`, `date=meta.published`; also
    /// id, url, title, html, byline, publisher, language and section. A name that no column has turns the guess off.
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = field)]
    pub field: Vec<(Field, String)>,
    /// Carry a column of records through into the table articles, as text. May be repeated.
    #[arg(long, value_name = "COLUMN", value_parser = |name: &str| Ok::<_, String>(lasting(name)))]
    pub keep: Vec<&'static str>,
    /// Only articles in these languages, with commas between them, such as `en,de`; the others are skipped and counted.
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    pub languages: Vec<String>,
    /// Leave out articles that say the same as one before.
    #[arg(long)]
    pub drop_duplicates: bool,
    /// Mark articles as duplicates that share this much of their wording with one before, from 0 to 1, such as 0.8;
    /// without this option only the same words count.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub near_duplicates: Option<f64>,
    /// Refuse articles with more bytes of text.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1 << 30), default_value = "10000000")]
    pub max_article_bytes: u64,
    /// Refuse packed data that unpacks to more than 64 MiB and more than this many times its size.
    #[arg(long, value_name = "N", default_value = "250")]
    pub max_expansion: u64,
    /// The folder of the data set.
    #[arg(short, long, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
    /// File formats to write, with commas between them.
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', default_value = "parquet,csv")]
    pub format: Vec<Format>,
    /// Tables to write, with commas between them, or `all`; without this option all but sentences and tokens.
    #[arg(long, value_name = "TABLES", value_delimiter = ',')]
    #[arg(value_parser = PossibleValuesParser::new(table::tables().iter().map(|table| table.name).chain(["all"])))]
    pub tables: Vec<String>,
    /// CSV for spreadsheets: with a byte order mark, and cells that would run as formulas made harmless.
    #[arg(long)]
    pub spreadsheet: bool,
    /// Put rows of like articles into folders of their own (Hive), with commas between the columns; articles that do not
    /// say are in `unknown`.
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    #[arg(value_parser = PossibleValuesParser::new(write::By::ALL.map(write::By::as_str)))]
    pub partition_by: Vec<String>,
    /// Begin another Parquet file when one is about this large, in MiB; without this option 256.
    #[arg(long, value_name = "MIB", value_parser = part_size)]
    pub part_size: Option<NonZero<u64>>,
    /// Use the models in this folder instead of the program's own.
    #[arg(long, value_name = "DIR")]
    pub models: Option<PathBuf>,
    /// Leave out quotes whose confidence is lower, before it is worked out who speaks and who the sources are.
    #[arg(long, value_name = "N", value_parser = share, default_value = "0")]
    pub min_confidence: f64,
    /// A CSV of people and things with the columns id, name, aliases (with `|` between them) and type: rows of the index
    /// that it names get its ids and names.
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
    /// What the data set's card and its files for Croissant and Frictionless say of it: name, description, license, url,
    /// creator or date; may be given several times.
    #[arg(long, value_name = "KEY=TEXT", value_parser = about)]
    pub about: Vec<(String, String)>,
    /// Threads that analyse; without this option one for each core.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Publish nothing if more than this many inputs, or this share of them, are rejected; without this option there is no
    /// limit.
    #[arg(long, value_name = "N|P%")]
    pub max_rejects: Option<Limit>,
    /// Pass over articles that say they were published before this day (UTC); those that do not say when are read.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub since: Option<i64>,
    /// Read only a part of the files, the second of seven if 2/7; `quotient merge` makes one data set of all parts.
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// The folder for reports of runs, also of those that fail; without this option `runs` beside the data set.
    #[arg(long, value_name = "DIR")]
    pub reports: Option<PathBuf>,
    /// Leave no report.
    #[arg(long, conflicts_with = "reports")]
    pub no_report: bool,
    /// Leave figures of the run in this file, for the textfile collector of Prometheus.
    #[arg(long, value_name = "FILE")]
    pub metrics: Option<PathBuf>,
    /// Print what would be read and written, and the first three articles as they are read. Writes nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// The file with options; without this option quotient.toml, if there is one.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Read no quotient.toml.
    #[arg(long, conflicts_with = "config")]
    pub no_config: bool,
    /// Say nothing unless something is wrong.
    #[arg(short, long)]
    pub quiet: bool,
    /// How messages are written to standard error.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub log_format: LogFormat,
}

impl Run {
    /// All that names inputs.
    pub fn all_inputs(&self) -> Vec<String> {
        self.inputs.iter().cloned().chain(self.files_from.iter().map(|list| format!("@{list}"))).collect()
    }

    /// How inputs are to be read.
    pub fn reading(&self) -> read::Options {
        read::Options {
            fields: self.field.clone(),
            keep: self.keep.clone(),
            follow: self.follow,
            max_article_bytes: self.max_article_bytes,
            max_expansion: self.max_expansion,
        }
    }

    /// Which articles are to be analysed.
    pub fn wanted(&self) -> Wanted {
        Wanted {
            languages: self.languages.clone(),
            drop_duplicates: self.drop_duplicates,
            near_duplicates: self.near_duplicates,
        }
    }

    /// The tables asked for, in their own order.
    pub fn tables(&self) -> Vec<table::Info> {
        let asked = |name: &str| self.tables.iter().any(|table| table == name || table == "all");
        let wanted = |table: &&table::Info| if self.tables.is_empty() { table.by_default } else { asked(table.name) };
        table::tables().iter().filter(wanted).cloned().collect()
    }

    /// In the order given, each once.
    pub fn partition_by(&self) -> Vec<write::By> {
        let mut chosen: Vec<write::By> = Vec::new();
        for by in self.partition_by.iter().filter_map(|name| write::By::ALL.into_iter().find(|by| by.as_str() == name))
        {
            if !chosen.contains(&by) {
                chosen.push(by);
            }
        }
        chosen
    }

    pub fn formats(&self) -> Vec<write::Format> {
        formats(&self.format)
    }
}

/// Each once, in their own order.
pub fn formats(asked: &[Format]) -> Vec<write::Format> {
    let formats = [
        (Format::Parquet, write::Format::Parquet),
        (Format::Csv, write::Format::Csv),
        (Format::Arrow, write::Format::Arrow),
    ];
    formats.into_iter().filter(|(name, _)| asked.contains(name)).map(|(_, format)| format).collect()
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

/// `FIELD=COLUMN`.
fn field(word: &str) -> Result<(Field, String), String> {
    let (name, column) = word.split_once('=').ok_or("it is to be FIELD=COLUMN, such as text=body")?;
    let fields = || Field::all().collect::<Vec<_>>().join(", ");
    let field = Field::named(name).ok_or_else(|| format!("there is no field `{name}`; there are: {}", fields()))?;
    Ok((field, column.to_owned()))
}

/// Columns' names last as long as the program; there are few.
fn lasting(name: &str) -> &'static str {
    Box::leak(name.into())
}

/// The first moment of a day, in microseconds.
fn day(word: &str) -> Result<i64, String> {
    let day = word.parse::<jiff::civil::Date>().ok().and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC).ok());
    day.map(|day| day.timestamp().as_microsecond()).ok_or_else(|| "it is to be a day such as 2026-01-31".to_owned())
}

/// Some MiB.
fn part_size(word: &str) -> Result<NonZero<u64>, String> {
    let number = word.parse::<u64>().ok().filter(|number| *number <= 1 << 20).and_then(NonZero::new);
    number.ok_or_else(|| "it is to be a number of MiB, such as 256".to_owned())
}

/// A number from 0 to 1.
fn share(word: &str) -> Result<f64, String> {
    let number = word.parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "it is to be a number from 0 to 1, such as 0.8".to_owned())
}

/// A fact about the whole data set.
fn about(word: &str) -> Result<(String, String), String> {
    let (key, value) = word.split_once('=').unwrap_or((word, ""));
    if value.trim().is_empty() || write::About::default().entry(key).is_none() {
        return Err(format!("it is to be KEY=TEXT, where KEY is one of {}", write::About::KEYS.join(", ")));
    }
    Ok((key.to_owned(), value.to_owned()))
}

/// The facts with one more.
pub fn with(mut about: write::About, (key, value): (String, String)) -> write::About {
    if let Some(entry) = about.entry(&key) {
        *entry = Some(value);
    }
    about
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
