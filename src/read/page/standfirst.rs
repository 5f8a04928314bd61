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
            && !matches!(block.shape, Shape::Caption | Shape::Credit | Shape::Title | Shape::Cell)
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

#[cfg(test)]
mod tests {
    use super::super::{blocks, body, build, tags};
    use super::*;

    fn standfirst(between: &str, description: &str) -> Vec<String> {
        let html = format!(
            "<meta name=description content='{description}'><h1>Ferry stays</h1>{between}<p>The first words.</p>"
        );
        let tree = build::parse(&html);
        let blocks = blocks::find(&tree);
        let furniture = body::furniture(&tree, &blocks, Some(0), 0..tree.nodes.len());
        let found = find(&blocks, &furniture, 0, blocks.all.len() - 1, &tags::read(&tree), &Facts::default());
        found.into_iter().map(|at| blocks.words(&blocks.all[at]).to_owned()).collect()
    }

    #[test]
    fn the_line_below_the_title() {
        let line = "Councillors keep the last crossing of the day";
        assert_eq!(standfirst(&format!("<h2>{line}</h2>"), ""), [line]);
        let far = format!("<p>Local</p><div class=byline>By Ada Crane</div><p>4 min</p><p>{line}</p>");
        assert!(standfirst(&far, "").is_empty());
        assert_eq!(standfirst(&far, line), [line], "where the head says the same");
    }

    #[test]
    fn points_below_the_title() {
        let points =
            ["The ferry sails on for one more winter at least", "The council is to pay for the fuel and the crew"];
        let list = format!("<p>x</p><p>y</p><ul><li>{}</li><li>{}</li></ul>", points[0], points[1]);
        assert_eq!(standfirst(&list, ""), points);
    }

    #[test]
    fn bylines_and_dates_are_none() {
        for line in ["By Ada Crane and Ben Holt of the Harbor Post", "Published 3 March 2026 and updated on 4 March"] {
            assert!(standfirst(&format!("<p>{line}</p>"), "").is_empty(), "{line}");
        }
    }
}
