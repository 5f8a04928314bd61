//! The arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez and Satta 2011): a stack of words waiting for their head,
//! and the words still to come. Each word is pushed once and popped once, so a sentence takes time in proportion to its
//! length; what is left on the stack at the end is the root, so there is exactly one, and there are no cycles.

/// What can be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The next word goes onto the stack.
    Shift,
    /// The top of the stack depends on the next word.
    Left,
    /// The top of the stack depends on the one below it.
    Right,
}

/// The moves in the order of their labels.
pub const MOVES: [Move; 3] = [Move::Shift, Move::Left, Move::Right];

/// A word's dependents. Words count from 1; 0 stands for "none" everywhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Node {
    /// Dependents before it: the outermost, and the last but one.
    pub left: [Child; 2],
    /// Dependents after it, likewise.
    pub right: [Child; 2],
    pub left_count: u8,
    pub right_count: u8,
    /// The relations of its dependents, a bit each.
    pub relations: u64,
}

/// A dependent and the number of its relation, counted from 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Child {
    pub word: u32,
    pub relation: u8,
}

/// How far a parse is.
#[derive(Clone, Debug, Default)]
pub struct State {
    words: u32,
    /// The words on the stack, above [`BOTTOM`] zeros.
    stack: Vec<u32>,
    /// The next word; one more than there are when none is left.
    pub next: u32,
    /// By word; the first and the last stand for no word.
    nodes: Vec<Node>,
    /// The head and the relation's number of each word; 0 for what has none yet and for the root.
    pub tree: Vec<(u32, u8)>,
}

const BOTTOM: usize = 3;

impl State {
    /// Begins a sentence of so many words.
    pub fn begin(&mut self, words: u32) {
        self.words = words;
        self.stack.clear();
        self.stack.resize(BOTTOM, 0);
        self.next = 1;
        self.nodes.clear();
        self.nodes.resize(words as usize + 2, Node::default());
        self.tree.clear();
        self.tree.resize(words as usize + 1, (0, 0));
    }

    /// The three topmost words of the stack.
    #[inline]
    pub fn top(&self) -> [u32; BOTTOM] {
        match self.stack[..] {
            [.., third, second, top] => [top, second, third],
            _ => [0; BOTTOM],
        }
    }

    /// The dependents of a word.
    #[inline]
    pub fn node(&self, word: u32) -> &Node {
        &self.nodes[word as usize]
    }

    /// The words on the stack, the top first.
    pub fn waiting(&self) -> impl Iterator<Item = u32> {
        self.stack.iter().skip(BOTTOM).rev().copied()
    }

    /// How many words are on the stack.
    #[inline]
    pub fn height(&self) -> usize {
        self.stack.len() - BOTTOM
    }

    #[inline]
    pub fn allows(&self, step: Move) -> bool {
        let left = self.next <= self.words;
        match step {
            Move::Shift => left,
            Move::Left => left && self.height() >= 1,
            Move::Right => self.height() >= 2,
        }
    }

    /// The step, where only one can be taken.
    pub fn only(&self) -> Option<Move> {
        let mut allowed = MOVES.into_iter().filter(|step| self.allows(*step));
        allowed.next().filter(|_| allowed.next().is_none())
    }

    /// Whether all words but the root have their head.
    pub fn is_done(&self) -> bool {
        self.next > self.words && self.height() <= 1
    }

    /// Takes a step that [`State::allows`]; `relation` counts from 1 and is not looked at for a shift.
    pub fn apply(&mut self, step: Move, relation: u8) {
        let [word, second, _] = self.top();
        let head = match step {
            Move::Shift => {
                self.stack.push(self.next);
                self.next += 1;
                return;
            }
            Move::Left => self.next,
            Move::Right => second,
        };
        self.stack.pop();
        self.tree[word as usize] = (head, relation);
        let node = &mut self.nodes[head as usize];
        let (children, count) = match step {
            Move::Right => (&mut node.right, &mut node.right_count),
            _ => (&mut node.left, &mut node.left_count),
        };
        *children = [Child { word, relation }, children[0]];
        *count = count.saturating_add(1);
        node.relations |= 1 << (relation & 63);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn she_saw_him() {
        let mut state = State::default();
        state.begin(3);
        assert_eq!(state.only(), Some(Move::Shift));
        for (step, relation) in [(Move::Shift, 0), (Move::Left, 1), (Move::Shift, 0), (Move::Shift, 0)] {
            assert!(state.allows(step) && !state.is_done());
            state.apply(step, relation);
        }
        assert_eq!(state.only(), Some(Move::Right));
        state.apply(Move::Right, 2);
        assert!(state.is_done());
        assert_eq!(state.tree, [(0, 0), (2, 1), (0, 0), (2, 2)]);
        let saw = state.node(2);
        assert_eq!((state.top(), saw.left[0].word, saw.right[0].word), ([2, 0, 0], 1, 3));
    }
}
