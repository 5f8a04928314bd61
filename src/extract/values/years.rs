//! Dates in figures: years, decades ("the 1990s", "the ’90s"), 2016-03-04, 3/4/2016.

use jiff::civil::Date;

use super::Found;
use super::calendar::When;
use super::dates::date;
use super::look::{Look, is_dash, one_of};

/// "2016"
pub(super) fn year(word: &str) -> Option<i16> {
    let figures = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    word.parse().ok().filter(|year| figures && (1500..=2100).contains(year))
}

/// The date that the token with figures at `at` is.
pub(super) fn find(look: &Look, at: usize) -> Option<Found> {
    let word = look.word(at);
    let when = match word.len() {
        4 if year(word).is_some() => return lone(look, at),
        8..=10 => in_figures(word)?,
        _ => decade(word)?,
    };
    Some(date(at, at + 1, when))
}

/// "1990s"; of "’90s" the century is clear, of "’10s" it is not.
fn decade(word: &str) -> Option<When> {
    let figures = word.strip_suffix('s')?;
    if let Some(first) = year(figures).filter(|year| year % 10 == 0) {
        return Some(When::Years(first, first + 9));
    }
    let short = figures.strip_prefix(['\'', '’'])?;
    let tens: i16 = short.parse().ok().filter(|tens| short.len() == 2 && tens % 10 == 0)?;
    Some(if tens >= 30 { When::Years(1900 + tens, 1909 + tens) } else { When::Unclear })
}

/// 2016-03-04, 2016/03/04, 3/4/2016, 3/4/16. Where both numbers may be the month it is a date, but nobody knows which.
fn in_figures(word: &str) -> Option<When> {
    let mut parts = word.split(['-', '/']);
    let parts = [parts.next()?, parts.next()?, parts.next()?, parts.next().unwrap_or_default()];
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.len() <= 4);
    let [one, two, last] = [number(parts[0])?, number(parts[1])?, number(parts[2])?];
    let day = |year, month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    if !parts[3].is_empty() {
        return None;
    }
    if year(parts[0]).is_some() {
        return day(one, two, last).map(When::Day);
    }
    let year = year(parts[2]).filter(|_| word.contains('/') || word.contains('-') && parts[0].len() <= 2)?;
    match (day(year, one, two), day(year, two, one)) {
        (Some(date), Some(other)) if date == other => Some(When::Day(date)),
        (Some(_), Some(_)) => Some(When::Unclear),
        (date, other) => date.or(other).map(When::Day),
    }
}

/// A year by itself needs a word before it that says so.
fn lone(look: &Look, at: usize) -> Option<Found> {
    let own = year(look.word(at))?;
    let (before, next) = (look.before(at, 1), look.word(at + 1));
    const SURE: &[&str] = &["in", "since", "until", "till", "during", "early", "late", "mid", "year", "season"];
    const LIKELY: &[&str] = &["by", "from", "of", "before", "after", "through", "to", "and", "for", "around"];
    const ARTICLES: &[&str] = &["the", "his", "her", "its", "their", "our", "a", "'s", "’s", "last", "this"];
    // "in 2000 cases", "of 1600 people", but "in 2012 officials", which is more often a year than not.
    let counted = next.starts_with(|c: char| c.is_lowercase()) && !one_of(next, FUNCTION);
    let round = own % 100 == 0;
    let between = one_of(before, &["to", "and"]) || is_dash(before);
    let later = between && year(look.word(at.saturating_sub(2))).is_some();
    let mid = is_dash(before) && one_of(look.before(at, 2), &["mid"]);
    let said = one_of(before, SURE) && !(round && counted)
        || mid
        || later
        || one_of(before, LIKELY) && !between && !counted
        || before == "(" && matches!(next, ")" | ",")
        || one_of(before, ARTICLES) && (1900..=2100).contains(&own) && !round && next != "." && next != ",";
    if !said {
        return None;
    }
    // "2015-16", "2010–2015"
    if is_dash(next) && look.glued(at) && look.glued(at + 1) {
        let to = look.word(at + 2);
        let short = to.parse::<i16>().ok().filter(|_| to.len() == 2).map(|end| own - own % 100 + end);
        if let Some(last) = year(to).or(short).filter(|last| *last > own && *last - own <= 100) {
            return Some(date(at, at + 3, When::Years(own, last)));
        }
    }
    Some(date(at, at + 1, When::Year(own)))
}

/// Words that follow a year rather than what is counted.
const FUNCTION: &[&str] = &[
    "and", "or", "but", "when", "while", "where", "after", "before", "as", "at", "by", "in", "on", "to", "for", "from",
    "with", "that", "which", "who", "was", "is", "had", "has", "were", "the", "a", "it", "he", "she", "they", "until",
    "because", "than", "through", "over", "under", "if", "of", "about", "without", "would", "will", "could",
];
