//! Tokens as the quote rules see them: a coarse class for each word, by closed lists, and whether it is quoted.

use std::ops::Range;
use std::sync::LazyLock;

use super::stretch::Stretch;
use crate::analysis::{Analysis, Quotation, Token};
use crate::extract::cues;
use crate::extract::lexicon::Lexicon;
use crate::span::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Comma,
    Stop,
    Colon,
    Semicolon,
    Dash,
    Open,
    Close,
    Mark,
    Determiner,
    Pronoun,
    Relative,
    That,
    To,
    Preposition,
    Conjunction,
    Subordinator,
    Auxiliary,
    Negation,
    Adverb,
    Genitive,
    Time,
    Number,
    /// Begins with a capital and is on no list.
    Name,
    Lower,
}

#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    pub text: &'a str,
    pub span: Span,
    pub class: Class,
    /// Whether it is a form of a reporting verb.
    pub cue: bool,
    /// The outermost quotation this word stands in, its marks included.
    pub quotation: Option<u32>,
}

impl Word<'_> {
    pub fn is(&self, class: Class) -> bool {
        self.quotation.is_none() && self.class == class
    }

    pub fn is_any(&self, classes: &[Class]) -> bool {
        self.quotation.is_none() && classes.contains(&self.class)
    }

    /// Whether it is this lower-case word, quoted or not.
    pub fn reads(&self, lower: &str) -> bool {
        self.text.eq_ignore_ascii_case(lower)
    }

    /// A word rather than a mark.
    pub fn is_word(&self) -> bool {
        use Class::*;
        !matches!(self.class, Comma | Stop | Colon | Semicolon | Dash | Open | Close | Mark)
    }
}

/// What is known of a lower-case word.
#[derive(Clone, Copy, Default)]
struct Listed {
    class: Option<Class>,
    /// Whether it is a form of a reporting verb.
    cue: bool,
}

/// Both in one, for each word of each article is looked up.
static LISTED: LazyLock<Lexicon<Listed>> = LazyLock::new(|| {
    use Class::*;
    let lists: &[(Class, &str)] = &[
        (
            Determiner,
            "the a an this these those my your his her its our their some any no each every both another several many few most all one two three four five six seven eight nine ten other such",
        ),
        (
            Pronoun,
            "i he she they we it you everyone everybody someone somebody nobody others anyone him them us me himself herself themselves itself",
        ),
        (Relative, "who whom whose which"),
        (That, "that"),
        (To, "to"),
        (
            Preposition,
            "of in on at for from with by about into over under between among against during through across behind beyond near since until till toward towards upon within without per via despite amid like than as outside inside following regarding concerning including along around above below",
        ),
        (Conjunction, "and or but nor yet so plus"),
        (
            Subordinator,
            "because when if while although though after before unless where whether how why what once whenever whereas lest",
        ),
        (
            Auxiliary,
            "has have had having is are was were be been being am do does did will would can could may might must shall should 'll 'd 've 're 'm ’ll ’d ’ve ’re ’m ca wo",
        ),
        (Negation, "not n't n’t never neither nor"),
        (
            Adverb,
            "also later then now still just even only again once already soon earlier recently previously publicly privately repeatedly simply further meanwhile however therefore instead perhaps maybe often always sometimes first too almost nearly thus hence indeed though moreover quietly flatly there here bluntly afterward afterwards yesterday today tonight tomorrow",
        ),
        (Genitive, "'s ’s ' ’"),
        (
            Time,
            "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan. feb. aug. sept. oct. nov. dec.",
        ),
    ];
    let mut listed: Lexicon<Listed> = Lexicon::default();
    for (class, list) in lists {
        for word in list.split(' ') {
            listed.get_or_insert_with(word, Listed::default).class.get_or_insert(*class);
        }
    }
    for (word, _) in cues::all() {
        listed.get_or_insert_with(&word, Listed::default).cue = true;
    }
    listed
});

/// No listed word is longer.
const LONGEST: usize = 16;

/// Lower-cases a short ASCII-or-not word into `buffer`; `None` when it is too long to be on any list.
pub fn lower<'b>(word: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    let bytes = word.as_bytes();
    let room = buffer.get_mut(..bytes.len())?;
    room.copy_from_slice(bytes);
    room.make_ascii_lowercase();
    std::str::from_utf8(room).ok()
}

/// The class of `word`, which the lists have as `listed`.
fn class(word: &str, listed: Option<Class>) -> Class {
    let first = word.chars().next().unwrap_or(' ');
    match word {
        "," => return Class::Comma,
        ":" => return Class::Colon,
        ";" => return Class::Semicolon,
        "—" | "–" | "-" | "--" | "―" => return Class::Dash,
        "(" | "[" | "{" => return Class::Open,
        ")" | "]" | "}" => return Class::Close,
        "." | "!" | "?" | "…" | "..." => return Class::Stop,
        "\"" | "“" | "”" | "„" | "«" | "»" | "‘" | "「" | "」" | "''" | "``" => return Class::Mark,
        _ => {}
    }
    match listed {
        // "May" and "March" are months, "may" is not; "IT" and "US" are names.
        Some(Class::Auxiliary) if word == "May" => Class::Time,
        Some(Class::Time) if first.is_lowercase() => {
            if word == "may" {
                Class::Auxiliary
            } else {
                Class::Lower
            }
        }
        Some(Class::Pronoun) if word.len() > 1 && word.chars().all(char::is_uppercase) => Class::Name,
        Some(class) => class,
        None if first.is_numeric() => Class::Number,
        None if first.is_uppercase() => Class::Name,
        None if word.len() > 4 && word.ends_with("ly") => Class::Adverb,
        None if !first.is_alphanumeric() && !matches!(first, '@' | '#' | '$' | '£' | '€') => Class::Mark,
        None => Class::Lower,
    }
}

/// A nickname between two names ("Marcia “Cia” Price") is part of the name, not a quotation to reckon with.
fn is_nickname(text: &str, quotation: &Quotation) -> bool {
    let inner = quotation.inner.of(text);
    let capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    let start = quotation.span.start as usize;
    // A name is short: looking further back would read the text again for each quotation.
    let floor = (start.saturating_sub(24)..=start).find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    let before = text[floor..start].trim_end_matches(' ').rsplit(' ').next();
    let after = text[quotation.span.end as usize..].strip_prefix(' ');
    inner.len() <= 16
        && !inner.contains(' ')
        && capital(inner.chars().next())
        && before.is_some_and(|word| capital(word.chars().next()) && word.ends_with(char::is_alphabetic))
        && after.is_some_and(|rest| capital(rest.chars().next()))
}

/// The words of a stretch, one per token.
pub fn classify<'a>(text: &'a str, found: &Analysis, stretch: Stretch) -> Vec<Word<'a>> {
    let start = stretch.tokens.first().map_or(0, |token| token.span.start);
    let from = found.quotations.partition_point(|q| q.span.start < start);
    let outermost = |at: &usize| found.quotations[*at].parent.map(|parent| parent as usize);
    let from = from.checked_sub(1).and_then(|last| std::iter::successors(Some(last), outermost).last()).unwrap_or(0);
    let quotations = found.quotations.iter().enumerate().skip(from);
    let mut outer = quotations.filter(|(_, q)| q.parent.is_none() && !is_nickname(text, q)).peekable();
    stretch
        .tokens
        .iter()
        .map(|&Token { span, .. }| {
            while outer.next_if(|(_, q)| q.span.end <= span.start).is_some() {}
            let quotation = outer.peek().filter(|(_, q)| q.span.holds(span.start)).map(|(index, _)| *index as u32);
            let text = span.of(text);
            let mut buffer = [0; LONGEST];
            let listed = lower(text, &mut buffer).and_then(|lower| LISTED.get(lower)).copied().unwrap_or_default();
            Word { text, span, class: class(text, listed.class), cue: listed.cue, quotation }
        })
        .collect()
}

/// From the first to the last word of `range`; `None` when it is empty.
pub fn cover(words: &[Word], range: Range<usize>) -> Option<Span> {
    let part = words.get(range)?;
    Some(part.first()?.span.cover(part.last()?.span))
}
