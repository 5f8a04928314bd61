//! Cue candidates of a unit: verb groups of the lexicon that may report something here.

use std::ops::Range;

use super::words::{Class, Word, lower};
use crate::analysis::Polarity;
use crate::extract::cues::{self, Form, Manner, Verb};

/// A verb group: "has repeatedly said", "did n't say", "pointed out".
#[derive(Clone, Debug)]
pub struct Group {
    pub lemma: String,
    pub manner: Manner,
    pub form: Form,
    /// With auxiliaries, negation and adverbs before it and the particle after it.
    pub words: Range<usize>,
    pub passive: bool,
    pub polarity: Polarity,
}

/// The verb group whose main verb stands at `at`, if that word reads as a reporting verb here.
pub fn group(words: &[Word], unit: &Range<usize>, at: usize) -> Option<Group> {
    let word = &words[at];
    if !word.cue || !word.is_any(&[Class::Lower, Class::Name, Class::Adverb]) {
        return None;
    }
    if hyphenated(words, at) {
        return None;
    }
    let mut buffer = [0; 16];
    let readings = cues::lookup(lower(word.text, &mut buffer)?);
    let next = |ahead: usize| words.get(at + ahead).filter(|_| at + ahead < unit.end);
    let verb =
        readings.iter().find(|verb| verb.particle.is_none_or(|particle| next(1).is_some_and(|n| n.reads(particle))))?;
    if word.class == Class::Name && at > unit.start && !headline_verb(verb, &words[at - 1]) {
        return None;
    }
    let start = group_start(words, unit, at);
    let lead = &words[start..at];
    let before = start.checked_sub(1).filter(|&b| b >= unit.start).map(|b| &words[b]);
    // "claims denied by China": a participle, and whoever made the claims is somebody else.
    let reduced = lead.is_empty() && next(1).is_some_and(|next| next.reads("by"));
    let near_quote = (at.saturating_sub(7).max(unit.start)..at).any(|at| words[at].quotation.is_some());
    // "a defiant message:" is a noun with its adjective, whatever follows.
    let described = verb.form == Form::Base
        && verb.manner.can(Manner::NOUN)
        && before.is_some_and(|before| before.is(Class::Lower))
        && start >= unit.start + 2
        && ["a", "an", "this", "his", "her", "its"].iter().any(|article| words[start - 2].reads(article));
    if reduced || described || !reads_as_verb(verb, lead, before, next(1), near_quote) {
        return None;
    }
    let end = at + 1 + usize::from(verb.particle.is_some());
    let be = |w: &Word| ["is", "are", "was", "were", "been", "being", "be"].iter().any(|be| w.reads(be));
    let passive = matches!(verb.form, Form::Past | Form::Participle) && lead.iter().any(be);
    let negated =
        lead.iter().any(|w| w.is(Class::Negation)) || words[unit.start].reads("neither") && at - unit.start < 12;
    let polarity = match () {
        _ if verb.manner.can(Manner::DECLINE) => Polarity::Declined,
        _ if verb.manner.can(Manner::DENY) && !negated => Polarity::Denied,
        _ if negated && !verb.manner.can(Manner::DENY) => Polarity::Declined,
        _ => Polarity::Asserted,
    };
    Some(Group { lemma: cues::lemma(verb), manner: verb.manner, form: verb.form, words: start..end, passive, polarity })
}

/// "de-emphasized", "on-demand": part of a longer word.
fn hyphenated(words: &[Word], at: usize) -> bool {
    let joins = |a: usize, b: usize, dash: usize| {
        words.get(dash).is_some_and(|w| w.text == "-") && words[a].span.end == words[b].span.start
    };
    at > 0 && joins(at - 1, at, at - 1) || at + 1 < words.len() && joins(at, at + 1, at + 1)
}

/// Walks back over "has repeatedly", "did not", "would also".
fn group_start(words: &[Word], unit: &Range<usize>, at: usize) -> usize {
    let mut start = at;
    while start > unit.start && words[start - 1].is_any(&[Class::Auxiliary, Class::Negation, Class::Adverb]) {
        start -= 1;
    }
    // An adverb alone belongs to the sentence, not to the verb group: "Later said" hardly occurs, "Later, he said" does.
    while start < at && words[start].is(Class::Adverb) && words[start].text.starts_with(char::is_uppercase) {
        start += 1;
    }
    start
}

/// In headlines verbs have capitals too ("Mayor Warns Council").
fn headline_verb(verb: &Verb, before: &Word) -> bool {
    matches!(verb.form, Form::Third | Form::Past) && !verb.manner.can(Manner::NOUN) && before.is(Class::Name)
}

fn reads_as_verb(verb: &Verb, lead: &[Word], before: Option<&Word>, next: Option<&Word>, near_quote: bool) -> bool {
    let auxiliary = lead.iter().any(|w| w.is(Class::Auxiliary));
    let Some(before) = before else {
        // First in the unit: "Said the mayor", "Asked about it", "Citing sources".
        return auxiliary || verb.form == Form::Gerund || verb.lemma == "say";
    };
    let noun = verb.manner.can(Manner::NOUN) && !auxiliary;
    match before.class {
        _ if before.quotation.is_some() => true,
        Class::Determiner | Class::Genitive => false,
        Class::To => verb.form == Form::Base && verb.manner.can(Manner::DECLINE),
        Class::Preposition => verb.form == Form::Gerund && !noun,
        Class::Auxiliary => true,
        Class::Number => !noun,
        Class::Lower if noun && matches!(verb.form, Form::Base | Form::Third) => {
            near_quote || next.is_some_and(|next| next.is_any(&[Class::That, Class::Colon]) || next.quotation.is_some())
        }
        _ => !(noun && next.is_some_and(|next| next.reads("of"))),
    }
}
