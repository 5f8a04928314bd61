//! One article with everything found in it, to be read in a terminal.
//!
//! Plain text carries marks of its own (`⟦¹ quote⟧ ⟨cue⟩ {source} _name_₂`, the small figures are numbers of the lists
//! below the text), so nothing is lost in a pipe; in colour the brackets make way for colours.

mod lists;
mod marks;
mod notes;
mod page;
mod style;
mod trees;

use crate::analysis::Analysis;
use crate::analyze::Analyzer;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::read;

use marks::Walk;
use page::Page;
pub use trees::trees;

/// How an article is to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// With ANSI colours instead of brackets.
    pub colour: bool,
    /// Columns of the page; narrower than 40 is treated as 40.
    pub width: usize,
}

/// Columns left of the text: paragraph number and role.
const MARGIN: usize = 18;

/// What a page shows of an article: [`text`] or [`trees`].
pub type View = fn(&Article, &Analysis, Look) -> String;

/// Hands the page of each article in the file (or folder, or `-`) to `show`. Returns how many inputs were rejected.
///
/// # Errors
/// When nothing could be read, or showing failed.
pub fn file(
    input: &str,
    analyzer: &Analyzer,
    view: View,
    look: Look,
    mut show: impl FnMut(&str) -> Result<()>,
) -> Result<u64> {
    let inputs = read::discover(&[input.to_owned()])?;
    let (mut shown, mut rejects) = (0, Vec::new());
    for article in read::articles(&inputs, &read::Options::default()) {
        match article {
            Ok(article) => {
                if shown > 0 {
                    show("\n\n")?;
                }
                show(&view(&article, &analyzer.analyze(&article), look))?;
                shown += 1;
            }
            Err(reject) => rejects.push(reject),
        }
    }
    match rejects.first() {
        Some(reject) if shown == 0 => Err(Error::failed(&reject.detail).file(&reject.source_uri)),
        None if shown == 0 => Err(Error::failed("there is no article to show").file(input)),
        _ => {
            rejects.iter().for_each(|reject| tracing::warn!("{}: {}", reject.source_uri, reject.detail));
            Ok(rejects.len() as u64)
        }
    }
}

/// The page for one article, ending in a newline. Takes time in proportion to what is shown.
pub fn text(article: &Article, found: &Analysis, look: Look) -> String {
    let mut page = Page::new(look);
    lists::heading(&mut page, article, found, look);

    let text = article.text.as_str();
    let mut walk = Walk::new(text, found, look.colour);
    let mut quotes = notes::by_paragraph(found);
    for (number, paragraph) in found.paragraphs.iter().enumerate() {
        page.blank();
        let margin = format!("{number:>4} {:<12} ", paragraph.role.as_str());
        page.begin(&margin, if paragraph.role.is_article() { style::PLAIN } else { style::DIM }, MARGIN);
        walk.paragraph(paragraph.span, &mut page);
        page.end();
        for quote in quotes.next_if(number as u32) {
            notes::quote(&mut page, text, found, quote);
        }
    }
    lists::sources(&mut page, text, found);
    lists::entities(&mut page, text, found);
    lists::values(&mut page, text, found);
    page.finish()
}

#[cfg(test)]
mod tests;
