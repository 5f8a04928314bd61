//! Percentages: "5 %", "-3.5%", "five per cent", "2-3 percentage points".

use super::look::Look;
use super::{Found, numbers};
use crate::analysis::ValueType;

/// The percentage that ends with the token at `at`.
pub(super) fn find(look: &Look, at: usize) -> Option<Found> {
    let end = match look.word(at) {
        word if word.eq_ignore_ascii_case("cent") => {
            (look.before(at, 1).eq_ignore_ascii_case("per")).then(|| at - 1)?
        }
        word if word.len() > 4 && word.as_bytes()[..5].eq_ignore_ascii_case(b"point") => {
            look.before(at, 1).eq_ignore_ascii_case("percentage").then(|| at - 1)?
        }
        _ => at,
    };
    let (from, amount) = numbers::before(look, end)?;
    // A sign stands at its number and apart from what is before.
    let sign = matches!(look.before(from, 1), "-" | "−") && look.glued(from - 1) && (from < 2 || !look.glued(from - 2));
    let value = amount.show().map(|number| if sign { format!("-{number}") } else { number });
    Some(Found::new(from - usize::from(sign), at + 1, ValueType::Percent, value))
}
