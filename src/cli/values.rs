//! What stands behind options, told apart or refused with what it should be.

use std::num::NonZero;

use quotient::read::Field;
use quotient::write;

/// `FIELD=COLUMN`.
pub fn field(word: &str) -> Result<(Field, String), String> {
    let (name, column) = word.split_once('=').ok_or("it is to be FIELD=COLUMN, such as text=body")?;
    let fields = || Field::all().collect::<Vec<_>>().join(", ");
    let field = Field::named(name).ok_or_else(|| format!("there is no field `{name}`; there are: {}", fields()))?;
    Ok((field, column.to_owned()))
}

/// Columns' names last as long as the program; there are few.
pub fn lasting(name: &str) -> &'static str {
    Box::leak(name.into())
}

/// The first moment of a day, in microseconds.
pub fn day(word: &str) -> Result<i64, String> {
    let day = word.parse::<jiff::civil::Date>().ok().and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC).ok());
    day.map(|day| day.timestamp().as_microsecond()).ok_or_else(|| "it is to be a day such as 2026-01-31".to_owned())
}

/// Some MiB.
pub fn part_size(word: &str) -> Result<NonZero<u64>, String> {
    let number = word.parse::<u64>().ok().filter(|number| *number <= 1 << 20).and_then(NonZero::new);
    number.ok_or_else(|| "it is to be a number of MiB, such as 256".to_owned())
}

/// A number from 0 to 1.
pub fn share(word: &str) -> Result<f64, String> {
    let number = word.parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "it is to be a number from 0 to 1, such as 0.8".to_owned())
}

/// A fact about the whole data set.
pub fn about(word: &str) -> Result<(String, String), String> {
    let (key, value) = word.split_once('=').unwrap_or((word, ""));
    if value.trim().is_empty() || write::About::default().entry(key).is_none() {
        return Err(format!("it is to be KEY=TEXT, where KEY is one of {}", write::About::KEYS.join(", ")));
    }
    Ok((key.to_owned(), value.to_owned()))
}

/// The facts with one more.
pub fn with(mut about: write::About, (key, value): (String, String)) -> write::About {
    if let Some(entry) = about.entry(&key) {
        *entry = Some(value);
    }
    about
}
