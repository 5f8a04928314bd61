//! The quotation-mark machine: which stretches of the text stand in quotation marks.
//!
//! Marks are ambiguous (a straight mark opens or closes, a single one is mostly an apostrophe) and often wrong. So each
//! mark gets a cost for opening, closing and being no quotation mark at all ([`candidates`]), and the cheapest reading of
//! the whole paragraph wins ([`pairing`]). A quotation never reaches past its paragraph: one lost mark cannot invert the
//! rest of the article. Quotations over several paragraphs, each with its opening mark and only the last with a closing
//! one, are chained by [`Quotation::continues`].

mod candidates;
mod pairing;
mod unclosed;

use crate::analysis::{Marks, Paragraph, Quotation};
use crate::span::Span;
use pairing::{Action, Edges};

/// All quotations of the article in order of their start, outer before inner. Takes time in proportion to the text.
pub fn find(text: &str, paragraphs: &[Paragraph]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut marks = Vec::new();
    // The outermost quotation left open by the paragraph before.
    let mut left_open: Option<(u32, Marks)> = None;
    let quoting: Vec<usize> = (0..paragraphs.len()).filter(|&p| paragraphs[p].role.may_quote()).collect();
    for (nth, &number) in quoting.iter().enumerate() {
        let span = paragraphs[number].span;
        candidates::find(text, span, &mut marks);
        let next = quoting.get(nth + 1).and_then(|&p| candidates::opener_at_start(text, paragraphs[p].span));
        let edges = Edges { left_open: left_open.map(|(_, family)| family), next_opener: next };
        let reading = pairing::cheapest(&marks, edges);
        let open = build(text, span, number as u32, &marks, &reading, left_open.map(|(index, _)| index), &mut found);
        left_open = open.filter(|&(index, family)| {
            let inner = found[index as usize].inner;
            let end = unclosed::words_end(text, inner, next == Some(family));
            end.is_none_or(|end| {
                shorten(&mut found, index, end);
                false
            })
        });
    }
    found
}

/// Turns the reading of one paragraph into quotations; returns the outermost one still open at its end.
fn build(
    text: &str,
    paragraph: Span,
    number: u32,
    marks: &[candidates::Mark],
    reading: &pairing::Reading,
    left_open: Option<u32>,
    found: &mut Vec<Quotation>,
) -> Option<(u32, Marks)> {
    let mut open: Vec<u32> = Vec::new();
    let begin = |at: u32, inner: u32, family: Marks, open: &mut Vec<u32>, found: &mut Vec<Quotation>| {
        let parent = open.last().copied();
        open.push(found.len() as u32);
        found.push(Quotation {
            span: Span { start: at, end: paragraph.end },
            inner: Span { start: inner, end: paragraph.end },
            marks: family,
            paragraph: number,
            parent,
            closed: false,
            continues: None,
        });
    };
    if let Some(family) = reading.open_at_start {
        begin(paragraph.start, paragraph.start, family, &mut open, found);
        found[open[0] as usize].continues = left_open;
    }
    for (mark, action) in marks.iter().zip(&reading.actions) {
        match action {
            Action::Skip => {}
            Action::Open => {
                begin(mark.at, mark.end(), mark.family, &mut open, found);
                if mark.at == paragraph.start && reading.continues {
                    found[open[0] as usize].continues = left_open;
                }
            }
            Action::Close => end(found, &mut open, mark.at, mark.end(), true),
            Action::Reopen => {
                let words = Span { start: paragraph.start, end: mark.at }.trim(text);
                end(found, &mut open, words.end, words.end, false);
                begin(mark.at, mark.end(), mark.family, &mut open, found);
            }
        }
    }
    open.first().map(|&index| (index, found[index as usize].marks))
}

/// Ends a quotation whose closing mark was lost before its reporting clause, and what it holds with it.
fn shorten(found: &mut Vec<Quotation>, index: u32, end: u32) {
    let tail = found.split_off(index as usize);
    found.extend(tail.into_iter().filter(|quotation| quotation.span.start < end));
    for quotation in &mut found[index as usize..] {
        quotation.closed &= quotation.span.end <= end;
        quotation.inner.start = quotation.inner.start.min(end);
        quotation.inner.end = quotation.inner.end.min(end);
        quotation.span.end = quotation.span.end.min(end);
    }
}

fn end(found: &mut [Quotation], open: &mut Vec<u32>, inner_end: u32, end: u32, closed: bool) {
    if let Some(index) = open.pop() {
        let quotation = &mut found[index as usize];
        quotation.inner.end = inner_end.max(quotation.inner.start);
        quotation.span.end = end.max(quotation.inner.end);
        quotation.closed = closed;
    }
}

#[cfg(test)]
mod tests;
