//! The features of an arc's relation.

use super::super::system::{Child, Move, State};
use super::{Templates, Word, Words, between, distance, set, tags, with};
use crate::model::{Atom, Sink};

/// The features of the relation between the top of the stack and the head that a move to the left or right gives it.
pub fn arc<S: Sink>(words: &Words, state: &State, step: Move, sink: &mut S) {
    let left = step == Move::Left;
    let [word, below, lowest] = state.top();
    let head = if left { state.next } else { below };
    let (d, h) = (words.at(word), words.at(head));
    let (nd, nh) = (state.node(word), state.node(head));
    let side = u32::from(left);
    let apart = distance(word.min(head), word.max(head));
    let between = if left { between(d, h) } else { between(h, d) };
    let (before, after) = (words.at(word.saturating_sub(1)), words.at(word + 1));
    let (head_before, head_after) = (words.at(head.saturating_sub(1)), words.at(head + 1));
    let pair = |a: &Word, b: &Word| Atom(a.tag | b.tag << 10 | side << 20);
    let child = |child: Child| (words.at(child.word), u32::from(child.relation));
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
    t.add("dk hk", &[d.kin, h.kin, Atom(side)]);
    t.add("dk ht", &[d.kin, pair(d, h)]);
    t.add("dt hk", &[h.kin, pair(d, h)]);
    t.add("dk hw", &[d.kin, h.form, Atom(side)]);
    t.add("dw hk", &[d.form, h.kin, Atom(side)]);
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
    t.add("d first dk hk", &[first.form, h.kin, d.kin]);
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
    let (outer, coming) = if left { (below, state.next + 1) } else { (lowest, state.next) };
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
