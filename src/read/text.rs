//! Files that hold one article as text: plain text and Markdown.

use std::io::{BufRead, Read};

use super::encoding::Decoded;
use super::reading::Reading;
use super::refusal::Refusal;
use super::{Flow, Format, Input, Options, Outcome, clean, compression, encoding, front_matter};
use crate::article::Article;

/// The article in `reader`.
pub(super) fn read(reading: &mut Reading, input: &Input, format: Format, reader: &mut dyn BufRead) -> Flow {
    match parse(input, format, reader, reading.options) {
        Ok(article) => reading.give(Outcome::Article(article)),
        Err(refusal) => reading.refuse(input, None, refusal),
    }
}

fn parse(input: &Input, format: Format, reader: &mut dyn BufRead, options: &Options) -> Result<Article, Refusal> {
    // In UTF-32 a character has four bytes, in UTF-8 often one.
    let most = options.max_article_bytes.saturating_mul(4);
    let mut bytes = Vec::new();
    let read = reader.take(most + 1).read_to_end(&mut bytes);
    let size = bytes.len() as u64;
    read.map_err(|error| compression::refusal(&error, size))?;
    if size > most {
        return Err(Refusal::too_large(options).after(size));
    }
    if bytes.is_empty() {
        return Err(Refusal::decode("empty", "the file is empty"));
    }
    let decoded = encoding::decode(bytes).map_err(|why| Refusal::decode("not_text", why).after(size))?;
    let mut article = input.article(format);
    article.text = clean::clean(decoded.text);
    if format == Format::Markdown
        && let Some((facts, start)) = front_matter::read(&article.text)
    {
        article.meta = facts;
        article.text.drain(..start);
    }
    if article.text.len() as u64 > options.max_article_bytes {
        return Err(Refusal::too_large(options).after(size));
    }
    if clean::is_blank(&article.text) {
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
    article.replaced = decoded.replaced;
    Ok(article)
}
