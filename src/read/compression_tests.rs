use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

const TEXT: &[u8] = b"The bridge will close on Friday, the council said.\n";

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::stream::Encoder::new(Vec::new(), 1).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(text: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// [`TEXT`] as `xz` packs it.
#[rustfmt::skip]
const XZ: &[u8] = &[
    0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x04, 0xe6, 0xd6, 0xb4, 0x46, 0x02, 0x00, 0x21, 0x01,
    0x16, 0x00, 0x00, 0x00, 0x74, 0x2f, 0xe5, 0xa3, 0x01, 0x00, 0x32, 0x54, 0x68, 0x65, 0x20, 0x62,
    0x72, 0x69, 0x64, 0x67, 0x65, 0x20, 0x77, 0x69, 0x6c, 0x6c, 0x20, 0x63, 0x6c, 0x6f, 0x73, 0x65,
    0x20, 0x6f, 0x6e, 0x20, 0x46, 0x72, 0x69, 0x64, 0x61, 0x79, 0x2c, 0x20, 0x74, 0x68, 0x65, 0x20,
    0x63, 0x6f, 0x75, 0x6e, 0x63, 0x69, 0x6c, 0x20, 0x73, 0x61, 0x69, 0x64, 0x2e, 0x0a, 0x00, 0x00,
    0x11, 0x79, 0x03, 0x56, 0xfe, 0x4d, 0xd5, 0x62, 0x00, 0x01, 0x4b, 0x33, 0xf3, 0x42, 0xdb, 0x8c,
    0x1f, 0xb6, 0xf3, 0x7d, 0x01, 0x00, 0x00, 0x00, 0x00, 0x04, 0x59, 0x5a,
];

fn unpacked(bytes: impl Read) -> Result<Vec<u8>, Refusal> {
    let mut all = Vec::new();
    let done = unpack(bytes, 250).and_then(|mut unpacked| unpacked.reader.read_to_end(&mut all));
    done.map_err(|error| refusal(&error, all.len() as u64)).map(|_| all)
}

fn read(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    unpacked(bytes)
}

fn reason(bytes: &[u8]) -> (&'static str, u64) {
    let refusal = read(bytes).unwrap_err();
    (refusal.reason, refusal.read)
}

/// Yields one byte at a time, as a slow pipe does.
struct Drops<'a>(&'a [u8]);

impl Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let one = buffer.len().min(1);
        self.0.read(&mut buffer[..one])
    }
}

#[test]
fn plain_and_packed_in_every_way() {
    let several = [gzip(b"The bridge will close "), gzip(b""), gzip(b"on Friday, the council said.\n")].concat();
    let frames = [b"\x50\x2a\x4d\x18\x03\0\0\0xyz".to_vec(), zstd(&TEXT[..9]), zstd(&TEXT[9..])].concat();
    for bytes in [
        TEXT.to_vec(),
        gzip(TEXT),
        zstd(TEXT),
        several,
        frames,
        gzip(&zstd(TEXT)),
        gzip(&gzip(TEXT)),
        bzip2(TEXT),
        XZ.to_vec(),
        gzip(XZ),
    ] {
        assert_eq!(read(&bytes).unwrap(), TEXT);
        assert_eq!(unpacked(Drops(&bytes)).unwrap(), TEXT);
    }
    assert_eq!(read(b"").unwrap(), b"");
    assert_eq!(read(&gzip(b"")).unwrap(), b"");
    assert_eq!(read(b"\x1f").unwrap(), b"\x1f");
}

#[test]
fn a_third_layer_is_refused() {
    assert_eq!(reason(&gzip(&gzip(&gzip(TEXT)))).0, "not_text");
}

#[test]
fn truncated_data_says_where() {
    let long = TEXT.repeat(10_000);
    for packed in [gzip(&long), zstd(&long)] {
        let (reason, read) = reason(&packed[..packed.len() - 5]);
        assert_eq!(reason, "truncated");
        assert!(read > 0 && read <= long.len() as u64);
    }
    assert_eq!(reason(&gzip(TEXT)[..6]).0, "truncated");
    let (reason, read) = reason(&[gzip(TEXT), gzip(TEXT)[..20].to_vec()].concat());
    assert_eq!(reason, "truncated");
    assert!(read >= TEXT.len() as u64);
}

#[test]
fn damaged_data_is_refused() {
    for mut packed in [gzip(TEXT), zstd(TEXT)] {
        // The check sum: in gzip eight bytes before the end, in zstd the last four.
        let at = packed.len() - if packed[0] == 0x1f { 8 } else { 4 };
        packed[at] ^= 0x40;
        assert_eq!(reason(&packed).0, "corrupt");
    }
    let mut packed = gzip(&TEXT.repeat(1000));
    for byte in packed.iter_mut().skip(20).take(40) {
        *byte = 0xff;
    }
    assert_eq!(reason(&packed).0, "corrupt");
}

#[test]
fn bombs_stop() {
    let zeros = vec![0; 1 << 20];
    let mut zstd = zstd::stream::Encoder::new(Vec::new(), 1).unwrap();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    for _ in 0..100 {
        zstd.write_all(&zeros).unwrap();
        gzip.write_all(&zeros).unwrap();
        bzip2.write_all(&zeros).unwrap();
    }
    for bomb in [zstd.finish().unwrap(), bzip2.finish().unwrap()] {
        assert!(bomb.len() < 1 << 18);
        let (reason, read) = reason(&bomb);
        assert_eq!(reason, "too_large");
        assert!(read <= ALWAYS);
    }
    // gzip packs nothing so well; 100 MiB of half a megabyte may be a log.
    assert_eq!(read(&gzip.finish().unwrap()).unwrap().len(), 100 << 20);
}

#[test]
fn a_layer_between_is_capped_too() {
    // Empty members unpack to nothing, however many there are.
    let members = gzip(b"").repeat(70 << 10);
    let mut encoder = zstd::stream::Encoder::new(Vec::new(), 1).unwrap();
    for _ in 0..50 {
        encoder.write_all(&members).unwrap();
    }
    assert_eq!(reason(&encoder.finish().unwrap()), ("too_large", 0));
}

#[test]
fn a_zstd_window_over_the_limit_is_refused() {
    // A frame header that asks to look back 256 MiB, then an empty last block.
    let frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, (28 - 10) << 3, 0x01, 0x00, 0x00];
    assert_eq!(reason(&frame), ("too_large", 0));
    let mut allowed = frame;
    allowed[5] = (27 - 10) << 3;
    assert_eq!(read(&allowed).unwrap(), b"");
}
