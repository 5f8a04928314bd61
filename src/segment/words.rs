//! Words that are cut against the general rule.

/// Where a word written as one is cut into two tokens ("can|not"), in bytes from its start.
pub fn fused(word: &[u8]) -> Option<usize> {
    if !(4..=8).contains(&word.len()) {
        return None;
    }
    let mut lower = [0; 8];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    match &*lower {
        b"cannot" | b"gonna" | b"gotta" | b"wanna" | b"lemme" | b"gimme" => Some(3),
        b"dont" => Some(2),
        b"didnt" | b"isnt" | b"wasnt" | b"arent" | b"hasnt" | b"havent" | b"doesnt" | b"wouldnt" | b"couldnt"
        | b"shouldnt" | b"werent" => Some(word.len() - 2),
        _ => None,
    }
}

/// Whether letters after an apostrophe are a token with it ("'s", "'ll").
pub fn is_clitic(letters: &[u8]) -> bool {
    const CLITICS: &[&[u8]] = &[b"s", b"d", b"m", b"re", b"ve", b"ll"];
    letters.len() <= 2 && CLITICS.iter().any(|clitic| clitic.eq_ignore_ascii_case(letters))
}
