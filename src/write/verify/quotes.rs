//! Quotes: their words, their cues and sources, and how they lie in one another.

use arrow::array::{Array, AsArray, Int32Array, StringArray};
use arrow::datatypes::Int32Type;

use super::Report;
use super::articles::Found;
use super::columns::{Columns, int, text};
use super::paragraphs::Paragraphs;
use crate::analysis::{Attribution, Polarity, QuoteKind};
use crate::error::Result;
use crate::table::{count_words, quote_hash};

pub(super) fn check(found: &Found, paragraphs: Option<&Paragraphs>, report: &mut Report) -> Result<()> {
    let Some(rows) = found.table("quotes") else { return Ok(()) };
    let (ids, parents) = (rows.text("quote_id")?, rows.text("parent_quote_id")?);
    let (texts, hashes, words) = (rows.text("text")?, rows.text("quote_hash")?, rows.int("n_words")?);
    let (starts, ends) = (rows.int("start")?, rows.int("end")?);
    let (numbers, sentences) = (rows.int("paragraph")?, rows.int("sentence")?);
    let (in_teaser, nested, confidence) = (rows.bool("in_teaser")?, rows.bool("is_nested")?, rows.float("confidence")?);
    words_of(&rows, "kind", QuoteKind::ALL.iter().map(|kind| kind.as_str()), report)?;
    words_of(&rows, "attribution", Attribution::ALL.iter().map(|kind| kind.as_str()), report)?;
    words_of(&rows, "polarity", Polarity::ALL.iter().map(|kind| kind.as_str()), report)?;
    let spans = Spans::new(&rows)?;
    let mut all = Vec::new();
    let mut before = 0;
    for row in 0..rows.len() {
        let at = || format!("quote {}", ids.value(row));
        report.check(found.resolve(ids.value(row), 'q', rows.len()) == Some(row), || {
            format!("{}: is not the id of quote {} of its article", at(), row + 1)
        });
        let own = spans.of(row);
        all.extend(own.iter().map(|&span| (span, row)));
        let parts: Option<Vec<&str>> = own.iter().map(|&(start, end)| found.text.slice(start, end)).collect();
        let joined = parts.map(|parts| parts.join(" … "));
        report.check(joined.as_deref() == Some(texts.value(row)), || format!("{}: text is not its slices", at()));
        let (start, end) = (starts.value(row), ends.value(row));
        let envelope = own.first().map(|first| first.0) == Some(start) && own.last().map(|last| last.1) == Some(end);
        let ordered = own.windows(2).all(|pair| pair[0].1 <= pair[1].0) && own.iter().all(|span| span.0 < span.1);
        report.check(envelope && ordered, || format!("{}: spans do not lead from start to end", at()));
        report.check(before <= start, || format!("{}: is not in text order", at()));
        before = start;
        report.check(words.value(row) == count_words(texts.value(row)) as i32, || format!("{}: n_words is off", at()));
        report.check(hashes.value(row) == quote_hash(texts.value(row)), || format!("{}: quote_hash is wrong", at()));
        report.check((0.0..=1.0).contains(&confidence.value(row)), || format!("{}: confidence is off 0 to 1", at()));
        if let Some(paragraphs) = paragraphs {
            let paragraph = paragraphs.place((numbers.value(row), sentences.value(row), start), &at, report);
            report.check(paragraph.is_none_or(|paragraph| paragraph.is_teaser == in_teaser.value(row)), || {
                format!("{}: in_teaser is not what its paragraph's role says", at())
            });
        }
        let parent = text(parents, row);
        report.check(parent.is_some() == nested.value(row), || format!("{}: is_nested without parent or so", at()));
        if let Some(parent) = parent {
            let outer = found.resolve(parent, 'q', rows.len()).filter(|&outer| outer != row);
            let holds = outer.is_some_and(|outer| starts.value(outer) <= start && end <= ends.value(outer));
            report.check(holds, || format!("{}: its parent_quote_id leads to no quote that holds it", at()));
        }
    }
    for (one, other) in crossing(all) {
        report.problem(format!("quote {}: crosses quote {}", ids.value(one), ids.value(other)));
    }
    stretch(&rows, found, ["cue", "cue_start", "cue_end"], ids, report)?;
    stretch(&rows, found, ["source_text", "source_start", "source_end"], ids, report)?;
    let lemmas = (rows.text("cue")?, rows.text("cue_lemma")?);
    let both = (0..rows.len()).all(|row| lemmas.0.is_null(row) == lemmas.1.is_null(row));
    report.check(both, || format!("article {}: a quote has a cue without cue_lemma or so", found.id));
    keys(&rows, found, ids, report)
}

/// All values of a column are among `words`.
pub(super) fn words_of(
    rows: &Columns,
    column: &str,
    words: impl Iterator<Item = &'static str> + Clone,
    report: &mut Report,
) -> Result<()> {
    for value in rows.text(column)?.iter().flatten() {
        report.check(words.clone().any(|word| word == value), || format!("{value} is not a value of {column}"));
    }
    Ok(())
}

/// A text that stands at two offsets, all three or none.
fn stretch(rows: &Columns, found: &Found, names: [&str; 3], ids: &StringArray, report: &mut Report) -> Result<()> {
    let [name, start, end] = names;
    let (texts, starts, ends) = (rows.text(name)?, rows.int(start)?, rows.int(end)?);
    for row in 0..rows.len() {
        let holds = match (text(texts, row), int(starts, row), int(ends, row)) {
            (None, None, None) => true,
            (Some(text), Some(start), Some(end)) => found.text.slice(start, end) == Some(text),
            _ => false,
        };
        report.check(holds, || format!("quote {}: {name} is not its slice", ids.value(row)));
    }
    Ok(())
}

/// Sources and speakers are there, and a speaker has the name of the entity.
fn keys(rows: &Columns, found: &Found, ids: &StringArray, report: &mut Report) -> Result<()> {
    let (sources, speakers, names) = (rows.text("source_id")?, rows.text("speaker_entity_id")?, rows.text("speaker")?);
    for row in 0..rows.len() {
        if let (Some(source), Some(table)) = (text(sources, row), found.table("sources")) {
            let there = found.resolve(source, 's', table.len()).is_some();
            report.check(there, || format!("quote {}: there is no source {source}", ids.value(row)));
        }
        let (speaker, name) = (text(speakers, row), text(names, row));
        report.check(speaker.is_some() == name.is_some(), || {
            format!("quote {}: speaker without speaker_entity_id or so", ids.value(row))
        });
        if let (Some(speaker), Some(table)) = (speaker, found.table("entities")) {
            let entity = found.resolve(speaker, 'e', table.len());
            let full = table.text("name")?;
            report.check(entity.is_some_and(|entity| Some(full.value(entity)) == name), || {
                format!("quote {}: its speaker is not the name of entity {speaker}", ids.value(row))
            });
        }
    }
    Ok(())
}

/// The column `spans`, opened up.
struct Spans<'a> {
    offsets: &'a [i32],
    starts: &'a Int32Array,
    ends: &'a Int32Array,
}

impl<'a> Spans<'a> {
    fn new(rows: &Columns<'a>) -> Result<Self> {
        let list = rows.list("spans")?;
        let spans = list.values().as_struct_opt();
        let column = |name| spans.and_then(|spans| spans.column_by_name(name)?.as_primitive_opt::<Int32Type>());
        match (column("start"), column("end")) {
            (Some(starts), Some(ends)) => Ok(Spans { offsets: list.value_offsets(), starts, ends }),
            _ => Err(crate::error::Error::failed("quotes.spans does not hold start and end")),
        }
    }

    fn of(&self, row: usize) -> Vec<(i32, i32)> {
        let range = self.offsets[row] as usize..self.offsets[row + 1] as usize;
        range.map(|at| (self.starts.value(at), self.ends.value(at))).collect()
    }
}

/// Pairs of rows with spans that overlap without one holding the other.
fn crossing(mut spans: Vec<((i32, i32), usize)>) -> Vec<(usize, usize)> {
    spans.sort_by_key(|&((start, end), row)| (start, -end, row));
    let (mut open, mut found): (Vec<((i32, i32), usize)>, _) = (Vec::new(), Vec::new());
    for (span, row) in spans {
        while open.last().is_some_and(|(outer, _)| outer.1 <= span.0) {
            open.pop();
        }
        if let Some(&(outer, other)) = open.last()
            && outer.1 < span.1
        {
            found.push((row, other));
        }
        open.push((span, row));
    }
    found
}
