//! Words in quotation marks that a verb gives as a name ("known as the “three-boat rule”"): a term, not what anybody said.

use super::Report;
use super::drafts::Scene;
use super::sight::Look;
use crate::analysis::{Pos, Tag};
use crate::extract::quotes::words::Class;

/// Verbs that give a name, and those that use it. "Label" and "brand" are none: they judge.
const NAMING: &[&str] =
    &["call", "christen", "dub", "entitle", "know", "mean", "name", "nickname", "refer", "speak", "term", "title"];

/// So many words may stand between the verb and the name: "as the", "of".
const BETWEEN: usize = 3;

/// A name has no more words than this.
const LONGEST: usize = 4;

/// Whether the cue gives a name and the content begins with it. "Called the plan a “disgrace”" does not: where the verb has its
/// object before the quoted words, people mark them four times in five, and elsewhere once in three.
pub fn gives_name(looks: &[Look], scene: &Scene, report: &Report) -> bool {
    let Scene { words, found, text, .. } = *scene;
    let gives = |at: usize| {
        looks[at].pos == Pos::Verb && NAMING.contains(&found.lemma(text, &scene.stretch.tokens[at]).as_ref())
    };
    // "What members call the “lighthouse clause”": what is named may stand before the verb.
    let Some(range) = report.content.last().filter(|range| range.start >= report.cue.end) else { return false };
    if report.content.len() > 2 || !report.cue.clone().any(gives) {
        return false;
    }
    let end = range.end.min(report.cue.end + BETWEEN + 1);
    let Some(start) = (report.cue.end..end).find(|&at| looks[at].quotation.is_some()) else { return false };
    let small = |word: &Look| matches!(word.class, Class::Determiner | Class::Preposition | Class::Adverb);
    let name = (start..range.end).take_while(|&at| looks[at].quotation == looks[start].quotation);
    let finite = |at: usize| matches!(looks[at].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    looks[report.cue.end..start].iter().all(small)
        && name.clone().filter(|&at| looks[at].is_word()).count() <= LONGEST
        && !name.clone().any(|at| finite(at) || words[at].text.contains(['!', '?']))
}
