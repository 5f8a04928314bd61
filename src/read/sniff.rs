//! What a file is that is no text, told by its first bytes.

/// How files of known formats begin.
const MARKS: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf1", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"PK\x03\x04", "a ZIP archive (or an Office or e-book document)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\0", "packed with xz"),
    (b"\x04\x22\x4d\x18", "packed with lz4"),
    (b"BZh91AY&SY", "packed with bzip2"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\0asm", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet table"),
    (b"ARROW1", "an Arrow table"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"fLaC", "a sound recording"),
    (b"RIFF", "a sound recording, film or image"),
    (b"\x1a\x45\xdf\xa3", "a film"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
];

/// Documents that are text to the byte, but never prose.
const ALWAYS: &[&str] = &["a PDF document", "an RTF document"];

/// What kind of file with a format of its own `bytes` is. Prose may happen to start with a mark made of letters ("GIF89a
/// is a file format"): those count only where a control code follows, as none does in text.
pub(super) fn binary(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(512)];
    let has_controls = || head.iter().any(|&byte| byte == 0 || is_odd_control(byte));
    let marked = MARKS.iter().find(|(mark, _)| head.starts_with(mark));
    match marked {
        Some((mark, what)) => {
            let sure = !mark.iter().all(u8::is_ascii_graphic) || ALWAYS.contains(what) || has_controls();
            sure.then_some(what)
        }
        None if head.get(4..8) == Some(b"ftyp") && has_controls() => Some("a film"),
        None => (head.get(257..262) == Some(b"ustar") && has_controls()).then_some("a tar archive"),
    }
}

/// What to do about it, to be put behind the sentence that says `what` it is.
pub(super) fn remedy(what: &str) -> &'static str {
    match what {
        _ if what.contains("archive") || what.starts_with("packed") => "; unpack it first",
        _ if what.contains("document") => "; save the article as text (.txt or .md)",
        _ => "",
    }
}

/// A control that prose has no use for. Typewriter controls (backspace to carriage return), escape and the old end of
/// file are fine; NUL is judged on its own.
pub(super) fn is_odd_control(byte: u8) -> bool {
    matches!(byte, 0x01..=0x07 | 0x0e..=0x19 | 0x1c..=0x1f | 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_known() {
        assert_eq!(binary(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Some("a PNG image"));
        assert_eq!(binary(b"%PDF-1.7\n1 0 obj"), Some("a PDF document"));
        assert_eq!(binary(b"\0\0\0\x20ftypisom"), Some("a film"));
        let mut tar = b"a.txt".to_vec();
        tar.resize(257, 0);
        tar.extend(b"ustar\0");
        assert_eq!(binary(&tar), Some("a tar archive"));
    }

    #[test]
    fn there_is_a_remedy_where_there_may_be_an_article() {
        assert_eq!(remedy("a PDF document"), "; save the article as text (.txt or .md)");
        assert_eq!([remedy("packed with xz"), remedy("a tar archive")], ["; unpack it first"; 2]);
        assert_eq!(remedy("a PNG image"), "");
        assert!(ALWAYS.iter().all(|what| MARKS.iter().any(|(_, known)| known == what)));
    }

    #[test]
    fn prose_that_starts_with_a_mark_is_prose() {
        assert_eq!(binary(b"GIF89a is older than the web page it moves on."), None);
        assert_eq!(binary(b"MZ \x96 the paper's initials, in an old code page"), None);
        assert_eq!(binary(b""), None);
    }
}
