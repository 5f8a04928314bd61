//! The same article met twice in one run.

use rustc_hash::FxHashMap;

use super::refusal::Refusal;
use crate::article::{Article, ArticleId, Reject};

/// Which articles a run has met: 32 bytes for each, whatever its length.
#[derive(Debug, Default)]
pub struct Seen(FxHashMap<ArticleId, [u8; 16]>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sighting {
    First,
    /// The same identity with the same text: one article, to be counted as a duplicate.
    Again,
    /// The same identity with another text: only the first can have the id.
    Clash(Reject),
}

impl Seen {
    pub fn new() -> Self {
        Seen::default()
    }

    /// Notes `article`. Ask in reading order, or which of two is the first depends on luck.
    pub fn meet(&mut self, article: &Article) -> Sighting {
        let hash = blake3::hash(article.text.as_bytes());
        let mut text = [0; 16];
        text.copy_from_slice(&hash.as_bytes()[..16]);
        match self.0.insert(article.id, text) {
            None => Sighting::First,
            Some(first) if first == text => Sighting::Again,
            Some(first) => {
                self.0.insert(article.id, first);
                let detail = format!(
                    "another article of this run has the same id or address ({}) and a different text, and is kept; if ids \
                     begin anew in each file, say --field id=none",
                    super::shown(&article.key)
                );
                let bytes = article.text.len() as u64;
                Sighting::Clash(Refusal::read("duplicate_id", detail).at(article.source_uri.clone(), bytes))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(identity: &str, text: &str) -> Article {
        Article::from_text(identity, text)
    }

    #[test]
    fn the_first_text_keeps_the_id() {
        let mut seen = Seen::new();
        assert_eq!(seen.meet(&article("a.txt", "One.")), Sighting::First);
        assert_eq!(seen.meet(&article("b.txt", "One.")), Sighting::First);
        assert_eq!(seen.meet(&article("a.txt", "One.")), Sighting::Again);
        let Sighting::Clash(reject) = seen.meet(&article("a.txt", "Two.")) else { panic!("not told apart") };
        assert_eq!((reject.reason, reject.bytes), ("duplicate_id", 4));
        assert_eq!(seen.meet(&article("a.txt", "One.")), Sighting::Again);
    }
}
