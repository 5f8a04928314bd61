//! Names without what spellings of one name differ in: case, accents, stops, hyphens, legal endings.

use crate::extract::names;

/// Small letters without accents; stops and apostrophes gone, hyphens and white space single blanks.
pub(super) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            '.' | '\'' | '’' | '‘' | 'ʼ' | ',' | '"' | '“' | '”' | '\u{300}'..='\u{36f}' | '\u{ad}' => {}
            '-' | '‐' | '‑' | '–' | '_' => folded.push(' '),
            '&' => folded.push_str(" and "),
            c if c.is_whitespace() => folded.push(' '),
            c => match plain(c) {
                Some(letters) => folded.push_str(letters),
                None => folded.push(c),
            },
        }
    }
    let mut words = folded.split(' ').filter(|word| !word.is_empty()).peekable();
    if words.peek() == Some(&"the") && words.clone().count() > 1 {
        words.next();
    }
    words.collect::<Vec<_>>().join(" ")
}

/// A letter of the Latin alphabet without its marks.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

/// The same for the name of anything but a person: the fullest of known spellings ("U.S." is "united states"), without
/// "Inc." and the like at its end.
pub(super) fn thing(name: &str) -> String {
    let lower = name.to_lowercase().replace('’', "'");
    let folded = fold(names::canonical(lower.strip_prefix("the ").unwrap_or(&lower)));
    let mut rest = folded.as_str();
    while let Some((head, last)) = rest.rsplit_once(' ') {
        let legal =
            matches!(last, "inc" | "corp" | "corporation" | "ltd" | "limited" | "llc" | "plc" | "co" | "gmbh" | "ag");
        if !legal {
            break;
        }
        rest = head.strip_suffix(" and").unwrap_or(head);
    }
    rest.to_owned()
}
