//! Sources, entities and mentions: their ids, keys and counts.

use arrow::array::StringArray;

use super::Report;
use super::articles::Found;
use super::columns::{Columns, text};
use super::paragraphs::Paragraphs;
use super::quotes::words_of;
use crate::analysis::{EntityType, MentionKind, Naming, SourceKind, Value, ValueType};
use crate::error::Result;

pub(super) fn check(found: &Found, paragraphs: Option<&Paragraphs>, report: &mut Report) -> Result<()> {
    sources(found, report)?;
    entities(found, report)?;
    mentions(found, paragraphs, report)
}

/// The id of row 3 of quotes ends in `-q3`.
fn ids<'a>(
    rows: &Columns<'a>,
    name: &str,
    letter: char,
    found: &Found,
    report: &mut Report,
) -> Result<&'a StringArray> {
    let ids = rows.text(name)?;
    for row in 0..rows.len() {
        report.check(found.resolve(ids.value(row), letter, rows.len()) == Some(row), || {
            format!("{}: is not the {name} of row {} of its article", ids.value(row), row + 1)
        });
    }
    Ok(ids)
}

/// Sums over the rows of another table that point here.
fn sums(
    rows: usize,
    table: Option<&Columns>,
    key: &str,
    letter: char,
    found: &Found,
) -> Result<Option<Vec<Vec<usize>>>> {
    let Some(table) = table else { return Ok(None) };
    let keys = table.text(key)?;
    let mut pointing = vec![Vec::new(); rows];
    for row in 0..table.len() {
        if let Some(target) = text(keys, row).and_then(|key| found.resolve(key, letter, rows)) {
            pointing[target].push(row);
        }
    }
    Ok(Some(pointing))
}

fn count(rows: &Columns, column: &str, row: usize, expected: usize, id: &str, report: &mut Report) -> Result<()> {
    let value = rows.int(column)?.value(row);
    report.check(usize::try_from(value) == Ok(expected), || {
        format!("{id}: {column} is {value}, the rows make it {expected}")
    });
    Ok(())
}

fn sources(found: &Found, report: &mut Report) -> Result<()> {
    let Some(rows) = found.table("sources") else { return Ok(()) };
    let ids = ids(&rows, "source_id", 's', found, report)?;
    words_of(&rows, "kind", SourceKind::ALL.iter().map(|kind| kind.as_str()), report)?;
    words_of(&rows, "naming", Naming::ALL.iter().map(|naming| naming.as_str()), report)?;
    let (keys, firsts) = (rows.text("entity_id")?, rows.int("first_start")?);
    let quotes = found.table("quotes");
    let quoted = sums(rows.len(), quotes.as_ref(), "source_id", 's', found)?;
    for row in 0..rows.len() {
        let id = ids.value(row);
        if let (Some(key), Some(entities)) = (text(keys, row), found.table("entities")) {
            let there = found.resolve(key, 'e', entities.len()).is_some();
            report.check(there, || format!("{id}: there is no entity {key}"));
        }
        let inside = (0..found.text.count()).contains(&firsts.value(row));
        report.check(inside, || format!("{id}: first_start is outside the text"));
        if let (Some(quotes), Some(quoted)) = (&quotes, &quoted) {
            let (kinds, words) = (quotes.text("kind")?, quotes.int("n_words")?);
            let own = &quoted[row];
            count(&rows, "n_quotes", row, own.len(), id, report)?;
            let direct = own.iter().filter(|&&quote| kinds.value(quote) == "direct").count();
            count(&rows, "n_direct", row, direct, id, report)?;
            let words = own.iter().map(|&quote| usize::try_from(words.value(quote)).unwrap_or(0)).sum();
            count(&rows, "n_words_quoted", row, words, id, report)?;
        }
    }
    Ok(())
}

fn entities(found: &Found, report: &mut Report) -> Result<()> {
    let Some(rows) = found.table("entities") else { return Ok(()) };
    let ids = ids(&rows, "entity_id", 'e', found, report)?;
    words_of(&rows, "type", EntityType::ALL.iter().map(|kind| kind.as_str()), report)?;
    let mentions = found.table("mentions");
    let mentioned = sums(rows.len(), mentions.as_ref(), "entity_id", 'e', found)?;
    let (Some(mentions), Some(mentioned)) = (&mentions, &mentioned) else { return Ok(()) };
    let (kinds, starts, firsts) = (mentions.text("kind")?, mentions.int("start")?, rows.int("first_start")?);
    for (row, own) in mentioned.iter().enumerate() {
        let id = ids.value(row);
        count(&rows, "n_mentions", row, own.len(), id, report)?;
        let names = own.iter().filter(|&&mention| kinds.value(mention) == "name").count();
        count(&rows, "n_names", row, names, id, report)?;
        let first = own.iter().map(|&mention| starts.value(mention)).min();
        report.check(first.is_none_or(|first| first == firsts.value(row)), || {
            format!("{id}: first_start is not its first mention's")
        });
    }
    Ok(())
}

fn mentions(found: &Found, paragraphs: Option<&Paragraphs>, report: &mut Report) -> Result<()> {
    let Some(rows) = found.table("mentions") else { return Ok(()) };
    let ids = ids(&rows, "mention_id", 'm', found, report)?;
    let types = EntityType::ALL.iter().map(|kind| kind.as_str()).chain(ValueType::ALL.iter().map(|kind| kind.as_str()));
    words_of(&rows, "type", types, report)?;
    words_of(&rows, "kind", MentionKind::ALL.iter().map(|kind| kind.as_str()).chain([Value::KIND]), report)?;
    let (keys, texts, confidence) = (rows.text("entity_id")?, rows.text("text")?, rows.float("confidence")?);
    let (starts, ends) = (rows.int("start")?, rows.int("end")?);
    let (numbers, sentences, in_quote) = (rows.int("paragraph")?, rows.int("sentence")?, rows.bool("in_quote")?);
    let quoted = quoted(found)?;
    let mut before = 0;
    for row in 0..rows.len() {
        let at = || format!("mention {}", ids.value(row));
        let (start, end) = (starts.value(row), ends.value(row));
        report.check(found.text.slice(start, end) == Some(texts.value(row)), || {
            format!("{}: text is not its slice", at())
        });
        report.check(before <= start && start < end, || format!("{}: is not in text order", at()));
        before = start;
        report.check((0.0..=1.0).contains(&confidence.value(row)), || format!("{}: confidence is off 0 to 1", at()));
        if let Some(paragraphs) = paragraphs {
            paragraphs.place((numbers.value(row), sentences.value(row), start), &at, report);
        }
        if let (Some(key), Some(entities)) = (text(keys, row), found.table("entities")) {
            let there = found.resolve(key, 'e', entities.len()).is_some();
            report.check(there, || format!("{}: there is no entity {key}", at()));
        }
        if let (true, Some(quoted)) = (in_quote.value(row), &quoted) {
            let after = quoted.partition_point(|span| span.0 <= start);
            let held = after.checked_sub(1).is_some_and(|last| end <= quoted[last].1);
            report.check(held, || format!("{}: in_quote, but no direct or mixed quote holds it", at()));
        }
    }
    Ok(())
}

/// From start to end of the direct and mixed quotes, in order; each reaches at least as far as those before it.
fn quoted(found: &Found) -> Result<Option<Vec<(i32, i32)>>> {
    let Some(quotes) = found.table("quotes") else { return Ok(None) };
    let (kinds, starts, ends) = (quotes.text("kind")?, quotes.int("start")?, quotes.int("end")?);
    let mut far = 0;
    let mut spans = Vec::new();
    for row in (0..quotes.len()).filter(|&row| kinds.value(row) != "indirect") {
        far = ends.value(row).max(far);
        spans.push((starts.value(row), far));
    }
    Ok(Some(spans))
}
