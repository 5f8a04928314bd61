//! How much may be weighed, in proportion to the text. Each cue has hundreds of candidates for its content, which is no matter
//! where every other sentence has a cue; a text of nothing but "he said" has one in every other word.

/// Features weighed for each byte of text at most. News takes 43; an article of PolNeAR's took 72, which is more only where it
/// goes on for hundreds of pages.
const EACH: u64 = 60;

/// Features that may be weighed ahead of the text: so a short text is never hurried, and a dense page of a long one draws
/// on what the rest of its stretch has left over.
const AHEAD: u64 = 4_000_000;

/// Features, and steps from word to word, that the text read so far allows.
#[derive(Debug)]
pub struct Effort(u64);

impl Default for Effort {
    fn default() -> Self {
        Effort(AHEAD)
    }
}

impl Effort {
    /// So many bytes more are read.
    pub fn read(&mut self, bytes: usize) {
        self.0 += EACH * bytes as u64;
    }

    /// Whether more may be weighed after so much.
    pub fn allows(&self, spent: u64) -> bool {
        spent < self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_end_is_weighed_in_proportion() {
        let mut effort = Effort::default();
        assert!(effort.allows(AHEAD - 1) && !effort.allows(AHEAD));
        effort.read(1000);
        assert!(effort.allows(AHEAD + 1000 * EACH - 1) && !effort.allows(AHEAD + 1000 * EACH));
    }
}
