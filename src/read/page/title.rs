//! The article's title: what most of the page's own statements agree on.

use super::blocks::{Blocks, Shape};
use super::json_ld::Facts;
use super::tags::Tags;

/// What stands between a title and the name of a site.
const BETWEEN: &[&str] = &[" | ", " - ", " – ", " — ", " * ", " · ", " • ", " » ", " :: ", " // ", " ‹ ", " « ", " ~ "];

/// Longer ones are no titles, in bytes.
const LONGEST: usize = 1000;

/// The block that shows `title`: the first heading that says it, else the first block.
pub(super) fn shown(blocks: &Blocks, title: &str) -> Option<usize> {
    let says = |at: &usize| same(title, blocks.words(&blocks.all[*at]));
    let is_heading = |at: &usize| matches!(blocks.all[*at].shape, Shape::Title | Shape::Heading);
    let all = || 0..blocks.all.len();
    let first =
        || all().find(|at| blocks.all[*at].shape == Shape::Title && begins(blocks.words(&blocks.all[*at]), title));
    let near =
        || all().find(|at| blocks.all[*at].shape == Shape::Title && alike(blocks.words(&blocks.all[*at]), title));
    all().filter(is_heading).find(says).or_else(first).or_else(near).or_else(|| all().find(says))
}

/// The title, in the page's own spelling.
pub(super) fn find(blocks: &Blocks, tags: &Tags, facts: &Facts) -> Option<String> {
    let shown = blocks.all.iter().filter(|block| block.shape == Shape::Title).map(|block| blocks.words(block));
    let shown: Vec<&str> = shown.filter(|words| (4..=LONGEST).contains(&words.len())).take(8).collect();
    let social = tags.first(&["og:title", "twitter:title"]).filter(|title| title.len() <= LONGEST);
    let whole = tags.title.as_deref().filter(|title| title.len() <= LONGEST);
    let headline = facts.headline.as_deref().filter(|title| title.len() <= LONGEST);
    // The first heading that another statement confirms is the title's; a site's own name is a heading too.
    let others = [headline, social, whole];
    let confirmed = |heading: &&str| others.iter().flatten().any(|other| begins(other, heading));
    let only = shown.first().copied().filter(|_| others.iter().flatten().next().is_none());
    let shown = shown.iter().copied().find(confirmed).or(only);
    let known = [headline, shown, social];
    let short = |long: Option<&str>| long.map(|long| bare(long, &known, site(tags, facts)).to_owned());
    let social = short(social);
    let whole = short(whole);
    let headline = short(headline);
    // In the order of whose spelling is taken.
    let all = [social.as_deref(), headline.as_deref(), shown, whole.as_deref()];
    let agree = |title: &str| all.iter().flatten().filter(|other| same(title, other)).count();
    // Of equals, the one for search engines comes first, then the one for social networks.
    let order = [headline.as_deref(), social.as_deref(), shown, whole.as_deref()];
    let most = order.iter().flatten().map(|title| agree(title)).max()?;
    let best = order.iter().flatten().find(|title| agree(title) == most)?;
    let spelt = all.iter().flatten().find(|title| same(title, best))?;
    // What the house says to others is sometimes the title without its tail, and then the title.
    let head = social.as_deref().filter(|head| is_head(head, spelt));
    Some(head.unwrap_or(spelt).to_owned())
}

/// Whether `long` begins with the words `head`, of which there are some.
fn is_head(head: &str, long: &str) -> bool {
    let rest = long.strip_prefix(head).unwrap_or_default();
    rest.starts_with(' ') && head.split(' ').count() > 5
}

fn site<'a>(tags: &'a Tags, facts: &'a Facts) -> Option<&'a str> {
    tags.first(&["og:site_name"]).or(facts.publisher.as_deref())
}

/// `long` without the name of the site at its end: what is left is what another statement says, or what follows is a name
/// the page gives itself.
fn bare<'t>(long: &'t str, known: &[Option<&str>], site: Option<&str>) -> &'t str {
    let cuts = || BETWEEN.iter().flat_map(|mark| long.match_indices(mark)).map(|(at, mark)| (at, at + mark.len()));
    for (at, _) in cuts() {
        if known.iter().flatten().any(|other| other.len() < long.len() && same(&long[..at], other)) {
            return long[..at].trim_end();
        }
    }
    let named = |rest: &str| {
        site.is_some_and(|site| {
            let (rest, site) = (letters(rest), letters(site));
            !rest.is_empty()
                && (rest == site || site.len() > 3 && rest.contains(&site) || rest.len() > 3 && site.contains(&rest))
        })
    };
    let cut = cuts().filter(|(_, after)| named(&long[*after..])).map(|(at, _)| at).min();
    // A column's name may be all there is before the mark.
    cut.map_or(long, |at| &long[..at]).trim_end()
}

/// Whether two titles differ in marks and blanks only.
pub(super) fn same(one: &str, other: &str) -> bool {
    letters_of(one).eq(letters_of(other))
}

/// Whether a third of the longer words of one stand in the other.
fn alike(one: &str, other: &str) -> bool {
    let longer = |title: &str| -> Vec<String> { title.split(' ').map(letters).filter(|word| word.len() > 3).collect() };
    let (one, other) = (longer(one), longer(other));
    let shared = one.iter().take(60).filter(|word| other.contains(word)).count();
    shared > 1 && shared * 3 >= one.len().min(other.len())
}

fn begins(long: &str, short: &str) -> bool {
    let mut long = letters_of(long);
    letters_of(short).all(|letter| long.next() == Some(letter))
}

fn letters(words: &str) -> String {
    letters_of(words).collect()
}

fn letters_of(words: &str) -> impl Iterator<Item = char> + '_ {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::super::{blocks, build, tags};
    use super::*;

    fn title(html: &str, headline: Option<&str>) -> Option<String> {
        let tree = build::parse(html);
        let facts = Facts { headline: headline.map(str::to_owned), ..Facts::default() };
        find(&blocks::find(&tree), &tags::read(&tree), &facts)
    }

    #[test]
    fn the_name_of_the_site_is_taken_off() {
        let html = "<title>Ferry stays - for now | The Harbor Post</title><h1>Ferry stays - for now</h1>";
        assert_eq!(title(html, None).as_deref(), Some("Ferry stays - for now"));
        let html =
            "<title>Ferry stays – Local – Harbor Post</title><meta property=og:site_name content='The Harbor Post'>";
        assert_eq!(title(html, None).as_deref(), Some("Ferry stays – Local"));
        assert_eq!(title("<title>Winter | Summer</title>", None).as_deref(), Some("Winter | Summer"));
    }

    #[test]
    fn most_statements_win() {
        let html = "<title>Ferry stays for another winter | Post</title><meta property=og:title content='You won’t believe this'>\
                    <h1>The Post</h1><h1>Ferry stays for another winter</h1>";
        assert_eq!(title(html, None).as_deref(), Some("Ferry stays for another winter"));
        let html =
            "<title>Ferry news</title><meta property=og:title content=\"Ferry's last trip\"><h1>Ferry’s last trip</h1>";
        assert_eq!(title(html, Some("Ferry news today")).as_deref(), Some("Ferry's last trip"));
        assert_eq!(title("<h1>Ferry stays</h1><h1>Bridge closes</h1>", None).as_deref(), Some("Ferry stays"));
        assert_eq!(title("", None), None);
    }

    #[test]
    fn the_block_that_shows_it() {
        let blocks = blocks::find(&build::parse("<p>Ferry stays</p><h1>Post</h1><h1>“Ferry stays”</h1><p>x"));
        assert_eq!(shown(&blocks, "Ferry stays"), Some(2));
        assert_eq!(shown(&blocks, "Bridge closes"), None);
    }
}
