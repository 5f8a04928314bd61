//! Whom the article itself credits: "Photo: AP", a "Reference(s):" block at its end.

use rustc_hash::FxHashSet;

use crate::analysis::{Naming, Role, Source, SourceKind};
use crate::extract::names::known;
use crate::extract::names::view::View;
use crate::extract::names::words::phrase;
use crate::span::Span;

/// Characters of a credit that can be a name; longer ones are prose.
const LONGEST: usize = 120;

pub(super) fn find(view: &View) -> Vec<Source> {
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let mut push = |name: Span, description: Span, found: &mut Vec<Source>| {
        if !name.is_empty() && name.len() <= LONGEST && seen.insert(phrase(view.text, name)) {
            found.push(Source {
                kind: SourceKind::Reference,
                name: Some(name),
                naming: Naming::Named,
                title: None,
                affiliation: None,
                description,
                entity: None,
                first_start: description.start,
                in_teaser: false,
            });
        }
    };
    let mut block: Vec<Span> = Vec::new();
    for paragraph in &view.found.paragraphs {
        match paragraph.role {
            Role::Credit => {
                let name = credit(view.text, paragraph.span);
                push(name, paragraph.span, &mut found);
            }
            Role::Reference => block.extend(lines(view.text, paragraph.span)),
            _ => {}
        }
        if paragraph.role != Role::Reference {
            references(view.text, &std::mem::take(&mut block), |name, whole| push(name, whole, &mut found));
        }
    }
    references(view.text, &block, |name, whole| push(name, whole, &mut found));
    found
}

/// The name in "Photo: AP", "Photo by Ann Lee / Reuters", "Image courtesy of NASA".
fn credit(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let label = |word: &str| {
        let word = word.trim_end_matches([':', ',']).to_ascii_lowercase();
        matches!(
            word.as_str(),
            "photo"
                | "photos"
                | "photograph"
                | "photographs"
                | "photographer"
                | "image"
                | "images"
                | "picture"
                | "pictures"
                | "video"
                | "credit"
                | "credits"
                | "source"
                | "illustration"
                | "graphic"
                | "by"
                | "courtesy"
                | "of"
                | "from"
                | "file"
                | "via"
                | "screenshot"
                | "screengrab"
        )
    };
    let mut start = span.start;
    let mut rest = words;
    while let Some(word) = rest.split_whitespace().next().filter(|word| label(word)) {
        let skip = rest.find(word).unwrap_or(0) + word.len();
        // "Source" alone is the name of nobody, "By" neither.
        rest = &rest[skip..];
        start += skip as u32;
        let blank = rest.len() - rest.trim_start().len();
        rest = &rest[blank..];
        start += blank as u32;
    }
    Span { start, end: span.end }
        .trim_matches(text, |c: char| c.is_whitespace() || matches!(c, ':' | '.' | '(' | ')' | '[' | ']' | '/'))
}

fn lines(text: &str, span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = span.start as usize;
    for line in span.of(text).split_inclusive('\n') {
        let line_span = Span::new(start, start + line.len())
            .trim_matches(text, |c: char| c.is_whitespace() || matches!(c, '•' | '*'));
        start += line.len();
        if !line_span.is_empty() && !heading(line_span.of(text)) {
            found.push(line_span);
        }
    }
    found
}

/// "Reference(s):", "Sources:"
fn heading(line: &str) -> bool {
    let line = line.trim_end_matches(':').to_ascii_lowercase();
    matches!(
        line.as_str(),
        "reference(s)"
            | "references"
            | "reference"
            | "source(s)"
            | "sources"
            | "source"
            | "further reading"
            | "read more"
    )
}

/// Of each block the outlets; the title before an outlet belongs to its description. A block without outlets is a list of
/// names itself.
fn references(text: &str, lines: &[Span], mut push: impl FnMut(Span, Span)) {
    let outlets: Vec<Option<Span>> = lines.iter().map(|line| outlet(text, *line)).collect();
    let any = outlets.iter().any(Option::is_some);
    let mut title: Option<Span> = None;
    for (line, outlet) in lines.iter().zip(outlets) {
        match outlet {
            Some(name) => push(name, title.take().map_or(*line, |title| title.cover(*line))),
            None if any => title = Some(*line),
            None => push(*line, *line),
        }
    }
}

/// The web address or known outlet that a line is or ends with.
fn outlet(text: &str, line: Span) -> Option<Span> {
    let words = line.of(text);
    let last = words.split_whitespace().next_back()?;
    let bare = last.trim_matches(|c: char| !c.is_alphanumeric());
    if domain(bare) {
        let start = line.start as usize + words.rfind(bare)?;
        return Some(site(text, Span::new(start, start + bare.len())));
    }
    let name = phrase(text, line);
    known(name.strip_prefix("the ").unwrap_or(&name)).map(|_| line)
}

fn domain(word: &str) -> bool {
    let host = word.split("://").last().unwrap_or(word).split('/').next().unwrap_or("");
    let mut parts = host.rsplit('.');
    let top = parts.next().unwrap_or("");
    (2..=6).contains(&top.len())
        && top.bytes().all(|b| b.is_ascii_lowercase())
        && parts
            .next()
            .is_some_and(|name| name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

/// Of a web address the site: without scheme, "www." and path.
fn site(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = words.find("://").map_or(0, |at| at + 3);
    let start = start + if words[start..].starts_with("www.") { 4 } else { 0 };
    let end = words[start..].find('/').map_or(words.len(), |at| start + at);
    Span::new(span.start as usize + start, span.start as usize + end)
}
