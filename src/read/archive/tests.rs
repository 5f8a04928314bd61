use std::io::{Cursor, Write};

use super::super::testing::read;

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

const ENTRIES: &[(&str, &[u8])] = &[
    ("north/a.txt", b"One."),
    ("b.jsonl", b"{\"id\": \"b1\", \"text\": \"Two.\"}\n{broken\n"),
    ("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01"),
    ("__MACOSX/._a.txt", b"hidden"),
    ("../../etc/c.md", b"Three."),
    ("empty.txt", b""),
];

const READ: [&str; 7] =
    ["in/north/a: One.", "b1: Two.", "1 truncated", "skipped", "skipped", "in/etc/c: Three.", "- empty"];

#[test]
fn entries_are_read_as_files_are() {
    assert_eq!(read(zip(ENTRIES)), READ);
    assert_eq!(read(tar(ENTRIES)), READ);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&tar(ENTRIES)).unwrap();
    assert_eq!(read(gzip.finish().unwrap()), READ);
}

#[test]
fn archives_in_archives_are_read_not_too_deep() {
    let mut inner = zip(&[("a.txt", b"One.")]);
    for _ in 0..2 {
        inner = tar(&[("x.zip", &inner)]);
    }
    assert_eq!(read(&inner), ["in/x/x/a: One."]);
    for _ in 0..3 {
        inner = zip(&[("x.tar", &inner)]);
    }
    assert_eq!(read(&inner), ["- too_deep"]);
}

#[test]
fn damage_is_told_and_costs_no_more_than_it_must() {
    let whole = tar(ENTRIES);
    assert_eq!(read(&whole[..1100]), ["in/north/a: One.", "1 corrupt"]);
    let mut broken = zip(ENTRIES);
    // A byte of the first entry's packed data.
    broken[45] ^= 0xff;
    assert!(read(&broken).contains(&"b1: Two.".to_owned()));
    let end = broken.len() - 30;
    assert_eq!(read(&broken[..end]), ["- corrupt"]);
}

#[test]
fn entries_that_unpack_to_too_much_stop() {
    let zeros = vec![b' '; 30 << 20];
    let bomb = zip(&[("a.txt", &zeros), ("b.txt", &zeros), ("c.txt", &zeros), ("d.txt", &zeros)]);
    assert!(bomb.len() < 200 << 10);
    assert_eq!(read(bomb)[2..], ["- too_large", "- too_large"]);
}
