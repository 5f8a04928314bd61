use std::io::Write;

use super::super::Options;
use super::super::testing::{article, outcomes, read};

fn record(kind: &str, uri: &str, block: &[u8], length: usize) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Type: application/http; msgtype={kind}\r\n\
         Content-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn page(uri: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let block =
        [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-8859-1\r\n{headers}\r\n").as_bytes(), body]
            .concat();
    let length = block.len();
    record("response", uri, &block, length)
}

const A: &str = "https://post.example/a";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

#[test]
fn pages_under_their_addresses() {
    let mut info = record("warcinfo", "", b"software: a crawler", 19);
    info.extend(record("request", A, b"GET /a HTTP/1.1\r\n\r\n", 19));
    info.extend(page(A, "", b"<p>One.</p>"));
    info.extend(record("response", "https://post.example/gone", b"HTTP/1.1 404 Not Found\r\n\r\n", 26));
    info.extend(record("revisit", A, b"", 0));
    let want = [format!("{A} <p>One.</p>"), "skipped".to_owned()];
    assert_eq!(read(&info), want);
    // Each record packed by itself, as archives are.
    let packed: Vec<u8> = [gzip(&page(A, "", b"<p>One.</p>")), gzip(&record("metadata", A, b"x", 1))].concat();
    assert_eq!(read(&packed), [format!("{A} <p>One.</p>")]);
    let all = outcomes(&info, None, &Options::default());
    let super::super::Outcome::Page(page) = &all[0] else { panic!("no page") };
    assert_eq!((page.charset.as_deref(), page.record), (Some("iso-8859-1"), Some(2)));
    assert_eq!(article(&all[0]).source_uri, A);
}

#[test]
fn bodies_are_unpacked_where_they_are_packed() {
    let want = [format!("{A} <p>One.</p>")];
    let mut brotli = Vec::new();
    brotli::CompressorWriter::new(&mut brotli, 4096, 5, 20).write_all(b"<p>One.</p>").unwrap();
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    zlib.write_all(b"<p>One.</p>").unwrap();
    for (headers, body) in [
        ("Content-Encoding: gzip\r\n", gzip(b"<p>One.</p>")),
        ("Content-Encoding: br\r\n", brotli),
        ("Content-Encoding: deflate\r\n", zlib.finish().unwrap()),
        ("Transfer-Encoding: chunked\r\n", b"4\r\n<p>O\r\n7;x=y\r\nne.</p>\r\n0\r\n\r\n".to_vec()),
        // Undone by the crawler, which kept the headers.
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", b"<p>One.</p>".to_vec()),
        ("Content-Encoding: br\r\n", b"<p>One.</p>".to_vec()),
    ] {
        assert_eq!(read(page(A, headers, &body)), want, "{headers}");
    }
}

#[test]
fn wrong_lengths_cost_their_own_record() {
    let b = page("https://post.example/b", "", b"<p>Two.</p>");
    let two = "https://post.example/b <p>Two.</p>";
    let http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>One.</p>";
    for length in [http.len() - 5, http.len() + 40, 100_000, 70 << 20] {
        let bytes = [record("response", A, http, length), b.clone(), b.clone()].concat();
        let found = read(&bytes);
        assert!(found[0].starts_with("0 "), "{length}: {found:?}");
        assert_eq!(found[found.len() - 2..], [two, two], "{length}");
    }
    let garbage = [&b[..], b"garbage\nmore garbage\n", &b[..]].concat();
    assert_eq!(read(&garbage).iter().filter(|line| *line == two).count(), 2);
    assert_eq!(read(&b[..b.len() - 20]), ["0 truncated"]);
}

#[test]
fn text_that_was_taken_out_before_is_an_article() {
    let wet = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://post.example/a\r\nContent-Type: text/plain\r\n\
               Content-Length: 4\r\n\r\nOne.\r\n\r\n";
    assert_eq!(read(wet), [format!("{A}: One.")]);
}
