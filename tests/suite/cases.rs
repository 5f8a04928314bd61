//! Literate cases in `tests/cases`: prose in, rows out. `CASES=quotes/marks` runs the files whose path holds these words.
//! `BLESS=1` rewrites the rows of tables without a mark; `MARK=1` puts `<!-- not yet -->` on tables that fail and
//! `UNMARK=1` takes it off those that hold.

use std::path::{Path, PathBuf};
use std::{env, fs};

use quotient::analysis::{Analysis, Quote, Source};
use quotient::{Analyzer, Span};

use crate::generators::article;
use crate::literate::{Case, Expected, cell, diff, parse, render};

/// The rows of one table, read straight off the analysis.
struct Reader<'a> {
    text: &'a str,
    found: &'a Analysis,
}

impl Reader<'_> {
    fn words(&self, span: Span) -> String {
        span.of(self.text).to_owned()
    }

    fn name(&self, entity: Option<u32>) -> Option<String> {
        entity.map(|entity| self.words(self.found.entities[entity as usize].name))
    }

    fn joined(&self, spans: &[Span], between: &str) -> String {
        spans.iter().map(|span| span.of(self.text)).collect::<Vec<_>>().join(between)
    }

    /// How many rows the table has; `None` when there is no such table.
    fn count(&self, table: &str) -> Option<usize> {
        Some(match table {
            "paragraphs" => self.found.paragraphs.len(),
            "sentences" => self.found.sentences.len(),
            "tokens" => self.found.tokens.len(),
            "quotations" => self.found.quotations.len(),
            "mentions" => self.found.mentions.len(),
            "values" => self.found.values.len(),
            "entities" => self.found.entities.len(),
            "quotes" => self.found.quotes.len(),
            "sources" => self.found.sources.len(),
            "stated" => 1,
            _ => return None,
        })
    }

    /// One value; the outer `None` says that the table has no such column.
    fn value(&self, table: &str, row: usize, column: &str) -> Option<Option<String>> {
        let (found, number) = (self.found, |n: u32| Some(n.to_string()));
        let yes = |b: bool| Some(b.to_string());
        let word = |word: &str| Some(word.to_owned());
        let words = |span: Span| Some(self.words(span));
        Some(match (table, column) {
            ("paragraphs", "text") => words(found.paragraphs[row].span),
            ("paragraphs", "role") => word(found.paragraphs[row].role.as_str()),
            ("paragraphs", "n_sentences") => number(found.paragraphs[row].sentences.len() as u32),
            ("sentences", "text") => words(found.sentences[row].span),
            ("sentences", "paragraph") => number(found.sentences[row].paragraph),
            ("tokens", "text") => words(found.tokens[row].span),
            ("tokens", "sentence") => {
                found.sentences.iter().position(|s| s.tokens.contains(&(row as u32))).map(|n| n.to_string())
            }
            ("quotations", "text") => words(found.quotations[row].span),
            ("quotations", "inner") => words(found.quotations[row].inner),
            ("quotations", "marks") => word(found.quotations[row].marks.as_str()),
            ("quotations", "closed") => yes(found.quotations[row].closed),
            ("quotations", "parent") => found.quotations[row].parent.and_then(number),
            ("quotations", "continues") => found.quotations[row].continues.and_then(number),
            ("mentions", "text") => words(found.mentions[row].span),
            ("mentions", "kind") => word(found.mentions[row].kind.as_str()),
            ("mentions", "type") => word(found.mentions[row].entity_type.as_str()),
            ("mentions", "entity") => self.name(found.mentions[row].entity),
            ("values", "text") => words(found.values[row].span),
            ("values", "type") => word(found.values[row].value_type.as_str()),
            ("values", "value") => found.values[row].value.clone(),
            ("entities", "name") => words(found.entities[row].name),
            ("entities", "type") => word(found.entities[row].entity_type.as_str()),
            ("entities", "aliases") => Some(self.joined(&found.entities[row].aliases, "; ")),
            ("stated", "title") => found.stated.title.map(|span| self.words(span)),
            ("stated", "byline") => found.stated.byline.map(|span| self.words(span)),
            ("stated", "publisher") => found.stated.publisher.map(|span| self.words(span)),
            ("stated", "published_at") => found.stated.published_at.map(day),
            ("quotes", _) => self.quote(&found.quotes[row], column)?,
            ("sources", _) => self.source(row as u32, &found.sources[row], column)?,
            _ => return None,
        })
    }

    fn quote(&self, quote: &Quote, column: &str) -> Option<Option<String>> {
        let sentence = &self.found.sentences[quote.sentence as usize];
        Some(match column {
            "text" => Some(self.joined(&quote.spans, " … ")),
            "kind" => Some(quote.kind.as_str().to_owned()),
            "sentence" => Some(quote.sentence.to_string()),
            "paragraph" => Some(sentence.paragraph.to_string()),
            "cue" => quote.cue.as_ref().map(|cue| self.words(cue.span)),
            "cue_lemma" => quote.cue.as_ref().map(|cue| cue.lemma.clone()),
            "source_text" => quote.source_span.map(|span| self.words(span)),
            "speaker" => self.name(quote.speaker),
            "attribution" => Some(quote.attribution.as_str().to_owned()),
            "polarity" => Some(quote.polarity.as_str().to_owned()),
            "in_teaser" => Some(quote.in_teaser.to_string()),
            "is_nested" => Some(quote.parent.is_some().to_string()),
            _ => return None,
        })
    }

    fn source(&self, number: u32, source: &Source, column: &str) -> Option<Option<String>> {
        Some(match column {
            "name" => source.name.map(|span| self.words(span)),
            "kind" => Some(source.kind.as_str().to_owned()),
            "naming" => Some(source.naming.as_str().to_owned()),
            "title" => source.title.map(|span| self.words(span)),
            "affiliation" => source.affiliation.map(|span| self.words(span)),
            "description" => Some(self.words(source.description)),
            "entity" => self.name(source.entity),
            "in_teaser" => Some(source.in_teaser.to_string()),
            "n_quotes" => Some(self.found.quotes.iter().filter(|q| q.source == Some(number)).count().to_string()),
            _ => return None,
        })
    }

    /// All rows of `table` with the columns the case names.
    fn rows(&self, expected: &Expected) -> Result<Vec<Vec<String>>, String> {
        let table = expected.name.as_str();
        let count = self.count(table).ok_or_else(|| format!("there is no table `{table}`"))?;
        let value = |row, column: &String| match self.value(table, row, column) {
            Some(value) => Ok(cell(value.as_deref())),
            None => Err(format!("`{table}` has no column `{column}`")),
        };
        (0..count).map(|row| expected.columns.iter().map(|column| value(row, column)).collect()).collect()
    }
}

/// 2026-03-01 for microseconds since 1970 (UTC).
fn day(microseconds: i64) -> String {
    let time = jiff::Timestamp::from_microsecond(microseconds);
    time.map_or_else(|error| error.to_string(), |time| time.strftime("%Y-%m-%d").to_string())
}

/// All Markdown files below `folder` but the README, in order.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let below = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    let markdown = |path: &PathBuf| path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md");
    entries.into_iter().flat_map(below).filter(markdown).collect()
}

/// Tables that are none of the program's: what each string in quotation marks is, see `marked.rs`; who says what, see
/// `speakers.rs`.
const OTHERS: [&str; 2] = ["marked", "speakers"];

/// What happened to all tables.
#[derive(Default)]
struct Outcome {
    held: usize,
    not_yet: usize,
    failures: Vec<String>,
}

fn asked(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| value != "0")
}

/// Compares one table; returns what to put in place of which lines, where asked to.
fn judge(
    name: &str,
    case: &Case,
    table: &Expected,
    outcome: &mut Outcome,
) -> Option<(std::ops::Range<usize>, Vec<String>)> {
    let found = Analyzer::new().analyze(&article(case.article.as_str()));
    let place = format!("{name}:{}: {} › {}", table.line + 1, case.heading, table.name);
    let rows = match (Reader { text: &case.article, found: &found }).rows(table) {
        Ok(rows) => rows,
        Err(error) => {
            outcome.failures.push(format!("{place}\n    {error}"));
            return None;
        }
    };
    match (rows == table.rows, &table.not_yet) {
        (true, None) => outcome.held += 1,
        (false, Some(_)) => outcome.not_yet += 1,
        (true, Some((line, _))) if asked("UNMARK") => return Some((*line..*line + 1, Vec::new())),
        (true, Some((line, reason))) => {
            let advice = format!("line {} says “not yet: {reason}”: remove the mark (UNMARK=1)", line + 1);
            outcome.failures.push(format!("{place}\n    holds now, but {advice}"));
        }
        (false, None) if asked("BLESS") => return Some((table.lines.clone(), render(&table.columns, &rows))),
        (false, None) if asked("MARK") => {
            let after = table.line + 1;
            return Some((after..after, vec!["<!-- not yet: fails today -->".to_owned()]));
        }
        (false, None) => {
            outcome.failures.push(format!("{place} (- expected, + found)\n{}", diff(&table.rows, &rows)));
        }
    }
    None
}

#[test]
fn cases_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let only = env::var("CASES").unwrap_or_default();
    let mut outcome = Outcome::default();
    for file in files(&folder) {
        let name = format!("tests/cases/{}", file.strip_prefix(&folder).unwrap().display());
        if !name.contains(&only) {
            continue;
        }
        let markdown = fs::read_to_string(&file).unwrap();
        let cases = parse(&markdown).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut edits = Vec::new();
        let tables = cases.iter().flat_map(|case| case.tables.iter().map(move |table| (case, table)));
        for (case, table) in tables.filter(|(_, table)| !OTHERS.contains(&table.name.as_str())) {
            edits.extend(judge(&name, case, table, &mut outcome));
        }
        if !edits.is_empty() {
            println!("{name}: {} tables rewritten", edits.len());
            let mut lines: Vec<String> = markdown.lines().map(str::to_owned).collect();
            for (range, with) in edits.into_iter().rev() {
                lines.splice(range, with);
            }
            fs::write(&file, lines.join("\n") + "\n").unwrap();
        }
    }
    println!("{} tables hold, {} not yet", outcome.held, outcome.not_yet);
    let failures = outcome.failures;
    assert!(failures.is_empty(), "{} tables fail:\n\n{}\n", failures.len(), failures.join("\n\n"));
}
