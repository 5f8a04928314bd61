//! Lines that name the writer: "By Jane Doe and John Roe, Staff Writers", "Jane Doe | Reuters".

use super::dates::{self, When};
use super::lists;
use crate::span::Span;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Byline {
    pub names: Span,
    /// The date on the same line.
    pub date: Option<When>,
}

/// What stands between the names and the rest of the line.
const BREAKS: &[&str] = &[
    " | ",
    " · ",
    " • ",
    " — ",
    " – ",
    " - ",
    " // ",
    "\n",
    " Published",
    " Updated",
    " Posted",
    " published",
    " updated",
    " on ",
    " PUBLISHED",
    " UPDATED",
    " of ",
    " for ",
    " in ",
    " at ",
    "\t",
];

/// Reads `line` as a byline.
pub fn find(text: &str, line: Span) -> Option<Byline> {
    let words = line.of(text);
    if words.len() > 180 {
        return None;
    }
    let opening = lists::BYLINE_OPENING.openings(words).find(|(opening, _)| words[opening.len()..].starts_with(' '));
    let start = opening.map_or(0, |(opening, _)| opening.len() + 1);
    let rest = &words[start..];
    let cut = BREAKS
        .iter()
        .filter_map(|mark| rest.find(mark))
        .chain(rest.find(|c: char| c.is_ascii_digit()))
        .min()
        .unwrap_or(rest.len());
    let (head, tail) = rest.split_at(cut);
    let names = names(head);
    let date = tail.find(|c: char| c.is_alphanumeric()).and_then(|at| date_in(&tail[at..]));
    let is_outlet = |part: &str| part.split(' ').any(is_function);
    let known = match opening {
        // All of it must be names, functions and perhaps a date or a place.
        Some(_) => {
            let rest = head.get(names.len()..).unwrap_or_default();
            !head.is_empty()
                && rest.split(' ').all(|word| {
                    is_capital(word)
                        || is_function(word)
                        || word.is_empty()
                        || lists::NAME_PARTICLE.has(word)
                        || matches!(word, "," | "the" | "for" | "of" | "to")
                })
                && (date.is_some() || is_tail(tail))
        }
        // Without "By" a name alone could be anything.
        None => {
            let count = names.split(' ').count();
            let outlet = head[names.len()..].trim_start_matches([',', ' ']);
            let outlet = if outlet.is_empty() {
                tail.trim_start_matches([' ', '|', '·', '•', '—', '–', '-', '/'])
            } else {
                outlet
            };
            (2..=8).contains(&count)
                && outlet.split(' ').count() <= 6
                && (is_outlet(outlet) || date.is_some())
                && !words.ends_with('.')
                && outlet.split(' ').all(|word| {
                    is_capital(word)
                        || is_function(word)
                        || date.is_some()
                        || matches!(word, "for" | "the" | "of" | "&" | "-" | "–" | "|")
                })
        }
    };
    let names = if names.is_empty() && opening.is_some() {
        head.split(',').next().unwrap_or_default().trim_end()
    } else {
        names
    };
    let begin = line.start as usize + start;
    (known && !names.is_empty()).then(|| Byline { names: Span::new(begin, begin + names.len()).trim(text), date })
}

/// The date in what follows the names, after at most a few parts of something else.
fn date_in(tail: &str) -> Option<When> {
    dates::line(tail).or_else(|| tail.split(['|', '·', '•', '\n']).find_map(|part| dates::line(part.trim())))
}

/// Whether what follows the names is the rest of a byline: an outlet, a function, a place.
fn is_tail(tail: &str) -> bool {
    tail.split(' ').count() <= 12
        && !tail.trim_end().ends_with(['?', '!', ':', '”', '"'])
        && tail.split([' ', ',', '\n', '\t']).all(|word| {
            word.is_empty()
                || is_capital(word)
                || is_function(word)
                || matches!(
                    word,
                    "for" | "of" | "the" | "in" | "at" | "on" | "and" | "|" | "·" | "•" | "-" | "–" | "—" | "//" | "&"
                )
                || word.contains('@')
        })
}

/// The names at the beginning of `head`, without functions and outlets after a comma.
fn names(head: &str) -> &str {
    let mut end = 0;
    let mut from = 0;
    for part in head.split(',') {
        let words = part.trim();
        let count = words.split(' ').count();
        let named = !words.is_empty()
            && count <= 8
            && words
                .split(' ')
                .all(|word| (is_capital(word) && !is_function(word)) || lists::NAME_PARTICLE.has_any_case(word));
        if !named || !words.split(' ').any(is_capital) {
            break;
        }
        end = from + part.trim_end().len();
        from += part.len() + 1;
    }
    head[..end].trim_end_matches(" and").trim_end_matches(['.', ' '])
}

fn is_capital(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', ',', '.', ';', '\'', '’']);
    word.starts_with(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-' | '&'))
}

fn is_function(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    lists::BYLINE_FUNCTION.has_any_case(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> &str {
        find(text, Span::new(0, text.len())).map_or("", |byline| byline.names.of(text))
    }

    #[test]
    fn names_without_functions() {
        for (line, expected) in [
            ("By Ada Crane", "Ada Crane"),
            ("By ADA CRANE and Ben Holt, Staff Writers", "ADA CRANE and Ben Holt"),
            ("By Ada Crane, Ben Holt and Cy van Dorn", "Ada Crane, Ben Holt and Cy van Dorn"),
            ("By Ada Crane of The Daily Ferry", "Ada Crane"),
            ("By Ada Crane in Leeds", "Ada Crane"),
            ("By Ada Crane | March 3, 2024", "Ada Crane"),
            ("Story by Ada Crane", "Ada Crane"),
            ("Ada Crane | Reuters", "Ada Crane"),
            ("Ada Crane, Staff Writer", "Ada Crane"),
            ("By Reuters", "Reuters"),
            ("By Ada Crane, Special to the Courier", "Ada Crane"),
            ("By Ferry staff reporter", "Ferry staff reporter"),
            ("By Ada Crane Published March 3, 2024", "Ada Crane"),
            ("By María-José O’Neil", "María-José O’Neil"),
        ] {
            assert_eq!(names(line), expected, "{line}");
        }
    }

    #[test]
    fn prose_that_begins_with_by() {
        for line in [
            "By noon the quay was empty",
            "By Tuesday, 300 homes were dry.",
            "By Crane’s count it was nine",
            "Ada Crane",
            "By the sea",
        ] {
            assert_eq!(names(line), "", "{line}");
        }
    }
}
