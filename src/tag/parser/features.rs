//! What the parser looks at before each step, after Zhang and Nivre 2011: the top of the stack, the next words, their
//! dependents, how far apart they are and what lies between. Training and running both come through here.

use super::system::{Move, Node, State};
use crate::analysis::{Pos, Tag};
use crate::model::{Atom, Sink, Template};

/// What the parser knows of a word before it begins, computed once.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// The form in lower case, its digits as 0.
    form: Atom,
    /// The last three letters of the form: what is left to go by where a tag is wrong.
    ending: Atom,
    /// Both tags in ten bits.
    tag: u32,
    pos: u32,
    /// Commas, verbs and quotation marks up to here, to see what lies between two words.
    commas: u32,
    verbs: u32,
    quotes: u32,
}

impl Word {
    const NOWHERE: Word =
        Word { form: Atom::NONE, ending: Atom::NONE, tag: 1023, pos: 31, commas: 0, verbs: 0, quotes: 0 };
    const END: Word = Word { form: Atom(0x51ED_270B), tag: 1022, pos: 30, ..Word::NOWHERE };
}

/// The words of a sentence, counted from 1, with places before and after it.
#[derive(Clone, Debug, Default)]
pub struct Words(Vec<Word>);

impl Words {
    pub fn begin(&mut self) {
        self.0.clear();
        self.0.push(Word::NOWHERE);
    }

    pub fn push(&mut self, form: &str, pos: Pos, tag: Tag) {
        let before = self.0.last().copied().unwrap_or(Word::NOWHERE);
        let (form, ending) = form_atoms(form);
        self.0.push(Word {
            form,
            ending,
            tag: pos as u32 * Tag::ALL.len() as u32 + tag as u32,
            pos: pos as u32,
            commas: before.commas + u32::from(matches!(tag, Tag::Comma | Tag::Colon)),
            verbs: before.verbs + u32::from(pos == Pos::Verb),
            quotes: before.quotes + u32::from(matches!(tag, Tag::OpenQuote | Tag::CloseQuote)),
        });
    }

    /// How many words there are.
    pub fn len(&self) -> u32 {
        self.0.len().saturating_sub(1) as u32
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    fn at(&self, word: u32) -> &Word {
        self.0.get(word as usize).unwrap_or(&Word::END)
    }
}

/// A form and its ending as the parser sees them: case and the exact number seldom matter for structure.
fn form_atoms(form: &str) -> (Atom, Atom) {
    let plain = |byte: u8| if byte.is_ascii_digit() { b'0' } else { byte.to_ascii_lowercase() };
    let atoms = |lower: &[u8]| {
        let ending = &lower[lower.len().saturating_sub(3)..];
        (Atom::of_bytes(lower), Atom::of_bytes(ending))
    };
    let mut short = [0; 24];
    if form.is_ascii() && form.len() <= short.len() {
        short.iter_mut().zip(form.bytes()).for_each(|(to, byte)| *to = plain(byte));
        return atoms(&short[..form.len()]);
    }
    let lower: String = form.chars().take(64).flat_map(char::to_lowercase).collect();
    atoms(&lower.bytes().map(plain).collect::<Vec<_>>())
}

/// How far apart, in few steps.
#[inline]
fn distance(from: u32, to: u32) -> u32 {
    match to.wrapping_sub(from) {
        _ if from == 0 => 0,
        near @ 0..=4 => near,
        5..=6 => 5,
        7..=10 => 6,
        _ => 7,
    }
}

/// What lies between two words: commas (0, 1, more), a verb, an open quotation.
#[inline]
fn between(from: &Word, to: &Word) -> u32 {
    let commas = to.commas.saturating_sub(from.commas).min(2);
    let verbs = to.verbs.saturating_sub(from.verbs).min(2);
    let quotes = to.quotes.saturating_sub(from.quotes) & 1;
    commas | verbs << 2 | quotes << 4
}

#[inline]
fn set(relations: u64) -> Atom {
    Atom(relations as u32 ^ ((relations >> 32) as u32).wrapping_mul(0x9E37_79B1))
}

/// Up to three tags in one atom.
#[inline]
fn tags(a: &Word, b: &Word, c: &Word) -> Atom {
    Atom(a.tag | b.tag << 10 | c.tag << 20)
}

#[inline]
fn two(a: &Word, b: &Word) -> Atom {
    Atom(a.tag | b.tag << 10)
}

/// A tag and a few small numbers.
#[inline]
fn with(word: &Word, number: u32) -> Atom {
    Atom(word.tag | number << 10)
}

/// Numbers templates by their order.
struct Templates<'s, S: Sink> {
    sink: &'s mut S,
    number: u32,
}

impl<S: Sink> Templates<'_, S> {
    #[inline(always)]
    fn add(&mut self, name: &'static str, atoms: &[Atom]) {
        self.number += 1;
        self.sink.add(Template(self.number, name), atoms);
    }
}

/// The features of the next step.
pub fn step<S: Sink>(state: &State, words: &Words, sink: &mut S) {
    let (i0, i1, i2) = (state.stack(0), state.stack(1), state.stack(2));
    let (j0, j1, j2) = (state.ahead(0), state.ahead(1), state.ahead(2));
    let (s0, s1, s2) = (words.at(i0), words.at(i1), words.at(i2));
    let (b0, b1, b2) = (words.at(j0), words.at(j1), words.at(j2));
    let (ns0, ns1, nb0): (&Node, &Node, &Node) = (state.node(i0), state.node(i1), state.node(j0));
    let near = Atom(distance(i0, j0) | between(s0, b0) << 3);
    let far = Atom(distance(i1, i0) | between(s1, s0) << 3);
    let mut t = Templates { sink, number: 0 };

    t.add("bias", &[]);
    // Single words.
    t.add("s0w", &[s0.form]);
    t.add("s0t", &[with(s0, 0)]);
    t.add("s0wt", &[s0.form, with(s0, 0)]);
    t.add("s1w", &[s1.form]);
    t.add("s1t", &[with(s1, 0)]);
    t.add("s1wt", &[s1.form, with(s1, 0)]);
    t.add("b0w", &[b0.form]);
    t.add("b0t", &[with(b0, 0)]);
    t.add("b0wt", &[b0.form, with(b0, 0)]);
    t.add("s2wt", &[s2.form, with(s2, 0)]);
    t.add("b1wt", &[b1.form, with(b1, 0)]);
    t.add("b2wt", &[b2.form, with(b2, 0)]);

    // The pairs an arc may join.
    t.add("s0w b0w", &[s0.form, b0.form]);
    t.add("s0wt b0t", &[s0.form, two(s0, b0)]);
    t.add("s0t b0wt", &[b0.form, two(s0, b0)]);
    t.add("s0t b0t near", &[two(s0, b0), near]);
    t.add("s0w b0t near", &[s0.form, with(b0, 0), near]);
    t.add("s0t b0w near", &[b0.form, with(s0, 0), near]);
    t.add("s1w s0w", &[s1.form, s0.form]);
    t.add("s1wt s0t", &[s1.form, two(s1, s0)]);
    t.add("s1t s0wt", &[s0.form, two(s1, s0)]);
    t.add("s1t s0t far", &[two(s1, s0), far]);
    t.add("s1w s0t far", &[s1.form, with(s0, 0), far]);
    t.add("s1t s0w far", &[s0.form, with(s1, 0), far]);
    t.add("s1w b0w", &[s1.form, b0.form]);
    t.add("s1w b0t", &[s1.form, with(b0, 0)]);
    t.add("s1t b0w", &[b0.form, with(s1, 0)]);
    t.add("s1t b0t", &[two(s1, b0)]);
    t.add("b0w b1t", &[b0.form, with(b1, 0)]);
    t.add("b0t b1w", &[b1.form, with(b0, 0)]);
    t.add("s0w b1t", &[s0.form, with(b1, 0)]);
    t.add("s0t b1w", &[b1.form, with(s0, 0)]);

    t.add("s0e b0t", &[s0.ending, two(s0, b0)]);
    t.add("s0t b0e", &[b0.ending, two(s0, b0)]);
    t.add("s0e b0e", &[s0.ending, b0.ending]);
    t.add("s1e s0e", &[s1.ending, s0.ending]);
    t.add("s1e s0t", &[s1.ending, two(s1, s0)]);
    t.add("b0e b1e", &[b0.ending, b1.ending]);

    // What stands literally before: the end of what hangs on the top.
    let (e0, e1) = (words.at(j0 - 1), words.at(i0.saturating_sub(1)));
    let b3 = words.at(state.ahead(3));
    t.add("e0 s0t b0t", &[e0.form, two(s0, b0)]);
    t.add("e0t s0t b0t", &[tags(e0, s0, b0)]);
    t.add("e1 s1t s0t", &[e1.form, two(s1, s0)]);
    t.add("e1t s1t s0t", &[tags(e1, s1, s0)]);
    t.add("b1t b2t b3t", &[tags(b1, b2, b3)]);
    t.add("b0w b1w", &[b0.form, b1.form]);
    t.add("b0p b1p b2p b3p", &[Atom(b0.pos | b1.pos << 5 | b2.pos << 10 | b3.pos << 15 | s0.pos << 20)]);

    // Three words.
    t.add("s0t b0t b1t", &[tags(s0, b0, b1)]);
    t.add("s0w b0t b1t", &[s0.form, two(b0, b1)]);
    t.add("s0t b0w b1t", &[b0.form, two(s0, b1)]);
    t.add("b0t b1t b2t", &[tags(b0, b1, b2)]);
    t.add("s0t b0t b1t b2t", &[tags(s0, b0, b1), with(b2, 0)]);
    t.add("s1t s0t b0t", &[tags(s1, s0, b0)]);
    t.add("s1w s0t b0t", &[s1.form, two(s0, b0)]);
    t.add("s1t s0w b0t", &[s0.form, two(s1, b0)]);
    t.add("s1t s0t b0w", &[b0.form, two(s1, s0)]);
    t.add("s1t s0t b0t b1t", &[tags(s1, s0, b0), with(b1, 0)]);
    t.add("s2t s1t s0t", &[tags(s2, s1, s0)]);
    t.add("s2t s1t s0t b0t", &[tags(s2, s1, s0), with(b0, 0)]);

    // Dependents found so far.
    let child = |word: u32| (words.at(word), u32::from(state.node(word).relation));
    let (s0l, s0l_r) = child(ns0.left[0]);
    let (s0m, s0m_r) = child(ns0.left[1]);
    let (s0r, s0r_r) = child(ns0.right[0]);
    let (s0q, s0q_r) = child(ns0.right[1]);
    let (s1l, s1l_r) = child(ns1.left[0]);
    let (s1r, s1r_r) = child(ns1.right[0]);
    let (s1q, s1q_r) = child(ns1.right[1]);
    let (b0l, b0l_r) = child(nb0.left[0]);
    let (b0m, b0m_r) = child(nb0.left[1]);
    t.add("s0l", &[s0l.form, with(s0, s0l_r)]);
    t.add("s0r", &[s0r.form, with(s0, s0r_r)]);
    t.add("s1l", &[s1l.form, with(s1, s1l_r)]);
    t.add("s1r", &[s1r.form, with(s1, s1r_r)]);
    t.add("b0l", &[b0l.form, with(b0, b0l_r)]);
    t.add("s0t b0t s0l", &[tags(s0, b0, s0l), Atom(s0l_r)]);
    t.add("s0t b0t s0r", &[tags(s0, b0, s0r), Atom(s0r_r)]);
    t.add("s0t b0t b0l", &[tags(s0, b0, b0l), Atom(b0l_r)]);
    t.add("s0w b0w b0l", &[s0.form, b0.form, b0l.form]);
    t.add("s0w b0l b0t", &[s0.form, b0l.form, with(b0, b0l_r)]);
    t.add("s1w b0l b0t", &[s1.form, b0l.form, with(b0, b0l_r)]);
    t.add("s1t s0t b0l b0t", &[b0l.form, tags(s1, s0, b0)]);
    t.add("s1t s0t s0l", &[tags(s1, s0, s0l), Atom(s0l_r)]);
    t.add("s1t s0t s0r", &[tags(s1, s0, s0r), Atom(s0r_r)]);
    t.add("s1t s0t s1l", &[tags(s1, s0, s1l), Atom(s1l_r)]);
    t.add("s1t s0t s1r", &[tags(s1, s0, s1r), Atom(s1r_r)]);
    t.add("s1w s0l s0t", &[s1.form, s0l.form, with(s0, s0l_r)]);
    t.add("s0 left", &[tags(s0, s0l, s0m), Atom(s0l_r | s0m_r << 6)]);
    t.add("s0 right", &[tags(s0, s0r, s0q), Atom(s0r_r | s0q_r << 6)]);
    t.add("s1 right", &[tags(s1, s1r, s1q), Atom(s1r_r | s1q_r << 6)]);
    t.add("b0 left", &[tags(b0, b0l, b0m), Atom(b0l_r | b0m_r << 6)]);

    // How many and which.
    t.add("s0t counts", &[with(s0, u32::from(ns0.left_count.min(7)) | u32::from(ns0.right_count.min(7)) << 3)]);
    t.add("s0w counts", &[s0.form, Atom(u32::from(ns0.left_count.min(7)) | u32::from(ns0.right_count.min(7)) << 3)]);
    t.add("s1w counts", &[s1.form, Atom(u32::from(ns1.left_count.min(7)) | u32::from(ns1.right_count.min(7)) << 3)]);
    t.add("b0t counts", &[with(b0, u32::from(nb0.left_count.min(7)))]);
    t.add("s0t set", &[with(s0, 0), set(ns0.relations)]);
    t.add("s0t b0t set", &[two(s0, b0), set(ns0.relations)]);
    t.add("s1t s0t set", &[two(s1, s0), set(ns1.relations)]);
    t.add("b0t set", &[with(b0, 0), set(nb0.relations)]);
    t.add("s0p b0p sets", &[Atom(s0.pos | b0.pos << 5 | s1.pos << 10), set(ns0.relations), set(nb0.relations)]);
}

/// The features of the relation between the top of the stack and the head that a move to the left or right gives it.
pub fn arc<S: Sink>(state: &State, words: &Words, step: Move, sink: &mut S) {
    let left = step == Move::Left;
    let (word, head) = (state.stack(0), if left { state.ahead(0) } else { state.stack(1) });
    let (d, h) = (words.at(word), words.at(head));
    let (nd, nh) = (state.node(word), state.node(head));
    let side = u32::from(left);
    let apart = distance(word.min(head), word.max(head));
    let between = if left { between(d, h) } else { between(h, d) };
    let (before, after) = (words.at(word - 1), words.at(word + 1));
    let (head_before, head_after) = (words.at(head - 1), words.at(head + 1));
    let pair = |a: &Word, b: &Word| Atom(a.tag | b.tag << 10 | side << 20);
    let child = |word: u32| (words.at(word), u32::from(state.node(word).relation));
    let mut t = Templates { sink, number: 200 };

    t.add("bias", &[Atom(side)]);
    t.add("dw", &[d.form, Atom(side)]);
    t.add("dt", &[with(d, side)]);
    t.add("dwt", &[d.form, with(d, side)]);
    t.add("hw", &[h.form, Atom(side)]);
    t.add("ht", &[with(h, side)]);
    t.add("hwt", &[h.form, with(h, side)]);
    t.add("dw hw", &[d.form, h.form, Atom(side)]);
    t.add("dwt ht", &[d.form, pair(d, h)]);
    t.add("dt hwt", &[h.form, pair(d, h)]);
    t.add("dt ht", &[pair(d, h)]);
    t.add("dt ht apart", &[pair(d, h), Atom(apart)]);
    t.add("dt ht between", &[pair(d, h), Atom(between)]);
    t.add("dw ht apart", &[d.form, with(h, side), Atom(apart)]);
    t.add("de ht", &[d.ending, pair(d, h)]);
    t.add("de he", &[d.ending, h.ending, Atom(side)]);
    t.add("dt he", &[h.ending, pair(d, h)]);
    t.add("d before", &[before.form, pair(d, h)]);
    t.add("d after", &[after.form, pair(d, h)]);
    t.add("d before t", &[pair(d, h), with(before, 0)]);
    t.add("d after t", &[pair(d, h), with(after, 0)]);
    t.add("h before t", &[pair(d, h), with(head_before, 0)]);
    t.add("h after t", &[pair(d, h), with(head_after, 0)]);

    let (first, first_r) = child(nd.left[0]);
    let (second, second_r) = child(nd.left[1]);
    let (last, last_r) = child(nd.right[0]);
    t.add("d first", &[first.form, pair(d, h)]);
    t.add("d first hw", &[first.form, h.form, with(d, first_r)]);
    t.add("d first r", &[pair(d, h), Atom(first_r)]);
    t.add("d first dw", &[first.form, d.form, with(h, side)]);
    t.add("d second", &[second.form, pair(d, h), Atom(second_r)]);
    t.add("d last", &[last.form, pair(d, h), Atom(last_r)]);
    t.add("d set", &[pair(d, h), set(nd.relations)]);
    t.add("dw set", &[d.form, with(h, side), set(nd.relations)]);
    t.add("hw d set", &[h.form, with(d, side), set(nd.relations)]);
    t.add("h set", &[pair(d, h), set(nh.relations)]);
    t.add("hw h set", &[h.form, with(d, side), set(nh.relations)]);
    t.add("dw h set", &[d.form, with(h, side), set(nh.relations)]);
    t.add("sets", &[pair(d, h), set(nd.relations), set(nh.relations)]);
    // The words beyond the two: what else the head may belong to, and what comes next.
    let (outer, coming) = if left { (state.stack(1), state.ahead(1)) } else { (state.stack(2), state.ahead(0)) };
    let (outer, coming) = (words.at(outer), words.at(coming));
    t.add("outer", &[outer.form, pair(d, h)]);
    t.add("outer t", &[pair(d, h), with(outer, 0)]);
    t.add("outer hw", &[h.form, with(d, side), with(outer, 0)]);
    t.add("coming", &[coming.form, pair(d, h)]);
    t.add("coming t", &[pair(d, h), with(coming, 0)]);
    t.add("around", &[tags(before, d, after), Atom(side)]);
    t.add("d h set first", &[first.form, with(d, side), set(nh.relations)]);
    t.add("first first", &[pair(first, d), with(h, first_r)]);
    t.add("dw dt first r", &[d.form, with(d, first_r), Atom(side)]);
    t.add("first last", &[tags(first, d, last), Atom(last_r | side << 6)]);
    let (head_first, head_first_r) = child(nh.left[0]);
    let (head_last, head_last_r) = child(nh.right[0]);
    t.add("h first", &[head_first.form, pair(d, h), Atom(head_first_r)]);
    t.add("h last", &[head_last.form, pair(d, h), Atom(head_last_r)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_folded() {
        assert_eq!(form_atoms("Said"), form_atoms("said"));
        assert_eq!(form_atoms("1,250"), form_atoms("7,003"));
        assert_eq!(form_atoms("ÉTÉ"), form_atoms("été"));
        assert_ne!(form_atoms("say").0, form_atoms("said").0);
        assert_eq!(form_atoms("Walking").1, form_atoms("talKING").1);
    }

    #[test]
    fn what_lies_between() {
        let mut words = Words::default();
        words.begin();
        for (form, pos, tag) in [
            ("we", Pos::Pronoun, Tag::Prp),
            (",", Pos::Punctuation, Tag::Comma),
            ("say", Pos::Verb, Tag::Vbp),
            ("“", Pos::Punctuation, Tag::OpenQuote),
            ("no", Pos::Interjection, Tag::Uh),
        ] {
            words.push(form, pos, tag);
        }
        assert_eq!(words.len(), 5);
        assert_eq!(between(words.at(1), words.at(5)), 1 | 1 << 2 | 1 << 4);
        assert_eq!((distance(1, 5), distance(1, 2), distance(0, 5)), (4, 1, 0));
    }
}
