//! Which colour means what.

use anstyle::{AnsiColor, Style};

use crate::analysis::{EntityType, QuoteKind};

pub const PLAIN: Style = Style::new();
pub const DIM: Style = Style::new().dimmed();
pub const BOLD: Style = Style::new().bold();
pub const CUE: Style = Style::new().invert();

pub fn quote(kind: QuoteKind) -> AnsiColor {
    match kind {
        QuoteKind::Direct => AnsiColor::Green,
        QuoteKind::Mixed => AnsiColor::Cyan,
        QuoteKind::Indirect => AnsiColor::Yellow,
    }
}

/// Outside quotes; inside, a name is only underlined and keeps the colour of its quote.
pub fn name(entity_type: EntityType) -> Option<AnsiColor> {
    match entity_type {
        EntityType::Person => Some(AnsiColor::Blue),
        EntityType::Organization => Some(AnsiColor::Magenta),
        EntityType::Place => Some(AnsiColor::Red),
        _ => None,
    }
}

/// Small figures, raised for quotes.
pub fn raised(number: usize) -> String {
    figures(number, ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
}

/// Small figures, lowered for entities.
pub fn lowered(number: usize) -> String {
    figures(number, ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'])
}

fn figures(number: usize, digits: [char; 10]) -> String {
    number.to_string().bytes().map(|digit| digits[usize::from(digit - b'0')]).collect()
}
