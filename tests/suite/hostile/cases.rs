//! Inputs as nobody should have them, made by code, each with what is to become of it.

use std::io::{Cursor, Write};
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use flate2::Compression;
use flate2::write::GzEncoder;

/// One input.
pub struct Case {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    /// `ok` for each article, the reason for each reject, in order; `…` stands for any number of what comes before it.
    #[allow(dead_code, reason = "benchmarks do not ask")]
    pub outcome: &'static [&'static str],
}

fn case(name: &'static str, bytes: impl Into<Vec<u8>>, outcome: &'static [&'static str]) -> Case {
    Case { name, bytes: bytes.into(), outcome }
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(name: &str, bytes: &[u8], times: usize) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..times {
        writer.start_file(format!("{number}-{name}"), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn parquet(texts: Vec<&str>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter([("text", Arc::new(StringArray::from(texts)) as ArrayRef)]).unwrap();
    let zstd = parquet::basic::Compression::ZSTD(parquet::basic::ZstdLevel::try_new(1).unwrap());
    let properties = parquet::file::properties::WriterProperties::builder().set_compression(zstd).build();
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn warc(length: usize) -> String {
    let http = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><h1>Bridge</h1><p>The bridge will close on \
                Friday, the harbor council said.</p><p>“We waited for years,” said Ana Ruiz, who runs the ferry.</p></body></html>";
    let length = if length == 0 { http.len() } else { length };
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/{length}\r\nContent-Type: \
         application/http\r\nContent-Length: {length}\r\n\r\n{http}\r\n\r\n"
    )
}

const SENTENCE: &str = "The bridge will close on Friday, the council said. ";

/// All of them. Those whose trouble is their size are `scale` MB.
pub fn all(scale: usize) -> Vec<Case> {
    let megabytes = |piece: &str| piece.repeat(scale * 1_000_000 / piece.len());
    let long = format!("{SENTENCE}\n").repeat(2000);
    let mut cases = files(&long);
    cases.extend(growing(scale * 1_000_000));
    cases.extend(records());
    cases.extend(containers(&megabytes));
    cases
}

/// Those whose trouble is their size, of so many bytes.
pub fn growing(bytes: usize) -> Vec<Case> {
    let repeated = |piece: &str| piece.repeat(bytes / piece.len());
    let mut cases: Vec<Case> = SHAPES.iter().map(|(name, piece)| case(name, repeated(piece), &["ok"])).collect();
    cases.extend(people(bytes));
    cases.extend(pages(&repeated));
    cases.extend(long_records(&repeated));
    cases
}

fn files(long: &str) -> Vec<Case> {
    let packed = gzip(long.as_bytes());
    let mut wrong_sum = packed.clone();
    let sum = wrong_sum.len() - 8;
    wrong_sum[sum] ^= 1;
    let lines: String = (0..50).map(|n| format!("{{\"id\": \"line-{n}\", \"text\": \"{SENTENCE}{n}\"}}\n")).collect();
    let zeros = gzip(&vec![0; 150 << 20]);
    let half: Vec<u8> = b"\xef\xbb\xbf".iter().copied().chain(b"a \xff\xfe".repeat(400)).collect();
    vec![
        case("empty.txt", "", &["empty"]),
        case("blank.txt", " \n\t\r\n\u{3000}", &["empty"]),
        case("mark.txt", "\u{feff}", &["empty"]),
        case("bomb.txt.gz", zeros.clone(), &["too_large"]),
        case("bomb.jsonl.gz", gzip(&gzip(&zeros)), &["not_text"]),
        case("cut.txt.gz", &packed[..packed.len() - 20], &["truncated"]),
        case("sum.txt.gz", wrong_sum, &["corrupt"]),
        case("members.txt.gz", [gzip(b"The bridge will close "), gzip(b"on Friday.")].concat(), &["ok"]),
        case(
            "cut-lines.jsonl.gz",
            {
                let all = gzip(lines.as_bytes());
                all[..all.len() - 30].to_vec()
            },
            &["ok", "…", "truncated"],
        ),
        case("wrong-name.zst", gzip(SENTENCE.as_bytes()), &["ok"]),
        case("window.zst", [0x28, 0xb5, 0x2f, 0xfd, 0x00, (28 - 10) << 3, 0x01, 0x00, 0x00], &["too_large"]),
        case("no-text.txt", half, &["not_text"]),
        case("controls.txt", format!("{SENTENCE}\0\u{1b}[2J\u{202e}{}\u{200b}", "\u{301}".repeat(1000)), &["ok"]),
        case(
            "random.bin.txt",
            (0..50_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect::<Vec<_>>(),
            &["not_text"],
        ),
    ]
}

/// Text that is one piece over and over.
pub const SHAPES: &[(&str, &str)] = &[
    ("line.txt", "and the council said that "),
    ("said.txt", "he said "),
    ("twice.txt", "He said she said. "),
    ("within.txt", "“he said ‘no’ and she said ‘yes’ ” "),
    ("announced.txt", "he said: “No,” she said: “Yes,” "),
    ("answers.txt", "“no,” he said. "),
    ("openings.txt", "said, “"),
    ("knew.txt", "Ann Lee told Kim that she knew he saw them. "),
    ("colons.txt", "X: "),
    ("initials.txt", "J. K. "),
    ("surnames.txt", "Smith, "),
    ("letters.txt", "a b "),
    ("items.txt", "a\n"),
    ("stops.txt", ". "),
    ("word.txt", "a"),
    ("marks.txt", "\""),
    ("curly.txt", "“ ‘"),
];

/// Text with more and more people, and one with nobody but pronouns.
fn people(bytes: usize) -> Vec<Case> {
    let speakers = |n| format!("“No,” said Ana{n} Ruiz{n}. ");
    vec![
        case("lines.txt", "\n".repeat(bytes) + "The end.", &["ok"]),
        case("speakers.txt", (0..bytes / 33).map(speakers).collect::<String>(), &["ok"]),
        case("pronouns.txt", "Ana Ruiz left. ".to_owned() + &"She said he left. ".repeat(bytes / 18), &["ok"]),
    ]
}

/// Pages that make readers of HTML slow.
fn pages(megabytes: &dyn Fn(&str) -> String) -> Vec<Case> {
    let page = |inside: String| format!("<html><body><h1>Bridge</h1><p>{SENTENCE}</p><p>{SENTENCE}</p>{inside}");
    let attributes: String = (0..20_000).map(|n| format!(" a{n}=b")).collect();
    vec![
        case("lists.html", page(megabytes("<ul><li>")), &["ok"]),
        case("divs.html", page(megabytes("<div>")), &["ok"]),
        case("bold.html", page(megabytes("<b><p>")), &["ok"]),
        case("tables.html", page(megabytes("<table><td>")), &["ok"]),
        case("attributes.html", page(format!("<p{attributes}>More.</p>")), &["ok"]),
        case("tag.html", page(format!("<{}", megabytes("a"))), &["ok"]),
        case("comment.html", page(format!("<!--{}", megabytes("-"))), &["ok"]),
        case("nuls.html", page(megabytes("\0")), &["ok"]),
        case("entities.html", page(megabytes("&amp")), &["ok"]),
    ]
}

/// Records that never end, or never begin.
fn long_records(megabytes: &dyn Fn(&str) -> String) -> Vec<Case> {
    vec![
        case("all-open.csv", "id,text\n".to_owned() + &megabytes("1,\"a\n"), &["invalid_csv", "…"]),
        case("one-line.jsonl", format!("{{\"text\": \"{}", megabytes("a")), &["truncated"]),
        case("elements.xml", format!("<rss><channel>{}", megabytes("<a>")), &["too_deep"]),
    ]
}

/// JSON and CSV with broken, odd and enormous records.
fn records() -> Vec<Case> {
    let good = format!("{{\"id\": \"good\", \"text\": \"{SENTENCE}\"}}\n");
    let with = |bad: &str| format!("{bad}\n{good}");
    vec![
        case("broken.jsonl", with("{\"text\": \"One."), &["invalid_json", "ok"]),
        case("cut.jsonl", with("{\"text\": \"One.\""), &["truncated", "ok"]),
        case("list.jsonl", with("[1, 2]"), &["not_an_object", "…", "ok"]),
        case("number.jsonl", with("7"), &["not_an_object", "ok"]),
        case("null.jsonl", with("{\"text\": null}"), &["empty", "ok"]),
        case("surrogate.jsonl", with("{\"text\": \"\\ud83d!\"}"), &["invalid_json", "ok"]),
        case("deep.jsonl", with(&format!("{{\"text\": {}", "[".repeat(1 << 20))), &["too_deep", "ok"]),
        case("brackets.json", "[".repeat(1 << 20), &["empty"]),
        case("no-text.json", "{\"name\": \"a\"}", &["no_text"]),
        case("long.jsonl", with(&format!("{{\"text\": \"{}\"}}", "a b ".repeat(2_600_000))), &["too_large", "ok"]),
        case(
            "ids.jsonl",
            "{\"id\": \"../../etc/x\", \"text\": \"One.\"}\n{\"id\": \"\", \"text\": \"Two.\"}\n{\"id\": \"same\", \"text\": \
             \"Three.\"}\n{\"id\": \"same\", \"text\": \"Four.\"}\n"
                .to_owned()
                + &format!("{{\"id\": \"{}\", \"text\": \"Five.\"}}", "x".repeat(10_000)),
            &["ok", "ok", "ok", "ok", "ok"],
        ),
        case("dates.jsonl", "{\"text\": \"One.\", \"date\": \"99999-13-45\"}\n{\"text\": \"Two.\", \"date\": 1e300}\n", &["ok", "ok"]),
        case("open.csv", "id,text\n1,\"One.\n2,Two.\n3,\"Three.\"\n", &["invalid_csv", "ok", "ok"]),
        case("ragged.csv", "id,text\n1\n2,Two.\n3,Three.,more\n", &["ragged_row", "ok", "ragged_row"]),
        case("no-text.csv", "id,name\n1,a\n", &["no_text"]),
        case("empty.html", "<html><body></body></html>", &["empty"]),
        case("too-long.txt", "a b ".repeat(2_600_000), &["too_large"]),
    ]
}

/// Tables and archives that lie about themselves.
fn containers(megabytes: &dyn Fn(&str) -> String) -> Vec<Case> {
    let table = parquet(vec![SENTENCE, "Two."]);
    let cell = "a ".repeat(100 << 20);
    let mut shuffled = table.clone();
    let middle = shuffled.len() / 3;
    shuffled[middle..middle + 20].fill(0xff);
    vec![
        case("cell.parquet", parquet(vec![&cell]), &["too_large"]),
        case("cut.parquet", &table[..table.len() - 5], &["corrupt"]),
        case("shuffled.parquet", shuffled, &["corrupt", "…"]),
        case(
            "lies.warc",
            warc(0) + &warc(100_000) + &warc(10) + &warc(0).replace("post", "mail"),
            &["ok", "corrupt", "corrupt", "ok"],
        ),
        case("garbage.warc", format!("WARC/1.0\r\n{}", megabytes("garbage\n")), &["corrupt", "…"]),
        case("cut.warc", &warc(0)[..150], &["truncated"]),
        case("bomb.zip", zip("a.txt", &vec![b' '; 9 << 20], 20), &["empty", "…", "too_large", "…"]),
        case(
            "cut.zip",
            {
                let all = zip("a.txt", SENTENCE.as_bytes(), 3);
                all[..all.len() - 30].to_vec()
            },
            &["corrupt"],
        ),
        case("names.zip", zip("../../../etc/passwd.txt", SENTENCE.as_bytes(), 2), &["ok", "ok"]),
    ]
}
