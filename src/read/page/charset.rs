//! From a page's bytes to text: its mark, what was said beside it, what it says itself, else what its bytes look like.

use encoding_rs::Encoding;

use super::super::encoding::{self, Decoded};

/// A page says its encoding within its first bytes.
const HEAD: usize = 2048;

/// The encoding that a `Content-Type` states.
pub fn of_content_type(kind: &str) -> Option<String> {
    let kind = kind.to_ascii_lowercase();
    let (_, rest) = kind.split_once("charset=")?;
    let label = rest.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(['"', '\'', ';', ' ', ',']).unwrap_or(label.len());
    Some(label[..end].to_owned()).filter(|label| !label.is_empty())
}

pub(super) fn decode(html: &[u8], beside: Option<&str>) -> Result<Decoded, String> {
    // UTF-8 is hardly ever mistaken for something else, whatever a page says.
    if let Ok(text) = std::str::from_utf8(html) {
        let escapes = memchr::memmem::find(html, b"\x1b$").is_some();
        if !escapes {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            return Ok(Decoded { text: text.to_owned(), encoding: "UTF-8", replaced: 0 });
        }
    }
    let said = [beside.map(str::as_bytes), declared(html)].into_iter().flatten().find_map(Encoding::for_label);
    match said {
        Some(said) if Encoding::for_bom(html).is_none() && said != encoding_rs::UTF_8 && said.is_ascii_compatible() => {
            let (text, _) = said.decode_without_bom_handling(html);
            let replaced = memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}").count() as u64;
            if replaced * 100 > html.len() as u64 {
                return encoding::decode(html.to_vec());
            }
            Ok(Decoded { text: text.into_owned(), encoding: said.name(), replaced })
        }
        _ => encoding::decode(html.to_vec()),
    }
}

/// `<meta charset=…>`, `<meta http-equiv=… content="text/html; charset=…">`, `<?xml encoding="…"?>`.
fn declared(html: &[u8]) -> Option<&[u8]> {
    let head = &html[..html.len().min(HEAD)];
    let lower = head.to_ascii_lowercase();
    ["charset", "encoding"].into_iter().find_map(|word| {
        memchr::memmem::find_iter(&lower, word.as_bytes()).find_map(|at| {
            let rest = &head[at + word.len()..];
            let skip = |byte: &u8| matches!(byte, b' ' | b'=' | b'"' | b'\'' | b'\t');
            let start = rest.iter().position(|byte| !skip(byte)).filter(|start| rest[..*start].contains(&b'='))?;
            let name = &rest[start..];
            let end = name.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte));
            Some(&name[..end.unwrap_or(name.len())]).filter(|name| !name.is_empty())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &[u8], beside: Option<&str>) -> String {
        decode(html, beside).unwrap().text
    }

    #[test]
    fn what_is_said_beside_comes_before_what_the_page_says() {
        let page = b"<meta charset=\"iso-8859-2\"><p>\xa3\xf3d\xbc</p>";
        assert!(text(page, None).contains("Łódź"));
        assert!(text(page, Some("windows-1252")).contains("£ód¼"));
        let old = b"<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=koi8-r'><p>\xd7\xd2\xc5\xcd\xd1</p>";
        assert!(text(old, None).contains("время"));
    }

    #[test]
    fn utf_8_is_seen_whatever_a_page_says() {
        assert!(text("<meta charset=latin1><p>Łódź</p>".as_bytes(), Some("latin1")).contains("Łódź"));
        assert_eq!(text("\u{feff}<p>x".as_bytes(), None), "<p>x");
        assert!(text(b"\xff\xfe<\0p\0>\0x\0", Some("utf-8")).ends_with("<p>x"));
    }

    #[test]
    fn nonsense_is_passed_over() {
        assert!(text(b"<meta charset=nonsense><p>caf\xe9 society</p>", Some("what?")).contains("café"));
        assert_eq!(declared(b"a charset in words"), None);
        assert_eq!(declared(b"<meta charset="), None);
    }
}
