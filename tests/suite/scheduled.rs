//! What runs without anybody looking need: options in a file, reports, figures, limits. And docs/scheduling.md is tried.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{desk, said};

const STORY: &str = "“We will not let it go,” said Mayor Ann Okafor on Monday.\n";

fn configured(toml: &str) -> TempDir {
    let desk = desk(&[("ferry.txt", STORY), ("empty.txt", "")]);
    fs::write(desk.path().join("quotient.toml"), toml).unwrap();
    desk
}

/// Reports in the order of their runs.
fn reports(folder: &Path) -> Vec<Value> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| serde_json::from_slice(&fs::read(file).unwrap()).unwrap()).collect()
}

#[test]
fn options_stand_in_a_file_and_the_command_line_wins() {
    let desk =
        configured("format = [\"csv\"]\ntables = [\"articles\", \"rejects\"]\noutput = \"there\"\nquiet = true\n");
    assert_eq!(said(desk.path(), &["run"]).0, 3);
    let there = |name: &str| desk.path().join("there").join(name).exists();
    assert!(there("csv/articles.csv") && !there("data") && !there("csv/quotes.csv"));
    assert_eq!(said(desk.path(), &["run", "--format", "parquet", "-o", "here"]).0, 3);
    assert!(desk.path().join("here/data/articles").is_dir() && !desk.path().join("here/csv").exists());
    let (code, out, errors) = said(desk.path(), &["config", "--format", "parquet", "--jobs", "2"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let row = |key: &str| out.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap_or("").to_owned();
    assert!(row("format").contains("[\"parquet\"]") && row("format").ends_with("# command line"), "{out}");
    assert!(row("output").contains("\"there\"") && row("output").ends_with("# quotient.toml"), "{out}");
    assert!(row("min-confidence").ends_with("# default"), "{out}");
    // What it prints is a configuration that does the same.
    fs::write(desk.path().join("quotient.toml"), &out).unwrap();
    let (_, again, _) = said(desk.path(), &["config"]);
    let values = |page: &str| page.lines().map(|line| line.split("  #").next().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(values(&again), values(&out));
    assert_eq!(said(desk.path(), &["run", "--no-config"]).0, 3);
    assert!(desk.path().join("output/data/quotes").is_dir());
}

#[test]
fn a_wrong_configuration_names_the_right_one() {
    for (toml, told) in [
        ("formt = \"csv\"\n", "there is no option `formt`\n  help: `format` perhaps?"),
        ("[about]\nlicence = \"MIT\"\n", "there is no option `about.licence`\n  help: `license` perhaps?"),
        ("quiet = 1\n", "`quiet` is to be true or false"),
        ("format = \"cvs\"\n", "invalid value 'cvs'"),
        ("\njobs = [\n", "this is not TOML"),
    ] {
        let desk = configured(toml);
        let (code, out, errors) = said(desk.path(), &["run"]);
        assert_eq!((code, out.as_str()), (2, ""), "{errors}");
        assert!(errors.contains(told) && errors.contains("quotient.toml"), "{errors}");
        assert!(!desk.path().join("output").exists() && !desk.path().join("runs").exists());
    }
    assert_eq!(said(configured("").path(), &["run", "--config", "absent.toml"]).0, 2);
}

#[test]
fn a_report_is_left_also_of_a_run_that_fails() {
    let desk = configured("metrics = \"figures.prom\"\n");
    assert_eq!(said(desk.path(), &["run", "--quiet"]).0, 3);
    let figures = || fs::read_to_string(desk.path().join("figures.prom")).unwrap();
    let figure = |name: &str| {
        let line = figures().lines().find(|line| line.starts_with(&format!("{name}{{"))).unwrap().to_owned();
        line.rsplit_once(' ').unwrap().1.to_owned()
    };
    let success = figure("quotient_last_success_timestamp_seconds");
    assert!(
        figures().contains(",reason=\"empty\"} 1\n") && figures().contains(",outcome=\"done\"} 1\n"),
        "{}",
        figures()
    );
    assert_eq!(said(desk.path(), &["run", "--quiet", "--max-rejects", "49%"]).0, 4);
    assert_eq!(
        (figure("quotient_run_exit_code"), figure("quotient_last_success_timestamp_seconds")),
        ("4".into(), success)
    );
    assert_eq!(said(desk.path(), &["run", "--quiet", "--max-rejects", "50%"]).0, 3);
    assert_eq!(said(desk.path(), &["run", "absent"]).0, 2);
    assert_eq!(said(desk.path(), &["run", "--quiet", "--no-report"]).0, 3);

    let reports = reports(&desk.path().join("runs"));
    let facts: Vec<_> =
        reports.iter().map(|report| (report["exit_code"].as_u64(), report["published"].as_bool())).collect();
    assert_eq!(facts, [(Some(3), Some(true)), (Some(4), Some(false)), (Some(3), Some(true))]);
    assert_eq!((&reports[0]["counts"]["done"], &reports[0]["rejects"]["empty"]), (&1.into(), &1.into()));
    assert!(reports[1]["error"].as_str().unwrap().contains("nothing was published"));
    assert!(reports[0]["stages"].as_object().unwrap().contains_key("publish"));
    assert!(reports[0]["peak_memory_bytes"].is_null() || reports[0]["peak_memory_bytes"].as_u64() > Some(1 << 20));
}

#[test]
fn a_report_says_what_was_passed_over_and_what_was_mended() {
    let german = "Die Brücke wird am Freitag gesperrt, sagte der Bürgermeister. „Wir haben lange gewartet, aber nun ist das Geld da“, fügte er hinzu. Die Arbeiten sollen bis zum Herbst dauern.\n";
    let desk = desk(&[("a.txt", STORY), ("b.txt", german)]);
    let mut bytes =
        b"The boat stays, said Ann Okafor. She has run the caf\xC3\xA9 since 2009, and has no wish to leave. "
            .repeat(20);
    bytes.extend(b"A broken byte: \xFF.\n");
    fs::write(desk.path().join("input/c.txt"), bytes).unwrap();
    let (code, _, errors) = said(desk.path(), &["run", "--languages", "en", "--format", "csv"]);
    assert_eq!(code, 0, "{errors}");
    let report = &reports(&desk.path().join("runs"))[0];
    assert_eq!((&report["skipped"]["language"], &report["replaced"]), (&1.into(), &1.into()), "{report}");
}

#[test]
fn only_what_is_recent_is_read() {
    let dated = |day: &str| format!("---\ntitle: A boat\ndate: {day}\n---\n\n{STORY}");
    let (old, new) = (dated("2026-01-30"), dated("2026-02-01"));
    let desk = desk(&[("old.md", &old), ("new.md", &new), ("undated.txt", STORY)]);
    let (code, _, errors) = said(desk.path(), &["run", "--since", "2026-01-31", "--format", "csv"]);
    assert_eq!(code, 0, "{errors}");
    let articles = fs::read_to_string(desk.path().join("output/csv/articles.csv")).unwrap();
    assert!(articles.contains(",new,") && articles.contains(",undated,") && !articles.contains(",old,"), "{articles}");
    assert_eq!(reports(&desk.path().join("runs"))[0]["skipped"]["older"], 1);
    assert_eq!(said(desk.path(), &["run", "--since", "yesterday"]).0, 2);
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = desk(&[("ferry.txt", STORY), ("empty.txt", ""), ("a.md", STORY), ("b.md", STORY), ("c.md", STORY)]);
    let (code, out, errors) = said(desk.path(), &["run", "--dry-run"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(out.contains("3 markdown") && out.contains("formats   parquet, csv"), "{out}");
    assert!(out.contains("\nb  (") && !out.contains("\nferry  ("), "three articles, no more: {out}");
    assert_eq!(fs::read_dir(desk.path()).unwrap().count(), 1);
}

/// The blocks of a language in docs/scheduling.md.
fn blocks(language: &str) -> Vec<String> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scheduling.md")).unwrap();
    let after = |part: &str| part.split("\n```").next().unwrap().to_owned();
    page.split(&format!("```{language}\n")).skip(1).map(after).collect()
}

#[test]
fn the_configuration_in_the_docs_is_one() {
    let desk = desk(&[("ferry.txt", STORY)]);
    fs::write(desk.path().join("quotient.toml"), &blocks("toml")[0]).unwrap();
    let (code, out, errors) = said(desk.path(), &["config"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(out.contains("max-rejects = \"5%\""), "{out}");
    fs::rename(desk.path().join("input"), desk.path().join("incoming")).unwrap();
    fs::create_dir(desk.path().join("metrics")).unwrap();
    assert_eq!(said(desk.path(), &["run"]), (0, String::new(), String::new()));
    assert!(desk.path().join("published/dataset.json").exists() && desk.path().join("metrics/quotient.prom").exists());
}

#[test]
fn the_units_in_the_docs_are_sound_and_hardened() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        eprintln!("skipped: no systemd-analyze");
        return;
    }
    let room = tempfile::tempdir().unwrap();
    let (service, timer) = (room.path().join("quotient.service"), room.path().join("quotient.timer"));
    let units = blocks("ini");
    fs::write(&service, units[0].replace("/usr/local/bin/quotient", env!("CARGO_BIN_EXE_quotient"))).unwrap();
    fs::write(&timer, &units[1]).unwrap();
    let analyze = |words: &[&str]| {
        let done = Command::new("systemd-analyze").args(words).arg(&service).output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        (done.status.success(), said)
    };
    let (sound, told) = analyze(&["verify", "--man=no", timer.to_str().unwrap()]);
    assert!(sound && !told.contains("quotient."), "{told}");
    // 0 is locked up, 10 wide open.
    let (hardened, told) = analyze(&["security", "--offline=true", "--threshold=15", "--no-pager"]);
    println!("{}", told.lines().last().unwrap_or_default());
    assert!(hardened, "{told}");
}

#[test]
fn the_programs_in_the_docs_can_be_read() {
    let python = std::env::var("QUOTIENT_PYTHON").unwrap_or_else(|_| "python3".into());
    for block in blocks("python") {
        match Command::new(&python).args(["-c", "import ast, sys; ast.parse(sys.argv[1])", &block]).output() {
            Err(cause) => eprintln!("skipped: {python}: {cause}"),
            Ok(done) => assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr)),
        }
    }
    let yaml = "import sys\ntry:\n  import yaml\nexcept ImportError:\n  sys.exit()\nassert yaml.safe_load(sys.argv[1])['kind'] in ('CronJob', 'Job')";
    for block in blocks("yaml") {
        if let Ok(done) = Command::new(&python).args(["-c", yaml, &block]).output() {
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        }
    }
}
