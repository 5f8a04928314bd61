//! The same article met twice in one run.

use super::refusal::Refusal;
use crate::article::{Article, ArticleId, Reject};
use crate::hashes::{Hash, Hashes};

/// A hash of a text, to the letter.
pub type TextHash = Hash;

/// Which articles a run has met, by their ids, and their texts.
#[derive(Debug, Default)]
pub struct Seen(Hashes);

/// An article as far as it must be known to tell it from others.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    pub id: ArticleId,
    pub text: TextHash,
    pub key: &'a str,
    pub source_uri: &'a str,
    /// Length of its text.
    pub bytes: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sighting {
    First,
    /// The same identity with the same text: one article, to be counted as a duplicate.
    Again,
    /// The same identity with another text: only the first can have the id.
    Clash(Reject),
}

impl<'a> Sight<'a> {
    pub fn of(article: &'a Article) -> Self {
        let mut text = [0; 16];
        text.copy_from_slice(&blake3::hash(article.text.as_bytes()).as_bytes()[..16]);
        Sight::with(article, text)
    }

    /// Of an article whose text's hash is known.
    pub fn with(article: &'a Article, text: TextHash) -> Self {
        let Article { id, key, source_uri, .. } = article;
        Sight { id: *id, text, key, source_uri, bytes: article.text.len() as u64 }
    }
}

impl Seen {
    pub fn new() -> Self {
        Seen::default()
    }

    /// Notes an article. Ask in reading order, or which of two is the first depends on luck.
    pub fn meet(&mut self, article: Sight) -> Sighting {
        match self.0.meet(article.id.bytes(), article.text) {
            None => Sighting::First,
            Some(first) if first == article.text => Sighting::Again,
            Some(_) => {
                let detail = format!(
                    "another article of this run has the same id or address ({}) and a different text, and is kept; if ids \
                     begin anew in each file, say --field id=none",
                    super::shown(article.key)
                );
                let refusal = Refusal::read("duplicate_id", detail);
                Sighting::Clash(refusal.at(article.source_uri.to_owned(), article.bytes))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_text_keeps_the_id() {
        let mut seen = Seen::new();
        let mut meet = |identity: &str, text: &str| seen.meet(Sight::of(&Article::from_text(identity, text)));
        assert_eq!(meet("a.txt", "One."), Sighting::First);
        assert_eq!(meet("b.txt", "One."), Sighting::First);
        assert_eq!(meet("a.txt", "One."), Sighting::Again);
        let Sighting::Clash(reject) = meet("a.txt", "Two.") else { panic!("not told apart") };
        assert_eq!((reject.reason, reject.bytes), ("duplicate_id", 4));
        assert_eq!(meet("a.txt", "One."), Sighting::Again);
    }
}
