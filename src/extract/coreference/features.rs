//! What is looked at of a pronoun and somebody it may stand for. Running and training both ask here.

use super::candidates::{Candidate, Kind, Wanted};
use super::clusters::{Cluster, Gender};
use super::syntax::{Function, Path};
use super::walk::Seen;

/// The features' names, for people; a feature is the number of its name with up to three things it looks at.
pub const TEMPLATES: &[&str] = &[
    "nobody: function",
    "nobody: word",
    "nobody: nearest",
    "nobody: how many",
    "kind, function",
    "same function",
    "function, sentences back",
    "one clause, function",
    "next to",
    "commands alone",
    "sentences back",
    "sentences back, own function, function",
    "sentences back, kind, function",
    "place among candidates, own function",
    "place among entities, own function",
    "paragraphs back",
    "gender",
    "type",
    "doubtful",
    "gender asked",
    "mentions so far",
    "mentions in all",
    "first in the article",
    "first name sounds",
    "one clause",
    "commands",
    "clauses between",
    "words between",
    "in quotations",
    "speaks",
    "subject in the sentence before",
    "pronoun before",
    "listed or apposed",
    "depth",
    "behind the pronoun",
    "form",
    "sentence's first",
    "inside",
    "words",
    "same word above",
    "speaks, sentences back",
    "nobody: speaks",
];

const fn number(name: &str) -> u32 {
    let mut at = 0;
    while at < TEMPLATES.len() {
        if same(TEMPLATES[at].as_bytes(), name.as_bytes()) {
            return at as u32 + 200;
        }
        at += 1;
    }
    panic!("no such template")
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// The name of the template with this number.
pub fn name(template: u32) -> &'static str {
    template.checked_sub(200).and_then(|at| TEMPLATES.get(at as usize)).copied().unwrap_or("?")
}

macro_rules! template {
    ($name:literal) => {
        const { number($name) }
    };
}

/// Where a candidate stands among those that can be meant.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rank {
    /// How many are nearer.
    pub nearer: u32,
    /// How many entities are.
    pub entities: u32,
}

fn bucket(count: u32, steps: &[u32]) -> u32 {
    steps.iter().take_while(|step| count >= **step).count() as u32
}

/// The pronoun's own side: what it does, with "they" apart from "he".
fn own(wanted: &Wanted) -> u32 {
    wanted.place.function as u32 * 8
        + u32::from(wanted.plural)
        + 2 * u32::from(wanted.thing)
        + 4 * u32::from(wanted.reflexive)
}

/// That nobody known is meant.
pub(super) fn nobody(wanted: &Wanted, nearest: Option<u32>, many: u32, add: &mut impl FnMut(u32, u32, u32, u32)) {
    let form = u32::from(wanted.plural) + 2 * u32::from(wanted.thing);
    add(template!("nobody: function"), own(wanted), 0, 0);
    add(template!("nobody: word"), form, u32::from(wanted.quotation.is_some()), 0);
    add(template!("nobody: nearest"), form, nearest.map_or(9, |distance| distance.min(5)), 0);
    add(template!("nobody: how many"), form, many.min(4), 0);
    add(template!("nobody: speaks"), form, u32::from(wanted.speaker), many.min(2));
}

/// A candidate's features.
pub(super) fn candidate(
    wanted: &Wanted,
    candidate: &Candidate,
    (cluster, seen): (Option<&Cluster>, Option<&Seen>),
    rank: Rank,
    path: Option<Path>,
    add: &mut impl FnMut(u32, u32, u32, u32),
) {
    let own = own(wanted);
    let form = u32::from(wanted.plural) + 2 * u32::from(wanted.thing);
    let behind = candidate.span.start > wanted.span.start;
    let back = if behind { 7 } else { wanted.sentence.saturating_sub(candidate.sentence).min(4) };
    let (function, kind) = (candidate.place.function as u32, candidate.kind as u32);
    let near = back.min(2) + 8 * u32::from(behind);
    add(template!("kind, function"), kind, function, form);
    add(template!("sentences back"), back, form, 0);
    add(template!("sentences back, own function, function"), near, own, function);
    let same = u32::from(candidate.place.function == wanted.place.function);
    add(template!("same function"), same, near, kind);
    add(template!("function, sentences back"), function, near, form);
    add(template!("sentences back, kind, function"), near, kind, function * 4 + form);
    add(template!("place among candidates, own function"), bucket(rank.nearer, &[1, 2, 3, 4, 6, 9]), own, near);
    add(template!("place among entities, own function"), rank.entities.min(4), own, near);
    add(template!("paragraphs back"), wanted.paragraph.saturating_sub(candidate.paragraph).min(3), form, back.min(1));
    let known = candidate.gender.is_some() || cluster.is_some_and(|cluster| cluster.gender.is_some());
    let told = seen.map_or(0, |seen| {
        let (same, other) = if wanted.gender == Some(Gender::Male) { (seen.he, seen.she) } else { (seen.she, seen.he) };
        same.min(3) + 4 * other.min(2)
    });
    add(template!("gender"), u32::from(known), kind, told);
    let doubtful = cluster.is_some_and(|cluster| cluster.doubtful);
    add(template!("doubtful"), u32::from(doubtful), u32::from(known), own);
    let asked = wanted.gender.map_or(9, |gender| gender as u32);
    add(template!("gender asked"), u32::from(known) + 2 * u32::from(doubtful), asked, kind);
    add(template!("type"), candidate.entity_type as u32, form, u32::from(candidate.plural));
    add(template!("form"), form, u32::from(candidate.plural), kind * 8 + candidate.entity_type as u32);
    if let (Some(cluster), Some(seen)) = (cluster, seen) {
        if cluster.gender.is_none() {
            let step = wanted.lean(cluster).map_or(9, |odds| (odds.clamp(-3.0, 3.0) + 3.5) as u32);
            add(template!("first name sounds"), step, form, 0);
        }
        let all = cluster.types.iter().sum::<u32>();
        add(template!("mentions so far"), bucket(seen.mentions, &[2, 3, 4, 6, 10]), near.min(3), form);
        add(template!("mentions in all"), bucket(all, &[2, 3, 5, 9]), near.min(3), form);
        add(template!("first in the article"), seen.number.min(3), form, near.min(3));
        let before = wanted.sentence.wrapping_sub(seen.subject);
        add(template!("subject in the sentence before"), before.min(3), own, u32::from(near == 0));
        let last = wanted.sentence.wrapping_sub(seen.pronoun);
        add(template!("pronoun before"), last.min(3), own, u32::from(near == 0));
        let words = cluster.forms.iter().any(|(form, _)| form.contains([' ', '-']));
        add(template!("words"), u32::from(words), kind, form);
    } else {
        add(template!("mentions so far"), 99, near.min(3), form);
    }
    let quoted = match (wanted.quotation, candidate.quotation) {
        (None, _) => 0,
        (Some(_), None) => 1,
        (Some(a), Some(b)) => 2 + u32::from(a == b),
    };
    add(template!("in quotations"), quoted, near, form);
    let speaks = u32::from(wanted.speaker) + 2 * u32::from(candidate.speaker);
    add(template!("speaks"), speaks, kind, form);
    add(template!("speaks, sentences back"), speaks, back, rank.entities.min(2));
    let listed = u32::from(candidate.place.listed) + 2 * u32::from(candidate.place.apposed);
    add(template!("listed or apposed"), listed, function, form);
    add(template!("depth"), u32::from(candidate.place.depth.min(2)), near, form);
    add(template!("sentence's first"), u32::from(candidate.subject), near, own);
    if let Some(path) = path {
        syntax(wanted, candidate, path, u32::from(behind), add);
    }
}

/// What the tree says of two in one sentence.
fn syntax(wanted: &Wanted, candidate: &Candidate, path: Path, behind: u32, add: &mut impl FnMut(u32, u32, u32, u32)) {
    let own = own(wanted) * 2 + behind;
    let function = candidate.place.function as u32;
    add(template!("one clause"), u32::from(path.together), own, function);
    let acts = matches!(candidate.place.function, Function::Subject | Function::Passive);
    let acted = matches!(wanted.place.function, Function::Object | Function::Oblique);
    add(template!("one clause, function"), u32::from(path.together), u32::from(acts), u32::from(acted) * 2 + behind);
    let beside = wanted.place.last.wrapping_sub(candidate.place.last).min(4);
    add(template!("next to"), beside, own, 0);
    let commands = u32::from(path.commands) + 2 * u32::from(path.commanded);
    add(template!("commands"), commands, own, function);
    add(template!("commands alone"), commands, behind, u32::from(path.together));
    add(template!("clauses between"), u32::from(path.up.min(3)), u32::from(path.down.min(3)), own * 16 + commands);
    add(template!("inside"), u32::from(path.inside), own, u32::from(candidate.kind == Kind::Name));
    let apart = candidate.place.head.abs_diff(wanted.place.head);
    add(template!("words between"), bucket(apart, &[2, 3, 4, 6, 9, 13, 20]), own, 0);
    if behind == 1 {
        add(template!("behind the pronoun"), u32::from(path.up.min(2)), own, function);
    }
    let governor = candidate.place.function == Function::Owner && candidate.place.governor == wanted.place.governor;
    add(template!("same word above"), u32::from(governor), own, 0);
}
