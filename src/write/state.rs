//! What a data set remembers of its inputs, so that it can be brought up to date: `state/inputs.parquet` and
//! `state/articles.parquet`. It is no table for people: it says when files were written, which no other file does.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, FixedSizeBinaryArray, Int64Array, RecordBatch, StringArray,
};
use arrow::datatypes::{Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::file::{self, HashedFile};
use super::manifest::{File, Manifest};
use super::partition::{By, Labels};
use crate::article::ArticleId;
use crate::error::{Context, Error, Result};

pub(super) const FOLDER: &str = "state";
const INPUTS: &str = "state/inputs.parquet";
const ARTICLES: &str = "state/articles.parquet";
/// The key of [`State::listing`] in the file of inputs.
const LISTING: &str = "quotient.listing";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// A hash of what could not even be listed.
    pub listing: String,
    /// In the order in which they were read.
    pub inputs: Vec<Input>,
    /// As in the table of articles.
    pub articles: Vec<Article>,
    /// If the data set is in partitions.
    pub placed: Option<Placed>,
}

/// What each article says of what the data set is partitioned by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    pub labels: Labels,
    /// By article, the number that `labels` knows it by.
    pub of: Vec<u32>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    pub uri: String,
    pub identity: String,
    pub bytes: u64,
    /// In nanoseconds since 1970-01-01 UTC; `None` if that says nothing, so that it is to be read again.
    pub modified: Option<i64>,
    /// How many of the articles are its own.
    pub articles: u32,
    /// Entries that are no articles.
    pub skipped: u64,
    /// Whether nothing else came of it: no reject, and nothing that depends on what other inputs hold.
    pub plain: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    pub id: ArticleId,
    /// Of its text, to the letter.
    pub text: [u8; 16],
    /// Of its words; the column `content_hash` as a number.
    pub content: u128,
    /// Of all that its rows are made from.
    pub fingerprint: [u8; 16],
    pub key: String,
    pub source_uri: String,
    /// Length of its text.
    pub bytes: u64,
}

impl Placed {
    /// What articles say of one thing that the data set is partitioned by.
    pub fn told(&self, by: usize) -> impl Iterator<Item = Option<&str>> {
        self.of.iter().map(move |label| self.labels.all()[*label as usize][by].as_deref())
    }
}

/// Columns of articles before those that the data set is partitioned by.
const COLUMNS: usize = 7;

impl State {
    pub(super) fn write(&self, folder: &Path) -> Result<Vec<File>> {
        let inner = folder.join(FOLDER);
        fs::create_dir(&inner).failed(&inner, "cannot make this folder")?;
        let listing = KeyValue::new(LISTING.to_owned(), self.listing.clone());
        Ok(vec![
            write(folder, INPUTS, self.of_inputs(), vec![listing])?,
            write(folder, ARTICLES, self.of_articles(), vec![])?,
        ])
    }

    /// The state of the data set in `folder`; `None` if it has none.
    pub fn read(folder: &Path, manifest: &Manifest) -> Result<Option<Self>> {
        if !manifest.files.iter().any(|file| file.path == INPUTS) {
            return Ok(None);
        }
        let mut state = State::default();
        let listing = read(folder, INPUTS, manifest, |rows| {
            let (uris, identities) = (text(rows, 0)?, text(rows, 1)?);
            let (bytes, modified) = (numbers(rows, 2)?, numbers(rows, 3)?);
            let (articles, skipped) = (numbers(rows, 4)?, numbers(rows, 5)?);
            let plain = rows.column(6).as_boolean_opt()?;
            state.inputs.extend((0..rows.num_rows()).map(|row| Input {
                uri: uris.value(row).to_owned(),
                identity: identities.value(row).to_owned(),
                bytes: bytes.value(row).cast_unsigned(),
                modified: modified.is_valid(row).then(|| modified.value(row)),
                articles: u32::try_from(articles.value(row)).unwrap_or(u32::MAX),
                skipped: skipped.value(row).cast_unsigned(),
                plain: plain.value(row),
            }));
            Some(())
        })?;
        read(folder, ARTICLES, manifest, |rows| {
            let hashes = |column: usize| rows.column(column).as_fixed_size_binary_opt();
            let (ids, texts, contents, fingerprints) = (hashes(0)?, hashes(1)?, hashes(2)?, hashes(3)?);
            let (keys, uris, bytes) = (text(rows, 4)?, text(rows, 5)?, numbers(rows, 6)?);
            state.place(rows)?;
            for row in 0..rows.num_rows() {
                state.articles.push(Article {
                    id: ArticleId::from_bytes(ids.value(row).try_into().ok()?),
                    text: texts.value(row).try_into().ok()?,
                    content: u128::from_be_bytes(contents.value(row).try_into().ok()?),
                    fingerprint: fingerprints.value(row).try_into().ok()?,
                    key: keys.value(row).to_owned(),
                    source_uri: uris.value(row).to_owned(),
                    bytes: bytes.value(row).cast_unsigned(),
                });
            }
            Some(())
        })?;
        state.listing = listing.unwrap_or_default();
        let articles: u64 = state.inputs.iter().map(|input| u64::from(input.articles)).sum();
        if [state.articles.len() as u64, manifest.counts.done] == [articles; 2] {
            Ok(Some(state))
        } else {
            Err(damaged(folder, INPUTS))
        }
    }

    /// Takes down what articles say of what the data set is partitioned by.
    fn place(&mut self, rows: &RecordBatch) -> Option<()> {
        let schema = rows.schema();
        let names = schema.fields().iter().skip(COLUMNS).map(|field| By::named(field.name()));
        let by: Vec<By> = names.collect::<Option<_>>()?;
        if by.is_empty() {
            return Some(());
        }
        let told: Vec<&StringArray> =
            (COLUMNS..).take(by.len()).map(|column| text(rows, column)).collect::<Option<_>>()?;
        let placed = self.placed.get_or_insert_with(|| Placed { labels: Labels::new(&by), of: Vec::new() });
        for row in 0..rows.num_rows() {
            let told = told.iter().map(|told| told.is_valid(row).then(|| told.value(row).to_owned())).collect();
            placed.of.push(placed.labels.number(told));
        }
        Some(())
    }

    fn of_inputs(&self) -> Vec<(&'static str, ArrayRef)> {
        let of = |number: fn(&Input) -> i64| self.inputs.iter().map(number).collect::<Int64Array>();
        let texts = |text: fn(&Input) -> &str| StringArray::from_iter_values(self.inputs.iter().map(text));
        let modified: Int64Array = self.inputs.iter().map(|input| input.modified).collect();
        let plain: BooleanArray = self.inputs.iter().map(|input| Some(input.plain)).collect();
        vec![
            ("uri", Arc::new(texts(|input| &input.uri))),
            ("identity", Arc::new(texts(|input| &input.identity))),
            ("bytes", Arc::new(of(|input| input.bytes.cast_signed()))),
            ("modified", Arc::new(modified)),
            ("articles", Arc::new(of(|input| input.articles.into()))),
            ("skipped", Arc::new(of(|input| input.skipped.cast_signed()))),
            ("plain", Arc::new(plain)),
        ]
    }

    fn of_articles(&self) -> Vec<(&'static str, ArrayRef)> {
        let hashes = |hash: fn(&Article) -> [u8; 16]| -> ArrayRef {
            let all: Vec<u8> = self.articles.iter().flat_map(hash).collect();
            Arc::new(FixedSizeBinaryArray::new(16, all.into(), None))
        };
        let texts = |text: fn(&Article) -> &str| -> ArrayRef {
            Arc::new(StringArray::from_iter_values(self.articles.iter().map(text)))
        };
        let bytes: Int64Array = self.articles.iter().map(|article| Some(article.bytes.cast_signed())).collect();
        let mut columns: Vec<(&str, ArrayRef)> = vec![
            ("id", hashes(|article| article.id.bytes())),
            ("text", hashes(|article| article.text)),
            ("content", hashes(|article| article.content.to_be_bytes())),
            ("fingerprint", hashes(|article| article.fingerprint)),
            ("key", texts(|article| &article.key)),
            ("source_uri", texts(|article| &article.source_uri)),
            ("bytes", Arc::new(bytes)),
        ];
        for (number, by) in self.placed.iter().flat_map(|placed| placed.labels.by.iter().enumerate()) {
            let told: StringArray = self.placed.iter().flat_map(|placed| placed.told(number)).collect();
            columns.push((by.as_str(), Arc::new(told)));
        }
        columns
    }
}

fn write(folder: &Path, path: &str, columns: Vec<(&str, ArrayRef)>, says: Vec<KeyValue>) -> Result<File> {
    let full = folder.join(path);
    let nullable = |name: &str| name == "modified" || By::named(name).is_some();
    let fields = columns.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), nullable(name)));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let zstd = ZstdLevel::try_new(1).map(Compression::ZSTD);
    let write = || {
        let properties = WriterProperties::builder().set_compression(zstd?).set_key_value_metadata(Some(says));
        let properties = properties.build();
        let file = HashedFile::create(&full)?;
        let mut writer = ArrowWriter::try_new(file, schema.clone(), Some(properties))?;
        writer.write(&RecordBatch::try_new(schema, columns.into_iter().map(|(_, column)| column).collect())?)?;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(writer.into_inner()?.finish()?)
    };
    Ok(File::new(path, write().failed(&full, "cannot write this file")?, None))
}

/// Hands out the rows of a file that is as it was written, and says what listing it tells of.
fn read(
    folder: &Path,
    path: &str,
    manifest: &Manifest,
    mut take: impl FnMut(&RecordBatch) -> Option<()>,
) -> Result<Option<String>> {
    let full = folder.join(path);
    let found = file::sum(&full).failed(&full, "cannot read what is known of the inputs")?;
    let told = manifest.files.iter().find(|file| file.path == path);
    if told.is_none_or(|told| told.sha256 != found.sha256) {
        return Err(damaged(folder, path));
    }
    let open = fs::File::open(&full).failed(&full, "cannot open this file")?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(open).failed(&full, "cannot read this file")?;
    let pairs = reader.metadata().file_metadata().key_value_metadata();
    let empty = RecordBatch::new_empty(reader.schema().clone());
    // What columns there are shows even without rows.
    take(&empty).ok_or_else(|| damaged(folder, path))?;
    let listing = pairs.and_then(|pairs| pairs.iter().find(|pair| pair.key == LISTING)?.value.clone());
    for rows in reader.build().failed(&full, "cannot read this file")? {
        take(&rows.failed(&full, "cannot read this file")?).ok_or_else(|| damaged(folder, path))?;
    }
    Ok(listing)
}

fn damaged(folder: &Path, path: &str) -> Error {
    let error = Error::failed("what is known of the inputs is damaged").file(folder.join(path));
    error.help("make the data set anew: --update --rebuild")
}

fn text(rows: &RecordBatch, column: usize) -> Option<&StringArray> {
    rows.column(column).as_string_opt()
}

fn numbers(rows: &RecordBatch, column: usize) -> Option<&Int64Array> {
    rows.column(column).as_primitive_opt()
}
