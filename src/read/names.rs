//! What a file's name tells: what the user calls the article, its identity, and its format.

use std::ffi::OsStr;
use std::path::{Component, Path};

use super::Format;

/// Endings that say how a file is packed. The bytes decide; these are only taken off the key.
const PACKED: &[&str] = &["gz", "zst", "bz2", "xz"];

/// Endings of the formats that are read.
const KNOWN: &[(Format, &[&str])] = &[
    (Format::Text, &["txt", "text"]),
    (Format::Markdown, &["md", "markdown"]),
    (Format::Html, &["html", "htm", "xhtml"]),
    (Format::Json, &["json", "jsonl", "ndjson", "jl"]),
    (Format::Csv, &["csv", "tsv"]),
    (Format::Parquet, &["parquet", "pq"]),
    (Format::Arrow, &["arrow", "arrows", "ipc", "feather"]),
    (Format::Warc, &["warc", "wet"]),
    (Format::Feed, &["xml", "rss", "atom", "nitf", "newsml"]),
    (Format::Zip, &["zip"]),
    (Format::Tar, &["tar", "tgz", "tbz2", "txz", "tzst"]),
];

/// Text, but not prose: read as an article, markup and field names would become its words.
const FOREIGN: &[&str] = &["yaml", "yml", "toml", "rtf", "tex"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Known(Format),
    /// A format of its own that no reader knows.
    Foreign,
    /// Only the content can tell.
    Unknown,
}

pub(super) fn kind(name: &OsStr) -> Kind {
    let name = name.to_string_lossy();
    match split(unpacked(&name)) {
        Some((_, ending)) if is_one_of(ending, FOREIGN) => Kind::Foreign,
        Some((_, ending)) => known(ending).map_or(Kind::Unknown, Kind::Known),
        None => Kind::Unknown,
    }
}

fn known(ending: &str) -> Option<Format> {
    KNOWN.iter().find(|(_, endings)| is_one_of(ending, endings)).map(|(format, _)| *format)
}

/// What the user calls the file at `relative` below `root`: path with `/` between its parts, without known endings.
/// `root` is empty where a run has only one argument. Bytes that are no UTF-8 become U+FFFD.
pub(super) fn key(root: &Path, relative: &Path) -> String {
    let path = root.join(relative);
    let named = path.components().skip_while(|part| !matches!(part, Component::Normal(_)));
    let mut key = String::from_utf8_lossy(&joined(named)).into_owned();
    let name = &key[key.rfind('/').map_or(0, |slash| slash + 1)..];
    let short = match split(unpacked(name)) {
        Some((stem, ending)) if known(ending).is_some() => stem,
        _ => unpacked(name),
    };
    key.truncate(key.len() - name.len() + short.len());
    key
}

/// The identity of the file at `relative` below `root`. Unlike the key it keeps endings, `..` and a leading `/`, so two
/// files of one run never share it, and a name that is no UTF-8 counts byte by byte.
pub(super) fn identity(root: &Path, relative: &Path) -> String {
    let path = root.join(relative);
    // No path holds a NUL, so what is no UTF-8 meets no other identity.
    String::from_utf8(joined(path.components())).unwrap_or_else(|odd| format!("\0{}", odd.as_bytes().escape_ascii()))
}

/// A name fit for one line of a terminal: control characters are spelt out.
pub fn shown(name: &str) -> String {
    let spelt = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    name.chars().map(spelt).collect()
}

fn joined<'a>(parts: impl Iterator<Item = Component<'a>>) -> Vec<u8> {
    let mut path = Vec::new();
    for part in parts.filter(|part| *part != Component::CurDir) {
        if part == Component::RootDir {
            path.push(b'/');
            continue;
        }
        if !matches!(path.last(), None | Some(b'/')) {
            path.push(b'/');
        }
        path.extend_from_slice(part.as_os_str().as_encoded_bytes());
    }
    path
}

/// `name` without the endings of at most two packings.
fn unpacked(name: &str) -> &str {
    let mut name = name;
    for _ in 0..super::compression::MAX_LAYERS {
        match split(name) {
            Some((stem, ending)) if is_one_of(ending, PACKED) => name = stem,
            _ => break,
        }
    }
    name
}

/// Stem and ending; a name that is all ending has none.
fn split(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())
}

fn is_one_of(ending: &str, endings: &[&str]) -> bool {
    endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_of(root: &str, relative: &str) -> String {
        key(Path::new(root), Path::new(relative))
    }

    #[test]
    fn keys_lose_known_endings_only() {
        assert_eq!(key_of("", "a.txt"), "a");
        assert_eq!(key_of("", "2024/05/a.txt.gz"), "2024/05/a");
        assert_eq!(key_of("", "a.MD.zst.GZ"), "a");
        assert_eq!(key_of("", "v1.2 draft.v3"), "v1.2 draft.v3");
        assert_eq!(key_of("", "a.md.txt"), "a.md");
        assert_eq!(key_of("", "sub.txt/.txt"), "sub.txt/.txt");
    }

    #[test]
    fn keys_of_several_arguments_keep_their_folders() {
        assert_eq!(key_of("../north", "a.txt"), "north/a");
        assert_eq!(key_of("./south//", "a.txt"), "south/a");
        assert_eq!(key_of("/srv/news", "x/a.txt"), "srv/news/x/a");
        assert_eq!(key_of(".", "a.txt"), "a");
    }

    #[test]
    fn identities_tell_apart_what_keys_do_not() {
        let id = |root: &str, relative: &str| identity(Path::new(root), Path::new(relative));
        assert_eq!(id("", "a.txt"), "a.txt");
        assert_eq!(id("./north/", "a.txt"), "north/a.txt");
        assert_ne!(id("", "a.txt"), id("", "a.md"));
        assert_ne!(id("north", "a.txt"), id("../north", "a.txt"));
        assert_ne!(id("north", "a.txt"), id("/north", "a.txt"));
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_utf8_stay_apart() {
        use std::os::unix::ffi::OsStrExt;
        let name = |bytes| Path::new(OsStr::from_bytes(bytes));
        assert_eq!(key(Path::new(""), name(b"caf\xe9.txt")), "caf\u{fffd}");
        assert_ne!(identity(Path::new(""), name(b"caf\xe9.txt")), identity(Path::new(""), name(b"caf\xe8.txt")));
    }

    #[test]
    fn shown_names_take_one_line() {
        assert_eq!(shown("O’Brien's\nnotes\u{1b}[2J"), "O’Brien's\\nnotes\\u{1b}[2J");
    }

    #[test]
    fn endings_name_the_format() {
        assert_eq!(kind(OsStr::new("a.Markdown.gz")), Kind::Known(Format::Markdown));
        assert_eq!(kind(OsStr::new("a.text")), Kind::Known(Format::Text));
        assert_eq!(kind(OsStr::new("a.json.zst")), Kind::Known(Format::Json));
        assert_eq!(kind(OsStr::new("a.yaml")), Kind::Foreign);
        assert_eq!(kind(OsStr::new("a.jpg")), Kind::Unknown);
        assert_eq!(kind(OsStr::new("LETTER")), Kind::Unknown);
    }
}
