//! What `verify` finds.

use super::*;

#[test]
fn verify_finds_any_flipped_bit() {
    let (_room, folder) = room();
    write(&folder, &[harbour("a")], &[reject()]);
    assert_sound(&folder);
    let files: Vec<(PathBuf, Vec<u8>)> = files(&folder)
        .iter()
        .map(|file| folder.join(file))
        .map(|path| (path.clone(), fs::read(&path).unwrap()))
        .collect();
    let (flips, bits) = (1000, files.iter().map(|(_, bytes)| bytes.len() * 8).sum::<usize>());
    let mut found = 0;
    for flip in 0..flips {
        // Evenly over all bits of all files, each time another one of the eight.
        let mut bit = flip * (bits / flips) + flip % 8;
        let (path, sound) = files
            .iter()
            .find(|(_, bytes)| {
                bit < bytes.len() * 8 || {
                    bit -= bytes.len() * 8;
                    false
                }
            })
            .unwrap();
        let mut damaged = sound.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        fs::write(path, &damaged).unwrap();
        let passed = verify(&folder).is_ok_and(|report| report.is_ok());
        assert!(!passed, "a flipped bit at {bit} of {} was not found", path.display());
        found += 1;
        fs::write(path, sound).unwrap();
    }
    println!("{found} of {flips} flipped bits were found");
    assert_sound(&folder);
    for (path, sound) in &files {
        fs::remove_file(path).unwrap();
        assert!(!verify(&folder).is_ok_and(|report| report.is_ok()), "{} was not missed", path.display());
        fs::write(path, sound).unwrap();
    }
    fs::write(folder.join("data/quotes/extra.parquet"), "").unwrap();
    let report = verify(&folder).unwrap();
    assert_eq!(report.problems, ["data/quotes/extra.parquet: is not in the manifest"]);
    assert_eq!(verify(&folder.join("data")).unwrap_err().kind, Kind::Usage);
}

#[test]
fn verify_finds_rows_that_break_a_promise() {
    let broken = |change: fn(&mut Story)| {
        let (_room, folder) = room();
        let mut story = harbour("a");
        change(&mut story);
        write(&folder, &[story], &[]);
        verify(&folder).unwrap().problems.join("\n")
    };
    assert_eq!(broken(|_| ()), "");
    assert!(broken(|story| story.analysis.quotes[1].parent = Some(2)).contains("no quote that holds it"));
    let crossing = broken(|story| {
        let quotes = &mut story.analysis.quotes;
        quotes[1].spans[0] = at(HARBOUR, "asked,” said", 0);
    });
    assert!(crossing.contains("crosses quote"), "{crossing}");
    let overlap = broken(|story| story.analysis.paragraphs[1].span.start -= 4);
    assert!(overlap.contains("overlaps the one before"), "{overlap}");
    let hole = broken(|story| story.analysis.paragraphs[0].span.end -= 4);
    assert!(hole.contains("leaves words out"), "{hole}");
    let teaser = broken(|story| story.analysis.quotes[2].in_teaser = false);
    assert!(teaser.contains("in_teaser"), "{teaser}");
    let place = broken(|story| story.analysis.mentions[3].sentence = 1);
    assert!(place.contains("does not begin in paragraph 1, sentence 1"), "{place}");
    let confidence = broken(|story| story.analysis.quotes[0].confidence = f32::NAN);
    assert!(confidence.contains("confidence"), "{confidence}");
}

#[test]
fn verify_knows_duplicates() {
    let (_room, folder) = room();
    let (first, mut second) = (plain("a", 2), plain("a", 2));
    second.article.id = ArticleId::of("b");
    let mut set = begin(&folder).unwrap();
    let documents = [document(&first), document(&second)];
    set.append(&table::batches(&documents, &[], &all())).unwrap();
    set.publish(provenance(2, 0)).unwrap();
    assert!(verify(&folder).unwrap().problems[0].contains("which has the same words"));

    let documents = [documents[0], Document { duplicate_of: Some(first.article.id), ..documents[1] }];
    let mut set = begin(&folder).unwrap();
    set.append(&table::batches(&documents, &[], &all())).unwrap();
    set.publish(provenance(2, 0)).unwrap();
    assert_sound(&folder);
}

#[test]
fn verify_counts_the_rows_of_the_index() {
    let broken = |change: fn(&mut Vec<table::IndexRow>)| {
        let (_room, folder) = room();
        let mut rows: Vec<table::IndexRow> = ["0", "1"]
            .map(|digit| table::IndexRow { index_id: digit.repeat(32), n_articles: 0, ..table::IndexRow::default() })
            .into();
        change(&mut rows);
        let mut set = begin(&folder).unwrap();
        append(&mut set, &[harbour("a")], &[]);
        for batch in table::index_batches("entity_index", rows) {
            set.append(&[("entity_index", batch)]).unwrap();
        }
        set.publish(provenance(1, 0)).unwrap();
        verify(&folder).unwrap().problems.join("\n")
    };
    assert_eq!(broken(|_| ()), "");
    assert!(broken(|rows| rows[0].n = 3).contains("has 0 articles and n_mentions 3, the rows make it 0 and 0"));
    assert!(broken(|rows| rows.reverse()).contains("out of order"));
    assert!(broken(|rows| rows[1].index_id = "x".into()).contains("not 32 hex digits"));
}
