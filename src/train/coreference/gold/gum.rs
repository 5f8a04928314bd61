//! Treebanks whose words say which entities begin and end at them (`Entity=` in the last column, as GUM has it).

use super::{Marked, Text};
use crate::error::Result;
use crate::span::Span;
use crate::train::conllu;

/// One mention as marked.
#[derive(Clone, Debug)]
pub struct Chained {
    pub span: Span,
    /// The words that make out the mention, without what may be left away ("the old **mayor** of Oslo").
    pub least: Span,
    /// The document's number of what it stands for.
    pub entity: u32,
    pub kind: String,
}

/// # Errors
/// The text is not CoNLL-U.
pub fn gum(file: &str, text: &str) -> Result<Vec<Text>> {
    let ids: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# newdoc id = ")).collect();
    let sentences = conllu::read(file, text)?;
    let mut texts: Vec<Document> = Vec::new();
    for sentence in &sentences {
        if sentence.opens_document || texts.is_empty() {
            texts.push(Document::default());
        }
        if let Some(document) = texts.last_mut() {
            document.add(sentence);
        }
    }
    let text = |(at, document): (usize, Document)| Text {
        id: ids.get(at).map_or_else(|| format!("{file}-{at}"), |id| (*id).to_owned()),
        text: document.text,
        marked: Marked::Chains(document.mentions),
    };
    Ok(texts.into_iter().enumerate().map(text).collect())
}

#[derive(Default)]
struct Document {
    text: String,
    mentions: Vec<Chained>,
    open: Vec<Open>,
}

struct Open {
    entity: u32,
    kind: String,
    /// Numbers of the words that make it out, from 1 on.
    least: Vec<usize>,
    words: Vec<Span>,
}

impl Document {
    fn add(&mut self, sentence: &conllu::Sentence) {
        if sentence.opens_paragraph && !self.text.is_empty() {
            self.text.truncate(self.text.trim_end().len());
            self.text.push_str("\n\n");
        }
        for word in &sentence.words {
            let start = self.text.len();
            self.text.push_str(&word.form);
            let span = Span::new(start, self.text.len());
            if word.space_after {
                self.text.push(' ');
            }
            let marks = word.misc.split('|').find_map(|item| item.strip_prefix("Entity=")).unwrap_or("");
            self.word(span, marks);
        }
        if !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
        // A mention never runs over a sentence.
        self.open.clear();
        self.mentions.sort_by_key(|mention| (mention.span.start, u32::MAX - mention.span.end));
    }

    fn word(&mut self, span: Span, mut marks: &str) {
        let mut closed = Vec::new();
        while !marks.is_empty() {
            let (opens, rest) = marks.strip_prefix('(').map_or((false, marks), |rest| (true, rest));
            let end = rest.find(['(', ')']).unwrap_or(rest.len());
            let mut fields = rest[..end].split('-');
            let number = fields.next().and_then(|id| id.split('[').next()).and_then(|id| id.parse().ok());
            marks = &rest[end..];
            if opens && let Some(entity) = number {
                let kind = fields.next().unwrap_or("").to_owned();
                let least = fields.find_map(least).unwrap_or_default();
                self.open.push(Open { entity, kind, least, words: Vec::new() });
            }
            if let Some(rest) = marks.strip_prefix(')') {
                marks = rest;
                closed.extend(number);
            } else if !opens && !marks.starts_with('(') {
                break;
            }
        }
        self.open.iter_mut().for_each(|open| open.words.push(span));
        for entity in closed {
            let Some(at) = self.open.iter().rposition(|open| open.entity == entity) else { continue };
            let Open { entity, kind, least, words } = self.open.remove(at);
            let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
            let span = first.cover(*last);
            let parts = least.iter().filter_map(|at| words.get(at.checked_sub(1)?)).copied();
            let least = parts.reduce(Span::cover).unwrap_or(span);
            self.mentions.push(Chained { span, least, entity, kind });
        }
    }
}

/// "1,2,4", the field behind "cf1*".
fn least(field: &str) -> Option<Vec<usize>> {
    field.split(',').map(|number| number.parse().ok()).collect()
}
