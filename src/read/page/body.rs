//! Which part of a page is the article.
//!
//! Every block of text counts for or against the elements it stands in: prose for them, lists of links and scraps against.
//! The article is the innermost element with the highest count. Where the page carries the article's words a second time,
//! as data for search engines, those tell which blocks are the article's.

use std::ops::Range;

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::blocks::{Block, Blocks, Shape};
use super::element::Tag;
use super::evidence::Evidence;
use super::furniture::{self, Furniture};
use super::tree::Tree;

/// A card is looked for within so many elements around its linked title.
const CARD: usize = 6;

/// The furniture that each block within stands in. What holds the title or nearly all of the prose is none, whatever it is
/// called.
pub(super) fn furniture(
    tree: &Tree,
    blocks: &Blocks,
    title: Option<usize>,
    within: Range<usize>,
) -> Vec<Option<Furniture>> {
    let sums = sums(blocks, |block| prose(blocks, block).max(0));
    let share = |nodes: Range<usize>| {
        let range = blocks.range(nodes);
        sums[range.end] - sums[range.start]
    };
    let all = share(within.clone());
    let title = title.map(|title| blocks.all[title].at as usize);
    let titled = |node: usize| title.is_some_and(|title| tree.within(node).contains(&title));
    let mut held = 0;
    each_furniture(tree, within.clone(), |node, _| {
        if titled(node) {
            return true;
        }
        held += share(tree.within(node));
        false
    });
    let free = all - held;
    let mut found = vec![None; blocks.all.len()];
    each_furniture(tree, within.clone(), |node, kind| {
        let is_none = titled(node)
            || !matches!(kind, Furniture::Consent | Furniture::Comments) && share(tree.within(node)) > 3 * free;
        if !is_none {
            found[blocks.range(tree.within(node))].fill(Some(kind));
        }
        is_none
    });
    cards(tree, blocks, within, all, &share, &mut found);
    found
}

/// Calls `with` for each piece of furniture; within it only where `with` says so.
fn each_furniture(tree: &Tree, within: Range<usize>, mut with: impl FnMut(usize, Furniture) -> bool) {
    let mut at = within.start + 1;
    while at < within.end {
        match furniture::find(tree, at) {
            Some(kind) if !with(at, kind) => at = tree.nodes[at].end as usize,
            _ => at += 1,
        }
    }
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
    let held: i64 = cards
        .iter()
        .map(|card| blocks.all[card.clone()].iter().map(|block| prose(blocks, block).max(0)).sum::<i64>())
        .sum();
    // An article may be made of short parts with linked titles.
    if cards.len() > 2 && held * 2 < all {
        for card in cards {
            found[card].iter_mut().filter(|kind| kind.is_none()).for_each(|kind| *kind = Some(Furniture::Named));
        }
    }
}

/// The element that holds the article; `None` where a page has no words.
pub(super) fn find(tree: &Tree, blocks: &Blocks, title: Option<usize>, evidence: &Evidence) -> Option<usize> {
    let mut marks = furniture(tree, blocks, title, 0..tree.nodes.len());
    others(tree, blocks, title, &mut marks);
    let is_whole = is_whole(tree, blocks, evidence);
    let mut marked = marks.iter();
    let scores = sums(blocks, |block| weight(blocks, block, marked.next().copied().flatten(), evidence, is_whole));
    let of = |node: usize| {
        let range = blocks.range(tree.within(node));
        scores[range.end] - scores[range.start]
    };
    // Inner elements come later: of equals, the last.
    let elements = (0..tree.nodes.len()).filter(|node| tree.tag(*node).is_some_and(Tag::is_around));
    let best = elements.max_by_key(|node| of(*node)).filter(|_| !blocks.all.is_empty());
    // Nothing reads as prose: all of the page.
    best.map(|node| if of(node) > 0 { node } else { 0 })
}

/// Marks articles beside the one that the block `title` is in, or that follows it: other stories, comments.
fn others(tree: &Tree, blocks: &Blocks, title: Option<usize>, marks: &mut [Option<Furniture>]) {
    let Some(title) = title.map(|title| blocks.all[title].at as usize) else { return };
    let length = |node: usize| {
        blocks.all[blocks.range(tree.within(node))].iter().map(|block| prose(blocks, block).max(0)).sum::<i64>()
    };
    let own = tree.above(title).filter(|node| tree.is(*node, Tag::Article)).find(|node| length(*node) >= 200);
    let own = own.or_else(|| tree.all(Tag::Article).find(|node| *node > title && length(*node) >= 300));
    let Some(own) = own.map(|own| tree.within(own)) else { return };
    for other in tree.all(Tag::Article).map(|node| tree.within(node)) {
        if other.end <= own.start || own.end <= other.start {
            marks[blocks.range(other)].fill(Some(Furniture::Frame));
        }
    }
}

/// Whether the evidence is the whole article and not its beginning: what stands beside the blocks it has, it has too.
fn is_whole(tree: &Tree, blocks: &Blocks, evidence: &Evidence) -> bool {
    if !evidence.is_there() {
        return false;
    }
    let mut sides: FxHashMap<u32, (i64, i64)> = FxHashMap::default();
    for block in &blocks.all {
        let weight = prose(blocks, block).max(0);
        let side = sides.entry(tree.nodes[block.node as usize].parent).or_default();
        side.0 += weight;
        side.1 += if evidence.share(blocks.words(block)).is_some_and(|share| share >= 0.5) { weight } else { 0 };
    }
    let (all, own) =
        sides.values().filter(|side| side.1 > 0).fold((0, 0), |sum, side| (sum.0 + side.0, sum.1 + side.1));
    own * 10 > all * 7
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
    if matches!(block.shape, Shape::Title | Shape::Heading | Shape::Caption | Shape::Credit) {
        return 0;
    }
    match (length, ends_sentence(blocks.words(block))) {
        (80.., true) => length,
        (200.., false) => length / 2,
        (30.., true) => length / 2,
        (60.., false) => 0,
        _ if block.shape != Shape::Plain => 0,
        _ => -10,
    }
}

/// Whether the words end as a sentence does.
pub(super) fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(['”', '"', '’', '\'', ')', ']', '»', ' ', '\u{a0}'])
        .ends_with(['.', '!', '?', ':', '…', '。', '؟', '।', '！', '？'])
}

fn weight(blocks: &Blocks, block: &Block, furniture: Option<Furniture>, evidence: &Evidence, is_whole: bool) -> i64 {
    let mut own = prose(blocks, block);
    match evidence.share(blocks.words(block)) {
        Some(0.5..) => return block.len() as i64,
        Some(share) if is_whole => {
            return if share > 0.2 {
                0
            } else if own > 0 {
                -own / 2
            } else {
                own
            };
        }
        _ => {}
    }
    if own > 0 && speaks_of_cookies(blocks.words(block)) {
        own = 0;
    }
    match furniture {
        None => own,
        // Known for what it is, it does no harm within the article's element; but it is no reason to look further out.
        Some(_) => -3,
    }
}

/// A page may ask at length whether it may set cookies, more than a short article has words.
fn speaks_of_cookies(words: &str) -> bool {
    memmem::find(words.as_bytes(), b"ookie").is_some()
}

#[cfg(test)]
mod tests {
    use super::super::{blocks, build, title};
    use super::*;

    const PROSE: &str =
        "The night ferry between the islands will sail for another winter, the council decided on Tuesday.";

    /// The class of the element that holds the article.
    fn class(html: &str, evidence: Option<&str>) -> String {
        let tree = build::parse(html);
        let blocks = blocks::find(&tree);
        let heading = title::shown(&blocks, "Ferry stays");
        let node = find(&tree, &blocks, heading, &Evidence::new(evidence)).unwrap();
        tree.attr(node, super::super::element::Attr::Class).unwrap_or_default().to_owned()
    }

    #[test]
    fn prose_counts_and_links_do_not() {
        let links = "<li><a href=x>Another story of the day, which is long too</a></li>".repeat(20);
        let html = format!("<div class=a><ul>{links}</ul></div><div class=b><p>{PROSE}</p><p>{PROSE} More.</p></div>");
        assert_eq!(class(&html, None), "b");
        let html =
            format!("<div class=a><div class=b><p>{PROSE}</p></div><div><p>{PROSE} More.</p></div></div><p>Short");
        assert_eq!(class(&html, None), "a", "all of the article");
    }

    #[test]
    fn comments_and_notices_are_longer_than_the_article_and_are_not_it() {
        let long = format!("<p>{PROSE}</p>").repeat(3);
        for name in ["comments", "cookie-banner", "modal"] {
            let html = format!("<div class=a><h1>Ferry stays</h1><p>{PROSE}</p></div><div class={name}>{long}</div>");
            assert_eq!(class(&html, None), "a", "{name}");
        }
        let html = format!("<div class='comments-open a'><h1>Ferry stays</h1>{long}</div>");
        assert_eq!(class(&html, None), "comments-open a", "what holds the title is none");
    }

    #[test]
    fn of_several_articles_the_one_with_the_title() {
        let other = format!("<article class=o><h1>Bridge closes</h1>{}</article>", format!("<p>{PROSE}</p>").repeat(9));
        let own = format!(
            "<article class=a><h1>Ferry stays</h1><p>{PROSE}</p><p>{PROSE} More.</p><p>{PROSE} Much more.</p></article>"
        );
        assert_eq!(class(&format!("<div>{other}{own}{other}</div>"), None), "a");
    }

    #[test]
    fn the_words_told_to_search_engines_are_the_article() {
        let story = |word: &str| {
            (0..5).map(|n| format!("<p>{word} {n} said that the {word} of number {n} was {word}, and it is a long {word} indeed.</p>")).collect::<String>()
        };
        let html = format!(
            "<div><div class=a>{}</div><div class=b>{}{}</div></div>",
            story("ferry"),
            story("bridge"),
            story("road")
        );
        assert_eq!(class(&html, None), "");
        let told = build::parse(&story("ferry")).words(0);
        assert_eq!(class(&html, Some(&told)), "a");
    }
}
