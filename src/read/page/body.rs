//! Which part of a page is the article.
//!
//! Every block of text counts for or against the elements it stands in: prose for them, lists of links and scraps against.
//! The article is the innermost element with the highest count. Where the page carries the article's words a second time,
//! as data for search engines, those tell which blocks are the article's.

use std::ops::Range;

use super::blocks::{Block, Blocks, Shape};
use super::element::Tag;
use super::evidence::Evidence;
use super::furniture::{self, Furniture};
use super::tree::Tree;

/// A card is looked for within so many elements around its linked title.
const CARD: usize = 6;

/// The furniture that each block within stands in. What holds most of the prose is none, whatever it is called.
pub(super) fn furniture(tree: &Tree, blocks: &Blocks, within: Range<usize>) -> Vec<Option<Furniture>> {
    let sums = sums(blocks, |block| prose(blocks, block).max(0));
    let share = |nodes: Range<usize>| {
        let range = blocks.range(nodes);
        sums[range.end] - sums[range.start]
    };
    let all = share(within.clone());
    let mut found = vec![None; blocks.all.len()];
    let mut at = within.start;
    while at < within.end {
        let kind = if at == within.start { None } else { furniture::find(tree, at) };
        match kind {
            Some(kind) if kind == Furniture::Consent || share(tree.within(at)) * 5 < all * 2 => {
                found[blocks.range(tree.within(at))].fill(Some(kind));
                at = tree.nodes[at].end as usize;
            }
            _ => at += 1,
        }
    }
    cards(tree, blocks, within, all, &share, &mut found);
    found
}

/// Other stories shown as cards: a linked title, and at most a few lines below it.
fn cards(
    tree: &Tree,
    blocks: &Blocks,
    within: Range<usize>,
    all: i64,
    share: &impl Fn(Range<usize>) -> i64,
    found: &mut [Option<Furniture>],
) {
    let mut cards: Vec<Range<usize>> = Vec::new();
    for at in blocks.range(within.clone()) {
        let block = &blocks.all[at];
        let titled = block.shape == Shape::Heading && block.is_linked();
        if !titled || found[at].is_some() || cards.last().is_some_and(|card| card.contains(&at)) {
            continue;
        }
        let mut card = at..at + 1;
        for node in tree.above(block.at as usize).take(CARD).take_while(|node| within.start < *node) {
            let range = blocks.range(tree.within(node));
            let lines = blocks.all[range.clone()].iter().take(9);
            let long = lines.clone().filter(|block| prose(blocks, block) > 0).count();
            if range.len() > 8 || long > 2 || share(tree.within(node)) > 600 {
                break;
            }
            card = range;
        }
        cards.push(card);
    }
    let held: i64 = cards.iter().map(|card| blocks.all[card.clone()].iter().map(|block| prose(blocks, block).max(0)).sum::<i64>()).sum();
    // An article may be made of short parts with linked titles.
    if cards.len() > 2 && held * 2 < all {
        for card in cards {
            found[card].iter_mut().filter(|kind| kind.is_none()).for_each(|kind| *kind = Some(Furniture::Named));
        }
    }
}

/// The element that holds the article; `None` where a page has no words.
pub(super) fn find(tree: &Tree, blocks: &Blocks, evidence: &Evidence) -> Option<usize> {
    let marks = furniture(tree, blocks, 0..tree.nodes.len());
    let mut marked = marks.iter();
    let scores = sums(blocks, |block| weight(blocks, block, marked.next().copied().flatten(), evidence));
    let of = |node: usize| {
        let range = blocks.range(tree.within(node));
        scores[range.end] - scores[range.start]
    };
    // Inner elements come later: of equals, the last.
    let elements = (0..tree.nodes.len()).filter(|node| tree.tag(*node).is_some_and(Tag::is_block));
    elements.max_by_key(|node| of(*node)).filter(|_| !blocks.all.is_empty())
}

fn sums(blocks: &Blocks, mut weight: impl FnMut(&Block) -> i64) -> Vec<i64> {
    let mut sum = 0;
    let weights = blocks.all.iter().map(|block| {
        sum += weight(block);
        sum
    });
    std::iter::once(0).chain(weights).collect()
}

/// What a block counts for by its own words: their length where they are prose, less than nothing for scraps.
pub(super) fn prose(blocks: &Blocks, block: &Block) -> i64 {
    let length = block.len() as i64;
    if block.is_linked() {
        return -length.min(100) - 10;
    }
    if matches!(block.shape, Shape::Title | Shape::Heading | Shape::Caption) {
        return 0;
    }
    match (length, ends_sentence(blocks.words(block))) {
        (80.., true) => length,
        (200.., false) => length / 2,
        (30.., true) => length / 2,
        (60.., false) => 0,
        _ => -10,
    }
}

/// Whether the words end as a sentence does.
pub(super) fn ends_sentence(words: &str) -> bool {
    words.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»', ' ', '\u{a0}']).ends_with(['.', '!', '?', ':', '…', '。', '؟', '।', '！', '？'])
}

fn weight(blocks: &Blocks, block: &Block, furniture: Option<Furniture>, evidence: &Evidence) -> i64 {
    let own = prose(blocks, block);
    if let Some(share) = evidence.share(blocks.words(block)) {
        let length = block.len() as i64;
        return match share {
            0.5.. => length,
            0.2.. => 0,
            _ if own > 0 => -own / 2,
            _ => own,
        };
    }
    match furniture {
        None => own,
        Some(Furniture::Hidden | Furniture::Consent) => -own.abs(),
        Some(Furniture::Picture | Furniture::Facts | Furniture::Embed) => own.min(0),
        Some(Furniture::Frame) => -own.abs() / 2,
        Some(Furniture::Named) => own.min(0) / 2,
    }
}
