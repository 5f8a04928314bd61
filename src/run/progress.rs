//! How far the run is: a bar on a terminal, elsewhere a line every half minute.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::index::words::grouped;

const LINE_EVERY: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    last_line: Instant,
    all_files: u64,
    files: u64,
    articles: u64,
    /// Length of all texts so far.
    bytes: u64,
}

impl Progress {
    /// Nothing is drawn unless `bar` is wanted and standard error is a terminal.
    pub fn new(bar: bool, files: usize) -> Self {
        let (bar_wanted, all_files, now) = (bar, files as u64, Instant::now());
        let target = if bar_wanted { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(all_files), target);
        // How long it takes nobody knows before the first batch is written.
        bar.set_style(style("{bar:30} {human_pos} of {human_len} files, reading"));
        if bar_wanted {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Progress { bar, started: now, last_line: now, all_files, files: 0, articles: 0, bytes: 0 }
    }

    /// Another batch is written.
    pub fn advance(&mut self, files: u64, articles: u64, bytes: usize) {
        self.files += files;
        self.articles += articles;
        self.bytes += bytes as u64;
        self.bar.set_position(self.files);
        if !self.bar.is_hidden() {
            self.bar.set_style(style("{bar:30} {human_pos} of {human_len} files, {msg}, {eta} left"));
            self.bar.set_message(self.speed());
        } else if self.last_line.elapsed() >= LINE_EVERY {
            self.last_line = Instant::now();
            self.line();
        }
    }

    fn line(&self) {
        let (files, of) = (grouped(self.files), grouped(self.all_files));
        let seconds = self.started.elapsed().as_secs_f64();
        let left = (seconds / self.files.max(1) as f64 * self.all_files.saturating_sub(self.files) as f64) as u64;
        tracing::info!(
            files = self.files,
            all_files = self.all_files,
            articles = self.articles,
            bytes = self.bytes,
            seconds_left = left,
            "{files} of {of} files, {}, about {} s left",
            self.speed(),
            grouped(left),
        );
    }

    fn speed(&self) -> String {
        let seconds = self.started.elapsed().as_secs_f64().max(1e-3);
        let (articles, bytes) = (self.articles as f64 / seconds, self.bytes as f64 / seconds);
        format!("{} articles/s, {:.1} MB/s", grouped(articles as u64), bytes / 1e6)
    }

    /// Says something without tearing the bar.
    pub fn aside(&self, say: impl FnOnce()) {
        self.bar.suspend(say);
    }

    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}
