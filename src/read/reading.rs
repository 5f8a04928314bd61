//! One input being read: told by its content, handed to its reader, and the outcomes handed on.

use std::io::{self, BufRead, Cursor, Read};

use super::content::{self, Content};
use super::file::{File, Origin};
use super::layout::Layout;
use super::record::Record;
use super::refusal::Refusal;
use super::{
    Flow, Format, Input, Options, Outcome, archive, columns, compression, delimited, feed, html, json, sniff, text,
    warc,
};

/// So many first bytes tell the format.
pub(super) const HEAD: usize = 16 << 10;

/// An archive inside an archive is read this deep.
const MAX_DEPTH: u8 = 3;

pub(super) struct Reading<'r> {
    pub options: &'r Options,
    /// What a server says of the input's encoding.
    pub charset: Option<String>,
    /// What columns are taken for, if anybody asked.
    pub layout: Option<Layout>,
    take: &'r mut dyn FnMut(Outcome) -> Flow,
}

impl<'r> Reading<'r> {
    pub fn new(options: &'r Options, take: &'r mut dyn FnMut(Outcome) -> Flow) -> Self {
        Reading { options, charset: None, layout: None, take }
    }

    pub fn give(&mut self, outcome: Outcome) -> Flow {
        (self.take)(outcome)
    }

    /// Compares what a table's columns were taken for with what is in them.
    pub fn check(&mut self, record: &Record) {
        if let Some(layout) = &mut self.layout {
            layout.check(record);
        }
    }

    /// A reject for `input`, or for one `record` of it.
    pub fn refuse(&mut self, input: &Input, record: Option<u64>, refusal: Refusal) -> Flow {
        let mut reject = refusal.of(input);
        reject.record = record;
        self.give(Outcome::Reject(reject))
    }

    /// Reads a file, an object, or standard input.
    pub fn input(&mut self, input: &Input, mut file: File) -> Flow {
        let stamp = file.stamp();
        let flow = match &mut file.origin {
            Origin::Stdin => self.bytes(input, io::stdin().lock(), None),
            Origin::File(inner) => self.bytes(input, &*inner, Some(inner)),
            Origin::Remote(body) => {
                self.charset = body.charset();
                self.bytes(input, body, None)
            }
        };
        match file.changed(stamp) {
            Some(refusal) if flow.is_continue() => self.refuse(input, None, refusal),
            _ => flow,
        }
    }

    /// Reads what `raw` yields. `file` is the same thing where it is a file, for formats that do not begin at the front.
    pub fn bytes(&mut self, input: &Input, raw: impl Read, file: Option<&std::fs::File>) -> Flow {
        let mut head = Vec::with_capacity(HEAD);
        let unpacked = compression::unpack(raw, self.options.max_expansion).and_then(|mut unpacked| {
            let read = unpacked.reader.by_ref().take(HEAD as u64).read_to_end(&mut head);
            // What is wrong further on is told by whoever reads that far.
            if head.is_empty() { read.map(|_| unpacked) } else { Ok(unpacked) }
        });
        let unpacked = match unpacked {
            Ok(unpacked) => unpacked,
            Err(error) => return self.refuse(input, None, compression::refusal(&error, 0)),
        };
        let file = file.filter(|_| unpacked.layers == 0);
        let content = content::tell(&head, input.named);
        let mut reader = Cursor::new(head).chain(unpacked.reader);
        match content {
            Content::Is(format) => self.format(input, format, &mut reader, file),
            Content::Binary(_) if input.place.is_entry() && input.named.is_none() => self.give(Outcome::Skipped),
            Content::Binary(what) => {
                let detail = format!("it is {what}, not text{}", sniff::remedy(what));
                self.refuse(input, None, Refusal::decode("not_text", detail))
            }
        }
    }

    fn format(
        &mut self,
        input: &Input,
        format: Format,
        reader: &mut dyn BufRead,
        file: Option<&std::fs::File>,
    ) -> Flow {
        match format {
            Format::Text | Format::Markdown => text::read(self, input, format, reader),
            Format::Html => html::read(self, input, reader),
            Format::Json => json::read(self, input, reader),
            Format::Csv => delimited::read(self, input, reader),
            Format::Parquet | Format::Arrow => columns::read(self, input, format, reader, file),
            Format::Warc => warc::read(self, input, reader),
            Format::Feed => feed::read(self, input, reader),
            Format::Zip | Format::Tar if input.depth >= MAX_DEPTH => {
                let detail = format!("an archive within {MAX_DEPTH} archives; unpack it first");
                self.refuse(input, None, Refusal::decode("too_deep", detail))
            }
            Format::Zip => archive::zip(self, input, reader, file),
            Format::Tar => archive::tar(self, input, reader),
        }
    }
}
