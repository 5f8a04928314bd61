//! Which blocks within the article's element are its paragraphs.
//!
//! An article's paragraphs stand side by side in one element, or in several that look alike: its spine. What stands
//! elsewhere within the article's element (a box, a call to subscribe, a player's title) must read as prose to be kept.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};

use super::blocks::{Block, Blocks, Shape};
use super::body::{ends_sentence, prose};
use super::element::{Attr, Tag};
use super::evidence::Evidence;
use super::furniture::Furniture;
use super::tree::Tree;

/// Elements that are parts of a text, and not around one.
fn is_part(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::P | Tag::H1 | Tag::Heading | Tag::Li | Tag::List | Tag::Blockquote | Tag::Pre | Tag::Dd | Tag::Dt | Tag::Cell | Tag::Row | Tag::Table
    ) || !tag.is_block()
}

/// The looks of the element around a block and those beside it: two that look alike have the same number.
fn looks(tree: &Tree, block: &Block) -> u64 {
    let own = block.node as usize;
    let host = tree.above(own).find(|node| tree.tag(*node).is_some_and(|tag| !is_part(tag))).unwrap_or(0);
    let mut hasher = FxHasher::default();
    for node in [host, tree.nodes[host].parent as usize] {
        hasher.write_u8(tree.tag(node).map_or(0, |tag| tag as u8));
        let class = tree.attr(node, Attr::Class).unwrap_or_default();
        class.bytes().filter(|byte| !byte.is_ascii_digit()).for_each(|byte| hasher.write_u8(byte));
    }
    hasher.finish()
}

/// For each block of `range` whether it is kept.
pub(super) fn keep(
    tree: &Tree,
    blocks: &Blocks,
    range: Range<usize>,
    furniture: &[Option<Furniture>],
    evidence: &Evidence,
) -> Vec<bool> {
    let all = &blocks.all[range.clone()];
    let looks: Vec<u64> = all.iter().map(|block| looks(tree, block)).collect();
    let mut weights: FxHashMap<u64, i64> = FxHashMap::default();
    let mut total = 0;
    for (at, block) in all.iter().enumerate() {
        let weight = prose(blocks, block).max(0);
        if weight > 0 && furniture[range.start + at].is_none() {
            *weights.entry(looks[at]).or_default() += weight;
            total += weight;
        }
    }
    let heaviest = weights.values().copied().max().unwrap_or(0);
    let is_spine = |at: usize| weights.get(&looks[at]).is_some_and(|weight| weight * 8 >= total || *weight == heaviest);
    let on_spine: Vec<bool> = (0..all.len()).map(is_spine).collect();
    let first = on_spine.iter().position(|on| *on).unwrap_or(0);
    let last = on_spine.iter().rposition(|on| *on).unwrap_or(0);
    let repeated = repeated(blocks, all);
    all.iter()
        .enumerate()
        .map(|(at, block)| {
            let words = blocks.words(block);
            let share = evidence.share(words).unwrap_or(0.0);
            let shown = match furniture[range.start + at] {
                None | Some(Furniture::Picture) => true,
                Some(Furniture::Embed | Furniture::Consent) => false,
                Some(Furniture::Hidden | Furniture::Frame | Furniture::Named | Furniture::Facts) => share >= 0.5,
            };
            if matches!(furniture[range.start + at], Some(Furniture::Picture)) || block.shape == Shape::Caption {
                return first <= at && at <= last;
            }
            let read_on = block.linked as usize * 2 > block.len() && !ends_sentence(words) && block.len() < 250;
            if !shown || read_on || block.is_linked() && block.len() < 250 || repeated[at] {
                return false;
            }
            if on_spine[at] {
                return true;
            }
            let inside = first <= at && at <= last;
            share >= 0.5 || inside && prose(blocks, block) >= 100
        })
        .collect()
}

/// Short lines that come again and again are no one's words.
fn repeated(blocks: &Blocks, all: &[Block]) -> Vec<bool> {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for block in all.iter().filter(|block| block.len() < 200) {
        *counts.entry(blocks.words(block)).or_default() += 1;
    }
    let times = |block: &Block| counts.get(blocks.words(block)).copied().unwrap_or(0);
    all.iter().map(|block| times(block) > 2 || times(block) > 1 && block.len() > 40).collect()
}
