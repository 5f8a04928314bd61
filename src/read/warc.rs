//! Web archives: the pages that were fetched, under the addresses they were fetched from.
//!
//! A record is headers, a blank line, and a block of `Content-Length` bytes; see
//! <https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/>. Where the length is wrong, the next
//! record is looked for: [`records`] does it.

mod http;
mod records;

use std::io::BufRead;

use super::content::Format;
use super::fields::Field;
use super::html::Page;
use super::reading::Reading;
use super::record::{Record, without_password};
use super::refusal::Refusal;
use super::{Flow, Input, Outcome, lines, page};
use crate::article::ArticleId;
use http::Payload;
use records::{Block, Records};

pub(super) fn read(reading: &mut Reading, input: &Input, reader: &mut dyn BufRead) -> Flow {
    let expansion = reading.options.max_expansion;
    for (number, found) in Records::new(reader).enumerate() {
        let number = number as u64;
        let offset = found.offset;
        let outcome = found.block.and_then(|block| outcome(input, block, number, reading, expansion));
        match outcome {
            Ok(Some(outcome)) => reading.give(outcome)?,
            Ok(None) => {}
            Err(refusal) => {
                let refusal = Refusal { detail: format!("byte {offset}: {}", refusal.detail), ..refusal };
                reading.refuse(input, Some(number), refusal)?;
            }
        }
    }
    Flow::Continue(())
}

/// What one record is; `None` for the records about records.
fn outcome(
    input: &Input,
    block: Block,
    number: u64,
    reading: &Reading,
    expansion: u64,
) -> Result<Option<Outcome>, Refusal> {
    let uri = block.header("WARC-Target-URI").map(|uri| uri.trim_matches(['<', '>']).to_owned());
    let Some(uri) = uri else { return Ok(None) };
    let kind = block.header("WARC-Type").unwrap_or_default().to_ascii_lowercase();
    let stated = block.header("Content-Type").unwrap_or_default().to_owned();
    let payload = match kind.as_str() {
        "response" if stated.starts_with("application/http") || block.body.starts_with(b"HTTP/") => {
            match http::payload(block.body, expansion)? {
                Some(payload) => payload,
                // A redirection, or a page that was not found.
                None => return Ok(Some(Outcome::Skipped)),
            }
        }
        "response" | "resource" | "conversion" => Payload { kind: stated, body: block.body },
        _ => return Ok(None),
    };
    let Payload { kind, body } = payload;
    if http::is_page(&kind, &body) {
        let mut article = input.article(Format::Warc);
        (article.id, article.source_uri, article.key) =
            (ArticleId::of(&uri), without_password(&uri), without_password(&uri));
        let (charset, record) = (page::charset_of(&kind), Some(number));
        let page = Page { html: body, charset, fragment: false, article, record };
        return Ok(Some(Outcome::Page(Box::new(page))));
    }
    if kind.starts_with("text/plain") {
        let (text, replaced) = lines::text(body)?;
        let mut record = Record { replaced, ..Record::default() };
        record.set(Field::Url, &uri);
        record.set(Field::Text, &text);
        return Ok(Some(record.settle(input, Format::Warc, number, &["text"], reading.options)));
    }
    Ok(Some(Outcome::Skipped))
}

#[cfg(test)]
mod tests;
