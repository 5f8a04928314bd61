//! A look at what there is to read, for those who ask before a run: the first articles, and what columns are taken for.

use super::layout::Layout;
use super::reading::Reading;
use super::{Flow, Format, Inputs, Options, file, settle};
use crate::article::{Article, Reject};

/// So many inputs are opened for their columns.
const INPUTS: usize = 100;
/// So many records of each are looked at.
const RECORDS: usize = 100;

/// What a look at the first records of `inputs` shows.
#[derive(Debug, Default)]
pub struct Look {
    /// The first articles, and the rejects before them.
    pub first: Vec<Result<Article, Reject>>,
    /// The inputs that hold records: their address, and what their columns are taken for.
    pub layouts: Vec<(String, Layout)>,
    /// Inputs that may hold records and were not opened, because there are so many.
    pub unopened: usize,
}

/// The first `n` articles of `inputs`, and the columns of inputs that hold records, by the first records of each.
pub fn look(inputs: &Inputs, options: &Options, n: usize) -> Look {
    let (mut look, mut left, mut opened) = (Look::default(), n, 0);
    for input in &inputs.files {
        let for_columns = input.named.is_none_or(Format::may_hold_records);
        if left == 0 && (!for_columns || opened == INPUTS) {
            look.unopened += usize::from(for_columns);
            continue;
        }
        opened += usize::from(for_columns);
        let mut records = 0;
        let mut take = |outcome| {
            records += 1;
            if left > 0 {
                let settled = settle(outcome, options);
                left -= usize::from(matches!(settled, Some(Ok(_))));
                look.first.extend(settled);
            }
            if left == 0 && (records >= RECORDS || !for_columns) { Flow::Break(()) } else { Flow::Continue(()) }
        };
        let mut reading = Reading::new(options, &mut take);
        reading.layout = Some(Layout::default());
        let _ = match file::open(input) {
            Ok(file) => reading.input(input, file),
            Err(refusal) => reading.refuse(input, None, refusal),
        };
        let layout = reading.layout.take().filter(|layout| layout.format.is_some());
        look.layouts.extend(layout.map(|layout| (input.uri.clone(), layout)));
    }
    look
}
