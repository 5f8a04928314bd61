//! The file a model is kept in: a line people can read, then named sections, compressed.
//!
//! ```text
//! quotient model tagger 1 <name, format number>\n
//! zstd frame of: sections, each a name, a length and bytes
//! ```
//! Numbers are little-endian; counts and differences are LEB128. Sections a reader does not know are passed over, so a
//! newer model of the same format can be read by an older program.

use bytes::Bytes;

use super::linear::Linear;
use super::rows::{Rows, Weight};
use crate::error::{Context, Error, Result};

/// Raised when an older program could not read a newer file any more.
pub const FORMAT: u32 = 1;
const MAGIC: &str = "quotient model";
/// No model of ours unpacks to more.
const LARGEST: usize = 256 << 20;

/// A model as its file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    pub name: String,
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    pub name: String,
    /// A part of what the file was unpacked to, which sections share.
    pub bytes: Bytes,
}

impl Model {
    pub fn new(name: &str) -> Self {
        Model { name: name.to_owned(), sections: Vec::new() }
    }

    /// The same model gives the same bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        for section in &self.sections {
            put_bytes(&mut body, section.name.as_bytes());
            put_bytes(&mut body, &section.bytes);
        }
        let mut file = format!("{MAGIC} {} {FORMAT}\n", self.name).into_bytes();
        file.extend(zstd::bulk::compress(&body, 19).failed(&self.name, "cannot be compressed")?);
        Ok(file)
    }

    /// # Errors
    /// The file is no model, of another name, of a format this program does not know, or damaged.
    pub fn from_bytes(name: &str, file: &[u8]) -> Result<Self> {
        let unknown = || Error::failed("is not a model of this program").file(name);
        let line = file.split(|byte| *byte == b'\n').next().filter(|line| line.len() < 200).ok_or_else(unknown)?;
        let words = std::str::from_utf8(line).ok().and_then(|line| line.strip_prefix(MAGIC)).ok_or_else(unknown)?;
        let mut words = words.split_whitespace();
        let (own, format) = (words.next().ok_or_else(unknown)?, words.next().ok_or_else(unknown)?);
        if own != name {
            return Err(Error::failed(format!("holds the model “{own}”, not “{name}”")).file(name));
        }
        if format != FORMAT.to_string() {
            return Err(Error::failed(format!("has format {format}; this program reads format {FORMAT}"))
                .file(name)
                .help("use the models of this version of the program, or train the model again"));
        }
        let body = zstd::bulk::decompress(&file[line.len() + 1..], LARGEST).failed(name, "is damaged")?;
        let body = Bytes::from(body);
        let mut reader = Reader::new(&body);
        let mut model = Model::new(name);
        while !reader.is_empty() {
            let section = || Error::failed("is damaged: a section is cut off").file(name);
            let title = reader.text().ok_or_else(section)?;
            let bytes = body.slice_ref(reader.bytes().ok_or_else(section)?);
            model.sections.push(Section { name: title.to_owned(), bytes });
        }
        Ok(model)
    }

    pub fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.sections.push(Section { name: name.to_owned(), bytes: bytes.into() });
    }

    /// # Errors
    /// The model has no such section.
    pub fn section(&self, name: &str) -> Result<&[u8]> {
        let found = self.sections.iter().find(|section| section.name == name);
        let missing =
            || Error::failed(format!("has no section “{name}”")).file(&self.name).help("train the model again");
        found.map(|section| section.bytes.as_ref()).ok_or_else(missing)
    }

    pub fn add_words(&mut self, name: &str, words: &[String]) {
        let mut bytes = Vec::new();
        put_number(&mut bytes, words.len() as u64);
        words.iter().for_each(|word| put_bytes(&mut bytes, word.as_bytes()));
        self.add(name, bytes);
    }

    /// # Errors
    /// The section is missing or damaged.
    pub fn words(&self, name: &str) -> Result<Vec<String>> {
        let mut reader = Reader::new(self.section(name)?);
        let words = reader.number().and_then(|count| (0..count).map(|_| reader.text().map(str::to_owned)).collect());
        words.ok_or_else(|| self.damaged(name))
    }

    /// Rows in rising order of their features.
    pub fn add_linear(&mut self, name: &str, labels: usize, rows: &[(u32, Vec<Weight>)]) {
        self.add(name, Rows::new(labels, rows).write());
    }

    /// # Errors
    /// The section is missing or damaged.
    pub fn linear(&self, name: &str) -> Result<Linear> {
        Linear::read(&mut Reader::new(self.section(name)?)).ok_or_else(|| self.damaged(name))
    }

    /// # Errors
    /// The section is missing or damaged.
    pub fn rows(&self, name: &str) -> Result<Rows> {
        Rows::read(&mut Reader::new(self.section(name)?)).ok_or_else(|| self.damaged(name))
    }

    fn damaged(&self, section: &str) -> Error {
        Error::failed(format!("is damaged in its section “{section}”")).file(&self.name)
    }
}

pub fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

pub fn put_bytes(bytes: &mut Vec<u8>, value: &[u8]) {
    put_number(bytes, value.len() as u64);
    bytes.extend_from_slice(value);
}

/// Reads what the functions above put; `None` once the bytes do not fit.
pub struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Reader { bytes, at: 0 }
    }

    pub fn is_empty(&self) -> bool {
        self.rest() == 0
    }

    pub fn rest(&self) -> usize {
        self.bytes.len() - self.at
    }

    pub fn number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        while self.at < self.bytes.len() && shift < 64 {
            let byte = self.bytes[self.at];
            self.at += 1;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
        None
    }

    /// A column of so many numbers.
    pub fn numbers(&mut self, count: usize) -> Option<Vec<u32>> {
        // Each takes a byte at least, so that no file makes us ask for more memory than it has bytes.
        let mut numbers = if count <= self.rest() { vec![0; count] } else { return None };
        self.fill(&mut numbers)?;
        Some(numbers)
    }

    /// As many numbers as `out` has places. A plain loop over slices, here and wherever columns are gone over: a program that is
    /// not optimised, as tests start it hundreds of times, calls nothing for each number then.
    pub fn fill(&mut self, out: &mut [u32]) -> Option<()> {
        let (bytes, mut at, mut place) = (self.bytes, self.at, 0);
        while place < out.len() {
            let (mut number, mut shift) = (0, 0);
            loop {
                if at == bytes.len() || shift > 28 {
                    return None;
                }
                let byte = bytes[at];
                at += 1;
                number |= ((byte & 0x7F) as u32) << shift;
                if byte < 0x80 {
                    if shift == 28 && byte > 0xF {
                        return None;
                    }
                    break;
                }
                shift += 7;
            }
            out[place] = number;
            place += 1;
        }
        self.at = at;
        Some(())
    }

    pub fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let taken = self.bytes[self.at..].get(..count)?;
        self.at += count;
        Some(taken)
    }

    pub fn bytes(&mut self) -> Option<&'b [u8]> {
        let count = usize::try_from(self.number()?).ok()?;
        self.take(count)
    }

    pub fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.bytes()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Model {
        let mut model = Model::new("tagger");
        model.add_words("labels", &["NOUN".into(), "VERB".into()]);
        let row = vec![Weight { label: 0, value: -300 }, Weight { label: 1, value: 7 }];
        model.add_linear("weights", 2, &[(3, row.clone()), (4_000_000_000, row)]);
        model
    }

    #[test]
    fn what_is_written_is_read() {
        let file = sample().to_bytes().unwrap();
        assert!(file.starts_with(b"quotient model tagger 1\n"));
        assert_eq!(file, sample().to_bytes().unwrap());
        let model = Model::from_bytes("tagger", &file).unwrap();
        assert_eq!(model, sample());
        assert_eq!(model.words("labels").unwrap(), ["NOUN", "VERB"]);
        let rows = model.rows("weights").unwrap();
        let (feature, row) = rows.iter().last().unwrap();
        assert_eq!((feature, row[0]), (4_000_000_000, Weight { label: 0, value: -300 }));
    }

    #[test]
    fn other_files_are_refused_in_a_sentence() {
        let refusal = |name: &str, file: &[u8]| Model::from_bytes(name, file).unwrap_err().to_string();
        let file = sample().to_bytes().unwrap();
        assert_eq!(refusal("parser", &file), "parser: holds the model “tagger”, not “parser”");
        assert_eq!(refusal("tagger", b"PK\x03\x04"), "tagger: is not a model of this program");
        assert_eq!(
            refusal("tagger", b"quotient model tagger 2\n"),
            "tagger: has format 2; this program reads format 1"
        );
        assert!(refusal("tagger", &file[..file.len() - 9]).contains("damaged"));
        assert!(sample().section("none").is_err());
    }
}
