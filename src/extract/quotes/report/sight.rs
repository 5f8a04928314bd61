//! What the learnt finder of quotes sees of an article: words as numbers, and the trees over them.

use std::ops::Range;

use crate::analysis::{Analysis, Pos, Relation, Tag};
use crate::extract::cues;
use crate::extract::quotes::stretch::Stretch;
use crate::extract::quotes::words::{Class, Word, lower};
use crate::model::{Atom, Classes};

/// No such word.
pub const NONE: u32 = u32::MAX;

/// A word and its place in the tree. Words are counted as in its [`Stretch`].
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub form: u32,
    pub lemma: u32,
    pub kin: u32,
    pub coarse: u32,
    pub pos: Pos,
    pub tag: Tag,
    pub relation: Relation,
    pub class: Class,
    pub head: u32,
    /// The first and last word of what depends on it, itself among them.
    pub left: u32,
    pub right: u32,
    /// The highest word whose dependents begin here, and the highest whose dependents end here.
    pub opens: u32,
    pub closes: u32,
    /// What the relations of its dependents are, one bit each.
    pub kids: u64,
    pub subject: u32,
    pub object: u32,
    pub complement: u32,
    /// What it can do as a reporting verb, by the lexicon.
    pub manner: u32,
    pub quotation: Option<u32>,
    /// Whether content can begin or end with it: not with quotation marks, commas and full stops.
    pub solid: bool,
    pub sentence: u32,
    /// Commas and verbs of the stretch before it.
    pub commas: u32,
    pub verbs: u32,
}

impl Look {
    /// A word rather than a mark.
    pub fn is_word(&self) -> bool {
        use Class::*;
        !matches!(self.class, Comma | Stop | Colon | Semicolon | Dash | Open | Close | Mark)
    }

    pub fn has(&self, relation: Relation) -> bool {
        self.kids >> relation as u32 & 1 == 1
    }
}

/// A unit of an article, and what is seen of all its words: sentences among which a quote has its cue and its content.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    pub looks: &'a [Look],
    pub unit: &'a Range<usize>,
}

impl<'a> Sight<'a> {
    /// Where the words end, in this unit, that stand in the same quotation as the one at `at`, or like it in none.
    pub fn same_quotation(&self, at: usize) -> usize {
        let own = self.looks[at].quotation;
        (at..self.unit.end).find(|&at| self.looks[at].quotation != own).unwrap_or(self.unit.end)
    }

    /// The word so many steps from `at`, if it is in the unit.
    pub fn near(&self, at: usize, step: isize) -> Option<&'a Look> {
        let at = at.checked_add_signed(step).filter(|at| self.unit.contains(at))?;
        Some(&self.looks[at])
    }

    pub fn form(&self, at: usize, step: isize) -> u32 {
        self.near(at, step).map_or(1, |look| look.form)
    }

    pub fn tag(&self, at: usize, step: isize) -> u32 {
        self.near(at, step).map_or(99, |look| look.tag as u32)
    }

    pub fn class(&self, at: usize, step: isize) -> u32 {
        self.near(at, step).map_or(99, |look| look.class as u32)
    }
}

/// Marks that are no edge of content.
const SLIGHT: &[&str] = &[
    ",", ".", ";", ":", "\"", "“", "”", "„", "«", "»", "‘", "’", "'", "`", "``", "''", "「", "」", "—", "–", "-", "--",
];

/// The words of a stretch; tags and trees must be there.
pub fn read(text: &str, found: &Analysis, stretch: Stretch, words: &[Word], classes: &Classes) -> Vec<Look> {
    let before = stretch.before as u32;
    let mut looks: Vec<Look> = Vec::with_capacity(words.len());
    let (mut commas, mut verbs) = (0, 0);
    let mut scratch = String::new();
    for (number, sentence) in stretch.sentences.iter().enumerate() {
        let range = stretch.words(sentence);
        for (at, (token, word)) in range.clone().zip(stretch.tokens[range.clone()].iter().zip(&words[range])) {
            let form = small(word.text, &mut scratch);
            let lemma = match token.pos {
                Pos::Verb | Pos::Auxiliary | Pos::Noun | Pos::Adjective => Atom::of(&found.lemma(text, token)),
                _ => form,
            };
            let kin = classes.of(form);
            let mut buffer = [0; 16];
            let verbs_known = match word.cue {
                true => lower(word.text, &mut buffer).map_or(&[][..], cues::lookup),
                false => &[],
            };
            looks.push(Look {
                form: form.0,
                lemma: lemma.0,
                kin: kin.fine.0,
                coarse: kin.coarse.0,
                pos: token.pos,
                tag: token.tag,
                relation: token.relation,
                class: word.class,
                head: token.head - before,
                left: at as u32,
                right: at as u32,
                opens: at as u32,
                closes: at as u32,
                kids: 0,
                subject: NONE,
                object: NONE,
                complement: NONE,
                manner: verbs_known.iter().fold(0, |all, verb| all | verb.manner.bits()),
                quotation: word.quotation,
                solid: !SLIGHT.contains(&word.text),
                sentence: (stretch.first + number) as u32,
                commas,
                verbs,
            });
            commas += u32::from(word.class == Class::Comma);
            verbs += u32::from(token.pos == Pos::Verb);
        }
    }
    let mut waiting = Vec::new();
    for sentence in stretch.sentences {
        grow(&mut looks, stretch.words(sentence), &mut waiting);
    }
    looks
}

/// Small letters, every digit a 0, straight apostrophes: as the classes of words know them.
fn small(form: &str, scratch: &mut String) -> Atom {
    scratch.clear();
    for c in form.chars() {
        match c {
            '0'..='9' => scratch.push('0'),
            '’' | '‘' if form.len() > c.len_utf8() => scratch.push('\''),
            _ if c.is_ascii() => scratch.push(c.to_ascii_lowercase()),
            _ => scratch.extend(c.to_lowercase()),
        }
    }
    Atom::of(scratch)
}

/// What depends on what, in one sentence. `waiting` is memory to be used again.
fn grow(looks: &mut [Look], sentence: Range<usize>, waiting: &mut Vec<u32>) {
    reach(looks, sentence.clone(), waiting);
    for at in sentence.clone() {
        let place = at as u32;
        let Look { head, relation, .. } = looks[at];
        if head as usize != at {
            let head = &mut looks[head as usize];
            head.kids |= 1 << relation as u32;
            let kin = match relation {
                Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter | Relation::Csubj => &mut head.subject,
                Relation::Obj => &mut head.object,
                Relation::Ccomp | Relation::Xcomp | Relation::Parataxis => &mut head.complement,
                _ => continue,
            };
            if *kin == NONE {
                *kin = place;
            }
        }
    }
    let size = |look: &Look| look.right - look.left;
    for at in sentence {
        let (left, right) = (looks[at].left as usize, looks[at].right as usize);
        if size(&looks[at]) > size(&looks[looks[left].opens as usize]) {
            looks[left].opens = at as u32;
        }
        if size(&looks[at]) > size(&looks[looks[right].closes as usize]) {
            looks[right].closes = at as u32;
        }
    }
}

/// The first and the last word below each word. A word tells the one above it once it has heard of all below, so that a chain
/// of any length takes one walk, not one for each of its words.
fn reach(looks: &mut [Look], sentence: Range<usize>, waiting: &mut Vec<u32>) {
    let first = sentence.start;
    waiting.clear();
    waiting.resize(sentence.len(), 0);
    for at in sentence.clone() {
        waiting[looks[at].head as usize - first] += u32::from(looks[at].head as usize != at);
    }
    for leaf in sentence {
        let mut at = leaf;
        while waiting[at - first] == 0 {
            waiting[at - first] = NONE;
            let Look { head, left, right, .. } = looks[at];
            if head as usize == at {
                break;
            }
            let above = &mut looks[head as usize];
            (above.left, above.right) = (above.left.min(left), above.right.max(right));
            at = head as usize;
            waiting[at - first] -= 1;
        }
    }
}
