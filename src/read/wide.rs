//! Text in units of two or four bytes: UTF-16 and UTF-32, with a byte order mark or told by where the NULs are.

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::encoding::is_mostly_utf8;
use super::sniff::is_odd_control;

/// The guess looks at so many bytes.
const SAMPLE: usize = 64 << 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wide {
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
}

/// The encoding that a byte order mark announces.
pub(super) fn marked(bytes: &[u8]) -> Option<Wide> {
    match bytes {
        [0x00, 0x00, 0xfe, 0xff, ..] => Some(Wide::Utf32Be),
        // Also the mark of UTF-16 and a NUL: text in UTF-32 has a NUL in every unit.
        [0xff, 0xfe, 0x00, 0x00, ..] if all_scalars(bytes, Wide::Utf32Le) => Some(Wide::Utf32Le),
        [0xff, 0xfe, ..] => Some(Wide::Utf16Le),
        [0xfe, 0xff, ..] => Some(Wide::Utf16Be),
        _ => None,
    }
}

/// The encoding of text without a mark, if its NULs show one. Western text in UTF-16 has one in most units. Text in other
/// scripts has them in spaces and line ends (or has at least the wide marks of Chinese and Japanese), and read byte by byte
/// it makes no sense. Stray NULs in other text do neither.
pub(super) fn guess(bytes: &[u8]) -> Option<Wide> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    if !sample.iter().any(|byte| *byte == 0 || is_odd_control(*byte)) {
        return None;
    }
    if sample.len() >= 8 && bytes.len().is_multiple_of(4) {
        let found = [Wide::Utf32Le, Wide::Utf32Be].into_iter().find(|wide| all_scalars(sample, *wide));
        if found.is_some() {
            return found;
        }
    }
    let units = sample.len() / 2;
    let orders = [Wide::Utf16Le, Wide::Utf16Be];
    let share = |order: Wide, is_one: fn(u32) -> bool| sample.chunks_exact(2).filter(|u| is_one(order.unit(u))).count();
    if let Some(order) = orders.into_iter().find(|order| share(*order, |unit| (1..0x100).contains(&unit)) * 2 >= units)
    {
        return reads_well(sample, order).then_some(order);
    }
    if reads_as_bytes(sample) || is_mostly_utf8(sample) {
        return None;
    }
    let marks = orders.map(|order| share(order, is_common_mark));
    let order = orders[usize::from(marks[1] > marks[0])];
    let most = marks[0].max(marks[1]);
    (most > 0 && most * 100 >= units && marks[0] != marks[1] && reads_well(sample, order)).then_some(order)
}

/// What parts words and sentences in any script; with its bytes swapped it is nothing.
fn is_common_mark(unit: u32) -> bool {
    matches!(unit, 0x0a | 0x0d | 0x20 | 0x2c | 0x2e | 0x3001 | 0x3002 | 0xff0c)
}

/// Whether nearly all bytes that are no NUL are printable ASCII, as in Western text with stray NULs.
fn reads_as_bytes(sample: &[u8]) -> bool {
    let others = sample.iter().filter(|byte| **byte != 0).count();
    let printable = sample.iter().filter(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')).count();
    printable * 4 >= others * 3
}

/// Whether `sample` decodes without lone surrogates and with hardly a control or private character.
fn reads_well(sample: &[u8], wide: Wide) -> bool {
    let whole = &sample[..sample.len() & !1];
    let mut odd = 0;
    let mut all = 0;
    for c in char::decode_utf16(whole.chunks_exact(2).map(|unit| wide.unit(unit) as u16)) {
        all += 1;
        odd += usize::from(!c.is_ok_and(is_likely));
    }
    odd * 50 <= all
}

fn is_likely(c: char) -> bool {
    let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}');
    // Nothing is assigned from plane 4 on but marks and private characters.
    !private && c < '\u{40000}' && c != '\0' && !(c.is_ascii() && is_odd_control(c as u8))
}

/// Whether every unit of four bytes is a character of text.
fn all_scalars(bytes: &[u8], wide: Wide) -> bool {
    bytes.len() >= 4
        && bytes.chunks_exact(4).take(SAMPLE).all(|unit| char::from_u32(wide.unit(unit)).is_some_and(is_likely))
}

impl Wide {
    pub fn name(self) -> &'static str {
        match self {
            Wide::Utf16Le => "UTF-16LE",
            Wide::Utf16Be => "UTF-16BE",
            Wide::Utf32Le => "UTF-32LE",
            Wide::Utf32Be => "UTF-32BE",
        }
    }

    fn unit(self, bytes: &[u8]) -> u32 {
        let join = |unit, byte: &u8| unit << 8 | u32::from(*byte);
        match self {
            Wide::Utf16Le | Wide::Utf32Le => bytes.iter().rev().fold(0, join),
            Wide::Utf16Be | Wide::Utf32Be => bytes.iter().fold(0, join),
        }
    }

    /// The text, mark included; what is no character becomes U+FFFD.
    pub fn decode(self, bytes: &[u8]) -> String {
        match self {
            Wide::Utf16Le => UTF_16LE.decode_without_bom_handling(bytes).0.into_owned(),
            Wide::Utf16Be => UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
            Wide::Utf32Le | Wide::Utf32Be => {
                let units = bytes.chunks(4).map(|unit| match unit.len() {
                    4 => char::from_u32(self.unit(unit)).unwrap_or(char::REPLACEMENT_CHARACTER),
                    _ => char::REPLACEMENT_CHARACTER,
                });
                units.collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPTS: &[&str] = &[
        "The mayor said “no comment” and left.\n",
        "Мэр отказался отвечать на вопросы журналистов.\r\nОн ушёл.",
        "市长拒绝回答记者的问题。\n他随后离开了会场。\n",
        "有一位市民一开口就说，一切都要从一月一日讲起。",
        "Ο δήμαρχος αρνήθηκε να απαντήσει. Έφυγε αμέσως.",
        "ראש העיר סירב להגיב לשאלות.",
    ];

    fn encode(text: &str, wide: Wide) -> Vec<u8> {
        match wide {
            Wide::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Wide::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Wide::Utf32Le => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
            Wide::Utf32Be => text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
        }
    }

    #[test]
    fn every_script_is_told_with_and_without_a_mark() {
        for wide in [Wide::Utf16Le, Wide::Utf16Be, Wide::Utf32Le, Wide::Utf32Be] {
            for text in SCRIPTS {
                let bytes = encode(text, wide);
                assert_eq!(guess(&bytes), Some(wide), "{text}");
                assert_eq!(wide.decode(&bytes), *text);
                assert_eq!(marked(&encode(&format!("\u{feff}{text}"), wide)), Some(wide), "{text}");
            }
        }
    }

    #[test]
    fn stray_nuls_are_not_taken_for_units() {
        assert_eq!(guess("The vote was close.\0 Nobody left.".as_bytes()), None);
        assert_eq!(guess(b"caf\xe9 \0owner"), None);
        assert_eq!(guess("a \0b \0c \0d \0 and so on".as_bytes()), None);
        assert_eq!(guess("Мэр\0 ушёл домой".as_bytes()), None);
        let (old, ..) = encoding_rs::WINDOWS_1251.encode("Мэр ушёл домой\0 после обеда");
        assert_eq!(guess(&old), None);
        assert_eq!(guess(&[0; 64]), None);
        assert_eq!(guess(&encode("a\nb\nc\nd\n", Wide::Utf16Le)), Some(Wide::Utf16Le));
    }

    #[test]
    fn a_cut_unit_is_replaced() {
        let mut bytes = encode("Vote", Wide::Utf16Le);
        bytes.push(b'x');
        assert_eq!(guess(&bytes), Some(Wide::Utf16Le));
        assert_eq!(Wide::Utf16Le.decode(&bytes), "Vote\u{fffd}");
        assert_eq!(Wide::Utf32Le.decode(&[b'V', 0, 0, 0, b'o', 0]), "V\u{fffd}");
        assert_eq!(Wide::Utf32Le.decode(&[0, 0xd8, 0, 0]), "\u{fffd}");
    }
}
