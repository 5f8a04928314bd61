//! Web pages: which part of a page is the article, and what the page says of it.
//!
//! ```text
//! bytes → text (charset) → tree (build) → blocks → the element that holds the article (body, evidence, furniture)
//!       → its paragraphs (spine, standfirst) → text with marked paragraphs (text)
//! tree  → facts (json_ld, tags) → title, byline, date
//! ```
//!
//! Whatever a page is, reading it takes time and memory in proportion to its length.

mod blocks;
mod body;
mod build;
mod byline;
mod charset;
mod date;
mod element;
mod evidence;
mod furniture;
mod json_ld;
mod names;
mod spine;
mod standfirst;
mod tags;
mod text;
mod title;
mod tree;

use super::refusal::Refusal;
use crate::analysis::Role;
use crate::article::Meta;
use crate::span::Span;
use evidence::Evidence;

pub(in crate::read) use charset::of_content_type as charset_of;

/// Longer pages are refused, in bytes.
const LONGEST: usize = 16 << 20;

/// One article as a page shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The article's paragraphs with blank lines between, without its title.
    pub text: String,
    /// The paragraphs and what the markup says of each.
    pub marked: Vec<(Span, Role)>,
    pub meta: Meta,
    /// The address the page gives itself.
    pub url: Option<String>,
    /// Byte sequences that were no valid text.
    pub replaced: u64,
}

/// Why a page gives no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    TooLarge,
    /// What it is instead, in a few words.
    NotText(String),
    Empty,
}

impl Unreadable {
    /// As what readers of all formats say; the page has so many `bytes`.
    pub(super) fn refusal(self, bytes: u64) -> Refusal {
        let refusal = match self {
            Unreadable::TooLarge => {
                let detail = format!("more than {} MiB, which no page of an article has", LONGEST >> 20);
                Refusal::decode("too_large", detail)
            }
            Unreadable::NotText(why) => Refusal::decode("not_text", why),
            Unreadable::Empty => Refusal::decode("empty", "the page holds no article"),
        };
        refusal.after(bytes)
    }
}

/// Reads a page. `charset` is what was said of its encoding beside it (by a server), if anything was.
///
/// # Errors
/// There is no article to read in it.
pub fn read(html: &[u8], charset: Option<&str>) -> Result<Page, Unreadable> {
    if html.len() > LONGEST {
        return Err(Unreadable::TooLarge);
    }
    let decoded = charset::decode(html, charset).map_err(Unreadable::NotText)?;
    let tree = build::parse(&decoded.text);
    let tags = tags::read(&tree);
    let facts = json_ld::read(&tree);
    let blocks = blocks::find(&tree);
    let title = title::find(&blocks, &tags, &facts);
    let heading = title.as_deref().and_then(|title| title::shown(&blocks, title));
    let evidence = Evidence::new(facts.body.as_deref());
    let around = text::Around { title: title.as_deref(), heading, tags: &tags, facts: &facts, evidence: &evidence };
    let body = body::find(&tree, &blocks, heading, &evidence);
    let (text, marked) = body.map(|node| text::write(&tree, &blocks, node, &around)).unwrap_or_default();
    let told = facts.body.as_deref().filter(|body| body.len() >= evidence::SHORTEST && text.len() * 5 < body.len());
    let (text, marked) = told.map_or((text, marked), text::write_told);
    if marked.is_empty() {
        return Err(Unreadable::Empty);
    }
    let meta = Meta {
        byline: byline::find(&tree, heading.map(|heading| blocks.all[heading].at as usize), &tags, &facts),
        published_at: date::find(&tree, &blocks, heading, &tags, &facts),
        publisher: tags::publisher(&tags, &facts),
        section: tags::section(&tags, &facts),
        language: tags::language(&tags, &facts),
        title,
    };
    let url = tags.address().map(str::to_owned).or(facts.url);
    Ok(Page { text, marked, meta, url, replaced: decoded.replaced })
}

/// The text of a part of a page (an article in a feed or a record) with its paragraphs: all of it, nothing is chosen. Without
/// a tag in it, it is plain text with entities, and marks no paragraphs.
pub fn fragment(html: &str) -> (String, Vec<(Span, Role)>) {
    let tree = build::parse(html);
    if !html.contains('<') {
        return (tree.chars, Vec::new());
    }
    text::write_all(&tree, &blocks::find(&tree))
}
