//! The trees to learn from.

use crate::analysis::Relation;
use crate::error::{Error, Result};
use crate::tag::parser::NAME;
use crate::train::conllu::Sentence;

/// A sentence's tree: the head of each word, counted from 1 with 0 for the root, and its relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Gold {
    pub heads: Vec<u32>,
    pub relations: Vec<Relation>,
}

impl Gold {
    /// # Errors
    /// The sentence is no tree with one root, or has a relation that is none.
    pub fn of(sentence: &Sentence) -> Result<Gold> {
        let broken = |what: String| Error::failed(what).file(NAME);
        let mut gold = Gold { heads: Vec::new(), relations: Vec::new() };
        for word in &sentence.words {
            let named = Relation::named(&word.relation)
                .ok_or_else(|| broken(format!("the treebank has a relation “{}”, which is none", word.relation)))?;
            gold.heads.push(word.head as u32);
            gold.relations.push(named);
        }
        if !is_tree(&gold.heads) {
            let words: Vec<&str> = sentence.words.iter().map(|word| word.form.as_str()).collect();
            return Err(broken(format!("the treebank has a sentence that is no tree: {}", words.join(" "))));
        }
        Ok(gold)
    }
}

/// Whether the words hang together under one root.
fn is_tree(heads: &[u32]) -> bool {
    let roots = heads.iter().filter(|head| **head == 0).count();
    let up = |word: &u32| if *word == 0 { None } else { heads.get(*word as usize - 1).copied() };
    let reaches = |head: &u32| std::iter::successors(Some(*head), up).take(heads.len() + 1).last() == Some(0);
    roots == 1 && heads.iter().all(reaches)
}
