//! Quotes: who is said to have said what, with the cue and the words that name the source.
//!
//! Works on units (sentences joined where a quotation runs on): [`report`] finds cues with source and content, learnt;
//! [`speech`] judges quotations no cue claims, and [`link`] attaches those to the quote before, as readers do.

// Content is a list of ranges, often of one.
#![allow(clippy::single_range_in_vec_init)]

pub mod confidence;
pub mod foreign;
mod link;
mod nested;
pub mod report;
mod speech;
pub mod stretch;
pub mod units;
pub mod words;

use std::ops::Range;

use rayon::prelude::*;

use crate::analysis::{Analysis, Attribution, Cue, Polarity, Quote, QuoteKind};
use crate::span::Span;
use report::drafts::{Scene, drafts};
use report::sight::Sight;
use stretch::Stretch;
use words::Word;

pub use report::{NAME, QuoteModel};

/// A quote while it is being found: content as ranges of words.
#[derive(Clone, Debug)]
struct Draft {
    content: Vec<Range<usize>>,
    cue: Option<Cue>,
    source: Option<Span>,
    attribution: Attribution,
    polarity: Polarity,
    /// How likely it is that there is a quote, that its bounds are right, and that the source is, if a cue was found.
    shares: Option<[f32; 3]>,
}

/// A quote, and what its confidence will be told by.
#[derive(Clone, Debug)]
pub struct Graded {
    pub quote: Quote,
    pub features: [f32; confidence::FEATURES],
}

/// What a cue seems to report is a quote from this confidence on: below, most are wrong.
const FLOOR: f32 = 0.3;

/// All quotes of the article in order of their first word; sources are spans only, nobody is resolved yet. Tags and trees
/// must be there. Quotes less sure than `least` are left out.
pub fn find(text: &str, found: &Analysis, model: &QuoteModel, least: f32) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = graded(text, found, model).into_iter().map(|graded| graded.quote).collect();
    quotes.retain(|quote| quote.confidence >= least);
    settle(&mut quotes);
    quotes
}

/// Quotes in order, before it is settled which hold which.
pub fn graded(text: &str, found: &Analysis, model: &QuoteModel) -> Vec<Graded> {
    if !found.paragraphs.iter().any(|paragraph| paragraph.role.may_quote()) {
        return Vec::new();
    }
    let own = |stretch: &Stretch| in_stretch(text, found, *stretch, model);
    let mut quotes: Vec<Graded> = match stretch::all(found).as_slice() {
        [stretch] => own(stretch),
        // Those of a long text, on all threads.
        stretches => stretches.par_iter().flat_map_iter(own).collect(),
    };
    quotes.sort_by_key(|Graded { quote, .. }| (quote.envelope().start, std::cmp::Reverse(quote.envelope().end)));
    quotes.iter_mut().for_each(|graded| graded.quote.confidence = model.confidence.of(&graded.features));
    quotes.retain(|Graded { quote, .. }| quote.cue.is_none() || quote.confidence >= FLOOR);
    quotes
}

/// Those of one stretch, in no order and not yet graded.
fn in_stretch(text: &str, found: &Analysis, stretch: Stretch, model: &QuoteModel) -> Vec<Graded> {
    let mut scratch = report::Scratch::default();
    let words = words::classify(text, found, stretch);
    let mut looks = report::sight::read(text, found, stretch, &words, &model.classes);
    let units = units::find(found, stretch, &words);
    let scene = Scene { text, found, stretch, words: &words };
    let report = |unit: &units::Unit| drafts(model, Sight { looks: &looks, unit: &unit.words }, &scene, &mut scratch);
    let joined = link::join(text, found, &words, &units, report);
    let nested = nested::find(model, &scene, &mut looks, &mut scratch);
    let joined = joined.into_iter().filter_map(|draft| finish(text, found, &words, draft));
    joined.chain(nested).collect()
}

fn finish(text: &str, found: &Analysis, words: &[Word], draft: Draft) -> Option<Graded> {
    let mut spans: Vec<Span> = Vec::new();
    let (mut inside, mut outside) = (false, false);
    for range in &draft.content {
        for part in parts(words, range.clone()) {
            let quoted = words[part.start].quotation;
            let span = words::cover(words, part.clone())?;
            let whole = quoted.map(|index| found.quotations[index as usize].span);
            let span = whole.map_or(span, |whole| span.cover(whole));
            let wordy = words[part].iter().any(|w| w.is_word());
            (inside, outside) = (inside || quoted.is_some() && wordy, outside || quoted.is_none() && wordy);
            // Within one stretch of content quoted and other words are one span.
            match spans.last_mut().filter(|_| words[range.start].span.start != span.start) {
                // A word of odd characters may begin before the mark it runs into.
                Some(last) if last.overlaps(span) => *last = last.cover(span),
                Some(last) if last.start >= words[range.start].span.start && !only_quoted(words, range) => {
                    *last = last.cover(span)
                }
                _ => spans.push(span),
            }
        }
    }
    spans.retain(|span| span.of(text).chars().any(char::is_alphanumeric));
    // Nobody is named among the words they are said to have said.
    let among = |part: Span| spans.iter().any(|span| span.overlaps(part));
    let draft = match &draft.source {
        Some(source) if among(*source) && !draft_quoted(words, &draft) => return None,
        Some(source) if among(*source) => Draft { source: None, attribution: Attribution::Nobody, ..draft },
        _ => draft,
    };
    let cue = draft.cue.filter(|cue| !among(cue.span));
    let first = *spans.first()?;
    let kind = match (inside, outside) {
        (true, false) => QuoteKind::Direct,
        (true, true) => QuoteKind::Mixed,
        _ => QuoteKind::Indirect,
    };
    let sentence = found.sentences.partition_point(|sentence| sentence.span.end <= first.start) as u32;
    let paragraph = found.sentences.get(sentence as usize)?.paragraph;
    let in_teaser = found.paragraphs[paragraph as usize].role == crate::analysis::Role::Teaser;
    let features = confidence::features(kind, draft.attribution, draft.shares);
    let quote = Quote {
        kind,
        spans,
        sentence,
        cue,
        source_span: draft.source,
        source: None,
        speaker: None,
        attribution: draft.attribution,
        polarity: draft.polarity,
        in_teaser,
        parent: None,
        confidence: 0.0,
    };
    Some(Graded { quote, features })
}

fn draft_quoted(words: &[Word], draft: &Draft) -> bool {
    draft.content.iter().flat_map(|range| range.clone()).any(|at| words[at].quotation.is_some())
}

fn only_quoted(words: &[Word], range: &Range<usize>) -> bool {
    words[range.clone()].iter().all(|w| w.quotation.is_some() || !w.is_word())
}

/// Runs of words that stand in one quotation, or in none.
fn parts(words: &[Word], range: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in range {
        match found.last_mut() {
            Some(last) if words[last.start].quotation == words[at].quotation => last.end = at + 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// Sets parents, and drops what crosses or repeats an earlier quote: quotes may nest, never cross.
fn settle(quotes: &mut Vec<Quote>) {
    let mut open: Vec<(u32, Span)> = Vec::new();
    let mut kept: Vec<Quote> = Vec::with_capacity(quotes.len());
    for mut quote in quotes.drain(..) {
        let span = quote.envelope();
        while open.last().is_some_and(|(_, outer)| outer.end <= span.start) {
            open.pop();
        }
        if let Some(&(index, outer)) = open.last() {
            let inside_one = kept[index as usize].spans.iter().any(|part| part.contains(span));
            if !outer.contains(span) || outer == span || !inside_one {
                continue;
            }
            quote.parent = Some(index);
        }
        open.push((kept.len() as u32, span));
        kept.push(quote);
    }
    *quotes = kept;
}
