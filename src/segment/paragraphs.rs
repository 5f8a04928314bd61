//! Paragraphs and their roles.

use super::chars::is_closer;
use super::dates::When;
use super::layout::{self, Block, Shape};
use super::{datelines, front, furniture, tail, teasers};
use crate::analysis::{Paragraph, Role, Stated};
use crate::span::Span;

/// A dateline without date or agency counts only this early among the body's paragraphs.
const EARLY: usize = 2;

/// The paragraphs of `text` in order, each with its role, and what the text states about itself.
///
/// White space between paragraphs belongs to none, nor do Markdown's markers before a heading or a quotation. A dateline
/// before the first words of a report is a paragraph of its own. Sentences are left for [`super::sentences::find`].
///
/// Where the source marks its paragraphs, `marked` holds them: these are the paragraphs then, their title stands beside the
/// text, and what the markup says of each holds, but for what the words show to be the house's own.
pub fn find(text: &str, marked: &[(Span, Role)]) -> (Vec<Paragraph>, Stated) {
    let is_marked = !marked.is_empty();
    let blocks =
        if is_marked { marked.iter().map(|marked| as_block(text, marked)).collect() } else { layout::find(text) };
    let mut roles: Vec<Role> = blocks.iter().map(|block| first_role(text, block)).collect();
    for (role, (_, known)) in roles.iter_mut().zip(marked).filter(|(_, (_, known))| is_settled(*known)) {
        *role = *known;
    }
    let mut stated = front::read(text, &blocks, &mut roles, is_marked);
    let published = tail::read(text, &blocks, &mut roles, stated.byline);
    stated.published_at = stated.published_at.or(published);
    teasers::read(text, &blocks, &mut roles);
    subheadings(text, &blocks, &mut roles);
    (split(text, &blocks, &roles, &mut stated), stated)
}

fn as_block(text: &str, &(span, role): &(Span, Role)) -> Block {
    let shape = match role {
        Role::Headline | Role::Subheading => Shape::Heading,
        Role::List => Shape::Item,
        Role::Caption => Shape::Picture,
        _ => layout::rule_or(span.of(text), Shape::Plain),
    };
    Block { span, shape }
}

/// Whether markup has the last word.
fn is_settled(role: Role) -> bool {
    !matches!(role, Role::Body | Role::List | Role::Subheading)
}

/// What a paragraph is by its own words alone.
fn first_role(text: &str, block: &Block) -> Role {
    match block.shape {
        Shape::Rule => Role::Boilerplate,
        Shape::Picture => Role::Caption,
        Shape::Heading => furniture::role(block.span.of(text)).unwrap_or(Role::Subheading),
        Shape::Item => furniture::role(block.span.of(text)).unwrap_or(Role::List),
        Shape::Plain => furniture::role(block.span.of(text)).unwrap_or(Role::Body),
    }
}

/// Short lines without a full stop: a list if three and more follow each other, else headings between paragraphs of prose.
fn subheadings(text: &str, blocks: &[Block], roles: &mut [Role]) {
    let short: Vec<bool> =
        (0..blocks.len()).map(|at| roles[at] == Role::Body && is_short_line(blocks[at].span.of(text))).collect();
    let mut at = 0;
    while at < blocks.len() {
        let run = short[at..].iter().take_while(|short| **short).count();
        let prose_after = blocks
            .get(at + run)
            .is_some_and(|next| matches!(roles[at + run], Role::Body | Role::List) && next.span.len() > 60);
        match run {
            0 => {}
            1 | 2 if at > 0 && prose_after => roles[at..at + run].fill(Role::Subheading),
            3.. => roles[at..at + run].fill(Role::List),
            _ => {}
        }
        at += run.max(1);
    }
}

fn is_short_line(words: &str) -> bool {
    words.len() <= 110
        && words.split_whitespace().count() <= 14
        && words.starts_with(|c: char| !c.is_lowercase())
        && !words.trim_end_matches(is_closer).ends_with(['.', '!', '?', ':', ';', ',', '…', '-', '–', '—'])
        && !words.starts_with(['“', '"', '‘', '\'', '(', '['])
}

/// Cuts datelines off the paragraphs they open.
fn split(text: &str, blocks: &[Block], roles: &[Role], stated: &mut Stated) -> Vec<Paragraph> {
    let mut paragraphs = Vec::with_capacity(blocks.len() + 1);
    let mut push = |span: Span, role: Role| paragraphs.push(Paragraph { span, role, sentences: 0..0 });
    let mut bodies = 0;
    for (block, &role) in blocks.iter().zip(roles) {
        let found = match role {
            Role::Body => datelines::find(text, block.span, bodies >= EARLY),
            Role::Teaser => datelines::find(text, block.span, true),
            _ => None,
        };
        bodies += usize::from(role == Role::Body);
        match found {
            Some(found) => {
                push(found.span, Role::Dateline);
                push(Span::new(found.body, block.span.end as usize), role);
                if role == Role::Body {
                    stated.publisher = stated.publisher.or(found.agency);
                    if let (None, Some(When::At(moment))) = (stated.published_at, found.date) {
                        stated.published_at = Some(moment);
                    }
                }
            }
            None => push(block.span, role),
        }
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(text: &str) -> Vec<(&'static str, &str)> {
        find(text, &[]).0.iter().map(|paragraph| (paragraph.role.as_str(), paragraph.span.of(text))).collect()
    }

    const ARTICLE: &str = "Ferry makes last crossing\n\
        By Ada Crane\n\
        Jan. 15, 2025\n\
        \n\
        SANDHOLM, Jan 15 (AP) — The old ferry between the two islands made its last crossing on Friday evening.\n\
        Photo: AP\n\
        “It is over,” the mayor, Eva Lund, said. “Now we must learn to swim.”\n\
        What comes next\n\
        A bridge opens in the spring, and the ferry will be sold for scrap or to a museum, whoever pays more for it.\n\
        Sign up for our letter\n";

    #[test]
    fn an_article_from_top_to_bottom() {
        let roles: Vec<&str> = roles(ARTICLE).iter().map(|(role, _)| *role).collect();
        assert_eq!(
            roles,
            [
                "headline",
                "byline",
                "dateline",
                "dateline",
                "body",
                "credit",
                "body",
                "subheading",
                "body",
                "boilerplate"
            ]
        );
        let (_, stated) = find(ARTICLE, &[]);
        assert_eq!(stated.publisher.map(|span| span.of(ARTICLE)), Some("AP"));
        assert_eq!(stated.byline.map(|span| span.of(ARTICLE)), Some("Ada Crane"));
        assert_eq!(stated.published_at, Some(1_736_899_200_000_000));
    }

    #[test]
    fn marked_paragraphs_are_kept_and_judged() {
        let lines = [
            ("What it costs", Role::Subheading, "subheading"),
            ("A lot, the mayor said\non Monday.", Role::Body, "body"),
            ("* * *", Role::Body, "boilerplate"),
            ("for the crew", Role::List, "list"),
            ("The quay on Monday", Role::Caption, "caption"),
            ("Eva Lund", Role::Credit, "credit"),
            ("Sign up for our letter", Role::Body, "boilerplate"),
        ];
        let (mut text, mut marked) = (String::new(), Vec::new());
        for (line, role, _) in lines {
            let start = text.len();
            text += line;
            marked.push((Span::new(start, text.len()), role));
            text += "\n\n";
        }
        let (found, stated) = find(&text, &marked);
        assert!(found.iter().zip(&marked).all(|(found, (span, _))| found.span == *span));
        assert_eq!(found.iter().map(|one| one.role.as_str()).collect::<Vec<_>>(), lines.map(|(_, _, role)| role));
        assert_eq!(stated.title, None, "the title stands beside the text");
    }

    #[test]
    fn the_dateline_is_cut_off() {
        let roles = roles(ARTICLE);
        assert_eq!(roles[3].1, "SANDHOLM, Jan 15 (AP) —");
        assert!(roles[4].1.starts_with("The old ferry"));
    }
}
