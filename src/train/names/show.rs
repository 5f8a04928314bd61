//! What the first look has learnt, in words.

use super::gold::Gold;
use crate::extract::names::learnt::gazetteer::Gazetteer;
use crate::extract::names::learnt::labels::LABELS;
use crate::extract::names::learnt::model::Rows;
use crate::model::Atom;
use crate::model::features::Named;
use crate::train::show::{Strongest, Texts};

/// Every so many articles are gone over for the words behind the numbers.
const STEP: usize = 4;

/// The strongest features for each label. Numbers of lists, labels and places are shown as numbers.
pub(super) fn strongest(articles: &[Gold], gazetteer: &Gazetteer, rows: &Rows) -> Strongest {
    let mut strongest = Strongest::of(rows);
    let mut texts = Texts::default();
    (0..2 * LABELS as u32).for_each(|number| texts.name(Atom::number(number), &format!("#{number}")));
    let mut named = Named::default();
    for gold in articles.iter().step_by(STEP) {
        gold.look(gazetteer, |view, runs| {
            for word in view.scene.words {
                texts.atom(&word.key);
                texts.atom(word.text);
                word.key.char_indices().take(4).for_each(|(at, c)| {
                    texts.atom(&word.key[..at + c.len_utf8()]);
                });
                word.key.char_indices().rev().take(4).for_each(|(at, _)| {
                    texts.atom(&word.key[at..]);
                });
            }
            for run in runs {
                for at in run.words.clone() {
                    view.features(run, at, &mut named);
                    strongest.note(&mut named, &texts);
                }
            }
        });
    }
    strongest
}
