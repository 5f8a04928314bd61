//! What the tagger looks at. Training and running both come through here.

use crate::model::{Atom, Class, Sink, Template};

/// One word as features see it, worked out once.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Small letters, every digit a 0.
    pub lower: Atom,
    /// As written, for words with a capital; the same as `lower` for others.
    pub exact: Atom,
    pub prefixes: [Atom; 4],
    pub suffixes: [Atom; 4],
    pub shape: Atom,
    long_shape: Atom,
    /// What the tag dictionary has for the word in small letters, and as written.
    pub lower_class: Atom,
    pub class: Atom,
    /// Its class among words of the same places.
    pub kin: Class,
    /// The only label it ever has, if there is one: no feature.
    pub sure: Option<u8>,
}

impl Word {
    /// Beyond either end of a sentence.
    const NONE: Word = Word {
        lower: Atom::NONE,
        exact: Atom::NONE,
        prefixes: [Atom::NONE; 4],
        suffixes: [Atom::NONE; 4],
        shape: Atom::NONE,
        long_shape: Atom::NONE,
        lower_class: Atom::NONE,
        class: Atom::NONE,
        kin: Class::NONE,
        sure: None,
    };

    /// Looks at `form`. `atom` makes atoms of texts: [`Atom::of`], or something that also remembers the texts; `scratch`
    /// is memory to be used again.
    pub fn new(form: &str, scratch: &mut String, mut atom: impl FnMut(&str) -> Atom) -> Word {
        let capital = lower(form, scratch);
        let mut word = Word { lower: atom(scratch), ..Word::NONE };
        word.exact = if capital { atom(form) } else { word.lower };
        for (prefix, (end, c)) in word.prefixes.iter_mut().zip(scratch.char_indices()) {
            *prefix = atom(&scratch[..end + c.len_utf8()]);
        }
        for (suffix, (start, _)) in word.suffixes.iter_mut().zip(scratch.char_indices().rev()) {
            *suffix = atom(&scratch[start..]);
        }
        for (most, shape) in [(1, &mut word.shape), (3, &mut word.long_shape)] {
            scratch.clear();
            write_shape(form, most, scratch);
            *shape = atom(scratch);
        }
        word
    }
}

/// Writes the form in small letters to `scratch`, every digit a 0 and apostrophes straight; says whether it has a capital.
pub fn lower(form: &str, scratch: &mut String) -> bool {
    scratch.clear();
    let mut capital = false;
    for c in form.chars() {
        match c {
            '0'..='9' => scratch.push('0'),
            '’' | '‘' if form.len() > c.len_utf8() => scratch.push('\''),
            _ if c.is_ascii() => {
                capital |= c.is_ascii_uppercase();
                scratch.push(c.to_ascii_lowercase());
            }
            _ => {
                capital |= c.is_uppercase();
                scratch.extend(c.to_lowercase());
            }
        }
    }
    capital
}

/// "McCain" is "XxXx"; runs of one kind are no longer than `most`, and the whole no longer than a dozen.
fn write_shape(form: &str, most: usize, shape: &mut String) {
    let (mut before, mut run, mut length) = (' ', 0, 0);
    for c in form.chars() {
        let kind = match c {
            '0'..='9' => '0',
            'a'..='z' => 'x',
            'A'..='Z' => 'X',
            _ if c.is_ascii() => c,
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ if c.is_numeric() => '0',
            _ => c,
        };
        run = if kind == before { run + 1 } else { 1 };
        before = kind;
        if run <= most {
            shape.push(kind);
            length += 1;
            if length == 12 {
                break;
            }
        }
    }
}

/// How a sentence uses capitals: a headline's say nothing of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capitals {
    Usual,
    /// Most Long Words Have One
    Title,
    /// ALL OF THEM
    All,
}

impl Capitals {
    /// From the words of one sentence.
    pub fn of<'t>(words: impl Iterator<Item = &'t str>) -> Capitals {
        let (mut small, mut title, mut upper) = (0, 0, 0);
        for word in words.filter(|word| word.len() > 3) {
            let mut chars = word.chars().filter(|c| c.is_alphabetic());
            match (chars.next().map(char::is_uppercase), chars.next().map(char::is_uppercase)) {
                (Some(true), Some(true)) => upper += 1,
                (Some(true), _) => title += 1,
                (Some(false), _) => small += 1,
                (None, _) => {}
            }
        }
        if upper > 1 && upper > 3 * (small + title) {
            Capitals::All
        } else if title > 2 && title + upper > 3 * small {
            Capitals::Title
        } else {
            Capitals::Usual
        }
    }
}

/// What a word's own capital may mean here.
fn place(capitals: Capitals, first: bool) -> Atom {
    Atom::number(1000 + capitals as u32 * 2 + u32::from(first))
}

/// All places and their names.
pub fn places() -> impl Iterator<Item = (Atom, &'static str)> {
    let names = [
        (Capitals::Usual, ["inside", "first"]),
        (Capitals::Title, ["in title", "first in title"]),
        (Capitals::All, ["in capitals", "first in capitals"]),
    ];
    names
        .into_iter()
        .flat_map(|(capitals, [inside, first])| [(place(capitals, false), inside), (place(capitals, true), first)])
}

/// A sentence to be tagged.
#[derive(Clone, Copy, Debug)]
pub struct Sentence<'w> {
    pub words: &'w [Word],
    pub capitals: Capitals,
}

impl<'w> Sentence<'w> {
    /// The word at `at` between the two before and the two after it.
    fn around(&self, at: usize) -> [&'w Word; 5] {
        [at.wrapping_sub(2), at.wrapping_sub(1), at, at + 1, at + 2].map(|at| self.words.get(at).unwrap_or(&Word::NONE))
    }
}

/// What speaks for the tag of the word at `at`; `before` has the tags of the words before it, the nearest first.
pub fn features(sentence: Sentence, at: usize, before: [Atom; 2], sink: &mut impl Sink) {
    of_words(sentence, at, sink);
    of_tags(sentence, at, before, sink);
}

/// Those that look at words alone, so that they are known before any tag is.
pub fn of_words(sentence: Sentence, at: usize, sink: &mut impl Sink) {
    let [last2, last, w, next, next2] = sentence.around(at);
    let place = place(sentence.capitals, at == 0);

    sink.add(Template(0, "word"), &[w.lower]);
    sink.add(Template(1, "word as written"), &[w.exact, place]);
    sink.add(Template(2, "prefix 1"), &[w.prefixes[0]]);
    sink.add(Template(3, "prefix 2"), &[w.prefixes[1]]);
    sink.add(Template(4, "prefix 3"), &[w.prefixes[2]]);
    sink.add(Template(5, "prefix 4"), &[w.prefixes[3]]);
    sink.add(Template(6, "suffix 1"), &[w.suffixes[0]]);
    sink.add(Template(7, "suffix 2"), &[w.suffixes[1]]);
    sink.add(Template(8, "suffix 3"), &[w.suffixes[2]]);
    sink.add(Template(9, "suffix 4"), &[w.suffixes[3]]);
    sink.add(Template(10, "shape, place"), &[w.shape, place]);
    sink.add(Template(11, "long shape"), &[w.long_shape]);
    sink.add(Template(12, "class"), &[w.class, w.lower_class]);
    sink.add(Template(13, "small class, shape, place"), &[w.lower_class, w.shape, place]);
    sink.add(Template(14, "suffix 3, shape, place"), &[w.suffixes[2], w.shape, place]);
    sink.add(Template(15, "last word"), &[last.lower]);
    sink.add(Template(16, "next word"), &[next.lower]);
    sink.add(Template(17, "last word but one"), &[last2.lower]);
    sink.add(Template(18, "next word but one"), &[next2.lower]);
    sink.add(Template(19, "last word, word"), &[last.lower, w.lower]);
    sink.add(Template(20, "word, next word"), &[w.lower, next.lower]);
    sink.add(Template(21, "last suffix 3"), &[last.suffixes[2]]);
    sink.add(Template(22, "next suffix 3"), &[next.suffixes[2]]);
    sink.add(Template(23, "shapes"), &[last.shape, w.shape, next.shape, place]);
    sink.add(Template(31, "next class"), &[next.class]);
    sink.add(Template(32, "next classes"), &[next.class, next2.class]);
    sink.add(Template(33, "class, next class"), &[w.class, next.class]);
    sink.add(Template(36, "suffix 2, next class"), &[w.suffixes[1], next.class]);
    sink.add(Template(37, "last class, class"), &[last.class, w.class]);
    sink.add(Template(38, "kin"), &[w.kin.fine]);
    sink.add(Template(40, "last kin, kin"), &[last.kin.fine, w.kin.fine]);
    sink.add(Template(41, "kin, next kin"), &[w.kin.fine, next.kin.fine]);
    sink.add(Template(42, "last kin"), &[last.kin.fine]);
    sink.add(Template(43, "next kin"), &[next.kin.fine]);
    sink.add(Template(44, "kins"), &[last.kin.coarse, w.kin.coarse, next.kin.coarse]);
    sink.add(Template(46, "suffix 2, kin"), &[w.suffixes[1], w.kin.fine]);
    sink.add(Template(47, "kins before, class"), &[last2.kin.coarse, last.kin.coarse, w.class]);
}

/// Those that look at the tags before, too.
pub fn of_tags(sentence: Sentence, at: usize, [tag, tag2]: [Atom; 2], sink: &mut impl Sink) {
    let [_, _, w, next, _] = sentence.around(at);

    sink.add(Template(24, "tag before"), &[tag]);
    sink.add(Template(25, "tags before"), &[tag, tag2]);
    sink.add(Template(26, "tag before, word"), &[tag, w.lower]);
    sink.add(Template(27, "tags before, word"), &[tag, tag2, w.lower]);
    sink.add(Template(28, "tag before, suffix 3"), &[tag, w.suffixes[2]]);
    sink.add(Template(29, "tag before, class"), &[tag, w.class]);
    sink.add(Template(30, "tag before, next word"), &[tag, next.lower]);
    sink.add(Template(34, "tag before, class, next class"), &[tag, w.class, next.class]);
    sink.add(Template(35, "tags before, class"), &[tag, tag2, w.class]);
    sink.add(Template(39, "tag before, kin"), &[tag, w.kin.fine]);
    sink.add(Template(45, "tag before, kin, next kin"), &[tag, w.kin.coarse, next.kin.coarse]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(form: &str, most: usize) -> String {
        let mut shape = String::new();
        write_shape(form, most, &mut shape);
        shape
    }

    #[test]
    fn shapes() {
        assert_eq!(shape("McCain", 1), "XxXx");
        assert_eq!(shape("McCain", 3), "XxXxxx");
        assert_eq!(shape("$1,250.75", 1), "$0,0.0");
        assert_eq!(shape("Élan", 3), "Xxxx");
        assert_eq!(shape(&"a1".repeat(50), 1).len(), 12);
    }

    #[test]
    fn words_alike_share_their_atoms() {
        let word = |form: &str| Word::new(form, &mut String::new(), Atom::of);
        assert_eq!(word("The").lower, word("the").lower);
        assert_ne!(word("The").exact, word("the").exact);
        assert_eq!(word("1986").lower, word("2024").lower);
        assert_eq!(word("n’t").lower, word("n't").lower);
        assert_ne!(word("’").lower, word("‘").lower);
        assert_eq!(word("walking").suffixes[2], word("thing").suffixes[2]);
        assert_eq!(word("a").prefixes[1], Atom::NONE);
    }

    #[test]
    fn headlines_are_told_by_their_capitals() {
        let capitals = |line: &str| Capitals::of(line.split(' '));
        assert_eq!(capitals("The ferry to Aldmouth will sail on Monday"), Capitals::Usual);
        assert_eq!(capitals("Harbour Town Votes to Keep Its Ferry"), Capitals::Title);
        assert_eq!(capitals("HARBOUR TOWN KEEPS FERRY"), Capitals::All);
        assert_eq!(capitals("Aldmouth Council"), Capitals::Usual);
        assert_eq!(capitals(""), Capitals::Usual);
    }
}
