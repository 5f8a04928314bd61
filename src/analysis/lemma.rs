//! The dictionary forms of words, as edits of the forms in the text.

use std::borrow::Cow;

/// How a lemma is made from a form: so many characters off its end, these put there.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// Leaves capitals as they are.
    pub keep: bool,
    pub cut: u8,
    pub add: String,
}

impl Edit {
    pub fn apply<'t>(&self, form: &'t str) -> Cow<'t, str> {
        let form = if self.keep { Cow::Borrowed(form) } else { lower(form) };
        if self.cut == 0 && self.add.is_empty() {
            return form;
        }
        let kept = match usize::from(self.cut).checked_sub(1) {
            Some(last) => form.char_indices().rev().nth(last).map_or(0, |(at, _)| at),
            None => form.len(),
        };
        // Of a torn word ("ed") something must be left.
        match kept == 0 && self.add.is_empty() {
            true => form,
            false => Cow::Owned(format!("{}{}", &form[..kept], self.add)),
        }
    }
}

/// In small letters and with straight apostrophes.
pub(super) fn lower(form: &str) -> Cow<'_, str> {
    match form.chars().any(|c| c.is_uppercase() || c == '’') {
        true => Cow::Owned(form.to_lowercase().replace('’', "'")),
        false => Cow::Borrowed(form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lemma_is_never_empty() {
        let edit = |cut, add: &str| Edit { keep: false, cut, add: add.to_owned() };
        assert_eq!(edit(2, "").apply("Walked"), "walk");
        assert_eq!(edit(3, "y").apply("tries"), "try");
        assert_eq!(edit(2, "").apply("ed"), "ed");
        assert_eq!(edit(9, "").apply("’s"), "'s");
    }
}
