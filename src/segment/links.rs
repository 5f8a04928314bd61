//! Web addresses, e-mail addresses and names of sites and files: one token each.

use super::chars::{DIGIT, KIND, LETTER};

/// What ends a bare name of a site or a file.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "name", "news", "co", "uk", "us", "eu", "de", "fr",
    "it", "es", "nl", "ca", "au", "nz", "jp", "cn", "in", "ru", "br", "mx", "za", "ch", "at", "be", "se", "no", "dk",
    "fi", "ie", "pl", "tw", "hk", "sg", "my", "kr", "tv", "io", "ai", "me", "fm", "ly", "gl", "app", "dev", "doc",
    "docx", "xls", "xlsx", "pdf", "txt", "jpg", "jpeg", "png", "gif", "htm", "html", "php", "mp3", "mp4", "zip", "exe",
    "ppt",
];

/// Endings that are English words too: a site only where another ending or a path follows ("it.The", "me.And").
const DOUBTFUL: &[&str] =
    &["in", "it", "at", "be", "no", "me", "my", "us", "es", "news", "name", "info", "is", "de", "ch"];

const LONGEST_NAME: usize = 255;

/// What a look for a link found.
pub enum Link {
    /// One that ends here.
    To(usize),
    /// None, and none begins before this position either.
    NoneBefore(usize),
}

/// The link that begins at byte `at` of a stretch without gaps that ends at `end`.
pub fn find(bytes: &[u8], at: usize, end: usize, look_before: usize) -> Link {
    let rest = &bytes[at..end];
    if has_scheme(rest) {
        return Link::To(at + trimmed(rest));
    }
    if at < look_before {
        return Link::NoneBefore(look_before);
    }
    let local = count(rest, |b| is_host(b) || matches!(b, b'%' | b'+'));
    if rest.get(local) == Some(&b'@') && local <= 64 {
        let host = &rest[local + 1..];
        let host = host_end(host, count(host, is_host));
        if host > 2 && memchr::memchr(b'.', &rest[local + 1..local + 1 + host]).is_some() {
            return Link::To(at + local + 1 + host);
        }
    }
    let host = host_end(rest, count(rest, is_host));
    if !is_site(&rest[..host], rest.get(host)) {
        return Link::NoneBefore(at + local.max(1));
    }
    // A path belongs to it.
    match rest.get(host) {
        Some(b'/') if rest.get(host + 1).is_some_and(|b| KIND[*b as usize] & (LETTER | DIGIT) != 0) => {
            Link::To(at + trimmed(rest))
        }
        _ => Link::To(at + host),
    }
}

fn has_scheme(rest: &[u8]) -> bool {
    const SCHEMES: &[&[u8]] = &[b"http://", b"https://", b"ftp://", b"mailto:", b"www."];
    matches!(rest.first(), Some(b'h' | b'H' | b'f' | b'F' | b'm' | b'M' | b'w' | b'W'))
        && SCHEMES.iter().any(|scheme| {
            rest.len() > scheme.len() + 1
                && rest[..scheme.len()].eq_ignore_ascii_case(scheme)
                && (KIND[rest[scheme.len()] as usize] & (LETTER | DIGIT)) != 0
        })
}

fn is_host(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')
}

fn count(bytes: &[u8], keep: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take(LONGEST_NAME).take_while(|b| keep(**b)).count()
}

/// Length without dots and hyphens at the end.
fn host_end(bytes: &[u8], length: usize) -> usize {
    bytes[..length].iter().rposition(|b| b.is_ascii_alphanumeric()).map_or(0, |last| last + 1)
}

/// Length of an address without the punctuation of the sentence around it.
fn trimmed(rest: &[u8]) -> usize {
    // An address ends where quoted or foreign text begins.
    let mut end = rest.iter().position(|b| matches!(b, b'"' | b'<' | b'>') || *b >= 128).unwrap_or(rest.len());
    let count = |sign: u8| rest[..end].iter().filter(|b| **b == sign).count();
    let mut unopened = count(b')').saturating_sub(count(b'('));
    while end > 0 {
        match rest[end - 1] {
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' | b']' | b'}' => end -= 1,
            b')' if unopened > 0 => (end, unopened) = (end - 1, unopened - 1),
            _ => break,
        }
    }
    end
}

/// Whether `name` is a site or a file: dots, parts that are not empty, and an ending people know.
fn is_site(name: &[u8], next: Option<&u8>) -> bool {
    let Some(dot) = memchr::memrchr(b'.', name) else { return false };
    let ending = &name[dot + 1..];
    let uniform = ending.iter().all(u8::is_ascii_lowercase) || name.iter().all(|b| !b.is_ascii_lowercase());
    if !uniform || dot == 0 || name[dot - 1] == b'.' || !name.iter().any(u8::is_ascii_alphabetic) {
        return false;
    }
    // Names of newsgroups and packages: two dots and more, all lower case.
    let long_parts =
        || name.split(|b| *b == b'.').all(|part| part.len() > 2 && part.iter().all(u8::is_ascii_lowercase));
    if memchr::memchr_iter(b'.', name).count() > 1 && long_parts() {
        return true;
    }
    let is = |list: &[&str]| list.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(ending));
    let plain = is(ENDINGS) && !is(DOUBTFUL);
    let nested = memchr::memchr(b'.', &name[..dot]).is_some() || next == Some(&b'/');
    (plain && (dot > 1 || name[0].is_ascii_digit() || next == Some(&b'/'))) || (nested && is(ENDINGS) && dot > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(text: &str) -> &str {
        match find(text.as_bytes(), 0, text.len(), 0) {
            Link::To(end) => &text[..end],
            Link::NoneBefore(_) => "",
        }
    }

    #[test]
    fn addresses_leave_the_sentence_its_marks() {
        assert_eq!(link("https://example.org/a_(b)."), "https://example.org/a_(b)");
        assert_eq!(link("www.example.org),"), "www.example.org");
        assert_eq!(link("j.doe+news@example.co.uk."), "j.doe+news@example.co.uk");
        assert_eq!(link("example.com/path?x=1,"), "example.com/path?x=1");
        assert_eq!(link("example.com's"), "example.com");
    }

    #[test]
    fn sentences_run_together_are_no_sites() {
        assert_eq!(link("it.In"), "");
        assert_eq!(link("saw.it"), "");
        assert_eq!(link("U.S.-led"), "");
        assert_eq!(link("3.5"), "");
        assert_eq!(link("well..."), "");
    }
}
