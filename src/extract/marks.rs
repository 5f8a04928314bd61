//! Stretches in quotation marks.

use crate::analysis::{Paragraph, Quotation};

pub fn find(_text: &str, _paragraphs: &[Paragraph]) -> Vec<Quotation> {
    Vec::new()
}
