//! The trees to learn from: made projective, and the steps that make them.

use crate::analysis::Relation;
use crate::error::{Error, Result};
use crate::tag::parser::system::{Move, State};
use crate::tag::parser::{NAME, number};
use crate::train::conllu::Sentence;

/// A sentence's tree, made projective. Words count from 1, and 0 is the root's head.
#[derive(Clone, Debug, PartialEq)]
pub struct Gold {
    pub heads: Vec<u32>,
    /// Numbers of relations.
    pub relations: Vec<u8>,
    dependents: Vec<Vec<u32>>,
}

impl Gold {
    /// # Errors
    /// The sentence is no tree with one root, or has a relation that is none.
    pub fn of(sentence: &Sentence) -> Result<Gold> {
        let broken = |what: String| Error::failed(what).file(NAME);
        let mut heads = vec![0];
        let mut relations = vec![0];
        for word in &sentence.words {
            let named = Relation::named(&word.relation)
                .ok_or_else(|| broken(format!("the treebank has a relation “{}”, which is none", word.relation)))?;
            heads.push(word.head as u32);
            relations.push(number(named));
        }
        if !is_tree(&heads) {
            let words: Vec<&str> = sentence.words.iter().map(|word| word.form.as_str()).collect();
            return Err(broken(format!("the treebank has a sentence that is no tree: {}", words.join(" "))));
        }
        make_projective(&mut heads);
        let mut dependents = vec![Vec::new(); heads.len()];
        for (word, head) in heads.iter().enumerate().skip(1) {
            dependents[*head as usize].push(word as u32);
        }
        Ok(Gold { heads, relations, dependents })
    }

    /// How many right arcs can no more be found after a step that now still can.
    pub fn cost(&self, state: &State, step: Move) -> u32 {
        let [top, below, _] = state.top();
        let next = state.next;
        let later = |head: u32| head == 0 || head >= next;
        let lost = |word: u32| self.dependents[word as usize].iter().filter(|of| **of >= next).count() as u32;
        let head = self.heads[top as usize];
        match step {
            Move::Left => u32::from(head != next && (later(head) || head == below)) + lost(top),
            Move::Right => u32::from(later(head)) + lost(top),
            Move::Shift => {
                let head = self.heads[next as usize];
                let lost = |word: u32| self.heads[word as usize] == next || (word == head && word != top);
                state.waiting().filter(|word| lost(*word)).count() as u32
            }
        }
    }

    /// The step that leads to this tree: an arc as soon as all that hangs on its dependent is found.
    pub fn step(&self, state: &State) -> Move {
        let [top, below, _] = state.top();
        let head = self.heads[top as usize];
        let complete = self.dependents[top as usize].last().is_none_or(|last| *last < state.next);
        if state.allows(Move::Left) && head == state.next {
            Move::Left
        } else if state.allows(Move::Right) && head == below && complete {
            Move::Right
        } else {
            Move::Shift
        }
    }
}

/// Whether the words hang together under one root.
fn is_tree(heads: &[u32]) -> bool {
    let roots = heads.iter().skip(1).filter(|head| **head == 0).count();
    roots == 1 && (1..heads.len()).all(|word| ancestors(heads, word as u32).last() == Some(0))
}

/// The head of a word, its head, and so on to 0; ends early on a cycle.
fn ancestors(heads: &[u32], word: u32) -> impl Iterator<Item = u32> {
    let up = |word: &u32| if *word == 0 { None } else { heads.get(*word as usize).copied() };
    std::iter::successors(up(&word), up).take(heads.len())
}

/// Lifts words under crossed arcs to their head's head, the shortest arc first, until no arcs cross (Nivre and Nilsson
/// 2005). Relations stay as they are. One word in a hundred hangs elsewhere then.
pub fn make_projective(heads: &mut [u32]) {
    loop {
        let crossed = (1..heads.len() as u32).filter(|word| {
            let head = heads[*word as usize];
            let between = head.min(*word) + 1..head.max(*word);
            head != 0 && between.into_iter().any(|inner| !ancestors(heads, inner).any(|above| above == head))
        });
        let Some(word) = crossed.min_by_key(|word| heads[*word as usize].abs_diff(*word)) else { return };
        heads[word as usize] = heads[heads[word as usize] as usize];
    }
}
