//! A data set brought up to date is that of a run over all inputs, whatever was added, changed, deleted or killed between.

mod partitions;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::ops::RangeInclusive;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use arrow::array::{AsArray, RecordBatch};
use arrow::compute::concat_batches;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use quotient::Analyzer;
use quotient::run::{How, Options, Stop, run};
use quotient::write::manifest::Manifest;
use quotient::write::{By, Format, verify};
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

/// Publishers whose names make odd folders, and those who say nothing in several ways.
const PUBLISHERS: [&str; 6] = ["The Harbour News", "Port Ellen Post", " ", "a=b/c %41", "小紅書", ""];

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
    partition_by: Vec<By>,
    formats: Vec<Format>,
    /// What the next file's time will be: long ago, and never the same twice.
    time: SystemTime,
}

impl Desk {
    fn new() -> Self {
        // The runs of this process share its models.
        Analyzer::new();
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        let (partition_by, formats) = (Vec::new(), vec![Format::Parquet, Format::Csv]);
        Desk { folder, partition_by, formats, time: SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) }
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
        Options {
            update,
            part_bytes: Some(PART),
            report: false,
            partition_by: self.partition_by.clone(),
            formats: self.formats.clone(),
            ..Options::of(inputs, self.at(output))
        }
    }

    fn run(&self, output: &str, update: Option<How>) {
        run(&self.options(output, update), &Stop::default()).unwrap();
    }

    /// Articles of more partitions than are written at a time.
    fn put_many(&mut self, dice: &mut Dice) {
        let records: Vec<_> = (0..28 + dice.below(9)).map(|n| record(&format!("m{n}"), STORIES[n % 5], dice)).collect();
        self.put("many.jsonl", &(records.join("\n") + "\n"));
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
                        .map(|_| {
                            let (id, usual, other) = (dice.below(5), dice.below(3), dice.below(STORIES.len()));
                            // Often with the text that goes with the id, so that the same article comes again.
                            let text = STORIES[if usual > 0 { id % STORIES.len() } else { other }];
                            match id {
                                4 => "{\"id\": \"4\", \"text\": ".to_owned(),
                                _ => record(&id.to_string(), text, dice),
                            }
                        })
                        .collect();
                    self.put(&format!("{name}.jsonl"), &(records.join("\n") + "\n"));
                }
                5 if !self.partition_by.is_empty() => self.put_many(dice),
                _ => self.put(&format!("{name}.txt"), story),
            }
        }
    }
}

/// An article that often says the same of what data sets are partitioned by, and sometimes something else.
fn record(id: &str, text: &str, dice: &mut Dice) -> String {
    let usual = id.bytes().map(usize::from).sum::<usize>();
    let told = if dice.below(5) > 0 { usual } else { dice.below(48) };
    let published = (told % 7 != 0).then(|| format!("202{}-{:02}-09", told / 12 % 2 + 4, told % 12 + 1));
    let (publisher, language) = (PUBLISHERS.get(told % 8), ["en", "de-CH", "en-GB"].get(told % 5));
    let (date, publisher) = (published.as_deref(), publisher.copied());
    serde_json::json!({ "id": id, "text": text, "date": date, "publisher": publisher, "language": language })
        .to_string()
}

/// All rows of each folder of each table, as they stand in its Parquet files, and the CSV files to the byte.
fn content(output: &Path) -> (BTreeMap<String, RecordBatch>, BTreeMap<String, String>) {
    let manifest = Manifest::read(output).unwrap().unwrap();
    let mut batches: BTreeMap<String, Vec<RecordBatch>> = BTreeMap::new();
    let parquet = manifest.tables.iter().flat_map(|table| &table.files).filter(|file| file.path.ends_with(".parquet"));
    for file in parquet {
        let rows = ParquetRecordBatchReaderBuilder::try_new(File::open(output.join(&file.path)).unwrap()).unwrap();
        let folder = file.path.rsplit_once('/').unwrap().0.to_owned();
        batches.entry(folder).or_default().extend(rows.build().unwrap().map(Result::unwrap));
    }
    let rows = batches.into_iter().map(|(folder, batches)| {
        let schema = batches.first().map(|batch| batch.schema());
        let rows = schema.map(|schema| concat_batches(&schema, &batches).unwrap());
        (folder, rows.unwrap_or_else(|| RecordBatch::new_empty(arrow::datatypes::Schema::empty().into())))
    });
    let with_csv = manifest.tables.iter().filter(|_| output.join("csv").exists());
    let csv = with_csv.map(|table| {
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

/// What schedules had in them, so that a test does not pass because nothing happened.
#[derive(Debug, Default)]
struct Met {
    linked: usize,
    articles: u64,
    duplicates: u64,
    clashes: u64,
    broken: u64,
    /// Most partitions of a table at a time, partitions that are no more, and articles that went to another one.
    partitions: usize,
    vanished: usize,
    moved: usize,
}

fn try_schedules(schedules: RangeInclusive<u64>, partition_by: &[By], formats: &[Format], met: &mut Met) {
    for schedule in schedules {
        let (mut desk, mut dice) = (Desk::new(), Dice(schedule.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        (desk.partition_by, desk.formats) = (partition_by.to_vec(), formats.to_vec());
        if !partition_by.is_empty() {
            desk.put_many(&mut dice);
        }
        for step in 0..if partition_by.is_empty() { 6 } else { 4 } {
            desk.change(&mut dice);
            let inodes = || linked(&desk.at("up"), "").into_values().collect::<Vec<u64>>();
            let (before, placed) = (inodes(), placed(&desk.at("up")));
            desk.run("up", Some(How { prune: true, rebuild: false }));
            desk.run("full", None);
            let (up, full) = (content(&desk.at("up")), content(&desk.at("full")));
            assert!(up.1 == full.1, "schedule {schedule}, step {step}: CSV differs");
            assert!(up.0 == full.0, "schedule {schedule}, step {step}: rows differ");
            assert_sound(&desk.at("up"));
            met.linked += inodes().iter().filter(|inode| before.contains(inode)).count();
            let manifest = Manifest::read(&desk.at("up")).unwrap().unwrap();
            met.articles += manifest.counts.done;
            met.duplicates += manifest.counts.duplicate;
            met.clashes += manifest.rejects.get("duplicate_id").copied().unwrap_or(0);
            met.broken += manifest.counts.rejected;
            let now = self::placed(&desk.at("up"));
            let folders = |placed: &BTreeMap<String, String>| placed.values().cloned().collect::<BTreeSet<_>>();
            met.partitions = met.partitions.max(folders(&now).len());
            met.vanished += folders(&placed).difference(&folders(&now)).count();
            met.moved +=
                placed.iter().filter(|(id, folder)| now.get(*id).is_some_and(|other| other != *folder)).count();
        }
    }
    println!("{partition_by:?}: {met:?}");
}

#[test]
fn whatever_happens_to_the_inputs_the_rows_are_those_of_a_full_run() {
    let mut met = Met::default();
    try_schedules(1..=schedules(), &[], &[Format::Parquet, Format::Csv], &mut met);
    assert!(met.linked > 10 && met.articles > 10 && met.duplicates > 0 && met.clashes > 0 && met.broken > met.clashes);
}

/// The data set's Parquet files whose path has `part` in it, and the names that the file system knows them by.
fn linked(output: &Path, part: &str) -> BTreeMap<String, u64> {
    let Ok(Some(manifest)) = Manifest::read(output) else { return BTreeMap::new() };
    let files = manifest
        .tables
        .iter()
        .flat_map(|table| &table.files)
        .filter(|file| file.path.ends_with(".parquet") && file.path.contains(part));
    files.map(|file| (file.path.clone(), fs::metadata(output.join(&file.path)).unwrap().ino())).collect()
}

/// The folder of each article.
fn placed(output: &Path) -> BTreeMap<String, String> {
    if !output.exists() {
        return BTreeMap::new();
    }
    let articles = content(output)
        .0
        .into_iter()
        .filter(|(folder, rows)| folder.starts_with("data/articles") && rows.num_rows() > 0);
    let ids = articles.flat_map(|(folder, rows)| {
        let ids = rows.column_by_name("article_id").unwrap().as_string::<i32>().clone();
        let ids: Vec<_> = ids.iter().map(|id| (id.unwrap().to_owned(), folder.clone())).collect();
        ids
    });
    ids.collect()
}

#[test]
fn a_run_killed_at_any_moment_costs_nothing() {
    for partitions in [&[][..], &["--partition-by", "published_month,publisher"]] {
        let (mut desk, mut dice) = (Desk::new(), Dice(7));
        desk.partition_by = if partitions.is_empty() { vec![] } else { vec![By::PublishedMonth, By::Publisher] };
        let full = [&["run", "in", "-o", "full", "--no-report"], partitions].concat();
        let update = [&["run", "in", "-o", "up", "--update", "--prune", "--no-report"], partitions].concat();
        // How long a run takes here, from when on a kill comes too late.
        let mut long = Duration::from_millis(700);
        for step in 0..5 {
            desk.change(&mut dice);
            for _ in 0..2 {
                let mut child = Command::new(env!("CARGO_BIN_EXE_quotient"))
                    .args(&update)
                    .current_dir(desk.folder.path())
                    .stderr(Stdio::null())
                    .spawn()
                    .unwrap();
                std::thread::sleep(Duration::from_micros(dice.below(long.as_micros() as usize) as u64));
                let _ = child.kill();
                child.wait().unwrap();
            }
            let (code, _, errors) = said(desk.folder.path(), &update);
            assert!([0, 3].contains(&code), "{errors}");
            let since = Instant::now();
            assert!([0, 3].contains(&said(desk.folder.path(), &full).0));
            long = since.elapsed();
            assert!(content(&desk.at("up")) == content(&desk.at("full")), "{partitions:?}, step {step}");
        }
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
    let (code, _, errors) = run(&["--update", "--partition-by", "language,publisher"]);
    assert!(code == 2 && errors.contains("partition by was not given and is [\"language\",\"publisher\"]"), "{errors}");
    for words in [&["--format", "csv"][..], &["--shard", "1/2"], &["--tables", "quotes,sources"]] {
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
