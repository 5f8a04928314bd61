//! Who made a picture, and what a picture shows.

use super::lists;

/// Longer paragraphs are never captions, in bytes.
const LONGEST: usize = 900;

/// "Photo: AP", "(AP Photo/Jane Doe)", "Getty Images"; `count` is the number of `words`.
pub fn is_credit(words: &str, count: usize) -> bool {
    let ends_as_prose = count > 14 && words.ends_with('.');
    if count <= 22 && !ends_as_prose && lists::CREDIT_OPENING.opens(words) && !words.contains(['“', '"']) {
        // "Courtesy of the mayor, the children had ice cream" is a sentence.
        return count <= 8 || !words.get(..11).is_some_and(|head| head.eq_ignore_ascii_case("courtesy of"));
    }
    let bare = words.trim_matches(['(', ')', '[', ']', '-', '—', '–', ' ', '.', '/']);
    count <= 8 && (lists::PHOTO_AGENCY.has_any_case(bare) && !lists::NO_CREDIT.has_any_case(bare) || is_slashed(words))
}

/// "Jane Doe/Getty Images": names, a slash, an agency.
fn is_slashed(words: &str) -> bool {
    let bare = words.trim_matches(['(', ')', '[', ']', ' ', '.']);
    let Some((name, agency)) = bare.rsplit_once(['/', '|']) else { return false };
    lists::PHOTO_AGENCY.has_any_case(agency.trim())
        && name.split(' ').all(|word| word.is_empty() || !word.starts_with(char::is_lowercase) || word == "via")
}

/// "Jane Doe walks past the mill on Monday. (John Roe/AP)"
pub fn is_caption(words: &str) -> bool {
    if words.len() > LONGEST {
        return false;
    }
    if lists::CAPTION_OPENING.opens(words) {
        return !words.contains(['“', '"']) || words.len() < 300;
    }
    let end = words.trim_end_matches('.');
    let Some(open) = end.rfind(['(', '[']).filter(|_| end.ends_with([')', ']'])) else { return false };
    let inner = &end[open + 1..end.len() - 1];
    if open < 15 || inner.len() > 70 || inner.contains('.') && !inner.contains(". ") {
        return false;
    }
    let photo = inner.starts_with("AP Photo")
        || inner.starts_with("Photo")
        || inner.starts_with("Reuters/")
        || inner.contains(" via AP")
        || inner.contains("Getty Images");
    photo || is_slashed(inner)
}
