//! Who is who: fills `entities`, links mentions and the speakers of quotes.

use crate::analysis::Analysis;

pub fn resolve(_text: &str, _found: &mut Analysis) {}
