//! Learns the parser from treebanks, with a dynamic oracle (Goldberg and Nivre 2013): it follows its own guesses, wrong
//! ones too, and learns what is best from there on. Trees with crossing arcs are made projective first.

use crate::analysis::{Pos, Relation, Tag};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::model::linear::{Weight, best};
use crate::tag::parser::system::{Move, State};
use crate::tag::parser::{MOVES, NAME, Parser, Scratch, best_move, features, number, relation};
use crate::train::conllu::Sentence;
use crate::train::perceptron::{Perceptron, shuffle};

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// How often all sentences are seen.
    pub rounds: u64,
    /// Weights of moves smaller than this are left out, in hundredths of an update. One update seen early and never
    /// again is worth nearly 100: it was chance more often than not.
    pub least_move: i64,
    /// The same for weights of relations.
    pub least_arc: i64,
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { rounds: 8, least_move: 170, least_arc: 120, seed: 1 }
    }
}

impl Settings {
    pub fn named(&self) -> Vec<(&'static str, i64)> {
        let Settings { rounds, least_move, least_arc, seed } = *self;
        vec![("rounds", rounds as i64), ("least_move", least_move), ("least_arc", least_arc), ("seed", seed as i64)]
    }
}

/// A sentence's tree, made projective. Words count from 1, and 0 is the root's head.
#[derive(Clone, Debug, PartialEq)]
struct Gold {
    heads: Vec<u32>,
    /// Numbers of relations.
    relations: Vec<u8>,
    dependents: Vec<Vec<u32>>,
}

impl Gold {
    /// # Errors
    /// The sentence is no tree with one root, or has a relation that is none.
    fn of(sentence: &Sentence) -> Result<Gold> {
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
    fn cost(&self, state: &State, step: Move) -> u32 {
        let (top, below, next) = (state.stack(0), state.stack(1), state.next);
        let later = |head: u32| head == 0 || head >= next;
        let lost = |word: u32| self.dependents[word as usize].iter().filter(|of| **of >= next).count() as u32;
        let head = self.heads.get(top as usize).copied().unwrap_or(0);
        match step {
            Move::Left => u32::from(head != next && (later(head) || head == below)) + lost(top),
            Move::Right => u32::from(later(head)) + lost(top),
            Move::Shift => {
                let head = self.heads[next as usize];
                let waiting = self.dependents[next as usize].iter().filter(|of| state.waits(**of)).count() as u32;
                waiting + u32::from(head != 0 && head != top && state.waits(head))
            }
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
fn make_projective(heads: &mut [u32]) {
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

/// Learns from all sentences, in an order that `settings.seed` fixes. Tags are taken as they stand there.
///
/// # Errors
/// A tree is broken, or there is nothing to learn from.
pub fn train(sentences: &[Sentence], settings: &Settings) -> Result<Model> {
    let gold: Vec<Gold> = sentences.iter().map(Gold::of).collect::<Result<_>>()?;
    let relations = relations(&gold);
    if relations.is_empty() {
        return Err(Error::failed("the treebank has no arcs to learn from").file(NAME));
    }
    let mut learner = Learner {
        moves: Perceptron::new(MOVES.len()),
        arcs: Perceptron::new(relations.len()),
        relations,
        scratch: Scratch::default(),
    };
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    for round in 0..settings.rounds {
        shuffle(&mut order, settings.seed.wrapping_add(round));
        order.iter().for_each(|at| learner.see(&sentences[*at], &gold[*at], round > 0));
        tracing::info!("round {} of {}", round + 1, settings.rounds);
    }
    let mut model = Model::new(NAME);
    let words: Vec<String> = learner.relations.iter().map(|relation| relation.as_str().to_owned()).collect();
    model.add_words("relations", &words);
    model.add_linear("moves", 2, &coarse(against_shift(learner.moves.finish(1), settings.least_move)));
    model.add_linear("arcs", words.len(), &coarse(learner.arcs.finish(settings.least_arc)));
    Ok(model)
}

/// The relations of all arcs.
fn relations(gold: &[Gold]) -> Vec<Relation> {
    let arcs = gold.iter().flat_map(|tree| tree.heads.iter().zip(&tree.relations).skip(1));
    let mut relations: Vec<Relation> = arcs.filter(|(head, _)| **head != 0).map(|(_, own)| relation(*own)).collect();
    relations.sort_unstable();
    relations.dedup();
    relations
}

/// Rows for left and right that say how much better than a shift they are: the same order of moves in fewer weights.
fn against_shift(rows: Vec<(u32, Vec<Weight>)>, least: i64) -> Vec<(u32, Vec<Weight>)> {
    let row = |row: Vec<Weight>| {
        let of =
            |label: u8| row.iter().find(|weight| weight.label == label).map_or(0, |weight| i32::from(weight.value));
        let value = |label: u8| (of(label) - of(0)).clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16;
        let weights = [Weight { label: 0, value: value(1) }, Weight { label: 1, value: value(2) }];
        weights.into_iter().filter(|weight| i64::from(weight.value).abs() >= least.max(1)).collect::<Vec<_>>()
    };
    rows.into_iter().map(|(feature, weights)| (feature, row(weights))).filter(|(_, row)| !row.is_empty()).collect()
}

/// Weights in tenths instead of hundredths of an update: most fit into one byte then.
fn coarse(mut rows: Vec<(u32, Vec<Weight>)>) -> Vec<(u32, Vec<Weight>)> {
    for (_, row) in &mut rows {
        row.iter_mut().for_each(|weight| {
            weight.value = ((i32::from(weight.value) + 5 * i32::from(weight.value.signum())) / 10) as i16
        });
        row.retain(|weight| weight.value != 0);
    }
    rows.retain(|(_, row)| !row.is_empty());
    rows
}

struct Learner {
    moves: Perceptron,
    arcs: Perceptron,
    relations: Vec<Relation>,
    scratch: Scratch,
}

impl Learner {
    /// Parses one sentence and learns from each step; with `explore` it goes on from wrong ones too.
    fn see(&mut self, sentence: &Sentence, gold: &Gold, explore: bool) {
        fill(&mut self.scratch, sentence);
        let Scratch { words, state, .. } = &mut self.scratch;
        let mut features = Vec::new();
        state.begin(words.len());
        while !state.is_done() {
            let allowed: Vec<Move> = MOVES.into_iter().filter(|step| state.allows(*step)).collect();
            let step = match allowed.as_slice() {
                [only] => *only,
                _ => {
                    features.clear();
                    features::step(state, words, &mut features);
                    learn_move(&mut self.moves, state, gold, &features, explore)
                }
            };
            if step == Move::Shift {
                state.apply(step, 0);
                continue;
            }
            features.clear();
            features::arc(state, words, step, &mut features);
            let mut scores = vec![0; self.relations.len()];
            self.arcs.score(&features, &mut scores);
            let guess = best(&scores);
            let (word, head) = (state.stack(0), if step == Move::Left { state.next } else { state.stack(1) });
            // What the relation of a wrong arc should be nobody can say.
            let own = relation(gold.relations[word as usize]);
            let right = self.relations.binary_search(&own).ok().filter(|_| gold.heads[word as usize] == head);
            self.arcs.learn(&features, right.unwrap_or(guess), guess);
            let chosen = if explore { guess } else { right.unwrap_or(guess) };
            state.apply(step, number(self.relations[chosen]));
        }
    }
}

/// Learns from one choice of moves and says which to take.
fn learn_move(moves: &mut Perceptron, state: &State, gold: &Gold, features: &[u32], explore: bool) -> Move {
    let mut scores = [0; 3];
    moves.score(features, &mut scores);
    let guess = best_move(state, scores);
    let costs = MOVES.map(|step| if state.allows(step) { gold.cost(state, step) } else { u32::MAX });
    let least = costs.into_iter().min().unwrap_or(0);
    let mut aim: Option<usize> = None;
    for at in (0..MOVES.len()).filter(|at| costs[*at] == least) {
        if aim.is_none_or(|aim| scores[at] > scores[aim]) {
            aim = Some(at);
        }
    }
    let (aim, guess) = (aim.unwrap_or(guess as usize), guess as usize);
    if costs[guess] == least {
        moves.learn(features, guess, guess);
        return MOVES[guess];
    }
    moves.learn(features, aim, guess);
    MOVES[if explore { guess } else { aim }]
}

fn fill(scratch: &mut Scratch, sentence: &Sentence) {
    scratch.words.begin();
    for word in &sentence.words {
        let (pos, tag) = (Pos::named(&word.upos).unwrap_or(Pos::Other), Tag::named(&word.xpos).unwrap_or(Tag::Xx));
        scratch.words.push(&word.form, pos, tag);
    }
}

/// How many words got the right head (UAS), head and universal relation (LAS, as CoNLL 2018 counts it), head and full
/// relation. All words count, punctuation too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    pub words: usize,
    pub heads: usize,
    pub labelled: usize,
    pub with_subtypes: usize,
}

impl Scores {
    /// In percent: UAS, LAS, LAS with subtypes.
    pub fn percent(&self) -> [f64; 3] {
        [self.heads, self.labelled, self.with_subtypes].map(|right| 100.0 * right as f64 / self.words.max(1) as f64)
    }
}

/// Parses the sentences with the tags that stand there and compares.
pub fn evaluate(parser: &Parser, sentences: &[Sentence]) -> Scores {
    let mut scratch = Scratch::default();
    let mut scores = Scores::default();
    for sentence in sentences {
        fill(&mut scratch, sentence);
        parser.run(&mut scratch);
        for (at, word) in sentence.words.iter().enumerate() {
            let node = scratch.state.node(at as u32 + 1);
            let found = if node.head == 0 { Relation::Root } else { relation(node.relation) }.as_str();
            let universal = |relation: &str| relation.split(':').next().map(str::to_owned);
            let head = node.head as usize == word.head;
            scores.words += 1;
            scores.heads += usize::from(head);
            scores.labelled += usize::from(head && universal(found) == universal(&word.relation));
            scores.with_subtypes += usize::from(head && found == word.relation);
        }
    }
    scores
}

#[cfg(test)]
#[path = "parser_tests.rs"]
mod tests;
