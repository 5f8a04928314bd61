//! Unpacking gzip, zstd, bzip2 and xz, told by their first bytes, whatever the file is called.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::rc::Rc;

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;

use super::refusal::Refusal;

/// Compressed inside compressed is unpacked this deep.
pub const MAX_LAYERS: usize = 2;

/// zstd may look back 128 MiB (its `--long`), and so hold as much in memory; xz as well.
const MAX_WINDOW_LOG: u32 = 27;
const MAX_XZ_KIB: u32 = 192 << 10;

/// So many bytes may come of next to nothing; above, there is a limit to how many times as long unpacked data may be.
const ALWAYS: u64 = 64 << 20;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

/// So many bytes tell how something is packed.
const MARK: u64 = 10;

fn packing(head: &[u8]) -> Option<Packing> {
    match head {
        [0x1f, 0x8b, 0x08, ..] => Some(Packing::Gzip),
        // A frame, or one that is to be skipped, as parallel packers put first.
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Packing::Zstd),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
        | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90] => Some(Packing::Bzip2),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Packing::Xz),
        _ => None,
    }
}

/// What came out of [`unpack`].
pub(super) struct Unpacked<'a> {
    pub reader: Box<dyn BufRead + 'a>,
    /// How often it was packed.
    pub layers: usize,
}

/// Unpacks `raw` as it is read. Where the unpacked bytes are more than 64 MiB and more than `expansion` times the packed
/// ones, reading fails: that is how a bomb looks, and no text does.
pub(super) fn unpack<'a>(raw: impl Read + 'a, expansion: u64) -> io::Result<Unpacked<'a>> {
    let packed = Rc::new(Cell::new(0));
    let counted = Counted { inner: raw, count: Rc::clone(&packed) };
    let (head, mut reader) = peek(BufReader::with_capacity(64 << 10, counted))?;
    let mut next = packing(&head);
    let mut layers = 0;
    while let Some(packing) = next {
        if layers == MAX_LAYERS {
            return Err(io::Error::other(TooDeep));
        }
        layers += 1;
        let inner: Box<dyn Read + 'a> = match packing {
            Packing::Gzip => Box::new(MultiGzDecoder::new(reader)),
            Packing::Bzip2 => Box::new(MultiBzDecoder::new(reader)),
            Packing::Xz => Box::new(XzReader::new_mem_limit(reader, true, MAX_XZ_KIB)),
            Packing::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(reader)?;
                decoder.window_log_max(MAX_WINDOW_LOG)?;
                Box::new(decoder)
            }
        };
        let limited = Limited { inner, packed: Rc::clone(&packed), expansion, unpacked: Rc::default() };
        let (head, unpacked) = peek(BufReader::with_capacity(64 << 10, limited))?;
        (reader, next) = (unpacked, self::packing(&head));
    }
    Ok(Unpacked { reader, layers })
}

/// The first bytes, and a reader that still yields them.
fn peek<'a>(mut reader: impl BufRead + 'a) -> io::Result<(Vec<u8>, Box<dyn BufRead + 'a>)> {
    let mut head = Vec::new();
    reader.by_ref().take(MARK).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(reader))))
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

/// Limits what `inner` yields as [`unpack`] does, for what was `packed` bytes long; `unpacked` counts along, and may do so
/// for several.
pub(super) fn limited<R: Read>(inner: R, unpacked: Rc<Cell<u64>>, packed: u64, expansion: u64) -> impl Read {
    Limited { inner, packed: Rc::new(Cell::new(packed)), expansion, unpacked }
}

/// Fails instead of ending where there is too much, so that half an article never looks whole.
struct Limited<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    expansion: u64,
    unpacked: Rc<Cell<u64>>,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.unpacked.set(self.unpacked.get() + read as u64);
        let bomb = self.unpacked.get() > ALWAYS.max(self.packed.get().saturating_mul(self.expansion));
        if bomb { Err(io::Error::other(Bomb { expansion: self.expansion })) } else { Ok(read) }
    }
}

#[derive(Debug)]
struct Bomb {
    expansion: u64,
}

impl fmt::Display for Bomb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let times = self.expansion;
        write!(
            f,
            "unpacked it is more than {times} times as long as packed, as no text is; raise --max-expansion if it is one"
        )
    }
}

impl std::error::Error for Bomb {}

#[derive(Debug)]
struct TooDeep;

impl fmt::Display for TooDeep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "packed more than {MAX_LAYERS} times; unpack it first")
    }
}

impl std::error::Error for TooDeep {}

/// What reading failed with, after `read` unpacked bytes, which is where the damage is.
pub(super) fn refusal(error: &io::Error, read: u64) -> Refusal {
    let cause = error.get_ref();
    let refusal = if let Some(refusal) = Refusal::within(error) {
        refusal
    } else if cause.is_some_and(|cause| cause.is::<Bomb>()) {
        Refusal::read("too_large", error.to_string())
    } else if cause.is_some_and(|cause| cause.is::<TooDeep>()) {
        Refusal::decode("not_text", error.to_string())
    } else if error.raw_os_error().is_some() {
        super::file::unreadable(error)
    } else if error.kind() == io::ErrorKind::UnexpectedEof {
        let detail = format!("the packed data ends too early, after {read} bytes unpacked; fetch the file again");
        Refusal::decode("truncated", detail)
    } else if error.kind() == io::ErrorKind::OutOfMemory || error.to_string().contains("too much memory") {
        Refusal::read(
            "too_large",
            "unpacking it takes over 128 MiB of memory; pack it again without --ultra, --long=28 or an xz dictionary as large",
        )
    } else {
        let detail = format!("the packed data is damaged after {read} bytes unpacked ({error}); fetch the file again");
        Refusal::decode("corrupt", detail)
    };
    refusal.after(read)
}

#[cfg(test)]
#[path = "compression_tests.rs"]
mod tests;
