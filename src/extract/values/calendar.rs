//! From what a text says of a date to the days meant, as ISO 8601 writes them.

use jiff::Span;
use jiff::civil::Date;

/// The days that are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// 2016-03-04
    Day(Date),
    /// 2016-02-29/2016-03-06, both included.
    Days(Date, Date),
    /// 2016-03
    Month(i16, i8),
    /// 2016
    Year(i16),
    /// 1990/1999, both included.
    Years(i16, i16),
    /// The article does not say enough.
    Unclear,
}

impl When {
    pub fn show(self) -> Option<String> {
        match self {
            When::Day(date) => Some(date.to_string()),
            When::Days(first, last) => Some(format!("{first}/{last}")),
            When::Month(year, month) => Some(format!("{year:04}-{month:02}")),
            When::Year(year) => Some(format!("{year:04}")),
            When::Years(first, last) => Some(format!("{first:04}/{last:04}")),
            When::Unclear => None,
        }
    }
}

/// Which of many Tuesdays or Marches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Before the article.
    Last,
    /// The nearest.
    Near,
    /// After the article.
    Next,
}

impl Side {
    /// What a word before a day or a month says.
    pub fn of(word: &str) -> Option<Side> {
        match word {
            "last" | "Last" | "past" | "previous" => Some(Side::Last),
            "this" | "This" => Some(Side::Near),
            "next" | "Next" | "coming" => Some(Side::Next),
            _ => None,
        }
    }

    /// Into the past, this one, or the future.
    pub fn step(self) -> i64 {
        match self {
            Side::Last => -1,
            Side::Near => 0,
            Side::Next => 1,
        }
    }
}

/// `None` beyond the calendar's end.
pub(super) fn shifted(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The month so many months from the date's.
pub(super) fn month_from(date: Date, months: i64) -> Option<(i16, i8)> {
    let count = i64::from(date.year()) * 12 + i64::from(date.month()) - 1 + months;
    let year = i16::try_from(count.div_euclid(12)).ok().filter(|year| (1..=9999).contains(year))?;
    Some((year, count.rem_euclid(12) as i8 + 1))
}

/// March 3 of the year in which it is nearest to `today`.
pub(super) fn day_near(today: Option<Date>, month: i8, day: i8) -> Option<Date> {
    let today = today?;
    let years = [0, -1, 1].map(|step| today.year().checked_add(step).and_then(|year| Date::new(year, month, day).ok()));
    years.into_iter().flatten().min_by_key(|date| (*date - today).get_days().abs())
}

/// Last, this or next March; without such a word the nearest, of two as near the past one.
pub(super) fn month_near(today: Option<Date>, month: i8, side: Side) -> When {
    let Some(today) = today else { return When::Unclear };
    let ahead = i64::from((month - today.month()).rem_euclid(12));
    let months = match side {
        Side::Last => ahead - 12,
        Side::Next if ahead == 0 => 12,
        Side::Next => ahead,
        Side::Near if ahead < 6 => ahead,
        Side::Near => ahead - 12,
    };
    month_from(today, months).map_or(When::Unclear, |(year, month)| When::Month(year, month))
}

/// Monday is 1. Past days are those of the six days before `today` and `today` itself, coming ones those of the seven after it;
/// “last Tuesday” is never today.
pub(super) fn weekday_near(today: Option<Date>, weekday: i8, side: Side) -> When {
    let Some(today) = today else { return When::Unclear };
    let back = i64::from((today.weekday().to_monday_one_offset() - weekday).rem_euclid(7));
    let days = match side {
        Side::Last if back == 0 => -7,
        Side::Last | Side::Near => -back,
        Side::Next => 7 - back,
    };
    shifted(today, days).map_or(When::Unclear, When::Day)
}

/// The week from Monday to Sunday, so many weeks from that of `date`; from day `first` of it on, Monday being 0.
pub(super) fn week(date: Date, weeks: i64, first: i64) -> Option<When> {
    let monday = shifted(date, weeks * 7 - i64::from(date.weekday().to_monday_zero_offset()))?;
    Some(When::Days(shifted(monday, first)?, shifted(monday, 6)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_without_a_year_are_near() {
        let today = Some(date(2016, 1, 4));
        assert_eq!(day_near(today, 12, 30), Some(date(2015, 12, 30)));
        assert_eq!(day_near(today, 3, 3), Some(date(2016, 3, 3)));
        assert_eq!(day_near(today, 2, 30), None);
        assert_eq!(day_near(Some(date(9999, 12, 31)), 1, 1), Some(date(9999, 1, 1)));
        assert_eq!(month_near(today, 12, Side::Near), When::Month(2015, 12));
        assert_eq!(month_near(today, 1, Side::Next), When::Month(2017, 1));
        assert_eq!(month_near(today, 7, Side::Near), When::Month(2015, 7));
    }

    #[test]
    fn weekdays_lie_behind_unless_said() {
        // A Monday.
        let today = Some(date(2016, 1, 4));
        let day = |weekday, side| weekday_near(today, weekday, side).show().unwrap();
        assert_eq!(day(1, Side::Near), "2016-01-04");
        assert_eq!(day(1, Side::Last), "2015-12-28");
        assert_eq!(day(1, Side::Next), "2016-01-11");
        assert_eq!(day(2, Side::Near), "2015-12-29");
        assert_eq!(day(2, Side::Next), "2016-01-05");
        assert_eq!(week(date(2016, 1, 4), -1, 0).unwrap().show().unwrap(), "2015-12-28/2016-01-03");
        assert_eq!(week(Date::MAX, 1, 0), None);
    }
}
