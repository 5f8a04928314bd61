//! Dates told from the article's own: "yesterday", "last month", "this morning", "three weeks ago".

use super::Found;
use super::calendar::{self, Side, When};
use super::dates::date;
use super::look::{Look, one_of};
use super::numbers::{self, Amount};

pub(super) fn day(look: &Look, at: usize) -> Option<Found> {
    let days = match look.word(at) {
        word if one_of(word, &["yesterday"]) => -1,
        word if one_of(word, &["tomorrow"]) => 1,
        // USA Today
        "Today" if look.before(at, 1).starts_with(char::is_uppercase) => return None,
        _ => 0,
    };
    let when = look.today.and_then(|today| calendar::shifted(today, days)).map(When::Day);
    Some(date(at, at + 1, when.unwrap_or(When::Unclear)))
}

/// "last week", "this year", "next summer"; not "the last year", which is no year of the calendar.
pub(super) fn period(look: &Look, at: usize) -> Option<Found> {
    let (unit, before) = (look.word(at).to_ascii_lowercase(), look.before(at, 1));
    let side = Side::of(before)?;
    let loose = one_of(before, &["past", "previous", "coming"]);
    let owned =
        one_of(look.before(at, 2), &["the", "a", "his", "her", "its", "their", "our", "my", "your", "’s", "'s"]);
    if loose || owned {
        return None;
    }
    let when = look.today.and_then(|today| match unit.as_str() {
        "week" => calendar::week(today, side.step(), 0),
        "weekend" => calendar::week(today, side.step(), 5),
        "month" => calendar::month_from(today, side.step()).map(|(year, month)| When::Month(year, month)),
        "year" => Some(When::Year(today.year().saturating_add(side.step() as i16))),
        // "last night" was yesterday, "this morning" is today.
        "night" | "morning" | "afternoon" | "evening" => calendar::shifted(today, side.step()).map(When::Day),
        // Which months a summer has depends on where one is.
        _ => None,
    });
    Some(date(at - 1, at + 1, when.unwrap_or(When::Unclear)))
}

/// "three weeks ago", "a year ago".
pub(super) fn ago(look: &Look, at: usize) -> Option<Found> {
    let unit = look.before(at, 1).to_ascii_lowercase();
    let unit = unit.strip_suffix('s').unwrap_or(&unit);
    if !matches!(unit, "minute" | "hour" | "day" | "week" | "month" | "year" | "decade") {
        return None;
    }
    let (from, count) = match numbers::before(look, at - 1) {
        Some((from, Amount::One(number))) => (from, number.show().parse::<i64>().ok().filter(|count| *count < 3000)),
        Some((from, _)) => (from, None),
        None if one_of(look.before(at, 2), &["a", "an"]) => (at - 2, Some(1)),
        None => return None,
    };
    let when = look.today.zip(count).and_then(|(today, count)| match unit {
        "day" => calendar::shifted(today, -count).map(When::Day),
        // A week ago is that day only nearly.
        "week" => calendar::week(today, -count, 0),
        "month" => calendar::month_from(today, -count).map(|(year, month)| When::Month(year, month)),
        "year" => today.year().checked_sub(count as i16).filter(|year| *year > 0).map(When::Year),
        _ => None,
    });
    Some(date(from, at + 1, when.unwrap_or(When::Unclear)))
}
