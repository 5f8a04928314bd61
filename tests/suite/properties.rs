//! What holds for any text: everything found lies where it may lie, and time grows with length only.

use std::time::Duration;
use std::{fs, path::Path};

use proptest::prelude::*;
use quotient::analysis::{Analysis, Quote};
use quotient::{Analyzer, Span};

use crate::clock::worked;
use crate::generators::{MARKS, article, jumble, mutated, newslike};

/// Characters that show nothing: stages may leave them between paragraphs, sentences and tokens.
fn shows_nothing(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether `parts` lie in `whole` in order, without overlap, and hold all that shows.
fn tiles(
    text: &str,
    whole: Span,
    parts: impl Iterator<Item = Span>,
    may_stand_between: fn(char) -> bool,
) -> Result<(), String> {
    let mut end = whole.start;
    for part in parts.chain([Span { start: whole.end, end: whole.end }]) {
        if part.start < end || part.end < part.start || part.end > whole.end {
            return Err(format!("{part:?} is out of order or outside {whole:?}"));
        }
        let between = Span { start: end, end: part.start };
        if !between.of(text).chars().all(may_stand_between) {
            return Err(format!("{between:?} {:?} belongs to nothing", between.of(text)));
        }
        end = part.end;
    }
    Ok(())
}

fn all_spans(found: &Analysis) -> Vec<(&'static str, Span)> {
    let mut spans = Vec::new();
    spans.extend(found.paragraphs.iter().map(|x| ("paragraph", x.span)));
    spans.extend(found.sentences.iter().map(|x| ("sentence", x.span)));
    spans.extend(found.tokens.iter().map(|x| ("token", x.span)));
    spans.extend(found.quotations.iter().map(|x| ("quotation", x.span)));
    spans.extend(found.mentions.iter().map(|x| ("mention", x.span)));
    spans.extend(found.values.iter().map(|x| ("value", x.span)));
    spans.extend(found.entities.iter().map(|x| ("entity name", x.name)));
    spans.extend(found.entities.iter().flat_map(|x| x.aliases.iter().map(|&alias| ("alias", alias))));
    spans.extend(found.quotes.iter().flat_map(|x| x.spans.iter().map(|&span| ("quote", span))));
    spans.extend(found.quotes.iter().filter_map(|x| Some(("cue", x.cue.as_ref()?.span))));
    spans.extend(found.quotes.iter().filter_map(|x| Some(("source words", x.source_span?))));
    spans.extend(found.sources.iter().map(|x| ("description", x.description)));
    spans.extend(found.sources.iter().filter_map(|x| Some(("source name", x.name?))));
    spans.extend(found.sources.iter().filter_map(|x| Some(("title", x.title?))));
    spans.extend(found.sources.iter().filter_map(|x| Some(("affiliation", x.affiliation?))));
    spans.extend(
        [found.stated.title, found.stated.byline, found.stated.publisher].iter().flatten().map(|&x| ("stated", x)),
    );
    spans
}

macro_rules! demand {
    ($holds:expr, $($message:tt)+) => { if !$holds { return Err(format!($($message)+)); } };
}

/// The invariants of an analysis; the message names the first that is broken.
pub fn broken(text: &str, found: &Analysis) -> Result<(), String> {
    for (what, span) in all_spans(found) {
        demand!(text.get(span.range()).is_some(), "{what} {span:?} is not inside the text on character boundaries");
        demand!(!span.is_empty(), "{what} {span:?} is empty");
    }
    nesting(text, found)?;
    quotations(text, found)?;
    quotes(found)?;
    names(text, found)?;
    crate::who::is_who(text, found)
}

/// Paragraphs tile the text but for marks of layout (a heading's `#`), sentences their paragraph, tokens their sentence.
fn nesting(text: &str, found: &Analysis) -> Result<(), String> {
    tiles(text, Span::new(0, text.len()), found.paragraphs.iter().map(|p| p.span), |c| !c.is_alphanumeric())?;
    let (mut sentences, mut tokens) = (0, 0);
    for (number, paragraph) in found.paragraphs.iter().enumerate() {
        let range = paragraph.sentences.clone();
        demand!(range.start == sentences && range.end >= range.start, "sentences {range:?} of paragraph {number}");
        sentences = range.end;
        let own = found.sentences.get(range.start as usize..range.end as usize).ok_or("sentences out of range")?;
        demand!(own.iter().all(|s| s.paragraph as usize == number), "a sentence names another paragraph than {number}");
        tiles(text, paragraph.span, own.iter().map(|s| s.span), shows_nothing)?;
    }
    demand!(sentences as usize == found.sentences.len(), "a sentence belongs to no paragraph");
    for sentence in &found.sentences {
        let range = sentence.tokens.clone();
        demand!(range.start == tokens && range.end >= range.start, "tokens {range:?} of {:?}", sentence.span);
        tokens = range.end;
        let own = found.tokens.get(range.start as usize..range.end as usize).ok_or("tokens out of range")?;
        tiles(text, sentence.span, own.iter().map(|t| t.span), shows_nothing)?;
    }
    demand!(tokens as usize == found.tokens.len(), "a token belongs to no sentence");
    Ok(())
}

fn quotations(text: &str, found: &Analysis) -> Result<(), String> {
    for (number, quotation) in found.quotations.iter().enumerate() {
        let (span, inner) = (quotation.span, quotation.inner);
        let paragraph = found.paragraphs.get(quotation.paragraph as usize).ok_or("a quotation without paragraph")?;
        demand!(text.get(inner.range()).is_some(), "the inside of {span:?} is off a boundary");
        demand!(paragraph.span.contains(span) && span.contains(inner), "quotation {span:?} leaves its paragraph");
        demand!(!quotation.closed || inner.end < span.end, "closed quotation {span:?} has no closing mark");
        for other in [quotation.parent, quotation.continues].into_iter().flatten() {
            demand!((other as usize) < number, "quotation {span:?} points at one that is not before it");
        }
        if let Some(parent) = quotation.parent {
            let outer = found.quotations[parent as usize].span;
            demand!(outer.contains(span), "quotation {span:?} is not in its parent");
        }
        if let Some(earlier) = quotation.continues {
            let earlier = &found.quotations[earlier as usize];
            demand!(earlier.paragraph < quotation.paragraph, "quotation {span:?} continues one of its own paragraph");
        }
        for later in &found.quotations[number + 1..] {
            demand!(span.start <= later.span.start, "quotations are out of order at {span:?}");
            demand!(!span.crosses(later.span), "quotations {span:?} and {:?} cross", later.span);
        }
    }
    Ok(())
}

fn quotes(found: &Analysis) -> Result<(), String> {
    for (number, quote) in found.quotes.iter().enumerate() {
        let place = quote.envelope();
        demand!(!quote.spans.is_empty(), "a quote without words");
        demand!(quote.spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "parts of {place:?} are out of order");
        let sentence = found.sentences.get(quote.sentence as usize).ok_or("a quote without sentence")?;
        demand!(sentence.span.holds(place.start), "quote {place:?} does not start in its sentence");
        for span in &quote.spans {
            let paragraph = found.paragraphs.iter().find(|p| p.span.contains(*span));
            demand!(paragraph.is_some_and(|p| p.role.may_quote()), "quote {span:?} is in no paragraph that may quote");
            let teaser = paragraph.is_some_and(|p| p.role == quotient::analysis::Role::Teaser);
            demand!(teaser == quote.in_teaser, "quote {span:?} is wrong about being in a teaser");
            let outside = |other: Option<Span>| other.is_none_or(|other| !other.overlaps(*span));
            demand!(outside(quote.cue.as_ref().map(|cue| cue.span)), "the cue of {span:?} is among its own words");
            demand!(outside(quote.source_span), "the source of {span:?} is among its own words");
        }
        demand!((0.0..=1.0).contains(&quote.confidence), "confidence {} of {place:?}", quote.confidence);
        demand!(quote.cue.as_ref().is_none_or(|cue| !cue.lemma.is_empty()), "the cue of {place:?} has no lemma");
        demand!(quote.speaker.is_none_or(|e| (e as usize) < found.entities.len()), "speaker of {place:?}");
        demand!(quote.source.is_none_or(|s| (s as usize) < found.sources.len()), "source of {place:?}");
        if let Some(parent) = quote.parent {
            let parent = found.quotes.get(parent as usize).ok_or("the parent of a quote is missing")?;
            demand!(parent.envelope().contains(place), "quote {place:?} is not in its parent");
        }
        for later in &found.quotes[number + 1..] {
            demand!(place.start <= later.envelope().start, "quotes are out of order at {place:?}");
            demand!(!place.crosses(later.envelope()), "quotes {place:?} and {:?} cross", later.envelope());
        }
    }
    Ok(())
}

fn names(text: &str, found: &Analysis) -> Result<(), String> {
    let mut mentioned = vec![false; found.entities.len()];
    for mention in &found.mentions {
        let sentence = found.sentences.get(mention.sentence as usize).ok_or("a mention without sentence")?;
        demand!(sentence.span.contains(mention.span), "mention {:?} leaves its sentence", mention.span);
        demand!((0.0..=1.0).contains(&mention.confidence), "confidence of mention {:?}", mention.span);
        if let Some(entity) = mention.entity {
            *mentioned.get_mut(entity as usize).ok_or("a mention of no entity")? = true;
        }
    }
    let ordered = found.mentions.windows(2).all(|pair| pair[0].span.start <= pair[1].span.start);
    demand!(ordered, "mentions are out of order");
    let apart = found.values.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
    demand!(apart, "values are out of order or overlap");
    for value in &found.values {
        let sentence = found.sentences.get(value.sentence as usize).ok_or("a value without sentence")?;
        demand!(sentence.span.contains(value.span), "value {:?} leaves its sentence", value.span);
    }
    demand!(mentioned.iter().all(|&seen| seen), "an entity without a mention");
    for source in &found.sources {
        demand!(text.is_char_boundary(source.first_start as usize), "first_start of a source is off a boundary");
        demand!(source.entity.is_none_or(|e| (e as usize) < found.entities.len()), "a source is no entity");
    }
    Ok(())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let (analyzer, article) = (Analyzer::new(), article(text));
    let found = analyzer.analyze(&article);
    broken(text, &found).map_err(|message| TestCaseError::fail(format!("{message}\nin {text:?}")))?;
    let again = analyzer.analyze(&article);
    prop_assert!(format!("{found:?}") == format!("{again:?}"), "analyzed twice, not the same: {text:?}");
    Ok(())
}

/// The sample articles that are plain UTF-8.
fn samples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts: Vec<String> = files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect();
    assert!(texts.len() >= 5, "the sample articles are missing");
    texts
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_jumble_keeps_the_invariants(text in jumble()) {
        check(&text)?;
    }

    #[test]
    fn newslike_text_keeps_the_invariants(text in newslike()) {
        check(&text)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn damaged_articles_keep_the_invariants(text in mutated(samples())) {
        check(&text)?;
    }
}

#[test]
fn sample_articles_keep_the_invariants() {
    for text in samples() {
        check(&text).unwrap();
    }
}

#[test]
fn extreme_texts_keep_the_invariants() {
    let extremes = [
        "",
        " ",
        "\n",
        "\r\n\r\n",
        "\0",
        "\u{feff}",
        "“",
        "”",
        "\"",
        "'",
        ".",
        "a",
        "é",
        ":",
        "By",
        "# ",
        "“”",
        "\"\"\"",
        "“the,” Smith said, “the.”\n\u{301}\u{301}'the,' Smith said. 'the.' ",
    ];
    let names = "Smith, ".repeat(300);
    let open = "“He said, ".repeat(300);
    let nested = format!("{}x{} said Ada Quill.", "“‘".repeat(100), "’”".repeat(100));
    let paragraphs = "“It goes on.\n\n".repeat(300);
    for text in extremes.into_iter().map(str::to_owned).chain([names, open, nested, paragraphs]) {
        check(&text).unwrap();
    }
}

/// Pieces that, repeated, tempt a program to look at everything again and again.
fn shapes() -> Vec<String> {
    let plain =
        ["a", ".", "\n", " ", "\0", "e\u{301}", "Smith, ", "he said ", "“A,” he said. ", "“A.\n\n", "said Smith. "];
    let more =
        ["Ada Quill told Bo Renn that she said he knew. ", "(", "the mayor of the city of ", "By \n", "A. ", "“‘"];
    plain.iter().chain(&more).chain(MARKS).map(|&shape| shape.to_owned()).collect()
}

/// The time to analyze `length` bytes of `shape`, over and over.
fn time(analyzer: &Analyzer, shape: &str, length: usize) -> Duration {
    let article = article(shape.repeat(length / shape.len()));
    let start = worked();
    std::hint::black_box(analyzer.analyze(&article));
    worked().saturating_sub(start)
}

/// At 1, 2 and 4 MB (8, 16, 32 KB without optimisation) twice the text takes at most three times as long. A busy machine
/// slows work down too, so the best of some tries counts, and what is over at once is quick enough.
#[test]
fn time_is_linear_in_length() {
    const BASE: usize = if cfg!(debug_assertions) { 8 << 10 } else { 1 << 20 };
    const AT_ONCE: Duration = Duration::from_millis(20);
    let analyzer = Analyzer::new();
    let mut slow = Vec::new();
    for shape in shapes() {
        let mut best = [Duration::MAX; 3];
        // Four times the length: four times the time if linear, sixteen times if quadratic.
        let linear = |best: &[Duration; 3]| best[2] <= AT_ONCE || best[2] <= 9 * best[0].max(AT_ONCE / 8);
        for _try in 0..10 {
            for (doublings, best) in best.iter_mut().enumerate() {
                *best = time(&analyzer, &shape, BASE << doublings).min(*best);
            }
            if linear(&best) {
                break;
            }
        }
        if !linear(&best) {
            slow.push(format!("{shape:?}: {best:?}"));
        }
    }
    assert!(slow.is_empty(), "slower than linear at {BASE} bytes, twice and four times that:\n{}", slow.join("\n"));
}

/// The checks above see what is wrong, or their silence would mean nothing.
#[test]
fn broken_analyses_are_noticed() {
    let text = "“Aé,” he said, “b.”";
    let good = Analyzer::new().analyze(&article(text));
    let notices = |spoil: &dyn Fn(&mut Analysis), message: &str| {
        let mut bad = good.clone();
        spoil(&mut bad);
        let noticed = broken(text, &bad).expect_err(message);
        assert!(noticed.contains(message), "{noticed:?} instead of {message:?}");
    };
    assert_eq!(broken(text, &good), Ok(()));
    notices(&|bad| bad.tokens[0].span.end = 5, "not inside the text on character boundaries");
    notices(&|bad| bad.tokens[0].span.end = 99, "not inside the text on character boundaries");
    notices(&|bad| bad.tokens[1].span.start = 0, "out of order");
    notices(&|bad| bad.tokens.truncate(1), "tokens out of range");
    notices(&|bad| bad.paragraphs[0].span.end -= 5, "belongs to nothing");
    notices(&|bad| bad.sentences[0].paragraph = 7, "names another paragraph");
    notices(&|bad| bad.quotes = vec![quote(0, 10), quote(4, 12)], "cross");
    notices(&|bad| bad.quotes = vec![quote(4, 12), quote(0, 3)], "quotes are out of order");
    notices(&|bad| bad.quotes = vec![Quote { speaker: Some(9), ..quote(0, 10) }], "speaker of");
    notices(&|bad| bad.quotes = vec![Quote { source_span: Some(Span::new(0, 3)), ..quote(0, 10) }], "own words");
}

/// A quote of the first sentence that holds these bytes and knows nothing else.
fn quote(start: usize, end: usize) -> Quote {
    Quote {
        kind: quotient::analysis::QuoteKind::Direct,
        spans: vec![Span::new(start, end)],
        sentence: 0,
        cue: None,
        source_span: None,
        source: None,
        speaker: None,
        attribution: quotient::analysis::Attribution::Nobody,
        polarity: quotient::analysis::Polarity::Asserted,
        in_teaser: false,
        parent: None,
        confidence: 1.0,
    }
}
