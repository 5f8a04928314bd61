//! Dates with a month or a weekday: "March 3", "Tuesday, March 4, 2016", "the 4th of March", "in May", "last Friday".

use jiff::civil::Date;

use super::Found;
use super::calendar::{self, Side, When};
use super::look::{Look, is_dash, one_of};
use super::years;
use crate::analysis::ValueType;

/// A value between two tokens.
pub(super) fn date(from: usize, to: usize, when: When) -> Found {
    Found::new(from, to, ValueType::Date, when.show())
}

/// "3", "3rd": a day of a month.
fn day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    let number: i8 = digits.parse().ok().filter(|_| digits.len() <= 2)?;
    let ordinal = matches!(ending, "" | "st" | "nd" | "rd" | "th");
    (ordinal && (1..=31).contains(&number)).then_some(number)
}

/// The date that the month at `at` belongs to.
pub(super) fn month(look: &Look, at: usize, month: i8) -> Option<Found> {
    let of_year = || year(look, at + 1).map(|(year, to)| date(at, to, When::Month(year, month)));
    after(look, at, month).or_else(|| behind(look, at, month)).or_else(of_year).or_else(|| alone(look, at, month))
}

/// A year at `at`, perhaps behind a comma: its number and where it ends.
fn year(look: &Look, at: usize) -> Option<(i16, usize)> {
    let comma = usize::from(matches!(look.word(at), "," | "of"));
    years::year(look.word(at + comma)).map(|year| (year, at + comma + 1))
}

fn whole(look: &Look, year: Option<i16>, month: i8, day: i8) -> Option<Date> {
    match year {
        Some(year) => Date::new(year, month, day).ok(),
        None => calendar::day_near(look.today, month, day),
    }
}

/// The same with what a day cannot be left out: "February 31".
fn possible(month: i8, day: i8) -> bool {
    Date::new(2000, month, day).is_ok()
}

/// "March 3", "March 3-5, 2016".
fn after(look: &Look, at: usize, month: i8) -> Option<Found> {
    let first = day(look.word(at + 1)).filter(|day| possible(month, *day))?;
    let mut to = at + 2;
    // "March 3.5" and "May 5 percent" are none.
    if look.is(to, &["percent", "%", "per", "million", "billion", "points"]) {
        return None;
    }
    let mut last = None;
    if is_dash(look.word(to))
        && let Some(other) = day(look.word(to + 1)).filter(|day| *day > first && possible(month, *day))
    {
        (last, to) = (Some(other), to + 2);
    }
    let mut own = None;
    if let Some((year, end)) = year(look, to) {
        (own, to) = (Some(year), end);
    }
    let first = whole(look, own, month, first);
    let when = match last {
        None => first.map(When::Day),
        Some(last) => first.and_then(|first| Some(When::Days(first, Date::new(first.year(), month, last).ok()?))),
    };
    Some(date(at, to, when.unwrap_or(When::Unclear)))
}

/// "4 March 2016", "the 4th of March".
fn behind(look: &Look, at: usize, month: i8) -> Option<Found> {
    let of = usize::from(look.before(at, 1) == "of");
    let from = at.checked_sub(1 + of)?;
    let word = look.before(at, 1 + of);
    let day =
        day(word).filter(|day| possible(month, *day) && (of == 0 || word.ends_with(|c: char| c.is_alphabetic())))?;
    let (own, to) = year(look, at + 1).map_or((None, at + 1), |(year, to)| (Some(year), to));
    Some(date(from, to, whole(look, own, month, day).map_or(When::Unclear, When::Day)))
}

/// A month by itself needs a word before it that says so: "May said" and "April came" are no dates.
fn alone(look: &Look, at: usize, month: i8) -> Option<Found> {
    const SURE: &[&str] = &["in", "since", "until", "till", "early", "late", "mid", "during"];
    const LIKELY: &[&str] =
        &["of", "by", "from", "to", "through", "before", "after", "between", "around", "and", "for"];
    // Persons' names, and verbs that open a sentence.
    const NAMES: &[&str] = &["may", "march", "april", "june", "august", "jan", "mar", "dec", "sep", "jun"];
    let (word, before) = (look.word(at), look.before(at, 1));
    let name = one_of(word, NAMES);
    // "in May’s cabinet", "in April Jones"
    let named = name && look.word(at + 1).starts_with(char::is_uppercase);
    if let Some(side) = Side::of(before).filter(|_| !named) {
        return Some(date(at - 1, at + 1, calendar::month_near(look.today, month, side)));
    }
    let mid = is_dash(before) && one_of(look.before(at, 2), &["mid"]);
    let said = one_of(before, SURE) || mid || !name && one_of(before, LIKELY);
    let owner = name && matches!(look.word(at + 1), "'s" | "’s");
    (said && !named && !owner).then(|| date(at, at + 1, calendar::month_near(look.today, month, Side::Near)))
}

/// The date that the weekday at `at` belongs to.
pub(super) fn weekday(look: &Look, at: usize, weekday: i8) -> Option<Found> {
    const FEASTS: &[&str] = &["black", "good", "super", "ash", "fat", "cyber", "palm", "easter", "bloody", "giving"];
    const PAPERS: &[&str] = &["times", "telegraph", "mirror", "post", "mail", "express", "herald", "star", "night"];
    let next = look.word(at + 1);
    let comma = usize::from(next == ",");
    // "Tuesday, March 4", "Tuesday 4 March"
    for (skip, number) in [(1 + comma, 0), (2 + comma, 1)] {
        let at_month = at + skip;
        if number == 1 && day(look.word(at_month - 1)).is_none() {
            continue;
        }
        if let Some(super::Trigger::Month(month)) = super::words::trigger(look.word(at_month)) {
            let found = if number == 0 { after(look, at_month, month) } else { behind(look, at_month, month) };
            if let Some(found) = found {
                return Some(Found { from: at, ..found });
            }
        }
    }
    let before = look.before(at, 1);
    let paper = next.starts_with(char::is_uppercase) && one_of(next, PAPERS);
    if one_of(before, FEASTS) || paper {
        return None;
    }
    let said = Side::of(before);
    let side = match said {
        Some(Side::Near) => Side::Next,
        Some(side) => side,
        None if ahead(look, at) => Side::Next,
        None => Side::Near,
    };
    Some(date(at - usize::from(said.is_some()), at + 1, calendar::weekday_near(look.today, weekday, side)))
}

/// Whether a day without "last" or "next" is still to come: "will open on Friday", "is due Friday". The verb before the day
/// decides, so in "will open, she said Friday" the day is past.
fn ahead(look: &Look, at: usize) -> bool {
    const COMING: &[&str] = &["will", "’ll", "'ll", "scheduled", "due", "expected", "until", "set"];
    const PAST: &[&str] =
        &["said", "says", "told", "announced", "wrote", "was", "were", "had", "did", "reported", "voted"];
    for at in (at.saturating_sub(12)..at).rev() {
        let word = look.word(at);
        if one_of(word, COMING) {
            return true;
        }
        if one_of(word, PAST) || matches!(word, ";" | ":" | "”" | "\"") {
            return false;
        }
    }
    false
}
