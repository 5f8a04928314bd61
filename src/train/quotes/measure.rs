//! How well quotes are found: the measures of docs/models.md, over characters.

use rustc_hash::FxHashSet;

use super::gold::Marked;
use crate::analysis::Quote;
use crate::span::Span;

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

fn share(a: &Chars, b: &Chars) -> (f64, usize) {
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

#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub right: usize,
    pub found: usize,
    pub marked: usize,
}

impl Count {
    pub fn f1(self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.marked).max(1) as f64
    }

    fn add(&mut self, right: usize, found: usize, marked: usize) {
        self.right += right;
        self.found += found;
        self.marked += marked;
    }
}

/// All measures, over many articles.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    pub tokens: Count,
    pub matched: Count,
    pub exact: Count,
    pub attribution: Count,
    /// Source, cue, content.
    pub roles: [Count; 3],
    /// Marked and matched, by kind as marked.
    pub kinds: [(usize, usize); 3],
    /// Direct quotes found, and how many of them match.
    pub direct: (usize, usize),
}

impl Scores {
    /// Adds one article.
    pub fn add(&mut self, text: &str, quotes: &[Quote], marked: &[Marked]) {
        let roles = |spans: [Vec<&[Span]>; 3]| -> [Vec<Vec<u32>>; 3] {
            let mut role = 0;
            spans.map(|lists| {
                role += 1;
                let one = |span: &Span| {
                    let mut chars: Vec<u32> = chars(text, &[*span], role == 3).into_iter().collect();
                    chars.sort_unstable();
                    chars
                };
                let mut all: Vec<Vec<u32>> =
                    lists.into_iter().flatten().map(one).filter(|one| !one.is_empty()).collect();
                all.sort();
                all.dedup();
                all
            })
        };
        let gold = roles([
            marked.iter().map(|one| one.source.as_slice()).collect(),
            marked.iter().map(|one| one.cue.as_slice()).collect(),
            marked.iter().map(|one| one.content.as_slice()).collect(),
        ]);
        let cues: Vec<Option<Span>> = quotes.iter().map(|quote| quote.cue.as_ref().map(|cue| cue.span)).collect();
        let own = roles([
            quotes.iter().map(|quote| quote.source_span.as_slice()).collect(),
            cues.iter().map(|cue| cue.as_slice()).collect(),
            quotes.iter().map(|quote| quote.spans.as_slice()).collect(),
        ]);
        for ((count, own), gold) in self.roles.iter_mut().zip(&own).zip(&gold) {
            count.add(own.iter().filter(|one| gold.binary_search(one).is_ok()).count(), own.len(), gold.len());
        }
        let gold: Vec<Side> =
            marked.iter().filter(|one| !one.content.is_empty()).map(|one| Side::marked(text, one)).collect();
        let own = quotes.iter().map(|quote| Side::found(text, quote)).filter(|one| !one.content.is_empty());
        let own: Vec<Side> = own.collect();
        let all = |sides: &[Side]| sides.iter().flat_map(|side| side.content.iter().copied()).collect::<Chars>();
        let (covered, wanted) = (all(&own), all(&gold));
        self.tokens.add(covered.intersection(&wanted).count(), covered.len(), wanted.len());
        let pairs = pairs(&own, &gold);
        let exact = pairs.iter().filter(|(i, j)| own[*i].content == gold[*j].content).count();
        let sources = pairs.iter().filter(|(i, j)| same_source(&own[*i], &gold[*j])).count();
        self.matched.add(pairs.len(), own.len(), gold.len());
        self.exact.add(exact, own.len(), gold.len());
        self.attribution.add(sources, own.len(), gold.len());
        for (kind, count) in Kind::ALL.iter().zip(&mut self.kinds) {
            count.0 += gold.iter().filter(|one| one.kind == *kind).count();
            count.1 += pairs.iter().filter(|(_, j)| gold[*j].kind == *kind).count();
        }
        self.direct.0 += own.iter().filter(|one| one.kind == Kind::Direct).count();
        self.direct.1 += pairs.iter().filter(|(i, _)| own[*i].kind == Kind::Direct).count();
    }

    /// All measures with their names, in percent.
    pub fn named(&self) -> Vec<(&'static str, f64)> {
        let part = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
        let kind = |at: usize| part(self.kinds[at].1, self.kinds[at].0);
        vec![
            ("characters of content, F1", self.tokens.f1()),
            ("matched, F1", self.matched.f1()),
            ("exact, F1", self.exact.f1()),
            ("matched with the right source, F1", self.attribution.f1()),
            ("source spans, F1", self.roles[0].f1()),
            ("cue spans, F1", self.roles[1].f1()),
            ("content spans, F1", self.roles[2].f1()),
            ("direct, found", kind(0)),
            ("mixed, found", kind(1)),
            ("indirect, found", kind(2)),
            ("direct, right", part(self.direct.1, self.direct.0)),
            ("source right where matched", part(self.attribution.right, self.matched.right)),
        ]
    }
}
