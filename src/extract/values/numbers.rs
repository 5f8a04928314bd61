//! Numbers in figures and in words, exactly: "1.2 billion", "half a million", "twenty-five".

use super::look::{Look, is_dash, one_of};

/// A decimal number: `units` with the last `decimals` figures behind the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    units: u128,
    decimals: u32,
}

impl Number {
    /// "1,200.50"; `None` if it is no number or too long a one.
    pub fn read(word: &str) -> Option<Number> {
        let (mut units, mut decimals, mut point) = (0u128, 0, false);
        if word.len() > 20 || !word.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return None;
        }
        for byte in word.bytes() {
            match byte {
                b'0'..=b'9' => {
                    units = units * 10 + u128::from(byte - b'0');
                    decimals += u32::from(point);
                }
                b',' if !point => {}
                b'.' if !point => point = true,
                _ => return None,
            }
        }
        (!word.ends_with('.')).then_some(Number { units, decimals })
    }

    fn whole(units: u128) -> Number {
        Number { units, decimals: 0 }
    }

    /// Ten times as many, `zeros` times over.
    pub fn times(self, zeros: u32) -> Option<Number> {
        let own = zeros.min(self.decimals);
        let units = self.units.checked_mul(10u128.checked_pow(zeros - own)?)?;
        Some(Number { units, decimals: self.decimals - own })
    }

    fn plus(self, other: Number) -> Option<Number> {
        let decimals = self.decimals.max(other.decimals);
        let scaled = |n: Number| n.units.checked_mul(10u128.checked_pow(decimals - n.decimals)?);
        Some(Number { units: scaled(self)?.checked_add(scaled(other)?)?, decimals })
    }

    /// Without zeros behind the point that say nothing: "2.5", "1200000000".
    pub fn show(self) -> String {
        let Number { mut units, mut decimals } = self;
        while decimals > 0 && units.is_multiple_of(10) {
            (units, decimals) = (units / 10, decimals - 1);
        }
        let figures = format!("{units:0>width$}", width = decimals as usize + 1);
        let (whole, rest) = figures.split_at(figures.len() - decimals as usize);
        if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
    }
}

const SMALL: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// "seven", "forty".
fn small(word: &str) -> Option<u128> {
    let place = |list: &[&str]| list.iter().position(|other| other.eq_ignore_ascii_case(word));
    place(SMALL).or_else(|| Some(20 + 10 * place(TENS)?)).map(|value| value as u128)
}

/// How many zeros "million" stands for.
pub(super) fn magnitude(word: &str) -> Option<u32> {
    let zeros: &[(&str, u32)] = &[("hundred", 2), ("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)];
    zeros.iter().find(|(other, _)| other.eq_ignore_ascii_case(word)).map(|(_, zeros)| *zeros)
}

/// How many zeros the letters glued to figures stand for: "3bn", "$4M", "50k".
pub(super) fn suffix(word: &str) -> Option<u32> {
    match word {
        "k" | "K" => Some(3),
        "m" | "M" | "mn" | "mln" | "mm" => Some(6),
        "b" | "B" | "bn" | "Bn" | "BN" => Some(9),
        "tn" | "trn" | "T" => Some(12),
        _ => None,
    }
}

/// How many: `Vague` for "hundreds of", "a few".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    One(Number),
    /// "5-10"
    Range(Number, Number),
    Vague,
}

impl Amount {
    pub fn show(self) -> Option<String> {
        match self {
            Amount::One(number) => Some(number.show()),
            Amount::Range(from, to) => Some(format!("{}/{}", from.show(), to.show())),
            Amount::Vague => None,
        }
    }
}

/// A number has no more words.
const MOST: usize = 12;
const VAGUE: &[&str] = &[
    "few",
    "several",
    "couple",
    "dozen",
    "dozens",
    "tens",
    "hundreds",
    "thousands",
    "millions",
    "billions",
    "trillions",
];

/// The number whose last word stands before `end`: where it begins, and how many.
pub(super) fn before(look: &Look, end: usize) -> Option<(usize, Amount)> {
    let mut from = end;
    while from > look.floor && end - from < MOST && belongs(look, from - 1, end) {
        from -= 1;
    }
    // What may stand inside but not open a number.
    while from < end && !opens(look, from, end) {
        from += 1;
    }
    (from < end).then(|| (from, amount(look, from, end)))
}

fn belongs(look: &Look, at: usize, end: usize) -> bool {
    let (word, next) = (look.word(at), look.word(at + 1));
    let numeric = |word: &str| {
        Number::read(word).is_some() || small(word).is_some() || magnitude(word).is_some() || suffix(word).is_some()
    };
    match word {
        "and" | "And" => at + 1 < end && (small(next).is_some() || one_of(next, &["a"])),
        "of" => one_of(next, VAGUE) && at + 1 < end || at + 1 == end && one_of(look.before(at, 1), VAGUE),
        "half" | "Half" => true,
        _ if one_of(word, &["a", "an"]) => at + 1 < end || one_of(look.before(at, 1), &["half"]),
        _ if is_dash(word) => at > 0 && look.glued(at - 1) && numeric(look.word(at - 1)),
        "k" | "K" | "m" | "M" | "mn" | "mln" | "b" | "B" | "bn" | "tn" => at > 0 && look.glued(at - 1),
        _ => numeric(word) && suffix(word).is_none() || one_of(word, VAGUE),
    }
}

fn opens(look: &Look, at: usize, end: usize) -> bool {
    let (word, next) = (look.word(at), look.word(at + 1));
    let vague = one_of(word, VAGUE);
    match word {
        "and" | "And" | "of" => false,
        "half" | "Half" => at + 1 < end && one_of(next, &["a", "an"]),
        _ if one_of(word, &["a", "an"]) => {
            at + 1 < end && (magnitude(next).is_some() || one_of(next, &["few", "couple", "dozen", "half"]))
        }
        _ => !is_dash(word) && (vague || suffix(word).is_none()),
    }
}

/// What the words from `from` to `to` come to.
fn amount(look: &Look, from: usize, to: usize) -> Amount {
    let figures = |at: usize| Number::read(look.word(at));
    let dash =
        (from + 1..to).find(|at| is_dash(look.word(*at)) && figures(at - 1).is_some() && figures(at + 1).is_some());
    let read = |from, to| sum(look, from, to);
    match dash {
        Some(dash) => match (figures(dash - 1).filter(|_| dash == from + 1), read(dash + 1, to)) {
            // "5-10 million" is from five to ten millions.
            (Some(low), Some(high)) => match (dash + 2..to).map(|at| zeros(look.word(at))).sum::<u32>() {
                0 => Amount::Range(low, high),
                zeros => low.times(zeros).map_or(Amount::Vague, |low| Amount::Range(low, high)),
            },
            _ => Amount::Vague,
        },
        None => read(from, to).map_or(Amount::Vague, Amount::One),
    }
}

fn zeros(word: &str) -> u32 {
    magnitude(word).or_else(|| suffix(word)).unwrap_or(0)
}

/// The words as one number: millions, then thousands, then hundreds.
fn sum(look: &Look, from: usize, to: usize) -> Option<Number> {
    let half = Number { units: 5, decimals: 1 };
    let mut total = Number::whole(0);
    let mut current: Option<Number> = None;
    let mut is_half = false;
    for at in from..to {
        let word = look.word(at);
        if one_of(word, VAGUE) {
            return None;
        } else if let Some(number) = Number::read(word) {
            current = if current.is_some() { return None } else { Some(number) };
        } else if let Some(value) = small(word) {
            current = Some(current.unwrap_or(Number::whole(0)).plus(Number::whole(value))?);
        } else if let Some(zeros) = magnitude(word).or_else(|| suffix(word)) {
            let times = current.take().unwrap_or(if is_half { half } else { Number::whole(1) }).times(zeros)?;
            is_half = false;
            match zeros {
                2 => current = Some(times),
                _ => total = total.plus(times)?,
            }
        } else if word.eq_ignore_ascii_case("half") {
            match current {
                // "two and a half"
                Some(number) => current = Some(number.plus(half)?),
                None => is_half = true,
            }
        }
    }
    let rest = if is_half { half } else { current.unwrap_or(Number::whole(0)) };
    total.plus(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_kept_exactly() {
        let shown = |word: &str, zeros| Number::read(word).and_then(|number| number.times(zeros)).map(Number::show);
        assert_eq!(shown("1.2", 9).unwrap(), "1200000000");
        assert_eq!(shown("1,200.50", 0).unwrap(), "1200.5");
        assert_eq!(shown("0.125", 2).unwrap(), "12.5");
        assert_eq!(shown(".5", 0).unwrap(), "0.5");
        assert_eq!(shown("99999999999999999999", 12).unwrap().len(), 32);
        assert_eq!(
            [shown("5.", 0), shown("1.2.3", 0), shown("x", 0), shown("999999999999999999999", 0)],
            [const { None }; 4]
        );
    }
}
