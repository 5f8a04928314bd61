//! Messages on standard error: sentences for people or JSON for programs.

use std::fmt;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::{FilterFn, filter_fn};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry::LookupSpan;

use super::LogFormat;
use quotient::Error;

/// To be called once, before anything is said.
pub fn init(format: LogFormat, quiet: bool) {
    let level = if quiet { Level::WARN } else { Level::INFO };
    let subscriber = tracing_subscriber::fmt().with_max_level(level).with_writer(io::stderr);
    match format {
        LogFormat::Text => subscriber.event_format(Sentences).finish().with(ours()).init(),
        LogFormat::Json => subscriber.json().flatten_event(true).with_target(false).finish().with(ours()).init(),
    }
}

/// Libraries talk too, of every request they repeat.
fn ours() -> FilterFn {
    filter_fn(|event| event.target().starts_with("quotient"))
}

/// The message alone; its fields are for programs.
struct Sentences;

impl<S, N> FormatEvent<S, N> for Sentences
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        if *event.metadata().level() == Level::WARN {
            out.write_str(&painted("warning:", AnsiColor::Yellow))?;
            out.write_char(' ')?;
        }
        let mut message = Message(String::new());
        event.record(&mut message);
        writeln!(out, "{}", message.0.trim_end())
    }
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

/// `error: what happened`, its causes and the remedy, each on a line.
pub fn error(error: &Error, format: LogFormat) {
    let causes: Vec<String> = causes(error).collect();
    let help = error.help.as_deref();
    if format == LogFormat::Json {
        let code = error.kind.exit_code();
        tracing::error!(code, causes = causes.join("; "), help, "{error}");
        return;
    }
    let mut lines = format!("{} {error}\n", painted("error:", AnsiColor::Red));
    causes.iter().for_each(|cause| lines += &format!("  caused by: {cause}\n"));
    help.iter().for_each(|help| lines += &format!("  {} {help}\n", painted("help:", AnsiColor::Green)));
    // Nobody is left to be told that standard error is closed.
    let _ = io::stderr().write_all(lines.as_bytes());
}

fn causes(error: &Error) -> impl Iterator<Item = String> {
    std::iter::successors(std::error::Error::source(error), |cause| cause.source()).map(ToString::to_string)
}

/// In colour where standard error is a terminal that wants it.
fn painted(word: &str, color: AnsiColor) -> String {
    let style = Style::new().bold().fg_color(Some(color.into()));
    match anstream::AutoStream::choice(&io::stderr()) {
        anstream::ColorChoice::Never => word.to_owned(),
        _ => format!("{style}{word}{style:#}"),
    }
}
