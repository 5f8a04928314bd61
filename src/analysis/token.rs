//! A token, and what a tagger and a parser say of it.

use super::words::words;
use crate::span::Span;

/// A word or a mark as English treebanks cut them ("do" + "n't").
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    pub span: Span,
    pub pos: Pos,
    pub tag: Tag,
    /// How its lemma is made, into [`super::Analysis::edits`]; see [`super::Analysis::lemma`].
    pub edit: u16,
    pub relation: Relation,
    /// The token it depends on, into [`super::Analysis::tokens`]; itself for the root of its sentence.
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
