//! Paragraphs tile the text in order, and other rows stand in them.

use std::ops::Range;

use super::Report;
use super::articles::Found;
use super::columns::Columns;
use crate::analysis::Role;
use crate::error::Result;
use crate::table::count_words;

pub(super) struct Paragraphs {
    pub list: Vec<Paragraph>,
}

pub(super) struct Paragraph {
    pub chars: Range<i32>,
    pub is_article: bool,
    pub is_teaser: bool,
    pub words: usize,
    /// Numbers of its sentences in the article.
    pub sentences: Range<usize>,
}

/// White space, and marks of layout: the `#` of a heading, the `-` of a list belong to no paragraph.
fn no_words(gap: &str) -> bool {
    !gap.chars().any(char::is_alphanumeric)
}

impl Paragraphs {
    pub fn check(rows: &Columns, found: &Found, report: &mut Report) -> Result<Self> {
        let (numbers, roles, texts) = (rows.int("paragraph")?, rows.text("role")?, rows.text("text")?);
        let (starts, ends) = (rows.int("start")?, rows.int("end")?);
        let (sentences, words) = (rows.int("n_sentences")?, rows.int("n_words")?);
        let shares = rows.float("quoted_share")?;
        let mut list: Vec<Paragraph> = Vec::with_capacity(rows.len());
        let (mut end, mut first) = (0, 0);
        for row in 0..rows.len() {
            let at = || format!("paragraph {row} of article {}", found.id);
            let chars = starts.value(row)..ends.value(row);
            let role = Role::ALL.iter().find(|role| role.as_str() == roles.value(row));
            report.check(numbers.value(row) == row as i32, || format!("{}: is number {}", at(), numbers.value(row)));
            report.check(role.is_some(), || format!("{}: {} is not a role", at(), roles.value(row)));
            let slice = found.text.slice(chars.start, chars.end);
            report.check(slice == Some(texts.value(row)), || format!("{}: text is not its slice", at()));
            let gap = found.text.slice(end, chars.start);
            report.check(gap.is_some_and(no_words), || {
                format!("{}: overlaps the one before, or leaves words out between", at())
            });
            let counted = count_words(texts.value(row));
            report.check(words.value(row) == counted as i32, || format!("{}: n_words is not {counted}", at()));
            report.check((0.0..=1.0).contains(&shares.value(row)), || format!("{}: quoted_share is off 0 to 1", at()));
            let last = first + usize::try_from(sentences.value(row)).unwrap_or(0);
            list.push(Paragraph {
                chars: chars.clone(),
                is_article: role.is_some_and(|role| role.is_article()),
                is_teaser: role == Some(&Role::Teaser),
                words: counted as usize,
                sentences: first..last,
            });
            (end, first) = (chars.end, last);
        }
        let rest = found.text.slice(end, found.text.count());
        report.check(rest.is_some_and(no_words), || format!("article {}: words after its last paragraph", found.id));
        Ok(Paragraphs { list })
    }

    /// The paragraph of a row that says where it begins; tells if that is not so.
    pub fn place(
        &self,
        (number, sentence, start): (i32, i32, i32),
        at: &dyn Fn() -> String,
        report: &mut Report,
    ) -> Option<&Paragraph> {
        let paragraph = usize::try_from(number).ok().and_then(|number| self.list.get(number));
        let holds = paragraph.is_some_and(|paragraph| {
            let sentence = usize::try_from(sentence).is_ok_and(|sentence| paragraph.sentences.contains(&sentence));
            sentence && paragraph.chars.contains(&start)
        });
        report.check(holds, || format!("{}: does not begin in paragraph {number}, sentence {sentence}", at()));
        paragraph
    }
}
