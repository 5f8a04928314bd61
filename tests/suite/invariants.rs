//! What holds for what is found in any text. Tests and fuzz targets ask it.

use quotient::Span;
use quotient::analysis::{Analysis, EntityType, Mention, MentionKind};

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
    who(text, found)
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

/// Nobody is a person and a thing, nobody is an alias of their own, and whoever "he" is stands before or in the same sentence.
fn who(text: &str, found: &Analysis) -> Result<(), String> {
    let person = |kind: EntityType| kind == EntityType::Person;
    for mention in &found.mentions {
        let Some(entity) = mention.entity.map(|entity| &found.entities[entity as usize]) else { continue };
        let same = person(mention.entity_type) == person(entity.entity_type);
        demand!(same, "{:?} is {:?} of {:?}", mention.span, mention.entity_type, entity.entity_type);
    }
    for (number, entity) in (0..).zip(&found.entities) {
        let mut names: Vec<String> =
            [entity.name].iter().chain(&entity.aliases).map(|name| name.of(text).to_lowercase()).collect();
        for name in [entity.name].iter().chain(&entity.aliases) {
            let own = found.mentions.iter().any(|m| m.span == *name && m.entity == Some(number));
            demand!(own, "{name:?} names entity {number}, but is no mention of it");
        }
        names.sort();
        let count = names.len();
        names.dedup();
        demand!(names.len() == count, "entity {number} is an alias of its own");
    }
    // Who is called by another's name is not what the other is called by: two such would be one.
    let names = |number: usize| found.entities[number].name.of(text).to_lowercase();
    let mut known_as = std::collections::BTreeSet::new();
    for (number, entity) in found.entities.iter().enumerate() {
        for alias in &entity.aliases {
            let pair = (names(number), alias.of(text).to_lowercase());
            let turned = (pair.1.clone(), pair.0.clone());
            let other = found.entities.iter().enumerate().any(|(other, _)| other != number && names(other) == pair.1);
            demand!(!known_as.contains(&turned) || !other, "{pair:?} are aliases of each other");
            known_as.insert(pair);
        }
    }
    let third = ["he", "she", "they", "it"];
    for quote in &found.quotes {
        let Some(source) = quote.source_span.filter(|s| third.contains(&s.of(text).to_lowercase().as_str())) else {
            continue;
        };
        let Some(pronoun) = found.mentions.iter().find(|m| m.span == source && m.entity.is_some()) else { continue };
        let named = found.mentions.iter().any(|m| {
            m.kind == MentionKind::Name
                && m.entity == pronoun.entity
                && (m.span.start < source.start || m.sentence == pronoun.sentence)
        });
        demand!(named, "{source:?} is somebody who is named only later");
        let own = |m: &Mention| m.kind == MentionKind::Name && quote.spans.iter().any(|span| span.contains(m.span));
        let own = found.mentions.iter().any(|m| m.entity == pronoun.entity && own(m));
        demand!(!own, "{source:?} is somebody whom the quote itself names");
    }
    Ok(())
}
