//! Units: sentences, joined where a quotation runs over their border, so that a quotation of three sentences and its
//! "he said" are looked at together.

use std::ops::Range;

use super::stretch::Stretch;
use super::words::Word;
use crate::analysis::Analysis;

#[derive(Clone, Debug)]
pub struct Unit {
    pub paragraph: u32,
    /// Into the stretch's words.
    pub words: Range<usize>,
    /// Outermost quotations that begin here, in order, with their words.
    pub quotations: Vec<(u32, Range<usize>)>,
}

/// Words looked at together at most; a longer sentence is cut, so that work stays in proportion to length.
const LONGEST: usize = 400;

/// All units of the stretch in paragraphs that may hold quotes, in order.
pub fn find(found: &Analysis, stretch: Stretch, words: &[Word]) -> Vec<Unit> {
    let mut units = Vec::new();
    for sentences in stretch.sentences.chunk_by(|one, next| one.paragraph == next.paragraph) {
        let number = sentences[0].paragraph;
        if !found.paragraphs[number as usize].role.may_quote() {
            continue;
        }
        let mut start = None;
        for sentence in sentences {
            let range = stretch.words(sentence);
            let from = *start.get_or_insert(range.start);
            let last = range.end.checked_sub(1).and_then(|last| words[last].quotation);
            let next = words.get(range.end).and_then(|word| word.quotation);
            if last.is_some() && last == next && range.end - from < LONGEST {
                continue;
            }
            start = None;
            let mut at = from;
            while at < range.end {
                let end = (at + LONGEST * 4).min(range.end);
                units.push(unit(number, at..end, words));
                at = end;
            }
        }
        if let (Some(from), Some(last)) = (start, sentences.last()) {
            units.push(unit(number, from..stretch.words(last).end, words));
        }
    }
    units
}

fn unit(paragraph: u32, range: Range<usize>, words: &[Word]) -> Unit {
    let mut quotations: Vec<(u32, Range<usize>)> = Vec::new();
    let mut before = range.start.checked_sub(1).and_then(|before| words[before].quotation);
    for at in range.clone() {
        let here = words[at].quotation;
        match (here, quotations.last_mut()) {
            (Some(index), Some((last, part))) if *last == index => part.end = at + 1,
            (Some(index), _) if here != before => quotations.push((index, at..at + 1)),
            _ => {}
        }
        before = here;
    }
    Unit { paragraph, words: range, quotations }
}
