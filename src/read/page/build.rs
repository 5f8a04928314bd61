//! From bytes to a tree. The tokens are html5gum's, which follow the standard to the letter; the tree is simpler than a
//! browser's, and bounded: a browser's takes time in the square of depth and attributes, this one is linear on any page.

use std::convert::Infallible;

use html5gum::emitters::ForwardingEmitter;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, Span as At, State, Tokenizer};

use super::element::{Attr, Tag};
use super::tree::{Kind, Node, Slice, Tree};

/// Elements within elements: deeper ones stay in the tree, but nothing stands in them.
const DEEPEST: usize = 512;

/// Attributes of a tag that are looked at.
const MOST_ATTRS: u16 = 256;

/// So many kinds of elements there are.
const TAGS: usize = Tag::Video as usize + 1;

/// Further elements and texts of a page are left out.
const MOST_NODES: usize = 1 << 20;

/// The tree of a page or of a part of one.
pub(super) fn parse(html: &str) -> Tree {
    let is_xml = is_xml(html);
    let open = vec![(0, Tag::Root, 0)];
    let mut builder = Builder { tree: Tree::default(), is_xml, open, counts: [0; TAGS], pending: None, attr: None };
    builder.tree.chars.reserve(html.len() / 2);
    builder.tree.nodes.push(Node { kind: Kind::Element(Tag::Root, 0, 0), parent: 0, end: 0 });
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: At<()>| -> Option<Infallible> {
        builder.take(event);
        None
    });
    // Scripts, styles and titles are text up to their end tag; noscript as in a browser that runs scripts.
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, Quiet { inner: emitter, is_xml, ends_here: false }).finish();
    builder.finish()
}

/// Asks for no errors: to look for them takes a quarter of the time. And knows that `<script/>` ends at once in XML.
struct Quiet<E> {
    inner: E,
    is_xml: bool,
    ends_here: bool,
}

impl<E: Emitter<Token = Infallible>> ForwardingEmitter for Quiet<E> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.inner
    }

    fn init_start_tag(&mut self) {
        self.ends_here = false;
        self.inner.init_start_tag();
    }

    fn set_self_closing(&mut self) {
        self.ends_here = true;
        self.inner.set_self_closing();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let next = self.inner.emit_current_tag();
        next.filter(|_| !(self.is_xml && self.ends_here))
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

struct Builder {
    tree: Tree,
    is_xml: bool,
    /// The open elements: node, tag, and a hash of the name.
    open: Vec<(u32, Tag, u64)>,
    /// How many of each are open.
    counts: [u16; TAGS],
    /// A start tag whose attributes are being read.
    pending: Option<Pending>,
    attr: Option<Attr>,
}

struct Pending {
    tag: Tag,
    name: u64,
    is_void: bool,
    first: u32,
    seen: u16,
}

impl Builder {
    fn take(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let first = self.tree.attrs.len() as u32;
                let tag = Tag::named(name);
                self.pending = Some(Pending { tag, name: hash(name), is_void: Tag::is_void(name), first, seen: 0 });
                self.attr = None;
            }
            CallbackEvent::AttributeName { name } => self.attribute(name),
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, slot)) = self.attr.and(self.tree.attrs.last_mut()) {
                    *slot = push(&mut self.tree.chars, value);
                }
                self.attr = None;
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some(pending) = self.pending.take() {
                    self.start(&pending, self_closing);
                }
            }
            CallbackEvent::EndTag { name } => {
                self.attr = None;
                self.end(Tag::named(name), hash(name));
            }
            CallbackEvent::String { value } => self.text(value),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn attribute(&mut self, name: &[u8]) {
        self.attr = None;
        let Some(pending) = &mut self.pending else { return };
        pending.seen = pending.seen.saturating_add(1);
        if pending.seen > MOST_ATTRS {
            return;
        }
        if let Some(attr) = Attr::named(name) {
            let at = self.tree.chars.len() as u32;
            self.tree.attrs.push((attr, Slice { start: at, end: at }));
            self.attr = Some(attr);
        }
    }

    fn start(&mut self, pending: &Pending, self_closing: bool) {
        let tag = pending.tag;
        self.imply_ends(tag);
        let count = (self.tree.attrs.len() as u32 - pending.first) as u16;
        let Some(node) = self.push(Kind::Element(tag, pending.first, count)) else { return };
        let foreign = tag == Tag::Svg || self.open.iter().rev().take(8).any(|(_, tag, _)| *tag == Tag::Svg);
        let ends_here = pending.is_void || self_closing && (foreign || self.is_xml);
        if !ends_here && self.open.len() < DEEPEST {
            self.open.push((node, tag, pending.name));
            self.counts[tag as usize] += 1;
        }
    }

    /// Ends what cannot go on once an element such as `tag` begins.
    fn imply_ends(&mut self, tag: Tag) {
        if matches!(tag, Tag::Body | Tag::Html | Tag::Head) {
            self.close_from(&[Tag::Head], |_| false);
            return;
        }
        if tag.is_block() {
            // What stands on lines of its own is no part of the head, closed or not.
            self.close_from(&[Tag::Head], |open| *open == Tag::Body);
        }
        if tag.ends_paragraph() {
            // Drawings hold no paragraphs: one that was never closed ends here.
            self.close_from(&[Tag::Svg], |_| false);
            let holds = |open: &Tag| matches!(open, Tag::Cell | Tag::Table | Tag::Button | Tag::Template | Tag::Iframe);
            self.close_from(&[Tag::P], holds);
        }
        match tag {
            Tag::Li => self.close_from(&[Tag::Li], |open| is_special(open) && !matches!(open, Tag::Block | Tag::P)),
            Tag::Dt | Tag::Dd => {
                let holds = |open: &Tag| is_special(open) && !matches!(open, Tag::Block | Tag::P);
                self.close_from(&[Tag::Dt, Tag::Dd], holds);
            }
            Tag::Row => self.close_from(&[Tag::Row], |open| *open == Tag::Table),
            Tag::Cell => self.close_from(&[Tag::Cell], |open| matches!(open, Tag::Table | Tag::Row)),
            Tag::A => self.close_from(&[Tag::A], is_special),
            Tag::H1 | Tag::Heading if matches!(self.open.last(), Some((_, Tag::H1 | Tag::Heading, _))) => self.pop(),
            Tag::Option => self.close_from(&[Tag::Option], |open| *open == Tag::Select),
            _ => {}
        }
    }

    /// Closes the innermost open element that is one of `tags`, unless a `barrier` stands before it.
    fn close_from(&mut self, tags: &[Tag], barrier: impl Fn(&Tag) -> bool) {
        if tags.iter().all(|tag| self.counts[*tag as usize] == 0) {
            return;
        }
        for at in (1..self.open.len()).rev() {
            let tag = self.open[at].1;
            if tags.contains(&tag) {
                self.close_to(at);
                return;
            }
            if barrier(&tag) {
                return;
            }
        }
    }

    fn end(&mut self, tag: Tag, name: u64) {
        // Whole pages within the page close it early; what follows is still of the page.
        if matches!(tag, Tag::Body | Tag::Html) {
            return;
        }
        for at in (1..self.open.len()).rev() {
            let (_, open, open_name) = self.open[at];
            if open_name == name || (open == tag && matches!(tag, Tag::H1 | Tag::Heading)) {
                self.close_to(at);
                return;
            }
            // An end tag within a line ends no block around it, and none reaches out of a cell.
            let inline = !tag.is_block() && is_special(&open);
            let cell = open == Tag::Cell && !matches!(tag, Tag::Row | Tag::Table | Tag::Block);
            if inline || cell || open == Tag::Template {
                return;
            }
        }
    }

    fn text(&mut self, value: &[u8]) {
        let parent = self.open.last().map_or(Tag::Root, |open| open.1);
        // What no part of a page's reader looks at is not kept.
        if matches!(parent, Tag::Style | Tag::Noscript | Tag::Iframe | Tag::Textarea)
            || self.counts[Tag::Svg as usize] > 0
        {
            return;
        }
        if parent == Tag::Script && !self.is_data_script() {
            return;
        }
        let slice = push(&mut self.tree.chars, value);
        self.push(Kind::Text(slice));
    }

    fn is_data_script(&self) -> bool {
        let node = self.open.last().map_or(0, |open| open.0 as usize);
        self.tree.attr(node, Attr::Type).is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
    }

    fn push(&mut self, kind: Kind) -> Option<u32> {
        if self.tree.nodes.len() >= MOST_NODES {
            return None;
        }
        let parent = self.open.last().map_or(0, |open| open.0);
        let node = self.tree.nodes.len() as u32;
        self.tree.nodes.push(Node { kind, parent, end: node + 1 });
        Some(node)
    }

    fn pop(&mut self) {
        if self.open.len() > 1 {
            self.close_to(self.open.len() - 1);
        }
    }

    fn close_to(&mut self, at: usize) {
        let end = self.tree.nodes.len() as u32;
        for (node, tag, _) in self.open.drain(at..) {
            self.tree.nodes[node as usize].end = end;
            self.counts[tag as usize] = self.counts[tag as usize].saturating_sub(1);
        }
    }

    fn finish(mut self) -> Tree {
        self.close_to(0);
        self.tree
    }
}

/// Whether the page says in its first words that it is XML, where any element may end in its own tag.
fn is_xml(html: &str) -> bool {
    let head = &html.as_bytes()[..html.len().min(512)];
    head.trim_ascii_start().starts_with(b"<?xml") || memchr::memmem::find(head, b"DTD XHTML").is_some()
}

/// Blocks that an element within a line does not reach out of.
fn is_special(tag: &Tag) -> bool {
    tag.is_block() || matches!(tag, Tag::Button | Tag::Template | Tag::Select)
}

fn push(chars: &mut String, value: &[u8]) -> Slice {
    let start = chars.len() as u32;
    // The page was decoded before, so this is UTF-8.
    match std::str::from_utf8(value) {
        Ok(value) => chars.push_str(value),
        Err(_) => chars.push_str(&String::from_utf8_lossy(value)),
    }
    Slice { start, end: chars.len() as u32 }
}

/// Tells names of elements apart (FNV).
fn hash(name: &[u8]) -> u64 {
    name.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
#[path = "build_tests.rs"]
mod tests;
