//! Paragraphs and their roles.

use crate::analysis::{Paragraph, Role, Stated};
use crate::span::Span;

pub fn find(text: &str) -> (Vec<Paragraph>, Stated) {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len()).trim(text);
        if !span.is_empty() {
            found.push(Paragraph { span, role: Role::Body, sentences: 0..0 });
        }
        start += line.len();
    }
    (found, Stated::default())
}
