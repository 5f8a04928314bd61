//! An HTTP response as it was recorded: its status, and its body with the transfer's and the page's packing undone.

use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;

use super::super::refusal::Refusal;
use super::super::{MAX_RECORD_BYTES, compression};

pub(super) struct Payload {
    /// The `Content-Type`.
    pub kind: String,
    pub body: Vec<u8>,
}

/// The page in `response`; `None` where there is none, because the status is not 200.
pub(super) fn payload(response: Vec<u8>, expansion: u64) -> Result<Option<Payload>, Refusal> {
    let mut headers = [httparse::EMPTY_HEADER; 256];
    let mut head = httparse::Response::new(&mut headers);
    let parsed = httparse::ParserConfig::default()
        .ignore_invalid_headers_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .parse_response(&mut head, &response);
    let Ok(httparse::Status::Complete(length)) = parsed else {
        return Err(Refusal::decode("corrupt", "it is no HTTP response that can be read"));
    };
    if head.code != Some(200) {
        return Ok(None);
    }
    let value = |name: &str| {
        let header = head.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        header.map_or(String::new(), |header| String::from_utf8_lossy(header.value).trim().to_ascii_lowercase())
    };
    let (kind, transfer, packing) = (value("content-type"), value("transfer-encoding"), value("content-encoding"));
    let mut body = response;
    body.drain(..length);
    // Many crawlers undo what the headers announce and keep the headers: what does not fit is taken as it is.
    if transfer.contains("chunked") {
        body = unchunked(&body).unwrap_or(body);
    }
    let size = body.len() as u64;
    if packing.contains("br") {
        let unpacked = within(brotli::Decompressor::new(&body[..], 4096), size, expansion);
        body = unpacked?.unwrap_or(body);
    } else if packing.contains("deflate") {
        let zlib = within(flate2::read::ZlibDecoder::new(&body[..]), size, expansion)?;
        let unpacked = match zlib {
            Some(unpacked) => Some(unpacked),
            None => within(flate2::read::DeflateDecoder::new(&body[..]), size, expansion)?,
        };
        body = unpacked.unwrap_or(body);
    } else {
        let unpacked = match compression::unpack(&body[..], expansion) {
            Ok(unpacked) if unpacked.layers > 0 => Some(within(unpacked.reader, size, expansion)?),
            _ => None,
        };
        if let Some(unpacked) = unpacked {
            body = unpacked.ok_or_else(|| Refusal::decode("corrupt", "the page is packed, and damaged"))?;
        }
    }
    Ok(Some(Payload { kind, body }))
}

/// All that `packed` unpacks to; `None` if it is not packed like that.
fn within(packed: impl Read, size: u64, expansion: u64) -> Result<Option<Vec<u8>>, Refusal> {
    let limited = compression::limited(packed, Rc::new(Cell::new(0)), size, expansion);
    let mut body = Vec::new();
    match limited.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut body) {
        Ok(_) if body.len() > MAX_RECORD_BYTES => Err(Refusal::record_too_large()),
        Ok(_) => Ok(Some(body)),
        Err(_) => Ok(None),
    }
}

/// The body without the sizes of its chunks; `None` if there are none. One that is cut off is what there is of it.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let Ok(httparse::Status::Complete((head, size))) = httparse::parse_chunk_size(rest) else {
            return (!body.is_empty()).then_some(body);
        };
        rest = &rest[head..];
        let size = usize::try_from(size).unwrap_or(usize::MAX).min(rest.len());
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(&rest[..size]);
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

/// Whether a body of this type is a page; without a type it is looked at.
pub(super) fn is_page(kind: &str, body: &[u8]) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    match kind {
        "text/html" | "application/xhtml+xml" => true,
        "" | "application/octet-stream" | "unk" => {
            let head = String::from_utf8_lossy(&body[..body.len().min(1024)]).to_ascii_lowercase();
            head.contains("<html") || head.contains("<!doctype html")
        }
        _ => false,
    }
}
