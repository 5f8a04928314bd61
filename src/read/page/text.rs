//! The article's text: its paragraphs in order, with blank lines between.

use super::blocks::{Block, Blocks, Shape};
use super::element::Tag;
use super::evidence::Evidence;
use super::furniture::Furniture;
use super::json_ld::Facts;
use super::tags::Tags;
use super::title::same;
use super::tree::Tree;
use super::{body, spine, standfirst};
use crate::analysis::Role;
use crate::span::Span;

/// So many blocks between title and article are looked through for captions.
const FAR: usize = 40;

/// Between the cells of a row.
const CELLS: &str = " | ";

/// What is known of the article beside its words.
pub(super) struct Around<'a> {
    pub title: Option<&'a str>,
    /// The block that shows it.
    pub heading: Option<usize>,
    pub tags: &'a Tags,
    pub facts: &'a Facts,
    pub evidence: &'a Evidence,
}

/// The text, and what the markup says of each paragraph.
pub(super) fn write(tree: &Tree, blocks: &Blocks, node: usize, around: &Around<'_>) -> (String, Vec<(Span, Role)>) {
    let range = blocks.range(tree.within(node));
    let furniture = body::furniture(tree, blocks, around.heading, tree.within(node));
    let mut kept = spine::keep(tree, blocks, range.clone(), &furniture, around.evidence);
    let is_title = |at: usize| {
        let words = blocks.words(&blocks.all[at]);
        Some(at) == around.heading || around.title.is_some_and(|title| same(title, words))
    };
    // Nothing of the article stands before its title; but a title may be repeated below its first lines.
    let first = kept.iter().position(|kept| *kept).map_or(range.start, |first| range.start + first);
    let below = || (first + 1..range.end.min(first + 4)).find(|at| is_title(*at));
    let title = (0..range.end.min(first + 1)).rev().find(|at| is_title(*at)).or_else(below);
    let mut written = Written::default();
    if let Some(title) = title {
        kept.iter_mut().take((title + 1).saturating_sub(range.start)).for_each(|kept| *kept = false);
        let next = range.clone().find(|at| kept[at - range.start]).unwrap_or(range.end);
        let outside = body::furniture(tree, blocks, around.heading, 0..tree.nodes.len());
        for at in standfirst::find(blocks, &outside, title, next, around.tags, around.facts) {
            written.push(blocks.words(&blocks.all[at]), Role::Body);
        }
        // The picture over the article stands outside of it on many pages.
        let is_caption = |at: &usize| matches!(blocks.all[*at].shape, Shape::Caption | Shape::Credit);
        let is_shown = |at: &usize| matches!(outside[*at], None | Some(Furniture::Picture));
        for at in (title + 1..next).take(FAR).filter(is_caption).filter(is_shown) {
            let block = &blocks.all[at];
            written.push(blocks.words(block), role(block, None));
        }
    }
    let mut before = None;
    for at in range.clone().filter(|at| kept[at - range.start] && !is_title(*at)) {
        let block = &blocks.all[at];
        written.add(tree, block, blocks.words(block), role(block, furniture[at]), &mut before);
    }
    (written.text, written.marked)
}

/// The article as the page tells it to search engines, for a page that shows nothing until a program runs in it.
pub(super) fn write_told(body: &str) -> (String, Vec<(Span, Role)>) {
    if body.contains("</") {
        let tree = super::build::parse(body);
        return write_all(&tree, &super::blocks::find(&tree));
    }
    let mut written = Written::default();
    for line in body.lines().map(super::json_ld::plain).filter(|line| !line.is_empty()) {
        written.push(&line, Role::Body);
    }
    (written.text, written.marked)
}

/// All of the page's text, and what the markup says of each paragraph.
pub(super) fn write_all(tree: &Tree, blocks: &Blocks) -> (String, Vec<(Span, Role)>) {
    let mut written = Written::default();
    let mut before = None;
    for block in &blocks.all {
        written.add(tree, block, blocks.words(block), role(block, None), &mut before);
    }
    (written.text, written.marked)
}

fn role(block: &Block, furniture: Option<Furniture>) -> Role {
    match (block.shape, furniture) {
        (Shape::Credit, _) => Role::Credit,
        (_, Some(Furniture::Picture)) | (Shape::Caption, _) => Role::Caption,
        (Shape::Heading | Shape::Title, _) => Role::Subheading,
        (Shape::Item | Shape::Cell, _) => Role::List,
        (Shape::Plain, _) => Role::Body,
    }
}

/// The row of a table that a cell stands in.
fn row(tree: &Tree, cell: &Block) -> Option<usize> {
    std::iter::once(cell.node as usize).chain(tree.above(cell.node as usize)).find(|node| tree.is(*node, Tag::Row))
}

#[derive(Default)]
struct Written {
    text: String,
    marked: Vec<(Span, Role)>,
}

impl Written {
    fn push(&mut self, words: &str, role: Role) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(words);
        self.marked.push((Span::new(start, self.text.len()), role));
    }

    /// Adds a block; further cells of a row go on in its paragraph. `before` is the row of the last block.
    fn add(&mut self, tree: &Tree, block: &Block, words: &str, role: Role, before: &mut Option<usize>) {
        let row = (block.shape == Shape::Cell).then(|| row(tree, block)).flatten();
        match self.marked.last_mut().filter(|_| row.is_some() && row == *before) {
            Some((span, _)) => {
                self.text.push_str(CELLS);
                self.text.push_str(words);
                span.end = self.text.len() as u32;
            }
            None => self.push(words, role),
        }
        *before = row;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{read, tree::collapse};
    use super::*;

    fn paragraphs(html: &str) -> Vec<(Role, String)> {
        let page = read(html.as_bytes(), None).unwrap();
        page.marked.iter().map(|(span, role)| (*role, collapse(span.of(&page.text)))).collect()
    }

    #[test]
    fn title_standfirst_picture_text() {
        let html = "<title>Ferry stays</title><h1>Ferry stays</h1><h2>Council keeps the last crossing of the day</h2>\
            <figure><figcaption>The quay <span class=credit>Eva Lund</span></figcaption></figure>\
            <div><p>The night ferry between the islands will sail for another winter, the council decided.</p>\
            <h1>Ferry stays</h1><p>“We do not leave an island in the dark,” said the mayor of Sandholm on Tuesday.</p></div>";
        let roles: Vec<Role> = paragraphs(html).into_iter().map(|(role, _)| role).collect();
        assert_eq!(roles, [Role::Body, Role::Caption, Role::Credit, Role::Body, Role::Body]);
    }

    #[test]
    fn rows_are_paragraphs() {
        let html = "<p>This is what the count of Sunday says, ward by ward, as it was read out at midnight.</p>\
            <table><tr><th>List<th>Votes<tr><td>Harbour<td><a href=x>1,204</a></table>";
        let found = paragraphs(html);
        assert_eq!(found[1..], [(Role::List, "List | Votes".into()), (Role::List, "Harbour | 1,204".into())]);
    }

    #[test]
    fn a_page_that_shows_nothing_tells_it_all() {
        let line = "The night ferry between the islands &amp; the town will sail for another winter.";
        let body = [line; 6].join("\\n\\n");
        let data = format!("{{\"@type\":\"NewsArticle\",\"headline\":\"Ferry\",\"articleBody\":\"{body}\"}}");
        let html = format!("<script type=application/ld+json>{data}</script><p>Turn on scripts to read this.</p>");
        let found = paragraphs(&html);
        assert_eq!((found.len(), found[5].1.as_str()), (6, line.replace("&amp;", "&").as_str()));
    }

    #[test]
    fn a_page_without_title_or_markup_is_read_too() {
        let found = paragraphs("The ferry sails on.<br><br>The mayor said so.");
        assert_eq!(found, [(Role::Body, "The ferry sails on.".into()), (Role::Body, "The mayor said so.".into())]);
    }
}
