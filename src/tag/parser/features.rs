//! What the parser looks at: each word, its endings and beginnings, and the tags around it. What is farther away it learns to
//! carry along. Training and running both come through here.

use crate::analysis::Tag;
use crate::model::{Atom, Sink, Template};
use crate::tag::features::Word;

/// So many features has each word, in the order of their templates.
pub const TEMPLATES: usize = 13;

/// The template of words themselves, and that of their own tags.
pub const WORD: usize = 0;
pub const TAG: usize = 1;
/// All templates of tags.
pub const TAGS: [usize; 5] = [TAG, 9, 10, 11, 12];

/// A sentence's words and tags.
#[derive(Clone, Debug, Default)]
pub struct Words {
    words: Vec<(Word, Tag)>,
    scratch: String,
}

impl Words {
    pub fn clear(&mut self) {
        self.words.clear();
    }

    pub fn push(&mut self, form: &str, tag: Tag) {
        let word = Word::new(form, &mut self.scratch, Atom::of);
        self.words.push((word, tag));
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The features of the word at `at`.
    pub fn features(&self, at: usize, sink: &mut impl Sink) {
        let Some((word, tag)) = self.words.get(at) else { return };
        let tag_at = |at: usize| self.words.get(at).map_or(Atom::NONE, |(_, tag)| Atom::number(*tag as u32));
        // Of a word that has no more letters, the word.
        let or_word = |atom: Atom| if atom == Atom::NONE { word.lower } else { atom };

        sink.add(Template(WORD as u32, "word"), &[word.lower]);
        sink.add(Template(TAG as u32, "tag"), &[Atom::number(*tag as u32)]);
        sink.add(Template(2, "suffix 2"), &[or_word(word.suffixes[1])]);
        sink.add(Template(3, "suffix 3"), &[or_word(word.suffixes[2])]);
        sink.add(Template(4, "suffix 4"), &[or_word(word.suffixes[3])]);
        sink.add(Template(5, "prefix 2"), &[or_word(word.prefixes[1])]);
        sink.add(Template(6, "prefix 3"), &[or_word(word.prefixes[2])]);
        sink.add(Template(7, "prefix 4"), &[or_word(word.prefixes[3])]);
        sink.add(Template(8, "shape"), &[word.shape]);
        sink.add(Template(9, "last tag"), &[tag_at(at.wrapping_sub(1))]);
        sink.add(Template(10, "next tag"), &[tag_at(at + 1)]);
        sink.add(Template(11, "last tag but one"), &[tag_at(at.wrapping_sub(2))]);
        sink.add(Template(12, "next tag but one"), &[tag_at(at + 2)]);
    }
}
