//! Files that hold one article as text: plain text and Markdown.

use super::encoding::Decoded;
use super::refusal::Refusal;
use super::{Format, Input, clean, encoding, file, front_matter};
use crate::article::{Article, Meta, Reject};

/// The article in `input`, and how many byte sequences of it were replaced.
pub(super) fn read(input: &Input) -> (Result<Article, Reject>, u64) {
    match parse(input) {
        Ok((article, replaced)) => (Ok(article), replaced),
        Err(refusal) => (Err(refusal.of(input)), 0),
    }
}

fn parse(input: &Input) -> Result<(Article, u64), Refusal> {
    let bytes = file::read(input)?;
    let size = bytes.len() as u64;
    if bytes.is_empty() {
        return Err(Refusal::decode("empty", "the file is empty"));
    }
    let decoded = encoding::decode(bytes).map_err(|why| Refusal::decode("not_text", why).after(size))?;
    let mut text = clean::clean(decoded.text);
    let mut meta = Meta::default();
    if input.format == Format::Markdown
        && let Some((facts, start)) = front_matter::read(&text)
    {
        meta = facts;
        text.drain(..start);
    }
    if clean::is_blank(&text) {
        return Err(Refusal::decode("empty", "it holds nothing to read, only blanks").after(size));
    }
    if decoded.replaced > 0 {
        let Decoded { encoding, replaced, .. } = decoded;
        let shown = super::shown(&input.uri);
        let places = if replaced == 1 { "1 place is".to_owned() } else { format!("{replaced} places are") };
        tracing::info!(
            input = shown,
            encoding,
            replaced,
            "{shown}: {places} no valid {encoding} and became U+FFFD (\u{fffd})"
        );
    }
    let article = Article {
        id: input.id,
        key: input.key.clone(),
        source_uri: input.uri.clone(),
        format: input.format.as_str(),
        text,
        marked: Vec::new(),
        meta,
    };
    Ok((article, decoded.replaced))
}
