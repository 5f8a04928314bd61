//! All that was found in one article, as plain data. Everything is a [`Span`] or an index into a sibling list; nothing
//! copies text. A stage reads the lists that stages before it filled and returns the next one.

mod lemma;
mod token;
mod words;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::span::Span;
use lemma::lower;
use words::words;

pub use lemma::Edit;
pub use token::{Pos, Relation, Tag, Token};

#[derive(Clone, Debug, Default)]
pub struct Analysis {
    pub paragraphs: Vec<Paragraph>,
    pub sentences: Vec<Sentence>,
    pub tokens: Vec<Token>,
    /// Stretches in quotation marks, in order of their start; see [`Quotation`].
    pub quotations: Vec<Quotation>,
    pub mentions: Vec<Mention>,
    /// Dates, sums of money and the like, in order and apart from each other.
    pub values: Vec<Value>,
    pub entities: Vec<Entity>,
    pub quotes: Vec<Quote>,
    pub sources: Vec<Source>,
    /// Facts about the article that its own text states.
    pub stated: Stated,
    /// When the article was published, as its source says: microseconds since 1970-01-01 UTC. Set before the first stage.
    pub published_at: Option<i64>,
    /// The paragraphs that the source marks, if it does: see [`Article::marked`](crate::article::Article::marked). Set before
    /// the first stage.
    pub marked: Vec<(Span, Role)>,
    /// What [`Token::edit`] counts in: the same list for all articles.
    pub edits: Arc<[Edit]>,
}

impl Analysis {
    /// The dictionary form of a token: "say" for "said". In small letters, unless it is a name.
    pub fn lemma<'t>(&self, text: &'t str, token: &Token) -> Cow<'t, str> {
        let form = token.span.of(text);
        self.edits.get(usize::from(token.edit)).map_or_else(|| lower(form), |edit| edit.apply(form))
    }
}

/// What the text says about itself in its first lines.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stated {
    pub title: Option<Span>,
    /// The names after "By".
    pub byline: Option<Span>,
    /// The agency in a dateline ("AP").
    pub publisher: Option<Span>,
    /// Microseconds since 1970-01-01 UTC.
    pub published_at: Option<i64>,
}

words! {
    /// What a paragraph is to the article.
    Role {
        Headline = "headline",
        Byline = "byline",
        Dateline = "dateline",
        Body = "body",
        Subheading = "subheading",
        List = "list",
        Caption = "caption",
        /// "Photo: AP"
        Credit = "credit",
        /// "Reference(s):", a bare link or outlet at the end.
        Reference = "reference",
        /// The start of another story.
        Teaser = "teaser",
        /// Subscribe, share, copyright; and what is no prose: thousands of marks or single letters.
        Boilerplate = "boilerplate",
        Correction = "correction",
    }
}

impl Role {
    /// Whether the paragraph is the article itself; only these count.
    pub fn is_article(self) -> bool {
        matches!(self, Role::Headline | Role::Body | Role::Subheading | Role::List | Role::Caption)
    }

    /// Whether sentences of this paragraph can hold quotes at all (a teaser's belong to another story).
    pub fn may_quote(self) -> bool {
        self.is_article() || self == Role::Teaser
    }
}

/// Paragraphs tile the text in order; the white space between them belongs to none.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    pub span: Span,
    pub role: Role,
    /// Into [`Analysis::sentences`].
    pub sentences: Range<u32>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    pub span: Span,
    pub paragraph: u32,
    /// Into [`Analysis::tokens`].
    pub tokens: Range<u32>,
}

words! {
    /// The family of a pair of quotation marks.
    Marks {
        Double = "double",
        Single = "single",
        Guillemets = "guillemets",
        Corner = "corner",
    }
}

/// A stretch in quotation marks within one paragraph. One that runs over several paragraphs is one `Quotation` each,
/// chained by `continues`.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// With its marks. One never closed ends where its words end.
    pub span: Span,
    /// Without its marks.
    pub inner: Span,
    pub marks: Marks,
    pub paragraph: u32,
    /// The quotation that holds this one, into [`Analysis::quotations`].
    pub parent: Option<u32>,
    /// Whether the closing mark is there.
    pub closed: bool,
    /// The quotation of an earlier paragraph that goes on here (an opener repeated without a closer between).
    pub continues: Option<u32>,
}

words! {
    MentionKind {
        Name = "name",
        Nominal = "nominal",
        Pronoun = "pronoun",
    }
}

words! {
    EntityType {
        Person = "person",
        Organization = "organization",
        Place = "place",
        /// Nationality, party, religion.
        Group = "group",
        Event = "event",
        Work = "work",
        Product = "product",
        Other = "other",
    }
}

/// Words that name, describe or stand for someone or something.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Without titles ("Mr.", "President") and possessive endings.
    pub span: Span,
    pub kind: MentionKind,
    pub entity_type: EntityType,
    pub sentence: u32,
    /// Into [`Analysis::entities`]; `None` for a pronoun or description nobody could settle.
    pub entity: Option<u32>,
    pub confidence: f32,
}

words! {
    /// What a value is.
    ValueType {
        /// "@name", an account.
        Handle = "handle",
        Url = "url",
        Email = "email",
        Date = "date",
        Money = "money",
        Percent = "percent",
    }
}

/// Words that are told by their form and stand for no entity. In the table `mentions` their kind is [`Value::KIND`].
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    pub span: Span,
    pub value_type: ValueType,
    /// What it comes to, in one form for all ways of writing it; `None` where the article does not say enough.
    pub value: Option<String>,
    pub sentence: u32,
    pub confidence: f32,
}

impl Value {
    /// What the tables call them beside the words of [`MentionKind`].
    pub const KIND: &str = "value";
}

/// One person, organization, place … of this article, however often it is mentioned.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    pub entity_type: EntityType,
    /// The fullest form.
    pub name: Span,
    /// Other names, one span each, in text order.
    pub aliases: Vec<Span>,
}

words! {
    QuoteKind {
        /// All inside quotation marks.
        Direct = "direct",
        /// Partly inside.
        Mixed = "mixed",
        Indirect = "indirect",
    }
}

words! {
    /// How the speaker was found.
    Attribution {
        Cue = "cue",
        Continuation = "continuation",
        Colon = "colon",
        AccordingTo = "according_to",
        Coreference = "coreference",
        Nobody = "none",
    }
}

words! {
    Polarity {
        Asserted = "asserted",
        Denied = "denied",
        Declined = "declined",
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    pub span: Span,
    /// Dictionary form: "say", "according to", ":".
    pub lemma: String,
}

/// One attribution: words, and who they belong to.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    pub kind: QuoteKind,
    /// The words, with their quotation marks; several when the cue interrupts. In order, never empty.
    pub spans: Vec<Span>,
    /// The sentence that holds the first span.
    pub sentence: u32,
    pub cue: Option<Cue>,
    /// The words that name the source here ("he", "Duke University's Robyn Caplan").
    pub source_span: Option<Span>,
    /// Into [`Analysis::sources`].
    pub source: Option<u32>,
    /// The resolved speaker, into [`Analysis::entities`].
    pub speaker: Option<u32>,
    pub attribution: Attribution,
    pub polarity: Polarity,
    /// Whether it stands in a teaser, so belongs to another story.
    pub in_teaser: bool,
    /// The quote that holds this one, into [`Analysis::quotes`].
    pub parent: Option<u32>,
    pub confidence: f32,
}

impl Quote {
    /// From the first to the last of its words.
    pub fn envelope(&self) -> Span {
        self.spans.iter().copied().reduce(Span::cover).unwrap_or_default()
    }
}

words! {
    SourceKind {
        Person = "person",
        Organization = "organization",
        /// "residents", "new users"
        Group = "group",
        /// Report, lawsuit, memo.
        Document = "document",
        Poll = "poll",
        /// Another outlet.
        Media = "media",
        /// A social-media user.
        Account = "account",
        /// The article's own references and photo credits.
        Reference = "reference",
    }
}

words! {
    Naming {
        Named = "named",
        /// First name or handle only.
        Partial = "partial",
        Anonymous = "anonymous",
    }
}

/// Someone or something quoted or cited, described as the article does.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub kind: SourceKind,
    pub name: Option<Span>,
    pub naming: Naming,
    pub title: Option<Span>,
    pub affiliation: Option<Span>,
    /// The fullest phrase that introduces it.
    pub description: Span,
    pub entity: Option<u32>,
    /// Where it is first named or described.
    pub first_start: u32,
    pub in_teaser: bool,
}
