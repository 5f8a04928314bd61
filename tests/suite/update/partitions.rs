//! The same for data sets in partitions.

use super::*;

#[test]
fn so_they_are_in_each_partition() {
    let (mut met, each) = (Met::default(), schedules().div_ceil(3));
    for (first, by, formats) in [
        (100, &By::ALL[..], &[Format::Parquet, Format::Csv][..]),
        (200, &[By::Language, By::PublishedMonth], &[Format::Parquet]),
        (300, &[By::Publisher], &[Format::Arrow, Format::Parquet]),
    ] {
        try_schedules(first..=first + each - 1, by, formats, &mut met);
    }
    assert!(met.linked > 10 && met.duplicates > 0 && met.partitions > 16 && met.vanished > 0 && met.moved > 0);
}

#[test]
fn rows_of_files_that_are_gone_stay_in_partitions_too() {
    let (mut desk, mut dice) = (Desk::new(), Dice(11));
    for step in 0..4 {
        desk.partition_by = vec![By::PublishedMonth];
        desk.change(&mut dice);
        if step % 2 == 0 {
            desk.put_many(&mut dice);
        } else {
            fs::remove_file(desk.at("in/many.jsonl")).unwrap();
        }
        desk.run("up", Some(How::default()));
        desk.partition_by.clear();
        desk.run("flat", Some(How::default()));
        let (up, flat) = (content(&desk.at("up")), content(&desk.at("flat")));
        assert!(up.1 == flat.1, "step {step}");
        assert_sound(&desk.at("up"));
        let ids = |rows: &RecordBatch| -> Vec<String> {
            let ids = rows.column_by_name("article_id").unwrap().as_string::<i32>();
            ids.iter().flatten().map(str::to_owned).collect()
        };
        let order = ids(&flat.0["data/articles"]);
        for (folder, rows) in up.0.iter().filter(|(folder, _)| folder.starts_with("data/articles/")) {
            let own = ids(rows);
            let expected: Vec<_> = order.iter().filter(|id| own.contains(id)).cloned().collect();
            assert_eq!(own, expected, "step {step}, {folder}");
        }
    }
}

#[test]
fn partitions_that_nothing_happened_to_are_taken_over() {
    let mut desk = Desk::new();
    desk.partition_by = vec![By::PublishedMonth];
    let story = |n: usize, month: &str| format!("---\ndate: {month}-07\n---\n{}", STORIES[n]);
    desk.put("a.md", &story(0, "2026-01"));
    desk.put("b.md", &story(1, "2026-02"));
    desk.put("c.md", &story(2, "2026-01"));
    desk.put("d.md", &story(3, "2026-03"));
    desk.run("up", Some(How::default()));
    let before = linked(&desk.at("up"), "published_month");
    // Files smaller than what is put together elsewhere.
    assert!(before.keys().any(|path| path.contains("2026-02")));
    desk.put("bb.md", &story(4, "2026-04"));
    desk.put("d.md", &story(3, "2026-04"));
    desk.run("up", Some(How::default()));
    let after = linked(&desk.at("up"), "published_month");
    assert!(!after.keys().any(|path| path.contains("2026-03")), "{after:?}");
    assert!(after.keys().any(|path| path.contains("articles/published_month=2026-04")), "{after:?}");
    for (path, inode) in before.iter().filter(|(path, _)| !path.contains("2026-03")) {
        let is_anew = path.contains("/entities/") || path.contains("/sources/");
        assert_eq!(after[path] == *inode, !is_anew, "{path}");
    }
    desk.run("full", None);
    assert!(content(&desk.at("up")) == content(&desk.at("full")));
    // Who is a duplicate of whom may change where nothing else does.
    let articles = before.keys().filter(|path| path.contains("articles/"));
    assert_eq!(articles.count(), 3);
    desk.put("0.md", &story(1, "2026-05"));
    desk.run("up", Some(How::default()));
    let now = linked(&desk.at("up"), "published_month");
    let same = |path: &str| now[path] == after[path];
    assert!(!same("data/articles/published_month=2026-02/part-00000.parquet"));
    assert!(same("data/quotes/published_month=2026-02/part-00000.parquet"));
    assert!(same("data/articles/published_month=2026-01/part-00000.parquet"));
    desk.run("full", None);
    assert!(content(&desk.at("up")) == content(&desk.at("full")));
    let mut options = desk.options("up", Some(How::default()));
    options.partition_by = vec![By::PublishedMonth, By::Language];
    let error = run(&options, &Stop::default()).unwrap_err().to_string();
    assert!(error.contains(r#"partition by was ["published_month"] and is ["published_month","language"]"#), "{error}");
    options.update = Some(How { prune: false, rebuild: true });
    run(&options, &Stop::default()).unwrap();
    assert_sound(&desk.at("up"));
}
