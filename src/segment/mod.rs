//! Where paragraphs, sentences and tokens begin and end, and what each paragraph is to the article.

pub mod paragraphs;
pub mod sentences;

mod abbreviations;
mod bylines;
mod chars;
mod credits;
mod datelines;
mod dates;
mod dense;
mod front;
mod furniture;
mod layout;
mod links;
mod lists;
mod tail;
mod teasers;
mod tokens;
mod word;
mod words;
mod zones;

#[cfg(test)]
mod gold;
#[cfg(test)]
mod properties;
