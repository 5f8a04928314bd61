//! Articles that say nearly the same: a wire story runs everywhere, with another first line and another end.
//!
//! How much of their wording two texts share is the share of runs of five words that they have in common (Jaccard). It is
//! estimated from MinHash signatures, and candidates come from bands of them (Broder 1997; Leskovec, Rajaraman, Ullman,
//! Mining of Massive Datasets, chapter 3): time and memory grow with the number of articles and no faster.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use crate::article::ArticleId;

/// Words in a run.
const RUN: usize = 5;

/// Numbers in a signature, and in one band of it: texts that share half of their runs meet in some band two times in
/// three, those that share four fifths nearly always.
const SIZE: usize = 64;
const BAND: usize = 4;

/// The signature of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch([u32; SIZE]);

impl Sketch {
    /// Takes time in proportion to the text.
    pub fn of(text: &str) -> Self {
        let words: Vec<u64> = words(text).map(hash).collect();
        let mut least = [u32::MAX; SIZE];
        let whole = words.len().clamp(1, RUN);
        for run in words.windows(whole) {
            let mut seed =
                run.iter().fold(0_u64, |sum, word| (sum.rotate_left(7) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            for number in &mut least {
                seed = mix(seed);
                *number = (*number).min((seed >> 32) as u32);
            }
        }
        Sketch(least)
    }

    /// Which share of their runs two texts have in common, estimated.
    pub fn shared(&self, other: &Sketch) -> f64 {
        self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count() as f64 / SIZE as f64
    }
}

/// Words in small letters, without signs: editors change those.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.chars().flat_map(char::to_lowercase).for_each(|c| hasher.write_u32(c as u32));
    mix(hasher.finish())
}

/// A step of SplitMix64.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The articles of a run, to be asked whether there was one like this before.
#[derive(Debug)]
pub struct Near {
    least: f64,
    articles: Vec<(ArticleId, Sketch)>,
    /// The first article with these numbers in this band.
    bands: FxHashMap<(u8, u64), u32>,
}

impl Near {
    /// Two texts are nearly the same from a share of `least` on.
    pub fn new(least: f64) -> Self {
        Near { least, articles: Vec::new(), bands: FxHashMap::default() }
    }

    /// The first article so far that is nearly the same; if there is none, this one is remembered.
    pub fn meet(&mut self, id: ArticleId, sketch: Sketch) -> Option<ArticleId> {
        let keys: Vec<(u8, u64)> =
            (0_u8..).zip(sketch.0.chunks(BAND)).map(|(band, numbers)| (band, band_hash(numbers))).collect();
        let mut like: Vec<u32> = keys.iter().filter_map(|key| self.bands.get(key).copied()).collect();
        like.sort_unstable();
        like.dedup();
        let found = like
            .into_iter()
            .map(|at| &self.articles[at as usize])
            .find(|(_, known)| sketch.shared(known) >= self.least);
        if let Some((first, _)) = found {
            return Some(*first);
        }
        let at = self.articles.len() as u32;
        keys.into_iter().for_each(|key| {
            self.bands.entry(key).or_insert(at);
        });
        self.articles.push((id, sketch));
        None
    }
}

fn band_hash(numbers: &[u32]) -> u64 {
    numbers.iter().fold(0, |sum, number| mix(sum ^ u64::from(*number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(lead: &str) -> String {
        let sentences =
            (0..40).map(|n| format!("The harbor master counted {n} boats before the storm of year {}. ", n * 7));
        format!("{lead} {}", sentences.collect::<String>())
    }

    #[test]
    fn a_story_with_another_lead_is_nearly_the_same() {
        let (one, two) = (Sketch::of(&story("PORT ELLEN (AP) — The storm came.")), Sketch::of(&story("By Ana Ruiz")));
        assert!(one.shared(&two) > 0.8, "{}", one.shared(&two));
        let other = Sketch::of(&(0..300).map(|n| format!("word{n} ")).collect::<String>());
        assert!(one.shared(&other) < 0.1);
        assert_eq!(Sketch::of("Same words, other signs"), Sketch::of("same WORDS – other signs."));
        assert_eq!(Sketch::of(""), Sketch::of("…"));
    }

    #[test]
    fn the_first_of_a_kind_is_named() {
        let mut near = Near::new(0.8);
        let ids = ["a", "b", "c"].map(ArticleId::of);
        assert_eq!(near.meet(ids[0], Sketch::of(&story("One."))), None);
        assert_eq!(near.meet(ids[1], Sketch::of(&story("Another first line."))), Some(ids[0]));
        assert_eq!(near.meet(ids[2], Sketch::of("The council met on Monday to talk about the bridge.")), None);
    }
}
