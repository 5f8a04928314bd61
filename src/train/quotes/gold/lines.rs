//! Texts and marks as JSON lines. What is wrong in a line is said with its number: files like these are often made by a
//! script, and a mark that is silently left out would be counted as one that nobody made.

use serde_json::Value;

use super::{Marked, Text};
use crate::error::{Error, Result};
use crate::span::Span;

const FORM: &str = "each line is one article: {\"id\": \"a\", \"text\": \"…\", \"annotations\": [{\"attributions\": \
                    [{\"source\": [[0, 4]], \"cue\": [[5, 9]], \"content\": [[10, 30]]}]}]}";
const COUNT: &str = "spans are [start, end) in characters (Unicode code points) of the line's own text";

/// Reads JSON lines: `id`, `text`, `annotations`, each with `attributions` of `source`, `cue` and `content`, lists of
/// `[start, end)` in characters. With `all`, each annotator's marks are a text of their own; else the first's count.
///
/// # Errors
/// A line is not what it should be.
pub fn texts(file: &str, lines: &str, all: bool) -> Result<Vec<Text>> {
    let mut texts = Vec::new();
    for (number, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |what: String| Error::failed(format!("line {} {what}", number + 1)).file(file);
        let value: Value = serde_json::from_str(line)
            .map_err(|cause| wrong("holds no JSON, or only a part of it".to_owned()).help(FORM).because(cause))?;
        let word = |name: &str| {
            value[name].as_str().ok_or_else(|| wrong(format!("has no “{name}” that is a string")).help(FORM))
        };
        let (id, text) = (word("id")?, word("text")?);
        let mut bytes: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).collect();
        bytes.push(text.len() as u32);
        let annotations = value["annotations"].as_array().filter(|list| !list.is_empty());
        let annotations = annotations.ok_or_else(|| {
            wrong(format!("({id}) has no “annotations”"))
                .help("a text in which nothing is marked has \"annotations\": [{\"attributions\": []}]")
        })?;
        for annotation in annotations.iter().take(if all { annotations.len() } else { 1 }) {
            let attributions = annotation["attributions"]
                .as_array()
                .ok_or_else(|| wrong(format!("({id}) has an annotation without “attributions”")).help(FORM))?;
            let part = |attribution: &Value, name: &str| {
                spans(&attribution[name], &bytes).map_err(|what| wrong(format!("({id}): a {name} {what}")).help(COUNT))
            };
            let marked = |one: &Value| {
                Ok(Marked { source: part(one, "source")?, cue: part(one, "cue")?, content: part(one, "content")? })
            };
            let marked = attributions.iter().map(marked).collect::<Result<_>>()?;
            texts.push(Text { id: id.to_owned(), text: text.to_owned(), marked });
        }
    }
    Ok(texts)
}

/// Pairs of numbers as spans in bytes; empty ones mark nothing. `bytes` says where each character begins, and the end.
fn spans(list: &Value, bytes: &[u32]) -> Result<Vec<Span>, String> {
    let mut found = Vec::new();
    for span in list.as_array().into_iter().flatten() {
        let edge = |at: usize| span[at].as_u64().map(|at| at as usize);
        let (Some(start), Some(end)) = (edge(0), edge(1)) else {
            return Err(format!("has {span}, which is no [start, end)"));
        };
        if start > end || end >= bytes.len() {
            return Err(format!("has {span}, but the text has {} characters", bytes.len() - 1));
        }
        if start < end {
            found.push(Span { start: bytes[start], end: bytes[end] });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(content: &str) -> String {
        format!(
            r#"{{"id": "a", "text": "“Né,” he said.", "annotations": [{{"attributions": [{{"content": {content}}}]}}]}}"#
        )
    }

    #[test]
    fn spans_count_characters() {
        let text = texts("gold", &line("[[0, 5], [7, 7]]"), false).unwrap().remove(0);
        assert_eq!(text.marked[0].content.iter().map(|span| span.of(&text.text)).collect::<Vec<_>>(), ["“Né,”"]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let told = |lines: &str| texts("gold", lines, false).unwrap_err().to_string();
        assert_eq!(told(&format!("{}\n\n{{", line("[]"))), "gold: line 3 holds no JSON, or only a part of it");
        assert_eq!(told(&line("[[0, 16]]")), "gold: line 1 (a): a content has [0,16], but the text has 14 characters");
        assert_eq!(told(&line("[[5, 2]]")), "gold: line 1 (a): a content has [5,2], but the text has 14 characters");
        assert_eq!(told(&line("[[1]]")), "gold: line 1 (a): a content has [1], which is no [start, end)");
        assert_eq!(told(r#"{"id": "a"}"#), "gold: line 1 has no “text” that is a string");
        assert_eq!(told(r#"{"id": "a", "text": ""}"#), "gold: line 1 (a) has no “annotations”");
    }
}
