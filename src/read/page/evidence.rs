//! The article's words as the page repeats them for search engines: which blocks are the article's.

use rustc_hash::{FxHashSet, FxHasher};
use std::hash::Hasher;

/// So many words in a row are looked for.
const ROW: usize = 4;

/// Shorter texts are a summary.
pub(super) const SHORTEST: usize = 400;

#[derive(Debug, Default)]
pub(super) struct Evidence {
    rows: FxHashSet<u64>,
}

impl Evidence {
    pub fn new(body: Option<&str>) -> Self {
        let Some(body) = body.filter(|body| body.len() >= SHORTEST) else { return Evidence::default() };
        let mut rows = FxHashSet::default();
        each_row(body, |row| {
            rows.insert(row);
        });
        Evidence { rows }
    }

    pub fn is_there(&self) -> bool {
        !self.rows.is_empty()
    }

    /// How much of `words` is the article's, from 0 to 1; `None` without evidence and for a handful of words.
    pub fn share(&self, words: &str) -> Option<f32> {
        if !self.is_there() {
            return None;
        }
        let (mut all, mut found) = (0, 0);
        each_row(words, |row| {
            all += 1;
            found += u32::from(self.rows.contains(&row));
        });
        (all > 0).then(|| found as f32 / all as f32)
    }
}

fn each_row(words: &str, mut with: impl FnMut(u64)) {
    let mut last = [0u64; ROW];
    let mut count = 0;
    for word in words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let mut hasher = FxHasher::default();
        hasher.write(word.as_bytes());
        last.rotate_left(1);
        last[ROW - 1] = hasher.finish();
        count += 1;
        if count >= ROW {
            let mut hasher = FxHasher::default();
            last.iter().for_each(|hash| hasher.write_u64(*hash));
            with(hasher.finish());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_words_are_found_whatever_stands_between() {
        let line = "The night ferry between the islands will sail for another winter, the council said.";
        let evidence = Evidence::new(Some(&line.repeat(6)));
        assert_eq!(evidence.share("night ferry – between the “islands”"), Some(1.0));
        assert_eq!(evidence.share("The road to the pass was opened on Tuesday."), Some(0.0));
        assert_eq!(evidence.share("The night ferry"), None, "too few words to tell");
    }

    #[test]
    fn a_summary_is_no_evidence() {
        assert!(!Evidence::new(Some("The night ferry stays.")).is_there());
        assert_eq!(Evidence::default().share("The night ferry stays for the winter."), None);
    }
}
