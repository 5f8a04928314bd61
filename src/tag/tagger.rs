//! Parts of speech, universal and English at once, word by word from left to right: for each word the label whose
//! features weigh most (Collins 2002, greedy). Words that are one thing only are not weighed at all.

use rustc_hash::FxHashMap;

use super::features::{self, Capitals, Word};
use crate::analysis::{Pos, Sentence, Tag, Token};
use crate::error::{Error, Result};
use crate::model::linear::{self, Row};
use crate::model::{Atom, Classes, Linear, Model, Weight};

/// What a word was seen as, from its dictionary entry.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Stands for the list of its labels.
    class: Atom,
    /// The only label it ever has.
    sure: Option<u8>,
}

/// Labels of words seen often enough, by the atom of their form: for words with a capital as written, for others in
/// small letters.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    entries: FxHashMap<u32, Entry>,
    classes: Classes,
}

/// The weight that marks a word's only label.
pub const SURE: i16 = 1000;

impl Dictionary {
    /// A row has the labels of a word, the most frequent first.
    pub fn new<'r>(rows: impl Iterator<Item = (u32, &'r [Weight])>, classes: Classes) -> Self {
        let entry = |row: &[Weight]| {
            let mut labels = [0; 4];
            labels.iter_mut().zip(row).for_each(|(label, weight)| *label = weight.label);
            let class = Atom::of_bytes(&labels[..row.len().min(labels.len())]);
            let sure = row.first().filter(|weight| weight.value == SURE).map(|weight| weight.label);
            Entry { class, sure }
        };
        Dictionary { entries: rows.map(|(atom, row)| (atom, entry(row))).collect(), classes }
    }

    /// The list of a word's labels, as one atom.
    pub fn class(&self, atom: Atom) -> Atom {
        self.entries.get(&atom.0).map_or(Atom::NONE, |entry| entry.class)
    }

    /// The word with what the dictionary knows of it.
    pub fn look_up(&self, mut word: Word) -> Word {
        if let Some(Entry { class, sure }) = self.entries.get(&word.exact.0) {
            (word.class, word.sure) = (*class, *sure);
        }
        word.lower_class = if word.exact == word.lower { word.class } else { self.class(word.lower) };
        word.kin = self.classes.of(word.lower);
        word
    }
}

#[derive(Clone, Debug)]
pub struct Tagger {
    labels: Vec<(Pos, Tag)>,
    dictionary: Dictionary,
    weights: Linear,
}

/// The label "NOUN NN" is both tags of a word.
pub fn label(text: &str) -> Option<(Pos, Tag)> {
    let (pos, tag) = text.split_once(' ')?;
    Some((Pos::named(pos)?, Tag::named(tag)?))
}

/// Sections of the model's file.
pub const LABELS: &str = "labels";
pub const DICTIONARY: &str = "dictionary";
pub const WEIGHTS: &str = "weights";

/// Memory for one text's tagging.
#[derive(Default)]
struct Scratch {
    text: String,
    words: Vec<Word>,
    features: Vec<u32>,
    /// For each word where its features, then its rows end.
    ends: Vec<usize>,
    rows: Vec<Row>,
    scores: Vec<i32>,
}

impl Tagger {
    /// # Errors
    /// A section is missing or damaged.
    pub fn new(model: &Model) -> Result<Self> {
        let labels: Option<Vec<_>> = model.words(LABELS)?.iter().map(|text| label(text)).collect();
        let labels = labels.filter(|labels| !labels.is_empty());
        let unknown = || Error::failed("has tags this program does not know").file(&model.name);
        let labels = labels.ok_or_else(unknown)?;
        let dictionary = Dictionary::new(model.rows(DICTIONARY)?.iter(), Classes::new(model)?);
        Ok(Tagger { labels, dictionary, weights: model.linear(WEIGHTS)? })
    }

    /// Fills in `pos` and `tag` of all tokens that belong to a sentence.
    pub fn tag(&self, text: &str, tokens: &mut [Token], sentences: &[Sentence]) {
        let mut scratch = Scratch { scores: vec![0; self.labels.len()], ..Scratch::default() };
        for sentence in sentences {
            let own = sentence.tokens.start as usize..sentence.tokens.end as usize;
            self.sentence(text, tokens.get_mut(own).unwrap_or_default(), &mut scratch);
        }
    }

    fn sentence(&self, text: &str, tokens: &mut [Token], scratch: &mut Scratch) {
        let Scratch { text: letters, words, features, ends, rows, scores } = scratch;
        words.clear();
        let look = |token: &Token| self.dictionary.look_up(Word::new(token.span.of(text), letters, Atom::of));
        words.extend(tokens.iter().map(look));
        let capitals = Capitals::of(tokens.iter().map(|token| token.span.of(text)));
        let sentence = features::Sentence { words, capitals };
        // What words alone say is looked for in all of the sentence first: so that memory is not waited for word by word.
        features.clear();
        ends.clear();
        for (at, word) in words.iter().enumerate() {
            if word.sure.is_none() {
                let own = features.len();
                features::of_words(sentence, at, features);
                self.weights.fetch(&features[own..]);
            }
            ends.push(features.len());
        }
        rows.clear();
        let mut own = 0;
        for end in ends.iter_mut() {
            self.weights.find_all(&features[own..*end], rows);
            own = std::mem::replace(end, rows.len());
        }
        let mut before = [Atom::NONE; 2];
        let mut own = 0;
        for (at, token) in tokens.iter_mut().enumerate() {
            let label = match words[at].sure {
                Some(label) => usize::from(label),
                None => {
                    features.clear();
                    features::of_tags(sentence, at, before, features);
                    scores.fill(0);
                    self.weights.add(&rows[own..ends[at]], scores);
                    self.weights.score(features, scores);
                    linear::best(scores)
                }
            };
            own = ends[at];
            // A label beyond the list would be a damaged model.
            if let Some(&(pos, tag)) = self.labels.get(label) {
                (token.pos, token.tag) = (pos, tag);
            }
            before = [Atom::number(label as u32), before[0]];
        }
    }
}
