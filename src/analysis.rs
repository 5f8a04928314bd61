//! All that was found in one article, as plain data. Everything is a [`Span`] or an index into a sibling list; nothing
//! copies text. A stage reads the lists that stages before it filled and returns the next one.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::span::Span;

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

/// How a lemma is made from a form: so many characters off its end, these put there.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// Leaves capitals as they are.
    pub keep: bool,
    pub cut: u8,
    pub add: String,
}

impl Edit {
    pub fn apply<'t>(&self, form: &'t str) -> Cow<'t, str> {
        let form = if self.keep { Cow::Borrowed(form) } else { lower(form) };
        if self.cut == 0 && self.add.is_empty() {
            return form;
        }
        let kept = match usize::from(self.cut).checked_sub(1) {
            Some(last) => form.char_indices().rev().nth(last).map_or(0, |(at, _)| at),
            None => form.len(),
        };
        Cow::Owned(format!("{}{}", &form[..kept], self.add))
    }
}

/// In small letters and with straight apostrophes.
fn lower(form: &str) -> Cow<'_, str> {
    match form.chars().any(|c| c.is_uppercase() || c == '’') {
        true => Cow::Owned(form.to_lowercase().replace('’', "'")),
        false => Cow::Borrowed(form),
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

/// A string enum: the Rust name, the word in the tables, its meaning.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// The word used in the tables.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// The one the tables call `word`.
            pub fn named(word: &str) -> Option<$name> {
                match word {
                    $($word => Some($name::$variant),)*
                    _ => None,
                }
            }
        }
    };
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
        /// Subscribe, share, copyright.
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

/// A word or a mark as English treebanks cut them ("do" + "n't").
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    pub span: Span,
    pub pos: Pos,
    pub tag: Tag,
    /// How its lemma is made, into [`Analysis::edits`]; see [`Analysis::lemma`].
    pub edit: u16,
    pub relation: Relation,
    /// The token it depends on, into [`Analysis::tokens`]; itself for the root of its sentence.
    pub head: u32,
}

impl Token {
    /// A token nobody has looked at yet.
    pub fn new(span: Span) -> Self {
        Token { span, pos: Pos::Other, tag: Tag::Xx, edit: 0, relation: Relation::Dep, head: u32::MAX }
    }
}

words! {
    /// Universal part of speech (universaldependencies.org/u/pos).
    Pos {
        Adjective = "ADJ",
        Adposition = "ADP",
        Adverb = "ADV",
        Auxiliary = "AUX",
        Conjunction = "CCONJ",
        Determiner = "DET",
        Interjection = "INTJ",
        Noun = "NOUN",
        Numeral = "NUM",
        Particle = "PART",
        Pronoun = "PRON",
        ProperNoun = "PROPN",
        Punctuation = "PUNCT",
        Subordinator = "SCONJ",
        Symbol = "SYM",
        Verb = "VERB",
        Other = "X",
    }
}

words! {
    /// English part of speech, as the Penn Treebank and English Web Treebank have it.
    Tag {
        Dollar = "$",
        CloseQuote = "''",
        Comma = ",",
        OpenBracket = "-LRB-",
        CloseBracket = "-RRB-",
        Stop = ".",
        Colon = ":",
        OpenQuote = "``",
        Add = "ADD",
        Afx = "AFX",
        Cc = "CC",
        Cd = "CD",
        Dt = "DT",
        Ex = "EX",
        Fw = "FW",
        Gw = "GW",
        Hyph = "HYPH",
        In = "IN",
        Jj = "JJ",
        Jjr = "JJR",
        Jjs = "JJS",
        Ls = "LS",
        Md = "MD",
        Nfp = "NFP",
        Nn = "NN",
        Nnp = "NNP",
        Nnps = "NNPS",
        Nns = "NNS",
        Pdt = "PDT",
        Pos = "POS",
        Prp = "PRP",
        PrpPoss = "PRP$",
        Rb = "RB",
        Rbr = "RBR",
        Rbs = "RBS",
        Rp = "RP",
        Sym = "SYM",
        To = "TO",
        Uh = "UH",
        Vb = "VB",
        Vbd = "VBD",
        Vbg = "VBG",
        Vbn = "VBN",
        Vbp = "VBP",
        Vbz = "VBZ",
        Wdt = "WDT",
        Wp = "WP",
        WpPoss = "WP$",
        Wrb = "WRB",
        Xx = "XX",
    }
}

words! {
    /// Dependency relation, with the subtypes of English treebanks (universaldependencies.org/en/dep).
    Relation {
        Acl = "acl",
        AclRelcl = "acl:relcl",
        Advcl = "advcl",
        AdvclRelcl = "advcl:relcl",
        Advmod = "advmod",
        Amod = "amod",
        Appos = "appos",
        Aux = "aux",
        AuxPass = "aux:pass",
        Case = "case",
        Cc = "cc",
        CcPreconj = "cc:preconj",
        Ccomp = "ccomp",
        Compound = "compound",
        CompoundPrt = "compound:prt",
        Conj = "conj",
        Cop = "cop",
        Csubj = "csubj",
        CsubjOuter = "csubj:outer",
        CsubjPass = "csubj:pass",
        Dep = "dep",
        Det = "det",
        DetPredet = "det:predet",
        Discourse = "discourse",
        Dislocated = "dislocated",
        Expl = "expl",
        Fixed = "fixed",
        Flat = "flat",
        Goeswith = "goeswith",
        Iobj = "iobj",
        List = "list",
        Mark = "mark",
        Nmod = "nmod",
        NmodDesc = "nmod:desc",
        NmodPoss = "nmod:poss",
        NmodUnmarked = "nmod:unmarked",
        Nsubj = "nsubj",
        NsubjOuter = "nsubj:outer",
        NsubjPass = "nsubj:pass",
        Nummod = "nummod",
        Obj = "obj",
        Obl = "obl",
        OblAgent = "obl:agent",
        OblUnmarked = "obl:unmarked",
        Orphan = "orphan",
        Parataxis = "parataxis",
        Punct = "punct",
        Reparandum = "reparandum",
        Root = "root",
        Vocative = "vocative",
        Xcomp = "xcomp",
    }
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
