//! Pages on their way to becoming articles. They are read one after the other, and taken apart on all threads.

use std::io::{BufRead, Read};

use super::reading::Reading;
use super::refusal::Refusal;
use super::{Flow, Input, MAX_RECORD_BYTES, Options, Outcome, clean, compression, language, lines, page};
use crate::article::{Article, Meta, Reject};

/// A page, or a piece of one, that is not yet taken apart.
#[derive(Debug)]
pub struct Page {
    pub html: Vec<u8>,
    /// Its encoding, where something beside the page states it.
    pub charset: Option<String>,
    /// Whether it may be a piece of a page, all of which is the article.
    pub fragment: bool,
    /// The article without its text. What it says of itself is believed before the page.
    pub article: Article,
    /// Its number, where the input holds many.
    pub record: Option<u64>,
}

/// A file that is a page.
pub(super) fn read(reading: &mut Reading, input: &Input, reader: &mut dyn BufRead) -> Flow {
    let mut html = Vec::new();
    let outcome = match reader.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut html) {
        Err(error) => return reading.refuse(input, None, compression::refusal(&error, html.len() as u64)),
        Ok(_) if html.len() > MAX_RECORD_BYTES => {
            return reading.refuse(input, None, Refusal::record_too_large().after(html.len() as u64));
        }
        Ok(_) => {
            let charset = reading.charset.clone().filter(|_| !input.place.is_entry());
            Page { html, charset, fragment: false, article: input.article(super::Format::Html), record: None }
        }
    };
    reading.give(Outcome::Page(Box::new(outcome)))
}

/// Takes a page apart, tells the article's language, and gives it the columns that are kept. `None` for what was skipped.
pub fn settle(outcome: Outcome, options: &Options) -> Option<Result<Article, Reject>> {
    let mut settled = article(outcome, options)?;
    if let Ok(article) = &mut settled {
        language::settle(article);
        if article.kept.is_empty() {
            article.kept = options.keep.iter().map(|name| (*name, None)).collect();
        }
    }
    Some(settled)
}

fn article(outcome: Outcome, options: &Options) -> Option<Result<Article, Reject>> {
    match outcome {
        Outcome::Article(article) => Some(Ok(article)),
        Outcome::Reject(reject) => Some(Err(reject)),
        Outcome::Skipped => None,
        Outcome::Page(page) => {
            let Page { html, charset, fragment, article, record } = *page;
            let bytes = html.len() as u64;
            let (uri, number) = (article.source_uri.clone(), record);
            let read = || apart(&html, charset.as_deref(), fragment, article, options);
            Some(read().map_err(|refusal| {
                let mut reject = refusal.at(uri, bytes);
                reject.record = number;
                reject
            }))
        }
    }
}

fn apart(
    html: &[u8],
    charset: Option<&str>,
    fragment: bool,
    mut article: Article,
    options: &Options,
) -> Result<Article, Refusal> {
    let is_whole = || {
        let head = String::from_utf8_lossy(&html[..html.len().min(2048)]).to_ascii_lowercase();
        ["<html", "<body", "<!doctype"].iter().any(|mark| head.contains(mark))
    };
    // What a record or a feed holds is a piece of a page: all of it is the article.
    let found = match fragment && !is_whole() {
        true => {
            let (html, replaced) = lines::text(html.to_vec())?;
            let (text, marked) = page::fragment(&html);
            page::Page { text, marked, replaced, ..page::Page::default() }
        }
        false => page::read(html, charset).map_err(|why| why.refusal(html.len() as u64))?,
    };
    if clean::is_blank(&found.text) {
        return Err(Refusal::decode("empty", "there is no article on this page"));
    }
    if found.text.len() as u64 > options.max_article_bytes {
        return Err(Refusal::too_large(options));
    }
    article.meta = or(std::mem::take(&mut article.meta), found.meta);
    (article.text, article.marked, article.replaced) = (found.text, found.marked, found.replaced);
    Ok(article)
}

/// The facts beside the page, and the page's own where there are none.
fn or(beside: Meta, own: Meta) -> Meta {
    Meta {
        title: beside.title.or(own.title),
        byline: beside.byline.or(own.byline),
        publisher: beside.publisher.or(own.publisher),
        published_at: beside.published_at.or(own.published_at),
        language: beside.language.or(own.language),
        section: beside.section.or(own.section),
    }
}
