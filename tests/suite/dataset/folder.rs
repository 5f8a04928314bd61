//! The folder: replaced as a whole or not at all, and nothing lost that is not ours.

use super::*;

#[test]
fn same_bytes_on_any_number_of_threads() {
    let make = |threads: usize| {
        let (room, folder) = room();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut set = begin(&folder).unwrap();
            for batch in 0..4 {
                let stories: Vec<Story> = (0..10).map(|story| plain(&format!("{batch}-{story}"), 40)).collect();
                append(&mut set, &stories, &[]);
            }
            set.publish(provenance(40, 0)).unwrap();
        });
        (room, folder)
    };
    let ((_one, one), (_eight, eight)) = (make(1), make(8));
    assert_sound(&one);
    assert_eq!(files(&one), files(&eight));
    for file in files(&one) {
        assert!(fs::read(one.join(&file)).unwrap() == fs::read(eight.join(&file)).unwrap(), "{file} differs");
    }
}

/// Its manifest named each article as an input.
#[test]
fn a_data_set_of_an_earlier_version_is_replaced() {
    let (room, folder) = room();
    write(&folder, &[harbour("a")], &[]);
    let path = folder.join("dataset.json");
    let mut manifest: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    manifest["inputs"] = json!([{ "key": "a", "uri": "a.txt", "bytes": 3, "content_hash": "00" }]);
    fs::write(&path, manifest.to_string()).unwrap();
    write(&folder, &[plain("b", 3)], &[]);
    assert_sound(&folder);
    assert_alone(&room);
}

#[test]
fn a_second_run_replaces_the_whole() {
    let (room, folder) = room();
    write(&folder, &[harbour("a"), plain("b", 3)], &[]);
    let tables = infos(&["articles", "quotes"]);
    let mut set = DataSet::create(
        &folder,
        Options { formats: &[Format::Parquet], tables: &tables, spreadsheet: false, ..Options::default() },
    )
    .unwrap();
    let story = plain("c", 4);
    set.append(&table::batches(&[document(&story)], &[], &["articles", "quotes"])).unwrap();
    let published = set.publish(provenance(1, 0)).unwrap();
    assert!(published.warnings.is_empty(), "{:?}", published.warnings);
    let expected = [
        "README.md",
        "croissant.json",
        "data/articles/part-00000.parquet",
        "data/quotes/part-00000.parquet",
        "datapackage.json",
        "dataset.json",
    ];
    assert_eq!(files(&folder), expected);
    assert_sound(&folder);
    assert_alone(&room);
}

#[test]
fn what_is_not_ours_is_kept() {
    let (room, folder) = room();
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join(".gitignore"), "*").unwrap();
    fs::write(folder.join("README.md"), "mine").unwrap();
    write(&folder, &[harbour("a")], &[]);
    assert_eq!(fs::read_to_string(folder.join("README.old.md")).unwrap(), "mine");

    fs::create_dir_all(folder.join("notebooks/empty")).unwrap();
    fs::write(folder.join("notebooks/who.ipynb"), "{}").unwrap();
    fs::write(folder.join("data/quotes/stray.txt"), "stray").unwrap();
    std::os::unix::fs::symlink("/nowhere", folder.join("link")).unwrap();
    fs::write(folder.join("README.md"), "mine again").unwrap();
    let published = write(&folder, &[plain("b", 3)], &[]);
    assert!(published.warnings.is_empty(), "{:?}", published.warnings);
    assert_eq!(fs::read_to_string(folder.join(".gitignore")).unwrap(), "*");
    assert_eq!(fs::read_to_string(folder.join("notebooks/who.ipynb")).unwrap(), "{}");
    assert_eq!(fs::read_to_string(folder.join("kept/data/quotes/stray.txt")).unwrap(), "stray");
    assert_eq!(fs::read_to_string(folder.join("README.old-2.md")).unwrap(), "mine again");
    assert_eq!(fs::read_to_string(folder.join("README.old.md")).unwrap(), "mine");
    assert!(folder.join("notebooks/empty").is_dir() && folder.join("link").is_symlink());
    assert_sound(&folder);
    write(&folder, &[plain("b", 3)], &[]);
    assert_eq!(fs::read_to_string(folder.join("README.old-2.md")).unwrap(), "mine again");
    assert!(!folder.join("README.old-3.md").exists());
    assert_alone(&room);
}

#[test]
fn folders_of_others_are_left_alone() {
    let (room, folder) = room();
    let refused = |name: &str| {
        let error = begin(&folder).err().unwrap();
        assert_eq!(error.kind, Kind::Usage, "{error}");
        assert!(error.help.is_some() && error.to_string().contains(name), "{error}");
    };
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("thesis.docx"), "years of work").unwrap();
    refused("thesis.docx");
    fs::write(folder.join("dataset.json"), "{\"format\": \"something else\"}").unwrap();
    refused("dataset.json");
    fs::write(folder.join("dataset.json"), "{").unwrap();
    refused("dataset.json");
    assert_eq!(files(&folder), ["dataset.json", "thesis.docx"]);
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, "a file").unwrap();
    refused("output");
    fs::remove_file(&folder).unwrap();
    let error = begin(&folder.join("deeper")).err().unwrap();
    assert!(error.kind == Kind::Usage && error.help.unwrap().contains("mkdir"));
    assert_eq!(fs::read_dir(room.path()).unwrap().count(), 0);
}

#[test]
fn a_link_to_the_folder_stays_a_link() {
    let (room, folder) = room();
    let link = room.path().join("link");
    write(&folder, &[plain("a", 1)], &[]);
    std::os::unix::fs::symlink(&folder, &link).unwrap();
    let published = write(&link, &[plain("b", 1)], &[]);
    assert_eq!(published.folder, folder.canonicalize().unwrap());
    assert!(link.is_symlink());
    assert_eq!(texts(&read(&folder, "articles"), "article_key"), ["b"]);
}

#[test]
fn unpublished_leaves_the_old_one() {
    let (room, folder) = room();
    write(&folder, &[harbour("a")], &[]);
    let before: Vec<_> = files(&folder).iter().map(|file| fs::read(folder.join(file)).unwrap()).collect();
    let mut set = begin(&folder).unwrap();
    append(&mut set, &[plain("b", 3)], &[]);
    drop(set);
    let mut set = begin(&folder).unwrap();
    append(&mut set, &[plain("b", 3)], &[]);
    let error = set.publish(provenance(2, 0)).unwrap_err();
    assert!(error.to_string().contains("do not add up"), "{error}");
    let after: Vec<_> = files(&folder).iter().map(|file| fs::read(folder.join(file)).unwrap()).collect();
    assert!(before == after);
    assert_alone(&room);
}

#[test]
fn one_writer_at_a_time() {
    let (room, folder) = room();
    let first = begin(&folder).unwrap();
    let error = begin(&folder).err().unwrap();
    assert_eq!((error.kind, error.kind.exit_code()), (Kind::Locked, 11));
    drop(first);
    write(&folder, &[], &[]);
    assert_alone(&room);
}

#[test]
fn what_dead_runs_left_is_swept() {
    let (room, folder) = room();
    write(&folder, &[harbour("a")], &[]);
    // Killed while it wrote.
    let unfinished = room.path().join(".output.quotient-4000001");
    fs::create_dir_all(unfinished.join("data/quotes")).unwrap();
    fs::write(unfinished.join(".unfinished"), "").unwrap();
    fs::write(unfinished.join("data/quotes/part-00000.parquet"), "PAR1").unwrap();
    // Killed after the exchange, before the old data set's notebook was moved.
    let (_other, replaced) = self::room();
    write(&replaced, &[plain("old", 2)], &[]);
    fs::write(replaced.join("who.ipynb"), "{}").unwrap();
    fs::rename(&replaced, room.path().join(".output.quotient-4000002")).unwrap();
    write(&folder, &[plain("b", 3)], &[]);
    assert_alone(&room);
    assert_eq!(fs::read_to_string(folder.join("who.ipynb")).unwrap(), "{}");
    // Killed between two renames, where folders cannot be exchanged.
    fs::rename(&folder, room.path().join(".output.quotient-4000003-old")).unwrap();
    drop(begin(&folder).unwrap());
    assert_alone(&room);
    assert_sound(&folder);
}

#[test]
fn tables_can_be_closed_and_read_before_they_are_published() {
    let (_room, folder) = room();
    let mut set = begin(&folder).unwrap();
    append(&mut set, &[harbour("a")], &[]);
    let staged = set.close(&["quotes"]).unwrap().to_owned();
    assert_eq!(read(&staged, "quotes").num_rows(), 3);
    let more = plain("b", 2);
    assert!(set.append(&table::batches(&[document(&more)], &[], &["quotes"])).is_err());
    set.append(&table::batches(&[], &[reject()], &["rejects"])).unwrap();
    set.publish(provenance(1, 1)).unwrap();
    assert_sound(&folder);
    let manifest = Manifest::read(&folder).unwrap().unwrap();
    assert_eq!(manifest.rejects["unreadable"], 1);
}
