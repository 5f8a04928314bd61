//! The small lines under a paragraph: one for each quote that begins there.

use super::page::Page;
use super::{MARGIN, style};
use crate::analysis::{Analysis, Attribution, Polarity, Quote, Source};

/// Numbers of quotes, in the order of the paragraphs they begin in.
pub struct ByParagraph(std::iter::Peekable<std::vec::IntoIter<(u32, usize)>>);

impl ByParagraph {
    /// The quotes that begin in `paragraph`; paragraphs are to be asked for in order.
    pub fn next_if(&mut self, paragraph: u32) -> Vec<usize> {
        std::iter::from_fn(|| self.0.next_if(|&(place, _)| place <= paragraph)).map(|(_, quote)| quote).collect()
    }
}

pub fn by_paragraph(found: &Analysis) -> ByParagraph {
    let paragraph = |quote: &Quote| {
        let start = quote.envelope().start;
        found.paragraphs.partition_point(|paragraph| paragraph.span.start <= start).saturating_sub(1) as u32
    };
    let mut places: Vec<_> =
        found.quotes.iter().enumerate().map(|(number, quote)| (paragraph(quote), number)).collect();
    places.sort_unstable();
    ByParagraph(places.into_iter().peekable())
}

/// `¹ direct · she = Ann Okafor (mayor, Port Hale) · cue said · coreference · 0.93`
pub fn quote(page: &mut Page, text: &str, found: &Analysis, number: usize) {
    let quote = &found.quotes[number];
    let margin = format!("{:>width$} ", style::raised(number + 1), width = MARGIN - 1);
    page.begin(&margin, style::PLAIN, MARGIN + 2);
    page.text(quote.kind.as_str(), style::PLAIN.fg_color(Some(style::quote(quote.kind).into())));
    let mut facts = vec![speaker(text, found, quote)];
    facts.push(match &quote.cue {
        Some(cue) if cue.span.of(text).eq_ignore_ascii_case(&cue.lemma) => format!("cue {}", cue.lemma),
        Some(cue) => format!("cue {} ({})", cue.span.of(text), cue.lemma),
        None => "no cue".to_owned(),
    });
    if !matches!(quote.attribution, Attribution::Cue | Attribution::Nobody) {
        facts.push(quote.attribution.as_str().replace('_', " "));
    }
    if quote.polarity != Polarity::Asserted {
        facts.push(quote.polarity.as_str().to_owned());
    }
    if let Some(parent) = quote.parent {
        facts.push(format!("nested in {}", style::raised(parent as usize + 1)));
    }
    if quote.in_teaser {
        facts.push("another story's".to_owned());
    }
    facts.push(format!("{:.2}", quote.confidence));
    for fact in facts {
        page.text(" · ", style::DIM);
        page.text(&fact, style::DIM);
    }
    page.end();
}

/// Who said it: the words that stand here, what they resolve to, and what is known of them.
fn speaker(text: &str, found: &Analysis, quote: &Quote) -> String {
    let words = quote.source_span.map(|span| span.of(text));
    let source = quote.source.and_then(|source| found.sources.get(source as usize));
    let entity = quote.speaker.and_then(|entity| found.entities.get(entity as usize));
    let name = entity.map(|entity| entity.name).or(source.and_then(|source| source.name)).map(|span| span.of(text));
    let name = name.or_else(|| source.map(|source| source.description.of(text)));
    let who = match (words, name) {
        (Some(words), Some(name)) if !words.contains(name) => format!("{words} = {name}"),
        (Some(words), _) => words.to_owned(),
        (None, Some(name)) => name.to_owned(),
        (None, None) => return "nobody named".to_owned(),
    };
    let known = source.map(|source| known(text, source)).unwrap_or_default();
    let new: Vec<_> = known.into_iter().filter(|fact| !who.contains(fact)).collect();
    if new.is_empty() { who } else { format!("{who} ({})", new.join(", ")) }
}

/// Title and affiliation, as far as the article gives them.
pub fn known<'a>(text: &'a str, source: &Source) -> Vec<&'a str> {
    source.title.into_iter().chain(source.affiliation).map(|span| span.of(text)).collect()
}
