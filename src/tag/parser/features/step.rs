//! The features of the next step, apart by the words they look at: [`top`], [`second`], [`coming`], [`top_coming`],
//! [`second_top`], [`three`] and [`dependents`] together are all of it. What looks at one word, or at two of the stack, is
//! worked out once, however often they come to the top.

use super::super::system::{Child, State};
use super::{Templates, Words, between, distance, set, tags, two, with};
use crate::model::{Atom, Sink};

/// How many features there are of a word at the top of the stack, of the second and of the next.
pub const TOP: usize = 5;
pub const SECOND: usize = 4;
pub const COMING: usize = 14;

/// The top of the stack by itself.
pub fn top<S: Sink>(words: &Words, top: u32, sink: &mut S) {
    let s0 = words.at(top);
    let mut t = Templates { sink, number: 0 };
    t.add("s0w", &[s0.form]);
    t.add("s0t", &[with(s0, 0)]);
    t.add("s0wt", &[s0.form, with(s0, 0)]);
    t.add("s0kt", &[s0.kin, with(s0, 0)]);
    t.add("s0et", &[s0.ending, with(s0, 0)]);
}

/// The second word of the stack by itself.
pub fn second<S: Sink>(words: &Words, second: u32, sink: &mut S) {
    let s1 = words.at(second);
    let mut t = Templates { sink, number: 10 };
    t.add("s1w", &[s1.form]);
    t.add("s1t", &[with(s1, 0)]);
    t.add("s1wt", &[s1.form, with(s1, 0)]);
    t.add("s1kt", &[s1.kin, with(s1, 0)]);
}

/// The next word and those after it.
pub fn coming<S: Sink>(words: &Words, next: u32, sink: &mut S) {
    let [b0, b1, b2, b3] = [0, 1, 2, 3].map(|ahead| words.at(next + ahead));
    let mut t = Templates { sink, number: 20 };
    t.add("bias", &[]);
    t.add("b0w", &[b0.form]);
    t.add("b0t", &[with(b0, 0)]);
    t.add("b0wt", &[b0.form, with(b0, 0)]);
    t.add("b0kt", &[b0.kin, with(b0, 0)]);
    t.add("b1wt", &[b1.form, with(b1, 0)]);
    t.add("b2wt", &[b2.form, with(b2, 0)]);
    t.add("b0w b1t", &[b0.form, with(b1, 0)]);
    t.add("b0t b1w", &[b1.form, with(b0, 0)]);
    t.add("b0e b1e", &[b0.ending, b1.ending]);
    t.add("b0w b1w", &[b0.form, b1.form]);
    t.add("b0k b1k", &[b0.kin, b1.kin]);
    t.add("b0t b1t b2t", &[tags(b0, b1, b2)]);
    t.add("b1t b2t b3t", &[tags(b1, b2, b3)]);
}

/// The top of the stack and the next word: the pair an arc to the left joins.
pub fn top_coming<S: Sink>(words: &Words, top: u32, next: u32, sink: &mut S) {
    let (s0, b0, b1, b2, b3) =
        (words.at(top), words.at(next), words.at(next + 1), words.at(next + 2), words.at(next + 3));
    let near = Atom(distance(top, next) | between(s0, b0) << 3);
    // What stands literally before the next word: the end of what hangs on the top.
    let e0 = words.at(next - 1);
    let mut t = Templates { sink, number: 40 };
    t.add("s0w b0w", &[s0.form, b0.form]);
    t.add("s0wt b0t", &[s0.form, two(s0, b0)]);
    t.add("s0t b0wt", &[b0.form, two(s0, b0)]);
    t.add("s0t b0t near", &[two(s0, b0), near]);
    t.add("s0w b0t near", &[s0.form, with(b0, 0), near]);
    t.add("s0t b0w near", &[b0.form, with(s0, 0), near]);
    t.add("s0w b1t", &[s0.form, with(b1, 0)]);
    t.add("s0t b1w", &[b1.form, with(s0, 0)]);
    t.add("s0e b0t", &[s0.ending, two(s0, b0)]);
    t.add("s0t b0e", &[b0.ending, two(s0, b0)]);
    t.add("s0e b0e", &[s0.ending, b0.ending]);
    t.add("s0k b0k", &[s0.kin, b0.kin]);
    t.add("s0w b0k", &[s0.form, b0.kin]);
    t.add("s0k b0w", &[s0.kin, b0.form]);
    t.add("s0k b0t near", &[s0.kin, with(b0, 0), near]);
    t.add("s0t b0k near", &[b0.kin, with(s0, 0), near]);
    t.add("e0 s0t b0t", &[e0.form, two(s0, b0)]);
    t.add("e0t s0t b0t", &[tags(e0, s0, b0)]);
    t.add("s0t b0t b1t", &[tags(s0, b0, b1)]);
    t.add("s0w b0t b1t", &[s0.form, two(b0, b1)]);
    t.add("s0t b0w b1t", &[b0.form, two(s0, b1)]);
    t.add("s0g b0g b1g", &[s0.group, b0.group, b1.group]);
    t.add("s0t b0t b1t b2t", &[tags(s0, b0, b1), with(b2, 0)]);
    t.add("b0p b1p b2p b3p", &[Atom(b0.pos | b1.pos << 5 | b2.pos << 10 | b3.pos << 15 | s0.pos << 20)]);
}

/// The two upper words of the stack: the pair an arc to the right joins.
pub fn second_top<S: Sink>(words: &Words, second: u32, top: u32, sink: &mut S) {
    let (s1, s0) = (words.at(second), words.at(top));
    let far = Atom(distance(second, top) | between(s1, s0) << 3);
    let e1 = words.at(top.saturating_sub(1));
    let mut t = Templates { sink, number: 70 };
    t.add("s1w s0w", &[s1.form, s0.form]);
    t.add("s1wt s0t", &[s1.form, two(s1, s0)]);
    t.add("s1t s0wt", &[s0.form, two(s1, s0)]);
    t.add("s1t s0t far", &[two(s1, s0), far]);
    t.add("s1w s0t far", &[s1.form, with(s0, 0), far]);
    t.add("s1t s0w far", &[s0.form, with(s1, 0), far]);
    t.add("s1e s0e", &[s1.ending, s0.ending]);
    t.add("s1e s0t", &[s1.ending, two(s1, s0)]);
    t.add("s1k s0k", &[s1.kin, s0.kin]);
    t.add("s1w s0k", &[s1.form, s0.kin]);
    t.add("s1k s0w", &[s1.kin, s0.form]);
    t.add("s1k s0t far", &[s1.kin, with(s0, 0), far]);
    t.add("e1 s1t s0t", &[e1.form, two(s1, s0)]);
    t.add("e1t s1t s0t", &[tags(e1, s1, s0)]);
}

/// The two upper words of the stack and the next.
pub fn three<S: Sink>(words: &Words, second: u32, top: u32, next: u32, sink: &mut S) {
    let (s1, s0, b0, b1) = (words.at(second), words.at(top), words.at(next), words.at(next + 1));
    let mut t = Templates { sink, number: 90 };
    t.add("s1w b0w", &[s1.form, b0.form]);
    t.add("s1w b0t", &[s1.form, with(b0, 0)]);
    t.add("s1t b0w", &[b0.form, with(s1, 0)]);
    t.add("s1t b0t", &[two(s1, b0)]);
    t.add("s1k b0k", &[s1.kin, b0.kin]);
    t.add("s1t s0t b0t", &[tags(s1, s0, b0)]);
    t.add("s1w s0t b0t", &[s1.form, two(s0, b0)]);
    t.add("s1t s0w b0t", &[s0.form, two(s1, b0)]);
    t.add("s1t s0t b0w", &[b0.form, two(s1, s0)]);
    t.add("s1g s0g b0g", &[s1.group, s0.group, b0.group]);
    t.add("s1k s0t b0k", &[s1.kin, with(s0, 0), b0.kin]);
    t.add("s1t s0t b0t b1t", &[tags(s1, s0, b0), with(b1, 0)]);
}

/// What hangs on these words already.
pub fn dependents<S: Sink>(words: &Words, state: &State, sink: &mut S) {
    let [top, second, third] = state.top();
    let (s0, s1, s2, b0) = (words.at(top), words.at(second), words.at(third), words.at(state.next));
    let (ns0, ns1, nb0) = (state.node(top), state.node(second), state.node(state.next));
    let mut t = Templates { sink, number: 110 };
    t.add("s2wt", &[s2.form, with(s2, 0)]);
    t.add("s2t s1t s0t", &[tags(s2, s1, s0)]);
    t.add("s2t s1t s0t b0t", &[tags(s2, s1, s0), with(b0, 0)]);
    let child = |child: Child| (words.at(child.word), u32::from(child.relation));
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

    t.add("s0 s0l s1", &[s0.kin, s0l.kin, s1.kin]);
    t.add("s1 s0l s0t", &[s1.kin, s0l.form, with(s0, s0l_r)]);
    t.add("b0 b0l s0t", &[b0.kin, b0l.kin, with(s0, b0l_r)]);

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
