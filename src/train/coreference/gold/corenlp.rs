//! Chains as CoreNLP's rules and models find them: nobody marked them, and many are wrong.

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::{Chained, Marked, Text};
use crate::error::{Error, Result};
use crate::span::Span;
use crate::train::quotes::gold;

/// The chains in the JSON lines `lines`, of those of `texts` that have some.
///
/// # Errors
/// A line is no JSON.
pub fn corenlp(file: &str, lines: &str, texts: Vec<gold::Text>) -> Result<Vec<Text>> {
    let mut chains: FxHashMap<String, Value> = FxHashMap::default();
    for (number, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let mut line: Value = serde_json::from_str(line)
            .map_err(|error| Error::failed(format!("line {}: {error}", number + 1)).file(file))?;
        chains.insert(line["id"].as_str().unwrap_or("").to_owned(), line["nlp"].take());
    }
    let text = |gold::Text { id, text, .. }| {
        let marked = marked(&text, chains.get(&id)?)?;
        Some(Text { id, text, marked: Marked::Silver(marked) })
    };
    Ok(texts.into_iter().filter_map(text).collect())
}

/// `None` where there are no chains, or their offsets are not those of the text.
fn marked(text: &str, nlp: &Value) -> Option<Vec<Chained>> {
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let number = |value: &Value| value.as_u64().map(|number| number as usize);
    let span = |word: &Value| Some(Span::new(*bytes.get(number(&word[1])?)?, *bytes.get(number(&word[2])?)?));
    let mut found = Vec::new();
    for (entity, chain) in (0..).zip(nlp["coref"].as_array()?) {
        for mention in chain.as_array()? {
            // All of these count from one.
            let [sentence, start, end] = [0, 1, 2].map(|at| number(&mention[at]).and_then(|n| n.checked_sub(1)));
            let (start, end) = (start?, end?);
            let Some(words) = nlp["sentences"][sentence?].as_array().and_then(|words| words.get(start..end)) else {
                continue;
            };
            let outside = |word: &&Value| number(&word[6]).is_none_or(|head| head <= start || head > end);
            let (Some(first), Some(last)) = (words.first().and_then(span), words.last().and_then(span)) else {
                continue;
            };
            let least = words.iter().find(outside).and_then(span).unwrap_or(last);
            found.push(Chained { span: first.cover(last), least, entity, kind: String::new() });
        }
    }
    found.sort_by_key(|mention| (mention.span.start, u32::MAX - mention.span.end));
    Some(found)
}
