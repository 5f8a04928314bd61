//! From bytes to text: UTF-8, UTF-16 and UTF-32 with and without a mark, and older code pages, told by the content.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, WINDOWS_1252};

use super::{sniff, wide};

/// An old code page is told by so many bytes from the first that is no ASCII.
const SAMPLE: usize = 1 << 20;

#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// A byte order mark is still there; [`super::clean`] takes it off.
    pub text: String,
    /// The name in the WHATWG's encoding standard; "UTF-32LE" and "UTF-32BE" beside.
    pub encoding: &'static str,
    /// How many sequences were no valid text and became U+FFFD.
    pub replaced: u64,
}

/// The text that `bytes` are, or in a few words why they are none. Takes time in proportion to their number.
///
/// Text with a few wrong bytes, NULs or controls is still text. Not text is what has the mark of a known binary format,
/// over a tenth of its characters replaced, or controls as no text has them.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, String> {
    if let Some(what) = sniff::binary(&bytes) {
        return Err(format!("it is {what}, not text{}", sniff::remedy(what)));
    }
    if let Some(wide) = wide::marked(&bytes).or_else(|| wide::guess(&bytes)) {
        let text = wide.decode(&bytes);
        let replaced = count_replaced(&text);
        return judge(Decoded { text, encoding: wide.name(), replaced });
    }
    let has_mark = bytes.starts_with("\u{feff}".as_bytes());
    match String::from_utf8(bytes) {
        Ok(text) => {
            let japanese = escaped_japanese(&text);
            judge(japanese.unwrap_or(Decoded { text, encoding: "UTF-8", replaced: 0 }))
        }
        Err(error) if has_mark || is_mostly_utf8(error.as_bytes()) => judge(lossy_utf8(error.as_bytes())),
        Err(error) => {
            let encoding = code_page(error.as_bytes());
            judge(decode_as(encoding, error.as_bytes()))
        }
    }
}

/// Whether broken UTF-8 is still the best reading: more characters beyond ASCII are whole than broken. One that the end
/// of the file cuts off is not held against it.
pub(super) fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        broken += usize::from(std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_some()));
    }
    whole > broken
}

/// The encoding of a long text of which these are the first bytes: UTF-8 where it may be.
pub(super) fn of_bytes(head: &[u8]) -> &'static Encoding {
    let whole = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
    let mark = head.starts_with("\u{feff}".as_bytes());
    if whole || mark || is_mostly_utf8(head) { encoding_rs::UTF_8 } else { code_page(head) }
}

/// `bytes` as UTF-8, and how many sequences were none and became U+FFFD.
pub(super) fn lossy(bytes: &[u8]) -> (String, u64) {
    let Decoded { text, replaced, .. } = lossy_utf8(bytes);
    (text, replaced)
}

fn lossy_utf8(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            replaced += 1;
        }
    }
    Decoded { text, encoding: "UTF-8", replaced }
}

fn code_page(bytes: &[u8]) -> &'static Encoding {
    let first = Encoding::ascii_valid_up_to(bytes).saturating_sub(2);
    let sample = &bytes[first..bytes.len().min(first + SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, first + sample.len() == bytes.len());
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess.is_single_byte() && has_only_western_marks(sample) { WINDOWS_1252 } else { guess }
}

/// Whether all that is no ASCII in `bytes` is, on the Western code page, a mark where marks stand. One "£40" in an English
/// article is no Polish "Ł": text in another language would have letters there too.
fn has_only_western_marks(bytes: &[u8]) -> bool {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let at_word = before.is_alphabetic() || chars.peek().is_some_and(|next| next.is_alphabetic());
        // Quotation marks and dashes touch words; symbols such as £ and § do not.
        let fits = c.is_ascii() || !c.is_alphanumeric() && (c >= '\u{2000}' || !at_word);
        if !fits {
            return false;
        }
        before = c;
    }
    true
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let replaced = count_replaced(&text);
    Decoded { text: Cow::into_owned(text), encoding: encoding.name(), replaced }
}

/// ISO-2022-JP is ASCII to the byte: only its escapes, and that it then decodes without a flaw, tell it.
fn escaped_japanese(text: &str) -> Option<Decoded> {
    memchr::memmem::find(text.as_bytes(), b"\x1b$")?;
    if !text.is_ascii() {
        return None;
    }
    Some(decode_as(ISO_2022_JP, text.as_bytes())).filter(|decoded| decoded.replaced == 0)
}

fn count_replaced(text: &str) -> u64 {
    memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}").count() as u64
}

/// Passes on what is text. Bytes that are valid UTF-8 are nearly always meant so; any bytes at all make sense in some
/// old code page, so there controls must be rare.
fn judge(decoded: Decoded) -> Result<Decoded, String> {
    let bytes = decoded.text.as_bytes();
    let controls = bytes.iter().filter(|byte| sniff::is_odd_control(**byte)).count();
    if decoded.encoding == "UTF-8" && decoded.replaced == 0 {
        if controls == 0 {
            return Ok(decoded);
        }
        let nuls = bytes.iter().filter(|byte| **byte == 0).count();
        return if controls * 2 > bytes.len() - nuls { Err("most of it is control codes".into()) } else { Ok(decoded) };
    }
    let (mut all, mut nuls, mut odd) = (0u64, 0u64, controls as u64);
    for c in decoded.text.chars() {
        all += 1;
        nuls += u64::from(c == '\0');
        odd += u64::from(matches!(c, '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}'));
    }
    if decoded.replaced * 10 > all {
        let share = decoded.replaced * 100 / all.max(1);
        return Err(format!("{share} % of it is no valid text in any known encoding"));
    }
    if odd * 20 > all || nuls * 3 > all {
        return Err("it has too many control codes for text".into());
    }
    Ok(decoded)
}

#[cfg(test)]
#[path = "encoding_tests.rs"]
mod tests;
