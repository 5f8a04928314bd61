//! What training needs of running: the same view of an article, and the two looks one by one.

use super::features::View;
use super::gazetteer::Gazetteer;
use super::runs::{self, Run};
use super::sentences::{self, Evidence};
use super::words;
use crate::analysis::Analysis;

/// Calls `f` with the article's words and the runs in which names may stand.
pub(crate) fn look<R>(text: &str, found: &Analysis, gazetteer: &Gazetteer, f: impl FnOnce(&View, &[Run]) -> R) -> R {
    let words = words::read(text, found);
    let regions = sentences::regions(&words, found);
    let evidence = Evidence::gather(&words, &regions);
    let runs = runs::find(&words, &regions, gazetteer);
    f(&View::new(&words, &regions, &evidence, &runs, gazetteer), &runs)
}
