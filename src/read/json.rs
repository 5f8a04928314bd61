//! JSON: an object a line, an array of objects, one object, or one that wraps a list of articles.
//!
//! [`Pieces`] cuts the stream into objects without understanding them, so that memory holds one at a time and a broken one
//! costs no other; serde_json reads each.

mod pieces;

use std::io::BufRead;

use super::content::Format;
use super::fields::{self, Field};
use super::layout::Layout;
use super::lines;
use super::reading::Reading;
use super::record::Record;
use super::refusal::Refusal;
use super::values::Value;
use super::{Flow, Input, Options, Outcome};
use pieces::{Piece, Pieces};

/// An object inside an object may hold the article (`{"article": {…}}`); its members count as less likely.
const INNER: usize = 100;

pub(super) fn read(reading: &mut Reading, input: &Input, reader: &mut dyn BufRead) -> Flow {
    let mut reader = match lines::utf8(reader) {
        Ok(reader) => reader,
        Err(refusal) => return reading.refuse(input, None, refusal),
    };
    let mut number = 0;
    for Piece { object, line, offset } in Pieces::new(&mut reader) {
        let place = format!("line {line}, byte {offset}");
        let flow = match object.and_then(parse) {
            Ok((value, replaced)) => values(reading, input, &value, replaced, &mut number, &place),
            Err(refusal) => {
                let refusal = Refusal { detail: format!("{place}: {}", refusal.detail), ..refusal };
                number += 1;
                reading.refuse(input, Some(number - 1), refusal)
            }
        };
        if flow.is_break() {
            return flow;
        }
    }
    match number {
        0 => reading.refuse(input, None, Refusal::decode("empty", "it holds no JSON object")),
        _ => Flow::Continue(()),
    }
}

fn parse(bytes: Vec<u8>) -> Result<(Value, u64), Refusal> {
    let (text, replaced) = lines::text(bytes)?;
    let broken = |error: serde_json::Error| Refusal::decode("invalid_json", error.to_string());
    let what = match serde_json::from_str(&text).map_err(broken)? {
        value @ Value::Object(_) => return Ok((value, replaced)),
        Value::List(_) => "a list",
        Value::Text(_) => "a string",
        Value::Null => "null",
        Value::Plain(_) => "a number",
    };
    Err(Refusal::decode("not_an_object", format!("{what} instead of an object with the article's fields")))
}

/// The article in `value`, or the articles it wraps.
fn values(reading: &mut Reading, input: &Input, value: &Value, replaced: u64, number: &mut u64, place: &str) -> Flow {
    for value in wrapped(value, reading.options).unwrap_or(std::slice::from_ref(value)) {
        let names: Vec<&str> = value.members().iter().map(|(name, _)| name.as_str()).collect();
        if let Some(layout) = &mut reading.layout {
            note_layout(layout, value, reading.options);
        }
        let record = Record { replaced, ..record(value, reading.options) };
        let mut outcome = record.settle(input, Format::Json, *number, &names, reading.options);
        if let Outcome::Reject(reject) = &mut outcome {
            reject.detail = format!("{place}: {}", reject.detail);
        }
        *number += 1;
        reading.give(outcome)?;
    }
    Flow::Continue(())
}

/// The list of records that an interface's answer wraps: `{"status": "ok", "articles": [{…}, …]}`.
fn wrapped<'v>(value: &'v Value, options: &Options) -> Option<&'v [Value]> {
    let holds_text =
        |value: &Value| fields_of(value, options).iter().any(|of| matches!(of.field, Field::Text | Field::Html));
    let list = |value: &'v Value| match value {
        Value::List(items) => {
            items.first().filter(|item| !item.members().is_empty() && holds_text(item)).map(|_| &items[..])
        }
        _ => None,
    };
    let inner = |value: &'v Value| value.members().iter().find_map(|(_, value)| list(value));
    if value.members().iter().any(|(_, value)| matches!(value, Value::Text(_))) && holds_text(value) {
        return None;
    }
    inner(value).or_else(|| value.members().iter().find_map(|(_, value)| inner(value)))
}

/// A member of an object that is a field.
struct Of<'v> {
    field: Field,
    rank: usize,
    /// The object inside the object that it is a member of.
    outer: Option<&'v str>,
    name: &'v str,
    value: &'v Value,
}

/// The members of an object that are fields: the user's choice, else the likeliest by name.
fn fields_of<'v>(value: &'v Value, options: &'v Options) -> Vec<Of<'v>> {
    let mut best: Vec<Of> = Vec::new();
    for (outer, value) in value.members() {
        note(&mut best, None, outer, value);
        for (name, value) in value.members() {
            note(&mut best, Some(outer), name, value);
        }
    }
    for (field, path) in &options.fields {
        best.retain(|known| known.field != *field);
        let chosen = |value| Of { field: *field, rank: 0, outer: None, name: path, value };
        best.extend(value.at(path).map(chosen));
    }
    best
}

/// Takes down what the members of one object are taken for.
fn note_layout(layout: &mut Layout, value: &Value, options: &Options) {
    layout.note(Format::Json, value.members().iter().map(|(name, _)| name.as_str()));
    for Of { field, outer, name, .. } in fields_of(value, options) {
        match outer {
            Some(outer) => layout.take(field, &format!("{outer}.{name}")),
            None => layout.take(field, name),
        }
    }
    options.keep.iter().filter(|path| value.at(path).is_some()).for_each(|path| layout.keep(path));
}

fn record(value: &Value, options: &Options) -> Record {
    let guessed = fields::guesses_text(options);
    let mut record = Record { guessed, ..Record::default() };
    for Of { field, value, .. } in fields_of(value, options) {
        let told = match field {
            Field::Text => value.prose(),
            Field::Byline => value.names(),
            _ => value.text(),
        };
        if let Some(told) = told {
            record.set(field, &told);
        }
    }
    let kept = |path: &str| value.at(path).and_then(|value| value.names().or_else(|| value.prose()));
    record.kept = options.keep.iter().map(|path| (*path, kept(path))).collect();
    record
}

/// Notes `value` for the field its name stands for, unless a likelier one says something.
fn note<'v>(best: &mut Vec<Of<'v>>, outer: Option<&'v str>, name: &'v str, value: &'v Value) {
    let Some((mut field, mut rank)) = fields::meaning(name) else { return };
    // Some collectors call the address the source.
    if field == Field::Publisher && matches!(value, Value::Text(text) if text.contains("://")) {
        (field, rank) = (Field::Url, INNER / 2);
    }
    if !value.says_something() {
        return;
    }
    rank += if outer.is_some() { INNER } else { 0 };
    let of = Of { field, rank, outer, name, value };
    match best.iter_mut().find(|known| known.field == field) {
        Some(known) if known.rank > rank => *known = of,
        Some(_) => {}
        None => best.push(of),
    }
}

#[cfg(test)]
mod tests;
