//! Whole files through all steps of reading.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::*;
use crate::article::ArticleId;
use crate::clock::worked;

/// What reading a file called `name` with these bytes gives.
fn read(name: &str, bytes: &[u8]) -> Result<Article, Reject> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let inputs = discover(&[path.to_str().unwrap().to_owned()]).unwrap();
    let mut all = articles(&inputs, &Options::default());
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn reason(name: &str, bytes: &[u8]) -> &'static str {
    let reject = read(name, bytes).unwrap_err();
    assert!(!reject.detail.is_empty() && reject.source_uri.ends_with(name) && reject.record.is_none());
    assert_eq!(reject.bytes, bytes.len() as u64);
    reject.reason
}

#[test]
fn plain_text_is_the_file_itself() {
    let text = "\n  Bridge to close\r\n\r\n“Not yet,” she said.\rEnd\0\u{feff}\n\n";
    let article = read("bridge.txt", text.as_bytes()).unwrap();
    assert_eq!(article.text, text);
    assert_eq!((article.key.as_str(), article.format), ("bridge", "text"));
    assert_eq!(article.id, ArticleId::of("bridge.txt"));
    let language = Some(language::ENGLISH.to_owned());
    assert_eq!(article.meta, crate::article::Meta { language, ..Default::default() });
    assert!(article.source_uri.ends_with("/bridge.txt"));
}

#[test]
fn a_mark_goes_and_nothing_else() {
    assert_eq!(read("a.txt", b"\xef\xbb\xbf \n\xef\xbb\xbfNews").unwrap().text, " \n\u{feff}News");
    let wide: Vec<u8> = "\u{feff}News\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read("a.txt", &wide).unwrap().text, "News\r\n");
}

#[test]
fn markdown_gives_its_front_matter_to_the_facts() {
    let article = read("a.md", b"\xef\xbb\xbf---\ntitle: Bridge\ndate: 2025-01-15\n---\n\n# Bridge\n").unwrap();
    assert_eq!((article.text.as_str(), article.format), ("\n# Bridge\n", "markdown"));
    assert_eq!(article.meta.title.as_deref(), Some("Bridge"));
    assert_eq!(article.meta.published_at, Some(1_736_899_200_000_000));
    // In plain text the same lines are text.
    assert!(read("a.txt", b"---\ntitle: Bridge\n---\nBody").unwrap().text.starts_with("---"));
}

#[test]
fn nothing_to_read_is_said() {
    for bytes in [&b""[..], b"\xef\xbb\xbf", b" \r\n\t\n", b"\xff\xfe", b"\xff\xfe\0\0", b"\0\0\0\0\0", b"\0"] {
        assert_eq!(reason("a.txt", bytes), "empty", "{bytes:?}");
    }
    assert_eq!(reason("a.md", b"---\ntitle: Bridge\n---\n \n"), "empty");
}

#[test]
fn packing_and_encoding_are_told_by_content() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(b"\x93Not yet,\x94 she said.").unwrap();
    let gzip = gzip.finish().unwrap();
    assert_eq!(read("wrong.zst", &gzip).unwrap().text, "“Not yet,” she said.");
    assert_eq!(read("packed.txt", &gzip).unwrap().key, "packed");
    assert_eq!(read("plain.txt.gz", b"Not packed.").unwrap().text, "Not packed.");
    assert_eq!(reason("a.txt.gz", &gzip[..gzip.len() - 3]), "truncated");
    assert_eq!(reason("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "not_text");
}

#[test]
fn too_large_is_told_without_reading() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sparse.txt");
    fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
    let inputs = discover(&[path.to_str().unwrap().to_owned()]).unwrap();
    let reject = articles(&inputs, &Options::default()).remove(0).unwrap_err();
    assert_eq!((reject.reason, reject.bytes), ("too_large", 1 << 40));
}

#[test]
fn a_file_gone_since_it_was_listed_is_rejected() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "One.").unwrap();
    fs::write(folder.path().join("b.txt"), "Two.").unwrap();
    let inputs = discover(&[folder.path().to_str().unwrap().to_owned()]).unwrap();
    fs::remove_file(folder.path().join("a.txt")).unwrap();
    let all = articles(&inputs, &Options::default());
    assert_eq!(all[0].as_ref().unwrap_err().reason, "unreadable");
    assert_eq!(all[1].as_ref().unwrap().text, "Two.");
}

#[test]
fn replaced_bytes_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("a.txt", "“One” or “two”\u{e9}".as_bytes());
    write("b.txt", "“One” \u{1F4F0} or".as_bytes().iter().chain(b"\xff two").copied().collect::<Vec<_>>().as_slice());
    write("c.txt", "“One” or “two” \u{1F4F0}".as_bytes().strip_suffix(b"\xb0").unwrap());
    let inputs = discover(&[folder.path().to_str().unwrap().to_owned()]).unwrap();
    let all = articles(&inputs, &Options::default());
    assert_eq!(all.iter().map(|one| one.as_ref().unwrap().replaced).collect::<Vec<_>>(), [0, 1, 1]);
}

#[test]
fn one_long_line_takes_a_moment() {
    let line = "and the council said that ".repeat(380_000);
    let start = worked();
    assert_eq!(read("line.txt", line.as_bytes()).unwrap().text.len(), line.len());
    // Seconds even unoptimised; minutes if anything were quadratic.
    assert!((worked() - start).as_secs() < 60);
}

#[test]
fn the_same_file_named_twice_is_one_article() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "One.").unwrap();
    let name = |path: &Path| path.to_str().unwrap().to_owned();
    let inputs = discover(&[name(folder.path()), name(&folder.path().join("a.txt"))]).unwrap();
    let mut seen = Seen::new();
    let all = articles(&inputs, &Options::default());
    let found: Vec<_> = all.iter().map(|article| seen.meet(Sight::of(article.as_ref().unwrap()))).collect();
    assert_eq!(found, [Sighting::First, Sighting::Again]);
}
