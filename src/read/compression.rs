//! Unpacking gzip and zstd, told by their first bytes, whatever the file is called.

use std::fmt;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

use super::refusal::Refusal;

/// An article of more bytes, unpacked, is refused. A long newspaper article has 50 thousand; this stops what only
/// pretends to be small.
pub const MAX_ARTICLE_BYTES: u64 = 64 << 20;

/// Compressed inside compressed is unpacked this deep.
pub const MAX_LAYERS: usize = 2;

/// zstd may look back 128 MiB (its `--long`), and so hold as much in memory.
const MAX_WINDOW_LOG: u32 = 27;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstd,
}

fn packing(head: &[u8]) -> Option<Packing> {
    match head {
        [0x1f, 0x8b, 0x08, ..] => Some(Packing::Gzip),
        // A frame, or one that is to be skipped, as parallel packers put first.
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Packing::Zstd),
        _ => None,
    }
}

/// All bytes behind `raw`, of which the file has `size` where that is known. Memory stays near [`MAX_ARTICLE_BYTES`].
/// A refusal's `read` counts the unpacked bytes before it, which is where the damage is.
pub(super) fn unpacked(raw: impl Read, size: Option<u64>) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let done = unpack(raw, MAX_ARTICLE_BYTES).and_then(|(mut reader, layers)| {
        let plain_size = size.filter(|_| layers == 0).unwrap_or(0);
        if plain_size > MAX_ARTICLE_BYTES {
            return Err(io::Error::other(TooLarge));
        }
        bytes.reserve_exact(plain_size as usize + 1);
        reader.read_to_end(&mut bytes)
    });
    match done {
        Ok(_) => Ok(bytes),
        Err(error) => Err(refusal(&error, bytes.len() as u64)),
    }
}

/// A reader of the unpacked bytes, and how many layers it unpacks. Each layer, and the result, ends in an error after
/// `limit` bytes.
pub(super) fn unpack<'a>(raw: impl Read + 'a, limit: u64) -> io::Result<(Box<dyn BufRead + 'a>, usize)> {
    let (head, mut reader) = peek(BufReader::new(raw))?;
    let mut next = packing(&head);
    let mut layers = 0;
    while let Some(packing) = next {
        if layers == MAX_LAYERS {
            return Err(io::Error::other(TooDeep));
        }
        layers += 1;
        let inner: Box<dyn Read + 'a> = match packing {
            Packing::Gzip => Box::new(MultiGzDecoder::new(reader)),
            Packing::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(reader)?;
                decoder.window_log_max(MAX_WINDOW_LOG)?;
                Box::new(decoder)
            }
        };
        let (head, unpacked) = peek(BufReader::new(Capped { inner, left: limit }))?;
        (reader, next) = (unpacked, self::packing(&head));
    }
    if layers == 0 {
        reader = Box::new(BufReader::new(Capped { inner: reader, left: limit }));
    }
    Ok((reader, layers))
}

/// The first four bytes, and a reader that still yields them.
fn peek<'a>(mut reader: impl BufRead + 'a) -> io::Result<(Vec<u8>, Box<dyn BufRead + 'a>)> {
    let mut head = Vec::new();
    reader.by_ref().take(4).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(reader))))
}

/// Fails after `left` bytes instead of ending, so that half an article never looks whole.
struct Capped<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other(TooLarge))?;
        Ok(read)
    }
}

#[derive(Debug)]
struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "more than {} MiB, which no article has; split it", MAX_ARTICLE_BYTES >> 20)
    }
}

impl std::error::Error for TooLarge {}

#[derive(Debug)]
struct TooDeep;

impl fmt::Display for TooDeep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "packed more than {MAX_LAYERS} times; unpack it first")
    }
}

impl std::error::Error for TooDeep {}

fn refusal(error: &io::Error, read: u64) -> Refusal {
    let cause = error.get_ref();
    let refusal = if cause.is_some_and(|cause| cause.is::<TooLarge>()) {
        Refusal::read("too_large", error.to_string())
    } else if cause.is_some_and(|cause| cause.is::<TooDeep>()) {
        Refusal::decode("not_text", error.to_string())
    } else if error.raw_os_error().is_some() {
        super::file::unreadable(error)
    } else if error.kind() == io::ErrorKind::UnexpectedEof {
        let detail = format!("the packed data ends too early, after {read} bytes unpacked; fetch the file again");
        Refusal::decode("truncated", detail)
    } else if error.to_string().contains("too much memory") {
        Refusal::read("too_large", "its zstd window is over 128 MiB; pack it again without --ultra or --long=28")
    } else {
        let detail = format!("the packed data is damaged after {read} bytes unpacked ({error}); fetch the file again");
        Refusal::decode("corrupt", detail)
    };
    refusal.after(read)
}

#[cfg(test)]
#[path = "compression_tests.rs"]
mod tests;
