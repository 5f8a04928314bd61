//! What holds however mentions come: clusters of names have no cycle, and nobody is a person and a thing.

use proptest::prelude::*;
use proptest::sample::select;

use super::clusters::{Cluster, Clusters};
use super::tests::resolved;
use crate::analysis::{EntityType, MentionKind};
use crate::extract::names::testing::with_names;
use crate::span::Span;

fn cluster(number: u32) -> Cluster {
    let mut types = [0; 8];
    types[number as usize % 8] = 1;
    let forms = vec![(format!("name {number}"), Span { start: number, end: number + 1 })];
    Cluster { types, forms, gender: None, odds: 0.0, roles: Vec::new(), doubtful: false, merged: None }
}

proptest! {
    /// However clusters are put together: what a cluster has become is one that became nothing else, the first of all in
    /// it, has all mentions, and no name twice.
    #[test]
    fn merging_has_no_cycle_and_loses_nothing(
        count in 1u32..40,
        pairs in prop::collection::vec((0u32..40, 0u32..40), 0..120),
    ) {
        let mut clusters = Clusters { all: (0..count).map(cluster).collect(), of: Vec::new() };
        let mut first: Vec<u32> = (0..count).collect();
        for (a, b) in pairs.into_iter().map(|(a, b)| (a % count, b % count)) {
            clusters.merge(a, b);
            let (low, high) = (first[a as usize].min(first[b as usize]), first[a as usize].max(first[b as usize]));
            first.iter_mut().filter(|own| **own == high).for_each(|own| *own = low);
        }
        for number in 0..count {
            let root = clusters.root(number);
            prop_assert_eq!(root, first[number as usize]);
            prop_assert!(clusters.all[root as usize].merged.is_none());
        }
        let roots: Vec<&Cluster> = clusters.all.iter().filter(|cluster| cluster.merged.is_none()).collect();
        let mentions: u32 = roots.iter().flat_map(|cluster| cluster.types).sum();
        prop_assert_eq!(mentions, count);
        for cluster in roots {
            let mut names: Vec<&str> = cluster.forms.iter().map(|(name, _)| name.as_str()).collect();
            names.sort_unstable();
            let all = names.len();
            names.dedup();
            prop_assert_eq!(names.len(), all);
        }
    }
}

fn sentences() -> impl Strategy<Value = String> {
    const WHO: &[&str] =
        &["Ann Lee", "Lee", "Tom Lee", "Acme Corp.", "Kent University", "Oslo", "Herring", "Meng Wei", "Meng", "NATO"];
    const DOES: &[&str] = &["met", "sued", "left", "(also called", "praised", "and", ", a lawyer,", "in"];
    const WHOM: &[&str] =
        &["him", "her", "them", "the company", "the lawyer", "Ann Lee", "Norway", "Herring", "Kent", "it"];
    let sentence = (select(WHO), select(DOES), select(WHOM)).prop_map(|(a, b, c)| format!("{a} {b} {c}."));
    const SAID: &[&str] = &["He left.", "She slept.", "They sang.", "“No,” he said.", "“I see,” she said.\n\n"];
    let one = prop_oneof![3 => sentence, 1 => select(SAID).prop_map(str::to_owned)];
    proptest::collection::vec(one, 1..16).prop_map(|all| all.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// No entity has names of persons and of things, but where "he" or "she" stands for what only seemed a thing, or the
    /// text itself calls the two the same.
    #[test]
    fn exclusive_types_are_never_mixed(text in sentences()) {
        let before = with_names(&text);
        let found = resolved(&text);
        let person = |kind: EntityType| kind == EntityType::Person;
        for (number, entity) in (0..).zip(&found.entities) {
            let own = || found.mentions.iter().filter(move |m| m.entity == Some(number));
            let was = |span| before.mentions.iter().find(|m| m.kind == MentionKind::Name && m.span == span);
            let names = own().filter(|m| m.kind == MentionKind::Name);
            let kinds: Vec<EntityType> = names.filter_map(|m| was(m.span)).map(|m| m.entity_type).collect();
            let turned = own().any(|m| matches!(&*m.span.of(&text).to_lowercase(), "he" | "she" | "him" | "her"));
            let family_first = entity.name.of(&text).starts_with("Meng");
            let named_same = text.contains("also called");
            let mixed = kinds.iter().any(|kind| person(*kind) != person(entity.entity_type));
            prop_assert!(!mixed || turned || family_first || named_same, "{:?} in {text:?}", entity.name.of(&text));
        }
    }
}
