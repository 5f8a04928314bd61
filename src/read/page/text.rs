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
    let title = (0..range.end).rev().find(|at| *at <= first + 3 && is_title(*at));
    let mut written = Written::default();
    if let Some(title) = title {
        kept.iter_mut().take((title + 1).saturating_sub(range.start)).for_each(|kept| *kept = false);
        let next = range.clone().find(|at| kept[at - range.start]).unwrap_or(range.end);
        let outside = body::furniture(tree, blocks, around.heading, 0..tree.nodes.len());
        for at in standfirst::find(blocks, &outside, title, next, around.tags, around.facts) {
            written.push(blocks.words(&blocks.all[at]), Role::Body);
        }
    }
    let mut before = None;
    for at in range.clone().filter(|at| kept[at - range.start] && !is_title(*at)) {
        let block = &blocks.all[at];
        written.add(tree, block, blocks.words(block), role(block, furniture[at]), &mut before);
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
