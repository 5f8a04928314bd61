//! Who depends on whom: a small network reads each sentence forward and backward, says how well each word goes with each as
//! its head (Dozat and Manning 2017), and of all projective trees the best is found (Eisner 1996). Learnt from treebanks.

pub mod arcs;
pub mod features;
pub mod layer;
pub mod tree;

use std::ops::Range;

use quotient_kernel::Sums;

use crate::analysis::{Relation, Sentence, Tag, Token};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::model::dense::{Dense, Packed};
use crate::model::file::Reader;
use crate::model::vectors::Vectors;
use crate::span::Span;
use arcs::{APART, apart};
use features::{TEMPLATES, Words};
use tree::{Chart, MOST, Scores};

/// The name in a model's file.
pub const NAME: &str = "parser";

/// Sections of the model's file: the names of relations; vectors of features and what is added to them; layers, from 0; what
/// words are as heads and dependents, and the root as a head; how these are compared; what distances count; and relations'
/// weights.
pub const RELATIONS: &str = "relations";
pub const VECTORS: &str = "vectors";
pub const BIAS: &str = "bias";
pub const LAYER: &str = "layer";
pub const VIEWS: &str = "views";
pub const ROOT: &str = "root";
pub const PAIRS: &str = "pairs";
pub const DISTANCES: &str = "distances";
pub const NAMING: &str = "naming";

/// Words that go through the network together, about: enough to share what is loaded, few enough to stay near.
const TOGETHER: usize = 64;
/// Scores of arcs lose so many bits before they are added up.
const LOST: u32 = 8;

/// Memory used again from sentence to sentence; one for each thread.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    words: Words,
    keys: Vec<u32>,
    ends: Vec<usize>,
    input: Vec<i16>,
    states: Vec<i16>,
    views: Vec<i16>,
    layer: layer::Scratch,
    arcs: ArcScratch,
    /// Heads, counted from 1 in each piece with 0 for the root, and relations of the words.
    tree: Vec<(u32, Relation)>,
}

#[derive(Clone, Debug, Default)]
struct ArcScratch {
    heads: Packed,
    rows: Vec<i16>,
    turned: Vec<i16>,
    sums: Vec<Sums>,
    scores: Vec<i32>,
    chart: Chart,
    tree: Vec<u32>,
    named: Vec<i16>,
}

/// A sentence, or a part of one that is too long for one tree: it becomes several trees, each hanging on the one before.
struct Piece {
    words: Range<u32>,
    goes_on: bool,
}

fn pieces(words: Range<u32>) -> impl Iterator<Item = Piece> {
    let piece =
        move |start: u32| Piece { words: start..(start + MOST as u32).min(words.end), goes_on: start > words.start };
    (words.start..words.end).step_by(MOST).map(piece)
}

/// Immutable, for all threads.
#[derive(Clone, Debug)]
pub struct Parser {
    relations: Vec<Relation>,
    vectors: Vectors,
    bias: Vec<i16>,
    layers: Vec<Dense>,
    /// As a head and as a dependent when heads are chosen, and the same when relations are.
    views: Dense,
    root: Vec<i16>,
    pairs: Dense,
    distances: Vec<i32>,
    naming: Dense,
}

impl Parser {
    /// # Errors
    /// The model lacks a section or is damaged.
    pub fn new(model: &Model) -> Result<Self> {
        let unknown = |word: &str| Error::failed(format!("knows a relation “{word}”, which is none")).file(NAME);
        let damaged = |section: &str| Error::failed(format!("is damaged in its section “{section}”")).file(NAME);
        let dense =
            |section: &str| Dense::read(&mut Reader::new(model.section(section)?)).ok_or_else(|| damaged(section));
        let numbers = |section: &str| {
            let bytes = model.section(section)?.chunks_exact(4);
            Ok(bytes.map(|bytes| i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])).collect::<Vec<i32>>())
        };
        let words = model.words(RELATIONS)?;
        let relations =
            words.iter().map(|word| Relation::named(word).ok_or_else(|| unknown(word))).collect::<Result<_>>()?;
        let vectors =
            Vectors::read(&mut Reader::new(model.section(VECTORS)?), TEMPLATES).ok_or_else(|| damaged(VECTORS))?;
        let small = |section: &str| Ok(numbers(section)?.into_iter().map(|number| number as i16).collect::<Vec<i16>>());
        let count = model.sections.iter().filter(|section| section.name.starts_with(LAYER)).count();
        let layers = (0..count).map(|number| dense(&format!("{LAYER} {number}"))).collect::<Result<_>>()?;
        let (views, pairs, naming) = (dense(VIEWS)?, dense(PAIRS)?, dense(NAMING)?);
        let (bias, root, distances) = (small(BIAS)?, small(ROOT)?, numbers(DISTANCES)?);
        let parser = Parser { relations, vectors, bias, layers, views, root, pairs, distances, naming };
        parser.fits().map(|()| parser).map_err(damaged)
    }

    /// Whether what one part gives is what the next takes, or which section does not fit.
    fn fits(&self) -> Result<(), &'static str> {
        let Parser { relations, vectors, bias, layers, views, root, pairs, distances, naming } = self;
        let mut width = vectors.width;
        for layer in layers {
            if layer.inputs != width || layer.outputs % 4 != 0 || layer.outputs == 0 {
                return Err(LAYER);
            }
            width = layer.outputs / 2;
        }
        let view = views.outputs / 4;
        match () {
            () if bias.len() != vectors.width => Err(BIAS),
            () if views.inputs != width || views.outputs % 8 != 0 || view == 0 => Err(VIEWS),
            () if root.len() != views.outputs => Err(ROOT),
            () if pairs.inputs != view || pairs.outputs != view => Err(PAIRS),
            () if distances.len() != APART => Err(DISTANCES),
            () if naming.inputs != view || naming.outputs != relations.len() || relations.is_empty() => Err(NAMING),
            () => Ok(()),
        }
    }

    /// Finds the head and relation of each token: `tokens[i].head` is an index into `tokens`, within the same sentence;
    /// the root points at itself. Tags must be there. Takes time in proportion to the number of tokens.
    pub fn parse(&self, text: &str, tokens: &mut [Token], sentences: &[Sentence], scratch: &mut Scratch) {
        let mut pieces = sentences.iter().flat_map(|sentence| pieces(sentence.tokens.clone())).peekable();
        let mut together = Vec::new();
        let mut root_before = 0;
        while pieces.peek().is_some() {
            self.begin(scratch);
            together.clear();
            while let Some(piece) = pieces.next_if(|_| scratch.keys.len() < TOGETHER * TEMPLATES) {
                let own = tokens.get(piece.words.start as usize..piece.words.end as usize).unwrap_or_default();
                self.add(own.iter().map(|token| (token.span.of(text), token.tag)), scratch);
                together.push(piece);
            }
            self.run(scratch);
            let mut found = scratch.tree.iter();
            for piece in &together {
                let start = piece.words.start;
                let own = tokens.get_mut(start as usize..piece.words.end as usize).unwrap_or_default();
                let mut root = start;
                for ((at, token), (head, relation)) in (start..).zip(own).zip(&mut found) {
                    (token.head, token.relation) = match (*head, piece.goes_on) {
                        (0, false) => (at, Relation::Root),
                        (0, true) => (root_before, Relation::Parataxis),
                        (head, _) => (start + head - 1, *relation),
                    };
                    root = if *head == 0 { at } else { root };
                }
                root_before = root;
            }
        }
    }

    /// The tree of one sentence of so tagged words: heads, counted from 1 with 0 for the root, and relations.
    pub fn tree(&self, words: &[(&str, Tag)], scratch: &mut Scratch) -> Vec<(u32, Relation)> {
        let mut text = String::new();
        let token = |(form, tag): &(&str, Tag)| {
            let start = text.len();
            text.push_str(form);
            Token { tag: *tag, ..Token::new(Span::new(start, text.len())) }
        };
        let mut tokens: Vec<Token> = words.iter().map(token).collect();
        let whole = Sentence { span: Span::new(0, text.len()), paragraph: 0, tokens: 0..tokens.len() as u32 };
        self.parse(&text, &mut tokens, &[whole], scratch);
        let found = (0..).zip(&tokens);
        found.map(|(at, token)| (if token.head == at { 0 } else { token.head + 1 }, token.relation)).collect()
    }

    fn begin(&self, scratch: &mut Scratch) {
        scratch.keys.clear();
        scratch.ends.clear();
    }

    /// Adds a piece to those that go through the network together.
    fn add<'t>(&self, words: impl Iterator<Item = (&'t str, Tag)>, scratch: &mut Scratch) {
        let Scratch { words: own, keys, ends, .. } = scratch;
        own.clear();
        words.for_each(|(form, tag)| own.push(form, tag));
        (0..own.len()).for_each(|at| own.features(at, keys));
        ends.push(keys.len() / TEMPLATES);
    }

    fn run(&self, scratch: &mut Scratch) {
        let Scratch { keys, ends, input, states, views, layer, arcs, tree, .. } = scratch;
        keys.iter().for_each(|key| self.vectors.fetch(*key));
        input.clear();
        for keys in keys.chunks_exact(TEMPLATES) {
            let start = input.len();
            input.extend_from_slice(&self.bias);
            for (template, key) in keys.iter().enumerate() {
                let row = self.vectors.find(*key, template);
                input[start..].iter_mut().zip(row).for_each(|(sum, value)| *sum = sum.wrapping_add(i16::from(*value)));
            }
        }
        for dense in &self.layers {
            layer::run(dense, input, ends, layer, states);
            std::mem::swap(input, states);
        }
        self.views.apply(input.as_chunks().0, &mut layer.sums, views);
        tree.clear();
        let mut start = 0;
        for end in ends.iter() {
            self.find(&views[start * self.root.len()..*end * self.root.len()], arcs);
            let relations = arcs.named.chunks_exact(self.relations.len()).map(|row| self.relation(row));
            tree.extend(arcs.tree.iter().copied().zip(relations));
            start = *end;
        }
    }

    fn relation(&self, scores: &[i16]) -> Relation {
        let best = scores.iter().fold(i16::MIN, |best, score| best.max(*score));
        let at = scores.iter().position(|score| *score == best);
        at.and_then(|at| self.relations.get(at)).copied().unwrap_or(Relation::Dep)
    }

    /// The tree of words with these views, and how well each relation goes with each of its arcs.
    fn find(&self, views: &[i16], scratch: &mut ArcScratch) {
        let ArcScratch { heads, rows, turned, sums, scores, chart, tree, named } = scratch;
        let (whole, view) = (self.root.len(), self.root.len() / 4);
        let count = views.len() / whole;
        let as_head = |word: usize| match word.checked_sub(1) {
            None => &self.root,
            Some(at) => &views[at * whole..(at + 1) * whole],
        };
        rows.clear();
        (0..=count).for_each(|word| rows.extend(as_head(word)[..view].iter().map(|value| (*value).max(0))));
        heads.pack(view, count + 1, |word| &rows[word * view..(word + 1) * view]);
        rows.clear();
        (1..=count).for_each(|word| rows.extend(as_head(word)[view..2 * view].iter().map(|value| (*value).max(0))));
        self.pairs.apply(rows.as_chunks().0, sums, turned);
        heads.multiply(turned.as_chunks().0, sums);
        let width = heads.width();
        scores.clear();
        scores.extend_from_slice(sums.as_flattened());
        for (word, row) in scores.chunks_exact_mut(width).enumerate() {
            for (head, score) in row.iter_mut().enumerate().take(count + 1) {
                *score = score.wrapping_add(self.distances[apart(word + 1, head)]) >> LOST;
            }
        }
        chart.best(Scores { scores, width }, count, tree);
        rows.clear();
        for (word, head) in tree.iter().enumerate() {
            let head = &as_head(*head as usize)[2 * view..3 * view];
            let own = &as_head(word + 1)[3 * view..];
            rows.extend(head.iter().zip(own).map(|(head, own)| head.saturating_add(*own).max(0)));
        }
        self.naming.apply(rows.as_chunks().0, sums, named);
    }
}
