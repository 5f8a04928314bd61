//! Sums of money: "$1.2 billion", "€3m", "US$40,000", "half a million dollars", "EUR 500". The value is the currency's ISO 4217
//! code and the amount; where the text says only "$" or "dollars", so does the value.

use super::Found;
use super::look::{Look, is_dash, one_of};
use super::numbers::{self, Amount, Number};
use crate::analysis::ValueType;

#[rustfmt::skip]
const SYMBOLS: &[(&str, &str)] = &[
    ("$", "$"), ("US$", "USD"), ("USD$", "USD"), ("A$", "AUD"), ("AU$", "AUD"), ("C$", "CAD"), ("CA$", "CAD"),
    ("HK$", "HKD"), ("NZ$", "NZD"), ("S$", "SGD"), ("R$", "BRL"), ("NT$", "TWD"), ("£", "GBP"), ("€", "EUR"),
    ("¥", "¥"), ("₹", "INR"), ("₩", "KRW"), ("₽", "RUB"), ("₪", "ILS"), ("₺", "TRY"), ("₴", "UAH"), ("₦", "NGN"),
    ("₱", "PHP"), ("₫", "VND"),
];

/// Words whose country is clear, and what their value names.
#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("dollar", "$"), ("dollars", "$"), ("euro", "EUR"), ("euros", "EUR"), ("yen", "JPY"), ("yuan", "CNY"),
    ("renminbi", "CNY"), ("rubles", "RUB"), ("roubles", "RUB"), ("shekels", "ILS"), ("baht", "THB"),
    ("ringgit", "MYR"), ("zloty", "PLN"), ("naira", "NGN"), ("hryvnia", "UAH"), ("rand", "ZAR"),
    ("pounds", "GBP"), ("sterling", "GBP"),
];

/// Whose dollars.
#[rustfmt::skip]
const DOLLARS: &[(&str, &str)] = &[
    ("US", "USD"), ("U.S.", "USD"), ("American", "USD"), ("Canadian", "CAD"), ("Australian", "AUD"), ("Kong", "HKD"),
    ("Zealand", "NZD"), ("Singapore", "SGD"), ("Taiwan", "TWD"),
];

fn named<'v>(list: &[(&str, &'v str)], word: &str) -> Option<&'v str> {
    list.iter().find(|(other, _)| other.eq_ignore_ascii_case(word)).map(|(_, code)| *code)
}

fn money(from: usize, to: usize, currency: Option<&str>, amount: Amount) -> Found {
    let value = currency.zip(amount.show()).map(|(currency, amount)| format!("{currency} {amount}"));
    Found::new(from, to, ValueType::Money, value)
}

/// The sum that begins with the sign at `at`.
pub(super) fn symbol(look: &Look, at: usize) -> Option<Found> {
    let currency = named(SYMBOLS, look.word(at))?;
    match amount(look, at + 1) {
        Some((amount, to)) => Some(money(at, to, Some(currency), amount)),
        // "500 €"
        None if currency != "$" => {
            let (from, amount) = numbers::before(look, at)?;
            Some(money(from, at + 1, Some(currency), amount))
        }
        None => None,
    }
}

/// "1.2 billion", "5-10m", "1-million" from `at` on, and where it ends.
fn amount(look: &Look, at: usize) -> Option<(Amount, usize)> {
    let low = Number::read(look.word(at))?;
    let mut to = at + 1;
    let mut high = None;
    if is_dash(look.word(to)) && look.glued(at) && look.glued(to) {
        // "$5-$10" is two sums, "$5-10" one.
        high = Number::read(look.word(to + 1));
        to += if high.is_some() { 2 } else { 0 };
    }
    let mut zeros = 0;
    if let Some(more) =
        numbers::magnitude(look.word(to)).or_else(|| numbers::suffix(look.word(to)).filter(|_| look.glued(to - 1)))
    {
        (zeros, to) = (more, to + 1);
    } else if is_dash(look.word(to))
        && let Some(more) = numbers::magnitude(look.word(to + 1))
    {
        (zeros, to) = (more, to + 2);
    }
    let scaled = |number: Number| number.times(zeros);
    let amount = match high {
        None => scaled(low).map(Amount::One),
        Some(high) => scaled(low).zip(scaled(high)).map(|(low, high)| Amount::Range(low, high)),
    };
    Some((amount.unwrap_or(Amount::Vague), to))
}

/// The sum that ends with a currency's name at `at`.
pub(super) fn word(look: &Look, at: usize) -> Option<Found> {
    let word = look.word(at);
    let mut currency = named(NAMES, word);
    let mut end = at;
    if currency == Some("$")
        && let Some(own) = named(DOLLARS, look.before(at, 1))
    {
        currency = Some(own);
        end -= if matches!(own, "HKD" | "NZD") { 2.min(at) } else { 1 };
    }
    // A million-dollar bridge.
    if end > 0 && is_dash(look.before(end, 1)) && look.glued(end - 1) {
        end -= 1;
    }
    if word.eq_ignore_ascii_case("sterling") {
        end = look.before(at, 1).eq_ignore_ascii_case("pounds").then(|| at - 1)?;
    }
    let (from, amount) = numbers::before(look, end)?;
    if word.eq_ignore_ascii_case("pounds") {
        if one_of(look.word(at + 1), &["sterling"]) {
            return Some(money(from, at + 2, currency, amount));
        }
        // Five pounds may be a weight; millions hardly are.
        let large = (from..end).any(|at| numbers::magnitude(look.word(at)).is_some_and(|zeros| zeros > 3));
        return large.then(|| money(from, at + 1, currency, amount));
    }
    Some(money(from, at + 1, currency, amount))
}

/// "USD 40,000", "40,000 USD".
pub(super) fn code(look: &Look, at: usize) -> Option<Found> {
    let code = match look.word(at) {
        "RMB" => "CNY",
        code => code,
    };
    if let Some((amount, to)) = amount(look, at + 1) {
        return Some(money(at, to, Some(code), amount));
    }
    let (from, amount) = numbers::before(look, at)?;
    Some(money(from, at + 1, Some(code), amount))
}
