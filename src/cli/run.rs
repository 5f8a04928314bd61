//! The options of a run.

use std::num::NonZero;
use std::path::PathBuf;

use clap::Args;
use clap::builder::{ArgPredicate, PossibleValuesParser};

use super::values::{about, day, field, lasting, part_size, share};
use super::{Format, LogFormat};
use quotient::read::{self, Field};
use quotient::run::{How, Limit, Shard, Wanted};
use quotient::{table, write};

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
    /// Go on from the data set that is there: only files that are new or have changed are read and analysed, and the result is
    /// that of a run over all of them. Rows of files that are gone stay, behind all others.
    #[arg(long, conflicts_with = "shard")]
    pub update: bool,
    /// With --update: take the rows of files that are gone away too.
    #[arg(long, requires = "update")]
    pub prune: bool,
    /// With --update: analyse everything anew, because the program, its models or the options are others.
    #[arg(long, requires = "update")]
    pub rebuild: bool,
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
    /// Print what would be read and written, which columns of records are taken for what, and the first three articles as they
    /// are read. Writes nothing.
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

    /// Whether to go on from the data set that is there, and how.
    pub fn how(&self) -> Option<How> {
        self.update.then_some(How { prune: self.prune, rebuild: self.rebuild })
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
