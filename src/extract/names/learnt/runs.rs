//! Where names can stand at all: runs of capitals with the small words and marks that may stand within a name ("University
//! of", "van der", "-"), and small words that are names even so. All other words are in no name, and cost nothing.

use std::ops::Range;

use super::gazetteer::{Classes, Gazetteer, class};
use crate::extract::names::lists::flag;
use crate::extract::names::sentences::Region;
use crate::extract::names::words::{Shape, Word, glued};

#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub words: Range<usize>,
    /// Into the regions.
    pub region: usize,
}

/// Runs longer than this are cut: whole sentences in capitals, lists without end.
const LONGEST: usize = 160;
/// So many words without capitals may stand within a name.
const GAP: usize = 3;

pub(crate) fn find(words: &[Word], regions: &[Region], gazetteer: &Gazetteer) -> Vec<Run> {
    let mut runs = Vec::new();
    for (number, region) in regions.iter().enumerate() {
        let sentence = region.words();
        let mut at = sentence.start;
        let mut open: Option<Range<usize>> = None;
        while at < sentence.end {
            let Some(to) = part(words, at, sentence.end, gazetteer) else {
                at += 1;
                continue;
            };
            open = Some(match open {
                Some(run) if at - run.start < LONGEST && bridged(words, run.end, at) => run.start..to,
                other => {
                    runs.extend(other.map(|words| Run { words, region: number }));
                    at..to
                }
            });
            at = to;
        }
        runs.extend(open.map(|words| Run { words, region: number }));
    }
    runs
}

/// If a part of a name can begin at `at`: one past it.
fn part(words: &[Word], at: usize, end: usize, gazetteer: &Gazetteer) -> Option<usize> {
    let word = &words[at];
    let next = |count: usize| words.get(at + count).filter(|_| at + count < end);
    if word.capital() {
        // "(R-Texas)"
        let party = matches!(word.text, "R" | "D" | "I") && at > 0 && words[at - 1].text == "(";
        if party && next(1).is_some_and(|w| w.text == "-" && glued(word, w)) {
            return None;
        }
        if word.text == "I" && !(at > 0 && words[at - 1].capital() && !words[at - 1].is(flag::FUNCTION)) {
            return None;
        }
        if word.is(flag::FUNCTION | flag::AUXILIARY) && matches!(word.shape, Shape::Capital | Shape::Initial) {
            // "The Daily Mirror", but not "The boat".
            return next(1).is_some_and(|w| w.capital()).then_some(at + 1);
        }
        // "Kim Jong-un", "Boeing 747"
        if next(1).is_some_and(|w| w.text == "-" && glued(word, w))
            && next(2).is_some_and(|w| {
                glued(&words[at + 1], w)
                    && (w.shape == Shape::Number || w.shape == Shape::Lower && !w.is(flag::HYPHEN_TAIL))
            })
        {
            return Some(at + 3);
        }
        return Some(at + 1 + usize::from(next(1).is_some_and(|w| w.shape == Shape::Number)));
    }
    let particle = word.shape == Shape::Lower && word.is(flag::PARTICLE);
    if particle && next(1).is_some_and(|w| w.capital()) {
        return Some(at + 1);
    }
    if next(1).is_some_and(|w| w.text == "-" && glued(word, w))
        && next(2).is_some_and(|w| w.capital() && glued(&words[at + 1], w))
        && (particle
            || matches!(&*word.key, "al" | "el" | "ul" | "an" | "ash" | "as" | "ar")
            || word.shape == Shape::Number)
    {
        return Some(at + 2);
    }
    if word.shape != Shape::Lower || word.text.len() < 3 || word.is(flag::FUNCTION | flag::PREPOSITION) {
        return None;
    }
    small_name(&words[at..end], gazetteer).map(|count| at + count)
}

/// How many of these words, written small, may be a name even so: "kerala", "san francisco".
fn small_name(words: &[Word], gazetteer: &Gazetteer) -> Option<usize> {
    const PLACES: Classes = class::CITY | class::COUNTRY | class::CAPITAL | class::REGION | class::KNOWN_PLACE;
    const NAMES: Classes = PLACES | class::FIRST_MALE | class::FIRST_FEMALE | class::COMPANY;
    let classes = gazetteer.word(&words[0].key);
    if classes & class::PREFIX != 0
        && let Some((count, classes)) = gazetteer.phrase(words)
        && classes & PLACES != 0
    {
        return Some(count);
    }
    (classes & class::NAME_SMALL != 0 || classes & NAMES != 0 && classes & class::SMALL == 0).then_some(1)
}

/// Whether one name may go on over the words from `from` to `to`.
fn bridged(words: &[Word], from: usize, to: usize) -> bool {
    let gap = &words[from..to];
    gap.len() <= GAP
        && gap.iter().enumerate().all(|(at, word)| match word.text {
            "-" | "&" | "/" | "." | "'" | "’" | "'s" | "’s" => true,
            "," => gap.len() == 1 && words[to].is(flag::CORPORATE | flag::SUFFIX),
            "!" | ":" => at == 0 && gap.len() == 1,
            _ => {
                word.shape == Shape::Lower
                    && (word.is(flag::PARTICLE)
                        || matches!(word.text, "of" | "the" | "and" | "for" | "on" | "in" | "at" | "to" | "a" | "with"))
            }
        })
}
