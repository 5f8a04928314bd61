//! A page as a tree: elements and texts in the order of the page, so that what stands in an element is a range.

use std::ops::Range;

use super::element::{Attr, Tag};

/// A page's tree. Node 0 is the page itself.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    pub attrs: Vec<(Attr, Slice)>,
    /// All texts and all values of attributes, one after the other.
    pub chars: String,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub kind: Kind,
    pub parent: u32,
    /// The first node after all that stands in this one.
    pub end: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Its attributes start here, and there are so many.
    Element(Tag, u32, u16),
    Text(Slice),
}

/// A stretch of [`Tree::chars`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Slice {
    pub start: u32,
    pub end: u32,
}

impl Tree {
    pub fn tag(&self, node: usize) -> Option<Tag> {
        match self.nodes[node].kind {
            Kind::Element(tag, ..) => Some(tag),
            Kind::Text(_) => None,
        }
    }

    pub fn is(&self, node: usize, tag: Tag) -> bool {
        self.tag(node) == Some(tag)
    }

    pub fn slice(&self, slice: Slice) -> &str {
        &self.chars[slice.start as usize..slice.end as usize]
    }

    /// The value of an attribute; empty where it has none.
    pub fn attr(&self, node: usize, attr: Attr) -> Option<&str> {
        let Kind::Element(_, first, count) = self.nodes[node].kind else { return None };
        let attrs = &self.attrs[first as usize..first as usize + usize::from(count)];
        attrs.iter().find(|(name, _)| *name == attr).map(|(_, value)| self.slice(*value))
    }

    /// The nodes within `node`, itself first.
    pub fn within(&self, node: usize) -> Range<usize> {
        node..self.nodes[node].end as usize
    }

    /// The elements with this tag, in order.
    pub fn all(&self, tag: Tag) -> impl Iterator<Item = usize> + '_ {
        (0..self.nodes.len()).filter(move |node| self.is(*node, tag))
    }

    /// `node`'s elements from inside out, without itself and without the page.
    pub fn above(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = node;
        std::iter::from_fn(move || {
            at = self.nodes[at].parent as usize;
            (at > 0).then_some(at)
        })
    }

    /// All words in `node`, white space collapsed; of hidden scripts too, if `node` is one.
    pub fn words(&self, node: usize) -> String {
        let mut words = String::new();
        let mut at = node;
        let end = self.nodes[node].end as usize;
        while at < end {
            match self.nodes[at].kind {
                Kind::Element(tag, ..) if tag.is_silent() && at != node => {
                    at = self.nodes[at].end as usize;
                    continue;
                }
                Kind::Element(tag, ..) if tag.is_block() || tag == Tag::Br => words.push(' '),
                Kind::Element(..) => {}
                Kind::Text(text) => words.push_str(self.slice(text)),
            }
            at += 1;
        }
        collapse(&words)
    }

    /// The text of a script as it stands there.
    pub fn raw(&self, node: usize) -> &str {
        let inside = self.within(node).skip(1).find_map(|at| match self.nodes[at].kind {
            Kind::Text(text) => Some(self.slice(text)),
            Kind::Element(..) => None,
        });
        inside.unwrap_or_default()
    }
}

/// `words` with one space for each stretch of white space, and none at the edges.
pub(super) fn collapse(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split(is_blank).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// White space that a page does not show as it stands; a no-break space is shown.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use super::super::build;
    use super::*;

    #[test]
    fn what_stands_in_an_element_is_a_range() {
        let tree = build::parse("<div id=a class=b id=c><p>one <b>two</b></p><script>no</script><br>three</div>four");
        assert_eq!(tree.words(1), "one two three");
        assert_eq!(tree.words(0), "one two threefour");
        assert_eq!((tree.attr(1, Attr::Id), tree.attr(1, Attr::Href)), (Some("a"), None));
        let bold = (0..tree.nodes.len()).rfind(|node| tree.is(*node, Tag::Inline)).unwrap();
        assert_eq!(tree.above(bold).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn blanks_are_collapsed() {
        assert_eq!(collapse(" a\n\t b\u{a0}c "), "a b\u{a0}c");
    }
}
