//! How fast each format is read: `cargo bench --bench formats`. Bytes are those of the articles' text.

use std::io::{Cursor, Write};
use std::sync::{Arc, LazyLock};

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use divan::Bencher;
use divan::counter::BytesCount;
use quotient::read::{self, Options};

fn main() {
    divan::main();
}

const ARTICLES: usize = 2000;

/// One article of some 3,000 bytes; no two are the same.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let paragraph = |n: usize| {
        format!(
            "The harbor council voted {n} to 3 on Monday to close pier {n} for repairs. “We have patched it for {n} years,” \
             said Ines Calloway, who chairs the council. “It cannot be patched again.”"
        )
    };
    (0..ARTICLES).map(|n| (0..15).map(|p| paragraph(n * 15 + p)).collect::<Vec<_>>().join("\n\n")).collect()
});

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn json() -> Vec<u8> {
    let line = |(n, text): (usize, &String)| {
        serde_json::json!({ "id": n, "title": "Pier to close", "text": text, "date": "2025-01-15" }).to_string() + "\n"
    };
    TEXTS.iter().enumerate().map(line).collect::<String>().into_bytes()
}

fn csv() -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["id", "title", "text"]).expect("memory takes all");
    for (n, text) in TEXTS.iter().enumerate() {
        writer.write_record([&n.to_string(), "Pier to close", text]).expect("memory takes all");
    }
    writer.into_inner().expect("memory takes all")
}

fn parquet() -> Vec<u8> {
    let ids: ArrayRef = Arc::new(StringArray::from_iter_values((0..ARTICLES).map(|n| n.to_string())));
    let texts: ArrayRef = Arc::new(StringArray::from_iter_values(TEXTS.iter()));
    let batch = RecordBatch::try_from_iter([("id", ids), ("text", texts)]).expect("equal lengths");
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a plain schema");
    writer.write(&batch).expect("memory takes all");
    writer.close().expect("memory takes all");
    bytes
}

fn page(text: &str) -> String {
    let paragraphs: String = text.split("\n\n").map(|paragraph| format!("<p>{paragraph}</p>\n")).collect();
    let links: String = (0..100).map(|n| format!("<li><a href=\"/story/{n}\">Another story {n}</a></li>")).collect();
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Pier to close</title><style>p {{ margin: 0 }}</style></head><body>\
         <nav><ul>{links}</ul></nav><article><h1>Pier to close</h1>{paragraphs}</article><aside>{links}</aside></body></html>"
    )
}

fn warc() -> Vec<u8> {
    let mut bytes = Vec::new();
    for (n, text) in TEXTS.iter().enumerate() {
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", page(text));
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/{n}\r\nContent-Type: \
             application/http\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        bytes.extend([head.as_bytes(), block.as_bytes(), b"\r\n\r\n"].concat());
    }
    bytes
}

fn rss() -> Vec<u8> {
    let item = |(n, text): (usize, &String)| {
        format!("<item><guid>{n}</guid><title>Pier</title><description><![CDATA[{}]]></description></item>", page(text))
    };
    format!("<rss><channel>{}</channel></rss>", TEXTS.iter().enumerate().map(item).collect::<String>()).into_bytes()
}

fn zip() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (n, text) in TEXTS.iter().enumerate() {
        writer.start_file(format!("{n}.txt"), zip::write::SimpleFileOptions::default()).expect("memory takes all");
        writer.write_all(text.as_bytes()).expect("memory takes all");
    }
    writer.finish().expect("memory takes all").into_inner()
}

fn tar() -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (n, text) in TEXTS.iter().enumerate() {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        builder.append_data(&mut header, format!("{n}.txt"), text.as_bytes()).expect("memory takes all");
    }
    builder.into_inner().expect("memory takes all")
}

type Make = fn() -> Vec<u8>;

const FORMATS: &[(&str, Make)] = &[
    ("articles.jsonl", json),
    ("articles.jsonl.gz", || gzip(&json())),
    ("articles.csv", csv),
    ("articles.parquet", parquet),
    ("articles.rss", rss),
    ("articles.warc", warc),
    ("articles.warc.gz", || gzip(&warc())),
    ("articles.zip", zip),
    ("articles.tar", tar),
    ("articles.tar.gz", || gzip(&tar())),
];

#[divan::bench(args = FORMATS.iter().map(|(name, _)| *name), sample_count = 10)]
fn read_articles(bencher: Bencher, name: &str) {
    let make = FORMATS.iter().find(|(known, _)| *known == name).map(|(_, make)| make).expect("a format of the list");
    let bytes = make();
    let length: usize = TEXTS.iter().map(String::len).sum();
    let found = read::from_bytes(name, &bytes, &Options::default());
    assert_eq!(found.iter().filter(|one| one.is_ok()).count(), ARTICLES, "{name}");
    bencher.counter(BytesCount::new(length)).bench(|| read::from_bytes(name, &bytes, &Options::default()));
}
