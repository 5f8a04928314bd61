//! Parts of a page that are of the house and not of the article: told by the element, by its role for screen readers, and
//! by words that house styles around the world use in names of classes.

use super::element::{Attr, Tag};
use super::tree::Tree;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Furniture {
    /// Not shown, or only when asked for.
    Hidden,
    /// Asks for a consent, over the page.
    Consent,
    /// Menus, feet, side columns, forms.
    Frame,
    /// Calls to share, subscribe, read on; advertising; comments.
    Named,
    /// What readers wrote.
    Comments,
    /// A message of a social network.
    Embed,
    /// Around a picture.
    Picture,
    /// Names of the writers, dates.
    Facts,
}

/// What `node` is by itself, whatever it stands in.
pub(super) fn find(tree: &Tree, node: usize) -> Option<Furniture> {
    let tag = tree.tag(node)?;
    if is_unseen(tree, node) {
        return Some(Furniture::Hidden);
    }
    match tag {
        Tag::Nav | Tag::Footer | Tag::Aside | Tag::Form => return Some(Furniture::Frame),
        Tag::Figure | Tag::Figcaption | Tag::Picture => return Some(Furniture::Picture),
        Tag::Body | Tag::Html | Tag::Article | Tag::Main | Tag::Root => return None,
        _ => {}
    }
    match tree.attr(node, Attr::Role) {
        Some(
            "navigation" | "complementary" | "banner" | "contentinfo" | "search" | "menu" | "menubar" | "toolbar"
            | "tablist",
        ) => {
            return Some(Furniture::Frame);
        }
        Some("dialog" | "alertdialog") => return Some(Furniture::Hidden),
        Some("main" | "article") => return None,
        _ => {}
    }
    let class = tree.attr(node, Attr::Class).filter(|names| names.len() < 2_000);
    // A long name is made from the words of a heading.
    let id = tree.attr(node, Attr::Id).filter(|name| name.len() < 40 && name.matches(['-', '_']).count() < 4);
    let found = class.and_then(named).or_else(|| id.and_then(named));
    // A paragraph is no side column; but it may be a caption or a byline.
    found.filter(|found| !matches!(tag, Tag::P | Tag::Heading | Tag::H1) || *found != Furniture::Frame)
}

/// Whether the element says that it is not shown.
pub(super) fn is_unseen(tree: &Tree, node: usize) -> bool {
    tree.attr(node, Attr::Hidden).is_some()
        || tree.attr(node, Attr::Style).is_some_and(is_invisible)
        || tree.attr(node, Attr::Class).is_some_and(|class| class.split_ascii_whitespace().any(is_for_screen_readers))
}

fn is_for_screen_readers(class: &str) -> bool {
    const NAMES: &[&str] = &[
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
        "screen-reader-text",
        "screenreader-only",
        "u-visually-hidden",
    ];
    NAMES.iter().any(|name| class.eq_ignore_ascii_case(name))
}

/// Whether the element is said to name who made a picture.
pub(super) fn is_credit(tree: &Tree, node: usize) -> bool {
    let class = tree.attr(node, Attr::Class).filter(|names| names.len() < 200).unwrap_or_default();
    let mut words = class.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| {
        ["credit", "credits", "copyright", "photographer"].iter().any(|name| word.eq_ignore_ascii_case(name))
    })
}

fn is_invisible(style: &str) -> bool {
    let squeezed = |word: &str| {
        let mut rest = style.bytes().filter(|byte| !byte.is_ascii_whitespace()).map(|byte| byte.to_ascii_lowercase());
        let word = word.as_bytes();
        let mut at = 0;
        rest.any(|byte| {
            at = if byte == word[at] { at + 1 } else { usize::from(byte == word[0]) };
            at == word.len()
        })
    };
    style.len() < 2_000 && (squeezed("display:none") || squeezed("visibility:hidden"))
}

/// What names of classes say: "article__related-links", "newsletterSignup".
fn named(names: &str) -> Option<Furniture> {
    names.split_ascii_whitespace().find_map(|name| {
        match name.to_ascii_lowercase().as_str() {
            "twitter-tweet" | "instagram-media" | "tiktok-embed" | "fb-post" | "reddit-embed-bq" | "bluesky-embed"
            | "twitter-video" | "text-post-media" | "mastodon-embed" | "telegram-post" => {
                return Some(Furniture::Embed);
            }
            _ => {}
        }
        // "has-sidebar", "no-ads", "with-comments" speak of something else in the page.
        if ["has-", "hasnt-", "not-", "no-", "with-", "is-", "js-", "lg:", "md:", "sm:"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
        {
            return None;
        }
        let mut word = [0u8; 24];
        let (mut length, mut before) = (0, b' ');
        for byte in name.bytes().chain([b' ']) {
            let camel = byte.is_ascii_uppercase() && before.is_ascii_lowercase();
            if (!byte.is_ascii_alphabetic() || camel) && length > 0 {
                if let Some(found) = word.get(..length).and_then(word_means) {
                    return Some(found);
                }
                length = 0;
            }
            if byte.is_ascii_alphabetic() {
                if let Some(slot) = word.get_mut(length) {
                    *slot = byte.to_ascii_lowercase();
                }
                length += 1;
            }
            before = byte;
        }
        None
    })
}

fn word_means(word: &[u8]) -> Option<Furniture> {
    Some(match word {
        b"cookie" | b"cookies" | b"consent" | b"gdpr" | b"ccpa" | b"onetrust" | b"didomi" => Furniture::Consent,
        b"popup" | b"modal" | b"overlay" | b"lightbox" | b"tooltip" => Furniture::Hidden,
        b"nav" | b"navbar" | b"navigation" | b"menu" | b"breadcrumb" | b"breadcrumbs" | b"sidebar" | b"footer"
        | b"masthead" | b"toolbar" | b"pagination" | b"pager" => Furniture::Frame,
        b"ad" | b"ads" | b"advert" | b"advertisement" | b"advertising" | b"adslot" | b"sponsor" | b"sponsored"
        | b"dfp" | b"share" | b"sharing" | b"sharebar" | b"social" | b"socials" | b"related" | b"recommended"
        | b"recommendations" | b"recommendation" | b"recirc" | b"recirculation" | b"promo" | b"promotion"
        | b"newsletter" | b"newsletters" | b"subscribe" | b"subscription" | b"signup" | b"outbrain" | b"taboola"
        | b"trending" | b"popular" | b"mostread" | b"tags" | b"taglist" | b"topics" | b"keywords" | b"readmore"
        | b"upsell" | b"donate" | b"donation" | b"carousel" | b"rail" | b"teasers" | b"bio" | b"disclaimer"
        | b"whatsapp" | b"telegram" | b"poll" | b"quiz" | b"login" | b"register" | b"registration" => Furniture::Named,
        b"caption" | b"captions" | b"credit" | b"credits" | b"photocredit" | b"imagecaption" | b"gallery"
        | b"image" | b"photo" | b"photos" | b"picture" => Furniture::Picture,
        b"byline" | b"bylines" | b"author" | b"authors" | b"dateline" | b"timestamp" | b"datetime" | b"pubdate"
        | b"updated" => Furniture::Facts,
        b"disqus" => Furniture::Comments,
        _ if word.starts_with(b"comment") && word != b"commentary" => Furniture::Comments,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::build;
    use super::*;

    fn of(tag: &str) -> Option<Furniture> {
        find(&build::parse(tag), 1)
    }

    #[test]
    fn told_by_element_role_and_name() {
        assert_eq!(of("<nav>"), Some(Furniture::Frame));
        assert_eq!(of("<div role=navigation>"), Some(Furniture::Frame));
        assert_eq!(of("<div class='article__related-links'>"), Some(Furniture::Named));
        assert_eq!(of("<section id=newsletterSignup>"), Some(Furniture::Named));
        assert_eq!(of("<ol class=commentlist>"), Some(Furniture::Comments));
        assert_eq!(of("<blockquote class=twitter-tweet>"), Some(Furniture::Embed));
        assert_eq!(of("<p class=wp-caption-text>"), Some(Furniture::Picture));
        assert_eq!(of("<div class=byline>"), Some(Furniture::Facts));
        assert_eq!(of("<p style='color:red; Display : None'>"), Some(Furniture::Hidden));
        assert_eq!(of("<div id=cookie-notice>"), Some(Furniture::Consent));
    }

    #[test]
    fn names_that_speak_of_something_else() {
        for tag in [
            "<div class='has-sidebar no-comments'>",
            "<body class='comments-open'>",
            "<div class='shadow headline loader'>",
            "<article class=related>",
            "<h2 id='what-the-poll-said-of-the-social-club'>",
            "<p class=footer>",
            "<div class=commentary>",
        ] {
            assert_eq!(of(tag), None, "{tag}");
        }
    }
}
