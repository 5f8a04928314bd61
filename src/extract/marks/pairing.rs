//! The cheapest reading of one paragraph's marks: least-cost search over what is open, mark by mark.

use super::candidates::{Mark, NEVER};
use crate::analysis::Marks;

/// What the neighbouring paragraphs say.
#[derive(Clone, Copy, Default)]
pub struct Edges {
    /// The paragraph before ends inside a quotation of this family.
    pub left_open: Option<Marks>,
    /// The next paragraph begins with an opening mark of this family.
    pub next_opener: Option<Marks>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    Skip,
    Open,
    Close,
    /// Opens anew what was never closed.
    Reopen,
}

/// One action a mark.
#[derive(Debug, Default)]
pub struct Reading {
    pub actions: Vec<Action>,
    /// The quotation of the paragraph before runs on here without a mark of its own.
    pub open_at_start: Option<Marks>,
    /// The quotation of the paragraph before goes on with this paragraph's first mark.
    pub continues: bool,
}

/// Deepest nesting followed.
const DEPTH: usize = 3;
/// Marks searched together. Past this the best reading so far is settled, so memory stays bounded on any paragraph.
const WINDOW: usize = 4096;
/// Readings dearer than the best by this much are dropped.
const BEAM: u32 = 200;

const UNCLOSED: u32 = 50;
const UNCLOSED_SINGLE: u32 = 60;
/// A quotation that the next paragraph takes up again needs no closing mark.
const TAKEN_UP: u32 = 8;
const OPEN_AT_START: u32 = 15;
const SAME_INSIDE: u32 = 30;
const REOPEN: u32 = 40;

/// What is open, outermost first.
#[derive(Clone, Copy, PartialEq, Default)]
struct Stack {
    families: [Option<Marks>; DEPTH],
    depth: usize,
}

impl Stack {
    fn top(&self) -> Option<Marks> {
        self.depth.checked_sub(1).and_then(|top| self.families[top])
    }

    fn push(mut self, family: Marks) -> Self {
        self.families[self.depth] = Some(family);
        self.depth += 1;
        self
    }

    fn pop(mut self) -> Self {
        self.depth -= 1;
        self.families[self.depth] = None;
        self
    }

    /// What it costs to leave all this open at the paragraph's end.
    fn at_end(&self, next: Option<Marks>) -> u32 {
        (0..self.depth)
            .map(|level| match self.families[level] {
                family if level == 0 && family == next => TAKEN_UP,
                Some(Marks::Single) => UNCLOSED_SINGLE,
                _ => UNCLOSED,
            })
            .sum()
    }
}

#[derive(Clone, Copy)]
struct State {
    stack: Stack,
    cost: u32,
    /// Index into the states before this mark, and what was done with the mark.
    from: u32,
    action: Action,
}

/// The reading with the least cost; of equal ones the first found, so the result never depends on anything else.
pub fn cheapest(marks: &[Mark], edges: Edges) -> Reading {
    let start = |stack, cost| State { stack, cost, from: 0, action: Action::Skip };
    let mut states = vec![start(Stack::default(), 0)];
    let reopened = edges.left_open.is_some() && edges.left_open == first_opens(marks);
    if let Some(family) = edges.left_open.filter(|_| !reopened) {
        states.push(start(Stack::default().push(family), OPEN_AT_START));
    }
    let mut reading = Reading::default();
    let windows = marks.len().div_ceil(WINDOW).max(1);
    for (nth, window) in marks.chunks(WINDOW).enumerate() {
        let next = if nth + 1 == windows { Some(edges.next_opener) } else { None };
        let (origin, end) = search(&states, window, next, &mut reading.actions);
        if nth == 0 {
            reading.open_at_start = states[origin].stack.top();
        }
        states = vec![start(end, 0)];
    }
    reading.continues = reopened && reading.actions.first() == Some(&Action::Open);
    reading
}

fn first_opens(marks: &[Mark]) -> Option<Marks> {
    marks.first().filter(|mark| mark.open < mark.close.max(20)).map(|mark| mark.family)
}

/// Appends the best actions for `window`; returns the index of the initial state it came from and what is open after.
fn search(
    initial: &[State],
    window: &[Mark],
    next: Option<Option<Marks>>,
    actions: &mut Vec<Action>,
) -> (usize, Stack) {
    let mut columns: Vec<Vec<State>> = vec![initial.to_vec()];
    for mark in window {
        let column = step(columns.last().map_or(&[][..], |last| last), mark);
        columns.push(column);
    }
    let last = columns.last().map_or(&[][..], |last| last);
    let total = |state: &State| state.cost + next.map_or(0, |next| state.stack.at_end(next));
    let best = (0..last.len()).min_by_key(|&i| total(&last[i])).unwrap_or(0);
    let end = last[best].stack;
    let (mut at, from) = (best, actions.len());
    for column in columns[1..].iter().rev() {
        actions.push(column[at].action);
        at = column[at].from as usize;
    }
    actions[from..].reverse();
    (at, end)
}

fn step(before: &[State], mark: &Mark) -> Vec<State> {
    let mut after: Vec<State> = Vec::with_capacity(before.len() + 2);
    let mut offer = |stack: Stack, cost: u32, from: usize, action: Action| match after
        .iter_mut()
        .find(|state| state.stack == stack)
    {
        Some(known) if known.cost <= cost => {}
        Some(known) => *known = State { stack, cost, from: from as u32, action },
        None => after.push(State { stack, cost, from: from as u32, action }),
    };
    for (from, state) in before.iter().enumerate() {
        let (top, stack) = (state.stack.top(), state.stack);
        if top == Some(mark.family) {
            if mark.close < NEVER {
                offer(stack.pop(), state.cost + mark.close, from, Action::Close);
            }
            if mark.open < NEVER && mark.family != Marks::Single {
                offer(stack, state.cost + mark.open + REOPEN, from, Action::Reopen);
            }
        }
        let same = top == Some(mark.family);
        if mark.open < NEVER && stack.depth < DEPTH && (!same || mark.nests) {
            offer(
                stack.push(mark.family),
                state.cost + mark.open + if same { SAME_INSIDE } else { 0 },
                from,
                Action::Open,
            );
        }
        if mark.skip < NEVER {
            offer(stack, state.cost + mark.skip, from, Action::Skip);
        }
    }
    if let Some(least) = after.iter().map(|state| state.cost).min() {
        after.retain(|state| state.cost <= least + BEAM);
    }
    after
}
