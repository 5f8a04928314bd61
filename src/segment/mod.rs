//! Where paragraphs, sentences and tokens begin and end, and what each paragraph is to the article.

pub mod paragraphs;
pub mod sentences;
