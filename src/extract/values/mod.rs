//! What has a form of its own: dates, sums of money, percentages, addresses and handles. One pass over the tokens looks at
//! the first byte and the length of each; only what may begin or end a value is read.

mod calendar;
mod dates;
mod look;
mod money;
mod numbers;
mod percent;
mod relative;
mod web;
mod words;
mod years;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::analysis::{Analysis, Mention, MentionKind, Value, ValueType};
use look::Look;
use words::Trigger;

/// A value in one sentence: which of its tokens (half-open), and what it comes to.
struct Found {
    from: usize,
    to: usize,
    value_type: ValueType,
    value: Option<String>,
}

impl Found {
    fn new(from: usize, to: usize, value_type: ValueType, value: Option<String>) -> Self {
        Found { from, to, value_type, value }
    }
}

/// All values in `text`, in order and apart from each other. `found` must hold sentences and tokens; names, if they are there,
/// keep their days ("the Sunday Times"). Days without a year are those nearest to when the article was published; nothing
/// is made up where that is not known. Takes time linear in the text.
pub fn find(text: &str, found: &Analysis) -> Vec<Value> {
    let today = found.published_at.or(found.stated.published_at).and_then(day);
    let mut names = found.mentions.iter().filter(|mention| mention.kind == MentionKind::Name).peekable();
    let mut values = Vec::new();
    for (number, sentence) in (0..).zip(&found.sentences) {
        let tokens = found.tokens.get(sentence.tokens.start as usize..sentence.tokens.end as usize).unwrap_or_default();
        let mut look = Look { text, tokens, today, floor: 0 };
        for at in 0..tokens.len() {
            if at < look.floor {
                continue;
            }
            let Some(value) = read(&look, at) else { continue };
            let span = tokens[value.from].span.cover(tokens[value.to - 1].span);
            while names.next_if(|name| name.span.end <= span.start).is_some() {}
            // The longer a name, the less is a day in it a day.
            let named = |name: &&Mention| name.span.contains(span) && name.span.len() > span.len();
            if value.value_type == ValueType::Date && names.peek().is_some_and(named) {
                continue;
            }
            look.floor = value.to;
            let Found { value_type, value, .. } = value;
            values.push(Value { span, value_type, value, sentence: number, confidence: confidence(value_type) });
        }
    }
    values
}

/// The value that the token at `at` belongs to.
fn read(look: &Look, at: usize) -> Option<Found> {
    let word = look.word(at);
    match words::trigger(word)? {
        Trigger::At => web::handle(look, at),
        Trigger::Dotted => web::address(look, at),
        Trigger::Digits => years::find(look, at),
        Trigger::Month(month) => dates::month(look, at, month),
        Trigger::Weekday(weekday) => dates::weekday(look, at, weekday),
        Trigger::Day => relative::day(look, at),
        Trigger::Period => relative::period(look, at),
        Trigger::Ago => relative::ago(look, at),
        Trigger::Percent => percent::find(look, at),
        Trigger::Symbol => money::symbol(look, at),
        Trigger::Currency => money::word(look, at),
        Trigger::Code => money::code(look, at),
    }
}

/// By type: of 850 on news, few were wrong; what can be is which Friday is meant.
fn confidence(value_type: ValueType) -> f32 {
    match value_type {
        ValueType::Date => 0.95,
        _ => 0.99,
    }
}

/// The day of a time in microseconds since 1970, UTC.
fn day(micros: i64) -> Option<Date> {
    Some(Timestamp::from_microsecond(micros).ok()?.to_zoned(TimeZone::UTC).date())
}
