//! Place, date and agency before the first words of a report: "WASHINGTON (AP) — ", "LONDON, March 3 (Reuters) - ".

use super::chars::{char_at, is_gap, is_opener};
use super::dates::{self, When};
use super::lists;
use crate::span::Span;

/// A dateline at the start of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dateline {
    /// With the dash.
    pub span: Span,
    /// Where the report itself begins.
    pub body: usize,
    /// Without its parentheses.
    pub agency: Option<Span>,
    pub date: Option<When>,
}

/// Datelines are shorter than this, in bytes.
const LONGEST: usize = 110;

/// The dateline that opens `paragraph`. Unless `strict`, capitals and a dash are enough; otherwise a date or a known
/// agency must be there too.
pub fn find(text: &str, paragraph: Span, strict: bool) -> Option<Dateline> {
    let words = paragraph.of(text);
    let limit = (0..=words.len().min(LONGEST)).rev().find(|at| words.is_char_boundary(*at))?;
    let (head_end, dash_end) = dash(&words[..limit]).or_else(|| colon(&words[..limit]).filter(|_| !strict))?;
    let body = words[dash_end..].find(|c| !is_gap(c))? + dash_end;
    let first = char_at(words, body);
    let head = &words[..head_end];
    let place_end = head.rfind('(').filter(|_| head.ends_with(')'));
    let inner = place_end.map(|open| &head[open + 1..head.len() - 1]);
    let (place, date) = split_date(head[..place_end.unwrap_or(head_end)].trim_end_matches([' ', '\u{A0}', ',']));
    let known = inner.is_some_and(|inner| lists::AGENCY.has(agency_name(inner)));
    let bare = place.is_empty() && known;
    if !(bare || is_place(place, date.is_some() || known)) {
        return None;
    }
    let named =
        inner.is_none_or(|inner| known || (inner.split(' ').count() <= 4 && inner.starts_with(char::is_uppercase)));
    if !named || (strict && !known && date.is_none()) {
        return None;
    }
    if !(known || first.is_uppercase() || first.is_ascii_digit() || is_opener(first)) {
        return None;
    }
    let base = paragraph.start as usize;
    let agency = place_end
        .map(|open| Span::new(base + open + 1, base + open + 1 + inner.map_or(0, |inner| agency_name(inner).len())));
    let date = date.or_else(|| {
        inner.and_then(|inner| dates::short(inner[agency_name(inner).len()..].trim_start_matches([',', ' '])))
    });
    Some(Dateline {
        span: Span::new(base, base + dash_end),
        body: base + body,
        agency: agency.filter(|span| !span.is_empty()),
        date,
    })
}

/// What stands before a comma: "AP, March 3".
fn agency_name(inner: &str) -> &str {
    inner.split(',').next().unwrap_or(inner).trim_end()
}

/// Where the words before the first dash end, and where the dash ends.
fn dash(words: &str) -> Option<(usize, usize)> {
    for (at, c) in words.char_indices() {
        let length = match c {
            '—' | '–' => c.len_utf8(),
            '-' if words[at..].starts_with("--") => 2,
            '-' | '_' => 1,
            '“' | '"' | '”' | ':' | '?' | '!' | '\n' => return None,
            _ => continue,
        };
        let before = words[..at].trim_end_matches([' ', '\u{A0}']);
        let spaced = before.len() < at || before.ends_with(')');
        let free = words[at + length..].starts_with(is_gap);
        match c {
            '—' | '–' if spaced => return Some((before.len(), at + length)),
            '-' | '_' if spaced && (free || length == 2) => return Some((before.len(), at + length)),
            // A hyphen within a place's name.
            '-' | '–' if !spaced && length != 2 => continue,
            _ => return None,
        }
    }
    None
}

fn colon(words: &str) -> Option<(usize, usize)> {
    let at = words.find(':')?;
    let place = words[..at].split(',').next().unwrap_or_default();
    (lists::COLON_PLACE.has(place) && words[at + 1..].starts_with(' ')).then_some((at, at + 1))
}

/// The place and the date after it.
fn split_date(head: &str) -> (&str, Option<When>) {
    for (at, _) in head.match_indices(',') {
        if let Some(when) = dates::short(head[at + 1..].trim()) {
            return (&head[..at], Some(when));
        }
    }
    (head, None)
}

/// Whether `place` is a place in capitals, perhaps with its region ("CAMBRIDGE, Mass."). With other evidence capitals at the
/// beginning of each word are enough.
fn is_place(place: &str, evident: bool) -> bool {
    let mut parts = place.split([',', '/']);
    let city = parts.next().unwrap_or_default().trim();
    let regions: Vec<&str> = parts.map(str::trim).collect();
    let letters =
        |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-' | '\u{AD}'));
    let words: Vec<&str> = city.split([' ', '\u{A0}']).filter(|word| !word.is_empty()).collect();
    if words.is_empty() || words.len() > 4 || !words.iter().all(|word| letters(word)) {
        return false;
    }
    let region = |region: &&str| {
        region.split(' ').count() <= 4 && region.starts_with(char::is_uppercase) && region.split(' ').all(letters)
    };
    if regions.len() > 3 || !regions.iter().all(region) {
        return false;
    }
    let capitals =
        words.iter().all(|word| !word.chars().any(char::is_lowercase) && word.chars().any(char::is_uppercase));
    if evident {
        return capitals
            || words
                .iter()
                .all(|word| word.starts_with(char::is_uppercase) || matches!(*word, "de" | "of" | "la" | "al" | "es"));
    }
    let alone = words.len() == 1 && regions.is_empty();
    capitals
        && !words.iter().any(|word| lists::NO_PLACE.has(word))
        && (!alone || words[0].chars().count() > 4 || lists::SHORT_PLACE.has(words[0]))
        && words.len() < 4
        && !words.iter().any(|word| word.ends_with("’S") || word.ends_with("'S"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dateline and the agency; an empty string for none.
    fn found(text: &str, strict: bool) -> (&str, &str) {
        let whole = Span::new(0, text.len());
        find(text, whole, strict)
            .map_or(("", ""), |found| (found.span.of(text), found.agency.map_or("", |agency| agency.of(text))))
    }

    #[test]
    fn datelines_of_many_houses() {
        for (text, dateline, agency) in [
            ("HALIFAX (AP) — Snow fell.", "HALIFAX (AP) —", "AP"),
            ("LEEDS, March 3 (Reuters) - Snow fell.", "LEEDS, March 3 (Reuters) -", "Reuters"),
            ("GEORGE TOWN, Malaysia — Snow fell.", "GEORGE TOWN, Malaysia —", ""),
            ("NEW YORK —“Snow,” he said.", "NEW YORK —", ""),
            ("KEENE, N.H., Dec. 11 (UPI) — Snow fell.", "KEENE, N.H., Dec. 11 (UPI) —", "UPI"),
            ("Bergen (CNN) -- Snow fell.", "Bergen (CNN) --", "CNN"),
            ("(Reuters) - Snow fell.", "(Reuters) -", "Reuters"),
            ("WINSTON-SALEM, N.C. – Snow fell.", "WINSTON-SALEM, N.C. –", ""),
            ("PARIS/BRUSSELS (AFP, May 3) — Snow fell.", "PARIS/BRUSSELS (AFP, May 3) —", "AFP"),
            ("OSLO – Snow fell.", "OSLO –", ""),
            ("NEW DELHI: Snow fell.", "NEW DELHI:", ""),
        ] {
            assert_eq!(found(text, false), (dateline, agency));
        }
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "EXCLUSIVE – The mill is to close.",
            "MOVING SHOP—The mill is to close.",
            "NATO — The mill is to close.",
            "The mill — Leeds has two — is to close.",
            "BRIDGE CLOSED: The mill is to close.",
            "SMITH -- the third of that name -- is to close.",
            "A HARD WINTER FOR THE MILL - Snow fell.",
            "LEEDS —",
        ] {
            assert_eq!(found(text, false), ("", ""), "{text}");
        }
        assert_eq!(found("LEEDS — Snow fell.", true), ("", ""));
        assert_eq!(found("LEEDS (AP) — Snow fell.", true).0, "LEEDS (AP) —");
    }
}
