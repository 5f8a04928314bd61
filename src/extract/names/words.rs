//! Tokens as name finding sees them: folded, with shape and list properties. Built once a stage.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::lists::{self, Flags};
use crate::analysis::Analysis;
use crate::span::Span;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Lower,
    /// "Word"
    Capital,
    /// "NATO", "U.S."
    Upper,
    /// "TikTok", "iPhone", "McCain"
    Mixed,
    /// "J.", "J.D."
    Initial,
    Number,
    /// Letters without case.
    Uncased,
    Mark,
}

/// A token, and what is known of all that are written like it.
#[derive(Clone, Debug)]
pub(crate) struct Word<'a> {
    pub span: Span,
    form: Arc<Form<'a>>,
}

/// What a word's letters say. A text has far more words than forms, so words that are written alike share one.
#[derive(Debug)]
pub(crate) struct Form<'a> {
    pub text: &'a str,
    /// Small letters, straight apostrophes.
    pub key: Cow<'a, str>,
    pub shape: Shape,
    pub flags: Flags,
}

impl<'a> Deref for Word<'a> {
    type Target = Form<'a>;

    fn deref(&self) -> &Form<'a> {
        &self.form
    }
}

impl Form<'_> {
    /// Whether the word has any of the properties.
    pub fn is(&self, flags: Flags) -> bool {
        self.flags & flags != 0
    }

    /// Whether it is written as names are.
    pub fn capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper | Shape::Mixed | Shape::Initial)
    }

    pub fn word(&self) -> bool {
        !matches!(self.shape, Shape::Mark | Shape::Number)
    }

    pub fn possessive(&self) -> bool {
        matches!(&*self.key, "'s" | "'")
    }
}

fn shape(word: &str) -> Shape {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) && !word.is_empty() {
        return Shape::Lower;
    }
    let (mut upper, mut lower, mut uncased, mut digits, mut first_upper, mut letters) = (0, 0, 0, 0, false, 0);
    for c in word.chars() {
        if c.is_alphabetic() {
            letters += 1;
            if c.is_uppercase() {
                upper += 1;
                first_upper |= letters == 1 && digits == 0;
            } else if c.is_lowercase() {
                lower += 1;
            } else {
                uncased += 1;
            }
        } else if c.is_ascii_digit() {
            digits += 1;
        }
    }
    match (upper, lower) {
        (0, 0) if uncased > 0 => Shape::Uncased,
        (0, 0) if digits > 0 => Shape::Number,
        (0, 0) => Shape::Mark,
        (0, _) => Shape::Lower,
        (_, 0) if digits > upper => Shape::Number,
        (1..=3, 0) if word.ends_with('.') && word.len() == 2 * upper && word != "U.S." && word != "U.N." => {
            Shape::Initial
        }
        (1, 0) if letters == 1 && digits == 0 && word.len() == 1 => Shape::Initial,
        (_, 0) => Shape::Upper,
        (1, _) if first_upper => Shape::Capital,
        _ => Shape::Mixed,
    }
}

/// Words up to this length are folded on the stack and looked up before they are copied.
const SHORT: usize = 24;

/// The folded word and its properties.
fn fold(word: &str) -> (Cow<'_, str>, Flags) {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return (Cow::Borrowed(word), lists::flags(word));
    }
    let mut short = [0; SHORT];
    if let Some(room) = short.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        room.copy_from_slice(word.as_bytes());
        room.make_ascii_lowercase();
        if let Ok(folded) = std::str::from_utf8(room) {
            let (flags, listed) = lists::listed(folded);
            return (listed.map_or_else(|| Cow::Owned(folded.to_owned()), Cow::Borrowed), flags);
        }
    }
    let folded = lists::fold(word);
    let flags = lists::flags(&folded);
    (Cow::Owned(folded), flags)
}

/// The words of all tokens of `found`, in order.
pub(crate) fn read<'a>(text: &'a str, found: &Analysis) -> Vec<Word<'a>> {
    let mut forms: FxHashMap<&str, Arc<Form>> = FxHashMap::default();
    let mut word = |span: Span| {
        let text = span.of(text);
        let form = forms.entry(text).or_insert_with(|| {
            let (key, flags) = fold(text);
            Arc::new(Form { text, shape: shape(text), flags, key })
        });
        Word { span, form: Arc::clone(form) }
    };
    found.tokens.iter().map(|token| word(token.span)).collect()
}

/// Whether nothing stands between the two words.
pub(crate) fn glued(left: &Word, right: &Word) -> bool {
    left.span.end == right.span.start
}

/// The folded text of a stretch of words, white space made single spaces.
pub(crate) fn phrase(text: &str, span: Span) -> String {
    let mut folded = String::with_capacity(span.len());
    phrase_into(text, span, &mut folded);
    folded
}

/// The same in a buffer that is used again.
pub(crate) fn phrase_into(text: &str, span: Span, folded: &mut String) {
    folded.clear();
    for part in span.of(text).split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        lists::push_folded(folded, part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (word, expected) in [
            ("river", Shape::Lower),
            ("River", Shape::Capital),
            ("NATO", Shape::Upper),
            ("U.S.", Shape::Upper),
            ("J.D.", Shape::Initial),
            ("TikTok", Shape::Mixed),
            ("iPad", Shape::Mixed),
            ("264,000", Shape::Number),
            ("小紅書", Shape::Uncased),
            ("”", Shape::Mark),
        ] {
            assert_eq!(shape(word), expected, "{word}");
        }
    }
}
