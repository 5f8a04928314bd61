//! What hostile inputs cost the whole program: `cargo bench --bench hostile -- [MB] [NAME]`. One line an input: its size, the
//! seconds of processor time and the most memory that `quotient run` takes for it, and both for twice the size. Ends with 1 if
//! one of them breaks a limit.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

#[path = "../tests/suite/hostile/cases.rs"]
mod cases;

/// Seconds for a MB, beyond what the program takes for nothing.
const SECONDS: f64 = 1.0;

/// MiB of memory.
const MEMORY: f64 = 512.0;

/// Twice the input takes so many times as long.
const RATIO: f64 = 2.5;

/// Seconds that are told in hundredths; shorter ones have no ratio.
const SURE: f64 = 0.1;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let scale = words.iter().find_map(|word| word.parse().ok()).unwrap_or(4_usize);
    let name = words.iter().find(|word| word.parse::<usize>().is_err());
    let wanted = |case: &cases::Case| name.is_none_or(|name| case.name.contains(name.as_str()));
    let whole = |scale| cases::all(scale).into_iter().filter(wanted).collect::<Vec<_>>();
    println!("{:<22} {:>7} {:>7} {:>7} {:>7} {:>8} {:>7}", "input", "MB", "s", "s/MB", "MiB", "MiB(2n)", "t(2n)/t");
    // The program itself, with one article of nothing.
    let (base, _) = cost("base.txt", b"One.");
    let mut broken = Vec::new();
    for (one, two) in whole(scale).into_iter().zip(whole(2 * scale)) {
        let megabytes = one.bytes.len() as f64 / 1e6;
        let (seconds, memory) = cost(one.name, &one.bytes);
        let own = (seconds - base).max(0.0);
        let rate = own / megabytes.max(1.0);
        let grown = (two.bytes.len() > one.bytes.len()).then(|| cost(two.name, &two.bytes));
        let ratio = grown.filter(|_| own >= SURE).map(|(twice, _)| (twice - base) / own);
        let most = grown.map_or(memory, |(_, most)| most.max(memory));
        let told = |number: Option<f64>, places| number.map_or("-".to_owned(), |number| format!("{number:.places$}"));
        let shown = Some(rate).filter(|_| megabytes >= 1.0);
        println!(
            "{:<22} {megabytes:>7.2} {seconds:>7.2} {:>7} {memory:>7.0} {:>8} {:>7}",
            one.name,
            told(shown, 2),
            told(grown.map(|_| most), 0),
            told(ratio, 2)
        );
        for (what, found, limit) in [
            ("seconds a MB", Some(rate), SECONDS),
            ("MiB", Some(most), MEMORY),
            ("times as long for twice the size", ratio, RATIO),
        ] {
            if let Some(found) = found.filter(|found| *found > limit) {
                broken.push(format!("{}: {found:.2} {what} where {limit} is allowed", one.name));
            }
        }
    }
    broken.iter().for_each(|line| eprintln!("{line}"));
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Seconds of processor time and the most MiB of memory.
fn cost(name: &str, bytes: &[u8]) -> (f64, f64) {
    let desk = tempfile::tempdir().expect("a folder to work in");
    fs::write(desk.path().join(name), bytes).expect("room for the input");
    let mut run = Command::new(env!("CARGO_BIN_EXE_quotient"))
        .current_dir(desk.path())
        .args(["run", name, "--format", "parquet", "--quiet", "--no-report"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let process = format!("/proc/{}", run.id());
    let (mut seconds, mut memory) = (0.0_f64, 0.0_f64);
    while run.try_wait().expect("the program is ours").is_none() {
        seconds = seconds.max(worked(Path::new(&process)).unwrap_or_default());
        memory = memory.max(most(Path::new(&process)).unwrap_or_default());
        std::thread::sleep(Duration::from_millis(5));
    }
    (seconds, memory)
}

/// Ticks of a hundredth of a second, as the kernel tells them on all usual machines.
fn worked(process: &Path) -> Option<f64> {
    let stat = fs::read_to_string(process.join("stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

fn most(process: &Path) -> Option<f64> {
    let status = fs::read_to_string(process.join("status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}
