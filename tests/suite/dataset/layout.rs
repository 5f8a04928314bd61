//! Parts, partitions, formats, and that every reader reads them all alike.

use quotient::write::By;

use super::*;

/// Articles of several publishers, months and languages, some of which have odd names or say nothing.
fn various(articles: usize) -> Vec<Story> {
    let publishers =
        ["The Harbour News", "../../etc/passwd", "a=b/c %41", "小紅書", "", " ", "__HIVE_DEFAULT_PARTITION__"];
    (0..articles)
        .map(|number| {
            let mut story = plain(&format!("{number}"), number % 4 + 1);
            let meta = &mut story.article.meta;
            meta.publisher = publishers.get(number % 9).map(|name| (*name).to_string());
            meta.language = (number % 3 == 1).then(|| "de-CH".to_owned());
            meta.published_at = (number % 4 != 3).then(|| 1_760_000_000_000_000 + number as i64 * 2_000_000_000_000);
            story
        })
        .collect()
}

fn write_with(folder: &Path, options: Options, stories: &[Story]) {
    let mut set = DataSet::create(folder, options).unwrap();
    for some in stories.chunks(5) {
        append(&mut set, some, &[]);
    }
    set.publish(provenance(stories.len(), 0)).unwrap();
    assert_sound(folder);
}

fn table_files(folder: &Path, table: &str) -> Vec<String> {
    files(&folder.join("data").join(table))
}

const EACH: [By; 3] = By::ALL;

#[test]
fn parts_are_of_bounded_size() {
    let (_room, folder) = room();
    let options = Options { formats: BOTH, tables: table::tables(), part_bytes: Some(4096), ..Options::default() };
    write_with(&folder, options, &various(60));
    let parts = table_files(&folder, "quotes");
    assert!(parts.len() > 1 && parts[1] == "part-00001.parquet", "{parts:?}");
    assert_eq!(table_files(&folder, "rejects"), ["part-00000.parquet"]);
    let rows = |manifest: &Manifest| -> u64 {
        let table = manifest.tables.iter().find(|table| table.name == "quotes").unwrap();
        let files = table.files.iter().filter(|file| file.path.ends_with(".parquet"));
        assert_eq!(files.clone().count(), parts.len());
        files.map(|file| file.rows.unwrap()).sum()
    };
    assert_eq!(rows(&Manifest::read(&folder).unwrap().unwrap()), 90);
}

#[test]
fn partitions_hold_what_their_names_say() {
    let (_room, folder) = room();
    let options = Options { formats: BOTH, tables: table::tables(), partition_by: &EACH, ..Options::default() };
    write_with(&folder, options, &various(60));
    let parts = table_files(&folder, "quotes");
    let odd = "publisher=..%2F..%2Fetc%2Fpasswd/language=";
    assert!(parts.iter().any(|part| part.contains(odd)), "{parts:?}");
    assert!(parts.iter().any(|part| part.starts_with("published_month=unknown/publisher=unknown/language=de-CH/")));
    assert!(parts.iter().any(|part| part.starts_with("published_month=2025-10/")), "{parts:?}");
    assert!(!parts.iter().any(|part| part.contains("HIVE") || part.matches('/').count() != 3), "{parts:?}");
    // The publisher stands in the folder's name only.
    let file = fs::File::open(folder.join("data/articles").join(&table_files(&folder, "articles")[0])).unwrap();
    let schema = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().schema().clone();
    assert!(schema.index_of("publisher").is_err() && schema.index_of("title").is_ok());
    assert!(fs::read_to_string(folder.join("csv/articles.csv")).unwrap().contains(",a=b/c %41,"));
    assert!(!folder.join(".drafts").exists());
    // A table without rows is in no folder, and so has all columns.
    let (_room, empty) = room();
    write_with(&empty, options, &[]);
    assert_eq!(table_files(&empty, "articles"), ["part-00000.parquet"]);
}

#[test]
fn an_article_that_is_there_twice_is_found() {
    let (_room, folder) = room();
    let (one, mut two) = (plain("a", 2), plain("a", 2));
    two.article.meta.language = Some("de".into());
    let options =
        Options { formats: BOTH, tables: table::tables(), partition_by: &[By::Language], ..Options::default() };
    let mut set = DataSet::create(&folder, options).unwrap();
    append(&mut set, &[one], &[]);
    append(&mut set, &[two], &[]);
    set.publish(provenance(2, 0)).unwrap();
    let problems = verify(&folder).unwrap().problems.join("\n");
    assert!(problems.contains("is there twice"), "{problems}");
}

#[test]
fn an_arrow_file_has_the_same_rows() {
    let (_room, folder) = room();
    let options = Options { formats: &[Format::Parquet, Format::Arrow], tables: table::tables(), ..Options::default() };
    write_with(&folder, options, &[harbour("a"), plain("b", 30)]);
    for info in table::tables() {
        let file = fs::File::open(folder.join(format!("arrow/{}.arrow", info.name))).unwrap();
        let reader = arrow::ipc::reader::FileReader::try_new(file, None).unwrap();
        assert_eq!(reader.schema(), info.schema());
        let batches: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
        let rows = arrow::compute::concat_batches(&info.schema(), &batches).unwrap();
        assert!(rows.columns() == read(&folder, info.name).columns(), "{}", info.name);
    }
    let mut damaged = fs::read(folder.join("arrow/quotes.arrow")).unwrap();
    damaged[300] ^= 1;
    fs::write(folder.join("arrow/quotes.arrow"), damaged).unwrap();
    assert!(!verify(&folder).unwrap().is_ok());
}

#[test]
fn every_reader_reads_every_layout_alike() {
    let rooms: Vec<(TempDir, PathBuf)> = (0..5).map(|_| room()).collect();
    let flat = Options { formats: &[Format::Parquet], tables: table::tables(), ..Options::default() };
    let parted = Options { partition_by: &EACH, ..flat };
    write_with(&rooms[0].1, Options { part_bytes: Some(4096), ..flat }, &various(40));
    write_with(&rooms[1].1, flat, &[]);
    write_with(&rooms[2].1, flat, &[plain("a", 1)]);
    write_with(&rooms[3].1, parted, &various(20));
    write_with(&rooms[4].1, Options { partition_by: &[By::Language], ..flat }, &[plain("a", 1)]);
    for (_, folder) in [&rooms[0], &rooms[3]] {
        python("load_tables.py", folder);
        python("load_descriptions.py", folder);
    }
    let folders: Vec<&Path> = rooms.iter().map(|(_, folder)| folder.as_path()).collect();
    python_on("reader_matrix.py", &folders);
}
