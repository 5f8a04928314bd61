//! Handles of accounts, web addresses and e-mail addresses. The cut into tokens has settled already where they end.

use super::Found;
use super::look::{Look, one_of};
use crate::analysis::ValueType;

/// Endings of files rather than sites.
const FILES: &[&str] = &[
    "doc", "docx", "xls", "xlsx", "pdf", "txt", "jpg", "jpeg", "png", "gif", "htm", "html", "php", "mp3", "mp4", "zip",
    "exe", "ppt",
];

/// "@harbour_boat"; "@ada@example.social" is one. In small letters, since capitals make no difference there.
pub(super) fn handle(look: &Look, at: usize) -> Option<Found> {
    let name = &look.word(at)[1..];
    let begins = |name: &str| name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if !begins(name) || at > 0 && look.glued(at - 1) && look.before(at, 1).ends_with(char::is_alphanumeric) {
        return None;
    }
    let host = look.word(at + 1).strip_prefix('@').filter(|host| look.glued(at) && begins(host) && host.contains('.'));
    let value = match host {
        Some(host) => format!("@{name}@{host}"),
        None => format!("@{name}"),
    };
    let to = at + 1 + usize::from(host.is_some());
    Some(Found::new(at, to, ValueType::Handle, Some(value.to_lowercase())))
}

/// A token with a dot or an "@" inside. An e-mail address comes in small letters, a web address as it is written but for
/// scheme and host, which come in small letters.
pub(super) fn address(look: &Look, at: usize) -> Option<Found> {
    let word = look.word(at);
    let (scheme, rest) = match word.split_once(':') {
        Some((scheme, rest)) if one_of(scheme, &["http", "https", "ftp", "mailto"]) => (scheme, rest),
        _ => ("", word),
    };
    let mail = scheme.eq_ignore_ascii_case("mailto");
    if mail || scheme.is_empty() && rest.find('@').is_some_and(|place| place > 0 && !rest[..place].contains('/')) {
        return Some(Found::new(at, at + 1, ValueType::Email, Some(rest.to_lowercase())));
    }
    let from = word.len() - rest.trim_start_matches('/').len();
    let (host, path) = match word[from..].find(['/', '?', '#']) {
        Some(end) => word.split_at(from + end),
        None => (word, ""),
    };
    if scheme.is_empty() {
        // "Amazon.com" is a company, "3.5" a number, "U.S." a country.
        let www = host.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
        let ending = host.rsplit('.').next().unwrap_or_default();
        let site = ending.len() > 1 && ending.bytes().all(|b| b.is_ascii_alphabetic()) && host.contains('.');
        let small = !host.bytes().any(|b| b.is_ascii_uppercase()) && host.len() > ending.len() + 2;
        let with_path = site && !path.is_empty() && is_host(host);
        let alone = site && small && !FILES.contains(&ending);
        if !(www || with_path || alone) {
            return None;
        }
    }
    Some(Found::new(at, at + 1, ValueType::Url, Some(host.to_ascii_lowercase() + path)))
}

/// Nothing but what hosts are made of.
fn is_host(host: &str) -> bool {
    host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}
