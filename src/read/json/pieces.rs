//! Cuts a stream of JSON into its objects by their brackets and strings alone.
//!
//! A broken object is told by what no object has: a line end inside a string, a bracket where a comma should be, more
//! levels than anybody writes. The next one then begins with the next line that begins with a bracket, or right there.

use std::io::BufRead;

use memchr::memchr3;

use super::super::refusal::Refusal;
use super::super::{MAX_RECORD_BYTES, compression};

/// serde_json reads no deeper.
const MAX_DEPTH: u32 = 128;

pub(super) struct Pieces<'r> {
    reader: &'r mut dyn BufRead,
    /// Bytes and lines before the next one to read.
    offset: u64,
    line: u64,
    /// After a broken object: whatever comes before the next line is part of it.
    broken: bool,
    done: bool,
}

/// One object, and where it begins: lines count from 1, bytes from 0, unpacked.
pub(super) struct Piece {
    pub object: Result<Vec<u8>, Refusal>,
    pub line: u64,
    pub offset: u64,
}

/// Where a scan of an object stands.
#[derive(Default)]
struct Scan {
    depth: u32,
    in_string: bool,
    escaped: bool,
    /// The last byte outside strings that is no blank.
    last: u8,
}

enum Step {
    More,
    End,
    /// The object is broken; the bytes from here on are not part of it, or only up to the end of the line.
    Broken(&'static str, &'static str, Resume),
}

enum Resume {
    Here,
    NextLine,
}

impl<'r> Pieces<'r> {
    pub fn new(reader: &'r mut dyn BufRead) -> Self {
        Pieces { reader, offset: 0, line: 1, broken: false, done: false }
    }

    fn consume(&mut self, length: usize, lines: u64) {
        self.reader.consume(length);
        self.offset += length as u64;
        self.line += lines;
    }

    fn failed(&mut self, error: &std::io::Error) -> Piece {
        self.done = true;
        Piece { object: Err(compression::refusal(error, self.offset)), line: self.line, offset: self.offset }
    }

    /// Moves to where the next object, or what stands in its place, begins. `None` at the end.
    fn seek(&mut self) -> Option<Result<u8, Piece>> {
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok([]) => return None,
                Ok(buffer) => buffer,
                Err(error) => return Some(Err(self.failed(&error))),
            };
            let mut lines = 0;
            let mut start = None;
            for (at, &byte) in buffer.iter().enumerate() {
                match byte {
                    b'\n' => {
                        lines += 1;
                        self.broken = false;
                    }
                    _ if self.broken => {}
                    // Brackets and commas of an array around the objects, a byte order mark, blanks.
                    b' ' | b'\t' | b'\r' | b',' | b'[' | b']' | 0xef | 0xbb | 0xbf | 0x1e | 0 => {}
                    _ => {
                        start = Some((at, byte));
                        break;
                    }
                }
            }
            let length = start.map_or(buffer.len(), |(at, _)| at);
            self.consume(length, lines);
            if let Some((_, byte)) = start {
                return Some(Ok(byte));
            }
        }
    }

    /// What is no object: up to the end of the line, or the comma after it.
    fn other(&mut self) -> Result<Vec<u8>, Refusal> {
        let mut piece = Vec::new();
        let mut quoted = false;
        loop {
            let buffer = self.reader.fill_buf().map_err(|error| compression::refusal(&error, self.offset))?;
            let end = buffer.iter().position(|&byte| {
                quoted ^= byte == b'"';
                byte == b'\n' || !quoted && matches!(byte, b',' | b']')
            });
            let length = end.unwrap_or(buffer.len());
            let room = 4096_usize.saturating_sub(piece.len());
            piece.extend_from_slice(&buffer[..length.min(room)]);
            let is_end = end.is_some() || buffer.is_empty();
            self.consume(length, 0);
            if is_end {
                return Ok(piece);
            }
        }
    }

    fn object(&mut self) -> Result<Vec<u8>, Refusal> {
        let (mut piece, mut scan) = (Vec::new(), Scan::default());
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok([]) => {
                    let detail = "the file ends inside an object; it was cut off";
                    return Err(Refusal::decode("truncated", detail));
                }
                Ok(buffer) => buffer,
                Err(error) => {
                    self.done = true;
                    return Err(compression::refusal(&error, self.offset));
                }
            };
            let (length, step) = scan.take(buffer);
            if piece.len() + length > MAX_RECORD_BYTES {
                self.broken = true;
                return Err(Refusal::record_too_large());
            }
            piece.extend_from_slice(&buffer[..length]);
            let lines = memchr::memchr_iter(b'\n', &buffer[..length]).count() as u64;
            self.consume(length, lines);
            match step {
                Step::More => {}
                Step::End => return Ok(piece),
                Step::Broken(reason, detail, resume) => {
                    self.broken = matches!(resume, Resume::NextLine);
                    return Err(Refusal::decode(reason, detail));
                }
            }
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if self.done {
            return None;
        }
        let first = match self.seek()? {
            Ok(first) => first,
            Err(piece) => return Some(piece),
        };
        let (line, offset) = (self.line, self.offset);
        let object = if first == b'{' { self.object() } else { self.other() };
        Some(Piece { object, line, offset })
    }
}

impl Scan {
    /// Goes on through `buffer`: how many bytes of it belong to the object, and what then.
    fn take(&mut self, buffer: &[u8]) -> (usize, Step) {
        let mut at = 0;
        while at < buffer.len() {
            if self.escaped {
                self.escaped = false;
                at += 1;
                continue;
            }
            if self.in_string {
                let Some(found) = memchr3(b'"', b'\\', b'\n', &buffer[at..]) else { return (buffer.len(), Step::More) };
                at += found;
                match buffer[at] {
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {
                        let detail = "a line ends inside a string, whose closing quotation mark is missing";
                        return (at, Step::Broken("invalid_json", detail, Resume::NextLine));
                    }
                }
                at += 1;
                continue;
            }
            let byte = buffer[at];
            match byte {
                b'"' => self.in_string = true,
                // Nothing but these comes before an object inside another.
                b'{' if self.depth > 0 && !matches!(self.last, b':' | b'[' | b',') => {
                    let detail = "the object is not closed before the next one begins; it was cut off";
                    return (at, Step::Broken("truncated", detail, Resume::Here));
                }
                b'{' | b'[' => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        let detail = "more than 128 levels of brackets, as no article has";
                        return (at, Step::Broken("too_deep", detail, Resume::NextLine));
                    }
                }
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return (at + 1, Step::End);
                    }
                }
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                self.last = byte;
            }
            at += 1;
        }
        (at, Step::More)
    }
}
