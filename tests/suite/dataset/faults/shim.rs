//! Compiles the shim, and runs processes with it.

use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::sync::OnceLock;

use super::*;

/// The shim as a shared object; `None`, with a message, where there is no compiler or the system knows no seccomp.
pub fn shim() -> Option<&'static Path> {
    static MADE: OnceLock<Option<PathBuf>> = OnceLock::new();
    MADE.get_or_init(|| match make() {
        Ok(path) => Some(path),
        Err(why) => {
            eprintln!("skipped: faults cannot be made here: {why}");
            None
        }
    })
    .as_deref()
}

fn make() -> Result<PathBuf, String> {
    if !cfg!(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))) {
        return Err("the shim is for Linux".into());
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/dataset/faults/shim.c");
    let object = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("shim-{}.so", std::process::id()));
    let mut cc = Command::new(std::env::var("CC").unwrap_or_else(|_| "cc".into()));
    let made = cc.args(["-O1", "-shared", "-fPIC", "-o"]).arg(&object).arg(source).output();
    let made = made.map_err(|cause| format!("cc: {cause}"))?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into_owned());
    }
    let tried = Command::new("true").env("LD_PRELOAD", &object).env("QF_ROOT", "/").status();
    match tried {
        Ok(status) if status.success() => Ok(object),
        other => Err(format!("the system does not hand over its calls: {other:?}")),
    }
}

/// What one process met.
#[derive(Clone, Copy, Default)]
pub struct Orders<'a> {
    /// Operation, path, number: see `shim.c`.
    pub site: &'a str,
    pub kind: &'a str,
    /// Where all operations are written down.
    pub log: Option<&'a Path>,
}

/// How a process ended: its exit code, or 128 and the number of the signal that killed it.
pub fn ended(status: std::process::ExitStatus) -> i32 {
    status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0))
}

pub fn with_shim<'c>(command: &'c mut Command, root: &Path, orders: Orders) -> &'c mut Command {
    command.env("LD_PRELOAD", shim().unwrap()).env("QF_ROOT", root.canonicalize().unwrap());
    command.env("QF_SITE", orders.site).env("QF_KIND", orders.kind).env("RAYON_NUM_THREADS", "1");
    if let Some(log) = orders.log {
        command.env("QF_LOG", log);
    }
    command
}

/// A process that publishes the new data set in `room`/output and does nothing else.
pub fn hand(room: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "dataset::faults::hand", "--test-threads=1", "--quiet"]);
    command.env("QUOTIENT_HAND", room.join("output")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// A line of the log.
#[derive(Clone, Debug)]
pub struct Operation {
    pub name: String,
    pub path: String,
    pub other: String,
    pub flags: i64,
    pub data: Vec<u8>,
}

pub fn operations(log: &Path) -> Vec<Operation> {
    let log = fs::read_to_string(log).unwrap();
    let hex = |digits: &str| -> Vec<u8> {
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
    };
    let operation = |line: &str| {
        let mut parts = line.split('\t');
        let mut next = || parts.next().unwrap().to_owned();
        let (name, path, other) = (next(), next(), next());
        Operation { name, path, other, flags: next().parse().unwrap(), data: hex(&next()) }
    };
    log.lines().map(operation).collect()
}

/// The sites of a log: operation, and `OPERATION PATH NUMBER`.
pub fn sites(operations: &[Operation]) -> Vec<(String, String)> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let site = |operation: &'_ Operation, n: usize| {
        (operation.name.clone(), format!("{} {} {n}", operation.name, operation.path))
    };
    let mut found = Vec::new();
    for operation in operations {
        let n = counts.entry((&operation.name, &operation.path)).or_default();
        found.push(site(operation, *n));
        *n += 1;
    }
    found
}
