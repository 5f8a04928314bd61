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

/// A word and what is known of its place in the tree. Words count from 1; 0 stands for "none" everywhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Node {
    pub head: u32,
    /// Number of its relation, counted from 1.
    pub relation: u8,
    pub left_count: u8,
    pub right_count: u8,
    /// Dependents before it: the outermost, and the last but one.
    pub left: [u32; 2],
    /// Dependents after it, likewise.
    pub right: [u32; 2],
    /// The relations of its dependents, a bit each.
    pub relations: u64,
}

/// How far the parse of one sentence is.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub nodes: Vec<Node>,
    stack: Vec<u32>,
    /// The next word; one more than `words` when there is none left.
    pub next: u32,
    words: u32,
}

/// Empty places below the stack, so that looking down needs no questions.
const BELOW: usize = 3;

impl State {
    /// Begins a sentence of so many words.
    pub fn begin(&mut self, words: u32) {
        self.nodes.clear();
        self.nodes.resize(words as usize + 1, Node::default());
        self.stack.clear();
        self.stack.resize(BELOW, 0);
        (self.next, self.words) = (1, words);
    }

    /// The word `depth` below the top of the stack, 0 if there is none; `depth` is below 3.
    #[inline]
    pub fn stack(&self, depth: usize) -> u32 {
        self.stack[self.stack.len() - 1 - depth]
    }

    /// The word `ahead` of the next one, which may lie behind the end.
    #[inline]
    pub fn ahead(&self, ahead: u32) -> u32 {
        self.next + ahead
    }

    #[inline]
    pub fn node(&self, word: u32) -> &Node {
        self.nodes.get(word as usize).unwrap_or(&NOWHERE)
    }

    /// Whether `word` is on the stack.
    pub fn waits(&self, word: u32) -> bool {
        word < self.next && self.nodes[word as usize].head == 0
    }

    #[inline]
    pub fn allows(&self, step: Move) -> bool {
        let (height, left) = (self.stack.len() - BELOW, self.next <= self.words);
        match step {
            Move::Shift => left,
            Move::Left => left && height >= 1,
            Move::Right => height >= 2,
        }
    }

    /// Whether all words but the root have their head.
    pub fn is_done(&self) -> bool {
        self.next > self.words && self.stack.len() <= BELOW + 1
    }

    /// Does what `allows` allows; `relation` counts from 1.
    pub fn apply(&mut self, step: Move, relation: u8) {
        match step {
            Move::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Move::Left => {
                let word = self.pop();
                let head = self.attach(word, self.next, relation);
                head.left = [word, head.left[0]];
                head.left_count = head.left_count.saturating_add(1);
            }
            Move::Right => {
                let word = self.pop();
                let head = self.attach(word, self.stack(0), relation);
                head.right = [word, head.right[0]];
                head.right_count = head.right_count.saturating_add(1);
            }
        }
    }

    fn pop(&mut self) -> u32 {
        let top = self.stack(0);
        self.stack.truncate((self.stack.len() - 1).max(BELOW));
        top
    }

    fn attach(&mut self, word: u32, head: u32, relation: u8) -> &mut Node {
        let node = &mut self.nodes[word as usize];
        (node.head, node.relation) = (head, relation);
        let head = &mut self.nodes[head as usize];
        head.relations |= 1 << (relation & 63);
        head
    }
}

static NOWHERE: Node =
    Node { head: 0, relation: 0, left_count: 0, right_count: 0, left: [0; 2], right: [0; 2], relations: 0 };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn she_saw_him() {
        let mut state = State::default();
        state.begin(3);
        assert!(state.allows(Move::Shift) && !state.allows(Move::Left) && !state.allows(Move::Right));
        for (step, relation) in [(Move::Shift, 0), (Move::Left, 1), (Move::Shift, 0), (Move::Shift, 0)] {
            assert!(state.allows(step) && !state.is_done());
            state.apply(step, relation);
        }
        assert!(!state.allows(Move::Shift) && !state.allows(Move::Left));
        state.apply(Move::Right, 2);
        assert!(state.is_done());
        let heads: Vec<u32> = state.nodes.iter().map(|node| node.head).collect();
        assert_eq!(heads, [0, 2, 0, 2]);
        assert_eq!((state.node(2).left, state.node(2).right), ([1, 0], [3, 0]));
    }
}
