//! Words and what is known of each. Nearly all words are short: those are looked up as numbers, without a look at any
//! memory but the map's own, for that is done several times for each word of each article.

use rustc_hash::FxHashMap;

/// A map from words.
#[derive(Debug)]
pub struct Lexicon<V> {
    short: FxHashMap<u128, V>,
    long: FxHashMap<String, V>,
}

impl<V> Lexicon<V> {
    pub fn get(&self, word: &str) -> Option<&V> {
        packed(word).map_or_else(|| self.long.get(word), |packed| self.short.get(&packed))
    }

    /// What is known of `word`; if nothing is, `new`.
    pub fn get_or_insert_with(&mut self, word: &str, new: impl FnOnce() -> V) -> &mut V {
        match packed(word) {
            Some(packed) => self.short.entry(packed).or_insert_with(new),
            None => self.long.entry(word.to_owned()).or_insert_with(new),
        }
    }

    /// In no order.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.short.values_mut().chain(self.long.values_mut())
    }
}

impl<V> Default for Lexicon<V> {
    fn default() -> Self {
        Lexicon { short: FxHashMap::default(), long: FxHashMap::default() }
    }
}

/// A word of up to 15 bytes as a number of its own. It is read in two parts that may overlap: putting it together byte by
/// byte would take longer than all the rest.
fn packed(word: &str) -> Option<u128> {
    let bytes = word.as_bytes();
    let (low, high) = match bytes.len() {
        0 => (0, 0),
        length @ 1..=3 => {
            let [first, middle, last] = [bytes[0], bytes[length / 2], bytes[length - 1]].map(u64::from);
            (first | middle << 8 | last << 16, 0)
        }
        4..=7 => {
            let (first, last) = (bytes.first_chunk()?, bytes.last_chunk()?);
            (u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32, 0)
        }
        // What is in the first part already is shifted out of the second, which leaves room for the length.
        length @ 8..=15 => {
            let last = u64::from_le_bytes(*bytes.last_chunk()?);
            (u64::from_le_bytes(*bytes.first_chunk()?), last.checked_shr(8 * (16 - length as u32)).unwrap_or(0))
        }
        _ => return None,
    };
    Some(u128::from(low) | u128::from(high | (bytes.len() as u64) << 56) << 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_all_lengths() {
        let words: Vec<String> = (0..40).map(|length| "é".repeat(length / 2) + &"a".repeat(length % 2)).collect();
        let mut lexicon = Lexicon::default();
        for (number, word) in words.iter().enumerate() {
            lexicon.get_or_insert_with(word, || number);
            lexicon.get_or_insert_with(word, || 99);
        }
        for (number, word) in words.iter().enumerate() {
            assert_eq!(lexicon.get(word), Some(&number), "{word}");
        }
        for length in 1..20 {
            for at in 0..length {
                let mut other = vec![b'a'; length];
                other[at] = b'b';
                assert_eq!(lexicon.get(std::str::from_utf8(&other).unwrap()), None);
            }
        }
        assert_eq!((lexicon.get("\0"), lexicon.get("b")), (None, None));
        assert_eq!(lexicon.values_mut().count(), 40);
    }
}
