//! How each word of a unit hangs on a cue's head in the tree, in one number.

use std::ops::Range;

use super::sight::Look;
use super::weights::feature;

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
}

impl Paths {
    pub fn of(&self, at: usize) -> u32 {
        self.codes.get(at.wrapping_sub(self.start)).copied().unwrap_or(7)
    }

    /// Steps down from the way between anchor and root.
    pub fn depth(&self, at: usize) -> u8 {
        self.depths.get(at.wrapping_sub(self.start)).copied().unwrap_or(9)
    }

    pub fn fill(&mut self, looks: &[Look], unit: &Range<usize>, anchor: usize) {
        self.start = unit.start;
        self.codes.clear();
        self.codes.resize(unit.len(), 0);
        self.depths.clear();
        self.depths.resize(unit.len(), 0);
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
