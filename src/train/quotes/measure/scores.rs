//! The measures themselves, added up over articles.

use super::{Chars, Compared, Kind, Side, chars, same_source};
use crate::analysis::Quote;
use crate::span::Span;
use crate::train::quotes::gold::Marked;

#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub right: usize,
    pub found: usize,
    pub marked: usize,
}

impl Count {
    pub fn precision(self) -> f64 {
        percent(self.right, self.found)
    }

    pub fn recall(self) -> f64 {
        percent(self.right, self.marked)
    }

    pub fn f1(self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.marked).max(1) as f64
    }

    fn add(&mut self, right: usize, found: usize, marked: usize) {
        self.right += right;
        self.found += found;
        self.marked += marked;
    }
}

fn percent(a: usize, b: usize) -> f64 {
    100.0 * a as f64 / b.max(1) as f64
}

/// How many attributions of one kind, as marked, there are, and how many of them are found how well.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kinds {
    pub marked: usize,
    pub matched: usize,
    pub exact: usize,
    pub attribution: usize,
}

impl Kinds {
    /// Shares that match, match exactly, and match with the right source.
    pub fn recall(self) -> [f64; 3] {
        [self.matched, self.exact, self.attribution].map(|right| percent(right, self.marked))
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
    /// In the order of [`Kind::ALL`].
    pub kinds: [Kinds; 3],
    /// Direct quotes found, and how many of them match.
    pub direct: (usize, usize),
}

impl Scores {
    /// Adds one article.
    pub fn add(&mut self, text: &str, quotes: &[Quote], marked: &[Marked]) {
        self.add_compared(text, quotes, marked, &Compared::new(text, quotes, marked));
    }

    /// Adds one article that was compared already.
    pub fn add_compared(&mut self, text: &str, quotes: &[Quote], marked: &[Marked], compared: &Compared) {
        self.add_roles(text, quotes, marked);
        let Compared { found: own, marked: gold, pairs, .. } = compared;
        let all = |sides: &[Side]| sides.iter().flat_map(|side| side.content.iter().copied()).collect::<Chars>();
        let (covered, wanted) = (all(own), all(gold));
        self.tokens.add(covered.intersection(&wanted).count(), covered.len(), wanted.len());
        let (mut exact, mut sources) = (0, 0);
        for (own, gold) in pairs.iter().map(|&(i, j)| (&own[i], &gold[j])) {
            let (same, right) = (own.content == gold.content, same_source(own, gold));
            exact += usize::from(same);
            sources += usize::from(right);
            let kind = &mut self.kinds[gold.kind as usize];
            kind.matched += 1;
            kind.exact += usize::from(same);
            kind.attribution += usize::from(right);
        }
        self.matched.add(pairs.len(), own.len(), gold.len());
        self.exact.add(exact, own.len(), gold.len());
        self.attribution.add(sources, own.len(), gold.len());
        gold.iter().for_each(|one| self.kinds[one.kind as usize].marked += 1);
        self.direct.0 += own.iter().filter(|one| one.kind == Kind::Direct).count();
        self.direct.1 += pairs.iter().filter(|(i, _)| own[*i].kind == Kind::Direct).count();
    }

    /// Sources, cues and parts of content each by themselves.
    fn add_roles(&mut self, text: &str, quotes: &[Quote], marked: &[Marked]) {
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
    }

    /// Share of the pairs that have the right source.
    pub fn source(&self) -> f64 {
        percent(self.attribution.right, self.matched.right)
    }

    /// Share of the quotes found to be direct that match any that people marked.
    pub fn direct(&self) -> f64 {
        percent(self.direct.1, self.direct.0)
    }

    /// All measures with their names, in percent.
    pub fn named(&self) -> Vec<(&'static str, f64)> {
        let [direct, mixed, indirect] = self.kinds.map(|kind| kind.recall()[0]);
        vec![
            ("characters of content, F1", self.tokens.f1()),
            ("matched, F1", self.matched.f1()),
            ("exact, F1", self.exact.f1()),
            ("matched with the right source, F1", self.attribution.f1()),
            ("source spans, F1", self.roles[0].f1()),
            ("cue spans, F1", self.roles[1].f1()),
            ("content spans, F1", self.roles[2].f1()),
            ("direct, found", direct),
            ("mixed, found", mixed),
            ("indirect, found", indirect),
            ("direct, right", self.direct()),
            ("source right where matched", self.source()),
        ]
    }
}
