//! Sentences stand in their paragraphs and tokens in their sentences, in order.

use super::Report;
use super::articles::Found;
use super::columns::Columns;
use super::paragraphs::Paragraphs;
use crate::error::Result;

pub(super) fn check(found: &Found, paragraphs: Option<&Paragraphs>, report: &mut Report) -> Result<()> {
    let sentences = found.table("sentences");
    if let Some(rows) = &sentences {
        in_order("sentence", rows, found, report)?;
        let (places, starts, ends) = (rows.int("paragraph")?, rows.int("start")?, rows.int("end")?);
        if let Some(paragraphs) = paragraphs {
            let expected: usize = paragraphs.list.iter().map(|paragraph| paragraph.sentences.len()).sum();
            report.check(rows.len() == expected, || {
                format!("article {}: has {} sentences, its paragraphs count {expected}", found.id, rows.len())
            });
            for row in 0..rows.len() {
                let at = || format!("sentence {row} of article {}", found.id);
                let here = (places.value(row), row as i32, starts.value(row));
                let paragraph = paragraphs.place(here, &at, report);
                report.check(paragraph.is_none_or(|paragraph| ends.value(row) <= paragraph.chars.end), || {
                    format!("{}: runs over the end of its paragraph", at())
                });
            }
        }
    }
    if let Some(rows) = found.table("tokens") {
        in_order("token", &rows, found, report)?;
        if let Some(sentences) = &sentences {
            let inner = (rows.int("sentence")?, rows.int("start")?, rows.int("end")?);
            let outer = (sentences.int("start")?, sentences.int("end")?);
            for row in 0..rows.len() {
                let place = usize::try_from(inner.0.value(row)).ok().filter(|&place| place < sentences.len());
                let inside = place.is_some_and(|place| {
                    outer.0.value(place) <= inner.1.value(row) && inner.2.value(row) <= outer.1.value(place)
                });
                report.check(inside, || format!("token {row} of article {}: is not in its sentence", found.id));
            }
        }
    }
    Ok(())
}

/// Numbered from 0, one after the other, with the text of their slice.
fn in_order(name: &str, rows: &Columns, found: &Found, report: &mut Report) -> Result<()> {
    let (numbers, texts) = (rows.int(name)?, rows.text("text")?);
    let (starts, ends) = (rows.int("start")?, rows.int("end")?);
    let mut before = 0;
    for row in 0..rows.len() {
        let at = || format!("{name} {row} of article {}", found.id);
        let (start, end) = (starts.value(row), ends.value(row));
        report.check(numbers.value(row) == row as i32, || format!("{}: is number {}", at(), numbers.value(row)));
        let slice = found.text.slice(start, end);
        report.check(slice == Some(texts.value(row)), || format!("{}: text is not its slice", at()));
        report.check(before <= start && start < end, || format!("{}: is out of order or overlaps", at()));
        before = end;
    }
    Ok(())
}
