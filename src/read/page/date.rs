//! When the article was published: as data for search engines says, else tags of the head, else what the page shows.

use super::super::dates;
use super::blocks::Blocks;
use super::element::{Attr, Tag};
use super::json_ld::Facts;
use super::tags::Tags;
use super::tree::Tree;

const NAMES: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "article.published",
    "publish-date",
    "publishdate",
    "published_time",
    "pubdate",
    "date",
    "datecreated",
];

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// So many blocks after the title are looked through for a date in words.
const FAR: usize = 12;

/// Microseconds since 1970-01-01 UTC. `title` is the block that shows the title.
pub(super) fn find(tree: &Tree, blocks: &Blocks, title: Option<usize>, tags: &Tags, facts: &Facts) -> Option<i64> {
    let said = facts.published.as_deref().and_then(read);
    let tagged = || NAMES.iter().find_map(|name| tags.each(name).find_map(read));
    let shown = || times(tree, title.map(|title| blocks.all[title].at as usize));
    let written = || {
        let near = &blocks.all[title.map_or(0, |title| title.saturating_sub(2))..];
        near.iter().take(FAR).filter(|block| block.len() < 120).find_map(|block| in_words(blocks.words(block)))
    };
    let named = || tags.canonical.as_deref().or_else(|| tags.first(&["og:url"])).and_then(in_address);
    said.or_else(tagged).or_else(shown).or_else(written).or_else(named)
}

/// `<time>`: one said to be the publication's, else the first after the title.
fn times(tree: &Tree, title: Option<usize>) -> Option<i64> {
    let read = |node: usize| tree.attr(node, Attr::Datetime).and_then(read);
    let is_published = |node: &usize| {
        let said = tree.attr(*node, Attr::Itemprop).is_some_and(|prop| prop.eq_ignore_ascii_case("datepublished"));
        said || tree.attr(*node, Attr::Class).is_some_and(|class| class.to_ascii_lowercase().contains("publish"))
    };
    let after = || tree.all(Tag::Time).filter(|node| title.is_none_or(|title| title < *node));
    let first = tree.all(Tag::Time).filter(is_published).find_map(read);
    first.or_else(|| after().find_map(read)).or_else(|| tree.all(Tag::Time).find_map(read))
}

/// A date as data or as words.
fn read(text: &str) -> Option<i64> {
    dates::parse(text).or_else(|| rfc_2822(text)).or_else(|| in_words(text)).filter(|moment| is_likely(*moment))
}

fn rfc_2822(text: &str) -> Option<i64> {
    if text.len() > 64 {
        return None;
    }
    let moment = jiff::fmt::rfc2822::parse(text.trim()).ok()?;
    Some(moment.timestamp().as_microsecond())
}

/// "January 15, 2025", "Wed 15 Jan 2025 at 9:30": the first day in the words, as its midnight.
fn in_words(words: &str) -> Option<i64> {
    if words.len() > 300 {
        return None;
    }
    let parts: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let day = |part: Option<&&str>| -> Option<u32> {
        let digits = part?.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits.parse().ok().filter(|day| digits.len() <= 2 && (1..=31).contains(day))
    };
    let year = |part: Option<&&str>| -> Option<u32> { part?.parse().ok().filter(|year| (1900..=2100).contains(year)) };
    parts.iter().enumerate().find_map(|(at, part)| {
        let head = part.get(..3)?.to_ascii_lowercase();
        let month = 1 + MONTHS.iter().position(|month| *month == head).filter(|_| part.len() <= 9)?;
        let before = at.checked_sub(1).and_then(|before| day(parts.get(before)));
        let (day, year) = match (day(parts.get(at + 1)), year(parts.get(at + 2))) {
            (Some(day), Some(year)) => (day, year),
            _ => (before?, year(parts.get(at + 1))?),
        };
        dates::parse(&format!("{year:04}-{month:02}-{day:02}"))
    })
}

/// Whether the word is the name of a month, whole or short.
pub(super) fn is_month(word: &str) -> bool {
    let head = word.get(..3).unwrap_or_default().to_ascii_lowercase();
    word.len() <= 10 && MONTHS.contains(&head.as_str())
}

/// ".../2025/01/15/..."
fn in_address(url: &str) -> Option<i64> {
    let parts: Vec<&str> = url.split(['/', '-', '_', '?', '.']).take(64).collect();
    let number = |part: &str, digits: usize| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.windows(3).find_map(|part| {
        let dated = number(part[0], 4) && number(part[1], 2) && number(part[2], 2);
        dated
            .then(|| dates::parse(&format!("{}-{}-{}", part[0], part[1], part[2])))?
            .filter(|moment| is_likely(*moment))
    })
}

/// Web pages are younger than 1990, but papers put older articles on them; nothing is from beyond this century.
fn is_likely(moment: i64) -> bool {
    const YEAR: i64 = 31_556_952_000_000;
    (-120 * YEAR..=130 * YEAR).contains(&moment) && moment != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIDNIGHT: i64 = 1_736_899_200_000_000;

    #[test]
    fn dates_in_words_and_addresses() {
        for words in
            ["Published January 15, 2025 at 9:30", "Wed 15 Jan 2025", "15th January 2025", "JAN. 15, 2025 | 3 min read"]
        {
            assert_eq!(in_words(words), Some(MIDNIGHT), "{words}");
        }
        assert_eq!(in_words("The mayor may 15 times"), None);
        assert_eq!(in_address("https://post.example/news/2025/01/15/ferry"), Some(MIDNIGHT));
        assert_eq!(in_address("https://post.example/2025-01-15-ferry.html"), Some(MIDNIGHT));
        assert_eq!(in_address("https://post.example/1234/56/78"), None);
    }

    #[test]
    fn dates_of_letters_and_feeds() {
        assert_eq!(read("Wed, 15 Jan 2025 09:00:00 +0000"), Some(MIDNIGHT + 9 * 3_600_000_000));
        assert_eq!(read("2025-01-15T09:00:00+0000"), Some(MIDNIGHT + 9 * 3_600_000_000));
        assert_eq!(read("1970-01-01T00:00:00Z"), None, "no date at all, in truth");
    }
}
