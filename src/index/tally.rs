//! How often words came: for the many keys that have few, and the few that have many.

/// What a word is to whoever it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Kind,
    Name,
    Alias,
    Title,
    Affiliation,
}

/// A list, because most keys have three words: a map for each would be ten times as large.
#[derive(Default)]
pub(super) struct Tally {
    words: Vec<Word>,
    /// So many of them are in order, each there once. The others are new since, perhaps several times.
    ordered: u32,
}

struct Word {
    what: What,
    n: u32,
    text: Box<str>,
}

/// So many words are never worth ordering.
const FEW: usize = 4;

impl Tally {
    pub fn add(&mut self, what: What, text: &str) {
        let ordered = self.ordered as usize;
        match self.words[..ordered].binary_search_by(|word| (word.what, &*word.text).cmp(&(what, text))) {
            Ok(place) => self.words[place].n += 1,
            Err(_) => {
                self.words.push(Word { what, n: 1, text: text.into() });
                // Whenever there are twice as many, so that the time stays in proportion to the words.
                if self.words.len() > 2 * ordered + FEW {
                    self.order();
                }
            }
        }
    }

    fn order(&mut self) {
        self.words.sort_unstable_by(|one, other| (one.what, &one.text).cmp(&(other.what, &other.text)));
        self.words.dedup_by(|later, first| {
            let same = (later.what, &later.text) == (first.what, &first.text);
            first.n += if same { later.n } else { 0 };
            same
        });
        self.ordered = self.words.len() as u32;
    }

    /// Takes all words of one kind for those of another.
    pub fn turn(&mut self, from: What, into: What) {
        self.words.iter_mut().filter(|word| word.what == from).for_each(|word| word.what = into);
        self.order();
    }

    /// The words of this kind with how often they came, in the order of their letters.
    pub fn of(&mut self, what: What) -> impl Iterator<Item = (&str, u32)> {
        self.order();
        self.words.iter().filter(move |word| word.what == what).map(|word| (&*word.text, word.n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_whenever_they_come() {
        let mut tally = Tally::default();
        for n in 0..1000 {
            tally.add(What::Name, &format!("name {}", n % 7));
            tally.add(if n % 2 == 0 { What::Alias } else { What::Title }, &format!("word {n}"));
        }
        let names: Vec<_> = tally.of(What::Name).collect();
        assert_eq!((names.len(), names[0], names[6]), (7, ("name 0", 143), ("name 6", 142)));
        assert_eq!((tally.of(What::Alias).count(), tally.of(What::Kind).count()), (500, 0));
        tally.turn(What::Alias, What::Title);
        assert_eq!((tally.of(What::Alias).count(), tally.of(What::Title).count()), (0, 1000));
    }
}
