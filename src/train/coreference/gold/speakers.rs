//! Markdown with articles and who says what in them: below each `##` heading a block `article` and a table of the quote's
//! first words, the words that name its source, and the speaker's fullest name (`∅` where nobody is named).

use super::{Marked, Text};
use crate::error::{Error, Result};
use crate::span::Span;

/// A quote and who says it.
#[derive(Clone, Debug)]
pub struct Said {
    pub quote: Span,
    /// The words that name the source: "he".
    pub source: String,
    pub speaker: Option<String>,
}

/// # Errors
/// A quote does not stand in its article, or not in this order.
pub fn speakers(file: &str, markdown: &str) -> Result<Vec<Text>> {
    let mut texts = Vec::new();
    let (mut heading, mut article, mut inside) = ("", String::new(), false);
    let mut said: Vec<Said> = Vec::new();
    let mut rows = 0;
    let mut from = 0;
    for (number, line) in markdown.lines().enumerate() {
        let broken = |what: &str| Error::failed(format!("line {}: {what}", number + 1)).file(file);
        if inside {
            inside = line != "```";
            article.push_str(if inside { line } else { "" });
            article.push_str(if inside { "\n" } else { "" });
        } else if let Some(title) = line.strip_prefix("## ") {
            finish(&mut texts, heading, &mut article, &mut said);
            (heading, rows, from) = (title.trim(), 0, 0);
        } else if line.starts_with("```article") {
            inside = true;
        } else if let Some(row) = line.strip_prefix('|') {
            rows += 1;
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let &[words, source, speaker, ..] = cells.as_slice() else {
                return Err(broken("a row has quote, source and speaker"));
            };
            if rows <= 2 {
                continue;
            }
            let at = article[from..].find(words).map(|at| from + at);
            let at = at.ok_or_else(|| broken("these words do not stand in the article, or not in this order"))?;
            from = at + words.len();
            let speaker = (speaker != "∅").then(|| speaker.to_owned());
            said.push(Said { quote: Span::new(at, from), source: source.to_owned(), speaker });
        }
    }
    finish(&mut texts, heading, &mut article, &mut said);
    Ok(texts)
}

fn finish(texts: &mut Vec<Text>, heading: &str, article: &mut String, said: &mut Vec<Said>) {
    let (text, said) = (std::mem::take(article), std::mem::take(said));
    if !text.is_empty() {
        texts.push(Text { id: heading.to_owned(), text, marked: Marked::Speakers(said) });
    }
}
