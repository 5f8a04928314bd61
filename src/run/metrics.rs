//! A run's figures for the textfile collector of Prometheus' node exporter.

use std::fmt::{Display, Write};
use std::fs;
use std::io;
use std::path::Path;

use super::report::{Report, replace};

const SUCCESS: &str = "quotient_last_success_timestamp_seconds";

/// Replaces `file` in one step. The time of the last success is carried on when a run fails.
pub fn write(report: &Report, file: &Path) -> io::Result<()> {
    let output = label(&report.output.to_string_lossy());
    let before = || {
        let page = fs::read_to_string(file).ok()?;
        let line = page.lines().find(|line| line.starts_with(SUCCESS) && line.contains(&output))?;
        line.rsplit_once(' ')?.1.parse::<i64>().ok()
    };
    let success = if report.published || report.nothing_to_do { Some(report.ended.as_second()) } else { before() };
    replace(file, page(report, &output, success).as_bytes())
}

fn page(report: &Report, output: &str, success: Option<i64>) -> String {
    let mut page = Page { text: String::new(), output };
    page.one("quotient_run_timestamp_seconds", "When the last run ended.", report.ended.as_second());
    if let Some(success) = success {
        page.one(SUCCESS, "When a data set was last published, or found to be up to date.", success);
    }
    page.one("quotient_run_exit_code", "How the last run ended.", report.exit_code);
    page.one("quotient_run_duration_seconds", "How long the last run took.", report.seconds);
    page.one("quotient_run_text_bytes", "Length of all texts.", report.bytes);
    if let Some(bytes) = report.peak_memory_bytes {
        page.one("quotient_run_peak_memory_bytes", "Most memory taken at once.", bytes);
    }
    let counts = report.counts;
    let counts = [
        ("done", counts.done),
        ("rejected", counts.rejected),
        ("skipped", counts.skipped),
        ("duplicate", counts.duplicate),
    ];
    page.several("quotient_run_inputs", "Articles and records by what became of them.", "outcome", counts);
    page.several("quotient_run_rejects", "Rejected inputs by reason.", "reason", &report.rejects);
    page.several("quotient_run_rows", "Rows by table.", "table", &report.rows);
    page.several("quotient_run_stage_seconds", "How long each stage took.", "stage", &report.stages);
    page.text
}

struct Page<'a> {
    text: String,
    output: &'a str,
}

impl Page<'_> {
    fn head(&mut self, name: &str, help: &str) {
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} gauge");
    }

    fn one(&mut self, name: &str, help: &str, value: impl Display) {
        self.head(name, help);
        let _ = writeln!(self.text, "{name}{{output={}}} {value}", self.output);
    }

    fn several<K: Display, V: Display>(
        &mut self,
        name: &str,
        help: &str,
        key: &str,
        values: impl IntoIterator<Item = (K, V)>,
    ) {
        self.head(name, help);
        for (own, value) in values {
            let _ = writeln!(self.text, "{name}{{output={},{key}={}}} {value}", self.output, label(&own.to_string()));
        }
    }
}

/// In quotes, as Prometheus wants it.
fn label(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
