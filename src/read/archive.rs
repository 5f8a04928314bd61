//! ZIP and tar archives: each entry is read as a file would be.

use std::cell::Cell;
use std::io::{BufRead, Read};
use std::rc::Rc;

use super::reading::Reading;
use super::refusal::Refusal;
use super::{Flow, Input, compression, file};

/// The entries of a ZIP archive in the order of its table of contents, which is at its end.
pub(super) fn zip(reading: &mut Reading, input: &Input, reader: &mut dyn BufRead, own: Option<&std::fs::File>) -> Flow {
    let damaged =
        |error: &dyn std::fmt::Display| Refusal::decode("corrupt", format!("the ZIP archive is damaged: {error}"));
    let opened = file::seekable(reader, own).and_then(|file| {
        let length = file.metadata().map_or(0, |meta| meta.len());
        let archive = zip::ZipArchive::new(std::io::BufReader::new(file)).map_err(|error| damaged(&error))?;
        Ok((archive, length))
    });
    let (mut archive, length) = match opened {
        Ok(opened) => opened,
        Err(refusal) => return reading.refuse(input, None, refusal),
    };
    // Entries may share their bytes, so what all of them unpack to is limited too.
    let unpacked = Rc::new(Cell::new(0));
    for number in 0..archive.len() {
        let entry = match archive.by_index(number) {
            Ok(entry) => entry,
            Err(error) => {
                reading.refuse(input, Some(number as u64), damaged(&error))?;
                continue;
            }
        };
        let name = entry
            .name()
            .map_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned(), |name| name.into_owned());
        if entry.is_dir() {
            continue;
        }
        if entry.encrypted() {
            let detail = format!("{name} is locked with a password; unpack it first");
            reading.refuse(input, Some(number as u64), Refusal::read("unreadable", detail))?;
            continue;
        }
        let bytes = entry.size();
        let limited = compression::limited(entry, Rc::clone(&unpacked), length, reading.options.max_expansion);
        one(reading, input, &name, bytes, limited)?;
    }
    Flow::Continue(())
}

/// The files in a tar archive, in their order.
pub(super) fn tar(reading: &mut Reading, input: &Input, reader: &mut dyn BufRead) -> Flow {
    let damaged =
        |error: &std::io::Error| Refusal::decode("corrupt", format!("the tar archive is damaged or cut off: {error}"));
    let mut archive = tar::Archive::new(reader);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return reading.refuse(input, None, damaged(&error)),
    };
    for (number, entry) in entries.enumerate() {
        let entry = match entry {
            Ok(entry) => entry,
            // Where one entry cannot be told, neither can the next.
            Err(error) => return reading.refuse(input, Some(number as u64), damaged(&error)),
        };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let (name, bytes) = (String::from_utf8_lossy(&entry.path_bytes()).into_owned(), entry.size());
        one(reading, input, &name, bytes, entry)?;
    }
    Flow::Continue(())
}

fn one(reading: &mut Reading, archive: &Input, name: &str, bytes: u64, entry: impl Read) -> Flow {
    match archive.entry(name, bytes) {
        Some(input) => reading.bytes(&input, entry, None),
        None => reading.give(super::Outcome::Skipped),
    }
}

#[cfg(test)]
mod tests;
