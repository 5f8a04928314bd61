//! Dates as data writes them (ISO 8601, RFC 3339), not as prose does.

use jiff::Timestamp;
use jiff::civil::DateTime;
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

#[cfg(test)]
mod tests {
    use super::parse;

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
}
