//! The lines between a title and the article that say what it is about.

use super::blocks::{Blocks, Shape};
use super::furniture::Furniture;
use super::json_ld::Facts;
use super::tags::Tags;

/// So many blocks after the title are looked at.
const FAR: usize = 10;

/// The blocks of the standfirst, in order: between the title and `first`, the first block of the body.
pub(super) fn find(
    blocks: &Blocks,
    furniture: &[Option<Furniture>],
    title: usize,
    first: usize,
    tags: &Tags,
    facts: &Facts,
) -> Vec<usize> {
    let told: Vec<String> =
        [tags.first(&["og:description"]), tags.first(&["description"]), facts.description.as_deref()]
            .into_iter()
            .flatten()
            .map(letters)
            .filter(|told| told.len() > 20)
            .collect();
    let is_told = |words: &str| {
        let words = letters(words);
        words.len() > 20 && told.iter().any(|told| told.starts_with(&words) || words.starts_with(told.as_str()))
    };
    let between = (title + 1..first).take(FAR);
    let open = |at: &usize| {
        let block = &blocks.all[*at];
        let words = blocks.words(block);
        !block.is_linked()
            && !matches!(block.shape, Shape::Caption | Shape::Title | Shape::Cell)
            && !matches!(
                furniture[*at],
                Some(Furniture::Hidden | Furniture::Consent | Furniture::Picture | Furniture::Embed)
            )
            && (20..=500).contains(&block.len())
            && words.split_whitespace().count() >= 4
    };
    let candidates: Vec<usize> = between.filter(open).collect();
    let told = candidates.iter().find(|at| is_told(blocks.words(&blocks.all[**at])));
    if let Some(told) = told.filter(|at| blocks.all[**at].shape != Shape::Item) {
        let deck = |at: &usize| *at <= title + 2 && blocks.all[*at].shape == Shape::Heading && furniture[*at].is_none();
        return candidates.iter().copied().filter(|at| at == told || deck(at)).collect();
    }
    let close = candidates.iter().copied().find(|at| {
        let block = &blocks.all[*at];
        *at <= title + 2
            && furniture[*at].is_none()
            && block.len() >= 30
            && block.shape != Shape::Item
            && block.linked == 0
            && reads_as_a_line(blocks.words(block))
    });
    if let Some(close) = close {
        return vec![close];
    }
    let items = |at: &usize| {
        blocks.all[*at].shape == Shape::Item
            && furniture[*at].is_none()
            && blocks.all[*at].len() >= 40
            && blocks.all[*at].linked == 0
    };
    let items: Vec<usize> = candidates.into_iter().filter(items).collect();
    if items.len() > 1 { items } else { Vec::new() }
}

/// No byline, no date, no call.
fn reads_as_a_line(words: &str) -> bool {
    let lower = words.get(..words.len().min(12)).unwrap_or_default().to_lowercase();
    let digits = words.bytes().filter(u8::is_ascii_digit).count();
    !["by ", "published", "updated", "posted", "last ", "written", "photo", "share", "listen", "subscribe", "sign "]
        .iter()
        .any(|call| lower.starts_with(call))
        && digits * 5 < words.len()
}

fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
