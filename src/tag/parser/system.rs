//! The arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez and Satta 2011): a stack of words waiting for their head,
//! and the words still to come. Each word is pushed once and popped once, so a sentence takes time in proportion to its
//! length; what is left on the stack at the end is the root, so there is exactly one, and there are no cycles.
//!
//! Several parses of one sentence are followed side by side. They share what they have in common (Goldberg, Zhao and
//! Huang 2013): stacks are lists whose cells never change, so that a step costs the same however long the sentence is.

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

/// A place of a stack.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cell {
    pub word: u32,
    /// The cell below it; 0 is the bottom.
    pub below: u32,
    pub node: Node,
}

/// How far one parse is.
#[derive(Clone, Copy, Debug, Default)]
pub struct State {
    /// The top cell of the stack.
    top: u32,
    height: u32,
    /// The next word; one more than there are when none is left.
    pub next: u32,
    /// The dependents of the next word.
    pub coming: Node,
    /// The last step of its history.
    pub last: u32,
}

/// One step of a parse, and the one before it.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub step: Move,
    pub before: u32,
    /// For an arc: the dependent, its head and the relation's number.
    pub word: u32,
    pub head: u32,
    pub relation: u8,
}

/// What the parses of one sentence share.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    words: u32,
    cells: Vec<Cell>,
    steps: Vec<Step>,
}

impl Chart {
    /// Begins a sentence of so many words.
    pub fn begin(&mut self, words: u32) -> State {
        self.words = words;
        self.cells.clear();
        self.cells.push(Cell::default());
        self.steps.clear();
        self.steps.push(Step { step: Move::Shift, before: 0, word: 0, head: 0, relation: 0 });
        State { next: 1, ..State::default() }
    }

    pub fn words(&self) -> u32 {
        self.words
    }

    #[inline]
    fn cell(&self, at: u32) -> &Cell {
        &self.cells[at as usize]
    }

    /// The three topmost cells of the stack; words 0 where there are fewer.
    #[inline]
    pub fn stack(&self, state: &State) -> [&Cell; 3] {
        let top = self.cell(state.top);
        let below = self.cell(top.below);
        [top, below, self.cell(below.below)]
    }

    /// The words on the stack, the top first.
    pub fn waiting(&self, state: &State) -> impl Iterator<Item = u32> {
        let mut at = state.top;
        std::iter::from_fn(move || {
            let cell = (at > 0).then(|| self.cell(at))?;
            at = cell.below;
            Some(cell.word)
        })
    }

    #[inline]
    pub fn allows(&self, state: &State, step: Move) -> bool {
        let left = state.next <= self.words;
        match step {
            Move::Shift => left,
            Move::Left => left && state.height >= 1,
            Move::Right => state.height >= 2,
        }
    }

    /// Whether all words but the root have their head.
    pub fn is_done(&self, state: &State) -> bool {
        state.next > self.words && state.height <= 1
    }

    /// The state after a step that [`Chart::allows`]; `relation` counts from 1 and is not looked at for a shift.
    pub fn apply(&mut self, state: &State, step: Move, relation: u8) -> State {
        let mut after = *state;
        let top = *self.cell(state.top);
        let child = Child { word: top.word, relation };
        let mut head = 0;
        match step {
            Move::Shift => {
                after.top = self.push(Cell { word: state.next, below: state.top, node: state.coming });
                after.height += 1;
                after.next += 1;
                after.coming = Node::default();
            }
            Move::Left => {
                head = state.next;
                after.top = top.below;
                after.height = after.height.saturating_sub(1);
                let node = &mut after.coming;
                node.left = [child, node.left[0]];
                node.left_count = node.left_count.saturating_add(1);
                node.relations |= 1 << (relation & 63);
            }
            Move::Right => {
                let mut below = *self.cell(top.below);
                head = below.word;
                let node = &mut below.node;
                node.right = [child, node.right[0]];
                node.right_count = node.right_count.saturating_add(1);
                node.relations |= 1 << (relation & 63);
                after.top = self.push(below);
                after.height = after.height.saturating_sub(1);
            }
        }
        after.last = self.steps.len() as u32;
        self.steps.push(Step { step, before: state.last, word: top.word, head, relation });
        after
    }

    fn push(&mut self, cell: Cell) -> u32 {
        self.cells.push(cell);
        self.cells.len() as u32 - 1
    }

    /// The steps that led to `state`, the last first.
    pub fn history(&self, state: &State) -> impl Iterator<Item = &Step> {
        let mut at = state.last as usize;
        std::iter::from_fn(move || {
            let step = (at > 0).then(|| &self.steps[at])?;
            at = step.before as usize;
            Some(step)
        })
    }

    /// The arcs that lead to `state`.
    pub fn arcs(&self, state: &State) -> impl Iterator<Item = &Step> {
        self.history(state).filter(|step| step.step != Move::Shift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn she_saw_him() {
        let mut chart = Chart::default();
        let mut state = chart.begin(3);
        assert!(chart.allows(&state, Move::Shift));
        assert!(!chart.allows(&state, Move::Left) && !chart.allows(&state, Move::Right));
        for (step, relation) in [(Move::Shift, 0), (Move::Left, 1), (Move::Shift, 0), (Move::Shift, 0)] {
            assert!(chart.allows(&state, step) && !chart.is_done(&state));
            state = chart.apply(&state, step, relation);
        }
        assert!(!chart.allows(&state, Move::Shift) && !chart.allows(&state, Move::Left));
        let other = state;
        state = chart.apply(&state, Move::Right, 2);
        assert!(chart.is_done(&state) && !chart.is_done(&other));
        let arcs: Vec<(u32, u32, u8)> = chart.arcs(&state).map(|arc| (arc.word, arc.head, arc.relation)).collect();
        assert_eq!(arcs, [(3, 2, 2), (1, 2, 1)]);
        let [saw, _, _] = chart.stack(&state);
        assert_eq!((saw.word, saw.node.left[0].word, saw.node.right[0].word), (2, 1, 3));
    }
}
