//! The article's text: its paragraphs in order, with blank lines between.

use super::blocks::{Block, Blocks, Shape};
use super::furniture::Furniture;
use super::title::same;
use super::evidence::Evidence;
use super::json_ld::Facts;
use super::tags::Tags;
use super::tree::Tree;
use super::{body, spine, standfirst};
use crate::analysis::Role;
use crate::span::Span;

/// What is known of the article beside its words.
pub(super) struct Around<'a> {
    pub title: Option<&'a str>,
    pub tags: &'a Tags,
    pub facts: &'a Facts,
    pub evidence: &'a Evidence,
}

/// The text, and what the markup says of each paragraph.
pub(super) fn write(tree: &Tree, blocks: &Blocks, node: usize, around: &Around<'_>) -> (String, Vec<(Span, Role)>) {
    let range = blocks.range(tree.within(node));
    let furniture = body::furniture(tree, blocks, tree.within(node));
    let mut kept = spine::keep(tree, blocks, range.clone(), &furniture, around.evidence);
    let is_title = |at: &usize| {
        let block = &blocks.all[*at];
        block.shape == Shape::Title || around.title.is_some_and(|title| same(title, blocks.words(block)))
    };
    let first = kept.iter().position(|kept| *kept).map_or(range.start, |first| range.start + first);
    let titles = (0..range.end).filter(is_title);
    // The title nearest before the body; or one that the body's element holds.
    let title = titles.take_while(|title| *title < first.max(range.start + 1) || range.contains(title)).take(8).filter(|title| *title <= first + 3).last();
    let mut written = Written::default();
    if let Some(title) = title {
        let outside = body::furniture(tree, blocks, 0..tree.nodes.len());
        let next = (title + 1..range.end).find(|at| range.contains(at) && kept[at - range.start] && !is_title(at));
        for at in standfirst::find(blocks, &outside, title, next.unwrap_or(range.end), around.tags, around.facts) {
            written.push(blocks.words(&blocks.all[at]), Role::Body);
        }
        kept.iter_mut().take((title + 1).saturating_sub(range.start)).for_each(|kept| *kept = false);
    }
    for at in range.clone().filter(|at| kept[at - range.start] && !is_title(at)) {
        let block = &blocks.all[at];
        written.push(blocks.words(block), role(block, furniture[at]));
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
}
