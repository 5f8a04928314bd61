//! Walks through the text and marks where quotes, cues, sources and names begin and end.

use anstyle::Style;

use super::page::Page;
use super::style;
use crate::analysis::{Analysis, EntityType, QuoteKind};
use crate::span::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// With its number in the text, from 1.
    Quote(usize, QuoteKind),
    Source,
    Cue,
    /// With its entity's number, from 1.
    Name(EntityType, Option<usize>),
}

/// An edge of a mark. Sorted so that closing comes before opening at one place, and pairs nest wherever they can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    at: u32,
    opens: bool,
    nesting: (u32, i8),
    mark: Mark,
}

/// Goes forward only: paragraphs are to be asked for in text order.
pub struct Walk<'a> {
    text: &'a str,
    colour: bool,
    edges: std::iter::Peekable<std::vec::IntoIter<Edge>>,
    open: Open,
}

impl<'a> Walk<'a> {
    pub fn new(text: &'a str, found: &Analysis, colour: bool) -> Self {
        let mut edges = Vec::new();
        let mut add = |span: Span, mark: Mark, depth: i8| {
            if !span.is_empty() {
                edges.push(Edge { at: span.start, opens: true, nesting: (u32::MAX - span.end, depth), mark });
                edges.push(Edge { at: span.end, opens: false, nesting: (u32::MAX - span.start, -depth), mark });
            }
        };
        for (number, quote) in found.quotes.iter().enumerate() {
            quote.spans.iter().for_each(|&span| add(span, Mark::Quote(number + 1, quote.kind), 0));
            quote.source_span.into_iter().for_each(|span| add(span, Mark::Source, 1));
            quote.cue.iter().for_each(|cue| add(cue.span, Mark::Cue, 2));
        }
        for mention in &found.mentions {
            add(mention.span, Mark::Name(mention.entity_type, mention.entity.map(|entity| entity as usize + 1)), 3);
        }
        edges.sort_unstable();
        // Two quotes of one source (or one cue) name it twice; it is shown once.
        edges.dedup();
        Walk { text, colour, edges: edges.into_iter().peekable(), open: Open::default() }
    }

    pub fn paragraph(&mut self, span: Span, page: &mut Page) {
        let mut at = span.start;
        while let Some(edge) = self.edges.next_if(|edge| edge.at < span.end || (edge.at == span.end && !edge.opens)) {
            // An edge in the white space before the paragraph is shown at its beginning.
            let place = edge.at.max(at);
            page.text(&self.text[at as usize..place as usize], self.open.style(self.colour));
            at = place;
            self.edge(edge, page);
        }
        page.text(&self.text[at as usize..span.end as usize], self.open.style(self.colour));
    }

    fn edge(&mut self, edge: Edge, page: &mut Page) {
        if edge.opens {
            let sign = match edge.mark {
                Mark::Quote(number, _) => format!("⟦{} ", style::raised(number)),
                Mark::Source => "{".to_owned(),
                Mark::Cue => "⟨".to_owned(),
                Mark::Name(..) => "_".to_owned(),
            };
            self.open.count(edge.mark, true);
            match (self.colour, edge.mark) {
                (false, _) => page.glue(&sign, style::PLAIN),
                (true, Mark::Quote(number, _)) => page.glue(&style::raised(number), style::DIM),
                _ => {}
            }
        } else {
            self.open.count(edge.mark, false);
            let sign = match edge.mark {
                Mark::Quote(..) => "⟧",
                Mark::Source => "}",
                Mark::Cue => "⟩",
                Mark::Name(..) => "_",
            };
            if !self.colour {
                page.glue(sign, style::PLAIN);
            }
            if let Mark::Name(_, Some(entity)) = edge.mark {
                page.glue(&style::lowered(entity), if self.colour { style::DIM } else { style::PLAIN });
            }
        }
    }
}

/// How many marks of each kind are open at one place: counts, not a stack, so that crossing marks do no harm.
#[derive(Default)]
struct Open {
    quotes: [u32; QuoteKind::ALL.len()],
    names: [u32; EntityType::ALL.len()],
    sources: u32,
    cues: u32,
}

impl Open {
    fn count(&mut self, mark: Mark, opens: bool) {
        let counter = match mark {
            Mark::Quote(_, kind) => &mut self.quotes[kind as usize],
            Mark::Name(entity_type, _) => &mut self.names[entity_type as usize],
            Mark::Source => &mut self.sources,
            Mark::Cue => &mut self.cues,
        };
        *counter = if opens { *counter + 1 } else { counter.saturating_sub(1) };
    }

    fn style(&self, colour: bool) -> Style {
        if !colour {
            return style::PLAIN;
        }
        if self.cues > 0 {
            return style::CUE;
        }
        let quote = QuoteKind::ALL.iter().find(|&&kind| self.quotes[kind as usize] > 0).map(|&kind| style::quote(kind));
        let name = EntityType::ALL.iter().find(|&&entity_type| self.names[entity_type as usize] > 0);
        let mut look = if self.sources > 0 { style::BOLD } else { style::PLAIN };
        if name.is_some() {
            look = look.underline();
        }
        let colour = quote.or_else(|| name.and_then(|&entity_type| style::name(entity_type)));
        look.fg_color(colour.map(Into::into))
    }
}
