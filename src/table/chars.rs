//! Byte offsets, which the stages use, to character offsets, which the tables carry.

/// One checkpoint for this many bytes: the rest of the way is counted.
const BLOCK: usize = 64;

/// Built once per article in one pass over its text; for ASCII text nothing is stored.
#[derive(Debug)]
pub struct Chars<'a> {
    text: &'a str,
    /// Characters that begin before each block; empty if the text is ASCII.
    before: Vec<u32>,
    count: u32,
}

impl<'a> Chars<'a> {
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Chars { text, before: Vec::new(), count: text.len() as u32 };
        }
        let mut count = 0;
        let mut before = Vec::with_capacity(text.len() / BLOCK + 1);
        for block in text.as_bytes().chunks(BLOCK) {
            before.push(count);
            count += starts(block);
        }
        Chars { text, before, count }
    }

    /// How many characters (Unicode code points) the text has.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// How many characters begin before the byte at `offset`; the text's length in characters at or behind its end.
    pub fn at(&self, offset: u32) -> u32 {
        let byte = offset as usize;
        match self.before.get(byte / BLOCK) {
            _ if byte >= self.text.len() => self.count,
            None => offset,
            Some(before) => before + starts(&self.text.as_bytes()[byte / BLOCK * BLOCK..byte]),
        }
    }
}

/// Bytes that begin a character.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&byte| u32::from(byte as i8 >= -0x40)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn agrees(text: &str) {
        let chars = Chars::new(text);
        for (characters, (bytes, _)) in text.char_indices().enumerate() {
            assert_eq!(chars.at(bytes as u32), characters as u32);
        }
        assert_eq!(chars.at(text.len() as u32), text.chars().count() as u32);
        assert_eq!(chars.count(), text.chars().count() as u32);
    }

    #[test]
    fn at_the_edges_of_blocks() {
        agrees("");
        agrees(&"a".repeat(200));
        for width in ["é", "“", "😀"] {
            for padding in 60..68 {
                agrees(&("a".repeat(padding) + width + "z"));
                agrees(&("a".repeat(padding) + &width.repeat(70)));
            }
        }
    }

    proptest! {
        #[test]
        fn counts_like_the_standard_library(text in "(\\PC|[a-z \n“”é😀]){0,400}") {
            agrees(&text);
        }
    }
}
