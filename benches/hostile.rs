//! What hostile inputs cost the whole program: `cargo bench --bench hostile -- [MB] [NAME]`. One line an input: its size, the
//! seconds that pass for each MB, those of processor time, and the most memory that `quotient run` takes for it; memory and
//! processor time for twice the size too. Ends with 1 if one of them breaks a limit.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

#[path = "../tests/suite/hostile/cases.rs"]
mod cases;

/// Seconds that pass for a MB, beyond what the program takes for nothing.
const SECONDS: f64 = 1.0;

/// MiB of memory.
const MEMORY: f64 = 512.0;

/// Twice the input takes so many times as much processor time.
const RATIO: f64 = 2.5;

/// Seconds of work from which on a ratio is told: the program's start takes some hundredths more or less.
const SURE: f64 = 0.3;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let scale = words.iter().find_map(|word| word.parse().ok()).unwrap_or(4_usize);
    let name = words.iter().find(|word| word.parse::<usize>().is_err());
    let wanted = |case: &cases::Case| name.is_none_or(|name| case.name.contains(name.as_str()));
    let whole = |scale| cases::all(scale).into_iter().filter(wanted).collect::<Vec<_>>();
    println!(
        "{:<22} {:>7} {:>7} {:>7} {:>7} {:>8} {:>7}",
        "input", "MB", "s/MB", "cpu/MB", "MiB", "MiB(2n)", "t(2n)/t"
    );
    // The program itself, with one article of nothing; the first time it comes from the disk.
    let nothing: Vec<Cost> = (0..5).map(|_| cost("base.txt", b"One.")).collect();
    let least = |seconds: fn(&Cost) -> f64| nothing.iter().map(seconds).fold(f64::INFINITY, f64::min);
    let (base_passed, base_worked) = (least(|cost| cost.passed), least(|cost| cost.worked));
    let mut broken = Vec::new();
    for (one, two) in whole(scale).into_iter().zip(whole(2 * scale)) {
        let megabytes = one.bytes.len() as f64 / 1e6;
        let own = cost(one.name, &one.bytes);
        let grown = (two.bytes.len() > one.bytes.len()).then(|| cost(two.name, &two.bytes));
        let rate = |seconds: f64, base: f64| (seconds - base).max(0.0) / megabytes.max(1.0);
        let (passed, worked) = (rate(own.passed, base_passed), rate(own.worked, base_worked));
        let own_work = own.worked - base_worked;
        let ratio = grown.as_ref().filter(|_| own_work >= SURE).map(|two| (two.worked - base_worked) / own_work);
        let most = grown.as_ref().map_or(own.memory, |two| two.memory.max(own.memory));
        let told = |number: Option<f64>, places| number.map_or("-".to_owned(), |number| format!("{number:.places$}"));
        let large = |number: f64| told(Some(number).filter(|_| megabytes >= 1.0), 2);
        println!(
            "{:<22} {megabytes:>7.2} {:>7} {:>7} {:>7.0} {:>8} {:>7}",
            one.name,
            large(passed),
            large(worked),
            own.memory,
            told(grown.map(|_| most), 0),
            told(ratio, 2)
        );
        for (what, found, limit) in [
            ("seconds a MB", Some(passed), SECONDS),
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

struct Cost {
    /// Seconds.
    passed: f64,
    /// Seconds of processor time.
    worked: f64,
    /// The most MiB.
    memory: f64,
}

fn cost(name: &str, bytes: &[u8]) -> Cost {
    let desk = tempfile::tempdir().expect("a folder to work in");
    fs::write(desk.path().join(name), bytes).expect("room for the input");
    let start = Instant::now();
    let mut run = Command::new(env!("CARGO_BIN_EXE_quotient"))
        .current_dir(desk.path())
        .args(["run", name, "--format", "parquet", "--quiet", "--no-report"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let process = format!("/proc/{}", run.id());
    let (mut worked, mut memory) = (0.0_f64, 0.0_f64);
    while run.try_wait().expect("the program is ours").is_none() {
        worked = worked.max(ticks(Path::new(&process)).unwrap_or_default());
        memory = memory.max(most(Path::new(&process)).unwrap_or_default());
        std::thread::sleep(Duration::from_millis(5));
    }
    Cost { passed: start.elapsed().as_secs_f64(), worked, memory }
}

/// Ticks of a hundredth of a second, as the kernel tells them on all usual machines.
fn ticks(process: &Path) -> Option<f64> {
    let stat = fs::read_to_string(process.join("stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let field = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
    Some((field(11)? + field(12)?) / 100.0)
}

fn most(process: &Path) -> Option<f64> {
    let status = fs::read_to_string(process.join("status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}
