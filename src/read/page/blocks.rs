//! The texts of a page: everything that stands on lines of its own, in the order of the page.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::element::{Attr, Tag};
use super::furniture;
use super::tree::{Kind, Slice, Tree, is_blank};

/// Longer ones are prose, in bytes.
const LONGEST_CELL: usize = 300;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Plain,
    Title,
    Heading,
    Item,
    Caption,
    /// Who made a picture, beside its caption.
    Credit,
    /// Of a table.
    Cell,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    /// The innermost element on lines of its own that holds it.
    pub node: u32,
    /// The first of its texts.
    pub at: u32,
    pub shape: Shape,
    /// Into [`Blocks::text`].
    pub words: Slice,
    /// Bytes of it that are linked.
    pub linked: u32,
}

#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub all: Vec<Block>,
    pub text: String,
}

impl Block {
    pub fn len(&self) -> usize {
        (self.words.end - self.words.start) as usize
    }

    pub fn is_linked(&self) -> bool {
        self.linked as usize * 10 > self.len() * 7
    }
}

impl Blocks {
    pub fn words(&self, block: &Block) -> &str {
        &self.text[block.words.start as usize..block.words.end as usize]
    }

    /// Those within the nodes `within`, as a range of [`Blocks::all`].
    pub fn range(&self, within: Range<usize>) -> Range<usize> {
        let at = |node: usize| self.all.partition_point(|block| (block.at as usize) < node);
        at(within.start)..at(within.end)
    }
}

/// The blocks of `tree`.
pub(super) fn find(tree: &Tree) -> Blocks {
    let mut walk = Walk { found: Blocks::default(), start: 0, node: 0, first: 0, linked: 0, gap: false, breaks: 0 };
    walk.found.text.reserve(tree.chars.len() / 2);
    // The open elements that end something: where they end, and what held before.
    let mut open: Vec<(usize, State)> = Vec::new();
    let mut state = State { block: 0, shape: Shape::Plain, linked: false, quoted: false, pre: false };
    let mut at = 0;
    while at < tree.nodes.len() {
        while let Some((_, before)) = open.pop_if(|(end, _)| *end <= at) {
            if before.block != state.block {
                walk.close(state);
            }
            if state.quoted && !before.quoted {
                walk.put('”', state);
            }
            state = before;
        }
        let node = tree.nodes[at];
        walk.node = at as u32;
        match node.kind {
            Kind::Text(text) => walk.text(tree.slice(text), state),
            Kind::Element(tag, ..) if tag.is_silent() => {
                at = node.end as usize;
                continue;
            }
            Kind::Element(Tag::Br, ..) => walk.line_break(state),
            // For screen readers ("opens in a new tab"), in the middle of the text.
            Kind::Element(tag, ..) if !tag.is_block() && furniture::is_unseen(tree, at) => {
                at = node.end as usize;
                continue;
            }
            Kind::Element(tag, ..) => {
                let before = state;
                if tag.is_block() {
                    walk.close(state);
                    state.block = at as u32;
                    state.shape = shape(tag, state.shape, tree, at);
                    state.pre |= tag == Tag::Pre;
                }
                if state.shape == Shape::Caption && furniture::is_credit(tree, at) {
                    walk.close(before);
                    (state.block, state.shape) = (at as u32, Shape::Credit);
                }
                match tag {
                    Tag::A => state.linked |= tree.attr(at, Attr::Href).is_some(),
                    Tag::Q => {
                        walk.put('“', state);
                        state.quoted = true;
                    }
                    _ => {}
                }
                if state != before {
                    open.push((node.end as usize, before));
                }
            }
        }
        at += 1;
    }
    walk.close(state);
    while let Some((_, before)) = open.pop() {
        state = before;
        walk.close(state);
    }
    untable(&mut walk.found);
    walk.found
}

/// Old pages lay out prose in tables: a cell of several paragraphs, or of a long one, is no cell of figures.
fn untable(found: &mut Blocks) {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    let cells = found.all.iter().filter(|block| block.shape == Shape::Cell);
    cells.for_each(|cell| *counts.entry(cell.node).or_default() += 1);
    for cell in found.all.iter_mut().filter(|block| block.shape == Shape::Cell) {
        if cell.len() > LONGEST_CELL || counts.get(&cell.node).is_some_and(|count| *count > 1) {
            cell.shape = Shape::Plain;
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
struct State {
    block: u32,
    shape: Shape,
    linked: bool,
    quoted: bool,
    pre: bool,
}

fn shape(tag: Tag, outer: Shape, tree: &Tree, node: usize) -> Shape {
    match tag {
        Tag::H1 => Shape::Title,
        Tag::Heading => Shape::Heading,
        Tag::Figcaption => Shape::Caption,
        Tag::Li | Tag::Dd | Tag::Dt => Shape::Item,
        Tag::Cell => Shape::Cell,
        _ if matches!(outer, Shape::Caption | Shape::Credit) => outer,
        Tag::P | Tag::Block if outer == Shape::Item && tree.is(tree.nodes[node].parent as usize, Tag::Li) => {
            Shape::Item
        }
        Tag::Blockquote | Tag::P | Tag::Pre => Shape::Plain,
        _ if matches!(outer, Shape::Title | Shape::Heading) => outer,
        _ => Shape::Plain,
    }
}

struct Walk {
    found: Blocks,
    /// Where the open block begins in the text.
    start: usize,
    /// Where the walk is, and where the open block's first word stands.
    node: u32,
    first: u32,
    linked: usize,
    /// White space since the last word.
    gap: bool,
    /// Line breaks since the last word.
    breaks: u32,
}

impl Walk {
    fn text(&mut self, words: &str, state: State) {
        if state.pre {
            for (number, line) in words.split('\n').enumerate() {
                if number > 0 {
                    self.line_break(state);
                }
                self.line(line, state);
            }
        } else {
            self.line(words, state);
        }
    }

    fn line(&mut self, words: &str, state: State) {
        self.gap |= words.starts_with(is_blank);
        for word in words.split(is_blank).filter(|word| !word.is_empty()) {
            self.word(word, state);
            self.gap = true;
        }
        self.gap &= words.is_empty() || words.ends_with(is_blank);
    }

    fn put(&mut self, mark: char, state: State) {
        // A closing mark stands right behind the last word.
        self.gap &= mark != '”';
        self.word(mark.encode_utf8(&mut [0; 4]), state);
        self.gap = false;
    }

    fn word(&mut self, word: &str, state: State) {
        let before = self.found.text.len();
        if before > self.start {
            match (self.breaks, self.gap) {
                (0, false) => {}
                (0, true) => self.found.text.push(' '),
                _ => self.found.text.push('\n'),
            }
        } else {
            self.first = self.node;
        }
        (self.breaks, self.gap) = (0, false);
        // A soft hyphen says where a word may be broken; the page does not show it.
        if word.contains('\u{ad}') || word.contains('\0') {
            self.found.text.extend(word.chars().filter(|c| !matches!(c, '\u{ad}' | '\0')));
        } else {
            self.found.text.push_str(word);
        }
        if state.linked {
            self.linked += self.found.text.len() - before;
        }
    }

    /// Two breaks and more end a paragraph, and one does after the end of a sentence: many houses break so.
    fn line_break(&mut self, state: State) {
        self.breaks += 1;
        let line = self.found.text[self.start..].trim_end();
        if self.breaks > 1 || line.len() > 40 && super::body::ends_sentence(line) {
            self.close(state);
        }
    }

    fn close(&mut self, state: State) {
        let text = &mut self.found.text;
        let kept = text[self.start..].trim_end().len();
        let lead = text[self.start..].len() - text[self.start..].trim_start().len();
        if kept > lead {
            let words = Slice { start: (self.start + lead) as u32, end: (self.start + kept) as u32 };
            let linked = self.linked as u32;
            self.found.all.push(Block { node: state.block, at: self.first, shape: state.shape, words, linked });
        }
        text.truncate(self.start + kept);
        self.start = text.len();
        (self.linked, self.gap, self.breaks) = (0, false, 0);
    }
}

#[cfg(test)]
#[path = "blocks_tests.rs"]
mod tests;
