//! The last place where text changes: a byte order mark is taken off, and nothing else. Line ends stay as they are (also
//! CRLF and lone CR), so do controls, NULs and white space, and offsets are those of the file's own decoded text.

/// `text` without the one byte order mark it may start with. Further ones are zero-width spaces and stay.
pub fn clean(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    text
}

/// Whether there is nothing to read: only white space, NULs and characters without width.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\0' | '\u{200b}' | '\u{feff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_mark_goes() {
        assert_eq!(clean("\u{feff}\u{feff}a\r\nb\rc\n\n\0".into()), "\u{feff}a\r\nb\rc\n\n\0");
        assert_eq!(clean(" a\u{feff} ".into()), " a\u{feff} ");
    }

    #[test]
    fn blank_means_nothing_to_read() {
        assert!(is_blank("") && is_blank(" \r\n\u{3000}\t\0\u{feff}"));
        assert!(!is_blank("\n.\n"));
    }
}
