//! A file that is a page.

use super::super::refusal::Refusal;
use super::super::{Input, file};
use crate::article::{Article, Reject};

/// The article in `input`, and how many byte sequences of it were replaced.
pub(in crate::read) fn read(input: &Input) -> (Result<Article, Reject>, u64) {
    match parse(input) {
        Ok((article, replaced)) => (Ok(article), replaced),
        Err(refusal) => (Err(refusal.of(input)), 0),
    }
}

fn parse(input: &Input) -> Result<(Article, u64), Refusal> {
    let bytes = file::read(input)?;
    if bytes.is_empty() {
        return Err(Refusal::decode("empty", "the file is empty"));
    }
    let page = super::read(&bytes, None).map_err(|why| why.refusal(bytes.len() as u64))?;
    let article = Article {
        id: input.id,
        key: input.key.clone(),
        source_uri: input.uri.clone(),
        format: input.format.as_str(),
        text: page.text,
        marked: page.marked,
        meta: page.meta,
    };
    Ok((article, page.replaced))
}
