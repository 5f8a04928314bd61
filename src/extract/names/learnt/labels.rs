//! A label says where in a name of which kind a word stands: it ends one, stands outside, is one by itself, begins one, is
//! inside one. Numbered so that labels after which a name is closed, and labels that may follow them, lie together.

use crate::analysis::EntityType;

/// Kinds of names.
pub(crate) const KINDS: usize = EntityType::ALL.len();
pub(crate) const END: usize = 0;
pub(crate) const OUTSIDE: usize = KINDS;
pub(crate) const SINGLE: usize = KINDS + 1;
pub(crate) const BEGIN: usize = 2 * KINDS + 1;
pub(crate) const INSIDE: usize = 3 * KINDS + 1;
pub(crate) const LABELS: usize = 4 * KINDS + 1;
/// Labels below have no name open after them; those in `OUTSIDE..INSIDE` need none open before them.
pub(crate) const CLOSED: usize = BEGIN;

/// The label's place in its name (0 end, 1 single, 2 begin, 3 inside) and the name's kind.
pub(crate) fn parts(label: usize) -> Option<(usize, usize)> {
    match label {
        OUTSIDE => None,
        _ if label < OUTSIDE => Some((0, label)),
        _ => Some(((label - SINGLE) / KINDS + 1, (label - SINGLE) % KINDS)),
    }
}

/// The labels of a name with `count` words.
pub(crate) fn of(kind: EntityType, count: usize) -> impl Iterator<Item = usize> {
    let kind = kind as usize;
    (0..count).map(move |at| match (at, count) {
        (_, 1) => SINGLE + kind,
        (0, _) => BEGIN + kind,
        _ if at + 1 == count => END + kind,
        _ => INSIDE + kind,
    })
}

/// What people call the label: "B-person", "O".
pub(crate) fn name(label: usize) -> String {
    parts(label).map_or("O".to_owned(), |(place, kind)| {
        format!("{}-{}", ["E", "S", "B", "I"][place], EntityType::ALL[kind].as_str())
    })
}

/// The names in a row of labels: from and to (exclusive), and kind.
pub(crate) fn names(labels: &[u8]) -> Vec<(usize, usize, EntityType)> {
    let mut names = Vec::new();
    let mut start = 0;
    for (at, label) in labels.iter().enumerate() {
        match parts(*label as usize) {
            Some((1, kind)) => names.push((at, at + 1, EntityType::ALL[kind])),
            Some((2, _)) => start = at,
            Some((0, kind)) => names.push((start, at + 1, EntityType::ALL[kind])),
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_names_agree() {
        let kinds = [EntityType::Person, EntityType::Other];
        for kind in kinds {
            for count in 1..5 {
                let labels: Vec<u8> = of(kind, count).map(|label| label as u8).collect();
                assert_eq!(names(&labels), [(0, count, kind)]);
            }
        }
        let all: std::collections::BTreeSet<String> = (0..LABELS).map(name).collect();
        assert_eq!(all.len(), LABELS);
        assert_eq!(name(BEGIN), "B-person");
    }
}
