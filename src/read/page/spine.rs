//! Which blocks within the article's element are its paragraphs.
//!
//! An article's paragraphs stand side by side in one element, or in several that look alike: its spine. What stands
//! elsewhere within the article's element (a box, a call to subscribe, a player's title) must read as prose to be kept.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::blocks::{Block, Blocks, Shape};
use super::body::{ends_sentence, prose};
use super::element::{Attr, Tag};
use super::evidence::Evidence;
use super::furniture::Furniture;
use super::tree::Tree;

/// Where a block stands.
struct Place {
    /// The element around it and those beside it.
    host: usize,
    /// The looks of that: two that look alike have the same number.
    looks: u64,
    /// Whether it is an element of no meaning. Some write paragraphs so; among real ones those are something else.
    is_bare: bool,
}

impl Place {
    fn of(tree: &Tree, block: &Block) -> Self {
        let is_around = |node: usize| tree.tag(node).is_some_and(|tag| tag.is_around() && tag != Tag::Cell);
        let own = block.node as usize;
        let host = tree.above(own).find(|node| is_around(*node)).unwrap_or(0);
        let mut hasher = FxHasher::default();
        for node in [host, tree.nodes[host].parent as usize] {
            hasher.write_u8(tree.tag(node).map_or(0, |tag| tag as u8));
            let class = tree.attr(node, Attr::Class).unwrap_or_default();
            class.bytes().filter(|byte| !byte.is_ascii_digit()).for_each(|byte| hasher.write_u8(byte));
        }
        Place { host, looks: hasher.finish(), is_bare: is_around(own) }
    }

    fn key(&self) -> (u64, bool) {
        (self.looks, self.is_bare)
    }
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
    let places: Vec<Place> = all.iter().map(|block| Place::of(tree, block)).collect();
    let mut weights: FxHashMap<(u64, bool), i64> = FxHashMap::default();
    let mut total = 0;
    for (at, block) in all.iter().enumerate() {
        let weight = prose(blocks, block).max(0);
        if weight > 0 && furniture[range.start + at].is_none() {
            *weights.entry(places[at].key()).or_default() += weight;
            total += weight;
        }
    }
    let heaviest = weights.values().copied().max().unwrap_or(0);
    let is_heavy =
        |key: (u64, bool)| weights.get(&key).is_some_and(|weight| weight * 8 >= total || *weight == heaviest);
    let is_spine = |at: usize| {
        let place = &places[at];
        // Headings and lists stand among paragraphs however those are written.
        let among = all[at].shape != Shape::Plain && is_heavy((place.looks, !place.is_bare));
        total == 0 || is_heavy(place.key()) || among
    };
    let on_spine: Vec<bool> = (0..all.len()).map(is_spine).collect();
    let first = on_spine.iter().position(|on| *on).unwrap_or(0);
    let last = on_spine.iter().rposition(|on| *on).unwrap_or(0);
    let repeated = repeated(blocks, all);
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    all.iter().for_each(|block| *counts.entry(blocks.words(block)).or_default() += 1);
    let mut alike: FxHashMap<u64, u32> = FxHashMap::default();
    let headings = all.iter().zip(&places).filter(|(block, _)| block.shape == Shape::Heading);
    headings.for_each(|(_, place)| *alike.entry(place.looks).or_default() += 1);
    // A heading may stand between two elements of the spine.
    let is_over = |at: usize| {
        let next = places.get(at + 1).filter(|_| on_spine[at + 1]);
        next.is_some_and(|next| tree.nodes[next.host].parent as usize == places[at].host)
    };
    all.iter()
        .enumerate()
        .map(|(at, block)| {
            let words = blocks.words(block);
            let share = evidence.share(words).unwrap_or(0.0);
            let kind = furniture[range.start + at];
            let inside = first <= at && at <= last;
            let shown = match kind {
                None | Some(Furniture::Picture) => true,
                Some(Furniture::Embed | Furniture::Consent | Furniture::Comments) => false,
                Some(Furniture::Hidden | Furniture::Frame | Furniture::Named | Furniture::Facts) => share >= 0.5,
            };
            if kind == Some(Furniture::Picture) || matches!(block.shape, Shape::Caption | Shape::Credit) {
                return inside;
            }
            let in_table = block.shape == Shape::Cell && inside;
            let read_on = block.linked as usize * 2 > block.len() && !ends_sentence(words) && block.len() < 250;
            let linked = read_on || block.is_linked() && block.len() < 250;
            if !shown || linked && !in_table || repeated[at] {
                return false;
            }
            let is_alike = || alike.get(&places[at].looks).is_some_and(|times| *times > 2);
            let is_heading = block.shape == Shape::Heading && at <= last && (is_alike() || inside && is_over(at));
            let is_paragraph = block.shape == Shape::Plain
                && tree.is(block.node as usize, Tag::P)
                && at <= last
                && prose(blocks, block) > 0;
            let again = block.len() > 30 && counts.get(words).is_some_and(|times| *times > 1);
            let off_spine = !again && (is_heading || is_paragraph || in_table || inside && prose(blocks, block) >= 100);
            on_spine[at] || share >= 0.5 || off_spine
        })
        .collect()
}

/// Short lines that come again and again are no one's words, nor are longer ones the second time.
fn repeated(blocks: &Blocks, all: &[Block]) -> Vec<bool> {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for block in all.iter().filter(|block| block.len() <= 30) {
        *counts.entry(blocks.words(block)).or_default() += 1;
    }
    let times = |block: &Block| counts.get(blocks.words(block)).copied().unwrap_or(0);
    let mut said: FxHashSet<&str> = FxHashSet::default();
    let mut again = |block: &Block| block.len() > 60 && !said.insert(blocks.words(block));
    all.iter().map(|block| times(block) > 2 || again(block)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{blocks, body, build};
    use super::*;

    const PROSE: &str = "<p>The night ferry between the islands will sail for another winter, the council decided.</p>";

    fn kept(html: &str) -> Vec<String> {
        let tree = build::parse(html);
        let blocks = blocks::find(&tree);
        let furniture = body::furniture(&tree, &blocks, None, 0..tree.nodes.len());
        let kept = keep(&tree, &blocks, 0..blocks.all.len(), &furniture, &Evidence::default());
        let all = blocks.all.iter().zip(kept).filter(|(_, kept)| *kept);
        all.map(|(block, _)| blocks.words(block).chars().take(9).collect()).collect()
    }

    #[test]
    fn what_stands_beside_paragraphs_is_kept() {
        let more = PROSE.replace("night", "day");
        let html = format!(
            "<div>{PROSE}<h2>What now?</h2><ul><li>fuel<li>crew</ul><p>No.</p><blockquote>{more}</blockquote></div>"
        );
        assert_eq!(kept(&html), ["The night", "What now?", "fuel", "crew", "No.", "The day f"]);
    }

    #[test]
    fn scraps_in_boxes_are_not() {
        let more = PROSE.replace("night", "day");
        let html = format!(
            "<div>{PROSE}<div class=box><h3>Listen</h3><span>4 min</span></div>{more}<div>More on ferries</div></div>"
        );
        assert_eq!(kept(&html), ["The night", "The day f"]);
    }

    #[test]
    fn links_to_other_stories_and_what_is_said_twice_are_not() {
        let html = format!(
            "<div>{PROSE}<p>READ MORE: <a href=x>Who sold the ferry to the king</a></p>{PROSE}<p>Ad</p><p>Ad</p><p>Ad</p></div>"
        );
        assert_eq!(kept(&html), ["The night"]);
    }
}
