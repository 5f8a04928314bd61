//! Parse, run, say what went wrong, exit.

mod cli;
mod memory;

use std::io::{self, IsTerminal, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use cli::{Command, LogFormat, config, log};
use quotient::error::Context;
use quotient::index::words::counted;
use quotient::inspect::Look;
use quotient::run::{self, Stop};
use quotient::train::{self, show};
use quotient::{Analyzer, Error, eval, inspect, table, write};

/// Published, but not everything could be read.
const SOME_REJECTED: u8 = 3;

fn main() -> ExitCode {
    memory::release_soon();
    let line = cli::words();
    let (words, file) = match config::with_file(line.clone()) {
        Ok(words) => words,
        Err(error) => {
            log::init(LogFormat::Text, false);
            log::error(&error, LogFormat::Text);
            return ExitCode::from(error.kind.exit_code());
        }
    };
    let cli = match cli::parse(&words) {
        Ok(cli) => cli,
        Err(usage) => {
            if let Some(file) = file {
                eprintln!("with the options of {}:", file.display());
            }
            usage.exit()
        }
    };
    let (format, quiet) = match &cli.command {
        Command::Run(run) => (run.log_format, run.quiet),
        _ => (LogFormat::Text, false),
    };
    log::init(format, quiet);
    let fault = || Error::failed("a fault of this program, please report it with the lines above");
    let run = || match cli.command {
        Command::Config(_) => data(config::effective(line, words, file.as_deref())?.as_bytes()).map(|()| 0),
        command => execute(command),
    };
    match panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err(fault())) {
        Ok(rejected) => ExitCode::from(if rejected > 0 { SOME_REJECTED } else { 0 }),
        Err(error) => {
            log::error(&error, format);
            ExitCode::from(error.kind.exit_code())
        }
    }
}

/// How many inputs were rejected.
fn execute(command: Command) -> quotient::Result<u64> {
    match command {
        Command::Run(args) => {
            let options = run::Options {
                tables: args.tables(),
                formats: args.formats(),
                spreadsheet: args.spreadsheet,
                read: args.reading(),
                wanted: args.wanted(),
                inputs: args.all_inputs(),
                partition_by: args.partition_by(),
                update: args.how(),
                part_bytes: args.part_size.map(|mb| mb.get() << 20),
                output: args.output,
                models: args.models,
                min_confidence: args.min_confidence,
                jobs: args.jobs.map(usize::from),
                max_rejects: args.max_rejects,
                since: args.since,
                shard: args.shard,
                report: !args.no_report,
                reports: args.reports,
                metrics: args.metrics,
                authority: args.authority,
                about: args.about.into_iter().fold(write::About::default(), cli::with),
                bar: !args.quiet && args.log_format == LogFormat::Text && io::stderr().is_terminal(),
            };
            if args.dry_run {
                return data(run::plan(&options)?.as_bytes()).map(|()| 0);
            }
            run::run(&options, &Stop::on_signals()?)
        }
        // Needs the words themselves.
        Command::Config(_) => Ok(0),
        Command::Inspect(args) => {
            let look = Look { colour: args.color.on_stdout(), width: terminal_width() };
            let analyzer = Analyzer::from(args.models.as_deref())?.with_least_confidence(args.min_confidence as f32);
            let page = if args.parse { inspect::trees } else { inspect::text };
            inspect::file(&args.file, &analyzer, page, look, |page| data(page.as_bytes()))
        }
        Command::Schema(args) => {
            let table = args.table.as_deref();
            let text = match args.json {
                true => table::schema_json(table).map(|json| format!("{json:#}\n")),
                false => table::schema_text(table),
            };
            let text = text.ok_or_else(|| Error::usage("there is no such table"))?;
            data(text.as_bytes()).map(|()| 0)
        }
        Command::Train { name, data, out } => train::train(model(&name)?, &data, &out).map(|()| 0),
        Command::Model(cli::Model::List) => data(show::list().as_bytes()).map(|()| 0),
        Command::Model(cli::Model::Show { name, models }) => {
            data(show::model(model(&name)?, models.as_deref())?.as_bytes()).map(|()| 0)
        }
        Command::Model(cli::Model::Eval { name, data: texts, models }) => {
            let scores = train::evaluate(model(&name)?, &texts, models.as_deref())?;
            let lines: String = scores.iter().map(|score| train::sentence(score) + "\n").collect();
            data(lines.as_bytes()).map(|()| 0)
        }
        Command::Eval(cli::Eval::Quotes { gold, models, min_confidence, summary }) => {
            let analyzer = Analyzer::from(models.as_deref())?.with_least_confidence(min_confidence as f32);
            compared(&eval::quotes(&gold, &analyzer)?, summary)
        }
        Command::Eval(cli::Eval::Coreference { gold, genres, models, summary }) => {
            compared(&eval::coreference(&gold, &genres, &Analyzer::from(models.as_deref())?)?, summary)
        }
        Command::Merge { parts, output, format, authority, about } => {
            let about = about.into_iter().fold(write::About::default(), cli::with);
            let merge = run::Merge { parts, output, formats: cli::formats(&format), authority, about };
            let published = run::merge(&merge, &Stop::on_signals()?)?;
            published.warnings.iter().for_each(|warning| tracing::warn!("{warning}"));
            let articles = published.tables.iter().find(|(table, _)| table == "articles").map_or(0, |(_, rows)| *rows);
            tracing::info!("{}: {}", merge.output.display(), counted(articles, "article", "articles"));
            Ok(0)
        }
        Command::Verify { dir } => {
            let report = write::verify(&dir)?;
            report.problems.iter().for_each(|problem| tracing::warn!("{problem}"));
            if report.is_ok() {
                tracing::info!("{}: sound; checked {}", dir.display(), report.checked.join(", "));
                return Ok(0);
            }
            let problems = counted(report.n_problems, "problem", "problems");
            let error = Error::failed(format!("this data set is not sound: {problems}")).file(dir);
            Err(error.help("make it again with `quotient run`"))
        }
    }
}

fn model(name: &str) -> quotient::Result<train::Name> {
    train::Name::named(name).ok_or_else(|| Error::usage("there is no such model"))
}

/// Prints what was compared: rows to standard output and the summary beside them, or the summary alone.
fn compared(report: &eval::Report, summary: bool) -> quotient::Result<u64> {
    if summary {
        return data(report.summary.as_bytes()).map(|()| 0);
    }
    data(report.rows.as_bytes())?;
    tracing::info!("{}", report.summary);
    Ok(0)
}

/// Writes data to standard output. A reader that has seen enough (`| head`) is no error.
fn data(bytes: &[u8]) -> quotient::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done.failed("standard output", "cannot be written"),
    }
}

fn terminal_width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0))
}
