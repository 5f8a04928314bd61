//! What hostile inputs cost the whole program: `cargo bench --bench hostile -- [MB] [NAME]`. One line an input: its size, the
//! seconds of processor time and the most memory that `quotient run` takes for it, and both for twice the size.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

#[path = "../tests/suite/hostile/cases.rs"]
mod cases;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let scale = words.iter().find_map(|word| word.parse().ok()).unwrap_or(4_usize);
    let name = words.iter().find(|word| word.parse::<usize>().is_err());
    let wanted = |case: &cases::Case| name.is_none_or(|name| case.name.contains(name.as_str()));
    let whole = |scale| cases::all(scale).into_iter().filter(wanted).collect::<Vec<_>>();
    println!("{:<22} {:>8} {:>8} {:>8} {:>8} {:>8}", "input", "MB", "s", "MiB", "t(2n)/t", "s/MB");
    // The program itself, with one article of nothing.
    let (base, _) = cost("base.txt", b"One.");
    for (one, two) in whole(scale).into_iter().zip(whole(2 * scale)) {
        let (seconds, memory) = cost(one.name, &one.bytes);
        let megabytes = one.bytes.len() as f64 / 1e6;
        let grows = two.bytes.len() > one.bytes.len();
        let (twice, _) = if grows { cost(two.name, &two.bytes) } else { (seconds, 0.0) };
        let (own, ratio) = ((seconds - base).max(0.01), (twice - base).max(0.01));
        let ratio = if grows { format!("{:.2}", ratio / own) } else { "-".to_owned() };
        let rate = if megabytes >= 1.0 { format!("{:.2}", own / megabytes) } else { "-".to_owned() };
        println!("{:<22} {megabytes:>8.2} {seconds:>8.2} {memory:>8.0} {ratio:>8} {rate:>8}", one.name);
    }
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
