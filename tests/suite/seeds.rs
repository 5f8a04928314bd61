//! What a careful reader finds in two published articles that may lie beside the project. Their words belong to others,
//! so facts point at them: by paragraph (0-based), a few words, and names. Skipped where the articles are absent.

use std::path::PathBuf;

use quotient::analysis::{Analysis, Attribution, EntityType, Naming, Polarity, Quote, QuoteKind, Role, SourceKind};
use quotient::{Analyzer, Span};

use crate::generators::article;

enum Fact {
    /// A quote that starts in the paragraph and holds the words, its kind, and the speaker's name ("" is nobody named).
    Said(usize, &'static str, QuoteKind, &'static str),
    /// The words belong to the same quote as the other words of that paragraph.
    Same(usize, &'static str, &'static str),
    /// A quote that starts in the paragraph has this cue lemma, and its source's words hold these.
    Cue(usize, &'static str, &'static str),
    Polar(usize, Polarity),
    Found(usize, &'static str, Attribution),
    Teased(usize, &'static str),
    /// No quote consists of just these words.
    NoQuote(usize, &'static str),
    Source(&'static str, SourceKind),
    Naming(&'static str, Naming),
    Title(&'static str, &'static str),
    Affiliation(&'static str, &'static str),
    /// The words that introduce a source hold these.
    Described(&'static str, &'static str),
    Entity(&'static str, EntityType),
    /// Both are names of one entity.
    Alias(&'static str, &'static str),
    /// An entity with this name is mentioned by name at least so often.
    Named(&'static str, usize),
}

use Fact::{
    Affiliation, Alias, Cue, Described, Entity, Found, Named, NoQuote, Polar, Said, Same, Source, Teased, Title,
};
use QuoteKind::{Direct, Indirect, Mixed};

/// The article about users who change apps.
const MIGRATION: &[Fact] = &[
    Said(0, "Take my data", Direct, ""),
    Found(0, "Take my data", Attribution::Colon),
    Cue(1, "accuse", "administration"),
    Cue(1, "deny", "ByteDance"),
    Polar(1, Polarity::Denied),
    NoQuote(4, "tiktokrefugee"),
    Said(5, "They are trying", Direct, "penguinpepperpia"),
    Same(5, "They are trying", "They don’t ban"),
    Found(5, "They are trying", Attribution::Cue),
    Cue(5, "say", "user penguinpepperpia"),
    Said(6, "older people", Mixed, "penguinpepperpia"),
    Same(6, "older people", "steal your personal"),
    NoQuote(6, "older people"),
    Said(7, "That is why", Direct, "penguinpepperpia"),
    Cue(7, "say", "the user"),
    NoQuote(8, "refugees"),
    Said(9, "I know our", Direct, "Adham"),
    Same(9, "I know our", "Take it"),
    Said(10, "foolish", Mixed, "Milton Mueller"),
    NoQuote(10, "foolish"),
    Said(11, "deliciously ironical", Direct, "Milton Mueller"),
    Cue(11, "say", "he"),
    Same(11, "deliciously ironical", "put into place"),
    Said(12, "does seem as if", Direct, "Robyn Caplan"),
    Polar(13, Polarity::Declined),
    Cue(13, "comment", "Xiaohongshu"),
    Said(14, "small yard", Mixed, "Meng Bingchun"),
    NoQuote(14, "small yard, high fence"),
    Said(15, "The yard keeps", Direct, "Meng Bingchun"),
    Same(15, "The yard keeps", "Worse still"),
    NoQuote(18, "native"),
    Cue(20, "ask", "new users"),
    Said(21, "funny and ironic", Direct, "Amanda Zhang"),
    Said(22, "she was worried", Indirect, "Amanda Zhang"),
    Said(24, "main challenge to", Indirect, "Robyn Caplan"),
    Said(25, "My hunch is", Direct, "Meng Bingchun"),
    Same(25, "My hunch is", "The question now"),
    Teased(26, "shutting the"),
    Teased(27, "suspected to have"),
    Teased(28, "Our message to"),
    Teased(29, "security situation"),
    NoQuote(29, "emergency"),
    Source("AP", SourceKind::Reference),
    Source("penguinpepperpia", SourceKind::Account),
    Source("Milton Mueller", SourceKind::Person),
    Source("Robyn Caplan", SourceKind::Person),
    Source("Meng Bingchun", SourceKind::Person),
    Source("Amanda Zhang", SourceKind::Person),
    Source("new users", SourceKind::Group),
    Source("Adham", SourceKind::Account),
    Source("Joe Biden", SourceKind::Person),
    Source("ByteDance", SourceKind::Organization),
    Fact::Naming("new users", Naming::Anonymous),
    Fact::Naming("Robyn Caplan", Naming::Named),
    Fact::Naming("Amanda Zhang", Naming::Named),
    Fact::Naming("penguinpepperpia", Naming::Partial),
    Fact::Naming("Adham", Naming::Partial),
    Fact::Naming("Milton Mueller", Naming::Named),
    Title("Milton Mueller", "professor"),
    Title("Amanda Zhang", "content creator"),
    Title("penguinpepperpia", "user"),
    Title("Joe Biden", "President"),
    Affiliation("Adham", "Xiaohongshu"),
    Described("Amanda Zhang", "26"),
    Described("penguinpepperpia", "followers"),
    Described("Milton Mueller", "Supreme Court"),
    Affiliation("Milton Mueller", "Georgia Tech School of Public Policy"),
    Affiliation("Robyn Caplan", "Duke University"),
    Affiliation("Meng Bingchun", "London School of Economics"),
    Alias("Xiaohongshu", "小紅書"),
    Alias("Xiaohongshu", "Little Red Book"),
    Alias("Meng Bingchun", "Meng"),
    Alias("Robyn Caplan", "Caplan"),
    Entity("Joe Biden", EntityType::Person),
    Entity("Milton Mueller", EntityType::Person),
    Entity("Meng Bingchun", EntityType::Person),
    Entity("ByteDance", EntityType::Organization),
    Entity("Duke University", EntityType::Organization),
    Entity("China", EntityType::Place),
    Named("Xiaohongshu", 9),
    Named("TikTok", 7),
];

/// The commentary with its references at the end.
const COMMENTARY: &[Fact] = &[
    NoQuote(0, "TikTok refugees"),
    NoQuote(10, "TikTok refugees"),
    Cue(2, "cite", "government"),
    Cue(2, "assert", "government"),
    Cue(3, "encourage", "bloggers"),
    Said(4, "thousands are downloading", Indirect, ""),
    Cue(4, "note", "One user"),
    Cue(6, "feel", "many users"),
    Source("One user", SourceKind::Account),
    Source("U.S. government", SourceKind::Organization),
    Source("many users", SourceKind::Group),
    Source("American bloggers", SourceKind::Group),
    Title("One user", "user"),
    Affiliation("One user", "X"),
    Source("cgtn.com", SourceKind::Reference),
    Fact::Naming("One user", Naming::Anonymous),
    Alias("X", "Twitter"),
    Entity("ByteDance", EntityType::Organization),
    Entity("Meta", EntityType::Organization),
    Named("Xiaohongshu", 6),
    Named("TikTok", 6),
];

/// The words of the article about the migration that are not body text.
fn migration_role(paragraph: usize) -> Role {
    match paragraph {
        3 => Role::Credit,
        26..=29 => Role::Teaser,
        _ => Role::Body,
    }
}

fn commentary_role(paragraph: usize) -> Role {
    if paragraph >= 9 { Role::Reference } else { Role::Body }
}

struct Reading {
    text: String,
    found: Analysis,
}

impl Reading {
    fn words(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// All names of an entity.
    fn names(&self, entity: u32) -> impl Iterator<Item = &str> {
        let entity = &self.found.entities[entity as usize];
        std::iter::once(entity.name).chain(entity.aliases.iter().copied()).map(|name| self.words(name))
    }

    fn quotes_in(&self, paragraph: usize) -> impl Iterator<Item = &Quote> {
        let place = self.found.paragraphs.get(paragraph).map(|p| p.span).unwrap_or_default();
        self.found.quotes.iter().filter(move |quote| place.holds(quote.envelope().start))
    }

    fn quote(&self, paragraph: usize, words: &str) -> Option<&Quote> {
        self.quotes_in(paragraph).find(|quote| self.holds(quote, words))
    }

    fn holds(&self, quote: &Quote, words: &str) -> bool {
        quote.spans.iter().any(|&span| self.words(span).contains(words))
    }

    /// Whether the quote's speaker goes by `name`; "" asks for a speaker without a name.
    fn speaks(&self, quote: &Quote, name: &str) -> bool {
        let source = quote.source.map(|source| &self.found.sources[source as usize]);
        let entity = quote.speaker.or(source.and_then(|source| source.entity));
        let stated = source.and_then(|source| source.name).map(|name| self.words(name));
        if name.is_empty() {
            return entity.is_none() && stated.is_none();
        }
        entity.is_some_and(|entity| self.names(entity).any(|known| known == name)) || stated == Some(name)
    }

    fn sources(&self, name: &str) -> impl Iterator<Item = &quotient::analysis::Source> {
        self.found.sources.iter().filter(move |source| {
            source.name.is_some_and(|known| self.words(known) == name)
                || source.entity.is_some_and(|entity| self.names(entity).any(|known| known == name))
                || self.words(source.description).contains(name)
        })
    }

    fn true_of(&self, fact: &Fact) -> bool {
        let has = |span: Option<Span>, words: &str| span.is_some_and(|span| self.words(span).contains(words));
        let bare = |quote: &Quote| quote.envelope().trim_matches(&self.text, |c| !c.is_alphanumeric());
        match *fact {
            Said(paragraph, words, kind, speaker) => self
                .quotes_in(paragraph)
                .any(|quote| self.holds(quote, words) && quote.kind == kind && self.speaks(quote, speaker)),
            Same(paragraph, words, more) => self.quote(paragraph, words).is_some_and(|quote| self.holds(quote, more)),
            Cue(paragraph, lemma, source) => self.quotes_in(paragraph).any(|quote| {
                quote.cue.as_ref().is_some_and(|cue| cue.lemma.split_whitespace().any(|word| word == lemma))
                    && has(quote.source_span, source)
            }),
            Polar(paragraph, polarity) => self.quotes_in(paragraph).any(|quote| quote.polarity == polarity),
            Found(paragraph, words, how) => self.quote(paragraph, words).is_some_and(|quote| quote.attribution == how),
            Teased(paragraph, words) => self.quote(paragraph, words).is_some_and(|quote| quote.in_teaser),
            NoQuote(paragraph, words) => !self.quotes_in(paragraph).any(|quote| self.words(bare(quote)) == words),
            Source(name, kind) => self.sources(name).any(|source| source.kind == kind),
            Fact::Naming(name, naming) => self.sources(name).any(|source| source.naming == naming),
            Title(name, title) => self.sources(name).any(|source| has(source.title, title)),
            Affiliation(name, place) => self.sources(name).any(|source| has(source.affiliation, place)),
            Described(name, words) => self.sources(name).any(|source| has(Some(source.description), words)),
            Entity(name, kind) => {
                self.entity(name).is_some_and(|e| self.found.entities[e as usize].entity_type == kind)
            }
            Alias(name, other) => self.entity(name).is_some_and(|entity| self.names(entity).any(|n| n == other)),
            Named(name, times) => self.entity(name).is_some_and(|entity| {
                let named = |m: &&quotient::analysis::Mention| m.entity == Some(entity) && self.words(m.span) == name;
                self.found.mentions.iter().filter(named).count() >= times
            }),
        }
    }

    fn entity(&self, name: &str) -> Option<u32> {
        (0..self.found.entities.len() as u32).find(|&entity| self.names(entity).any(|known| known == name))
    }
}

impl std::fmt::Display for Fact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Said(p, words, kind, "") => write!(f, "¶{p} “{words} …” is {}, by nobody named", kind.as_str()),
            Said(p, words, kind, who) => write!(f, "¶{p} “{words} …” is {}, by {who}", kind.as_str()),
            Same(p, words, more) => write!(f, "¶{p} “{words} …” and “{more} …” are one quote"),
            Cue(p, lemma, source) => write!(f, "¶{p} has the cue “{lemma}” with the source “{source}”"),
            Polar(p, polarity) => write!(f, "¶{p} has a quote that is {}", polarity.as_str()),
            Found(p, words, how) => write!(f, "¶{p} “{words} …” is attributed by {}", how.as_str()),
            Teased(p, words) => write!(f, "¶{p} “{words} …” is a quote in a teaser"),
            NoQuote(p, words) => write!(f, "¶{p} “{words}” is no quote"),
            Source(name, kind) => write!(f, "the source {name} is of the kind {}", kind.as_str()),
            Fact::Naming(name, naming) => write!(f, "the source {name} is {}", naming.as_str()),
            Title(name, title) => write!(f, "{name} is introduced as {title}"),
            Affiliation(name, place) => write!(f, "{name} is with {place}"),
            Described(name, words) => write!(f, "{name} is introduced by words with “{words}”"),
            Entity(name, kind) => write!(f, "{name} is of the type {}", kind.as_str()),
            Alias(name, other) => write!(f, "{name} is also called {other}"),
            Named(name, times) => write!(f, "{name} is named at least {times} times"),
        }
    }
}

/// Reads one article of the two; `None` where they are absent.
fn reading(file: &str) -> Option<Reading> {
    let folder = std::env::var_os("QUOTIENT_SEEDS").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds"));
    let Ok(text) = std::fs::read_to_string(folder.join(file)) else {
        eprintln!("skipped: no {file} in {} (QUOTIENT_SEEDS names another folder)", folder.display());
        return None;
    };
    let found = Analyzer::new().analyze(&article(text.as_str()));
    Some(Reading { text, found })
}

fn check(file: &str, facts: &[Fact], n_paragraphs: usize, role: fn(usize) -> Role) {
    let Some(reading) = reading(file) else { return };
    let missed: Vec<&Fact> = facts.iter().filter(|fact| !reading.true_of(fact)).collect();
    missed.iter().for_each(|fact| println!("missed: {fact}"));
    println!("{file}: {} of {} facts hold", facts.len() - missed.len(), facts.len());

    let roles: Vec<Role> = reading.found.paragraphs.iter().map(|paragraph| paragraph.role).collect();
    assert_eq!(roles, (0..n_paragraphs).map(role).collect::<Vec<_>>(), "{file}: the roles of its paragraphs");
    let scare: Vec<String> = missed.iter().filter(|f| matches!(f, NoQuote(..))).map(|f| f.to_string()).collect();
    assert!(scare.is_empty(), "{file}: words in quotation marks taken for quotes: {scare:?}");
    assert!(3 * missed.len() <= facts.len(), "{file}: more than a third of the facts is missed (see above)");
}

#[test]
fn the_migration_is_read_as_a_careful_reader_does() {
    check("000_f9c129971dd8432b.txt", MIGRATION, 30, migration_role);
}

#[test]
fn the_commentary_is_read_as_a_careful_reader_does() {
    check("002_12d86d205cb26ee5.txt", COMMENTARY, 12, commentary_role);
}
