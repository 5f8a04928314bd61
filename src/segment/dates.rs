//! Lines that say when an article was published.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::zones::Zone;

/// When a line says that its article was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Microseconds since 1970-01-01 UTC.
    At(i64),
    /// A date, but not which one: without a year, or 03/04/2025.
    Unclear,
}

/// Reads a line that holds a date and nothing much besides ("Published: Jan. 15, 2025, 8:30 a.m. EST").
///
/// A time without a zone is read as UTC, a date without a time as its midnight. Where a date of publication and one of
/// updating are given, the first counts.
pub fn line(line: &str) -> Option<When> {
    if line.len() > 160 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut clock = Clock::default();
    let mut places = 0;
    for word in
        line.split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '·' | '•' | '(' | ')' | '—' | '–' | ';'))
    {
        match clock.read(word) {
            Read::Known => {}
            Read::Unknown if word.len() > 1 && word.chars().all(|c| c.is_uppercase() || c == '.') && places < 3 => {
                places += 1
            }
            Read::Unknown => return None,
        }
    }
    clock.is_dated().then(|| clock.when())
}

/// Whether `words` are a date or a day as datelines carry them ("March 3", "Tuesday, 5 Jan. 2025"); when, if the year is there.
pub fn short(words: &str) -> Option<When> {
    let mut clock = Clock::default();
    for word in words.split([' ', ',', '\u{A0}']) {
        if let Read::Unknown = clock.read(word) {
            return None;
        }
    }
    (clock.is_dated() || clock.weekday).then(|| clock.when())
}

enum Read {
    Known,
    Unknown,
}

#[derive(Default)]
struct Clock {
    date: Option<Date>,
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    weekday: bool,
    /// A date in numbers that can be read in two ways, or an age ("3 hours ago").
    vague: bool,
    time: Option<(i8, i8, i8)>,
    zone: Option<Zone>,
    /// A number that may be an hour: "8 a.m."
    number: Option<i8>,
    /// Whether what was read so far is when the article was changed.
    updated: bool,
    /// Whether the date of publication is complete, so that what follows is another date.
    done: bool,
}

impl Clock {
    fn is_dated(&self) -> bool {
        self.date.is_some() || self.vague || self.month.is_some() && (self.day.is_some() || self.year.is_some())
    }

    fn when(&self) -> When {
        self.moment().map_or(When::Unclear, When::At)
    }

    fn moment(&self) -> Option<i64> {
        let date = match self.date {
            Some(date) => date,
            None => Date::new(self.year?, self.month?, self.day?).ok()?,
        };
        let (hour, minute, second) = self.time.unwrap_or_default();
        let moment = date.at(hour, minute, second, 0);
        let minutes = self.zone.filter(|_| self.time.is_some()).map_or(0, |zone| zone.minutes(moment));
        let zoned = moment.to_zoned(TimeZone::UTC).ok()?;
        Some(zoned.timestamp().as_microsecond() - i64::from(minutes) * 60_000_000)
    }

    fn read(&mut self, word: &str) -> Read {
        let word = word.trim_end_matches(':').trim_matches(['[', ']', '"']);
        if word.is_empty() || matches!(word, "-" | "/" | "&") {
            return Read::Known;
        }
        let mut lower = [0; 16];
        let lower: &str = match lower.get_mut(..word.len()) {
            Some(lower) if word.is_ascii() => {
                lower.copy_from_slice(word.as_bytes());
                lower.make_ascii_lowercase();
                std::str::from_utf8(lower).unwrap_or_default()
            }
            _ => word,
        };
        match lower {
            "updated" | "modified" | "edited" | "changed" => {
                // Another date follows, or this is the only one there is.
                self.done = self.is_dated();
                self.updated = !self.done;
                return Read::Known;
            }
            "published" | "posted" | "created" | "issued" | "released" => {
                if self.updated && self.is_dated() {
                    *self = Clock::default();
                }
                return Read::Known;
            }
            "on" | "at" | "last" | "first" | "date" | "the" | "of" | "min" | "mins" | "minute" | "minutes" | "read"
            | "time" | "local" | "and" | "dateline" | "publication" | "updated." => return Read::Known,
            "ago" | "hours" | "hour" | "days" => {
                self.vague = self.number.is_some();
                return Read::Known;
            }
            _ => {}
        }
        if self.done {
            return Read::Known;
        }
        match self.number_or_name(word, lower) {
            Some(()) => Read::Known,
            None => Read::Unknown,
        }
    }

    fn number_or_name(&mut self, word: &str, lower: &str) -> Option<()> {
        if word.as_bytes()[0].is_ascii_digit() {
            return self.digits(word, lower);
        }
        let bare = lower.trim_end_matches('.');
        if let Some(month) = month(bare) {
            self.month.get_or_insert(month);
            if let (None, Some(day)) = (self.day, self.number.take()) {
                self.day = Some(day);
            }
        } else if is_weekday(bare) {
            self.weekday = true;
        } else if matches!(lower, "a.m." | "p.m." | "a.m" | "p.m" | "am" | "pm") {
            let (hour, minute, second) = self.time.or(self.number.take().map(|hour| (hour, 0, 0)))?;
            self.time = Some((half_day(hour, lower.starts_with('p'))?, minute, second));
        } else if let Some(zone) = Zone::named(bare) {
            self.zone.get_or_insert(zone);
        } else {
            return None;
        }
        Some(())
    }

    fn digits(&mut self, word: &str, lower: &str) -> Option<()> {
        if word.contains(':') && !word.contains('T') {
            return self.clock_time(lower);
        }
        if word.contains('-')
            || word.contains('/')
            || word.matches('.').count() == 2 && !lower.ends_with('m') && !lower.ends_with("m.")
        {
            return self.numeric(word);
        }
        if lower.ends_with('m') || lower.ends_with("m.") || lower.ends_with('z') {
            return self.clock_time(lower);
        }
        let digits = lower.trim_end_matches('.');
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| digits.strip_suffix(end)).unwrap_or(digits);
        let number: i16 = digits.parse().ok()?;
        match number {
            1800..=2200 if digits.len() == 4 => {
                self.year.get_or_insert(number);
            }
            0..=59 if self.month.is_some() && self.day.is_none() && (1..=31).contains(&number) => {
                self.day = Some(number as i8)
            }
            0..=59 => self.number = Some(number as i8),
            _ => return None,
        }
        Some(())
    }

    /// "8:30", "8:30:15+01:00", "8am", "8.30am"
    fn clock_time(&mut self, lower: &str) -> Option<()> {
        let end = lower.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(lower.len());
        let (digits, half) = lower.split_at(end);
        let mut parts = digits.trim_end_matches('.').split([':', '.']).map(str::parse::<i8>);
        let hour = parts.next()?.ok()?;
        let (minute, second) = (parts.next().unwrap_or(Ok(0)).ok()?, parts.next().unwrap_or(Ok(0)).ok()?);
        let hour = match half {
            "" => hour,
            "z" => {
                self.zone = Some(Zone::Fixed(0));
                hour
            }
            "am" | "a.m" | "a.m." => half_day(hour, false)?,
            "pm" | "p.m" | "p.m." => half_day(hour, true)?,
            offset => {
                self.zone = Some(Zone::named(offset)?);
                hour
            }
        };
        if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..60).contains(&second) {
            return None;
        }
        self.time.get_or_insert((hour, minute, second));
        Some(())
    }

    /// "2025-01-15", "2025-01-15T08:30:00Z", "15/01/2025"
    fn numeric(&mut self, word: &str) -> Option<()> {
        if let Ok(stamp) = word.parse::<jiff::Timestamp>() {
            let moment = TimeZone::UTC.to_datetime(stamp);
            self.set(moment);
            self.zone = Some(Zone::Fixed(0));
            return Some(());
        }
        if word.contains('T')
            && let Ok(moment) = word.parse::<DateTime>()
        {
            self.set(moment);
            return Some(());
        }
        let mut parts = word.split(['/', '-', '.']).map(str::parse::<i16>);
        let (a, b, c) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
        if parts.next().is_some() {
            return None;
        }
        let (year, month, day) = match (a, b, c) {
            (1800.., _, _) => (a, b, c),
            (_, _, 1800..) if a > 12 => (c, b, a),
            (_, _, 1800..) if b > 12 => (c, a, b),
            (1..=12, 1..=12, 1800..) if a == b => (c, a, b),
            (1..=12, 1..=12, 1800..) => {
                self.vague = true;
                return Some(());
            }
            _ => return None,
        };
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        self.date.get_or_insert(date);
        Some(())
    }

    fn set(&mut self, moment: DateTime) {
        self.date = Some(moment.date());
        self.time = Some((moment.hour(), moment.minute(), moment.second()));
    }
}

/// The hour of the day for an hour before or after noon.
fn half_day(hour: i8, afternoon: bool) -> Option<i8> {
    match (hour, afternoon) {
        (12, false) => Some(0),
        (12, true) => Some(12),
        (0..=11, _) => Some(hour + if afternoon { 12 } else { 0 }),
        _ => None,
    }
}

fn month(name: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let known = |full: &&str| {
        *full == name || (name == "sept" && *full == "september") || (name.len() == 3 && full.starts_with(name))
    };
    NAMES.iter().position(known).map(|at| at as i8 + 1)
}

fn is_weekday(name: &str) -> bool {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    NAMES.iter().any(|full| *full == name || (matches!(name.len(), 3..=5) && full.starts_with(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match line(text) {
            None => "none".into(),
            Some(When::Unclear) => "unclear".into(),
            Some(When::At(micros)) => jiff::Timestamp::from_microsecond(micros).unwrap().to_string(),
        }
    }

    #[test]
    fn dates_as_written() {
        for text in [
            "January 15, 2025",
            "Jan. 15, 2025",
            "15 January 2025",
            "Wednesday, January 15th, 2025",
            "Published: 2025-01-15",
            "2025/01/15",
            "15/01/2025",
            "1/15/2025",
            "15.01.2025",
            "LONDON, Jan 15, 2025",
        ] {
            assert_eq!(read(text), "2025-01-15T00:00:00Z", "{text}");
        }
    }

    #[test]
    fn times_and_zones() {
        for text in [
            "Published: 2025-01-15 08:30 EST",
            "Jan. 15, 2025, 8:30 a.m. ET",
            "Updated 8:30 AM ET, Wed January 15, 2025",
            "2025-01-15T13:30:00Z",
            "2025-01-15T08:30:00-05:00",
            "15 Jan 2025 1.30pm GMT",
            "2025-01-15 08:30:00.250-05:00",
            "15 January 2025 | 21:30 GMT+8 | 3 min read",
        ] {
            assert_eq!(read(text), "2025-01-15T13:30:00Z", "{text}");
        }
        assert_eq!(read("July 4, 2025, 8 p.m. PT"), "2025-07-05T03:00:00Z", "summer time");
        assert_eq!(read("Published July 4, 2025 | Updated July 6, 2025"), "2025-07-04T00:00:00Z");
        assert_eq!(read("Updated July 6, 2025, published July 4, 2025"), "2025-07-04T00:00:00Z");
    }

    #[test]
    fn what_is_unclear_or_no_date() {
        assert_eq!(read("03/04/2025"), "unclear");
        assert_eq!(read("Tuesday, March 3"), "unclear");
        assert_eq!(read("3 hours ago"), "unclear");
        assert_eq!(read("31 February 2025"), "unclear");
        assert_eq!(read("The March 3 vote"), "none");
        assert_eq!(read("Apollo 11"), "none");
        assert_eq!(read("12"), "none");
        assert_eq!(read("1984"), "none");
    }
}
