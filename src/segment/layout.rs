//! From lines to paragraphs: one line each, blank lines between, or prose wrapped at a column.

use super::chars::{after_gap, char_at, is_gap};
use crate::span::Span;

/// What the writing itself says about a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Plain,
    /// Marked as a heading ("# Title", or underlined).
    Heading,
    /// With a bullet or a number.
    Item,
    /// The words of a Markdown picture.
    Picture,
    /// No word in it: "***", "---".
    Rule,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// Without gaps at its edges, and without Markdown's marker of a heading, a quotation or a picture.
    pub span: Span,
    pub shape: Shape,
}

/// A line that is not blank.
#[derive(Clone, Copy)]
struct Line {
    /// Without the gaps at its edges.
    span: Span,
    /// Bytes of white space before it.
    indent: u32,
    /// Characters; only as far as [`WIDEST`] exactly.
    width: u32,
    after_blank: bool,
    shape: Shape,
}

/// Columns within which prose is taken to be wrapped by hand or by an old mail program.
const NARROWEST: u32 = 45;
const WIDEST: u32 = 120;

/// The paragraphs of `text` in order.
pub fn find(text: &str) -> Vec<Block> {
    let mut lines = lines(text);
    mark_underlined(text, &mut lines);
    let groups: Vec<&[Line]> = lines.chunk_by(|_, next| !next.after_blank).collect();
    let widths: Vec<Option<u32>> = groups.iter().map(|group| wrapped_at(text, group)).collect();
    let usual = widths.iter().flatten().max().copied();
    let mut blocks = Vec::with_capacity(lines.len());
    for (group, width) in groups.iter().zip(widths) {
        let alike = |width: &u32| group.len() > 1 && group.windows(2).all(|pair| fills(text, pair[0], pair[1], *width));
        match width.or(usual.filter(alike)) {
            Some(width) => unwrap(text, group, width, &mut blocks),
            None => blocks.extend(group.iter().map(|line| block(text, line.span, line.shape))),
        }
    }
    blocks
}

fn lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let (mut start, mut after_blank) = (0, true);
    let mut close = |start: usize, end: usize, after_blank: &mut bool| {
        let first = after_gap(text, start, end);
        if first == end {
            *after_blank = true;
            return;
        }
        let span = Span::new(first, end).trim_matches(text, is_gap);
        let words = span.of(text);
        let width = if words.len() > 4 * WIDEST as usize { words.len() } else { words.chars().count() } as u32;
        let indent = (first - start) as u32;
        lines.push(Line { span, indent, width, after_blank: *after_blank, shape: shape(words) });
        *after_blank = false;
    };
    for at in memchr::memchr3_iter(b'\n', b'\r', 0xE2, bytes) {
        let length = match bytes[at] {
            b'\n' => 1,
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => continue,
            b'\r' => 1,
            _ if matches!(bytes[at..], [_, 0x80, 0xA8 | 0xA9, ..]) => 3,
            _ => continue,
        };
        close(start, at, &mut after_blank);
        start = at + length;
    }
    close(start, text.len(), &mut after_blank);
    lines
}

fn shape(line: &str) -> Shape {
    let bytes = line.as_bytes();
    match bytes.first().copied().unwrap_or_default() {
        b'#' => {
            let level = bytes.iter().take_while(|b| **b == b'#').count();
            let heading = level <= 6 && bytes.get(level) == Some(&b' ');
            if heading { Shape::Heading } else { rule_or(line, Shape::Plain) }
        }
        b'-' | b'*' | b'+' if bytes.get(1) == Some(&b' ') => rule_or(line, Shape::Item),
        b'0'..=b'9' => {
            let digits = bytes.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
            let item =
                digits <= 3 && matches!(bytes.get(digits), Some(b'.' | b')')) && bytes.get(digits + 1) == Some(&b' ');
            if item { Shape::Item } else { Shape::Plain }
        }
        b'!' if bytes.get(1) == Some(&b'[') && bytes.last() == Some(&b')') && line.contains("](") => Shape::Picture,
        b'a'..=b'z' | b'A'..=b'Z' => Shape::Plain,
        0x80.. if line.starts_with(['•', '◦', '▪', '‣', '●', '■', '►', '▶', '✓']) => {
            rule_or(line, Shape::Item)
        }
        _ => rule_or(line, Shape::Plain),
    }
}

/// `shape`, unless there is no word in the line.
pub fn rule_or(line: &str, shape: Shape) -> Shape {
    let rule = !line.chars().any(char::is_alphanumeric) && !line.chars().any(super::chars::is_emoji);
    if rule { Shape::Rule } else { shape }
}

/// A short line with a rule of "=" or "-" right below it is a heading.
fn mark_underlined(text: &str, lines: &mut [Line]) {
    for at in 1..lines.len() {
        let (title, rule) = (lines[at - 1], lines[at]);
        let mark = char_at(text, rule.span.start as usize);
        let drawn = rule.shape == Shape::Rule && rule.width >= 3 && matches!(mark, '=' | '-');
        if drawn
            && !rule.after_blank
            && title.shape == Shape::Plain
            && title.width <= WIDEST
            && rule.width * 2 >= title.width
        {
            lines[at - 1].shape = Shape::Heading;
        }
    }
}

/// The column at which the lines of `group` are wrapped, if they are: most lines could not have taken the next line's
/// first word, and many begin in lower case.
fn wrapped_at(text: &str, group: &[Line]) -> Option<u32> {
    let pairs = group.len() - 1;
    if pairs == 0 {
        return None;
    }
    let width = usual_width(group);
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    let (mut full, mut lower) = (0, 0);
    for pair in group.windows(2) {
        full += usize::from(fills(text, pair[0], pair[1], width));
        lower += usize::from(goes_on(text, pair[0], pair[1]));
    }
    (full * 2 >= pairs && lower * 4 >= pairs).then_some(width)
}

/// Whether `next` begins in the middle of a sentence: in lower case, and not with an address.
fn goes_on(text: &str, line: Line, next: Line) -> bool {
    let words = next.span.of(text);
    words.starts_with(char::is_lowercase)
        && !line.span.of(text).ends_with(['.', '!', '?', ':'])
        && !words.split(is_gap).next().is_some_and(|word| word.trim_end_matches(['.', ',']).contains(['.', '/', '@']))
}

/// The width hardly any line goes beyond; a long address may.
fn usual_width(group: &[Line]) -> u32 {
    let mut counts = [0usize; WIDEST as usize + 2];
    for line in group {
        counts[line.width.min(WIDEST + 1) as usize] += 1;
    }
    let allowed = group.len() / 20;
    let mut beyond = 0;
    for width in (0..counts.len()).rev() {
        beyond += counts[width];
        if beyond > allowed {
            return width as u32;
        }
    }
    0
}

/// Whether `line` is as full as lines wrapped at `width` are, given the one after it.
fn fills(text: &str, line: Line, next: Line, width: u32) -> bool {
    let word = next.span.of(text).chars().take(WIDEST as usize).take_while(|c| !is_gap(*c)).count() as u32;
    line.width <= width + 2 && (line.width + 1 + word) * 10 > width * 9
}

/// Joins the lines of a wrapped group to paragraphs.
fn unwrap(text: &str, group: &[Line], width: u32, blocks: &mut Vec<Block>) {
    let base = group.iter().map(|line| line.indent).min().unwrap_or(0);
    // First lines stand further in, unless nearly all lines do.
    let indents = group.iter().filter(|line| line.indent >= base + 2).count() * 5 < group.len() * 4;
    let mut first = group[0];
    let mut last = first;
    for &line in &group[1..] {
        let full = fills(text, last, line, width);
        let ended = last.span.of(text).ends_with(['.', '!', '?', '"', '”', '’', '\'', ')', ':', '…']);
        let free = ended || !full;
        let lower = char_at(text, line.span.start as usize).is_lowercase();
        let marked = match line.shape {
            Shape::Plain => matches!(last.shape, Shape::Heading | Shape::Picture | Shape::Rule),
            // A number or a dash of the sentence may have come to stand at the beginning of a line.
            Shape::Item => free || first.shape == Shape::Item,
            _ => true,
        };
        let indented = indents && free && line.indent >= base + 2 && first.shape != Shape::Item;
        if marked || indented || (!full && !lower && (ended || last.width * 10 < width * 6)) {
            blocks.push(block(text, first.span.cover(last.span), first.shape));
            first = line;
        }
        last = line;
    }
    blocks.push(block(text, first.span.cover(last.span), first.shape));
}

/// Takes Markdown's markers off.
fn block(text: &str, span: Span, shape: Shape) -> Block {
    let words = span.of(text);
    let kept = match shape {
        Shape::Heading => words.trim_start_matches('#').len(),
        Shape::Picture => {
            let alt = words.find("](").filter(|end| *end > 2);
            return match alt {
                Some(end) => {
                    let start = span.start as usize;
                    Block { span: Span::new(start + 2, start + end).trim(text), shape }
                }
                None => Block { span, shape: Shape::Rule },
            };
        }
        Shape::Plain if words.starts_with("> ") => words.trim_start_matches(['>', ' ']).len(),
        _ => words.len(),
    };
    let kept = if kept == 0 { words.len() } else { kept };
    let span = Span::new(span.end as usize - kept, span.end as usize).trim_matches(text, is_gap);
    Block { span, shape }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        find(text).iter().map(|block| block.span.of(text)).collect()
    }

    #[test]
    fn every_line_end_ends_a_paragraph() {
        let text = "One bird sang.\nTwo sang.\r\nThree sang.\rFour sang.\u{2028}Five sang.\u{2029}Six sang.";
        assert_eq!(texts(text).len(), 6);
        assert_eq!(texts("\u{FEFF} One.\r\n\r\n\u{200B}\nTwo.\n"), ["One.", "Two."]);
        assert!(texts(" \n\t\r\n\u{3000}").is_empty());
    }

    const WRAPPED: &str = "The old ferry between the two islands made its last crossing on Friday\n\
        evening, and hundreds of people stood on the quay to see it off, some of\n\
        them in tears.\n";

    #[test]
    fn wrapped_prose_is_joined() {
        let text = format!(
            "{WRAPPED}\n{WRAPPED}\nBy noon the next day, a Saturday, the quay was as empty as it had been\nBefore.\n"
        );
        assert_eq!(texts(&text).len(), 3);
        assert!(texts(&text)[0].ends_with("in tears."));
    }

    #[test]
    fn wrapped_prose_without_blank_lines() {
        assert_eq!(texts(&WRAPPED.repeat(3)).len(), 3, "a short last line ends a paragraph");
        let indented: String = (0..3).map(|_| format!("   {WRAPPED}")).collect();
        assert_eq!(texts(&indented).len(), 3);
    }

    #[test]
    fn short_lines_stay_apart_beside_wrapped_prose() {
        let text = format!("Last crossing\nBy Ada Crane\nMarch 3, 2024\n\n{WRAPPED}\n- rope\n- paint\n\n{WRAPPED}");
        assert_eq!(texts(&text).len(), 7);
    }

    #[test]
    fn one_line_a_paragraph_however_short() {
        let text = "The mill burned down on Monday, the mayor said in a letter to the town.\n\
            “We lost everything,” she wrote. “The roof fell in at about nine.”\n\
            Nobody was hurt, and the cause of the fire is not yet known at all.\n";
        assert_eq!(texts(text).len(), 3);
    }

    #[test]
    fn markdown() {
        let text =
            "# The last ferry\n\n> It is over.\n\n![A ferry at the quay](f.jpg)\n\n***\n\nWhat now\n========\n- rope";
        let blocks = find(text);
        let got: Vec<_> = blocks.iter().map(|block| (block.span.of(text), block.shape)).collect();
        assert_eq!(
            got,
            [
                ("The last ferry", Shape::Heading),
                ("It is over.", Shape::Plain),
                ("A ferry at the quay", Shape::Picture),
                ("***", Shape::Rule),
                ("What now", Shape::Heading),
                ("========", Shape::Rule),
                ("- rope", Shape::Item),
            ]
        );
    }
}
