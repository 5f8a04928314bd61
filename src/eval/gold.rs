//! The file of marked texts.

use std::fs;
use std::io::Read;
use std::path::Path;

use crate::error::{Context, Error, Result};
use crate::train::quotes::gold::{self, Text};

/// How a gzip file begins: packing is told by the bytes, not by the name.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// The texts of `file`, with what the first annotator marked in each.
pub fn read(file: &Path) -> Result<Vec<Text>> {
    let lines = text(file)?;
    let texts = gold::texts(&file.display().to_string(), lines.trim_start_matches('\u{feff}'), false)?;
    if texts.is_empty() {
        return Err(Error::failed("holds no article").file(file));
    }
    Ok(texts)
}

/// What `file` holds, unpacked.
pub fn text(file: &Path) -> Result<String> {
    if !file.is_file() {
        let what = if file.exists() { "is no file" } else { "is missing" };
        return Err(Error::usage(what).file(file).help("name a file of marked texts; it may be packed with gzip"));
    }
    let mut bytes = fs::read(file).failed(file, "cannot be read")?;
    if bytes.starts_with(GZIP) {
        let mut unpacked = Vec::new();
        let mut reader = flate2::read::MultiGzDecoder::new(bytes.as_slice());
        reader.read_to_end(&mut unpacked).failed(file, "cannot be unpacked")?;
        bytes = unpacked;
    }
    String::from_utf8(bytes).map_err(|error| {
        let line =
            error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() + 1;
        Error::failed(format!("line {line} holds bytes that are no UTF-8")).file(file).help("save the file as UTF-8")
    })
}
