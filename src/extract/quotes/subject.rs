//! The words that name the source of a reporting clause, found without a parse: the noun phrase before the verb group, or
//! after it when the order is turned round.

use std::ops::Range;

use super::words::{Class, Word};

use Class::*;

/// Longest source taken, in words.
const LONGEST: usize = 40;

/// Where the reporting clause begins and which words are its subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    pub words: Range<usize>,
    /// First word of the clause, so that what stands before it is not the subject's.
    pub clause: usize,
}

/// The subject before the verb group that begins at `group`, looking no further back than `floor`.
pub fn before(words: &[Word], floor: usize, group: usize) -> Option<Subject> {
    let limit = floor.max(group.saturating_sub(LONGEST));
    let mut from = group;
    while from > limit && words[from - 1].quotation.is_none() && !words[from - 1].is_any(&[Semicolon, Colon, Stop]) {
        from -= 1;
    }
    let chunks = chunks(words, from, group);
    let last = chunks.last()?.clone();
    if last.is_empty() {
        return with_aside(words, &chunks[..chunks.len() - 1]);
    }
    if words[last.end - 1].is(Pronoun) {
        return Some(Subject { words: last.end - 1..last.end, clause: last.end - 1 });
    }
    if words[last.start].is(Relative) || (words[last.start].is(That) && chunks.len() > 1) {
        // "Sanders, who endorsed him and said": the name before the comma.
        let head = chunks.iter().rev().nth(1).filter(|chunk| !chunk.is_empty());
        return match head {
            Some(head) => Some(Subject { words: tail_phrase(words, head.clone())?, clause: last.start }),
            None => Some(Subject { words: last.start..last.start + 1, clause: last.start }),
        };
    }
    if words[group - 1].is(Conjunction) {
        // "She took the stage and said": whoever began the clause.
        let clause = chunks.iter().find(|chunk| !chunk.is_empty() && !adverbial(words, chunk)).unwrap_or(&last).clone();
        return Some(Subject { words: head_phrase(words, clause)?, clause: last.start });
    }
    let phrase = tail_phrase(words, last.clone())?;
    if phrase.start == last.start && names_only(words, &phrase) && chunks.len() > 1 {
        // "Smith, Jones and Brown said"
        let list = chunks[..chunks.len() - 1].iter().rev().take_while(|chunk| names_only(words, chunk)).last();
        if let (Some(first), true) = (list, words[phrase.clone()].iter().any(|w| w.is(Conjunction))) {
            return Some(Subject { words: first.start..phrase.end, clause: first.start });
        }
    }
    let clause = phrase.start;
    Some(Subject { words: phrase, clause })
}

/// Whoever begins the clause that holds the participle at `group` ("She sent an email saying").
pub fn of_clause(words: &[Word], floor: usize, group: usize) -> Option<Range<usize>> {
    let limit = floor.max(group.saturating_sub(LONGEST));
    let from = (limit..group).rev().find(|&at| words[at].quotation.is_some() || words[at].is_any(&[Semicolon, Colon]));
    let chunks = chunks(words, from.map_or(limit, |at| at + 1), group);
    let main = chunks.into_iter().find(|chunk| !chunk.is_empty() && !adverbial(words, chunk))?;
    head_phrase(words, main)
}

/// The subject after the verb group ("said Jane Doe, a spokeswoman"): from `start` up to `end`.
pub fn after(words: &[Word], start: usize, end: usize) -> Option<Range<usize>> {
    let first = words.get(start).filter(|_| start < end)?;
    if first.is(Pronoun) && !["it", "them", "him", "us", "me"].iter().any(|object| first.reads(object)) {
        return Some(start..start + 1);
    }
    if !first.is_any(&[Name, Determiner, Number, Lower]) && !first.reads("her") {
        return None;
    }
    let end = end.min(start + LONGEST);
    let mut at = start;
    let mut stop = None;
    while at < end && words[at].quotation.is_none() {
        match words[at].class {
            To if at > start && words.get(at + 1).is_some_and(|next| next.is_any(&[Name, Determiner])) => {}
            Dash if tight(words, at) => {}
            Stop | Colon | Semicolon | Relative | That | Subordinator | Auxiliary | Pronoun | Dash | To | Time => break,
            // The prepositions that tie an office to its holder; others begin a circumstance ("in a statement").
            Preposition if !["of", "for", "from", "at", "with"].iter().any(|tie| words[at].reads(tie)) => break,
            Conjunction if words.get(at + 1).is_none_or(|next| !next.is_any(&[Name, Determiner])) => break,
            Comma => {
                // An apposition goes on ("Tant, the party chairwoman"); anything else ends the phrase.
                stop.get_or_insert(at);
                let next = words.get(at + 1).filter(|_| at + 1 < end);
                if !next.is_some_and(|next| {
                    next.is_any(&[Determiner, Number]) || (next.is_any(&[Lower, Name]) && !participle(next))
                }) {
                    break;
                }
            }
            Lower if at > start && participle(&words[at]) && words[at - 1].is(Comma) => break,
            _ => {}
        }
        at += 1;
    }
    while at > start && words[at - 1].is_any(&[Comma, Preposition, Conjunction, Determiner, Adverb]) {
        at -= 1;
    }
    (at > start).then_some(start..at)
}

fn participle(word: &Word) -> bool {
    word.class == Lower && (word.text.ends_with("ing") || word.text.ends_with("ed")) && word.text.len() > 5
}

/// The parts between commas, the last one reaching to `end`.
fn chunks(words: &[Word], start: usize, end: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = start;
    for at in start..end {
        if words[at].is(Comma) || words[at].is(Dash) && !tight(words, at) {
            found.push(from..at);
            from = at + 1;
        }
    }
    found.push(from..end);
    found.into_iter().map(|chunk| strip(words, chunk)).collect()
}

/// A hyphen inside a word ("well-known") is no break.
fn tight(words: &[Word], at: usize) -> bool {
    at > 0 && words[at - 1].span.end == words[at].span.start && words[at].text == "-"
}

/// Without conjunctions and adverbs at its head.
fn strip(words: &[Word], chunk: Range<usize>) -> Range<usize> {
    let lead = words[chunk.clone()]
        .iter()
        .take_while(|w| w.is_any(&[Conjunction, Adverb, Subordinator]) || w.reads("as"))
        .count();
    chunk.start + lead..chunk.end
}

fn adverbial(words: &[Word], chunk: &Range<usize>) -> bool {
    words[chunk.start].is_any(&[Preposition, Time, Adverb, Subordinator, To, Number]) || participle(&words[chunk.start])
}

fn names_only(words: &[Word], chunk: &Range<usize>) -> bool {
    !chunk.is_empty() && words[chunk.clone()].iter().all(|w| w.is_any(&[Name, Conjunction, Genitive]) || w.is(Dash))
}

/// "X, who beat Y, said"; "X, a professor at Z, said": the first chunk that is no circumstance, with its apposition.
fn with_aside(words: &[Word], chunks: &[Range<usize>]) -> Option<Subject> {
    let main = chunks.iter().position(|chunk| !chunk.is_empty() && !adverbial(words, chunk))?;
    let phrase = if main == 0 { tail_phrase(words, chunks[0].clone())? } else { chunks[main].clone() };
    let mut end = phrase.end;
    for chunk in &chunks[main + 1..] {
        let first = chunk.clone().next().map(|at| &words[at]);
        if !first.is_some_and(|first| first.is_any(&[Determiner, Lower, Name, Number]) && !participle(first)) {
            break;
        }
        end = chunk.end;
    }
    Some(Subject { words: phrase.start..end, clause: phrase.start })
}

/// The noun phrase a clause begins with.
fn head_phrase(words: &[Word], clause: Range<usize>) -> Option<Range<usize>> {
    let mut end = clause.start;
    if words.get(end)?.is(Pronoun) {
        return Some(end..end + 1);
    }
    let part = |w: &Word| w.is_any(&[Name, Determiner, Number, Genitive, Mark]) || w.is(Dash);
    while end < clause.end {
        let noun = words[end].is(Lower) && !looks_finite(words, end, &clause);
        // "The mayor took": a determiner needs its noun; "user Adham": a common noun leads to its name.
        let lead = end == clause.start || words[end - 1].is(Determiner) || words[end - 1].is(Genitive);
        let titled =
            (end..clause.end.min(end + 4)).find(|&at| !words[at].is(Lower)).is_some_and(|at| words[at].is(Name));
        if !(part(&words[end]) || words[end].reads("of") && end > clause.start || noun && (lead || titled)) {
            break;
        }
        end += 1;
    }
    // "The U.S. government has": the noun after the names, when the verb group follows it.
    let verb = |at: usize| words.get(at).is_some_and(|w| w.is_any(&[Auxiliary, Adverb]));
    if end < clause.end && words[end].is(Lower) && verb(end + 1) {
        end += 1;
    }
    (end > clause.start).then_some(clause.start..end)
}

/// The noun phrase a chunk ends with: all of it unless a verb, a circumstance or another clause stands before.
fn tail_phrase(words: &[Word], chunk: Range<usize>) -> Option<Range<usize>> {
    let last = chunk.end.checked_sub(1).filter(|&last| last >= chunk.start)?;
    if words[last].is(Pronoun) {
        return Some(last..chunk.end);
    }
    let mut start = chunk.end;
    while start > chunk.start {
        let word = &words[start - 1];
        match word.class {
            Name | Number | Genitive | Adverb | Open | Close | Time | Dash => {}
            Lower => {
                if looks_finite(words, start - 1, &chunk) {
                    break;
                }
            }
            Determiner => {}
            Conjunction if start < chunk.end && words[start].is_any(&[Name, Determiner, Lower]) => {}
            // "In Ohio the mayor": the circumstance that opens a chunk is not part of the subject.
            Preposition | To if start - 1 > chunk.start => {}
            Mark => {}
            _ => break,
        }
        start -= 1;
    }
    while start < chunk.end && words[start].is_any(&[Conjunction, Adverb, Close, Dash, Preposition]) {
        start += 1;
    }
    if start == chunk.start + 1 && words[chunk.start].is_any(&[Preposition, Subordinator]) {
        // After "In a statement Smith" only the names at the end are safe.
        let names = words[start..chunk.end].iter().rev().take_while(|w| w.is(Name)).count();
        let noun = (chunk.end - start > names).then(|| &words[chunk.end - names - 1]);
        if names > 0 && noun.is_some_and(|noun| noun.is(Lower)) && words[start].is(Determiner) {
            start = chunk.end - names;
        }
    }
    if words[start..chunk.end].iter().all(|w| w.is_any(&[Time, Number])) {
        // "User Adham in a video posted on Monday said": only the day is left.
        return head_phrase(words, chunk);
    }
    (start < chunk.end).then_some(start..chunk.end)
}

/// Without tags a finite verb shows by its ending, and by what follows.
fn looks_finite(words: &[Word], at: usize, chunk: &Range<usize>) -> bool {
    let (word, next) = (&words[at], words.get(at + 1).filter(|_| at + 1 < chunk.end));
    let past = word.text.ends_with("ed") && word.text.len() > 4;
    past && next.is_some_and(|next| next.is_any(&[Determiner, Preposition, To, Pronoun, Adverb]))
}
