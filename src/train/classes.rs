//! Learns word classes from plain text: the exchange algorithm (Kneser and Ney 1993; Martin, Liermann and Ney 1998). Each
//! word in turn moves to the class where neighbouring classes tell most of each other, as in Brown et al. 1992, until few
//! move. Whole numbers throughout, so the same text gives the same classes on any machine.

use std::collections::BTreeMap;

use super::data::{self, Data};
use super::plain;
use crate::error::{Error, Result};
use crate::model::{Atom, Model, classes};
use crate::tag::features::lower;

/// What can be set.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many classes; at most 256.
    pub fine: usize,
    /// How many classes of classes.
    pub coarse: usize,
    /// Words seen less often have no class.
    pub seen: u32,
    /// How often each word may move.
    pub rounds: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { fine: 256, coarse: 32, seen: 3, rounds: 12 }
    }
}

impl Options {
    pub fn named(&self) -> Vec<(&'static str, i64)> {
        let Options { fine, coarse, seen, rounds } = *self;
        vec![("fine", fine as i64), ("coarse", coarse as i64), ("seen", seen.into()), ("rounds", rounds as i64)]
    }
}

/// The sentences of all texts, as lists of words: the annotated ones, and news and encyclopedia cut by our own rules.
///
/// # Errors
/// A file is missing or broken.
pub fn sentences(data: &mut Data) -> Result<Vec<Vec<String>>> {
    let mut all = Vec::new();
    for file in [data::EWT_TRAIN, data::GUM_TRAIN] {
        all.extend(data.sentences(file)?.into_iter().map(|own| own.words.into_iter().map(|word| word.form).collect()));
    }
    let names = data.text(data::WIKIGOLD_TEXT)?;
    for sentence in names.split("\n\n") {
        all.push(sentence.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect());
    }
    all.extend(plain::news(data)?);
    for file in [data::GAP_DEVELOPMENT, data::GAP_VALIDATION] {
        for text in data.text(file)?.lines().skip(1).filter_map(|line| line.split('\t').nth(1)) {
            plain::cut(text, &mut all);
        }
    }
    Ok(all)
}

/// Learns classes of the words of `sentences`; there are never more than half as many as words.
///
/// # Errors
/// There are hardly any words that are seen often enough.
pub fn train(sentences: &[Vec<String>], options: &Options) -> Result<Model> {
    let (words, bigrams) = count(sentences, options.seen);
    if words.len() < 4 {
        return Err(Error::failed("there is too little text to learn classes from").file(classes::NAME));
    }
    let count = options.fine.min(words.len() / 2);
    let fine = exchange(words.len(), &bigrams, count, options.rounds);
    // Classes are classed like words: by the classes beside them.
    let mut between: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for (a, b, count) in &bigrams {
        *between.entry((fine[*a as usize].into(), fine[*b as usize].into())).or_default() += count;
    }
    let between: Vec<(u32, u32, u32)> = between.into_iter().map(|((a, b), count)| (a, b, count)).collect();
    let coarse = exchange(count, &between, options.coarse.min(count / 2), options.rounds);
    let mut rows: Vec<(u32, u8)> = words.iter().zip(&fine).skip(1).map(|(word, class)| (word.0, *class)).collect();
    rows.sort_unstable();
    let mut model = Model::new(classes::NAME);
    model.add(classes::NAME, classes::section(&rows, &coarse));
    Ok(model)
}

/// Words by falling frequency, and how often one stands before another. Word 0 is the edge of a sentence; rare words are
/// left out with the pairs they are in.
fn count(sentences: &[Vec<String>], seen: u32) -> (Vec<Atom>, Vec<(u32, u32, u32)>) {
    let mut scratch = String::new();
    let mut atom = |word: &String| {
        lower(word, &mut scratch);
        Atom::of(&scratch)
    };
    let atoms: Vec<Vec<Atom>> = sentences.iter().map(|sentence| sentence.iter().map(&mut atom).collect()).collect();
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    atoms.iter().flatten().for_each(|word| *counts.entry(word.0).or_default() += 1);
    let mut kept: Vec<(u32, u32)> = counts.into_iter().filter(|(_, count)| *count >= seen).collect();
    kept.sort_unstable_by_key(|&(word, count)| (std::cmp::Reverse(count), word));
    let words: Vec<Atom> = [Atom::NONE].into_iter().chain(kept.into_iter().map(|(word, _)| Atom(word))).collect();
    let numbers: BTreeMap<u32, u32> = words.iter().zip(0..).map(|(word, number)| (word.0, number)).collect();
    let mut bigrams: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for sentence in &atoms {
        let numbered = sentence.iter().map(|word| numbers.get(&word.0).copied());
        let mut before = Some(0);
        for word in numbered.chain([Some(0)]) {
            if let (Some(before), Some(word)) = (before, word) {
                *bigrams.entry((before, word)).or_default() += 1;
            }
            before = word;
        }
    }
    (words, bigrams.into_iter().map(|((a, b), count)| (a, b, count)).collect())
}

/// n ln n in 65,536ths: rounded, so that sums do not depend on their order.
struct Information(Vec<i64>);

impl Information {
    fn new() -> Self {
        Information((0..1 << 16).map(Information::exact).collect())
    }

    fn exact(n: i64) -> i64 {
        let n = n.max(1) as f64;
        (n * n.ln() * 65536.0).round() as i64
    }

    #[inline]
    fn of(&self, n: u32) -> i64 {
        self.0.get(n as usize).copied().unwrap_or_else(|| Information::exact(n.into()))
    }
}

/// What the exchange keeps count of.
struct Exchange {
    classes: usize,
    /// How often a class stands before another: `pairs[before * classes + after]`, and the other way round, so that both
    /// are read in order.
    pairs: Vec<u32>,
    turned: Vec<u32>,
    /// How often a class stands before and after anything.
    before: Vec<u32>,
    after: Vec<u32>,
}

/// A word's neighbours, summed by class.
#[derive(Default)]
struct Neighbours {
    after: Vec<(usize, u32)>,
    before: Vec<(usize, u32)>,
    own: u32,
    all_after: u32,
    all_before: u32,
}

impl Exchange {
    /// Counts the word into class `to`, or out of it.
    fn shift(&mut self, near: &Neighbours, to: usize, add: bool) {
        let by = |cell: &mut u32, count: u32| *cell = if add { *cell + count } else { *cell - count };
        let size = self.classes;
        for (class, count) in &near.after {
            by(&mut self.pairs[to * size + class], *count);
            by(&mut self.turned[class * size + to], *count);
        }
        for (class, count) in &near.before {
            by(&mut self.pairs[class * size + to], *count);
            by(&mut self.turned[to * size + class], *count);
        }
        by(&mut self.pairs[to * size + to], near.own);
        by(&mut self.turned[to * size + to], near.own);
        by(&mut self.before[to], near.all_after);
        by(&mut self.after[to], near.all_before);
    }

    /// The class that gains most by the word; of equal ones the first.
    fn best(&self, near: &Neighbours, information: &Information, gains: &mut Vec<i64>) -> usize {
        let size = self.classes;
        let more = |now: u32, count: u32| information.of(now + count) - information.of(now);
        gains.clear();
        gains
            .extend((0..size).map(|to| -more(self.before[to], near.all_after) - more(self.after[to], near.all_before)));
        for (class, count) in &near.after {
            let row = &self.turned[class * size..][..size];
            gains.iter_mut().zip(row).for_each(|(gain, now)| *gain += more(*now, *count));
        }
        for (class, count) in &near.before {
            let row = &self.pairs[class * size..][..size];
            gains.iter_mut().zip(row).for_each(|(gain, now)| *gain += more(*now, *count));
        }
        // A class the word would join is its own neighbour: both counts fall into one cell.
        let of = |list: &[(usize, u32)], to: usize| {
            list.iter().find(|(class, _)| *class == to).map_or(0, |(_, count)| *count)
        };
        let mut best = (i64::MIN, 0);
        for (to, gain) in gains.iter().enumerate() {
            let now = self.pairs[to * size + to];
            let (after, before) = (of(&near.after, to), of(&near.before, to));
            let gain = gain - more(now, after) - more(now, before) + more(now, after + before + near.own);
            if gain > best.0 {
                best = (gain, to);
            }
        }
        best.1
    }
}

/// The class of each word; `bigrams` is in order of its words. Word 0 keeps a class of its own, 0.
fn exchange(words: usize, bigrams: &[(u32, u32, u32)], classes: usize, rounds: usize) -> Vec<u8> {
    let information = Information::new();
    // The most frequent words begin with a class each, all others in the last.
    let mut class: Vec<u8> = (0..words).map(|word| word.min(classes - 1) as u8).collect();
    let mut after = vec![Vec::new(); words];
    let mut before = vec![Vec::new(); words];
    let mut state = Exchange {
        classes,
        pairs: vec![0; classes * classes],
        turned: vec![0; classes * classes],
        before: vec![0; classes],
        after: vec![0; classes],
    };
    for (a, b, count) in bigrams {
        after[*a as usize].push((*b, *count));
        before[*b as usize].push((*a, *count));
        let (from, to) = (usize::from(class[*a as usize]), usize::from(class[*b as usize]));
        state.pairs[from * classes + to] += count;
        state.turned[to * classes + from] += count;
        state.before[from] += count;
        state.after[to] += count;
    }
    let mut sums = vec![0u32; classes];
    let mut gains = Vec::new();
    for round in 0..rounds {
        let mut moved = 0;
        for word in 1..words {
            let mut near = Neighbours::default();
            let mut sum = |list: &[(u32, u32)], own: &mut u32| {
                for (other, count) in list {
                    if *other as usize == word {
                        *own = *count;
                    } else {
                        sums[usize::from(class[*other as usize])] += count;
                    }
                }
                let found: Vec<(usize, u32)> =
                    sums.iter().copied().enumerate().filter(|(_, count)| *count > 0).collect();
                found.iter().for_each(|(class, _)| sums[*class] = 0);
                let all = found.iter().map(|(_, count)| count).sum::<u32>() + *own;
                (found, all)
            };
            (near.after, near.all_after) = sum(&after[word], &mut near.own);
            (near.before, near.all_before) = sum(&before[word], &mut near.own);
            let old = usize::from(class[word]);
            state.shift(&near, old, false);
            let new = state.best(&near, &information, &mut gains);
            state.shift(&near, new, true);
            class[word] = new as u8;
            moved += usize::from(new != old);
        }
        tracing::debug!("round {}: {moved} of {words} words moved", round + 1);
        if moved * 1000 < words {
            break;
        }
    }
    class
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::classes::Classes;

    fn sentences(text: &str) -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(' ').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn words_of_the_same_places_share_a_class() {
        let mut text = String::new();
        for day in ["Monday", "Tuesday", "Friday"] {
            for name in ["Ann", "Ben", "Carl"] {
                text += &format!("on {day} {name} sailed\non {day} {name} slept\n");
            }
        }
        let options = Options { fine: 5, coarse: 2, seen: 2, rounds: 9 };
        let model = train(&sentences(&text), &options).unwrap();
        assert_eq!(model.to_bytes().unwrap(), train(&sentences(&text), &options).unwrap().to_bytes().unwrap());
        let classes = Classes::new(&model).unwrap();
        let class = |word: &str| classes.of(Atom::of(word)).fine;
        assert_eq!((class("monday"), class("ann")), (class("friday"), class("carl")));
        assert_ne!(class("monday"), class("ann"));
        assert!(train(&[], &options).is_err());
    }
}
