//! Web pages: which part of a page is the article, and what the page says of it.

mod blocks;
mod body;
mod build;
mod byline;
mod charset;
mod date;
mod element;
mod evidence;
mod furniture;
mod json_ld;
mod spine;
mod standfirst;
mod tags;
mod text;
mod title;
mod tree;

use super::refusal::Refusal;
use crate::analysis::Role;
use crate::article::Meta;
use crate::span::Span;

/// Longer pages are refused, in bytes.
const LONGEST: usize = 16 << 20;

/// One article as a page shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The article's paragraphs with blank lines between, without its title.
    pub text: String,
    /// The paragraphs and what the markup says of each.
    pub marked: Vec<(Span, Role)>,
    pub meta: Meta,
    /// The address the page gives itself.
    pub url: Option<String>,
    /// Byte sequences that were no valid text.
    pub replaced: u64,
}

/// Reads a page. `charset` is what was said beside it (by a server), if anything was.
pub(super) fn read(html: &[u8], charset: Option<&str>) -> Result<Page, Refusal> {
    if html.len() > LONGEST {
        let detail = format!("more than {} MiB, which no page of an article has", LONGEST >> 20);
        return Err(Refusal::decode("too_large", detail));
    }
    let decoded = charset::decode(html, charset).map_err(|why| Refusal::decode("not_text", why))?;
    let tree = build::parse(&decoded.text);
    let tags = tags::read(&tree);
    let facts = json_ld::read(&tree);
    let blocks = blocks::find(&tree);
    let evidence = evidence::Evidence::new(facts.body.as_deref());
    let title = title::find(&blocks, &tags, &facts);
    let body = body::find(&tree, &blocks, &evidence);
    let around = text::Around { title: title.as_deref(), tags: &tags, facts: &facts, evidence: &evidence };
    let (text, marked) = body.map(|node| text::write(&tree, &blocks, node, &around)).unwrap_or_default();
    if marked.is_empty() {
        return Err(Refusal::decode("empty", "the page holds no article"));
    }
    let meta = Meta {
        byline: byline::find(&tree, &blocks, &tags, &facts),
        published_at: date::find(&tree, &tags, &facts),
        publisher: facts.publisher.or_else(|| tags.first(&["og:site_name", "application-name"]).map(str::to_owned)),
        section: facts.section.or_else(|| tags.first(&["article:section"]).map(str::to_owned)),
        language: facts.language.or(tags.language),
        title,
    };
    let url = tags.canonical.or(facts.url);
    Ok(Page { text, marked, meta, url, replaced: decoded.replaced })
}

pub fn debug(html: &[u8]) {
    let decoded = charset::decode(html, None).unwrap();
    let tree = build::parse(&decoded.text);
    let tags = tags::read(&tree);
    let facts = json_ld::read(&tree);
    let blocks = blocks::find(&tree);
    println!("{:#?}", Facts2(&facts));
    println!("title tag {:?} og {:?} h1 {:?}", tags.title, tags.first(&["og:title"]), blocks.all.iter().filter(|b| b.shape==blocks::Shape::Title).map(|b|blocks.words(b)).collect::<Vec<_>>());
    println!("authors {:?}", ["author","article:author","byl","dc.creator","parsely-author","sailthru.author"].map(|n| tags.first(&[n])));
    println!("date {:?}", ["article:published_time","date","parsely-pub-date","sailthru.date","dc.date","datepublished"].map(|n| tags.first(&[n])));
    println!("desc {:?}", tags.first(&["og:description","description"]));
    let evidence = evidence::Evidence::new(facts.body.as_deref());
    let body = body::find(&tree, &blocks, &evidence);
    let marks = body::furniture(&tree, &blocks, 0..tree.nodes.len());
    let range = body.map(|b| blocks.range(tree.within(b))).unwrap_or(0..0);
    let path = |n: usize| { let mut p: Vec<String> = std::iter::once(n).chain(tree.above(n)).take(5).map(|n| format!("{:?}.{}", tree.tag(n).unwrap(), tree.attr(n, element::Attr::Class).unwrap_or("").chars().take(40).collect::<String>())).collect(); p.reverse(); p.join(" > ") };
    if let Some(b)=body { println!("BODY {}", path(b)); }
    for (i,b) in blocks.all.iter().enumerate() {
        println!("{}{:?} {:?} len={} linked={} ev={:?} [{}] {}", if range.contains(&i) {"+ "} else {"  "}, b.shape, marks[i], b.len(), b.linked, evidence.share(blocks.words(b)), path(b.node as usize), blocks.words(b).chars().take(110).collect::<String>());
    }
}
#[derive(Debug)]
struct Facts2<'a>(&'a json_ld::Facts);
