//! `quotient.toml`: every option of `quotient run` by its own name. What the command line says wins.
//!
//! The file becomes words of a command line, so it is read, checked and explained as that is.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory};
use quotient::error::{Error, Result};
use toml::{Table, Value};

use super::Cli;

/// Read if it is there.
const FILE: &str = "quotient.toml";
/// What the configuration says of `quotient run` apart from its options.
const INPUTS: &str = "inputs";
const ABOUT: &str = "about";
/// Options that say where to look for options, or what to do instead.
const NOT_HERE: [&str; 4] = ["help", "config", "no-config", "dry-run"];

/// The words with those of the configuration added, and its file. Nothing is added to what the command line says itself.
pub fn with_file(words: Vec<OsString>) -> Result<(Vec<OsString>, Option<PathBuf>)> {
    // Wrong words are told when they are parsed for good.
    let Ok(matches) = Cli::command().try_get_matches_from(&words) else { return Ok((words, None)) };
    let Some((_, run)) = matches.subcommand().filter(|(name, _)| ["run", "config"].contains(name)) else {
        return Ok((words, None));
    };
    let named = run.get_one::<PathBuf>("config").cloned();
    if run.get_flag("no_config") {
        return Ok((words, None));
    }
    let path = named.clone().unwrap_or_else(|| FILE.into());
    let text = match fs::read_to_string(&path) {
        Err(cause) if named.is_none() && cause.kind() == io::ErrorKind::NotFound => return Ok((words, None)),
        Err(cause) => return Err(Error::usage("cannot read the configuration").file(path).because(cause)),
        Ok(text) => text,
    };
    let table: Table = toml::from_str(&text).map_err(|cause| {
        let error = Error::usage(format!("this is not TOML: {}", cause.message())).file(&path);
        error.help(cause.span().map_or(String::new(), |span| {
            format!("see line {}", text[..span.start.min(text.len())].lines().count().max(1))
        }))
    })?;
    let mut all = words;
    // Inputs come last, after whatever stands before them.
    let (mut inputs, command) = (Vec::new(), run_command());
    for (key, value) in &table {
        match key.as_str() {
            INPUTS => inputs = strings(key, value, &path)?,
            ABOUT => all.extend(about(value, run, &path)?),
            _ => all.extend(option(&command, key, value, run, &path)?),
        }
    }
    if !given(run, INPUTS) && !inputs.is_empty() {
        all.push("--".into());
        all.extend(inputs.into_iter().map(OsString::from));
    }
    Ok((all, Some(path)))
}

fn run_command() -> Command {
    let mut command = Cli::command();
    command.build();
    command.find_subcommand("run").cloned().unwrap_or_default()
}

fn options(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|arg| arg.get_long().is_some_and(|long| !NOT_HERE.contains(&long)))
}

/// Whether the command line itself has the option.
fn given(run: &ArgMatches, id: &str) -> bool {
    run.value_source(id) == Some(ValueSource::CommandLine)
}

/// `--key=value`, once or several times; nothing if the command line says otherwise.
fn option(command: &Command, key: &str, value: &Value, run: &ArgMatches, path: &Path) -> Result<Vec<OsString>> {
    let name = key.replace('_', "-");
    let Some(arg) = options(command).find(|arg| arg.get_long() == Some(&name)) else {
        return Err(unknown(key, options(command).filter_map(Arg::get_long).chain([INPUTS, ABOUT]), path));
    };
    let wrong = |wanted: &str| Error::usage(format!("`{key}` is to be {wanted}")).file(path);
    if given(run, arg.get_id().as_str()) {
        return Ok(Vec::new());
    }
    if matches!(arg.get_action(), ArgAction::SetTrue) {
        let Value::Boolean(set) = value else { return Err(wrong("true or false")) };
        return Ok(if *set { vec![format!("--{name}").into()] } else { Vec::new() });
    }
    let words = strings(key, value, path)?;
    match arg.get_value_delimiter() {
        Some(delimiter) => Ok(vec![format!("--{name}={}", words.join(&delimiter.to_string())).into()]),
        None if words.len() == 1 => Ok(vec![format!("--{name}={}", words[0]).into()]),
        None => Err(wrong("one value")),
    }
}

/// `[about]` with its keys.
fn about(value: &Value, run: &ArgMatches, path: &Path) -> Result<Vec<OsString>> {
    let Value::Table(facts) = value else {
        return Err(Error::usage("`about` is to be a table with name, license and so on").file(path));
    };
    let keys = quotient::write::About::KEYS;
    if let Some(key) = facts.keys().find(|key| !keys.contains(&key.as_str())) {
        return Err(unknown(&format!("about.{key}"), keys, path));
    }
    let told: Vec<&String> =
        run.get_many::<(String, String)>(ABOUT).into_iter().flatten().map(|(key, _)| key).collect();
    let mut words = Vec::new();
    for (key, value) in facts.iter().filter(|(key, _)| !told.contains(key)) {
        words.extend(strings(key, value, path)?.into_iter().map(|value| format!("--about={key}={value}").into()));
    }
    Ok(words)
}

/// A plain value, or a list of such, as the command line would have them.
fn strings(key: &str, value: &Value, path: &Path) -> Result<Vec<String>> {
    match value {
        Value::String(text) => Ok(vec![text.clone()]),
        Value::Integer(_) | Value::Float(_) | Value::Datetime(_) => Ok(vec![value.to_string()]),
        Value::Array(values) => Ok(values
            .iter()
            .map(|value| strings(key, value, path))
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect()),
        _ => Err(Error::usage(format!("`{key}` is to be text, a number or a list of these")).file(path)),
    }
}

fn unknown<'a>(key: &str, known: impl IntoIterator<Item = &'a str>, path: &Path) -> Error {
    let last = key.rsplit('.').next().unwrap_or(key).replace('_', "-");
    let known: Vec<&str> = known.into_iter().collect();
    let nearest = known
        .iter()
        .max_by(|one, other| strsim::jaro_winkler(one, &last).total_cmp(&strsim::jaro_winkler(other, &last)));
    let error = Error::usage(format!("there is no option `{key}`")).file(path);
    error.help(format!("`{}` perhaps? There are {}", nearest.copied().unwrap_or_default(), known.join(", ")))
}

/// Each option with its value and where that comes from, as a configuration that would do the same.
pub fn effective(line: Vec<OsString>, words: Vec<OsString>, file: Option<&Path>) -> Result<String> {
    let parse = |words| Cli::command().try_get_matches_from(words).map_err(|cause| Error::usage(cause.to_string()));
    let (line, whole) = (parse(line)?, parse(words)?);
    let (Some((_, line)), Some((_, whole))) = (line.subcommand(), whole.subcommand()) else { return Ok(String::new()) };
    let file = file.map(|file| file.display().to_string()).unwrap_or_default();
    let command = run_command();
    let mut rows: Vec<(String, String)> = Vec::new();
    let inputs = command.get_arguments().filter(|arg| arg.get_id() == INPUTS);
    for arg in inputs.chain(options(&command)) {
        let id = arg.get_id().as_str();
        let source = if given(line, id) {
            "command line"
        } else if given(whole, id) {
            &file
        } else {
            "default"
        };
        let raw = whole.get_raw(id).map(|values| values.map(|value| value.to_string_lossy().into_owned()));
        let values: Vec<String> = raw.map(Iterator::collect).unwrap_or_default();
        let key = arg.get_long().unwrap_or(INPUTS);
        let several = arg.get_value_delimiter().is_some() || id == INPUTS;
        let value = match arg.get_action() {
            ArgAction::SetTrue => whole.get_flag(id).to_string(),
            _ if id == ABOUT => {
                let facts = values.iter().filter_map(|fact| fact.split_once('='));
                let facts: Vec<_> = facts.map(|(key, value)| format!("{key} = {}", quoted(value))).collect();
                if facts.is_empty() { String::new() } else { format!("{{ {} }}", facts.join(", ")) }
            }
            _ if values.is_empty() => String::new(),
            _ if several => {
                let parts = values.iter().flat_map(|value| match arg.get_value_delimiter() {
                    Some(delimiter) => value.split(delimiter).map(quoted).collect::<Vec<_>>(),
                    None => vec![quoted(value)],
                });
                format!("[{}]", parts.collect::<Vec<_>>().join(", "))
            }
            _ => quoted(&values[0]),
        };
        let set = if value.is_empty() { format!("# {key} is not set") } else { format!("{key} = {value}") };
        rows.push((set, source.to_owned()));
    }
    let width = rows.iter().map(|(set, _)| set.chars().count()).max().unwrap_or(0);
    Ok(rows.into_iter().map(|(set, source)| format!("{set:width$}  # {source}\n")).collect())
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}
