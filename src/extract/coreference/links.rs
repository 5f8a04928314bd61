//! What an article's trees say is the same: "the mayor, Ann Lee", "Ann Lee is the mayor".

use rustc_hash::FxHashMap;

use crate::analysis::Relation;
use crate::extract::names::view::View;

#[derive(Debug, Default)]
pub(super) struct Links {
    /// For a word in apposition with a name the name's mention.
    apposed: FxHashMap<u32, usize>,
    /// For a predicate its subject, both as words.
    subjects: FxHashMap<u32, u32>,
    /// Words with a subject of their own.
    pub acted: Vec<bool>,
}

impl Links {
    pub fn read(view: &View) -> Self {
        let tokens = &view.found.tokens;
        let mut links = Links { acted: vec![false; tokens.len()], ..Links::default() };
        for (at, token) in tokens.iter().enumerate() {
            let head = token.head as usize;
            if head >= tokens.len() || head == at {
                continue;
            }
            match token.relation {
                Relation::Appos => match (view.name_at(at), view.name_at(head)) {
                    (Some(name), None) => drop(links.apposed.insert(token.head, name)),
                    (None, Some(name)) => drop(links.apposed.insert(at as u32, name)),
                    // "her neighbour, the bookseller Tom Lee"
                    (None, None) => {
                        if let Some(name) = view.name_at(at + 1) {
                            links.apposed.insert(token.head, name);
                            links.apposed.insert(at as u32, name);
                        }
                    }
                    _ => {}
                },
                Relation::Nsubj | Relation::NsubjPass | Relation::Csubj => links.acted[head] = true,
                Relation::Cop => drop(links.subjects.entry(token.head).or_insert(u32::MAX)),
                _ => {}
            }
        }
        for (at, token) in tokens.iter().enumerate() {
            if matches!(token.relation, Relation::Nsubj | Relation::NsubjOuter)
                && let Some(subject) = links.subjects.get_mut(&token.head)
            {
                *subject = at as u32;
            }
        }
        links
    }

    /// The name that the word is in apposition with.
    pub fn name(&self, at: usize) -> Option<usize> {
        self.apposed.get(&(at as u32)).copied()
    }

    /// The word that the predicate at `at` is about.
    pub fn subject(&self, at: usize) -> Option<usize> {
        self.subjects.get(&(at as u32)).filter(|subject| **subject != u32::MAX).map(|subject| *subject as usize)
    }

    pub fn is_predicate(&self, at: usize) -> bool {
        self.subjects.contains_key(&(at as u32))
    }

    /// All words in apposition with a name.
    pub fn appositions(&self) -> Vec<(usize, usize)> {
        let mut all: Vec<_> = self.apposed.iter().map(|(word, name)| (*word as usize, *name)).collect();
        all.sort_unstable();
        all
    }
}
