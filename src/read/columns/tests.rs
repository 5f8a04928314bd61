use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow::ipc::writer::{FileWriter, StreamWriter};
use parquet::arrow::ArrowWriter;

use super::super::testing::{article, details, lines as told, outcomes, read};
use super::super::{Format, Options};

fn table() -> RecordBatch {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("nr", Arc::new(Int64Array::from(vec![7, 8]))),
        ("url", Arc::new(StringArray::from(vec![Some("https://post.example/a"), None]))),
        ("body", Arc::new(StringArray::from(vec![Some("One."), None]))),
        ("published", Arc::new(TimestampMicrosecondArray::from(vec![1_736_931_600_000_000, 0]).with_timezone("UTC"))),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
}

fn parquet(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn parquet_and_arrow_are_read_by_column() {
    let (mut file, mut stream) = (Vec::new(), Vec::new());
    let mut writer = FileWriter::try_new(&mut file, &table().schema()).unwrap();
    writer.write(&table()).and_then(|()| writer.finish()).unwrap();
    drop(writer);
    let mut writer = StreamWriter::try_new(&mut stream, &table().schema()).unwrap();
    writer.write(&table()).and_then(|()| writer.finish()).unwrap();
    drop(writer);
    let options = Options { keep: vec!["nr"], ..Options::default() };
    for (bytes, named) in [(parquet(&table()), None), (file, None), (stream, Some(Format::Arrow))] {
        assert_eq!(told(&bytes, named, &options), ["https://post.example/a: One.", "1 empty"]);
        let all = outcomes(&bytes, named, &options);
        assert_eq!(article(&all[0]).meta.published_at, Some(1_736_931_600_000_000));
        assert_eq!(article(&all[0]).kept, [("nr", Some("7".into()))]);
    }
}

#[test]
fn a_table_without_a_text_lists_its_columns() {
    let batch = table().project(&[0, 1]).unwrap();
    let why = "no column looks like an article's text among: nr, url; name it with --field text=COLUMN";
    assert_eq!(details(parquet(&batch)), [why]);
}

#[test]
fn damage_is_told() {
    let bytes = parquet(&table());
    assert_eq!(read(&bytes[..bytes.len() - 9]), ["- corrupt"]);
    assert_eq!(read(b"ARROW1\0\0\0\0\0\0"), ["- corrupt"]);
}

#[test]
fn one_cell_of_half_a_gigabyte_is_refused_by_its_footer() {
    let long = "a ".repeat(150 << 20);
    let batch = RecordBatch::try_from_iter([("text", Arc::new(StringArray::from(vec![long])) as ArrayRef)]).unwrap();
    let mut bytes = Vec::new();
    let zstd = parquet::basic::Compression::ZSTD(parquet::basic::ZstdLevel::try_new(1).unwrap());
    let properties = parquet::file::properties::WriterProperties::builder().set_compression(zstd).build();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    assert!(bytes.len() < 100 << 10);
    assert_eq!(read(&bytes), ["0 too_large"]);
}
