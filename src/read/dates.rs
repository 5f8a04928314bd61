//! Dates as data writes them (ISO 8601, RFC 3339), not as prose does.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Microseconds since 1970-01-01 UTC of `2025-01-15`, `2025-01-15T09:30:00+01:00`, `2025-01-15 09:30 +0100` and the like.
/// A date alone is its midnight; without a zone UTC is meant. `None` for anything else, and for dates that do not exist.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    // No date is longer, and a hostile one should not be read to its end.
    if text.len() > 64 {
        return None;
    }
    let exact = text.parse::<Timestamp>().ok();
    let spaced = || {
        let formats =
            ["%Y-%m-%d %H:%M:%S%.f %z", "%Y-%m-%d %H:%M %z", "%Y-%m-%d %H:%M:%S%.f %:z", "%Y-%m-%d %H:%M %:z"];
        formats.iter().find_map(|format| Timestamp::strptime(format, text).ok())
    };
    let local = || {
        let bare = text.strip_suffix(" UTC").or_else(|| text.strip_suffix(" GMT")).unwrap_or(text);
        bare.parse::<DateTime>().ok().and_then(|date| TimeZone::UTC.to_timestamp(date).ok())
    };
    exact.or_else(spaced).or_else(local).map(Timestamp::as_microsecond)
}

/// As [`parse`], and what records and feeds write beside: RFC 2822 (`Wed, 15 Jan 2025 09:00:00 GMT`), `20250115T090000Z`,
/// `January 15, 2025`, `15 Jan 2025`, and seconds, milliseconds or microseconds since 1970.
pub fn parse_any(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    parse(text).or_else(|| since_1970(text)).or_else(|| written_out(text))
}

/// A number of seconds, milliseconds or microseconds, told by its size: as seconds from 1973 to 5138.
fn since_1970(text: &str) -> Option<i64> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite())?;
    let micros = match number.abs() {
        1e8..1e11 => number * 1e6,
        1e11..1e14 => number * 1e3,
        1e14..1e17 => number,
        _ => return None,
    };
    Some(micros as i64)
}

fn written_out(text: &str) -> Option<i64> {
    let mail = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true);
    if let Ok(time) = mail.parse_timestamp(text) {
        return Some(time.as_microsecond());
    }
    let utc = |date: DateTime| TimeZone::UTC.to_timestamp(date).ok().map(Timestamp::as_microsecond);
    let formats =
        ["%Y%m%dT%H%M%S%z", "%Y%m%dT%H%M%SZ", "%B %d, %Y %H:%M", "%Y/%m/%d %H:%M:%S", "%a %b %d %H:%M:%S %z %Y"];
    let times = formats.iter().find_map(|format| {
        let zoned = Timestamp::strptime(format, text).ok().map(Timestamp::as_microsecond);
        zoned.or_else(|| DateTime::strptime(format, text).ok().and_then(utc))
    });
    let days = ["%Y%m%d", "%B %d, %Y", "%b %d, %Y", "%b. %d, %Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d", "%A, %B %d, %Y"];
    let day = || days.iter().find_map(|format| Date::strptime(format, text).ok());
    times.or_else(|| day().and_then(|day| utc(day.at(0, 0, 0, 0))))
}

#[cfg(test)]
mod tests {
    use super::{parse, parse_any};

    const MIDNIGHT: i64 = 1_736_899_200_000_000;
    const HOUR: i64 = 3_600_000_000;

    #[test]
    fn dates_and_times_with_and_without_a_zone() {
        assert_eq!(parse("2025-01-15"), Some(MIDNIGHT));
        assert_eq!(parse(" 2025-01-15T09:00:00Z "), Some(MIDNIGHT + 9 * HOUR));
        assert_eq!(parse("2025-01-15T09:00"), Some(MIDNIGHT + 9 * HOUR));
        assert_eq!(parse("2025-01-15 09:00:00 UTC"), Some(MIDNIGHT + 9 * HOUR));
        assert_eq!(parse("2025-01-15T09:00:00.5+01:00"), Some(MIDNIGHT + 8 * HOUR + 500_000));
        assert_eq!(parse("2025-01-15 09:00:00 -0500"), Some(MIDNIGHT + 14 * HOUR));
        assert_eq!(parse("2025-01-15 09:00 +01:00"), Some(MIDNIGHT + 8 * HOUR));
        assert_eq!(parse("1969-12-31"), Some(-24 * HOUR));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "2025-02-30", "2025-13-01", "January 15, 2025", "2025-01-15 or so", "99999-01-01", "2025"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"2".repeat(1 << 20)), None);
    }

    #[test]
    fn dates_as_records_and_feeds_write_them() {
        let nine = MIDNIGHT + 9 * HOUR;
        for text in
            ["Wed, 15 Jan 2025 09:00:00 GMT", "Wed, 15 Jan 2025 10:00:00 +0100", "20250115T090000Z", "1736931600"]
        {
            assert_eq!(parse_any(text), Some(nine), "{text}");
        }
        for text in ["January 15, 2025", "15 Jan 2025", "20250115", "2025/01/15", "1736899200000", "Jan. 15, 2025"] {
            assert_eq!(parse_any(text), Some(MIDNIGHT), "{text}");
        }
        for text in ["01/02/2025", "12", "yesterday", "1e300", "NaN", "-5"] {
            assert_eq!(parse_any(text), None, "{text}");
        }
    }
}
