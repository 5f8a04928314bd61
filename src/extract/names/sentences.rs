//! How each sentence writes its capitals, and how often the article writes a word small or large inside a sentence.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::lists::flag;
use super::words::{Shape, Word, glued};
use crate::analysis::{Analysis, Role};

/// A sentence's tokens: those whose capitals mean nothing (headings, kickers), then those whose capitals mean names.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    pub sentence: u32,
    start: u32,
    /// Where the heading ends.
    plain: u32,
    end: u32,
}

impl Region {
    pub fn heading(&self) -> Range<usize> {
        self.start as usize..self.plain as usize
    }

    pub fn plain(&self) -> Range<usize> {
        self.plain as usize..self.end as usize
    }

    pub fn words(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

pub(crate) fn regions(words: &[Word], found: &Analysis) -> Vec<Region> {
    let region = |(number, sentence): (usize, &crate::analysis::Sentence)| {
        let range = sentence.tokens.start as usize..(sentence.tokens.end as usize).min(words.len());
        let role = found.paragraphs.get(sentence.paragraph as usize).map_or(Role::Body, |p| p.role);
        let plain = plain_from(&words[range.clone()], role) + range.start;
        Region { sentence: number as u32, start: range.start as u32, plain: plain as u32, end: range.end as u32 }
    };
    found.sentences.iter().enumerate().map(region).collect()
}

/// The number of leading words whose capitals mean nothing.
fn plain_from(words: &[Word], role: Role) -> usize {
    let (mut capitals, mut small, mut shouted, mut verbs, mut long) = (0, 0, 0, 0, 0);
    for (at, word) in words.iter().enumerate().filter(|(_, w)| w.word() && w.text.len() > 1) {
        long += 1;
        shouted += usize::from(word.shape == Shape::Upper);
        if at > 0 && word.text.len() > 3 {
            capitals += usize::from(word.capital());
            small += usize::from(!word.capital());
            verbs += usize::from(
                word.capital()
                    && word.is(flag::COMMON | flag::VERB | flag::SAY | flag::AUXILIARY | flag::FUNCTION)
                    && !word.is(flag::TITLE_PART | flag::TITLE | flag::ORG_HEAD | flag::PLACE_HEAD),
            );
        }
    }
    let opens = words.iter().find(|w| w.word()).is_some_and(|w| w.capital());
    let heading = matches!(role, Role::Headline | Role::Subheading);
    let title_case =
        if heading { capitals > 1 && capitals > small } else { capitals > 3 && small == 0 && verbs > 0 && opens };
    let shouting = shouted * 10 >= long * 7
        && (long > 2 || long > 0 && shouted == long && words.len() < 4 && words[0].text.len() > 4);
    if title_case || shouting {
        return words.len();
    }
    // "DITCH TACTICS: Kenyan officers"
    let kicker = words.iter().take_while(|w| w.shape == Shape::Upper || w.text == "-").count();
    if kicker > 1 && words.get(kicker).is_some_and(|w| w.text == ":") { kicker } else { 0 }
}

/// Whether the word at `at` has its capital from where it stands: after the start, a colon or an opening mark.
pub(crate) fn initial(words: &[Word], region: &Range<usize>, at: usize) -> bool {
    let mut here = at;
    while here > region.start {
        let before = &words[here - 1];
        let opens =
            matches!(before.text, "“" | "‘" | "``" | "«" | "「" | "„" | "(" | "[" | "•" | "*" | "-" | "–" | "—");
        let straight = matches!(before.text, "\"" | "'") && glued(before, &words[here]);
        if before.text == ":" || before.text == ";" || before.text == "…" || before.text == "..." {
            return before.text != ";";
        }
        if straight && !(here - 1 > region.start && glued(&words[here - 2], before)) {
            return true;
        }
        if matches!(before.text, "“" | "‘" | "``" | "«" | "「" | "„" | "•") {
            return true;
        }
        if !opens && before.shape != Shape::Mark {
            return false;
        }
        here -= 1;
    }
    true
}

/// How often a word that is somewhere written large stands inside sentences, large and small.
#[derive(Default)]
pub(crate) struct Evidence<'a> {
    counts: FxHashMap<&'a str, (u32, u32)>,
}

impl<'a> Evidence<'a> {
    pub fn gather(words: &'a [Word<'a>], regions: &[Region]) -> Self {
        let mut counts: FxHashMap<&str, (u32, u32)> = FxHashMap::default();
        for region in regions {
            for at in region.plain().filter(|at| words[*at].capital()) {
                let count = counts.entry(&words[at].key).or_default();
                count.0 += u32::from(!initial(words, &region.plain(), at));
            }
        }
        for word in words.iter().filter(|word| word.shape == Shape::Lower) {
            if let Some(count) = counts.get_mut(&*word.key) {
                count.1 += 1;
            }
        }
        Evidence { counts }
    }

    /// Large inside a sentence.
    pub fn large(&self, key: &str) -> u32 {
        self.counts.get(key).map_or(0, |count| count.0)
    }

    /// Written small anywhere.
    pub fn small(&self, key: &str) -> u32 {
        self.counts.get(key).map_or(0, |count| count.1)
    }
}
