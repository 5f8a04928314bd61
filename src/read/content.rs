//! What an input is, told by its first bytes; its name is asked where they leave it open.

use std::borrow::Cow;

use super::fields::{self, Field};
use super::{sniff, wide};

/// The formats there is a reader for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, and whatever else is text and has no format of its own.
    Text,
    /// Text that may open with front matter.
    Markdown,
    /// A web page, also as XHTML.
    Html,
    /// One object, an array of objects, or an object a line.
    Json,
    /// A table as text, with commas, tabs, semicolons or bars between its cells.
    Csv,
    Parquet,
    /// Arrow IPC, as a file or a stream.
    Arrow,
    /// A web archive.
    Warc,
    /// XML of news: RSS, Atom, NITF, NewsML-G2.
    Feed,
    Zip,
    Tar,
}

impl Format {
    /// Whether there may be columns in it.
    pub(super) fn may_hold_records(self) -> bool {
        matches!(self, Format::Json | Format::Csv | Format::Parquet | Format::Arrow | Format::Zip | Format::Tar)
    }

    /// The word in the column `format`.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Parquet => "parquet",
            Format::Arrow => "arrow",
            Format::Warc => "warc",
            Format::Feed => "feed",
            Format::Zip => "zip",
            Format::Tar => "tar",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Is(Format),
    /// What it is, in words, and no reader for it.
    Binary(&'static str),
}

/// What bytes that begin with `head` are; `named` is what the name says.
pub(super) fn tell(head: &[u8], named: Option<Format>) -> Content {
    if head.starts_with(b"PAR1") && !head[4..].iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ') {
        return Content::Is(Format::Parquet);
    }
    if head.starts_with(b"ARROW1\0") || head.starts_with(&[0xff; 4]) && named == Some(Format::Arrow) {
        return Content::Is(Format::Arrow);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return if is_office(head) {
            Content::Binary("an Office document or e-book")
        } else {
            Content::Is(Format::Zip)
        };
    }
    if head.get(257..262) == Some(b"ustar") {
        return Content::Is(Format::Tar);
    }
    if let Some(what) = sniff::binary(head) {
        return Content::Binary(what);
    }
    let text = readable(head);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'));
    Content::Is(structured(text, named).unwrap_or(match named {
        // Its name says so, its content does not: it is read as what it is.
        Some(named @ (Format::Text | Format::Markdown | Format::Html | Format::Csv)) => named,
        // An empty or broken file of records is told about by their reader.
        Some(Format::Json | Format::Warc | Format::Feed) if text.is_empty() => Format::Json,
        _ => Format::Text,
    }))
}

/// The format of text with a structure of its own.
fn structured(text: &str, named: Option<Format>) -> Option<Format> {
    if text.starts_with("WARC/") {
        return Some(Format::Warc);
    }
    let next = |mark| text.strip_prefix(mark).map(|rest: &str| rest.trim_start().chars().next());
    let named_json = named == Some(Format::Json);
    if let Some(after) = next('{') {
        return (matches!(after, Some('"' | '}')) || named_json).then_some(Format::Json);
    }
    if let Some(after) = next('[') {
        return (matches!(after, Some('{' | '[')) || named_json).then_some(Format::Json);
    }
    if text.starts_with('<') {
        return markup(text, named);
    }
    // A broken first line does not make JSON lines prose.
    if named_json && text.lines().take(8).any(|line| line.trim_start().starts_with('{')) {
        return Some(Format::Json);
    }
    is_table(text).then_some(Format::Csv)
}

const FEEDS: &[&str] = &["rss", "feed", "rdf:rdf", "nitf", "newsitem", "newsmessage", "newsml"];
const PAGES: &[&str] = &["!doctype html", "html", "head", "body"];

/// Whether it is XML of news, or a page, or only a piece of one.
fn markup(text: &str, named: Option<Format>) -> Option<Format> {
    for tag in text.split('<').skip(1).take(16) {
        let is = |name: &&str| {
            let start = tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
            start && !tag[name.len()..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '_' | '-'))
        };
        if FEEDS.iter().any(&is) {
            return Some(Format::Feed);
        }
        if PAGES.iter().any(is) {
            return Some(Format::Html);
        }
        let before_the_root = tag.starts_with(['!', '?']) || tag.is_empty();
        if !before_the_root {
            break;
        }
    }
    let prose = matches!(named, Some(Format::Text | Format::Markdown));
    let element = text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?');
    match named {
        Some(Format::Feed) => Some(Format::Feed),
        _ if text.starts_with("<?xml") => Some(Format::Feed),
        _ => (element && !prose).then_some(Format::Html),
    }
}

/// Whether the first line is a table's header with a column of text: two or more names, one of which is known.
fn is_table(text: &str) -> bool {
    let Some(line) = text.lines().next().filter(|line| line.len() < 4096) else { return false };
    let cells: Vec<&str> = line.split(super::delimited::between(line)).collect();
    let names = || cells.iter().map(|cell| cell.trim().trim_matches('"'));
    let is_name = |name: &str| name.len() <= 40 && name.split_whitespace().count() <= 3;
    let holds_text = |name: &str| matches!(fields::meaning(name), Some((Field::Text | Field::Html, _)));
    let known = names().filter(|name| fields::meaning(name).is_some()).count();
    cells.len() >= 2 && names().all(is_name) && names().any(holds_text) && known >= 2
}

/// Office documents and e-books are ZIP archives that say so in their first entries.
fn is_office(head: &[u8]) -> bool {
    let has = |name: &[u8]| memchr::memmem::find(&head[..head.len().min(512)], name).is_some();
    has(b"[Content_Types].xml") || has(b"mimetypeapplication/") || has(b"_rels/.rels") || has(b"META-INF/MANIFEST.MF")
}

/// The head as far as it is ASCII, whatever its units: markup and punctuation are.
fn readable(head: &[u8]) -> Cow<'_, str> {
    match wide::marked(head).or_else(|| wide::guess(head)) {
        Some(wide) => Cow::Owned(wide.decode(&head[..head.len() & !3])),
        None => String::from_utf8_lossy(head),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(head: &str) -> Content {
        tell(head.as_bytes(), None)
    }

    #[test]
    fn structure_tells() {
        use Format::{Csv, Feed, Html, Json, Text, Warc};
        let all = [
            ("{\"title\": \"Bridge\"}", Json),
            ("\u{feff}[\n {\"text\": 1}]", Json),
            ("WARC/1.0\r\nWARC-Type: warcinfo\r\n", Warc),
            ("<!-- saved --><!DOCTYPE html><html>", Html),
            ("<p>The bridge will close.</p>", Html),
            ("<?xml version=\"1.0\"?>\n<rss version=\"2.0\">", Feed),
            ("<?xml version='1.0'?><html xmlns=\"x\">", Html),
            ("id,title,text\n1,Bridge,The bridge\n", Csv),
            ("url\theadline\tbody\n", Csv),
            ("\"title\";\"text\"\n", Csv),
            ("[Photo: Ana Ruiz] The bridge will close.", Text),
            ("{sic} said the mayor.", Text),
            ("Title, text and author are missing, she said.", Text),
            ("<3 is a heart", Text),
            ("", Text),
        ];
        for (head, format) in all {
            assert_eq!(told(head), Content::Is(format), "{head}");
        }
    }

    #[test]
    fn names_decide_what_content_leaves_open() {
        let named = |head: &str, format| tell(head.as_bytes(), Some(format));
        assert_eq!(named("# Bridge", Format::Markdown), Content::Is(Format::Markdown));
        assert_eq!(named("<div align=center>A readme</div>", Format::Markdown), Content::Is(Format::Markdown));
        assert_eq!(named("The bridge will close.", Format::Json), Content::Is(Format::Text));
        assert_eq!(named("{broken\n{\"text\": \"a\"}", Format::Json), Content::Is(Format::Json));
        assert_eq!(named("{\"text\": \"a\"}", Format::Text), Content::Is(Format::Json));
        assert_eq!(named("a,b\n1,2\n", Format::Csv), Content::Is(Format::Csv));
    }

    #[test]
    fn wide_text_is_told_too() {
        let wide: Vec<u8> = "\u{feff}{\"text\": \"a\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(tell(&wide, None), Content::Is(Format::Json));
    }

    #[test]
    fn archives_and_tables_are_told_from_documents() {
        assert_eq!(tell(b"PK\x03\x04\x14\0\0\0\x08\0a.txt", None), Content::Is(Format::Zip));
        let office = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0[Content_Types].xml";
        assert!(matches!(tell(office, None), Content::Binary(_)));
        assert_eq!(tell(b"PAR1\x15\x04\x15\0", None), Content::Is(Format::Parquet));
        assert!(matches!(tell(b"%PDF-1.7\n", None), Content::Binary(_)));
    }
}
