//! How each word of a unit hangs on a cue's head in the tree, in one number.

use super::sight::Sight;
use crate::model::hashed::feature;

/// Templates of paths; no feature has these numbers.
const UP: u32 = 1 << 20;
const DOWN: u32 = (1 << 20) + 1;
const APART: u32 = (1 << 20) + 2;

/// So many steps down are told apart, and so many up.
const DEEP: u8 = 3;

/// What paths are measured from: a cue's word, or the head of a source.
#[derive(Debug, Default)]
pub struct Paths {
    start: usize,
    /// One for each word of the unit: how it hangs on the anchor, in one number. 0 while it is not known.
    codes: Vec<u32>,
    depths: Vec<u8>,
    stack: Vec<usize>,
    /// So many steps were gone so far.
    pub gone: u64,
}

impl Paths {
    pub fn of(&self, at: usize) -> u32 {
        self.codes.get(at.wrapping_sub(self.start)).copied().unwrap_or(7)
    }

    /// Steps down from the way between anchor and root.
    pub fn depth(&self, at: usize) -> u8 {
        self.depths.get(at.wrapping_sub(self.start)).copied().unwrap_or(9)
    }

    pub fn fill(&mut self, sight: Sight, anchor: usize) {
        let Sight { looks, unit } = sight;
        self.start = unit.start;
        self.codes.clear();
        self.codes.resize(unit.len(), 0);
        self.depths.clear();
        self.depths.resize(unit.len(), 0);
        self.gone += unit.len() as u64;
        let (mut up, mut code, mut steps) = (anchor, 1, 0);
        // The anchor and all above it.
        loop {
            if let Some(own) = self.codes.get_mut(up.wrapping_sub(self.start)) {
                *own = code;
            }
            let head = looks[up].head as usize;
            if head == up {
                break;
            }
            if steps < DEEP {
                code = feature(UP, code, looks[up].relation as u32, 0) | 8;
                steps += 1;
            }
            up = head;
            self.gone += 1;
        }
        for at in unit.clone() {
            let mut next = at;
            while self.codes[next - self.start] == 0 {
                self.stack.push(next);
                let head = looks[next].head as usize;
                if head == next || !unit.contains(&head) {
                    let apart = feature(APART, u32::from(next > anchor), looks[next].relation as u32, 0) | 8;
                    self.codes[next - self.start] = apart;
                    self.stack.pop();
                    break;
                }
                next = head;
            }
            let (mut code, mut depth) = (self.codes[next - self.start], self.depths[next - self.start]);
            while let Some(below) = self.stack.pop() {
                if depth < DEEP {
                    code = feature(DOWN, code, looks[below].relation as u32, 0) | 8;
                }
                depth = (depth + 1).min(9);
                self.codes[below - self.start] = code;
                self.depths[below - self.start] = depth;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sight::Look;
    use super::*;
    use crate::analysis::{Analysis, Pos, Relation, Sentence, Tag, Token};
    use crate::extract::quotes::report::sight;
    use crate::extract::quotes::stretch::Stretch;
    use crate::extract::quotes::words::classify;
    use crate::model::Classes;
    use crate::span::Span;

    /// "She said he left" as a tree.
    fn looks() -> Vec<Look> {
        let text = "She said he left";
        let mut found = Analysis::default();
        let arcs = [(1, Relation::Nsubj), (1, Relation::Root), (3, Relation::Nsubj), (1, Relation::Ccomp)];
        let spans = [(0, 3), (4, 8), (9, 11), (12, 16)];
        for ((head, relation), (start, end)) in arcs.into_iter().zip(spans) {
            let token = Token { head, relation, pos: Pos::Verb, tag: Tag::Vbd, ..Token::new(Span::new(start, end)) };
            found.tokens.push(token);
        }
        found.sentences.push(Sentence { span: Span::new(0, text.len()), paragraph: 0, tokens: 0..4 });
        let whole = Stretch::whole(&found);
        sight::read(text, &found, whole, &classify(text, &found, whole), &Classes::default())
    }

    #[test]
    fn words_know_what_depends_on_them() {
        let looks = looks();
        assert_eq!((looks[1].left, looks[1].right), (0, 3));
        assert_eq!((looks[3].left, looks[3].right), (2, 3));
        assert_eq!((looks[1].subject, looks[1].complement), (0, 3));
        assert_eq!((looks[2].opens, looks[3].closes), (3, 1));
        assert!(looks[3].has(Relation::Nsubj) && !looks[0].has(Relation::Nsubj));
    }

    #[test]
    fn the_same_way_is_the_same_number() {
        let looks = looks();
        let mut from_said = Paths::default();
        from_said.fill(Sight { looks: &looks, unit: &(0..4) }, 1);
        // Both are subjects, one of the anchor, one of its complement.
        assert_ne!(from_said.of(0), from_said.of(2));
        assert_eq!((from_said.depth(1), from_said.depth(0), from_said.depth(2)), (0, 1, 2));
        let mut from_left = Paths::default();
        from_left.fill(Sight { looks: &looks, unit: &(0..4) }, 3);
        assert_eq!(from_left.of(2), from_said.of(0));
    }
}
