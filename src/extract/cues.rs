//! The cue lexicon: verbs that report speech, thought or intent, with all their forms. The list is `cues.txt`; this file
//! reads it and makes the regular forms.

use std::sync::LazyLock;

use super::lexicon::Lexicon;

static LIST: &str = include_str!("cues.txt");

/// What a verb can do, as flagged in `cues.txt`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner(u16);

impl Manner {
    pub const DIRECT: Manner = Manner(1);
    pub const THAT: Manner = Manner(2);
    pub const BARE: Manner = Manner(4);
    pub const ADDRESSEE: Manner = Manner(8);
    pub const WH: Manner = Manner(16);
    pub const INFINITIVE: Manner = Manner(32);
    pub const QUALIFY: Manner = Manner(64);
    pub const NOUN: Manner = Manner(128);
    pub const DENY: Manner = Manner(256);
    pub const DECLINE: Manner = Manner(512);
    pub const OBJECT: Manner = Manner(1024);

    /// All flags in one number.
    pub fn bits(self) -> u32 {
        u32::from(self.0)
    }

    pub fn can(self, other: Manner) -> bool {
        self.0 & other.0 != 0
    }

    fn of(flag: char) -> Option<Manner> {
        Some(match flag {
            'd' => Manner::DIRECT,
            't' => Manner::THAT,
            'z' => Manner::BARE,
            'a' => Manner::ADDRESSEE,
            'w' => Manner::WH,
            'i' => Manner::INFINITIVE,
            'q' => Manner::QUALIFY,
            'n' => Manner::NOUN,
            'x' => Manner::DENY,
            'y' => Manner::DECLINE,
            'o' => Manner::OBJECT,
            _ => return None,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Base,
    /// "says"
    Third,
    /// "saying"
    Gerund,
    /// "said", and the participle where it is the same word
    Past,
    /// "written"
    Participle,
}

/// One verb form. A verb with a particle ("point out") is entered under its first word.
#[derive(Clone, Copy, Debug)]
pub struct Verb {
    pub lemma: &'static str,
    pub form: Form,
    pub manner: Manner,
    /// The word that must follow.
    pub particle: Option<&'static str>,
}

static VERBS: LazyLock<Lexicon<Vec<Verb>>> = LazyLock::new(|| {
    let mut verbs: Lexicon<Vec<Verb>> = Lexicon::default();
    for (word, verb) in all() {
        let entries = verbs.get_or_insert_with(&word, Vec::new);
        if !entries.iter().any(|known| known.lemma == verb.lemma) {
            entries.push(verb);
        }
    }
    // A particle is better evidence than none, so those entries are tried first.
    for entries in verbs.values_mut() {
        entries.sort_by_key(|verb| verb.particle.is_none());
    }
    verbs
});

/// Each form of each verb of the list.
pub fn all() -> impl Iterator<Item = (String, Verb)> {
    LIST.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).flat_map(|line| {
        let mut words = line.split_whitespace();
        let lemma = words.next().unwrap_or("");
        let flags = words.next().unwrap_or("");
        let manner = Manner(flags.chars().filter_map(Manner::of).fold(0, |all, one| all | one.0));
        let (head, particle) = match lemma.split_once('_') {
            Some((head, particle)) => (head, Some(particle)),
            None => (lemma, None),
        };
        let past = words.next().map_or_else(|| regular_past(head), str::to_owned);
        let participle = words.next().map_or_else(|| past.clone(), str::to_owned);
        let forms = [
            (head.to_owned(), Form::Base),
            (third(head), Form::Third),
            (gerund(head, &past), Form::Gerund),
            (past, Form::Past),
            (participle, Form::Participle),
        ];
        forms.map(|(word, form)| (word, Verb { lemma, form, manner, particle }))
    })
}

/// The readings of a lower-case word as a reporting verb; those with a particle first.
pub fn lookup(word: &str) -> &'static [Verb] {
    VERBS.get(word).map_or(&[], |entries| entries)
}

fn vowel_before_y(verb: &str) -> bool {
    verb.len() >= 2 && "aeiou".contains(&verb[verb.len() - 2..verb.len() - 1])
}

fn regular_past(verb: &str) -> String {
    match verb {
        _ if verb.ends_with('e') => format!("{verb}d"),
        _ if verb.ends_with('y') && !vowel_before_y(verb) => format!("{}ied", &verb[..verb.len() - 1]),
        _ => format!("{verb}ed"),
    }
}

fn third(verb: &str) -> String {
    match verb {
        _ if verb.ends_with('y') && !vowel_before_y(verb) => format!("{}ies", &verb[..verb.len() - 1]),
        _ if ["s", "sh", "ch", "x", "z"].iter().any(|end| verb.ends_with(end)) || verb == "go" => format!("{verb}es"),
        _ => format!("{verb}s"),
    }
}

/// Doubles the last letter where the past does ("admitted", "admitting").
fn gerund(verb: &str, past: &str) -> String {
    let last = &verb[verb.len() - 1..];
    let cvc = ["cut", "hit", "bet", "spit", "begin", "shut"].contains(&verb);
    if cvc || past.strip_prefix(verb).and_then(|rest| rest.strip_suffix("ed")) == Some(last) {
        format!("{verb}{last}ing")
    } else if verb.ends_with('e') && !["see", "agree", "foresee", "disagree", "decree"].contains(&verb) {
        format!("{}ing", &verb[..verb.len() - 1])
    } else {
        format!("{verb}ing")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lemma_of(word: &str) -> Option<(&'static str, Form)> {
        lookup(word).first().map(|verb| (verb.lemma, verb.form))
    }

    #[test]
    fn forms() {
        assert_eq!(lemma_of("said"), Some(("say", Form::Past)));
        assert_eq!(lemma_of("tells"), Some(("tell", Form::Third)));
        assert_eq!(lemma_of("denies"), Some(("deny", Form::Third)));
        assert_eq!(lemma_of("admitting"), Some(("admit", Form::Gerund)));
        assert_eq!(lemma_of("written"), Some(("write", Form::Participle)));
        assert_eq!(lemma_of("acknowledging"), Some(("acknowledge", Form::Gerund)));
        assert_eq!(lemma_of("begun"), Some(("begin", Form::Participle)));
        assert_eq!(lemma_of("whispered"), Some(("whisper", Form::Past)));
        assert_eq!(lemma_of("pointed").map(|(lemma, _)| lemma), Some("point_out"));
        assert_eq!(lemma_of("table-top"), None);
    }

    #[test]
    fn the_list_is_clean() {
        let lemmas: Vec<&str> =
            LIST.lines().filter(|line| !line.starts_with('#')).filter_map(|l| l.split(' ').next()).collect();
        assert!(lemmas.len() > 400);
        for line in LIST.lines().filter(|line| !line.starts_with('#')) {
            let flags = line.split(' ').nth(1).unwrap_or("");
            assert!(!flags.is_empty() && flags.chars().all(|flag| Manner::of(flag).is_some()), "flags of {line:?}");
        }
    }
}
