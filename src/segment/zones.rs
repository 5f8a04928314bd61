//! Time zones as news names them.

use jiff::civil::{Date, DateTime, Weekday};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Minutes east of Greenwich.
    Fixed(i32),
    /// A zone of the United States that keeps summer time: minutes east of Greenwich in winter.
    American(i32),
}

impl Zone {
    /// Minutes east of Greenwich at `moment`, a local time of the zone.
    pub fn minutes(self, moment: DateTime) -> i32 {
        match self {
            Zone::Fixed(minutes) => minutes,
            Zone::American(winter) => winter + if is_american_summer(moment) { 60 } else { 0 },
        }
    }

    /// Zones whose abbreviation, here in lower case, has one meaning in English-language news; and "gmt+8", "+0530".
    pub fn named(name: &str) -> Option<Zone> {
        let hours = |hours: i32| Some(Zone::Fixed(hours * 60));
        match name {
            "utc" | "gmt" | "z" => hours(0),
            "bst" | "cet" => hours(1),
            "cest" | "sast" | "cat" => hours(2),
            "msk" | "eat" => hours(3),
            "hkt" | "sgt" | "myt" | "awst" => hours(8),
            "jst" | "kst" => hours(9),
            "aest" => hours(10),
            "aedt" => hours(11),
            "est" | "cdt" => hours(-5),
            "edt" => hours(-4),
            "cst" | "mdt" => hours(-6),
            "mst" | "pdt" => hours(-7),
            "pst" => hours(-8),
            "et" | "eastern" => Some(Zone::American(-300)),
            "ct" | "central" => Some(Zone::American(-360)),
            "mt" | "mountain" => Some(Zone::American(-420)),
            "pt" | "pacific" => Some(Zone::American(-480)),
            _ => {
                let sign_at = name.find(['+', '-'])?;
                let (head, offset) = name.split_at(sign_at);
                if !matches!(head, "" | "gmt" | "utc") {
                    return None;
                }
                let digits = offset[1..].replace(':', "");
                if !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                let number: i32 = digits.parse().ok()?;
                let minutes = if digits.len() > 2 { number / 100 * 60 + number % 100 } else { number * 60 };
                (minutes <= 14 * 60).then_some(Zone::Fixed(if offset.starts_with('-') { -minutes } else { minutes }))
            }
        }
    }
}

/// From the second Sunday of March to the first of November, at two in the morning.
fn is_american_summer(moment: DateTime) -> bool {
    let turn = |month: i8, nth: i8| {
        let first = Date::new(moment.year(), month, 1).ok()?;
        Some(first.nth_weekday_of_month(nth, Weekday::Sunday).ok()?.at(2, 0, 0, 0))
    };
    matches!((turn(3, 2), turn(11, 1)), (Some(start), Some(end)) if start <= moment && moment < end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets() {
        let at = |name: &str, month: i8| {
            Zone::named(name).map(|zone| zone.minutes(Date::constant(2025, month, 5).at(12, 0, 0, 0)))
        };
        assert_eq!((at("et", 1), at("et", 7), at("et", 12)), (Some(-300), Some(-240), Some(-300)));
        assert_eq!(
            (at("gmt+8", 1), at("+05:30", 1), at("-0800", 1), at("utc", 1)),
            (Some(480), Some(330), Some(-480), Some(0))
        );
        assert_eq!((at("ist", 1), at("+99", 1), at("+", 1), at("utc+-5", 1)), (None, None, None, None));
    }
}
