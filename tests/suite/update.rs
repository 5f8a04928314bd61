//! A data set brought up to date is that of a run over all inputs, whatever was added, changed, deleted or killed between.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use quotient::run::{How, Options, Stop, run};
use quotient::write::manifest::Manifest;
use quotient::write::verify;
use tempfile::TempDir;

use crate::program::{desk, said};

/// Parts so small that there are many of them.
const PART: u64 = 6_000;

const STORIES: [&str; 5] = [
    "Ferry stays, harbour town decides\n\n“We will not let it go,” said Mayor Ann Okafor on Monday. “Not this year.”\n",
    "The bridge will close, Okafor said. A city engineer who asked not to be named called the plan reckless.\n",
    "By Lena Hart\n\nMARCH 3, 2026\n\nThe library board said that it would reopen in May. “It's about time,” Tom Reyes said.\n",
    "Rents rose again, according to the Harbour Institute. Reyes, a baker, said he would move.\n",
    "No one spoke at the meeting of the council of Port Ellen. The minutes are kept in the town hall.\n",
];

/// A small generator of numbers, the same on each machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

struct Desk {
    folder: TempDir,
    /// What the next file's time will be: long ago, and never the same twice.
    time: SystemTime,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        Desk { folder, time: SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&mut self, name: &str, content: &str) {
        let path = self.at("in").join(name);
        fs::write(&path, content).unwrap();
        self.time += Duration::from_secs(1);
        File::options().write(true).open(path).unwrap().set_modified(self.time).unwrap();
    }

    fn options(&self, output: &str, update: Option<How>) -> Options {
        let inputs = vec![self.at("in").to_string_lossy().into_owned()];
        Options { update, part_bytes: Some(PART), report: false, ..Options::of(inputs, self.at(output)) }
    }

    fn run(&self, output: &str, update: Option<How>) {
        run(&self.options(output, update), &Stop::default()).unwrap();
    }

    /// Changes some files at random.
    fn change(&mut self, dice: &mut Dice) {
        for _ in 0..=dice.below(3) {
            let name = ["a", "b", "c", "d", "e", "f", "g", "h"][dice.below(8)];
            let story = STORIES[dice.below(STORIES.len())];
            match dice.below(8) {
                0 | 1 => drop(fs::remove_file(self.at("in").join(format!("{name}.txt")))),
                2 => self.put(&format!("{name}.txt"), ""),
                3 | 4 => {
                    let records: Vec<_> = (0..dice.below(5))
                        // Often with the text that goes with the id, so that the same article comes again.
                        .map(|_| (dice.below(6), dice.below(2), dice.below(STORIES.len())))
                        .map(|(id, usual, other)| (id, STORIES[if usual > 0 { id % STORIES.len() } else { other }]))
                        .map(|(id, text)| match id {
                            5 => "{\"id\": \"5\", \"text\": ".to_owned(),
                            _ => serde_json::json!({ "id": id.to_string(), "text": text }).to_string(),
                        })
                        .collect();
                    self.put(&format!("{name}.jsonl"), &(records.join("\n") + "\n"));
                }
                _ => self.put(&format!("{name}.txt"), story),
            }
        }
    }
}

/// All rows of each table, as they stand in its Parquet files, and the CSV files to the byte.
fn content(output: &Path) -> (BTreeMap<String, RecordBatch>, BTreeMap<String, String>) {
    let manifest = Manifest::read(output).unwrap().unwrap();
    let rows = manifest.tables.iter().map(|table| {
        let parts = table.files.iter().filter(|file| file.path.ends_with(".parquet"));
        let batches: Vec<RecordBatch> = parts
            .flat_map(|file| {
                let file = File::open(output.join(&file.path)).unwrap();
                ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap().map(Result::unwrap)
            })
            .collect();
        let schema = batches.first().map(|batch| batch.schema());
        let rows = schema.map(|schema| concat_batches(&schema, &batches).unwrap());
        (table.name.clone(), rows.unwrap_or_else(|| RecordBatch::new_empty(arrow::datatypes::Schema::empty().into())))
    });
    let csv = manifest.tables.iter().map(|table| {
        (table.name.clone(), fs::read_to_string(output.join("csv").join(&table.name).with_extension("csv")).unwrap())
    });
    (rows.collect(), csv.collect())
}

fn assert_sound(output: &Path) {
    let report = verify(output).unwrap();
    assert!(report.is_ok(), "{:?}", report.problems);
}

/// Set QUOTIENT_SCHEDULES to try more.
fn schedules() -> u64 {
    std::env::var("QUOTIENT_SCHEDULES").ok().and_then(|n| n.parse().ok()).unwrap_or(3)
}

#[test]
fn whatever_happens_to_the_inputs_the_rows_are_those_of_a_full_run() {
    let (mut linked, mut rows, mut duplicates, mut clashes, mut broken) = (0, 0, 0, 0, 0);
    for schedule in 1..=schedules() {
        let (mut desk, mut dice) = (Desk::new(), Dice(schedule.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        for step in 0..6 {
            desk.change(&mut dice);
            let before = files(&desk.at("up"));
            desk.run("up", Some(How { prune: true, rebuild: false }));
            desk.run("full", None);
            let (up, full) = (content(&desk.at("up")), content(&desk.at("full")));
            assert!(up.1 == full.1, "schedule {schedule}, step {step}: CSV differs");
            assert!(up.0 == full.0, "schedule {schedule}, step {step}: rows differ");
            assert_sound(&desk.at("up"));
            linked += files(&desk.at("up")).iter().filter(|inode| before.contains(inode)).count();
            rows += up.0["articles"].num_rows();
            let manifest = Manifest::read(&desk.at("up")).unwrap().unwrap();
            duplicates += manifest.counts.duplicate;
            clashes += manifest.rejects.get("duplicate_id").copied().unwrap_or(0);
            broken += manifest.counts.rejected;
        }
    }
    println!(
        "{linked} files taken over, {rows} articles, {duplicates} duplicates, {clashes} of {broken} rejects clashes"
    );
    assert!(linked > 10 && rows > 10 && duplicates > 0 && clashes > 0 && broken > clashes);
}

/// The data set's Parquet files as the file system knows them.
fn files(output: &Path) -> Vec<u64> {
    let Ok(Some(manifest)) = Manifest::read(output) else { return Vec::new() };
    let parquet = manifest.tables.iter().flat_map(|table| &table.files).filter(|file| file.path.ends_with(".parquet"));
    parquet.map(|file| fs::metadata(output.join(&file.path)).unwrap().ino()).collect()
}

#[test]
fn a_run_killed_at_any_moment_costs_nothing() {
    let (mut desk, mut dice) = (Desk::new(), Dice(7));
    for step in 0..5 {
        desk.change(&mut dice);
        for _ in 0..2 {
            let mut child = Command::new(env!("CARGO_BIN_EXE_quotient"))
                .args(["run", "in", "-o", "up", "--update", "--prune", "--no-report"])
                .current_dir(desk.folder.path())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(Duration::from_millis(dice.below(700) as u64));
            let _ = child.kill();
            child.wait().unwrap();
        }
        let (code, _, errors) =
            said(desk.folder.path(), &["run", "in", "-o", "up", "--update", "--prune", "--no-report"]);
        assert!([0, 3].contains(&code), "{errors}");
        assert!([0, 3].contains(&said(desk.folder.path(), &["run", "in", "-o", "full", "--no-report"]).0));
        assert!(content(&desk.at("up")) == content(&desk.at("full")), "step {step}");
    }
}

#[test]
fn what_is_gone_stays_until_it_is_to_go() {
    let mut desk = Desk::new();
    desk.put("a.txt", STORIES[0]);
    desk.put("b.txt", STORIES[1]);
    desk.put("c.txt", STORIES[0]);
    desk.run("up", Some(How::default()));
    fs::remove_file(desk.at("in/a.txt")).unwrap();
    desk.put("d.txt", STORIES[2]);
    desk.run("up", Some(How::default()));
    let keys = |desk: &Desk| {
        let rows = content(&desk.at("up")).1["articles"].clone();
        let mut rows = csv::Reader::from_reader(rows.as_bytes());
        let at =
            |name: &str, rows: &mut csv::Reader<&[u8]>| rows.headers().unwrap().iter().position(|h| h == name).unwrap();
        let (key, first) = (at("article_key", &mut rows), at("duplicate_of", &mut rows));
        rows.records()
            .map(|row| row.unwrap())
            .map(|row| format!("{}{}", &row[key], if row[first].is_empty() { "" } else { "*" }))
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(&desk), ["b", "c", "d", "a*"], "those that are there come first");
    assert_sound(&desk.at("up"));
    desk.put("a.txt", STORIES[3]);
    desk.run("up", Some(How::default()));
    assert_eq!(keys(&desk), ["a", "b", "c", "d"]);
    fs::remove_file(desk.at("in/c.txt")).unwrap();
    desk.run("up", Some(How { prune: true, rebuild: false }));
    assert_eq!(keys(&desk), ["a", "b", "d"]);
    assert_sound(&desk.at("up"));
}

#[test]
fn what_cannot_be_brought_up_to_date_is_said() {
    let desk = desk(&[("a.txt", STORIES[0])]);
    let run = |words: &[&str]| said(desk.path(), &[&["run", "--no-report"], words].concat());
    assert_eq!(run(&[]).0, 0);
    let (code, _, errors) = run(&["--update"]);
    assert!(code == 2 && errors.contains("made without --update") && errors.contains("--rebuild"), "{errors}");
    assert_eq!(run(&["--update", "--rebuild"]).0, 0);
    let (code, _, errors) = run(&["--update", "--min-confidence", "0.5"]);
    assert!(code == 2 && errors.contains("min confidence was 0.0 and is 0.5"), "{errors}");
    for words in [
        &["--format", "csv"][..],
        &["--partition-by", "language"],
        &["--shard", "1/2"],
        &["--tables", "quotes,sources"],
    ] {
        let (code, _, errors) = run(&[&["--update"], words].concat());
        assert_eq!(code, 2, "{words:?}: {errors}");
    }
    // Formats shape no row.
    assert_eq!(run(&["--update", "--format", "parquet,csv,arrow"]).0, 0);
    assert!(desk.path().join("output/arrow/quotes.arrow").exists());
    assert_eq!(said(desk.path(), &["verify", "output"]).0, 0);
}

#[test]
fn nothing_new_is_nothing_to_do() {
    let mut desk = Desk::new();
    desk.put("a.txt", STORIES[0]);
    desk.put("b.txt", "");
    let words = ["run", "in", "-o", "up", "--update", "--no-report"];
    assert_eq!(said(desk.folder.path(), &words).0, 3);
    let inputs = Manifest::read(&desk.at("up")).unwrap().unwrap().inputs;
    let inputs: Vec<_> = inputs.iter().map(|input| (input.uri.as_str(), input.bytes, input.articles)).collect();
    assert_eq!(inputs, [("in/a.txt", STORIES[0].len() as u64, 1), ("in/b.txt", 0, 0)]);
    let manifest = fs::metadata(desk.at("up/dataset.json")).unwrap().ino();
    let with_figures = [&words[..5], &["--reports", "reports", "--metrics", "figures.prom"]].concat();
    let (code, _, errors) = said(desk.folder.path(), &with_figures);
    assert!(code == 0 && errors.contains("nothing to do"), "{errors}");
    let report = fs::read_dir(desk.at("reports")).unwrap().next().unwrap().unwrap().path();
    let report: serde_json::Value = serde_json::from_slice(&fs::read(report).unwrap()).unwrap();
    assert_eq!(
        (&report["nothing_to_do"], &report["counts"]["done"], &report["rows"]["rejects"]),
        (&true.into(), &1.into(), &1.into())
    );
    assert!(fs::read_to_string(desk.at("figures.prom")).unwrap().contains("quotient_last_success_timestamp_seconds{"));
    assert_eq!(fs::metadata(desk.at("up/dataset.json")).unwrap().ino(), manifest);
    let (_, plan, _) = said(desk.folder.path(), &[&words[..], &["--dry-run"]].concat());
    assert!(plan.contains("update    0 new files, 0 changed, 0 gone, whose rows stay"), "{plan}");
    // Written so lately that it may change again without that showing.
    fs::write(desk.at("in/c.txt"), STORIES[1]).unwrap();
    assert_eq!(said(desk.folder.path(), &words).0, 3);
    assert!(said(desk.folder.path(), &words).2.contains("0 files new, 1 file changed"));
}
