//! One row for each quote that was marked, found, or both.

use crate::analysis::Quote;
use crate::span::Span;
use crate::table::chars::Chars;
use crate::train::quotes::gold::{Marked, Text};
use crate::train::quotes::measure::{self, Compared};

pub const COLUMNS: [&str; 13] = [
    "id",
    "outcome",
    "kind",
    "overlap",
    "gold_text",
    "found_text",
    "gold_cue",
    "found_cue",
    "gold_source",
    "found_source",
    "start",
    "attribution",
    "confidence",
];

/// What became of a quote; of several the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Marked, and nothing found covers half of it.
    Missed,
    /// Found, and nothing marked covers half of it.
    Invented,
    /// Found with another source than the one marked.
    Source,
    /// Found with the right source, but longer, shorter or a little beside.
    Edge,
    Hit,
}

impl Outcome {
    fn as_str(self) -> &'static str {
        match self {
            Outcome::Missed => "missed",
            Outcome::Invented => "invented",
            Outcome::Source => "source",
            Outcome::Edge => "edge",
            Outcome::Hit => "hit",
        }
    }
}

/// The rows of one article, in the order in which the quotes stand in it. Marks and quotes without content have none:
/// there is nothing to compare.
pub fn rows(text: &Text, quotes: &[Quote], compared: &Compared) -> Vec<[String; COLUMNS.len()]> {
    let Compared { found, marked, pairs, .. } = compared;
    let mut all: Vec<_> = pairs.iter().map(|&(i, j)| (Some(i), Some(j))).collect();
    all.extend((0..marked.len()).filter(|j| pairs.iter().all(|pair| pair.1 != *j)).map(|j| (None, Some(j))));
    all.extend((0..found.len()).filter(|i| pairs.iter().all(|pair| pair.0 != *i)).map(|i| (Some(i), None)));
    let chars = Chars::new(&text.text);
    let mut rows: Vec<_> = all.into_iter().map(|(i, j)| row(text, quotes, compared, &chars, i, j)).collect();
    rows.sort_by_key(|(start, _)| *start);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The row of the quote found at place `i` of the comparison, the one marked at place `j`, or both; and where it starts.
fn row(
    text: &Text,
    quotes: &[Quote],
    Compared { found, marked, found_at, marked_at, .. }: &Compared,
    chars: &Chars,
    i: Option<usize>,
    j: Option<usize>,
) -> (u32, [String; COLUMNS.len()]) {
    let quote = i.map(|i| &quotes[found_at[i]]);
    let gold = j.map(|j| &text.marked[marked_at[j]]);
    let (own, other) = (i.map(|i| &found[i]), j.map(|j| &marked[j]));
    let outcome = match (own, other) {
        (None, _) => Outcome::Missed,
        (_, None) => Outcome::Invented,
        (Some(own), Some(gold)) if !measure::same_source(own, gold) => Outcome::Source,
        (Some(own), Some(gold)) if own.content != gold.content => Outcome::Edge,
        _ => Outcome::Hit,
    };
    let overlap = own.zip(other).map(|(own, gold)| measure::share(&own.content, &gold.content).0);
    let words = |spans: &[Span]| spans.iter().map(|span| span.of(&text.text)).collect::<Vec<_>>().join(" … ");
    let marked = |part: fn(&Marked) -> &[Span]| gold.map(|gold| words(part(gold))).unwrap_or_default();
    let one = |part: fn(&Quote) -> Option<Span>| words(quote.and_then(part).as_slice());
    let spans = gold.map(|gold| gold.content.as_slice()).or(quote.map(|quote| quote.spans.as_slice()));
    let start = spans.into_iter().flatten().map(|span| chars.at(span.start)).min().unwrap_or(0);
    let cells = [
        text.id.clone(),
        outcome.as_str().to_owned(),
        other.or(own).map_or("", |side| side.kind.as_str()).to_owned(),
        overlap.map(|overlap| format!("{overlap:.2}")).unwrap_or_default(),
        marked(|gold| &gold.content),
        quote.map(|quote| words(&quote.spans)).unwrap_or_default(),
        marked(|gold| &gold.cue),
        one(|quote| quote.cue.as_ref().map(|cue| cue.span)),
        marked(|gold| &gold.source),
        one(|quote| quote.source_span),
        start.to_string(),
        quote.map_or("", |quote| quote.attribution.as_str()).to_owned(),
        quote.map(|quote| format!("{:.2}", quote.confidence)).unwrap_or_default(),
    ];
    (start, cells)
}
