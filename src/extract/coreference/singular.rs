//! Singular "they": who an article says is nonbinary, or goes by "they".

use super::walk::Walk;
use crate::analysis::EntityType;
use crate::extract::names::view::View;

/// What a mention of such a person is worth to "they", and costs "he" and "she", as log odds: the text has said so.
pub(super) const LEAN: f32 = 9.0;
/// Such persons of one article.
const MOST: usize = 8;
/// Mentions around the word among which its bearer is looked for.
const NEAR: usize = 16;

impl Walk<'_, '_> {
    /// The clusters of persons for whom the article says so in the sentence that names them.
    pub(super) fn called_they(&self) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        for at in 0..self.view.words.len() {
            if says(self.view, at)
                && let Some(name) = self.person_near(at)
                && let Some(cluster) = self.clusters.of[name].map(|cluster| self.clusters.root(cluster))
                && found.len() < MOST
                && !found.contains(&cluster)
            {
                found.push(cluster);
            }
        }
        found
    }

    /// The last person named before the word in its sentence, or else the first behind it.
    fn person_near(&self, at: usize) -> Option<usize> {
        let mentions = &self.view.found.mentions;
        let next = mentions.partition_point(|mention| mention.span.start < self.view.words[at].span.start);
        let sentences = &self.view.found.sentences;
        let sentence = sentences.partition_point(|s| s.span.end <= self.view.words[at].span.start) as u32;
        let person =
            |number: &usize| mentions[*number].entity_type == EntityType::Person && self.clusters.of[*number].is_some();
        let before = (0..next).rev().take(NEAR).take_while(|number| mentions[*number].sentence == sentence);
        let behind = (next..mentions.len()).take(NEAR).take_while(|number| mentions[*number].sentence == sentence);
        before.chain(behind).find(person)
    }
}

/// "nonbinary", "they/them"
fn says(view: &View, at: usize) -> bool {
    let word = |at: usize| view.words.get(at).map_or("", |word| &*word.key);
    match word(at) {
        "nonbinary" | "non-binary" | "genderqueer" | "they/them" | "enby" => true,
        "non" => word(at + 1) == "-" && word(at + 2) == "binary",
        "they" => word(at + 1) == "/" && matches!(word(at + 2), "them" | "their"),
        _ => false,
    }
}
