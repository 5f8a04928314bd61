//! Quotations that no reporting clause of their unit claims: continuations in the paragraph and the next, words announced
//! by a colon, floating paragraphs.

use super::Draft;
use super::speech;
use super::units::Unit;
use super::words::Word;
use crate::analysis::{Analysis, Attribution, Polarity};

/// What the unit before left behind.
#[derive(Default)]
struct Before {
    /// Index of the draft that a bare quotation right here would go on with, and its unit's paragraph.
    goes_on: Option<(usize, u32)>,
    /// The last draft with a cue and quoted words, and its paragraph.
    quoted: Option<(usize, u32)>,
    /// A draft whose cue ended with a colon and still lacks its words.
    announced: Option<usize>,
    /// The draft that holds each open chain of paragraphs.
    last_quoted: Option<(u32, usize)>,
}

/// Runs `report` over the units in order and attaches what it leaves.
pub(super) fn join(
    text: &str,
    found: &Analysis,
    words: &[Word],
    units: &[Unit],
    mut report: impl FnMut(&Unit) -> Vec<Draft>,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut before = Before::default();
    for unit in units {
        let first = drafts.len();
        drafts.extend(report(unit));
        let announced = before.announced.take();
        let left = unclaimed(text, found, words, unit, &drafts[first..]);
        let bare = !words[unit.words.clone()].iter().any(|w| w.quotation.is_none() && w.is_word());
        let mut goes_on = before.goes_on.take();
        for (quotation, range) in left {
            let chained = found.quotations[quotation as usize].continues;
            let chain =
                chained.and_then(|chain| before.last_quoted.filter(|(held, _)| *held == chain)).map(|(_, draft)| draft);
            let same_paragraph =
                goes_on.filter(|(_, paragraph)| *paragraph == unit.paragraph && bare).map(|(draft, _)| draft);
            let earlier = before.quoted.filter(|(_, paragraph)| *paragraph == unit.paragraph).map(|(draft, _)| draft);
            let same_paragraph = same_paragraph.or(earlier.filter(|_| bare));
            let target = chain.or(announced).or(same_paragraph).filter(|&target| drafts[target].content.len() < 64);
            match target {
                Some(target) => {
                    drafts[target].content.push(range);
                    before.last_quoted = Some((quotation, target));
                }
                None => {
                    let source = drafts[first..].last().or_else(|| goes_on.map(|(draft, _)| &drafts[draft]));
                    let attribution = if source.is_some() { Attribution::Continuation } else { Attribution::Nobody };
                    let source = source.and_then(|draft| draft.source);
                    drafts.push(Draft {
                        content: vec![range],
                        cue: None,
                        source,
                        attribution,
                        polarity: Polarity::Asserted,
                        shares: None,
                    });
                    before.last_quoted = Some((quotation, drafts.len() - 1));
                    goes_on = Some((drafts.len() - 1, unit.paragraph));
                }
            }
        }
        note(words, unit, &drafts, first, &mut before, goes_on, bare, announced);
    }
    drafts.retain(|draft| !draft.content.is_empty());
    drafts
}

/// Remembers what the next unit may go on with.
#[allow(clippy::too_many_arguments)]
fn note(
    words: &[Word],
    unit: &Unit,
    drafts: &[Draft],
    first: usize,
    before: &mut Before,
    goes_on: Option<(usize, u32)>,
    bare: bool,
    announced: Option<usize>,
) {
    for (index, draft) in drafts.iter().enumerate().skip(first) {
        for range in &draft.content {
            if let Some(quotation) = range.clone().rev().find_map(|at| words[at].quotation) {
                before.last_quoted = Some((quotation, index));
            }
        }
    }
    let last = (first..drafts.len()).rev().find(|&index| drafts[index].cue.is_some());
    before.announced = last.filter(|&index| drafts[index].content.is_empty());
    let has_quoted = |index: &usize| {
        drafts[*index].content.iter().any(|range| range.clone().any(|at| words[at].quotation.is_some()))
    };
    // "“…,” said Doreen, who asked that her name not be used" goes on with her words, not with what she asked.
    let quoted = (first..drafts.len()).rev().find(|index| drafts[*index].cue.is_some() && has_quoted(index));
    before.quoted = quoted.map(|index| (index, unit.paragraph)).or(before.quoted);
    before.goes_on = match (quoted, last) {
        (Some(index), _) => Some((index, unit.paragraph)),
        (None, Some(_)) => None,
        // A quotation without words beside it keeps the speaker for what follows.
        (None, None) if bare => {
            announced.map(|index| (index, unit.paragraph)).or(goes_on.map(|(index, _)| (index, unit.paragraph)))
        }
        (None, None) => None,
    };
}

/// Quotations of `unit` outside all content found, that are speech.
fn unclaimed(
    text: &str,
    found: &Analysis,
    words: &[Word],
    unit: &Unit,
    drafts: &[Draft],
) -> Vec<(u32, std::ops::Range<usize>)> {
    let mut content: Vec<_> = drafts.iter().flat_map(|draft| draft.content.iter().cloned()).collect();
    content.sort_by_key(|range| range.start);
    let mut reach = 0;
    let mut claims = content.iter().peekable();
    let mut left = Vec::new();
    for (quotation, range) in &unit.quotations {
        while let Some(claim) = claims.next_if(|claim| claim.start < range.end) {
            reach = reach.max(claim.end);
        }
        let before = range.start.checked_sub(1).filter(|&at| at >= unit.words.start).map(|at| &words[at]);
        let part = &words[range.clone()];
        if reach <= range.start && speech::is_speech(text, found, &found.quotations[*quotation as usize], part, before)
        {
            left.push((*quotation, range.clone()));
        }
    }
    left
}
