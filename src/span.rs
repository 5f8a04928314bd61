//! A stretch of one article's text, in bytes: the currency of all stages.

use serde::Serialize;

/// Half-open byte range `[start, end)` of [`Article::text`](crate::article::Article::text), both ends on character
/// boundaries. Tables carry character offsets instead; `table` converts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The span `[start, end)`. Readers refuse texts longer than `u32::MAX` bytes, so positions always fit.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && u32::try_from(end).is_ok());
        Span { start: start as u32, end: end as u32 }
    }

    /// The words themselves.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `position` lies inside.
    pub fn holds(self, position: u32) -> bool {
        self.start <= position && position < self.end
    }

    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the two overlap without one containing the other.
    pub fn crosses(self, other: Span) -> bool {
        self.overlaps(other) && !self.contains(other) && !other.contains(self)
    }

    /// The smallest span holding both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Without white space at its edges.
    pub fn trim(self, text: &str) -> Span {
        self.trim_matches(text, char::is_whitespace)
    }

    /// Without the characters at its edges for which `drop` holds.
    pub fn trim_matches(self, text: &str, drop: impl Fn(char) -> bool) -> Span {
        let words = self.of(text);
        let head = words.len() - words.trim_start_matches(&drop).len();
        let kept = words.trim_matches(&drop).len();
        let start = self.start as usize + if kept == 0 { 0 } else { head };
        Span::new(start, start + kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations() {
        let (outer, inner, later) = (Span::new(0, 10), Span::new(2, 4), Span::new(8, 12));
        assert!(outer.contains(inner) && !inner.contains(outer));
        assert!(outer.crosses(later) && !outer.crosses(inner));
        assert_eq!(inner.cover(later), Span::new(2, 12));
    }

    #[test]
    fn trimming_keeps_boundaries() {
        let text = "a “ß” b";
        let all = Span::new(0, text.len());
        assert_eq!(Span::new(1, text.len() - 1).trim(text).of(text), "“ß”");
        assert_eq!(all.trim_matches(text, |c| !c.is_alphabetic()).of(text), text);
        assert!(Span::new(1, 2).trim(text).is_empty());
    }
}
