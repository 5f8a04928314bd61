//! What mentions are to the trees of their sentences: subjects, objects, owners, and whether one commands the other. Where
//! nobody has parsed, all of it is unknown.

use std::ops::Range;

use crate::analysis::{Pos, Relation, Token};

/// Steps up a tree that are taken at most; trees of prose are lower.
const HEIGHT: usize = 24;

/// What a mention is to the word it depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Function {
    Subject,
    Passive,
    Object,
    Oblique,
    Owner,
    /// "the king of **Norway**"
    Modifier,
    /// "the **Acme** deal"
    Compound,
    /// The root or a predicate.
    Predicate,
    #[default]
    Other,
}

/// Where a mention stands in its tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Its own head, and its last word.
    pub head: u32,
    pub last: u32,
    /// The head of the phrase that it names or lists: itself, or the first of a list, or what it is in apposition to.
    pub top: u32,
    /// The word the phrase depends on; itself for a root.
    pub governor: u32,
    pub function: Function,
    pub listed: bool,
    pub apposed: bool,
    /// Clauses above it.
    pub depth: u8,
}

/// Two mentions of one sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Path {
    /// They depend on one word, or on verbs that share a subject ("Lee left and **sold** it", "Lee tried to **sell** it").
    pub together: bool,
    /// What the candidate depends on is above the pronoun, or the other way round.
    pub commands: bool,
    pub commanded: bool,
    /// The pronoun stands within the candidate's own phrase ("**his** friend **Lee**").
    pub inside: bool,
    /// Clauses from the pronoun, and from the candidate, up to where their ways meet.
    pub up: u8,
    pub down: u8,
}

fn parent(tokens: &[Token], at: usize) -> Option<usize> {
    let head = tokens.get(at)?.head as usize;
    (head != at && head < tokens.len()).then_some(head)
}

/// Whether a clause begins where a word depends so.
fn clause(relation: Relation) -> bool {
    use Relation as R;
    matches!(
        relation,
        R::Acl
            | R::AclRelcl
            | R::Advcl
            | R::AdvclRelcl
            | R::Ccomp
            | R::Csubj
            | R::CsubjPass
            | R::CsubjOuter
            | R::Parataxis
    )
}

/// The word of `range` that depends on none of the others.
pub(super) fn head_of(tokens: &[Token], range: Range<usize>) -> usize {
    let outside = |at: &usize| {
        tokens.get(*at).is_some_and(|token| !range.contains(&(token.head as usize)) || token.head as usize == *at)
    };
    range.clone().find(outside).unwrap_or(range.start)
}

pub(super) fn place(tokens: &[Token], range: Range<usize>) -> Place {
    use Relation as R;
    let last = range.end.max(range.start + 1) as u32 - 1;
    let head = head_of(tokens, range);
    let mut place = Place { head: head as u32, last, top: head as u32, governor: head as u32, ..Place::default() };
    let mut top = head;
    for _ in 0..4 {
        let Some(token) = tokens.get(top) else { return place };
        match token.relation {
            R::Appos => place.apposed = true,
            R::Conj => place.listed = true,
            R::Flat | R::Goeswith | R::Fixed | R::NmodDesc => {}
            _ => break,
        }
        let Some(up) = parent(tokens, top) else { break };
        // A clause joined to another by "and" is no list of names.
        if token.relation == R::Conj && matches!(tokens[up].pos, Pos::Verb | Pos::Auxiliary) {
            break;
        }
        top = up;
    }
    place.top = top as u32;
    let Some(token) = tokens.get(top) else { return place };
    place.function = match token.relation {
        R::Nsubj | R::NsubjOuter | R::Csubj | R::CsubjOuter => Function::Subject,
        R::NsubjPass | R::CsubjPass => Function::Passive,
        R::Obj | R::Iobj => Function::Object,
        R::Obl | R::OblAgent | R::OblUnmarked => Function::Oblique,
        R::NmodPoss => Function::Owner,
        R::Nmod | R::NmodUnmarked => Function::Modifier,
        R::Compound => Function::Compound,
        R::Root | R::Ccomp | R::Advcl | R::Parataxis | R::Xcomp => Function::Predicate,
        _ => Function::Other,
    };
    place.governor = parent(tokens, top).unwrap_or(top) as u32;
    let mut at = top;
    for _ in 0..HEIGHT {
        place.depth += u8::from(clause(tokens[at].relation));
        let Some(up) = parent(tokens, at) else { break };
        at = up;
    }
    place
}

/// Whether the verb `at` has its subject from the verb above it.
fn controlled(relation: Relation) -> bool {
    matches!(relation, Relation::Conj | Relation::Xcomp | Relation::Advcl)
}

/// `acted` says which words have subjects of their own.
pub(super) fn path(tokens: &[Token], acted: &[bool], pronoun: &Place, candidate: &Place) -> Path {
    let mut verb = pronoun.governor as usize;
    let mut together = verb as u32 == candidate.governor;
    for _ in 0..4 {
        if acted.get(verb).is_none_or(|acted| *acted) || !controlled(tokens[verb].relation) {
            break;
        }
        let Some(up) = parent(tokens, verb) else { break };
        verb = up;
        together |= verb as u32 == candidate.governor;
    }
    // What is above the pronoun, each with the clauses on the way there.
    let mut above = [(0u32, 0u8); HEIGHT];
    let (mut at, mut clauses, mut count) = (pronoun.head as usize, 0u8, 0);
    while count < HEIGHT {
        above[count] = (at as u32, clauses);
        count += 1;
        let Some(up) = parent(tokens, at) else { break };
        clauses += u8::from(clause(tokens[at].relation));
        at = up;
    }
    let above = &above[..count];
    let mut found = Path {
        together,
        commands: above.iter().skip(1).any(|(up, _)| *up == candidate.governor),
        inside: above.iter().skip(1).any(|(up, _)| *up == candidate.top),
        ..Path::default()
    };
    let (mut at, mut clauses) = (candidate.head as usize, 0u8);
    for step in 0..HEIGHT {
        found.commanded |= step > 0 && at as u32 == pronoun.governor;
        if let Some((_, up)) = above.iter().find(|(up, _)| *up == at as u32) {
            (found.up, found.down) = (*up, clauses);
            found.commanded |= at as u32 == pronoun.governor;
            break;
        }
        let Some(up) = parent(tokens, at) else { break };
        clauses += u8::from(clause(tokens[at].relation));
        at = up;
    }
    found
}
