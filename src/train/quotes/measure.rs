//! How well quotes are found: the measures of docs/models.md, over characters.

mod scores;

use rustc_hash::FxHashSet;

use super::gold::Marked;
use crate::analysis::Quote;
use crate::span::Span;

pub use scores::{Count, Kinds, Scores};

/// Characters of a text that count, as positions in bytes.
pub type Chars = FxHashSet<u32>;

const MARKS: &[char] = &['"', '“', '”', '„', '‟', '«', '»', '‘', '’', '\'', '`'];

/// The characters of `spans` without white space; with `trim` also without quotation marks and `, . ; :` at the edges of
/// each.
pub fn chars(text: &str, spans: &[Span], trim: bool) -> Chars {
    let slight = |c: char| c.is_whitespace() || trim && (MARKS.contains(&c) || matches!(c, ',' | '.' | ';' | ':'));
    let one = |span: &Span| {
        let span = span.trim_matches(text, slight);
        let inside = span.of(text).char_indices().filter(|(_, c)| !c.is_whitespace());
        inside.map(move |(at, _)| span.start + at as u32).collect::<Vec<_>>()
    };
    spans.iter().flat_map(one).collect()
}

/// An attribution, marked or found.
#[derive(Clone, Debug)]
pub struct Side {
    pub content: Chars,
    pub source: Chars,
    pub cue: Chars,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Direct,
    Mixed,
    Indirect,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Direct, Kind::Mixed, Kind::Indirect];

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Mixed => "mixed",
            Kind::Indirect => "indirect",
        }
    }

    /// By the quotation marks in the content, as score_quotes.py has it.
    fn of(text: &str, spans: &[Span]) -> Kind {
        let joined = spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" ");
        let marks = |c: char| "\"“”„«»".contains(c);
        if !joined.trim_matches([' ', ',', '.']).contains(marks) {
            return Kind::Indirect;
        }
        let (mut outside, mut open) = (0, false);
        for c in spans.iter().flat_map(|span| span.of(text).chars()) {
            match c {
                '“' | '„' | '«' => open = true,
                '”' | '»' => open = false,
                '"' => open = !open,
                _ => outside += usize::from(c.is_alphanumeric() && !open),
            }
        }
        if outside == 0 { Kind::Direct } else { Kind::Mixed }
    }
}

impl Side {
    pub fn marked(text: &str, marked: &Marked) -> Side {
        Side {
            content: chars(text, &marked.content, true),
            source: chars(text, &marked.source, false),
            cue: chars(text, &marked.cue, false),
            kind: Kind::of(text, &marked.content),
        }
    }

    pub fn found(text: &str, quote: &Quote) -> Side {
        let one = |span: Option<Span>| chars(text, span.as_slice(), false);
        Side {
            content: chars(text, &quote.spans, true),
            source: one(quote.source_span),
            cue: one(quote.cue.as_ref().map(|cue| cue.span)),
            kind: Kind::of(text, &quote.spans),
        }
    }
}

/// Intersection over union, and how many characters both have.
pub fn share(a: &Chars, b: &Chars) -> (f64, usize) {
    let both = a.intersection(b).count();
    (both as f64 / (a.len() + b.len() - both).max(1) as f64, both)
}

/// Pairs of found and marked attributions, the best overlaps first, each at most once: number found, number marked.
pub fn pairs(found: &[Side], marked: &[Side]) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    for (i, own) in found.iter().enumerate() {
        for (j, gold) in marked.iter().enumerate() {
            let (share, _) = share(&own.content, &gold.content);
            if share >= 0.5 {
                all.push((share, i, j));
            }
        }
    }
    all.sort_by(|a, b| b.partial_cmp(a).unwrap_or(std::cmp::Ordering::Equal));
    let (mut used, mut taken) = (FxHashSet::default(), FxHashSet::default());
    all.retain(|(_, i, j)| !used.contains(i) && !taken.contains(j) && used.insert(*i) && taken.insert(*j));
    all.into_iter().map(|(_, i, j)| (i, j)).collect()
}

/// Whether the source found is the one marked.
pub fn same_source(own: &Side, gold: &Side) -> bool {
    let (share, both) = share(&own.source, &gold.source);
    own.source.is_empty() && gold.source.is_empty()
        || both > 0 && (share >= 0.3 || both == own.source.len() || both == gold.source.len())
}

/// The attributions of one article that have content, and which belong together.
#[derive(Clone, Debug)]
pub struct Compared {
    pub found: Vec<Side>,
    pub marked: Vec<Side>,
    /// Their numbers in the lists they come from.
    pub found_at: Vec<usize>,
    pub marked_at: Vec<usize>,
    /// Places in `found` and `marked`.
    pub pairs: Vec<(usize, usize)>,
}

impl Compared {
    pub fn new(text: &str, quotes: &[Quote], marked: &[Marked]) -> Compared {
        let found = quotes.iter().map(|quote| Side::found(text, quote)).enumerate();
        let (found_at, found): (Vec<_>, Vec<_>) = found.filter(|(_, side)| !side.content.is_empty()).unzip();
        let marked = marked.iter().enumerate().filter(|(_, one)| !one.content.is_empty());
        let (marked_at, marked): (Vec<_>, Vec<_>) = marked.map(|(at, one)| (at, Side::marked(text, one))).unzip();
        let pairs = pairs(&found, &marked);
        Compared { found, marked, found_at, marked_at, pairs }
    }
}
