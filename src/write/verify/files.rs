//! The files: all there, nothing else, as they were written, with the columns and rows that the manifest names.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use arrow::datatypes::{Field, Schema};
use parquet::arrow::parquet_to_arrow_schema;
use parquet::file::reader::{FileReader, SerializedFileReader};
use rayon::prelude::*;

use super::Report;
use crate::error::{Context, Result};
use crate::table::{self, type_name};
use crate::write::manifest::{self, ColumnEntry, File, Manifest, Table};
use crate::write::{ARROW, CSV, DATA, VERSION, file, ipc};

pub(super) fn check(folder: &Path, manifest: &Manifest, report: &mut Report) -> Result<()> {
    let intact = Manifest::is_intact(folder).failed(folder, "cannot read the manifest")?;
    report.check(intact, || format!("{}: is not as it was written (SHA-256)", manifest::NAME));
    let counts = manifest.counts;
    report.check(counts.add_up(), || format!("the counts in the manifest do not add up: {counts:?}"));
    let rejected: u64 = manifest.rejects.values().sum();
    let rejects = manifest.tables.iter().any(|table| table.name == "rejects");
    report.check(!rejects || rejected == counts.rejected, || {
        format!("the manifest counts {} rejects, and {rejected} by reason", counts.rejected)
    });
    for (name, count) in [("articles", counts.done), ("rejects", counts.rejected)] {
        let table = manifest.tables.iter().find(|table| table.name == name);
        report.check(table.is_none_or(|table| table.rows == count), || {
            format!("{name} has not the {count} rows that the counts in the manifest name")
        });
    }

    let files: Vec<&File> = manifest.all_files().collect();
    let found: Vec<Option<String>> = files.par_iter().map(|entry| as_written(folder, entry)).collect();
    found.into_iter().flatten().for_each(|problem| report.problem(problem));
    report.checked.push(format!("size and SHA-256 of {} files and of the manifest", files.len()));

    let known: BTreeSet<PathBuf> = files.iter().map(|entry| PathBuf::from(&entry.path)).collect();
    for inner in [DATA, CSV, ARROW] {
        strangers(folder, Path::new(inner), &known, report).failed(folder.join(inner), "cannot list this folder")?;
    }
    report.checked.push("no other files among the tables".into());

    if report.is_ok() {
        manifest.tables.iter().for_each(|table| columns_and_rows(folder, manifest, table, report));
        report.checked.push(format!("columns and rows of {} tables", manifest.tables.len()));
    }
    Ok(())
}

fn as_written(folder: &Path, entry: &File) -> Option<String> {
    let path = Path::new(&entry.path);
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return Some(format!("{}: the manifest names a file outside the data set", entry.path));
    }
    match file::sum(&folder.join(path)) {
        Err(cause) => Some(format!("{}: cannot be read: {cause}", entry.path)),
        Ok(sum) if sum.bytes != entry.bytes => {
            Some(format!("{}: has {} bytes, was written with {}", entry.path, sum.bytes, entry.bytes))
        }
        Ok(sum) if sum.sha256 != entry.sha256 => Some(format!("{}: is not as it was written (SHA-256)", entry.path)),
        Ok(_) => None,
    }
}

/// Readers of a table take whatever is in its folder.
fn strangers(folder: &Path, inner: &Path, known: &BTreeSet<PathBuf>, report: &mut Report) -> io::Result<()> {
    let entries = match fs::read_dir(folder.join(inner)) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?.collect::<io::Result<Vec<_>>>()?,
    };
    for entry in entries {
        let path = inner.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            strangers(folder, &path, known, report)?;
        } else {
            report.check(known.contains(&path), || format!("{}: is not in the manifest", path.display()));
        }
    }
    Ok(())
}

/// The columns of this version; behind those of `articles` may stand what the run was asked to carry through.
fn is_as_expected(columns: &[ColumnEntry], expected: &[ColumnEntry], table: &str) -> bool {
    let Some(kept) = columns.strip_prefix(expected) else { return false };
    kept.is_empty() || table == "articles" && kept.iter().all(|column| column.nullable && column.data_type == "string")
}

fn columns_and_rows(folder: &Path, manifest: &Manifest, table: &Table, report: &mut Report) {
    let ours = table::tables().iter().find(|info| info.name == table.name && manifest.version == VERSION);
    if let Some(info) = ours {
        let expected: Vec<ColumnEntry> = info.columns.iter().map(ColumnEntry::from).collect();
        let same = is_as_expected(&table.columns, &expected, &table.name);
        report.check(same, || format!("{}: has not the columns of this version", table.name));
    }
    let told_by_folders = table.partition_columns();
    for (extension, read) in [(".parquet", parquet as fn(&Path) -> Read), (".csv", csv), (".arrow", arrow)] {
        let named = |column: &&ColumnEntry| extension != ".parquet" || !told_by_folders.contains(&column.name.as_str());
        let named: Vec<&ColumnEntry> = table.columns.iter().filter(named).collect();
        let mut rows = None;
        for entry in table.files.iter().filter(|entry| entry.path.ends_with(extension)) {
            match read(&folder.join(&entry.path)) {
                Ok((columns, found)) => {
                    let same = columns.len() == named.len()
                        && columns.iter().zip(&named).all(|(found, named)| found.matches(named));
                    report.check(same, || format!("{}: has other columns than the manifest names", entry.path));
                    report.check(entry.rows == Some(found), || format!("{}: has {found} rows", entry.path));
                    *rows.get_or_insert(0) += found;
                }
                Err(cause) => report.problem(format!("{}: cannot be read: {cause}", entry.path)),
            }
        }
        report.check(rows.is_none_or(|rows| rows == table.rows), || {
            format!("{}: has not the {} rows that the manifest names", table.name, table.rows)
        });
    }
    report.check(!table.files.is_empty(), || format!("{}: has no file", table.name));
}

type Read = Result<(Vec<Found>, u64), Box<dyn std::error::Error + Send + Sync>>;

/// A column as a file has it. CSV knows names only.
struct Found {
    name: String,
    facts: Option<(String, bool, Option<String>)>,
}

impl Found {
    fn matches(&self, named: &ColumnEntry) -> bool {
        let facts = |(data_type, nullable, description): &(String, bool, Option<String>)| {
            *data_type == named.data_type
                && *nullable == named.nullable
                && description.as_deref() == Some(named.description.as_str())
        };
        self.name == named.name && self.facts.as_ref().is_none_or(facts)
    }
}

fn parquet(path: &Path) -> Read {
    let reader = SerializedFileReader::new(fs::File::open(path)?)?;
    let metadata = reader.metadata().file_metadata();
    let schema = parquet_to_arrow_schema(metadata.schema_descr(), metadata.key_value_metadata())?;
    Ok((columns(&schema), u64::try_from(metadata.num_rows())?))
}

fn columns(schema: &Schema) -> Vec<Found> {
    let column = |field: &Field| Found {
        name: field.name().clone(),
        facts: Some((type_name(field.data_type()), field.is_nullable(), field.metadata().get("description").cloned())),
    };
    schema.fields().iter().map(|field| column(field)).collect()
}

fn arrow(path: &Path) -> Read {
    let reader = ipc::open(path)?;
    let columns = columns(&reader.schema());
    let mut rows = 0;
    for batch in reader {
        rows += batch?.num_rows() as u64;
    }
    Ok((columns, rows))
}

fn csv(path: &Path) -> Read {
    let mut reader = ::csv::Reader::from_path(path)?;
    let header = reader.headers()?.iter();
    let columns = header.map(|name| Found { name: name.trim_start_matches('\u{feff}').into(), facts: None }).collect();
    let (mut record, mut rows) = (::csv::ByteRecord::new(), 0);
    while reader.read_byte_record(&mut record)? {
        rows += 1;
    }
    Ok((columns, rows))
}
