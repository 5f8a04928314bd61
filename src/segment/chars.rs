//! Kinds of bytes and characters.

pub const LETTER: u8 = 1;
pub const DIGIT: u8 = 2;
pub const DOT: u8 = 4;
/// `'`
pub const APOSTROPHE: u8 = 8;
pub const HYPHEN: u8 = 16;
/// What only links and times hold within a word: `@`, `:`, `/`.
pub const LINK: u8 = 32;
/// Part of a character beyond ASCII.
pub const HIGH: u8 = 64;
pub const OTHER: u8 = 128;
/// White space and controls.
pub const GAP: u8 = 0;

/// The kind of each byte.
pub const KIND: [u8; 256] = {
    let mut kind = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        kind[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'.' => DOT,
            b'\'' => APOSTROPHE,
            b'-' => HYPHEN,
            b'@' | b':' | b'/' => LINK,
            0..=32 | 127 => GAP,
            128.. => HIGH,
            _ => OTHER,
        };
        byte += 1;
    }
    kind
};

/// Whether `c` belongs to no token: white space, controls, and characters that take no room and join nothing.
pub fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The character at byte `at`, which must be a boundary; a space at the end of the text.
pub fn char_at(text: &str, at: usize) -> char {
    match text.as_bytes().get(at) {
        Some(&byte) if byte < 128 => byte as char,
        Some(_) => text[at..].chars().next().unwrap_or(' '),
        None => ' ',
    }
}

/// The character that ends at byte `at`; a space at the start of the text.
pub fn char_before(text: &str, at: usize) -> char {
    text[..at].chars().next_back().unwrap_or(' ')
}

/// Where the gap that begins at byte `at` ends.
pub fn after_gap(text: &str, mut at: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    while at < end {
        match KIND[bytes[at] as usize] {
            GAP => at += 1,
            HIGH => {
                let c = char_at(text, at);
                if !is_gap(c) {
                    break;
                }
                at += c.len_utf8();
            }
            _ => break,
        }
    }
    at
}

/// Whether a word goes on with `c`: letters, digits, marks on letters, joiners, the soft hyphen.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{0591}'..='\u{05C7}' | '\u{064B}'..='\u{065F}'
            | '\u{0900}'..='\u{0963}' | '\u{0966}'..='\u{0DFF}' | '\u{0E31}'..='\u{0E4E}' | '\u{1AB0}'..='\u{1AFF}'
            | '\u{200C}' | '\u{200D}' | '\u{20D0}'..='\u{20FF}')
}

/// Scripts written without spaces: Han, Kana. A run of them is one token, apart from letters of other scripts.
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3040}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{323AF}')
        && c != '\u{30FB}'
}

/// Pictures, whose modifiers and joiners belong to them.
pub fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B50}' | '\u{2B55}')
}

/// Marks that open: a sentence can begin with them.
pub fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '„'
            | '‟'
            | '\''
            | '‘'
            | '‚'
            | '`'
            | '«'
            | '‹'
            | '('
            | '['
            | '{'
            | '「'
            | '『'
            | '《'
            | '（'
            | '【'
            | '¿'
            | '¡'
    )
}

/// Marks that close: they belong to the sentence before them.
pub fn is_closer(c: char) -> bool {
    matches!(c, '"' | '”' | '“' | '\'' | '’' | '»' | '›' | ')' | ']' | '}' | '」' | '』' | '》' | '）' | '】')
}

/// Marks that can end a quotation.
pub fn is_closing_quote(c: char) -> bool {
    is_closer(c) && !matches!(c, ')' | ']' | '}' | '）' | '】')
}
